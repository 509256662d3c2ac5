//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Ciphers.PublicKey
{
    /// <summary>
    /// Verifies signatures in managed code alone, with all of <see cref="SignatureScheme"/>. No step takes more than
    /// 60,000 instructions, the hash of a long message neither.
    /// </summary>
    /// <remarks>
    /// <para>An RSA modulus has 2048 to 4096 bits, and an exponent is odd, at least 3 and less than 2^32: an exponent
    /// as long as the modulus would take a board minutes.</para>
    /// <para>Keys and signatures have to be encoded in the one right way; a PKCS#1 signature is compared with the
    /// whole encoded message, whose algorithm has NULL as its parameters.</para>
    /// </remarks>
    public sealed class ManagedSignatures : SignatureVerifier
    {
        private readonly CipherProvider _ciphers;

        /// <summary>
        /// Makes a verifier.
        /// </summary>
        /// <param name="ciphers">Computes SHA-256; SHA-384 is computed here.</param>
        /// <exception cref="ArgumentNullException"><paramref name="ciphers"/> is <see langword="null"/>.</exception>
        public ManagedSignatures(CipherProvider ciphers)
        {
            if (ciphers == null)
            {
                throw new ArgumentNullException();
            }

            _ciphers = ciphers;
        }

        /// <inheritdoc/>
        public override bool Supports(int scheme)
        {
            switch (scheme)
            {
                case SignatureScheme.RsaPkcs1Sha256:
                case SignatureScheme.RsaPkcs1Sha384:
                case SignatureScheme.RsaPssRsaeSha256:
                case SignatureScheme.RsaPssRsaeSha384:
                case SignatureScheme.EcdsaSecp256r1Sha256:
                case SignatureScheme.EcdsaSecp384r1Sha384:
                    return true;
                default:
                    return false;
            }
        }

        /// <inheritdoc/>
        public override CurveOperation Verify(
            int scheme, byte[] key, int keyOffset, int keyCount, byte[] message, int messageOffset, int messageCount,
            byte[] signature, int signatureOffset, int signatureCount)
        {
            return new MessageVerification(
                scheme, CreateHash(scheme), key, keyOffset, keyCount, message, messageOffset, messageCount, signature,
                signatureOffset, signatureCount);
        }

        private MessageHash CreateHash(int scheme)
        {
            if (!Supports(scheme))
            {
                return null;
            }

            switch (scheme)
            {
                case SignatureScheme.RsaPkcs1Sha384:
                case SignatureScheme.RsaPssRsaeSha384:
                case SignatureScheme.EcdsaSecp384r1Sha384:
                    return new Sha384();
                default:
                    return new Sha256Hash(_ciphers);
            }
        }
    }
}
