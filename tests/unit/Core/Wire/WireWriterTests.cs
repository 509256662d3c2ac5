//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Tests
{
    [TestClass]
    public class WireWriterTests
    {
        [TestMethod]
        public static void FieldsAreWrittenInOrder()
        {
            byte[] buffer = new byte[12];
            WireWriter writer = new WireWriter();

            writer.Reset(buffer, 1, 10);
            writer.WriteByte(0x1FE);
            writer.WriteUInt16(0x1FFFD);
            writer.WriteUInt24(0x1FFFCFB);
            writer.WriteBytes(new byte[] { 1, 2, 3, 4 }, 1, 2);
            Assert.AreEqual(9, writer.Take(2));
            Assert.AreEqual(11, writer.Position);
            Assert.IsFalse(writer.Failed);
            Assert.AreSame(buffer, writer.Buffer);
            Assert.AreEqual("00fefffdfffcfb0203000000", Hex.Format(buffer));
        }

        /// <summary>A field of each size, where 0 to 4 bytes are left.</summary>
        [TestMethod]
        [DataRow(1)]
        [DataRow(2)]
        [DataRow(3)]
        [DataRow(4)]
        public static void WritePastTheEndWritesNothingAndStaysFailed(int size)
        {
            for (int left = 0; left < size; left++)
            {
                byte[] buffer = new byte[8];
                WireWriter writer = new WireWriter();

                writer.Reset(buffer, 2, left);
                WriteField(writer, size);
                Assert.IsTrue(writer.Failed);
                Assert.AreEqual(2, writer.Position);
                WriteField(writer, 1);
                Assert.AreEqual(-1, writer.Take(0));
                Assert.IsTrue(writer.Failed);
                Assert.AreEqual("0000000000000000", Hex.Format(buffer));
            }
        }

        [TestMethod]
        [DataRow(1, "ff")]
        [DataRow(2, "ffff")]
        [DataRow(3, "ffffff")]
        [DataRow(4, "ffffffff")]
        public static void FieldThatJustFitsIsWritten(int size, string written)
        {
            byte[] buffer = new byte[size];
            WireWriter writer = new WireWriter();

            writer.Reset(buffer, 0, size);
            WriteField(writer, size);
            Assert.IsFalse(writer.Failed);
            Assert.AreEqual(written, Hex.Format(buffer));
        }

        [TestMethod]
        [DataRow(-1)]
        [DataRow(-2147483648)]
        [DataRow(2147483647)]
        public static void TakingNeverMovesBackwardsNorPastTheEnd(int count)
        {
            WireWriter writer = new WireWriter();

            writer.Reset(new byte[8], 2, 4);
            Assert.AreEqual(-1, writer.Take(count));
            Assert.IsTrue(writer.Failed);
            Assert.AreEqual(2, writer.Position);
        }

        [TestMethod]
        [DataRow(-1, 1)]
        [DataRow(0, -1)]
        [DataRow(0, 5)]
        [DataRow(5, 0)]
        [DataRow(3, 2147483647)]
        [DataRow(2147483647, 2147483647)]
        public static void StretchOutsideTheBufferCannotBeWritten(int offset, int count)
        {
            byte[] buffer = new byte[4];
            WireWriter writer = new WireWriter();

            writer.Reset(buffer, offset, count);
            Assert.IsTrue(writer.Failed);
            writer.WriteByte(1);
            Assert.AreEqual("00000000", Hex.Format(buffer));
        }

        [TestMethod]
        public static void ResetForgetsAFailure()
        {
            byte[] buffer = new byte[1];
            WireWriter writer = new WireWriter();

            writer.Reset(buffer, 0, 0);
            writer.WriteByte(1);
            writer.Reset(buffer, 0, 1);
            Assert.IsFalse(writer.Failed);
            writer.WriteByte(2);
            Assert.AreEqual("02", Hex.Format(buffer));
        }

        private static void WriteField(WireWriter writer, int size)
        {
            switch (size)
            {
                case 1:
                    writer.WriteByte(-1);
                    break;
                case 2:
                    writer.WriteUInt16(-1);
                    break;
                case 3:
                    writer.WriteUInt24(-1);
                    break;
                default:
                    writer.WriteBytes(Hex.Parse("00ffffffff"), 1, size);
                    break;
            }
        }

        [TestMethod]
        public static void AVectorGetsTheLengthOfWhatWasWritten()
        {
            WireWriter writer = new WireWriter();
            byte[] buffer = new byte[9];

            writer.Reset(buffer, 0, buffer.Length);

            int outer = writer.BeginVector();

            writer.WriteByte(1);

            int inner = writer.BeginVector();

            writer.EndVector(inner);
            writer.WriteUInt24(0x020304);
            writer.EndVector(outer);
            Assert.IsFalse(writer.Failed);
            Assert.AreEqual("000601000002030400", Hex.Format(buffer));
            Assert.AreEqual(6, WireReader.GetUInt16(buffer, 0));
        }

        [TestMethod]
        public static void NumbersOf32BitsAreWrittenWhereTheyFit()
        {
            byte[] buffer = new byte[10];
            WireWriter writer = new WireWriter();

            writer.Reset(buffer, 1, 8);
            writer.WriteUInt32(0x01020304);
            writer.WriteUInt32(-2);
            Assert.AreEqual("0001020304fffffffe00", Hex.Format(buffer));
            Assert.IsFalse(writer.Failed);
            writer.WriteUInt32(7);
            Assert.IsTrue(writer.Failed);
            Assert.AreEqual("0001020304fffffffe00", Hex.Format(buffer));
        }

        [TestMethod]
        public static void AVectorThatDoesNotFitFails()
        {
            WireWriter writer = new WireWriter();
            byte[] buffer = new byte[1];

            writer.Reset(buffer, 0, buffer.Length);

            int vector = writer.BeginVector();

            writer.EndVector(vector);
            Assert.IsTrue(writer.Failed);
            Assert.AreEqual("00", Hex.Format(buffer));
        }
    }
}
