//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// What every authenticated cipher of a provider promises, and its hash.
    /// </summary>
    [TestClass]
    public class AeadTests
    {
        [TestMethod]
        public static void EveryLengthComesBack()
        {
            byte[] nonce = AeadsUnderTest.CreateBytes(AeadCipher.NonceLength, 3);
            foreach (AeadCipher aead in AeadsUnderTest.Create(29))
            {
                for (int length = 0; length <= 65; length++)
                {
                    byte[] plain = AeadsUnderTest.CreateBytes(length, 11);
                    byte[] aad = AeadsUnderTest.CreateBytes(length % 19, 5);
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
        public static void EveryChangedByteIsRefusedAndNoPlaintextRemains()
        {
            const int Length = 21;
            byte[] nonce = AeadsUnderTest.CreateBytes(AeadCipher.NonceLength, 3);
            byte[] aad = AeadsUnderTest.CreateBytes(13, 5);
            string cleared = Hex.Format(new byte[Length]);
            foreach (AeadCipher aead in AeadsUnderTest.Create(29))
            {
                byte[] record = AeadsUnderTest.CreateBytes(Length + aead.TagLength, 11);
                aead.Seal(nonce, 0, aad, 0, aad.Length, record, 0, Length);

                for (int i = 0; i < record.Length; i++)
                {
                    byte[] changed = AeadsUnderTest.Clone(record);
                    changed[i] ^= (byte)(1 << i % 8);
                    Assert.IsFalse(aead.Open(nonce, 0, aad, 0, aad.Length, changed, 0, Length));
                    Assert.AreEqual(cleared, Hex.Format(changed, 0, Length));
                }

                for (int i = 0; i < aad.Length; i++)
                {
                    byte[] changed = AeadsUnderTest.Clone(aad);
                    changed[i] ^= 0x80;
                    Assert.IsFalse(
                        aead.Open(nonce, 0, changed, 0, aad.Length, AeadsUnderTest.Clone(record), 0, Length));
                }

                for (int i = 0; i < nonce.Length; i++)
                {
                    byte[] changed = AeadsUnderTest.Clone(nonce);
                    changed[i] ^= 1;
                    Assert.IsFalse(aead.Open(changed, 0, aad, 0, aad.Length, AeadsUnderTest.Clone(record), 0, Length));
                }

                // A wrong one before must not spoil the right one.
                Assert.IsTrue(aead.Open(nonce, 0, aad, 0, aad.Length, record, 0, Length));
            }
        }

        [TestMethod]
        public static void ShorterAndLongerAadIsRefused()
        {
            byte[] nonce = AeadsUnderTest.CreateBytes(AeadCipher.NonceLength, 3);
            byte[] aad = new byte[40];
            foreach (AeadCipher aead in AeadsUnderTest.Create(29))
            {
                byte[] record = AeadsUnderTest.CreateBytes(5 + aead.TagLength, 11);
                aead.Seal(nonce, 0, aad, 0, 20, record, 0, 5);

                // Zeros like its padding: only the length tells them apart.
                Assert.IsFalse(aead.Open(nonce, 0, aad, 0, 19, AeadsUnderTest.Clone(record), 0, 5));
                Assert.IsFalse(aead.Open(nonce, 0, aad, 0, 21, AeadsUnderTest.Clone(record), 0, 5));
                Assert.IsFalse(aead.Open(nonce, 0, aad, 0, 0, AeadsUnderTest.Clone(record), 0, 5));
                Assert.IsTrue(aead.Open(nonce, 0, aad, 0, 20, record, 0, 5));
            }
        }

        [TestMethod]
        public static void AnotherKeyIsRefused()
        {
            byte[] nonce = AeadsUnderTest.CreateBytes(AeadCipher.NonceLength, 3);
            AeadCipher[] others = AeadsUnderTest.Create(77);
            AeadCipher[] aeads = AeadsUnderTest.Create(29);

            for (int i = 0; i < aeads.Length; i++)
            {
                byte[] record = new byte[aeads[i].TagLength];

                aeads[i].Seal(nonce, 0, nonce, 0, 0, record, 0, 0);
                Assert.IsFalse(others[i].Open(nonce, 0, nonce, 0, 0, AeadsUnderTest.Clone(record), 0, 0));
                Assert.IsTrue(aeads[i].Open(nonce, 0, nonce, 0, 0, record, 0, 0));
            }
        }

        [TestMethod]
        public static void WorksInPlaceAtOffsetsAndTouchesNothingElse()
        {
            const int Length = 37;
            foreach (AeadCipher aead in AeadsUnderTest.Create(29))
            {
                byte[] nonce = AeadsUnderTest.CreateBytes(AeadCipher.NonceLength, 3);
                byte[] aad = AeadsUnderTest.CreateBytes(13, 5);
                byte[] expected = AeadsUnderTest.CreateBytes(Length + aead.TagLength, 11);
                byte[] plain = AeadsUnderTest.Clone(expected);
                aead.Seal(nonce, 0, aad, 0, aad.Length, expected, 0, Length);

                // A record as it lies in a datagram: nonce, additional data and payload in one array, with a margin
                // around it.
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
            byte[] nonce = AeadsUnderTest.CreateBytes(AeadCipher.NonceLength, 3);
            byte[] aad = AeadsUnderTest.CreateBytes(1000, 5);
            foreach (AeadCipher aead in AeadsUnderTest.Create(29))
            {
                byte[] record = AeadsUnderTest.CreateBytes(3 + aead.TagLength, 11);
                aead.Seal(nonce, 0, aad, 0, aad.Length, record, 0, 3);

                aad[999] ^= 1;
                Assert.IsFalse(aead.Open(nonce, 0, aad, 0, aad.Length, AeadsUnderTest.Clone(record), 0, 3));
                aad[999] ^= 1;
                Assert.IsTrue(aead.Open(nonce, 0, aad, 0, aad.Length, record, 0, 3));
            }
        }

        [TestMethod]
        public static void AadBeyondTheContractIsRefused()
        {
            byte[] aad = new byte[0xff00];
            foreach (AeadCipher aead in AeadsUnderTest.Create(29))
            {
                Assert.IsTrue(IsRefused(aead, aad, aad, 0, aad.Length, new byte[16], 0, 0));
            }
        }

        [TestMethod]
        public static void ARangeThatDoesNotLieInItsArrayIsRefusedAndNothingIsChanged()
        {
            const int Length = 40;
            byte[] nonce = AeadsUnderTest.CreateBytes(AeadCipher.NonceLength, 3);
            byte[] aad = AeadsUnderTest.CreateBytes(13, 5);
            byte[] buffer = AeadsUnderTest.CreateBytes(Length, 11);
            string before = Hex.Format(buffer);

            foreach (AeadCipher aead in AeadsUnderTest.Create(29))
            {
                // The last byte of the tag has no room, or none of it.
                int text = Length - aead.TagLength;

                Assert.IsTrue(IsRefused(aead, nonce, aad, 0, 13, buffer, 0, text + 1));
                Assert.IsTrue(IsRefused(aead, nonce, aad, 0, 13, buffer, 1, text));
                Assert.IsTrue(IsRefused(aead, nonce, aad, 0, 13, buffer, 0, Length));
                Assert.IsTrue(IsRefused(aead, nonce, aad, 0, 13, buffer, Length, 0));
                Assert.IsTrue(IsRefused(aead, nonce, aad, 0, 13, buffer, -1, 5));
                Assert.IsTrue(IsRefused(aead, nonce, aad, 0, 13, buffer, 0, -1));
                Assert.IsTrue(IsRefused(aead, nonce, aad, 0, 13, buffer, 0, int.MaxValue));
                Assert.IsTrue(IsRefused(aead, nonce, aad, 0, 14, buffer, 0, 5));
                Assert.IsTrue(IsRefused(aead, nonce, aad, 1, 13, buffer, 0, 5));
                Assert.IsTrue(IsRefused(aead, nonce, aad, -1, 5, buffer, 0, 5));
                Assert.IsTrue(IsRefused(aead, nonce, aad, 0, -1, buffer, 0, 5));
                Assert.AreEqual(before, Hex.Format(buffer));
            }
        }

        [TestMethod]
        public static void ATruncatedTagIsRefused()
        {
            const int Length = 21;
            byte[] nonce = AeadsUnderTest.CreateBytes(AeadCipher.NonceLength, 3);
            byte[] aad = AeadsUnderTest.CreateBytes(13, 5);

            foreach (AeadCipher aead in AeadsUnderTest.Create(29))
            {
                byte[] record = AeadsUnderTest.CreateBytes(Length + aead.TagLength, 11);

                aead.Seal(nonce, 0, aad, 0, aad.Length, record, 0, Length);

                // What is missing is filled with zeros, with what lies behind, or taken from the text.
                for (int missing = 1; missing <= aead.TagLength; missing++)
                {
                    byte[] padded = new byte[record.Length];

                    Array.Copy(record, 0, padded, 0, record.Length - missing);
                    Assert.IsFalse(aead.Open(nonce, 0, aad, 0, aad.Length, padded, 0, Length));
                    Assert.IsFalse(
                        aead.Open(nonce, 0, aad, 0, aad.Length, AeadsUnderTest.Clone(record), 0, Length - missing));
                    Assert.IsFalse(
                        aead.Open(
                            nonce, 0, aad, 0, aad.Length, AeadsUnderTest.Clone(record), missing, Length - missing));
                }
            }
        }

        [TestMethod]
        [DataRow(0)]
        [DataRow(15)]
        [DataRow(16)]
        [DataRow(17)]
        [DataRow(24)]
        [DataRow(31)]
        [DataRow(32)]
        [DataRow(33)]
        public static void AKeyOfAnotherLengthIsRefused(int count)
        {
            foreach (CipherProvider ciphers in ProvidersUnderTest.Create())
            {
                for (int algorithm = 0; algorithm < AeadsUnderTest.AlgorithmCount; algorithm++)
                {
                    bool refused = !ciphers.Supports((AeadAlgorithm)algorithm)
                        || count == AeadsUnderTest.GetKeyLength((AeadAlgorithm)algorithm);

                    try
                    {
                        ciphers.CreateAead((AeadAlgorithm)algorithm, new byte[33], 0, count);
                    }
                    catch (ArgumentOutOfRangeException)
                    {
                        refused = true;
                    }
                    catch (NotSupportedException)
                    {
                    }

                    Assert.IsTrue(refused);
                }
            }
        }

        [TestMethod]
        public static void ADisposedCipherRefusesToWork()
        {
            byte[] bytes = new byte[64];
            foreach (AeadCipher aead in AeadsUnderTest.Create(29))
            {
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
        public static void TheProvidersHashIsSha256()
        {
            byte[] message = Hex.FromText("abc");

            foreach (CipherProvider ciphers in ProvidersUnderTest.Create())
            {
                byte[] digest = new byte[TranscriptHash.DigestLength];
                TranscriptHash hash = ciphers.CreateTranscriptHash();

                hash.Update(message, 0, message.Length);
                hash.GetDigest(digest, 0);
                Assert.AreEqual("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", Hex.Format(digest));
            }
        }

        [TestMethod]
        public static void WhatAProviderLacksItRefuses()
        {
            foreach (CipherProvider ciphers in ProvidersUnderTest.Create())
            {
                bool refused = false;

                Assert.IsFalse(ciphers.Supports((AeadAlgorithm)99));

                try
                {
                    ciphers.CreateAead((AeadAlgorithm)99, new byte[16], 0, 16);
                }
                catch (NotSupportedException)
                {
                    refused = true;
                }

                Assert.IsTrue(refused);
            }
        }

        // Both ways.
        private static bool IsRefused(
            AeadCipher aead, byte[] nonce, byte[] aad, int aadOffset, int aadCount, byte[] buffer, int offset,
            int count)
        {
            int refusals = 0;

            try
            {
                aead.Seal(nonce, 0, aad, aadOffset, aadCount, buffer, offset, count);
            }
            catch (ArgumentOutOfRangeException)
            {
                refusals++;
            }

            try
            {
                aead.Open(nonce, 0, aad, aadOffset, aadCount, buffer, offset, count);
            }
            catch (ArgumentOutOfRangeException)
            {
                refusals++;
            }

            return refusals == 2;
        }
    }
}
