//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// HKDF-SHA-256 on the test cases of RFC 5869, appendix A.
    /// </summary>
    [TestClass]
    public class HkdfTests
    {
        [TestMethod]
        public static void TestCase1()
        {
            Check(
                "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
                "000102030405060708090a0b0c",
                "f0f1f2f3f4f5f6f7f8f9",
                "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5",
                "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
        }

        [TestMethod]
        public static void TestCase2WithLongerInputs()
        {
            Check(
                "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f"
                + "303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f",
                "606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f808182838485868788898a8b8c8d8e8f"
                + "909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeaf",
                "b0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedf"
                + "e0e1e2e3e4e5e6e7e8e9eaebecedeeeff0f1f2f3f4f5f6f7f8f9fafbfcfdfeff",
                "06a6b88c5853361a06104c9ceb35b45cef760014904671014a193f40c15fc244",
                "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09"
                + "da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87");
        }

        [TestMethod]
        public static void TestCase3WithoutSaltAndInformation()
        {
            Check(
                "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
                string.Empty,
                string.Empty,
                "19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04",
                "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
        }

        [TestMethod]
        public static void MoreThan255BlocksAreRefused()
        {
            foreach (CipherProvider ciphers in ProvidersUnderTest.Create())
            {
                byte[] key = new byte[32];
                byte[] output = new byte[255 * 32 + 1];
                bool refused = false;

                ciphers.ExpandKey(key, 0, 32, key, 0, 0, output, 0, output.Length - 1);
                try
                {
                    ciphers.ExpandKey(key, 0, 32, key, 0, 0, output, 0, output.Length);
                }
                catch (ArgumentOutOfRangeException)
                {
                    refused = true;
                }

                Assert.IsTrue(refused);
            }
        }

        private static void Check(string secret, string salt, string info, string expectedKey, string expected)
        {
            byte[] secretBytes = Hex.Parse(secret);
            byte[] saltBytes = Hex.Parse(salt);
            byte[] infoBytes = Hex.Parse(info);

            foreach (CipherProvider ciphers in ProvidersUnderTest.Create())
            {
                byte[] key = new byte[34];
                byte[] output = new byte[expected.Length / 2 + 1];

                ciphers.ExtractKey(saltBytes, 0, saltBytes.Length, secretBytes, 0, secretBytes.Length, key, 2);
                Assert.AreEqual(expectedKey, Hex.Format(key, 2, 32));
                ciphers.ExpandKey(key, 2, 32, infoBytes, 0, infoBytes.Length, output, 1, output.Length - 1);
                Assert.AreEqual(expected, Hex.Format(output, 1, output.Length - 1));
            }
        }
    }
}
