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
            Assert.AreEqual(
                PrivateKey + "04" + X + Y,
                Run.ToEnd(Run.CreateCurves().GenerateKey(NamedCurve.P256, new GivenRandom(PrivateKey))));
        }

        [TestMethod]
        public static void TheSecretOfCavs()
        {
            byte[] key = Hex.Parse("7d7dc5f71eb29ddaf80d6214632eeae03d9058af1fb6d22ed80badb62bc1a534");
            byte[] peer = Hex.Parse(
                "04700c48f77f56584c5cc632ca65640db91b6bacce3a4df6b42ce7cc838833d287"
                + "db71e509e3fd9b060ddb20ba5c51dcc5948d46fbf640dfe0441782cab85fa4ac");

            Assert.AreEqual(
                "46fc62106420ff012e54a434fbdd2d25ccc5852060561e68040dd7778997bd7b",
                Run.ToEnd(Run.CreateCurves().Agree(NamedCurve.P256, key, 0, peer, 0, peer.Length)));
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

            Assert.IsFalse(Run.Succeeds(Run.CreateCurves().Agree(NamedCurve.P256, key, 0, peer, 0, peer.Length)));
        }

        [TestMethod]
        public static void AnOperationHasNoResultBeforeItsEnd()
        {
            CurveOperation operation = Run.CreateCurves().GenerateKey(NamedCurve.P256, new GivenRandom(PrivateKey));
            bool refused = false;

            Assert.IsFalse(operation.Step());
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
            operation.Dispose();
            Assert.IsTrue(operation.Step());
            Assert.IsFalse(operation.Succeeded);
        }

        [TestMethod]
        public static void TheProviderTellsWhatItHas()
        {
            Assert.IsTrue(Run.CreateCurves().Supports(NamedCurve.P256));
            Assert.IsTrue(Run.CreateCurves().Supports(NamedCurve.X25519));
            Assert.IsFalse(Run.CreateCurves().Supports((NamedCurve)99));
            Assert.AreEqual("managed", Run.CreateCurves().Name);
        }
    }
}
