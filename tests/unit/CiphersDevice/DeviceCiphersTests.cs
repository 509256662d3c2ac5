//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using nanoFramework.TestFramework;
using NanoTlsMan.Ciphers;
using NanoTlsMan.Ciphers.Device;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// The device's ciphers make what the managed ones make of the same input, in as many chunks as it takes.
    /// </summary>
    [TestClass]
    public class DeviceCiphersTests
    {
        private const int AlgorithmCount = 2;

        [TestMethod]
        public static void EveryLengthIsSealedAsTheManagedCipherSealsItAndComesBack()
        {
            for (int algorithm = 0; algorithm < AlgorithmCount; algorithm++)
            {
                for (int length = 0; length <= 65; length++)
                {
                    Compare(algorithm, length, length % 34);
                }
            }
        }

        [TestMethod]
        [DataRow(1023)]
        [DataRow(1024)]
        [DataRow(1025)]
        [DataRow(1040)]
        [DataRow(2048)]
        [DataRow(2049)]
        [DataRow(4100)]
        public static void RecordsOfSeveralChunksAreSealedAsTheManagedCipherSealsThem(int length)
        {
            for (int algorithm = 0; algorithm < AlgorithmCount; algorithm++)
            {
                Compare(algorithm, length, 13);
            }
        }

        [TestMethod]
        public static void LongAadIsAuthenticatedAsTheManagedCipherDoes()
        {
            Compare(0, 3, 1000);
            Compare(1, 1030, 300);
        }

        [TestMethod]
        public static void AChangeInAnyChunkIsRefused()
        {
            const int Length = 2100;
            byte[] nonce = AeadsUnderTest.CreateBytes(AeadCipher.NonceLength, 3);
            byte[] aad = AeadsUnderTest.CreateBytes(13, 5);
            AeadCipher aead = Create(1);
            byte[] record = AeadsUnderTest.CreateBytes(Length + aead.TagLength, 11);

            aead.Seal(nonce, 0, aad, 0, aad.Length, record, 0, Length);

            for (int i = 0; i < Length; i += 350)
            {
                byte[] changed = AeadsUnderTest.Clone(record);

                changed[i] ^= 0x10;
                Assert.IsFalse(aead.Open(nonce, 0, aad, 0, aad.Length, changed, 0, Length));
                Assert.AreEqual(Hex.Format(new byte[Length]), Hex.Format(changed, 0, Length));
            }
        }

        [TestMethod]
        public static void TheProviderTellsWhatItHas()
        {
            DeviceCiphers ciphers = new DeviceCiphers();
            bool refused = false;

            Assert.AreEqual(16, ciphers.CreateAead(AeadAlgorithm.Aes128Ccm, new byte[16], 0, 16).TagLength);
            Assert.AreEqual(8, ciphers.CreateAead(AeadAlgorithm.Aes128Ccm8, new byte[16], 0, 16).TagLength);
            Assert.IsTrue(ciphers.Supports(AeadAlgorithm.Aes128Ccm));
            Assert.IsTrue(ciphers.Supports(AeadAlgorithm.Aes128Ccm8));
            Assert.IsFalse(ciphers.Supports(AeadAlgorithm.Aes128Gcm));
            Assert.AreEqual("device", ciphers.Name);

            try
            {
                ciphers.CreateAead(AeadAlgorithm.Aes128Gcm, new byte[16], 0, 16);
            }
            catch (NotSupportedException)
            {
                refused = true;
            }

            Assert.IsTrue(refused);
        }

        private static void Compare(int algorithm, int length, int aadLength)
        {
            AeadCipher device = Create(algorithm);
            AeadCipher managed =
                new ManagedCiphers().CreateAead((AeadAlgorithm)algorithm, AeadsUnderTest.CreateBytes(17, 29), 1, 16);
            byte[] nonce = AeadsUnderTest.CreateBytes(AeadCipher.NonceLength, 9);
            byte[] aad = AeadsUnderTest.CreateBytes(aadLength, 5);
            byte[] first = AeadsUnderTest.CreateBytes(length + device.TagLength, 1);
            byte[] second = AeadsUnderTest.Clone(first);
            string plain = Hex.Format(first, 0, length);

            device.Seal(nonce, 0, aad, 0, aad.Length, first, 0, length);
            managed.Seal(nonce, 0, aad, 0, aad.Length, second, 0, length);
            Assert.AreEqual(Hex.Format(second), Hex.Format(first));
            Assert.IsTrue(device.Open(nonce, 0, aad, 0, aad.Length, first, 0, length));
            Assert.AreEqual(plain, Hex.Format(first, 0, length));
        }

        private static AeadCipher Create(int algorithm)
        {
            return new DeviceCiphers().CreateAead((AeadAlgorithm)algorithm, AeadsUnderTest.CreateBytes(17, 29), 1, 16);
        }
    }
}
