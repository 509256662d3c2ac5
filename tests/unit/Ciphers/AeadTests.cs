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
    /// What every authenticated cipher of the provider promises, with either AES.
    /// </summary>
    [TestClass]
    public class AeadTests
    {
        // Algorithms times kinds of AES.
        private const int CipherCount = 6;

        [TestMethod]
        public static void EveryLengthComesBack()
        {
            byte[] nonce = CreateBytes(AeadCipher.NonceLength, 3);
            for (int c = 0; c < CipherCount; c++)
            {
                AeadCipher aead = Create(c);
                for (int length = 0; length <= 65; length++)
                {
                    byte[] plain = CreateBytes(length, 11);
                    byte[] aad = CreateBytes(length % 19, 5);
                    byte[] buffer = new byte[length + aead.TagLength];
                    Array.Copy(plain, 0, buffer, 0, length);

                    aead.Seal(nonce, 0, aad, 0, aad.Length, buffer, 0, length);
                    if (length >= 8)
                    {
                        Assert.AreNotEqual(Hex.Format(plain), Hex.Format(buffer, 0, length));
                    }

                    Assert.IsTrue(aead.Open(nonce, 0, aad, 0, aad.Length, buffer, 0, length));
                    Assert.AreEqual(Hex.Format(plain), Hex.Format(buffer, 0, length));
                }
            }
        }

        [TestMethod]
        public static void BothKindsOfAesGiveTheSameBytes()
        {
            byte[] nonce = CreateBytes(AeadCipher.NonceLength, 9);
            byte[] aad = CreateBytes(33, 5);
            for (int c = 0; c < CipherCount; c += 2)
            {
                AeadCipher table = Create(c);
                AeadCipher constantTime = Create(c + 1);
                for (int length = 0; length <= 50; length++)
                {
                    byte[] first = CreateBytes(length + table.TagLength, 1);
                    byte[] second = CreateBytes(length + table.TagLength, 1);
                    table.Seal(nonce, 0, aad, 0, length % 34, first, 0, length);
                    constantTime.Seal(nonce, 0, aad, 0, length % 34, second, 0, length);
                    Assert.AreEqual(Hex.Format(first), Hex.Format(second));
                }
            }
        }

        [TestMethod]
        public static void EveryChangedByteIsRefusedAndNoPlaintextRemains()
        {
            const int Length = 21;
            byte[] nonce = CreateBytes(AeadCipher.NonceLength, 3);
            byte[] aad = CreateBytes(13, 5);
            string cleared = Hex.Format(new byte[Length]);
            for (int c = 0; c < CipherCount; c++)
            {
                AeadCipher aead = Create(c);
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

                // A wrong one before must not spoil the right one.
                Assert.IsTrue(aead.Open(nonce, 0, aad, 0, aad.Length, record, 0, Length));
            }
        }

        [TestMethod]
        public static void ShorterAndLongerAadIsRefused()
        {
            byte[] nonce = CreateBytes(AeadCipher.NonceLength, 3);
            byte[] aad = new byte[40];
            for (int c = 0; c < CipherCount; c++)
            {
                AeadCipher aead = Create(c);
                byte[] record = CreateBytes(5 + aead.TagLength, 11);
                aead.Seal(nonce, 0, aad, 0, 20, record, 0, 5);

                // Zeros like its padding: only the length tells them apart.
                Assert.IsFalse(aead.Open(nonce, 0, aad, 0, 19, Clone(record), 0, 5));
                Assert.IsFalse(aead.Open(nonce, 0, aad, 0, 21, Clone(record), 0, 5));
                Assert.IsFalse(aead.Open(nonce, 0, aad, 0, 0, Clone(record), 0, 5));
                Assert.IsTrue(aead.Open(nonce, 0, aad, 0, 20, record, 0, 5));
            }
        }

        [TestMethod]
        public static void AnotherKeyIsRefused()
        {
            byte[] nonce = CreateBytes(AeadCipher.NonceLength, 3);
            byte[] key = CreateBytes(16, 77);
            for (int algorithm = 0; algorithm < CipherCount / 2; algorithm++)
            {
                AeadCipher other = new ManagedCiphers().CreateAead((AeadAlgorithm)algorithm, key, 0);
                AeadCipher aead = Create(2 * algorithm);
                byte[] record = new byte[aead.TagLength];
                aead.Seal(nonce, 0, nonce, 0, 0, record, 0, 0);

                Assert.IsFalse(other.Open(nonce, 0, nonce, 0, 0, Clone(record), 0, 0));
                Assert.IsTrue(aead.Open(nonce, 0, nonce, 0, 0, record, 0, 0));
            }
        }

        [TestMethod]
        public static void WorksInPlaceAtOffsetsAndTouchesNothingElse()
        {
            const int Length = 37;
            for (int c = 0; c < CipherCount; c++)
            {
                AeadCipher aead = Create(c);
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
        public static void LongAadIsAuthenticated()
        {
            byte[] nonce = CreateBytes(AeadCipher.NonceLength, 3);
            byte[] aad = CreateBytes(1000, 5);
            for (int c = 0; c < CipherCount; c++)
            {
                AeadCipher aead = Create(c);
                byte[] record = CreateBytes(3 + aead.TagLength, 11);
                aead.Seal(nonce, 0, aad, 0, aad.Length, record, 0, 3);

                aad[999] ^= 1;
                Assert.IsFalse(aead.Open(nonce, 0, aad, 0, aad.Length, Clone(record), 0, 3));
                aad[999] ^= 1;
                Assert.IsTrue(aead.Open(nonce, 0, aad, 0, aad.Length, record, 0, 3));
            }
        }

        [TestMethod]
        public static void AadBeyondTheContractIsRefused()
        {
            byte[] aad = new byte[0xff00];
            for (int c = 0; c < CipherCount; c += 2)
            {
                AeadCipher aead = Create(c);
                byte[] buffer = new byte[16];
                bool refused = false;
                try
                {
                    aead.Seal(aad, 0, aad, 0, aad.Length, buffer, 0, 0);
                }
                catch (ArgumentOutOfRangeException)
                {
                    refused = true;
                }

                Assert.IsTrue(refused);
            }
        }

        [TestMethod]
        public static void ADisposedCipherRefusesToWork()
        {
            byte[] bytes = new byte[64];
            for (int c = 0; c < CipherCount; c++)
            {
                AeadCipher aead = Create(c);
                aead.Dispose();
                aead.Dispose();

                bool refused = false;
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
        }

        [TestMethod]
        public static void TheProviderTellsWhatItHas()
        {
            ManagedCiphers ciphers = new ManagedCiphers();
            byte[] key = new byte[16];

            Assert.AreEqual(16, ciphers.CreateAead(AeadAlgorithm.Aes128Ccm, key, 0).TagLength);
            Assert.AreEqual(8, ciphers.CreateAead(AeadAlgorithm.Aes128Ccm8, key, 0).TagLength);
            Assert.AreEqual(16, ciphers.CreateAead(AeadAlgorithm.Aes128Gcm, key, 0).TagLength);
            Assert.IsTrue(ciphers.Supports(AeadAlgorithm.Aes128Ccm));
            Assert.IsTrue(ciphers.Supports(AeadAlgorithm.Aes128Ccm8));
            Assert.IsTrue(ciphers.Supports(AeadAlgorithm.Aes128Gcm));
            Assert.IsFalse(ciphers.Supports((AeadAlgorithm)99));
            Assert.AreEqual("managed", ciphers.Name);
            Assert.AreEqual("managed-constant-time", new ManagedCiphers(true).Name);

            bool refused = false;
            try
            {
                ciphers.CreateAead((AeadAlgorithm)99, key, 0);
            }
            catch (NotSupportedException)
            {
                refused = true;
            }

            Assert.IsTrue(refused);
        }

        [TestMethod]
        public static void TheProvidersHashIsSha256()
        {
            byte[] message = Hex.FromText("abc");
            byte[] digest = new byte[TranscriptHash.DigestLength];
            TranscriptHash hash = new ManagedCiphers().CreateTranscriptHash();
            hash.Update(message, 0, message.Length);
            hash.GetDigest(digest, 0);

            Assert.AreEqual("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", Hex.Format(digest));
        }

        private static AeadCipher Create(int cipher)
        {
            return new ManagedCiphers(cipher % 2 == 1).CreateAead((AeadAlgorithm)(cipher / 2), CreateBytes(17, 29), 1);
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
