//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;
using NanoTlsMan.X509.Der;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// The times of certificates.
    /// </summary>
    [TestClass]
    public class DerTimeTests
    {
        [TestMethod]
        [DataRow("700101000000Z", 0L)]
        [DataRow("000229235959Z", 951868799L)]
        [DataRow("260101000000Z", 1767225600L)]
        [DataRow("491231235959Z", 2524607999L)]
        [DataRow("500101000000Z", -631152000L)]
        [DataRow("991231235959Z", 946684799L)]
        public static void UtcTimesAreFrom1950To2049(string text, long expected)
        {
            Assert.AreEqual(expected, Read(DerTag.UtcTime, text));
        }

        [TestMethod]
        [DataRow("20500101000000Z", 2524608000L)]
        [DataRow("21000228235959Z", 4107542399L)]
        [DataRow("99991231235959Z", 253402300799L)]
        public static void GeneralizedTimesAreFrom2050On(string text, long expected)
        {
            Assert.AreEqual(expected, Read(DerTag.GeneralizedTime, text));
        }

        [TestMethod]
        [DataRow("7001010000Z")]
        [DataRow("700101000000")]
        [DataRow("700101000000z")]
        [DataRow("700101000000+0000")]
        [DataRow("700101000060Z")]
        [DataRow("700101006000Z")]
        [DataRow("700101240000Z")]
        [DataRow("700100000000Z")]
        [DataRow("701301000000Z")]
        [DataRow("700001000000Z")]
        [DataRow("700431000000Z")]
        [DataRow("010229000000Z")]
        [DataRow("7x0101000000Z")]
        [DataRow("70010100000 Z")]
        [DataRow("20500101000000Z")]
        public static void OtherUtcTimesFail(string text)
        {
            Assert.AreEqual(long.MinValue, Read(DerTag.UtcTime, text));
        }

        [TestMethod]
        [DataRow("20491231235959Z")]
        [DataRow("21000229000000Z")]
        [DataRow("20500101000000.5Z")]
        [DataRow("205001010000Z")]
        [DataRow("20500101000000")]
        [DataRow("2x500101000000Z")]
        public static void OtherGeneralizedTimesFail(string text)
        {
            Assert.AreEqual(long.MinValue, Read(DerTag.GeneralizedTime, text));
        }

        [TestMethod]
        public static void AnotherTagFails()
        {
            Assert.AreEqual(long.MinValue, Read(DerTag.OctetString, "700101000000Z"));
        }

        private static long Read(int tag, string text)
        {
            byte[] content = Hex.FromText(text);
            byte[] value = new byte[2 + content.Length];
            DerReader reader = new DerReader();

            value[0] = (byte)tag;
            value[1] = (byte)content.Length;
            System.Array.Copy(content, 0, value, 2, content.Length);
            reader.Reset(value, 0, value.Length);
            long time = DerTime.Read(reader);

            return reader.Failed ? long.MinValue : time;
        }
    }
}
