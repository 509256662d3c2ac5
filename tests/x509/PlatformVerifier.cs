//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Formats.Asn1;
using System.Security.Cryptography;

namespace NanoTlsMan.Tests.Chains
{
    /// <summary>
    /// Verifies signatures with .NET's own classes, and counts.
    /// </summary>
    internal sealed class PlatformVerifier : SignatureVerifier
    {
        internal int Count { get; private set; }

        /// <inheritdoc/>
        public override bool Supports(int scheme) => scheme is
            SignatureScheme.EcdsaSecp256r1Sha256 or SignatureScheme.EcdsaSecp384r1Sha384
            or SignatureScheme.RsaPkcs1Sha256 or SignatureScheme.RsaPkcs1Sha384
            or SignatureScheme.RsaPssRsaeSha256 or SignatureScheme.RsaPssRsaeSha384;

        /// <inheritdoc/>
        public override CurveOperation Verify(
            int scheme, byte[] key, int keyOffset, int keyCount, byte[] message, int messageOffset, int messageCount,
            byte[] signature, int signatureOffset, int signatureCount)
        {
            Count++;
            bool isRight;

            try
            {
                isRight = IsRight(
                    scheme, key.AsSpan(keyOffset, keyCount), message.AsSpan(messageOffset, messageCount),
                    signature.AsSpan(signatureOffset, signatureCount));
            }
            catch (Exception exception) when (exception is CryptographicException or AsnContentException)
            {
                isRight = false;
            }

            return new Ended(isRight);
        }

        private static bool IsRight(
            int scheme, ReadOnlySpan<byte> key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
        {
            bool isLong = scheme is SignatureScheme.EcdsaSecp384r1Sha384 or SignatureScheme.RsaPkcs1Sha384
                or SignatureScheme.RsaPssRsaeSha384;
            HashAlgorithmName hash = isLong ? HashAlgorithmName.SHA384 : HashAlgorithmName.SHA256;

            if (scheme is SignatureScheme.EcdsaSecp256r1Sha256 or SignatureScheme.EcdsaSecp384r1Sha384)
            {
                int half = (key.Length - 1) / 2;
                using ECDsa curve = ECDsa.Create(new ECParameters
                {
                    Curve = isLong ? ECCurve.NamedCurves.nistP384 : ECCurve.NamedCurves.nistP256,
                    Q = new ECPoint { X = key.Slice(1, half).ToArray(), Y = key[(1 + half)..].ToArray() },
                });

                return curve.VerifyData(message, signature, hash, DSASignatureFormat.Rfc3279DerSequence);
            }

            using RSA rsa = RSA.Create();
            rsa.ImportRSAPublicKey(key, out _);
            return rsa.VerifyData(
                message, signature, hash,
                scheme >= SignatureScheme.RsaPssRsaeSha256 ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1);
        }

        private sealed class Ended(bool isRight) : CurveOperation
        {
            /// <inheritdoc/>
            public override bool Succeeded => isRight;

            /// <inheritdoc/>
            public override int ResultLength => 0;

            /// <inheritdoc/>
            public override bool Step() => true;

            /// <inheritdoc/>
            public override void GetResult(byte[] buffer, int offset)
            {
            }

            /// <inheritdoc/>
            public override void Dispose()
            {
            }
        }
    }
}
