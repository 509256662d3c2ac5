//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using nanoFramework.TestFramework;
using NanoTlsMan.Ciphers;
using NanoTlsMan.Managed;
using NanoTlsMan.NativeStacks;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// Native ciphers give what the managed ones give, and the managed stack runs on them.
    /// </summary>
    [TestClass]
    public class NativeCipherTests
    {
        private const int Ccm8TagLength = 8;
        private const int LongTagLength = 16;

        [TestMethod]
        [DataRow(0, 0)]
        [DataRow(1, 0)]
        [DataRow(2, 0)]
        [DataRow(0, 37)]
        [DataRow(1, 37)]
        [DataRow(2, 37)]
        [DataRow(0, 1200)]
        [DataRow(1, 1200)]
        [DataRow(2, 1200)]
        [DataRow(3, 0)]
        [DataRow(3, 37)]
        [DataRow(3, 1200)]
        public static void AeadIsThatOfTheManagedCiphers(int algorithm, int length)
        {
            foreach (NativeCiphers ciphers in Natives.AllCiphers())
            {
                if (!ciphers.Supports((AeadAlgorithm)algorithm))
                {
                    continue;
                }

                int tagLength = algorithm == (int)AeadAlgorithm.Aes128Ccm8 ? Ccm8TagLength : LongTagLength;
                int keyLength = algorithm == (int)AeadAlgorithm.ChaCha20Poly1305 ? 32 : 16;
                byte[] key = Fill(keyLength + 4, 1);
                byte[] nonce = Fill(14, 2);
                byte[] aad = Fill(16, 3);
                byte[] text = Fill(length, 4);
                byte[] native = new byte[3 + length + tagLength + 2];
                byte[] managed = new byte[native.Length];
                AeadCipher nativeCipher = ciphers.CreateAead((AeadAlgorithm)algorithm, key, 4, keyLength);
                AeadCipher managedCipher =
                    new ManagedCiphers().CreateAead((AeadAlgorithm)algorithm, key, 4, keyLength);

                Assert.AreEqual(tagLength, nativeCipher.TagLength, ciphers.Name);
                Array.Copy(text, 0, native, 3, length);
                Array.Copy(text, 0, managed, 3, length);
                nativeCipher.Seal(nonce, 2, aad, 1, 13, native, 3, length);
                managedCipher.Seal(nonce, 2, aad, 1, 13, managed, 3, length);
                CollectionAssert.AreEqual(managed, native);

                Assert.IsTrue(nativeCipher.Open(nonce, 2, aad, 1, 13, native, 3, length), ciphers.Name);
                CollectionAssert.AreEqual(text, Slice(native, 3, length));
                CollectionAssert.AreEqual(Slice(managed, 0, 3), Slice(native, 0, 3));
                CollectionAssert.AreEqual(Slice(managed, managed.Length - 2, 2), Slice(native, native.Length - 2, 2));

                nativeCipher.Seal(nonce, 2, aad, 1, 13, native, 3, length);
                native[3 + length] ^= 1;
                Assert.IsFalse(nativeCipher.Open(nonce, 2, aad, 1, 13, native, 3, length), ciphers.Name);

                if (length > 0)
                {
                    CollectionAssert.AreNotEqual(text, Slice(native, 3, length));
                }

                nativeCipher.Dispose();
                managedCipher.Dispose();
            }
        }

        [TestMethod]
        public static void HashHmacAndPrfAreThoseOfTheManagedCiphers()
        {
            ManagedCiphers managed = new ManagedCiphers();

            foreach (NativeCiphers ciphers in Natives.AllCiphers())
            {
                byte[] data = Fill(300, 5);
                byte[] expected = new byte[104];
                byte[] actual = new byte[104];
                TranscriptHash one = managed.CreateTranscriptHash();
                TranscriptHash other = ciphers.CreateTranscriptHash();

                for (int part = 0; part < 3; part++)
                {
                    one.Update(data, part, 70);
                    other.Update(data, part, 70);
                    one.GetDigest(expected, 4);
                    other.GetDigest(actual, 4);
                    CollectionAssert.AreEqual(expected, actual);
                }

                one.Reset();
                other.Reset();
                one.GetDigest(expected, 4);
                other.GetDigest(actual, 4);
                CollectionAssert.AreEqual(expected, actual);

                managed.ComputeHmac(data, 3, 40, data, 50, 200, expected, 1);
                ciphers.ComputeHmac(data, 3, 40, data, 50, 200, actual, 1);
                CollectionAssert.AreEqual(expected, actual);

                byte[] label = Hex.Parse("6b657920657870616e73696f6e");

                managed.ComputePrf(data, 0, 48, label, data, 100, 64, expected, 0, 104);
                ciphers.ComputePrf(data, 0, 48, label, data, 100, 64, actual, 0, 104);
                CollectionAssert.AreEqual(expected, actual);
                one.Dispose();
                other.Dispose();
            }
        }

        [TestMethod]
        [DataRow(0)]
        [DataRow(1)]
        public static void TheManagedStackRunsOnThem(int kind)
        {
            foreach (NativeCiphers ciphers in Natives.AllCiphers())
            {
                StackPair pair = new StackPair(
                    new ManagedStack(ciphers, new SeededRandom(1)),
                    new ManagedStack(new ManagedCiphers(), new SeededRandom(2)), (TlsTransportKind)kind);
                byte[] data = Fill(500, 6);

                pair.Connect(ciphers.Name);
                pair.Client.Send(data);
                pair.Server.Send(data);
                pair.Exchange();
                CollectionAssert.AreEqual(data, pair.Server.Received);
                CollectionAssert.AreEqual(data, pair.Client.Received);
                pair.Dispose();
            }
        }

        private static byte[] Slice(byte[] source, int offset, int count)
        {
            byte[] slice = new byte[count];

            Array.Copy(source, offset, slice, 0, count);
            return slice;
        }

        private static byte[] Fill(int count, int seed)
        {
            byte[] bytes = new byte[count];

            for (int i = 0; i < count; i++)
            {
                bytes[i] = (byte)(i * 7 + seed * 31);
            }

            return bytes;
        }
    }
}
