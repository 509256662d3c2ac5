//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Ciphers;
using NanoTlsMan.Ciphers.PublicKey;
using NanoTlsMan.Tests;

namespace NanoTlsMan.Bench
{
    /// <summary>
    /// Signatures of others, with the message of six bytes that each is of.
    /// </summary>
    internal static class SignatureBenchmarks
    {
        private const int BlockLength = 128;
        private const int BlockCount = 16;

        /// <summary>Prints two rows for each.</summary>
        public static void Measure()
        {
            byte[] message = Hex.FromText("sample");

            Measure("RSA-2048, PKCS#1, SHA-256", 0x0401, RsaVectors.Key2048, message, RsaVectors.Pkcs1Sha256);
            Measure("RSA-2048, PSS, SHA-256", 0x0804, RsaVectors.Key2048, message, RsaVectors.PssSha256);
            Measure("RSA-2048, PSS, SHA-384", 0x0805, RsaVectors.Key2048, message, RsaVectors.PssSha384);
            Measure("RSA-4096, PKCS#1, SHA-384", 0x0501, RsaVectors.Key4096, message, RsaVectors.Pkcs1Sha384Of4096);
            Measure("RSA-4096, PSS, SHA-256", 0x0804, RsaVectors.Key4096, message, RsaVectors.PssSha256Of4096);

            Measure("P-384, SHA-384", 0x0503, P384Vectors.PublicKey, message, P384Vectors.Signature);
            Report.Row(
                "SHA-384, a block", Meter.PerUnit(Hash(BlockCount) - Hash(0), BlockCount), Meter.Unit, "");
        }

        /// <summary>Steps to the end with a key that is none, so that hashing is almost all.</summary>
        private static long Hash(int blocks)
        {
            byte[] message = new byte[BlockLength * blocks];
            CurveOperation operation =
                CreateVerifier().Verify(0x0501, new byte[1], 0, 1, message, 0, message.Length, message, 0, 0);
            long start = Meter.Now;

            while (!operation.Step())
            {
            }

            return Meter.Since(start);
        }

        private static void Measure(string name, int scheme, string key, byte[] message, string signature)
        {
            byte[] keyBytes = Hex.Parse(key);
            byte[] signatureBytes = Hex.Parse(signature);

            CurveBenchmarks.Measure(
                name,
                CreateVerifier().Verify(
                    scheme, keyBytes, 0, keyBytes.Length, message, 0, message.Length, signatureBytes, 0,
                    signatureBytes.Length));
        }

        private static ManagedSignatures CreateVerifier()
        {
            return new ManagedSignatures(new ManagedCiphers());
        }
    }
}
