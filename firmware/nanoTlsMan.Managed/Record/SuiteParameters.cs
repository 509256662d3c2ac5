//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Managed.Record
{
    /// <summary>
    /// What the cipher suites mean for the record layer (RFC 6655, RFC 5487, RFC 7251, RFC 5289, RFC 8442, RFC 7905).
    /// All of them use SHA-256.
    /// </summary>
    internal static class SuiteParameters
    {
        /// <summary>
        /// Length of an AES-128 key, in bytes.
        /// </summary>
        internal const int KeyLength = 16;

        /// <summary>
        /// Length of the part of the nonce that is not in the record, in bytes.
        /// </summary>
        internal const int SaltLength = 4;

        // RFC 7905, section 2.
        private const int ChaChaKeyLength = 32;

        internal static AeadAlgorithm GetAlgorithm(int suite)
        {
            switch (suite)
            {
                case TlsCipherSuite.PskWithAes128Ccm8:
                case TlsCipherSuite.EcdhePskWithAes128Ccm8Sha256:
                case TlsCipherSuite.EcdheEcdsaWithAes128Ccm8:
                    return AeadAlgorithm.Aes128Ccm8;
                case TlsCipherSuite.PskWithAes128Ccm:
                case TlsCipherSuite.EcdhePskWithAes128CcmSha256:
                case TlsCipherSuite.EcdheEcdsaWithAes128Ccm:
                    return AeadAlgorithm.Aes128Ccm;
                default:
                    return HasImplicitNonce(suite) ? AeadAlgorithm.ChaCha20Poly1305 : AeadAlgorithm.Aes128Gcm;
            }
        }

        /// <summary>
        /// Tells whether the whole nonce is made of the record's number (RFC 7905, section 2), so that no part of it is
        /// in the record.
        /// </summary>
        internal static bool HasImplicitNonce(int suite)
        {
            return (suite >> 8) == (TlsCipherSuite.EcdhePskWithChaCha20Poly1305Sha256 >> 8);
        }

        /// <summary>
        /// Gets the length of a direction's key, in bytes.
        /// </summary>
        internal static int GetKeyLength(int suite)
        {
            return HasImplicitNonce(suite) ? ChaChaKeyLength : KeyLength;
        }

        /// <summary>
        /// Gets the length of the key block, in bytes: a key and a salt, or a whole nonce, for each direction.
        /// </summary>
        internal static int GetBlockLength(int suite)
        {
            return HasImplicitNonce(suite)
                ? 2 * (ChaChaKeyLength + AeadCipher.NonceLength)
                : 2 * (KeyLength + SaltLength);
        }
    }
}
