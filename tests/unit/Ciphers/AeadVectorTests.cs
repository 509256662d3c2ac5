//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using nanoFramework.TestFramework;
using NanoTlsMan.Ciphers;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// CCM and GCM on published vectors with a 12-byte nonce. The packet vectors of RFC 3610 have 13-byte nonces, which TLS never
    /// uses, so CCM is held against NIST SP 800-38C and, for 16-byte tags, Wycheproof.
    /// </summary>
    [TestClass]
    public class AeadVectorTests
    {
        [TestMethod]
        public static void Ccm8MatchesExample3OfSp80038C()
        {
            Check(
                AeadAlgorithm.Aes128Ccm8,
                "404142434445464748494a4b4c4d4e4f",
                "101112131415161718191a1b",
                "000102030405060708090a0b0c0d0e0f10111213",
                "202122232425262728292a2b2c2d2e2f3031323334353637",
                "e3b201a9f5b71a7a9b1ceaeccd97e70b6176aad9a4428aa5484392fbc1b09951");
        }

        [TestMethod]
        public static void CcmMatchesWycheproofsTest26()
        {
            Check(
                AeadAlgorithm.Aes128Ccm,
                "55e04c122780be52ed9328928039008c",
                "0c908e58cddad69dea1a32c3",
                "25591707c004f506f4b51e85e29f6a",
                "26eb70672eef03667b34cc7d0df05872",
                "89166dcd7d74a445dfd3526c5180d8258b8ed5f97a168881c3b6efe91cfe7043");
        }

        [TestMethod]
        public static void GcmMatchesTestCase1()
        {
            Check(
                AeadAlgorithm.Aes128Gcm,
                "00000000000000000000000000000000",
                "000000000000000000000000",
                string.Empty,
                string.Empty,
                "58e2fccefa7e3061367f1d57a4e7455a");
        }

        [TestMethod]
        public static void GcmMatchesTestCase2()
        {
            Check(
                AeadAlgorithm.Aes128Gcm,
                "00000000000000000000000000000000",
                "000000000000000000000000",
                string.Empty,
                "00000000000000000000000000000000",
                "0388dace60b6a392f328c2b971b2fe78ab6e47d42cec13bdf53a67b21257bddf");
        }

        [TestMethod]
        public static void GcmMatchesTestCase3()
        {
            Check(
                AeadAlgorithm.Aes128Gcm,
                "feffe9928665731c6d6a8f9467308308",
                "cafebabefacedbaddecaf888",
                string.Empty,
                "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255",
                "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091473f5985"
                + "4d5c2af327cd64a62cf35abd2ba6fab4");
        }

        [TestMethod]
        public static void GcmMatchesTestCase4()
        {
            Check(
                AeadAlgorithm.Aes128Gcm,
                "feffe9928665731c6d6a8f9467308308",
                "cafebabefacedbaddecaf888",
                "feedfacedeadbeeffeedfacedeadbeefabaddad2",
                "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
                "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091"
                + "5bc94fbc3221a5db94fae95ae7121a47");
        }

        private static void Check(AeadAlgorithm algorithm, string key, string nonce, string aad, string plaintext, string expected)
        {
            byte[] nonceBytes = Hex.Parse(nonce);
            byte[] aadBytes = Hex.Parse(aad);
            byte[] plain = Hex.Parse(plaintext);

            for (int kind = 0; kind < 2; kind++)
            {
                AeadCipher aead = new ManagedCiphers(kind == 1).CreateAead(algorithm, Hex.Parse(key), 0);
                byte[] buffer = new byte[plain.Length + aead.TagLength];
                Array.Copy(plain, 0, buffer, 0, plain.Length);

                aead.Seal(nonceBytes, 0, aadBytes, 0, aadBytes.Length, buffer, 0, plain.Length);
                Assert.AreEqual(expected, Hex.Format(buffer));

                Assert.IsTrue(aead.Open(nonceBytes, 0, aadBytes, 0, aadBytes.Length, buffer, 0, plain.Length));
                Assert.AreEqual(plaintext, Hex.Format(buffer, 0, plain.Length));
                aead.Dispose();
            }
        }
    }
}
