//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using nanoFramework.TestFramework;
using NanoTlsMan.X509;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// Blocks of PEM (RFC 7468).
    /// </summary>
    [TestClass]
    public class PemTests
    {
        [TestMethod]
        [DataRow("", "")]
        [DataRow("Zg==", "66")]
        [DataRow("Zm8=", "666f")]
        [DataRow("Zm9v", "666f6f")]
        [DataRow("Zm9vYmFy", "666f6f626172")]
        [DataRow("+/+/", "fbffbf")]
        [DataRow("Zm\r\n9v\t\nYm Fy", "666f6f626172")]
        public static void Base64IsRead(string text, string expected)
        {
            byte[][] blocks = Pem.ReadAll(Wrap(text), "X");

            Assert.AreEqual(1, blocks.Length);
            Assert.AreEqual(expected, Hex.Format(blocks[0]));
        }

        [TestMethod]
        [DataRow("Z")]
        [DataRow("Zg")]
        [DataRow("Zg=")]
        [DataRow("Zg===")]
        [DataRow("Z===")]
        [DataRow("====")]
        [DataRow("Zg==Zg==")]
        [DataRow("Zh==")]
        [DataRow("Zm9=")]
        [DataRow("Zm-v")]
        [DataRow("Zm_v")]
        [DataRow("Proc-Type: 4,ENCRYPTED\n\nZm9v")]
        public static void OtherTextIsRefused(string text)
        {
            Assert.ThrowsException(typeof(FormatException), () => Pem.ReadAll(Wrap(text), "X"));
        }

        [TestMethod]
        public static void BlocksAreFoundByTheirLabels()
        {
            string text = "explanation\n" + Fixtures.Server + "\r\n" + Fixtures.Pkcs8 + Fixtures.Intermediate;

            byte[][] certificates = Pem.ReadAll(text, Pem.CertificateLabel);

            Assert.AreEqual(2, certificates.Length);
            Assert.AreEqual(Hex.Format(Fixtures.Read(Fixtures.Server)), Hex.Format(certificates[0]));
            Assert.AreEqual(Hex.Format(Fixtures.Read(Fixtures.Intermediate)), Hex.Format(certificates[1]));
            Assert.AreEqual(1, Pem.ReadAll(text, Pem.PrivateKeyLabel).Length);
            Assert.AreEqual(0, Pem.ReadAll(text, Pem.EcPrivateKeyLabel).Length);
            Assert.AreEqual(2, Pem.ReadAll(Hex.FromText(text), Pem.CertificateLabel).Length);
        }

        [TestMethod]
        public static void ABlockBeginsALineAndEnds()
        {
            Assert.AreEqual(0, Pem.ReadAll(" " + Wrap("Zm9v"), "X").Length);
            Assert.ThrowsException(typeof(FormatException), () => Pem.ReadAll("-----BEGIN X-----\nZm9v\n", "X"));
            Assert.ThrowsException(
                typeof(FormatException), () => Pem.ReadAll("-----BEGIN X-----\nZm9v\n-----END Y-----\n", "X"));
        }

        [TestMethod]
        public static void NothingIsMisuse()
        {
            Assert.ThrowsException(typeof(ArgumentNullException), () => Pem.ReadAll((string)null, "X"));
            Assert.ThrowsException(typeof(ArgumentNullException), () => Pem.ReadAll((byte[])null, "X"));
            Assert.ThrowsException(typeof(ArgumentNullException), () => Pem.ReadAll("", null));
        }

        private static string Wrap(string text)
        {
            return "-----BEGIN X-----\n" + text + "\n-----END X-----\n";
        }
    }
}
