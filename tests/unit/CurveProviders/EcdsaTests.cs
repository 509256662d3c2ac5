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
    /// ECDSA on the vectors of RFC 6979, appendix A.2.5, and on what is near to them and wrong.
    /// </summary>
    [TestClass]
    public class EcdsaTests
    {
        private const string PrivateKey = "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721";
        private const string PublicKey =
            "0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
            + "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299";

        private const string SampleR = "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716";
        private const string SampleS = "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8";
        private const string HedgedDer =
            "3045022002a69ce245c1c79f824b8cc3ee3fed393223d925e7d1f310c01363b68ce34044"
            + "0221008a37d9368cb7544d8ee63f5bdf697068966ccbd7dc3bfb7e5ec8b5f450a5cc21";

        private const string Order = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
        private const string Zero = "0000000000000000000000000000000000000000000000000000000000000000";

        [TestMethod]
        [DataRow("sample", SampleR + SampleS)]
        [DataRow(
            "test",
            "f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367"
            + "019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083")]
        public static void WithoutRandomnessItIsTheSignatureOfTheRfc(string message, string expected)
        {
            byte[] digest = Digest(message);

            foreach (CurveProvider curves in CurvesUnderTest.Create())
            {
                Assert.AreEqual(
                    expected,
                    Run.ToEnd(curves.Sign(Hex.Parse(PrivateKey), 0, digest, 0, null, SignatureForm.Fixed)),
                    curves.Name);
                Assert.IsTrue(Verifies(curves, digest, expected, SignatureForm.Fixed), curves.Name);
            }
        }

        [TestMethod]
        public static void RandomnessChangesTheSignatureAndItIsRight()
        {
            byte[] digest = Digest("sample");

            foreach (CurveProvider curves in CurvesUnderTest.Create())
            {
                string der = Run.ToEnd(
                    curves.Sign(
                        Hex.Parse(PrivateKey), 0, digest, 0, new GivenRandom(SampleS), SignatureForm.Der));

                // RFC 6979, section 3.6: with these bytes, every provider makes the same nonce.
                Assert.AreEqual(HedgedDer, der, curves.Name);
                Assert.IsTrue(Verifies(curves, digest, der, SignatureForm.Der), curves.Name);
                Assert.IsFalse(Verifies(curves, Digest("Sample"), der, SignatureForm.Der), curves.Name);
                Assert.IsFalse(Verifies(curves, digest, der, SignatureForm.Fixed), curves.Name);
            }
        }

        [TestMethod]
        [DataRow("3046022100" + SampleR + "022100" + SampleS, true)]
        [DataRow("3046022100" + SampleR + "022100" + SampleS + "00", false)]
        [DataRow("3047022100" + SampleR + "022100" + SampleS, false)]
        [DataRow("308146022100" + SampleR + "022100" + SampleS, false)]
        [DataRow("30450220" + SampleR + "022100" + SampleS, false)]
        [DataRow("304702220000" + SampleR + "022100" + SampleS, false)]
        [DataRow("3146022100" + SampleR + "022100" + SampleS, false)]
        [DataRow("3025022100" + SampleR + "0200", false)]
        [DataRow("3023022100" + SampleR, false)]
        [DataRow("3000", false)]
        [DataRow("30", false)]
        public static void OnlyTheOneDerFormIsTaken(string signature, bool expected)
        {
            foreach (CurveProvider curves in CurvesUnderTest.Create())
            {
                Assert.AreEqual(
                    expected, Verifies(curves, Digest("sample"), signature, SignatureForm.Der), curves.Name);
            }
        }

        [TestMethod]
        [DataRow(Zero + SampleS)]
        [DataRow(SampleR + Zero)]
        [DataRow(Zero + Zero)]
        [DataRow(Order + SampleS)]
        [DataRow(SampleR + Order)]
        [DataRow(SampleS + SampleR)]
        public static void NumbersOutOfRangeOrWrongAreRefused(string signature)
        {
            foreach (CurveProvider curves in CurvesUnderTest.Create())
            {
                Assert.IsFalse(Verifies(curves, Digest("sample"), signature, SignatureForm.Fixed), curves.Name);
            }
        }

        [TestMethod]
        public static void ASourceThatFailsGivesNoSignature()
        {
            byte[] digest = Digest("sample");

            foreach (CurveProvider curves in CurvesUnderTest.Create())
            {
                Assert.IsFalse(
                    Run.Succeeds(
                        curves.Sign(Hex.Parse(PrivateKey), 0, digest, 0, new GivenRandom(Zero), SignatureForm.Der)),
                    curves.Name);
            }
        }

        [TestMethod]
        public static void AKeyThatIsNoPointVerifiesNothing()
        {
            byte[] digest = Digest("sample");
            byte[] signature = Hex.Parse(SampleR + SampleS);

            foreach (CurveProvider curves in CurvesUnderTest.Create())
            {
                for (int length = 0; length <= 66; length++)
                {
                    byte[] key = new byte[66];

                    Array.Copy(Hex.Parse(PublicKey), 0, key, 0, 65);
                    Assert.AreEqual(
                        length == 65,
                        Run.Succeeds(
                            curves.Verify(key, 0, length, digest, 0, signature, 0, 64, SignatureForm.Fixed)),
                        curves.Name);

                    if (length < 65)
                    {
                        key[length] ^= 2;
                        Assert.IsFalse(
                            Run.Succeeds(
                                curves.Verify(key, 0, 65, digest, 0, signature, 0, 64, SignatureForm.Fixed)),
                            curves.Name);
                    }
                }
            }
        }

        private static byte[] Digest(string message)
        {
            byte[] bytes = Hex.FromText(message);
            byte[] digest = new byte[TranscriptHash.DigestLength];
            TranscriptHash hash = new ManagedCiphers().CreateTranscriptHash();

            hash.Update(bytes, 0, bytes.Length);
            hash.GetDigest(digest, 0);
            return digest;
        }

        private static bool Verifies(CurveProvider curves, byte[] digest, string signature, SignatureForm form)
        {
            byte[] key = Hex.Parse(PublicKey);
            byte[] bytes = Hex.Parse(signature);

            return Run.Succeeds(
                curves.Verify(key, 0, key.Length, digest, 0, bytes, 0, bytes.Length, form));
        }
    }
}
