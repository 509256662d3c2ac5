//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// X25519 on the vectors of RFC 7748, sections 5.2 and 6.1.
    /// </summary>
    [TestClass]
    public class X25519Tests
    {
        // A point, and more bytes behind it.
        private const string Peer = "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c0000000000000000";

        [TestMethod]
        [DataRow(
            "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4",
            "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c",
            "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552")]
        [DataRow(
            "4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d",
            "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493",
            "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957")]
        [DataRow(
            "0900000000000000000000000000000000000000000000000000000000000000",
            "0900000000000000000000000000000000000000000000000000000000000000",
            "422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079")]
        public static void TheVectorsOfSection52(string scalar, string u, string expected)
        {
            foreach (CurveProvider curves in CurvesUnderTest.Create())
            {
                Assert.AreEqual(
                    expected,
                    Run.ToEnd(curves.Agree(NamedCurve.X25519, Hex.Parse(scalar), 0, Hex.Parse(u), 0, 32)),
                    curves.Name);
            }
        }

        [TestMethod]
        public static void TheKeysOfSection61()
        {
            string key = "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb";
            byte[] peer = Hex.Parse("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");

            foreach (CurveProvider curves in CurvesUnderTest.Create())
            {
                Assert.AreEqual(
                    key + "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f",
                    Run.ToEnd(curves.GenerateKey(NamedCurve.X25519, new GivenRandom(key))),
                    curves.Name);
                Assert.AreEqual(
                    "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742",
                    Run.ToEnd(curves.Agree(NamedCurve.X25519, Hex.Parse(key), 0, peer, 0, 32)),
                    curves.Name);
            }
        }

        [TestMethod]
        public static void APointOfSmallOrderIsRefused()
        {
            byte[] key = Hex.Parse("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4");
            byte[] zero = new byte[32];
            byte[] one = new byte[32];

            one[0] = 1;
            foreach (CurveProvider curves in CurvesUnderTest.Create())
            {
                Assert.IsFalse(Run.Succeeds(curves.Agree(NamedCurve.X25519, key, 0, zero, 0, 32)), curves.Name);
                Assert.IsFalse(Run.Succeeds(curves.Agree(NamedCurve.X25519, key, 0, one, 0, 32)), curves.Name);
            }
        }

        [TestMethod]
        [DataRow(0)]
        [DataRow(31)]
        [DataRow(33)]
        public static void AKeyOfAnotherLengthIsRefused(int count)
        {
            byte[] key = Hex.Parse("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4");

            foreach (CurveProvider curves in CurvesUnderTest.Create())
            {
                Assert.IsFalse(
                    Run.Succeeds(curves.Agree(NamedCurve.X25519, key, 0, Hex.Parse(Peer), 0, count)), curves.Name);
            }
        }
    }
}
