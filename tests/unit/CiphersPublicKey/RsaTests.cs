//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using nanoFramework.TestFramework;
using NanoTlsMan.Ciphers.PublicKey;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// RSA signatures, right and nearly so.
    /// </summary>
    [TestClass]
    public class RsaTests
    {
        private const string Message = "sample";

        [TestMethod]
        [DataRow(SignatureScheme.RsaPkcs1Sha256, RsaVectors.Key2048, RsaVectors.Pkcs1Sha256)]
        [DataRow(SignatureScheme.RsaPkcs1Sha384, RsaVectors.Key2048, RsaVectors.Pkcs1Sha384)]
        [DataRow(SignatureScheme.RsaPssRsaeSha256, RsaVectors.Key2048, RsaVectors.PssSha256)]
        [DataRow(SignatureScheme.RsaPssRsaeSha256, RsaVectors.Key2048, RsaVectors.PssGood)]
        [DataRow(SignatureScheme.RsaPssRsaeSha384, RsaVectors.Key2048, RsaVectors.PssSha384)]
        [DataRow(SignatureScheme.RsaPkcs1Sha384, RsaVectors.Key4096, RsaVectors.Pkcs1Sha384Of4096)]
        [DataRow(SignatureScheme.RsaPssRsaeSha256, RsaVectors.Key4096, RsaVectors.PssSha256Of4096)]
        [DataRow(SignatureScheme.RsaPkcs1Sha256, RsaVectors.Key2048Exponent3, RsaVectors.Pkcs1Sha256Exponent3)]
        public static void WhatOpenSslSignedIsRight(int scheme, string key, string signature)
        {
            Assert.IsTrue(SignatureRun.Verifies(scheme, key, Message, signature));
            Assert.IsFalse(SignatureRun.Verifies(scheme, key, "Sample", signature));
        }

        [TestMethod]
        [DataRow(SignatureScheme.RsaPkcs1Sha384, RsaVectors.Pkcs1Sha256)]
        [DataRow(SignatureScheme.RsaPkcs1Sha256, RsaVectors.Pkcs1Sha384)]
        [DataRow(SignatureScheme.RsaPkcs1Sha256, RsaVectors.PssSha256)]
        [DataRow(SignatureScheme.RsaPssRsaeSha256, RsaVectors.Pkcs1Sha256)]
        [DataRow(SignatureScheme.RsaPssRsaeSha384, RsaVectors.PssSha256)]
        [DataRow(SignatureScheme.RsaPssRsaeSha256, RsaVectors.PssSha384)]
        public static void AnotherSchemeIsRefused(int scheme, string signature)
        {
            Assert.IsFalse(SignatureRun.Verifies(scheme, RsaVectors.Key2048, Message, signature));
        }

        [TestMethod]
        [DataRow(RsaVectors.WithoutNull)]
        [DataRow(RsaVectors.ShortPadding)]
        [DataRow(RsaVectors.BlockType2)]
        [DataRow(RsaVectors.WrongPadding)]
        [DataRow(RsaVectors.NotLess)]
        [DataRow(RsaVectors.Pkcs1Sha256 + "00")]
        [DataRow("00" + RsaVectors.Pkcs1Sha256)]
        [DataRow("")]
        public static void APkcs1SignatureOfAnotherFormIsRefused(string signature)
        {
            Assert.IsFalse(
                SignatureRun.Verifies(SignatureScheme.RsaPkcs1Sha256, RsaVectors.Key2048, Message, signature));
        }

        [TestMethod]
        [DataRow(RsaVectors.PssShortSalt)]
        [DataRow(RsaVectors.PssNoSalt)]
        [DataRow(RsaVectors.PssTrailer)]
        [DataRow(RsaVectors.PssSeparator)]
        [DataRow(RsaVectors.PssPadding)]
        [DataRow(RsaVectors.PssHighBit)]
        [DataRow(RsaVectors.NotLess)]
        public static void APssSignatureOfAnotherFormIsRefused(string signature)
        {
            Assert.IsFalse(
                SignatureRun.Verifies(SignatureScheme.RsaPssRsaeSha256, RsaVectors.Key2048, Message, signature));
        }

        [TestMethod]
        public static void AnyChangedBitIsRefused()
        {
            byte[] key = Hex.Parse(RsaVectors.Key2048);
            byte[] message = Hex.FromText(Message);
            byte[] signature = Hex.Parse(RsaVectors.Pkcs1Sha256);

            for (int i = 0; i < 2048; i += 341)
            {
                signature[i / 8] = (byte)(signature[i / 8] ^ 1 << i % 8);
                Assert.IsFalse(
                    Run.Succeeds(
                        SignatureRun.Create().Verify(
                            SignatureScheme.RsaPkcs1Sha256, key, 0, key.Length, message, 0, message.Length, signature,
                            0, signature.Length)));
                signature[i / 8] = (byte)(signature[i / 8] ^ 1 << i % 8);
            }
        }

        [TestMethod]
        public static void OnlyTheOneDerFormOfAKeyIsTaken()
        {
            // 30 82 010a, 02 82 0101 00 and the modulus, 02 03 010001.
            string modulus = Hex.Format(Hex.Parse(RsaVectors.Key2048), 9, 256);

            Assert.IsTrue(Takes("3082010a0282010100" + modulus + "0203010001"));
            Assert.IsFalse(Takes("3082010a0282010100" + modulus + "020301000100"));
            Assert.IsFalse(Takes("3082010b0282010100" + modulus + "020301000100"));
            Assert.IsFalse(Takes("3082010a0282010100" + modulus + "02030100"));
            Assert.IsFalse(Takes("308300010a0282010100" + modulus + "0203010001"));
            Assert.IsFalse(Takes("30800282010100" + modulus + "0203010001"));
            Assert.IsFalse(Takes("3182010a0282010100" + modulus + "0203010001"));
            Assert.IsFalse(Takes("308201090282010000" + modulus + "0203010001"));
            Assert.IsFalse(Takes("3082010902820100" + modulus + "0203010001"));
            Assert.IsFalse(Takes("3082010b028201020000" + modulus + "0203010001"));
            Assert.IsFalse(Takes("3082010b0282010100" + modulus + "020400010001"));
            Assert.IsFalse(Takes("3082010b0282010100" + modulus + "028103010001"));
            Assert.IsFalse(Takes("30820107" + "0282010100" + modulus + "0200"));
            Assert.IsFalse(Takes("308201050282010100" + modulus));
            Assert.IsFalse(Takes("308201"));
            Assert.IsFalse(Takes("30"));
            Assert.IsFalse(Takes(""));
        }

        [TestMethod]
        public static void ASchemeThatIsNotThereFails()
        {
            Assert.IsFalse(SignatureRun.Create().Supports(0x0201));
            Assert.IsFalse(
                SignatureRun.Verifies(0x0201, RsaVectors.Key2048, Message, RsaVectors.Pkcs1Sha256));
            Assert.IsTrue(SignatureRun.Create().Supports(SignatureScheme.RsaPssRsaeSha384));
            Assert.IsTrue(SignatureRun.Create().Supports(SignatureScheme.EcdsaSecp384r1Sha384));
        }

        [TestMethod]
        public static void AVerifierNeedsACipherProvider()
        {
            bool refused = false;

            try
            {
                new ManagedSignatures(null);
            }
            catch (ArgumentNullException)
            {
                refused = true;
            }

            Assert.IsTrue(refused);
        }

        private static bool Takes(string key)
        {
            return SignatureRun.Verifies(SignatureScheme.RsaPkcs1Sha256, key, Message, RsaVectors.Pkcs1Sha256);
        }
    }
}
