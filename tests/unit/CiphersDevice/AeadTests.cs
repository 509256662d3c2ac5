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
    /// What every authenticated cipher of the provider promises, and what the managed one makes of the same input.
    /// </summary>
    [TestClass]
    public class AeadTests
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
        public static void EveryChangedByteIsRefusedAndNoPlaintextRemains()
        {
            const int Length = 21;
            byte[] nonce = CreateBytes(AeadCipher.NonceLength, 3);
            byte[] aad = CreateBytes(13, 5);
            string cleared = Hex.Format(new byte[Length]);

            for (int algorithm = 0; algorithm < AlgorithmCount; algorithm++)
            {
                AeadCipher aead = Create(algorithm);
                byte[] record = CreateBytes(Length + aead.TagLength, 11);

                aead.Seal(nonce, 0, aad, 0, aad.Length, record, 0, Length);

                for (int i = 0; i < record.Length; i++)
                {
                    byte[] changed = Clone(record);

                    changed[i] ^= (byte)(1 << i % 8);
                    Assert.IsFalse(aead.Open(nonce, 0, aad, 0, aad.Length, changed, 0, Length));
                    Assert.AreEqual(cleared, Hex.Format(changed, 0, Length));
                }

                for (int i = 0; i < aad.Length; i++)
                {
                    byte[] changed = Clone(aad);

                    changed[i] ^= 0x80;
                    Assert.IsFalse(aead.Open(nonce, 0, changed, 0, aad.Length, Clone(record), 0, Length));
                }

                for (int i = 0; i < nonce.Length; i++)
                {
                    byte[] changed = Clone(nonce);

                    changed[i] ^= 1;
                    Assert.IsFalse(aead.Open(changed, 0, aad, 0, aad.Length, Clone(record), 0, Length));
                }

                // Zeros like the padding behind it: only the length tells them apart.
                Assert.IsFalse(aead.Open(nonce, 0, aad, 0, 12, Clone(record), 0, Length));

                // A wrong one before must not spoil the right one.
                Assert.IsTrue(aead.Open(nonce, 0, aad, 0, aad.Length, record, 0, Length));
            }
        }

        [TestMethod]
        public static void AChangeInAnyChunkIsRefused()
        {
            const int Length = 2100;
            byte[] nonce = CreateBytes(AeadCipher.NonceLength, 3);
            byte[] aad = CreateBytes(13, 5);
            AeadCipher aead = Create(1);
            byte[] record = CreateBytes(Length + aead.TagLength, 11);

            aead.Seal(nonce, 0, aad, 0, aad.Length, record, 0, Length);

            for (int i = 0; i < Length; i += 350)
            {
                byte[] changed = Clone(record);

                changed[i] ^= 0x10;
                Assert.IsFalse(aead.Open(nonce, 0, aad, 0, aad.Length, changed, 0, Length));
                Assert.AreEqual(Hex.Format(new byte[Length]), Hex.Format(changed, 0, Length));
            }
        }

        [TestMethod]
        public static void WorksInPlaceAtOffsetsAndTouchesNothingElse()
        {
            const int Length = 37;

            for (int algorithm = 0; algorithm < AlgorithmCount; algorithm++)
            {
                AeadCipher aead = Create(algorithm);
                byte[] nonce = CreateBytes(AeadCipher.NonceLength, 3);
                byte[] aad = CreateBytes(13, 5);
                byte[] expected = CreateBytes(Length + aead.TagLength, 11);
                byte[] plain = Clone(expected);

                aead.Seal(nonce, 0, aad, 0, aad.Length, expected, 0, Length);

                // A record as it lies in a datagram: nonce, additional data and payload in one array, with a margin around it.
                byte[] shared = new byte[3 + nonce.Length + aad.Length + expected.Length + 4];

                Array.Copy(nonce, 0, shared, 3, nonce.Length);
                Array.Copy(aad, 0, shared, 15, aad.Length);
                Array.Copy(plain, 0, shared, 28, Length);
                aead.Seal(shared, 3, shared, 15, 13, shared, 28, Length);

                string around = "000000" + Hex.Format(nonce) + Hex.Format(aad);

                Assert.AreEqual(around + Hex.Format(expected) + "00000000", Hex.Format(shared));
                Assert.IsTrue(aead.Open(shared, 3, shared, 15, 13, shared, 28, Length));
                Assert.AreEqual(around + Hex.Format(plain, 0, Length), Hex.Format(shared, 0, 28 + Length));
                Assert.AreEqual("00000000", Hex.Format(shared, shared.Length - 4, 4));
            }
        }

        [TestMethod]
        public static void AadBeyondTheContractIsRefused()
        {
            byte[] aad = new byte[0xff00];
            bool refused = false;

            try
            {
                Create(0).Seal(aad, 0, aad, 0, aad.Length, new byte[16], 0, 0);
            }
            catch (ArgumentOutOfRangeException)
            {
                refused = true;
            }

            Assert.IsTrue(refused);
        }

        [TestMethod]
        public static void ADisposedCipherRefusesToWork()
        {
            byte[] bytes = new byte[64];
            AeadCipher aead = Create(1);
            bool refused = false;

            aead.Dispose();
            aead.Dispose();

            try
            {
                aead.Seal(bytes, 0, bytes, 0, 0, bytes, 0, 16);
            }
            catch (ObjectDisposedException)
            {
                refused = true;
            }

            Assert.IsTrue(refused);
            Assert.AreEqual(Hex.Format(new byte[64]), Hex.Format(bytes));
        }

        [TestMethod]
        public static void TheProviderTellsWhatItHas()
        {
            DeviceCiphers ciphers = new DeviceCiphers();
            bool refused = false;

            Assert.AreEqual(16, ciphers.CreateAead(AeadAlgorithm.Aes128Ccm, new byte[16], 0).TagLength);
            Assert.AreEqual(8, ciphers.CreateAead(AeadAlgorithm.Aes128Ccm8, new byte[16], 0).TagLength);
            Assert.IsTrue(ciphers.Supports(AeadAlgorithm.Aes128Ccm));
            Assert.IsTrue(ciphers.Supports(AeadAlgorithm.Aes128Ccm8));
            Assert.IsFalse(ciphers.Supports(AeadAlgorithm.Aes128Gcm));
            Assert.AreEqual("device", ciphers.Name);

            try
            {
                ciphers.CreateAead(AeadAlgorithm.Aes128Gcm, new byte[16], 0);
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
            AeadCipher managed = new ManagedCiphers().CreateAead((AeadAlgorithm)algorithm, CreateBytes(17, 29), 1);
            byte[] nonce = CreateBytes(AeadCipher.NonceLength, 9);
            byte[] aad = CreateBytes(aadLength, 5);
            byte[] first = CreateBytes(length + device.TagLength, 1);
            byte[] second = Clone(first);
            string plain = Hex.Format(first, 0, length);

            device.Seal(nonce, 0, aad, 0, aad.Length, first, 0, length);
            managed.Seal(nonce, 0, aad, 0, aad.Length, second, 0, length);
            Assert.AreEqual(Hex.Format(second), Hex.Format(first));
            Assert.IsTrue(device.Open(nonce, 0, aad, 0, aad.Length, first, 0, length));
            Assert.AreEqual(plain, Hex.Format(first, 0, length));
        }

        private static AeadCipher Create(int algorithm)
        {
            return new DeviceCiphers().CreateAead((AeadAlgorithm)algorithm, CreateBytes(17, 29), 1);
        }

        private static byte[] CreateBytes(int length, int seed)
        {
            byte[] bytes = new byte[length];

            for (int i = 0; i < length; i++)
            {
                bytes[i] = (byte)(i * 31 + seed);
            }

            return bytes;
        }

        private static byte[] Clone(byte[] bytes)
        {
            byte[] copy = new byte[bytes.Length];

            Array.Copy(bytes, copy, bytes.Length);
            return copy;
        }
    }
}
