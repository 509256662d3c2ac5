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
    /// Private keys out of files, and public ones as raw keys.
    /// </summary>
    [TestClass]
    public class KeyFileTests
    {
        private const string Order = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";

        [TestMethod]
        [DataRow(Fixtures.Pkcs8, Pem.PrivateKeyLabel)]
        [DataRow(Fixtures.Sec1, Pem.EcPrivateKeyLabel)]
        public static void BothFormsAreRead(string pem, string label)
        {
            PrivateKeyInfo key = PrivateKeyInfo.Read(Pem.ReadAll(pem, label)[0]);
            byte[] bytes = new byte[65];

            Assert.IsTrue(key.HasPublicKey);
            key.CopyPublicKey(bytes, 0);
            Assert.AreEqual(Fixtures.PublicKeyInfo.Substring(52), Hex.Format(bytes));
            key.CopyPrivateKey(bytes, 0);
            Assert.AreEqual(Fixtures.PrivateKey, Hex.Format(bytes, 0, 32));

            key.Dispose();
            key.CopyPrivateKey(bytes, 0);
            Assert.AreEqual(new string('0', 64), Hex.Format(bytes, 0, 32));
        }

        [TestMethod]
        public static void APublicKeyNeedNotBeThere()
        {
            PrivateKeyInfo key = PrivateKeyInfo.Read(Sec1(Fixtures.PrivateKey));

            Assert.IsFalse(key.HasPublicKey);
            Assert.ThrowsException(typeof(InvalidOperationException), () => key.CopyPublicKey(new byte[65], 0));
        }

        [TestMethod]
        [DataRow("0000000000000000000000000000000000000000000000000000000000000001", true)]
        [DataRow("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550", true)]
        [DataRow("0000000000000000000000000000000000000000000000000000000000000000", false)]
        [DataRow(Order, false)]
        [DataRow("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", false)]
        public static void AKeyIsBetweenZeroAndTheOrder(string number, bool expected)
        {
            bool isRead = true;

            try
            {
                PrivateKeyInfo.Read(Sec1(number));
            }
            catch (FormatException)
            {
                isRead = false;
            }

            Assert.AreEqual(expected, isRead);
        }

        [TestMethod]
        public static void EveryChangeOfALengthOrTagIsRefused()
        {
            byte[] pkcs8 = Pem.ReadAll(Fixtures.Pkcs8, Pem.PrivateKeyLabel)[0];

            // Before the key itself, and what is cut off.
            for (int i = 0; i < 36; i++)
            {
                byte[] changed = (byte[])pkcs8.Clone();

                changed[i] ^= 0x40;
                Assert.ThrowsException(typeof(FormatException), () => PrivateKeyInfo.Read(changed));
            }

            for (int i = 0; i < pkcs8.Length; i++)
            {
                byte[] cut = new byte[i];

                Array.Copy(pkcs8, 0, cut, 0, i);
                Assert.ThrowsException(typeof(FormatException), () => PrivateKeyInfo.Read(cut));
            }

            Assert.ThrowsException(typeof(ArgumentNullException), () => PrivateKeyInfo.Read(null));
        }

        [TestMethod]
        public static void ARawKeyIsWrittenAndRead()
        {
            byte[] info = Hex.Parse("00" + Fixtures.PublicKeyInfo + "00");
            byte[] written = new byte[info.Length];

            Assert.AreEqual(27, SubjectPublicKeyInfo.FindPoint(info, 1, SubjectPublicKeyInfo.Length));
            SubjectPublicKeyInfo.Write(info, 27, written, 1);
            Assert.AreEqual(Hex.Format(info), Hex.Format(written));
        }

        [TestMethod]
        public static void AnythingElseIsNoRawKey()
        {
            byte[] info = Hex.Parse(Fixtures.PublicKeyInfo);

            for (int i = 0; i <= 26; i++)
            {
                info[i] ^= 1;
                Assert.AreEqual(-1, SubjectPublicKeyInfo.FindPoint(info, 0, info.Length));
                info[i] ^= 1;
            }

            Assert.AreEqual(-1, SubjectPublicKeyInfo.FindPoint(info, 0, info.Length - 1));
            Assert.AreEqual(-1, SubjectPublicKeyInfo.FindPoint(info, 0, 0));
            Assert.ThrowsException(typeof(ArgumentNullException), () => SubjectPublicKeyInfo.FindPoint(null, 0, 0));
            Assert.ThrowsException(
                typeof(ArgumentOutOfRangeException), () => SubjectPublicKeyInfo.FindPoint(info, 1, info.Length));
            Assert.ThrowsException(
                typeof(ArgumentException), () => SubjectPublicKeyInfo.Write(new byte[65], 0, new byte[91], 0));
            Assert.ThrowsException(
                typeof(ArgumentOutOfRangeException), () => SubjectPublicKeyInfo.Write(info, 26, new byte[90], 0));
        }

        private static byte[] Sec1(string number)
        {
            return Hex.Parse("3031020101 0420" + number + "a00a06082a8648ce3d030107");
        }
    }
}
