//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// HMAC-SHA-256 on the test cases of RFC 4231, section 4.
    /// </summary>
    [TestClass]
    public class HmacTests
    {
        [TestMethod]
        public static void TestCase1()
        {
            Check(
                Repeat(0x0b, 20),
                Hex.FromText("Hi There"), "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
        }

        [TestMethod]
        public static void TestCase2KeyShorterThanTheCode()
        {
            Check(
                Hex.FromText("Jefe"),
                Hex.FromText("what do ya want for nothing?"),
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
        }

        [TestMethod]
        public static void TestCase3()
        {
            Check(
                Repeat(0xaa, 20), Repeat(0xdd, 50), "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
        }

        [TestMethod]
        public static void TestCase4()
        {
            Check(
                Hex.Parse("0102030405060708090a0b0c0d0e0f10111213141516171819"),
                Repeat(0xcd, 50),
                "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b");
        }

        [TestMethod]
        public static void TestCase5Truncated()
        {
            Check(Repeat(0x0c, 20), Hex.FromText("Test With Truncation"), "a3b6167473100ee06e0c796c2955552b");
        }

        [TestMethod]
        public static void TestCase6KeyLongerThanABlock()
        {
            Check(
                Repeat(0xaa, 131),
                Hex.FromText("Test Using Larger Than Block-Size Key - Hash Key First"),
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
        }

        [TestMethod]
        public static void TestCase7KeyAndDataLongerThanABlock()
        {
            Check(
                Repeat(0xaa, 131),
                Hex.FromText("This is a test using a larger than block-size key and a larger than block-size data. "
                    + "The key needs to be hashed before being used by the HMAC algorithm."),
                "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2");
        }

        [TestMethod]
        public static void KeyMessageAndCodeMayLieAnywhere()
        {
            byte[] buffer = new byte[64];
            System.Array.Copy(Repeat(0x0b, 20), 0, buffer, 3, 20);
            System.Array.Copy(Hex.FromText("Hi There"), 0, buffer, 24, 8);

            foreach (CipherProvider ciphers in ProvidersUnderTest.Create())
            {
                System.Array.Clear(buffer, 32, 32);
                ciphers.ComputeHmac(buffer, 3, 20, buffer, 24, 8, buffer, 32);
                Assert.AreEqual("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
                    Hex.Format(buffer, 32, 32));
            }
        }

        [TestMethod]
        public static void AKeyThatIsWipedComputesNothing()
        {
            foreach (CipherProvider ciphers in ProvidersUnderTest.Create())
            {
                HmacKey key = ciphers.CreateHmacKey(new byte[32], 0, 32);
                byte[] mac = new byte[TranscriptHash.DigestLength];
                bool refused = false;

                key.Dispose();

                try
                {
                    key.ComputeMac(mac, 0, mac.Length, mac, 0);
                }
                catch (System.Exception)
                {
                    refused = true;
                }

                Assert.IsTrue(refused);
                Assert.AreEqual(Hex.Format(new byte[32]), Hex.Format(mac));
            }
        }

        private static void Check(byte[] key, byte[] message, string expected)
        {
            foreach (CipherProvider ciphers in ProvidersUnderTest.Create())
            {
                byte[] mac = new byte[TranscriptHash.DigestLength];

                ciphers.ComputeHmac(key, 0, key.Length, message, 0, message.Length, mac, 0);
                Assert.AreEqual(expected, Hex.Format(mac, 0, expected.Length / 2));

                // A key that is kept gives the same, the second time as well, and does not need the caller's.
                byte[] copy = new byte[key.Length];
                System.Array.Copy(key, 0, copy, 0, key.Length);
                HmacKey kept = ciphers.CreateHmacKey(copy, 0, copy.Length);
                System.Array.Clear(copy, 0, copy.Length);

                for (int i = 0; i < 2; i++)
                {
                    System.Array.Clear(mac, 0, mac.Length);
                    kept.ComputeMac(message, 0, message.Length, mac, 0);
                    Assert.AreEqual(expected, Hex.Format(mac, 0, expected.Length / 2));
                }

                kept.Dispose();
                kept.Dispose();
            }
        }

        private static byte[] Repeat(byte value, int count)
        {
            byte[] bytes = new byte[count];
            for (int i = 0; i < count; i++)
            {
                bytes[i] = value;
            }

            return bytes;
        }
    }
}
