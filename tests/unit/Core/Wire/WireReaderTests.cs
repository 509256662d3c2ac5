//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Tests
{
    [TestClass]
    public class WireReaderTests
    {
        [TestMethod]
        public static void FieldsAreReadInOrder()
        {
            WireReader reader = Read("ff 01 02 fffefd 80 aa bb 0003 010203 ff");

            Assert.AreEqual(0xFF, reader.ReadByte());
            Assert.AreEqual(0x0102, reader.ReadUInt16());
            Assert.AreEqual(0xFFFEFD, reader.ReadUInt24());
            Assert.AreEqual(10, reader.Skip(1));
            Assert.AreEqual(0xAABB, reader.ReadUInt16());
            Assert.AreEqual(3, reader.SkipVector16(3, 3));
            Assert.AreEqual(18, reader.Position);
            Assert.AreEqual(1, reader.Remaining);
            Assert.IsFalse(reader.IsWhole);
            Assert.AreEqual(0xFF, reader.ReadByte());
            Assert.IsTrue(reader.IsWhole);
            Assert.IsFalse(reader.Failed);
        }

        /// <summary>A field of each size, where 0 to 4 bytes are left: what does not fit moves nothing, and nothing can
        /// be read any more.</summary>
        [TestMethod]
        [DataRow(1)]
        [DataRow(2)]
        [DataRow(3)]
        [DataRow(4)]
        public static void ReadPastTheEndFailsAndStaysFailed(int size)
        {
            for (int left = 0; left <= 4; left++)
            {
                WireReader reader = new WireReader();

                reader.Reset(Hex.Parse("11 22 33 44 55 66 77 88"), 2, left);

                int value = ReadField(reader, size);

                Assert.AreEqual(left < size, reader.Failed);
                Assert.AreEqual(left == size, reader.IsWhole);

                if (left < size)
                {
                    Assert.AreEqual(0, value);
                    Assert.AreEqual(2, reader.Position);
                    Assert.AreEqual(0, reader.Remaining);

                    for (int next = 1; next <= 3; next++)
                    {
                        Assert.AreEqual(0, ReadField(reader, next));
                    }

                    Assert.AreEqual(0, reader.SkipVector8(0, 255));
                    Assert.AreEqual(0, reader.SkipVector16(0, 65535));
                    Assert.AreEqual(2, reader.Position);
                    Assert.IsTrue(reader.Failed);
                    Assert.IsFalse(reader.IsWhole);
                }
            }
        }

        [TestMethod]
        [DataRow(-1)]
        [DataRow(-2147483648)]
        [DataRow(2147483647)]
        [DataRow(4)]
        public static void SkipNeverMovesBackwardsNorPastTheEnd(int count)
        {
            WireReader reader = Read("112233");

            reader.Skip(count);
            Assert.IsTrue(reader.Failed);
            Assert.AreEqual(4, reader.Position);
        }

        [TestMethod]
        public static void SkippingNothingAtTheEndSucceeds()
        {
            WireReader reader = Read("11");

            Assert.AreEqual(4, reader.Skip(1));
            Assert.AreEqual(5, reader.Skip(0));
            Assert.IsTrue(reader.IsWhole);
        }

        /// <summary>A vector's length, its limits, and how many bytes follow.</summary>
        [TestMethod]
        [DataRow(2, 2, 3, 2, true)]
        [DataRow(3, 2, 3, 3, true)]
        [DataRow(1, 2, 3, 3, false)]
        [DataRow(4, 2, 3, 9, false)]
        [DataRow(3, 2, 3, 2, false)]
        [DataRow(0, 0, 255, 0, true)]
        [DataRow(0, 1, 255, 9, false)]
        [DataRow(255, 0, 255, 255, true)]
        [DataRow(255, 0, 255, 254, false)]
        public static void VectorIsKeptToItsLimitsAndToTheStretch(
            int length, int least, int most, int present, bool fits)
        {
            for (int prefix = 1; prefix <= 2; prefix++)
            {
                byte[] buffer = new byte[prefix + present + 8];
                WireReader reader = new WireReader();

                buffer[prefix - 1] = (byte)length;
                reader.Reset(buffer, 0, prefix + present);

                int read = prefix == 1 ? reader.SkipVector8(least, most) : reader.SkipVector16(least, most);

                Assert.AreEqual(fits ? length : 0, read);
                Assert.AreEqual(!fits, reader.Failed);

                if (fits)
                {
                    Assert.AreEqual(prefix + length, reader.Position);
                }
            }
        }

        [TestMethod]
        public static void LongestVectorIsRead()
        {
            byte[] buffer = new byte[2 + 65535];
            WireReader reader = new WireReader();

            buffer[0] = 0xFF;
            buffer[1] = 0xFF;
            reader.Reset(buffer, 0, buffer.Length);
            Assert.AreEqual(65535, reader.SkipVector16(0, 65535));
            Assert.IsTrue(reader.IsWhole);
        }

        [TestMethod]
        [DataRow(-1, 1)]
        [DataRow(0, -1)]
        [DataRow(0, 5)]
        [DataRow(4, 1)]
        [DataRow(5, 0)]
        [DataRow(3, 2147483647)]
        [DataRow(2147483647, 2)]
        [DataRow(2147483647, 2147483647)]
        [DataRow(-2147483648, -2147483648)]
        public static void StretchOutsideTheBufferReadsAsFailed(int offset, int count)
        {
            WireReader reader = new WireReader();

            reader.Reset(new byte[4], offset, count);
            Assert.IsTrue(reader.Failed);
            Assert.AreEqual(0, reader.Remaining);
            Assert.AreEqual(0, reader.ReadByte());
            Assert.AreEqual(0, reader.ReadUInt16());
            Assert.IsFalse(reader.IsWhole);
        }

        [TestMethod]
        public static void ResetForgetsAFailure()
        {
            WireReader reader = Read(string.Empty);

            reader.ReadByte();
            reader.Reset(new byte[] { 9 }, 0, 1);
            Assert.IsFalse(reader.Failed);
            Assert.AreEqual(9, reader.ReadByte());
            reader.Reset(new byte[4], 4, 0);
            Assert.IsTrue(reader.IsWhole);
        }

        [TestMethod]
        public static void NumbersOf32BitsAreReadWithTheirSign()
        {
            WireReader reader = Read("01020304 fffffffe 010203");

            Assert.AreEqual(0x01020304, reader.ReadUInt32());
            Assert.AreEqual(-2, reader.ReadUInt32());
            Assert.AreEqual(0, reader.ReadUInt32());
            Assert.IsTrue(reader.Failed);
            Assert.AreEqual(-2, WireReader.GetUInt32(reader.Buffer, 8));
        }

        [TestMethod]
        public static void BytesAreReadIntoArraysOfTheirOwn()
        {
            WireReader reader = Read("0102 03040506 00 0002 0708");

            Assert.AreEqual("0102", Hex.Format(reader.ReadBytes(2)));
            Assert.AreEqual("040506", Hex.Format(reader.ReadVector8(3, 3)));
            Assert.AreEqual(0, reader.ReadVector8(0, 255).Length);
            Assert.AreEqual("0708", Hex.Format(reader.ReadVector16(1, 2)));
            Assert.IsTrue(reader.IsWhole);
            Assert.AreEqual(0, reader.ReadBytes(0).Length);
            Assert.IsFalse(reader.Failed);
        }

        /// <summary>Too long, of a length that is not allowed, negative, or in a stretch outside the buffer.</summary>
        [TestMethod]
        [DataRow(0)]
        [DataRow(1)]
        [DataRow(2)]
        [DataRow(3)]
        [DataRow(4)]
        [DataRow(5)]
        public static void BytesThatDoNotFitAreNone(int what)
        {
            WireReader reader = Read("03 0102");
            byte[] read;

            switch (what)
            {
                case 0:
                    read = reader.ReadBytes(4);
                    break;
                case 1:
                    read = reader.ReadBytes(-1);
                    break;
                case 2:
                    read = reader.ReadVector8(0, 255);
                    break;
                case 3:
                    read = reader.ReadVector8(0, 2);
                    break;
                case 4:
                    read = reader.ReadVector16(0, 65535);
                    break;
                default:
                    reader.Reset(new byte[4], 99, 4);
                    read = reader.ReadBytes(0);
                    break;
            }

            Assert.AreEqual(0, read.Length);
            Assert.IsTrue(reader.Failed);
            Assert.AreEqual(0, reader.Remaining);
        }

        // The stretch lies in the midst of a buffer, so that reading beyond it would not be stopped by the runtime.
        private static WireReader Read(string text)
        {
            byte[] stretch = Hex.Parse(text);
            byte[] buffer = new byte[stretch.Length + 8];
            WireReader reader = new WireReader();

            System.Array.Copy(stretch, 0, buffer, 4, stretch.Length);
            reader.Reset(buffer, 4, stretch.Length);
            Assert.AreSame(buffer, reader.Buffer);
            return reader;
        }

        private static int ReadField(WireReader reader, int size)
        {
            switch (size)
            {
                case 1:
                    return reader.ReadByte();
                case 2:
                    return reader.ReadUInt16();
                case 3:
                    return reader.ReadUInt24();
                default:
                    reader.Skip(size);
                    return 0;
            }
        }
    }
}
