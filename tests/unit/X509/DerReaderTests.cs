//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;
using NanoTlsMan.X509.Der;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// DER, and what is only nearly DER.
    /// </summary>
    [TestClass]
    public class DerReaderTests
    {
        [TestMethod]
        [DataRow("0400", 0)]
        [DataRow("040101", 1)]
        [DataRow("0403010203", 3)]
        public static void ShortValuesAreRead(string hex, int expected)
        {
            DerReader reader = Begin(hex);

            reader.Skip(DerTag.OctetString);

            Assert.AreEqual(expected, reader.ContentCount);
            Assert.IsFalse(reader.Failed);
            Assert.IsTrue(reader.IsAtEnd);
        }

        [TestMethod]
        [DataRow("0481", 128)]
        [DataRow("0481", 255)]
        [DataRow("0482", 256)]
        [DataRow("0482", 65535)]
        [DataRow("0483", 65536)]
        public static void LongLengthsAreRead(string head, int length)
        {
            byte[] prefix = Hex.Parse(head);
            int bytes = prefix[1] & 0x7f;
            byte[] value = new byte[2 + bytes + length];

            value[0] = prefix[0];
            value[1] = prefix[1];
            for (int i = 0; i < bytes; i++)
            {
                value[1 + bytes - i] = (byte)(length >> (8 * i));
            }

            DerReader reader = new DerReader();
            reader.Reset(value, 0, value.Length);
            reader.Skip(DerTag.OctetString);

            Assert.AreEqual(length, reader.ContentCount);
            Assert.IsFalse(reader.Failed);

            // One byte less does not hold it.
            reader.Reset(value, 0, value.Length - 1);
            reader.Skip(DerTag.OctetString);
            Assert.IsTrue(reader.Failed);
        }

        [TestMethod]
        [DataRow("")]
        [DataRow("04")]
        [DataRow("0401")]
        [DataRow("048000000000")]
        [DataRow("04810101")]
        [DataRow("0481")]
        [DataRow("048200")]
        [DataRow("0482000101")]
        [DataRow("0484000000010a")]
        [DataRow("04ff")]
        [DataRow("050100")]
        [DataRow("1f0400")]
        public static void WhatIsNotDerFails(string hex)
        {
            DerReader reader = Begin(hex);

            reader.Skip(DerTag.OctetString);

            Assert.IsTrue(reader.Failed);
            Assert.IsTrue(reader.IsAtEnd);
            Assert.AreEqual(-1, reader.Tag);

            // For good.
            reader.SkipAny();
            Assert.IsTrue(reader.Failed);
        }

        [TestMethod]
        public static void TagsOfSeveralBytesFail()
        {
            DerReader reader = Begin("1f0400");

            reader.SkipAny();

            Assert.IsTrue(reader.Failed);
        }

        [TestMethod]
        public static void AStretchOutsideOfTheBufferFails()
        {
            DerReader reader = new DerReader();
            byte[] buffer = new byte[4];

            reader.Reset(buffer, 2, 3);
            Assert.IsTrue(reader.Failed);
            reader.Reset(buffer, -1, 1);
            Assert.IsTrue(reader.Failed);
            reader.Reset(buffer, 0, -1);
            Assert.IsTrue(reader.Failed);
        }

        [TestMethod]
        public static void AValueIsReadToItsEnd()
        {
            DerReader reader = Begin("3006020101020102");

            int outer = reader.Open(DerTag.Sequence);
            Assert.AreEqual(1, reader.ReadSmall());
            Assert.AreEqual(2, reader.ReadSmall());
            reader.Close(outer);
            Assert.IsFalse(reader.Failed);

            reader = Begin("3006020101020102");
            outer = reader.Open(DerTag.Sequence);
            reader.ReadSmall();
            reader.Close(outer);
            Assert.IsTrue(reader.Failed);
        }

        [TestMethod]
        public static void AValueLiesInTheOneAroundIt()
        {
            DerReader reader = Begin("300302020102");

            reader.Open(DerTag.Sequence);
            reader.ReadSmall();

            Assert.IsTrue(reader.Failed);
        }

        [TestMethod]
        [DataRow("020100", 0)]
        [DataRow("02017f", 127)]
        [DataRow("02020080", 128)]
        [DataRow("02027fff", 32767)]
        [DataRow("0200", -1)]
        [DataRow("0201ff", -1)]
        [DataRow("02020001", -1)]
        [DataRow("0202007f", -1)]
        [DataRow("0203008000", -1)]
        public static void SmallIntegersAreShortAndNotNegative(string hex, int expected)
        {
            DerReader reader = Begin(hex);
            int value = reader.ReadSmall();

            Assert.AreEqual(expected, reader.Failed ? -1 : value);
        }

        [TestMethod]
        [DataRow("0101ff", 1)]
        [DataRow("010100", 0)]
        [DataRow("010101", -1)]
        [DataRow("0100", -1)]
        [DataRow("01020000", -1)]
        public static void BooleansHaveOneForm(string hex, int expected)
        {
            DerReader reader = Begin(hex);
            bool value = reader.ReadBoolean();

            Assert.AreEqual(expected, reader.Failed ? -1 : value ? 1 : 0);
        }

        [TestMethod]
        [DataRow("0603551d0f", true)]
        [DataRow("060388370a", true)]
        [DataRow("0600", false)]
        [DataRow("060180", false)]
        [DataRow("0602802a", false)]
        [DataRow("06032a8001", false)]
        [DataRow("06022a86", false)]
        public static void ObjectIdentifiersAreShort(string hex, bool expected)
        {
            DerReader reader = Begin(hex);

            reader.SkipObjectIdentifier();

            Assert.AreEqual(expected, !reader.Failed);
        }

        [TestMethod]
        [DataRow("030200ff", true)]
        [DataRow("030100", true)]
        [DataRow("0300", false)]
        [DataRow("030201fe", false)]
        public static void BitStringsHaveWholeBytes(string hex, bool expected)
        {
            DerReader reader = Begin(hex);

            reader.SkipBitString();

            Assert.AreEqual(expected, !reader.Failed);
        }

        [TestMethod]
        [DataRow("3000", true)]
        [DataRow("300b310930070603550403 0c00", true)]
        [DataRow("3002 3100", false)]
        [DataRow("300a310830060603550403", false)]
        public static void NamesAreSetsOfAttributes(string hex, bool expected)
        {
            DerReader reader = Begin(hex);

            reader.SkipName();

            Assert.AreEqual(expected, !reader.Failed && reader.IsAtEnd);
        }

        private static DerReader Begin(string hex)
        {
            byte[] bytes = Hex.Parse(hex);
            DerReader reader = new DerReader();

            reader.Reset(bytes, 0, bytes.Length);
            return reader;
        }
    }
}
