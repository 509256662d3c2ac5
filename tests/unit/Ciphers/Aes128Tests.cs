//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;
using NanoTlsMan.Ciphers;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// Both kinds of AES-128 on the examples of FIPS 197, appendices B and C.1, and on NIST SP 800-38A, F.1.1.
    /// </summary>
    [TestClass]
    public class Aes128Tests
    {
        [TestMethod]
        [DataRow("2b7e151628aed2a6abf7158809cf4f3c", "3243f6a8885a308d313198a2e0370734", "3925841d02dc09fbdc118597196a0b32")]
        [DataRow("000102030405060708090a0b0c0d0e0f", "00112233445566778899aabbccddeeff", "69c4e0d86a7b0430d8cdb78070b4c55a")]
        [DataRow("2b7e151628aed2a6abf7158809cf4f3c", "6bc1bee22e409f96e93d7e117393172a", "3ad77bb40d7a3660a89ecaf32466ef97")]
        [DataRow("2b7e151628aed2a6abf7158809cf4f3c", "ae2d8a571e03ac9c9eb76fac45af8e51", "f5d3d58503b9699de785895a96fdbaaf")]
        [DataRow("2b7e151628aed2a6abf7158809cf4f3c", "30c81c46a35ce411e5fbc1191a0a52ef", "43b1cd7f598ece23881b00e3ed030688")]
        [DataRow("2b7e151628aed2a6abf7158809cf4f3c", "f69f2445df4f9b17ad2b417be66c3710", "7b0c785e27e8ad3f8223207104725dd4")]
        public static void EncryptsThePublishedBlocks(string key, string plaintext, string ciphertext)
        {
            for (int kind = 0; kind < 3; kind++)
            {
                Aes128 aes = Create(kind, Hex.Parse("ff" + key), 1);
                uint[] blocks = new uint[6];
                Load(blocks, 1, plaintext);
                aes.Encrypt(blocks, 1, 1);

                Assert.AreEqual(ciphertext, Format(blocks, 1));
                Assert.AreEqual(0u, blocks[0]);
                Assert.AreEqual(0u, blocks[5]);
            }
        }

        [TestMethod]
        public static void EncryptsTwoBlocksIndependently()
        {
            for (int kind = 0; kind < 3; kind++)
            {
                Aes128 aes = Create(kind, Hex.Parse("2b7e151628aed2a6abf7158809cf4f3c"), 0);
                uint[] blocks = new uint[9];
                Load(blocks, 1, "6bc1bee22e409f96e93d7e117393172a");
                Load(blocks, 5, "3243f6a8885a308d313198a2e0370734");
                aes.Encrypt(blocks, 1, 2);

                Assert.AreEqual("3ad77bb40d7a3660a89ecaf32466ef97", Format(blocks, 1));
                Assert.AreEqual("3925841d02dc09fbdc118597196a0b32", Format(blocks, 5));
                Assert.AreEqual(0u, blocks[0]);
            }
        }

        [TestMethod]
        public static void BothKindsAgreeOnAChain()
        {
            // Each ciphertext is the next key: every byte of the S-box comes by, in the key schedule too.
            byte[] key = new byte[Aes128.KeyLength];
            for (int i = 0; i < 40; i++)
            {
                uint[] table = new uint[4];
                uint[] sliced = new uint[4];
                table[0] = (uint)i;
                sliced[0] = (uint)i;
                Create(0, key, 0).Encrypt(table, 0, 1);
                Create(1, key, 0).Encrypt(sliced, 0, 1);

                Assert.AreEqual(Format(table, 0), Format(sliced, 0));
                key = Hex.Parse(Format(table, 0));
            }
        }

        [TestMethod]
        public static void ADisposedCipherDoesNotEncrypt()
        {
            for (int kind = 0; kind < 3; kind++)
            {
                Aes128 aes = Create(kind, new byte[Aes128.KeyLength], 0);
                aes.Dispose();
                aes.Dispose();

                bool refused = false;
                try
                {
                    aes.Encrypt(new uint[4], 0, 1);
                }
                catch (System.NullReferenceException)
                {
                    refused = true;
                }

                Assert.IsTrue(refused);
            }
        }

        private static Aes128 Create(int kind, byte[] key, int offset)
        {
            if (kind == 0)
            {
                return new Aes128Table(key, offset);
            }

            if (kind == 1)
            {
                return new Aes128FourTables(key, offset);
            }

            return new Aes128ConstantTime(key, offset);
        }

        private static void Load(uint[] blocks, int offset, string text)
        {
            byte[] bytes = Hex.Parse(text);
            for (int i = 0; i < bytes.Length; i++)
            {
                blocks[offset + i / 4] = blocks[offset + i / 4] << 8 | bytes[i];
            }
        }

        private static string Format(uint[] blocks, int offset)
        {
            byte[] bytes = new byte[Aes128.BlockLength];
            for (int i = 0; i < bytes.Length; i++)
            {
                bytes[i] = (byte)(blocks[offset + i / 4] >> (24 - 8 * (i % 4)));
            }

            return Hex.Format(bytes);
        }
    }
}
