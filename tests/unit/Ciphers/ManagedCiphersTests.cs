//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;
using NanoTlsMan.Ciphers;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// What is said of the managed provider alone.
    /// </summary>
    [TestClass]
    public class ManagedCiphersTests
    {
        // CCM, CCM_8 and GCM.
        private const int AesCount = 3;

        [TestMethod]
        public static void AllKindsOfAesGiveTheSameBytes()
        {
            byte[] key = AeadsUnderTest.CreateBytes(16, 60);
            byte[] nonce = AeadsUnderTest.CreateBytes(AeadCipher.NonceLength, 9);
            byte[] aad = AeadsUnderTest.CreateBytes(33, 5);
            for (int algorithm = 0; algorithm < AesCount; algorithm++)
            {
                AeadCipher table = new ManagedCiphers().CreateAead((AeadAlgorithm)algorithm, key, 0, 16);
                AeadCipher oneTable =
                    new ManagedCiphers(AesKind.OneTable).CreateAead((AeadAlgorithm)algorithm, key, 0, 16);
                AeadCipher constantTime =
                    new ManagedCiphers(AesKind.ConstantTime).CreateAead((AeadAlgorithm)algorithm, key, 0, 16);
                for (int length = 0; length <= 50; length++)
                {
                    byte[] first = AeadsUnderTest.CreateBytes(length + table.TagLength, 1);
                    byte[] second = AeadsUnderTest.CreateBytes(length + table.TagLength, 1);
                    byte[] third = AeadsUnderTest.CreateBytes(length + table.TagLength, 1);
                    table.Seal(nonce, 0, aad, 0, length % 34, first, 0, length);
                    constantTime.Seal(nonce, 0, aad, 0, length % 34, second, 0, length);
                    oneTable.Seal(nonce, 0, aad, 0, length % 34, third, 0, length);
                    Assert.AreEqual(Hex.Format(first), Hex.Format(second));
                    Assert.AreEqual(Hex.Format(first), Hex.Format(third));
                }
            }
        }

        [TestMethod]
        public static void TheProviderTellsWhatItHas()
        {
            ManagedCiphers ciphers = new ManagedCiphers();
            byte[] key = new byte[32];

            Assert.AreEqual(16, ciphers.CreateAead(AeadAlgorithm.Aes128Ccm, key, 0, 16).TagLength);
            Assert.AreEqual(8, ciphers.CreateAead(AeadAlgorithm.Aes128Ccm8, key, 0, 16).TagLength);
            Assert.AreEqual(16, ciphers.CreateAead(AeadAlgorithm.Aes128Gcm, key, 0, 16).TagLength);
            Assert.IsTrue(ciphers.Supports(AeadAlgorithm.Aes128Ccm));
            Assert.IsTrue(ciphers.Supports(AeadAlgorithm.Aes128Ccm8));
            Assert.AreEqual(16, ciphers.CreateAead(AeadAlgorithm.ChaCha20Poly1305, key, 0, 32).TagLength);
            Assert.IsTrue(ciphers.Supports(AeadAlgorithm.Aes128Gcm));
            Assert.IsTrue(ciphers.Supports(AeadAlgorithm.ChaCha20Poly1305));
            Assert.AreEqual("managed", ciphers.Name);
            Assert.AreEqual("managed-constant-time", new ManagedCiphers(AesKind.ConstantTime).Name);
        }
    }
}
