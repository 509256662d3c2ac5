//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// Keys and secrets of P-256: the key of RFC 6979, appendix A.2.5, the first vector of NIST's CAVS for ECC CDH, and
    /// what is no point.
    /// </summary>
    [TestClass]
    public class P256Tests
    {
        private const string PrivateKey = "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721";
        private const string X = "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6";
        private const string Y = "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299";
        private const string Prime = "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff";
        private const string One = "0000000000000000000000000000000000000000000000000000000000000001";

        [TestMethod]
        public static void TheKeyOfRfc6979()
        {
            foreach (CurveProvider curves in CurvesUnderTest.Create())
            {
                Assert.AreEqual(
                    PrivateKey + "04" + X + Y,
                    Run.ToEnd(curves.GenerateKey(NamedCurve.P256, new GivenRandom(PrivateKey))),
                    curves.Name);
            }
        }

        [TestMethod]
        public static void TheSecretOfCavs()
        {
            byte[] key = Hex.Parse("7d7dc5f71eb29ddaf80d6214632eeae03d9058af1fb6d22ed80badb62bc1a534");
            byte[] peer = Hex.Parse(
                "04700c48f77f56584c5cc632ca65640db91b6bacce3a4df6b42ce7cc838833d287"
                + "db71e509e3fd9b060ddb20ba5c51dcc5948d46fbf640dfe0441782cab85fa4ac");

            foreach (CurveProvider curves in CurvesUnderTest.Create())
            {
                Assert.AreEqual(
                    "46fc62106420ff012e54a434fbdd2d25ccc5852060561e68040dd7778997bd7b",
                    Run.ToEnd(curves.Agree(NamedCurve.P256, key, 0, peer, 0, peer.Length)),
                    curves.Name);
            }
        }

        [TestMethod]
        [DataRow("04" + Y + X)]
        [DataRow("05" + X + Y)]
        [DataRow("03" + X)]
        [DataRow("00")]
        [DataRow("04" + X + Y + "00")]
        [DataRow("04" + Prime + Y)]
        [DataRow("04" + X + Prime)]
        [DataRow("04" + X + One)]
        public static void WhatIsNoPointIsRefused(string point)
        {
            byte[] key = Hex.Parse(PrivateKey);
            byte[] peer = Hex.Parse(point);

            foreach (CurveProvider curves in CurvesUnderTest.Create())
            {
                Assert.IsFalse(
                    Run.Succeeds(curves.Agree(NamedCurve.P256, key, 0, peer, 0, peer.Length)), curves.Name);
            }
        }

        [TestMethod]
        public static void AnOperationHasNoResultBeforeItsEndNorAfterItIsDisposed()
        {
            foreach (CurveProvider curves in CurvesUnderTest.Create())
            {
                CurveOperation operation = curves.GenerateKey(NamedCurve.P256, new GivenRandom(PrivateKey));

                AssertHasNoResult(operation);
                while (!operation.Step())
                {
                    AssertHasNoResult(operation);
                }

                Assert.IsTrue(operation.Succeeded, curves.Name);
                Assert.AreEqual(97, operation.ResultLength, curves.Name);
                Assert.IsTrue(operation.Step(), curves.Name);
                operation.Dispose();
                operation.Dispose();
                Assert.IsTrue(operation.Step(), curves.Name);
                AssertHasNoResult(operation);

                operation = curves.GenerateKey(NamedCurve.P256, new GivenRandom(PrivateKey));
                operation.Dispose();
                Assert.IsTrue(operation.Step(), curves.Name);
                AssertHasNoResult(operation);
            }
        }

        [TestMethod]
        [DataRow("0000000000000000000000000000000000000000000000000000000000000000")]
        [DataRow("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551")]
        [DataRow("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
        public static void APrivateKeyOutOfRangeIsRefused(string scalar)
        {
            byte[] key = Hex.Parse(scalar);
            byte[] peer = Hex.Parse("04" + X + Y);

            foreach (CurveProvider curves in CurvesUnderTest.Create())
            {
                Assert.IsFalse(Run.Succeeds(curves.Agree(NamedCurve.P256, key, 0, peer, 0, 65)), curves.Name);
                Assert.IsFalse(Run.Succeeds(curves.Sign(key, 0, key, 0, null, SignatureForm.Der)), curves.Name);

                // A source that gives such candidates only.
                Assert.IsFalse(
                    Run.Succeeds(curves.GenerateKey(NamedCurve.P256, new GivenRandom(scalar))), curves.Name);
            }
        }

        [TestMethod]
        public static void WhatIsPassedInIsCopied()
        {
            byte[] key = Hex.Parse(PrivateKey);
            byte[] peer = Hex.Parse("04" + X + Y);

            foreach (CurveProvider curves in CurvesUnderTest.Create())
            {
                string expected = Run.ToEnd(curves.Agree(NamedCurve.P256, key, 0, peer, 0, 65));
                byte[] keyCopy = (byte[])key.Clone();
                byte[] peerCopy = (byte[])peer.Clone();
                CurveOperation operation = curves.Agree(NamedCurve.P256, keyCopy, 0, peerCopy, 0, 65);

                Array.Clear(keyCopy, 0, keyCopy.Length);
                Array.Clear(peerCopy, 0, peerCopy.Length);
                Assert.AreEqual(expected, Run.ToEnd(operation), curves.Name);
                Assert.AreEqual(64, expected.Length, curves.Name);
            }
        }

        [TestMethod]
        public static void TheProviderTellsWhatItHas()
        {
            foreach (CurveProvider curves in CurvesUnderTest.Create())
            {
                bool refused = false;

                Assert.IsTrue(curves.Supports(NamedCurve.P256), curves.Name);
                Assert.IsTrue(curves.Supports(NamedCurve.X25519), curves.Name);
                Assert.IsFalse(curves.Supports((NamedCurve)99), curves.Name);
                try
                {
                    curves.GenerateKey((NamedCurve)99, new GivenRandom(PrivateKey));
                }
                catch (NotSupportedException)
                {
                    refused = true;
                }

                Assert.IsTrue(refused, curves.Name);
            }
        }

        private static void AssertHasNoResult(CurveOperation operation)
        {
            bool refused = false;

            Assert.IsFalse(operation.Succeeded);
            Assert.AreEqual(0, operation.ResultLength);
            try
            {
                operation.GetResult(new byte[97], 0);
            }
            catch (InvalidOperationException)
            {
                refused = true;
            }

            Assert.IsTrue(refused);
        }
    }
}
