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
    /// SHA-256 on the examples that NIST publishes with FIPS 180-4.
    /// </summary>
    [TestClass]
    public class Sha256Tests
    {
        [TestMethod]
        [DataRow("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
        [DataRow("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
        [DataRow(
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")]
        [DataRow(
            "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
            "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1")]
        public static void HashesTheExamplesOfFips180(string message, string digest)
        {
            byte[] bytes = Hex.FromText(message);
            Sha256 hash = new Sha256();
            hash.Update(bytes, 0, bytes.Length);

            Assert.AreEqual(digest, GetDigest(hash));
        }

        [TestMethod]
        [DataRow(1000, "41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3")]
        [DataRow(100000, "6d1cf22d7cc09b085dfc25ee1a1f3ae0265804c607bc2074ad253bcc82fd81ee")]
        public static void HashesManyBlocks(int count, string digest)
        {
            byte[] letters = new byte[1000];
            for (int i = 0; i < letters.Length; i++)
            {
                letters[i] = (byte)'a';
            }

            Sha256 hash = new Sha256();
            for (int i = 0; i < count; i += letters.Length)
            {
                hash.Update(letters, 0, letters.Length);
            }

            Assert.AreEqual(digest, GetDigest(hash));
        }

        [TestMethod]
        public static void TheDigestDoesNotDependOnHowTheMessageIsCut()
        {
            byte[] message = CreateMessage(150);
            for (int first = 0; first <= message.Length; first++)
            {
                Sha256 whole = new Sha256();
                whole.Update(message, 0, message.Length);

                Sha256 cut = new Sha256();
                cut.Update(message, 0, first);
                cut.Update(message, first, message.Length - first);

                Assert.AreEqual(GetDigest(whole), GetDigest(cut));
            }
        }

        [TestMethod]
        public static void ReadingTheDigestDoesNotEndTheHash()
        {
            // Every count of bytes in the last block, and so both forms of padding.
            byte[] message = CreateMessage(130);
            Sha256 read = new Sha256();
            for (int i = 0; i < message.Length; i++)
            {
                Sha256 fresh = new Sha256();
                fresh.Update(message, 0, i);

                Assert.AreEqual(GetDigest(fresh), GetDigest(read));
                read.Update(message, i, 1);
            }
        }

        [TestMethod]
        public static void TheDigestIsWrittenAtItsOffset()
        {
            byte[] digest = new byte[40];
            new Sha256().GetDigest(digest, 5);

            Assert.AreEqual(
                "0000000000e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855000000",
                Hex.Format(digest));
        }

        [TestMethod]
        public static void ResetForgetsTheMessage()
        {
            byte[] message = CreateMessage(100);
            Sha256 hash = new Sha256();
            hash.Update(message, 0, message.Length);
            hash.Reset();

            Assert.AreEqual(GetDigest(new Sha256()), GetDigest(hash));
        }

        [TestMethod]
        public static void AMidstateServesSeveralHashes()
        {
            byte[] message = CreateMessage(200);
            uint[] midstate = new uint[Sha256.MidstateLength + 1];
            Sha256 hash = new Sha256();
            hash.Update(message, 0, 128);
            hash.SaveMidstate(midstate, 1);

            // The hash goes on, another takes over, and then the first goes back.
            hash.Update(message, 128, 72);
            string digest = GetDigest(hash);

            Sha256 other = new Sha256();
            other.RestoreMidstate(midstate, 1, 2);
            other.Update(message, 128, 72);
            Assert.AreEqual(digest, GetDigest(other));

            hash.RestoreMidstate(midstate, 1, 2);
            hash.Update(message, 128, 72);
            Assert.AreEqual(digest, GetDigest(hash));

            Sha256 straight = new Sha256();
            straight.Update(message, 0, message.Length);
            Assert.AreEqual(GetDigest(straight), digest);
        }

        [TestMethod]
        public static void AMidstateInsideABlockIsRefused()
        {
            Assert.ThrowsException(typeof(InvalidOperationException), SaveInsideABlock);
        }

        [TestMethod]
        public static void ADisposedHashRefusesToWork()
        {
            Sha256 hash = new Sha256();
            hash.Dispose();
            hash.Dispose();

            bool refused = false;
            try
            {
                hash.Update(new byte[1], 0, 1);
            }
            catch (Exception)
            {
                refused = true;
            }

            Assert.IsTrue(refused);
        }

        private static void SaveInsideABlock()
        {
            Sha256 hash = new Sha256();
            hash.Update(new byte[65], 0, 65);
            hash.SaveMidstate(new uint[Sha256.MidstateLength], 0);
        }

        private static string GetDigest(Sha256 hash)
        {
            byte[] digest = new byte[TranscriptHash.DigestLength];
            hash.GetDigest(digest, 0);
            return Hex.Format(digest);
        }

        private static byte[] CreateMessage(int length)
        {
            byte[] message = new byte[length];
            for (int i = 0; i < length; i++)
            {
                message[i] = (byte)(i * 7 + 1);
            }

            return message;
        }
    }
}
