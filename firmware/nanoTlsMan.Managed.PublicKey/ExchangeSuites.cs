//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Managed.PublicKey
{
    /// <summary>
    /// The cipher suites with key shares.
    /// </summary>
    internal static class ExchangeSuites
    {
        /// <summary>
        /// Gets those that there are ciphers for, best first: those without a pre-shared key before those with one, for
        /// a server that has both takes the first that the client offers.
        /// </summary>
        /// <param name="ciphers">What there is to protect records with.</param>
        /// <param name="hasRsa">Whether RSA signatures can be verified.</param>
        internal static ushort[] Get(CipherProvider ciphers, bool hasRsa)
        {
            ushort[] all = new ushort[10];
            int count = 0;

            if (ciphers.Supports(AeadAlgorithm.Aes128Ccm8))
            {
                all[count++] = TlsCipherSuite.EcdheEcdsaWithAes128Ccm8;
                all[count++] = TlsCipherSuite.EcdhePskWithAes128Ccm8Sha256;
            }

            if (ciphers.Supports(AeadAlgorithm.Aes128Ccm))
            {
                all[count++] = TlsCipherSuite.EcdheEcdsaWithAes128Ccm;
                all[count++] = TlsCipherSuite.EcdhePskWithAes128CcmSha256;
            }

            if (ciphers.Supports(AeadAlgorithm.Aes128Gcm))
            {
                all[count++] = TlsCipherSuite.EcdheEcdsaWithAes128GcmSha256;
                all[count++] = TlsCipherSuite.EcdhePskWithAes128GcmSha256;

                if (hasRsa)
                {
                    all[count++] = TlsCipherSuite.EcdheRsaWithAes128GcmSha256;
                }
            }

            if (ciphers.Supports(AeadAlgorithm.ChaCha20Poly1305))
            {
                all[count++] = TlsCipherSuite.EcdheEcdsaWithChaCha20Poly1305Sha256;
                all[count++] = TlsCipherSuite.EcdhePskWithChaCha20Poly1305Sha256;

                if (hasRsa)
                {
                    all[count++] = TlsCipherSuite.EcdheRsaWithChaCha20Poly1305Sha256;
                }
            }

            return ManagedStack.Trim(all, count);
        }

        internal static ExchangeKind GetKind(int suite)
        {
            switch (suite)
            {
                case TlsCipherSuite.EcdhePskWithAes128Ccm8Sha256:
                case TlsCipherSuite.EcdhePskWithAes128CcmSha256:
                case TlsCipherSuite.EcdhePskWithAes128GcmSha256:
                case TlsCipherSuite.EcdhePskWithChaCha20Poly1305Sha256:
                    return ExchangeKind.EcdhePsk;
                case TlsCipherSuite.EcdheEcdsaWithAes128Ccm8:
                case TlsCipherSuite.EcdheEcdsaWithAes128Ccm:
                case TlsCipherSuite.EcdheEcdsaWithAes128GcmSha256:
                case TlsCipherSuite.EcdheEcdsaWithChaCha20Poly1305Sha256:
                    return ExchangeKind.EcdheEcdsa;
                case TlsCipherSuite.EcdheRsaWithAes128GcmSha256:
                case TlsCipherSuite.EcdheRsaWithChaCha20Poly1305Sha256:
                    return ExchangeKind.EcdheRsa;
                default:
                    return ExchangeKind.Psk;
            }
        }
    }
}
