//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan
{
    /// <summary>
    /// Cipher suites, numbered as IANA registers them.
    /// </summary>
    public static class TlsCipherSuite
    {
        /// <summary>
        /// TLS_PSK_WITH_AES_128_CCM_8 (RFC 6655): the suite of RFC 7925.
        /// </summary>
        public const ushort PskWithAes128Ccm8 = 0xC0A8;

        /// <summary>
        /// TLS_PSK_WITH_AES_128_CCM (RFC 6655).
        /// </summary>
        public const ushort PskWithAes128Ccm = 0xC0A4;

        /// <summary>
        /// TLS_PSK_WITH_AES_128_GCM_SHA256 (RFC 5487).
        /// </summary>
        public const ushort PskWithAes128GcmSha256 = 0x00A8;

        /// <summary>
        /// TLS_ECDHE_PSK_WITH_AES_128_CCM_8_SHA256 (RFC 8442).
        /// </summary>
        public const ushort EcdhePskWithAes128Ccm8Sha256 = 0xD003;

        /// <summary>
        /// TLS_ECDHE_PSK_WITH_AES_128_CCM_SHA256 (RFC 8442).
        /// </summary>
        public const ushort EcdhePskWithAes128CcmSha256 = 0xD005;

        /// <summary>
        /// TLS_ECDHE_PSK_WITH_AES_128_GCM_SHA256 (RFC 8442).
        /// </summary>
        public const ushort EcdhePskWithAes128GcmSha256 = 0xD001;

        /// <summary>
        /// TLS_ECDHE_PSK_WITH_CHACHA20_POLY1305_SHA256 (RFC 7905): of these, the one that most others have.
        /// </summary>
        public const ushort EcdhePskWithChaCha20Poly1305Sha256 = 0xCCAC;

        /// <summary>
        /// TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8 (RFC 7251): the suite of RFC 7925 for raw keys and certificates.
        /// </summary>
        public const ushort EcdheEcdsaWithAes128Ccm8 = 0xC0AE;

        /// <summary>
        /// TLS_ECDHE_ECDSA_WITH_AES_128_CCM (RFC 7251).
        /// </summary>
        public const ushort EcdheEcdsaWithAes128Ccm = 0xC0AC;

        /// <summary>
        /// TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 (RFC 5289).
        /// </summary>
        public const ushort EcdheEcdsaWithAes128GcmSha256 = 0xC02B;

        /// <summary>
        /// TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256 (RFC 7905).
        /// </summary>
        public const ushort EcdheEcdsaWithChaCha20Poly1305Sha256 = 0xCCA9;

        /// <summary>
        /// TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 (RFC 5289); for clients.
        /// </summary>
        public const ushort EcdheRsaWithAes128GcmSha256 = 0xC02F;

        /// <summary>
        /// TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256 (RFC 7905); for clients.
        /// </summary>
        public const ushort EcdheRsaWithChaCha20Poly1305Sha256 = 0xCCA8;

        /// <summary>
        /// TLS_AES_128_GCM_SHA256, of version 1.3 (RFC 9846, appendix B.4).
        /// </summary>
        public const ushort Aes128GcmSha256 = 0x1301;

        /// <summary>
        /// TLS_CHACHA20_POLY1305_SHA256, of version 1.3.
        /// </summary>
        public const ushort ChaCha20Poly1305Sha256 = 0x1303;

        /// <summary>
        /// TLS_AES_128_CCM_SHA256, of version 1.3.
        /// </summary>
        public const ushort Aes128CcmSha256 = 0x1304;

        /// <summary>
        /// TLS_AES_128_CCM_8_SHA256, of version 1.3.
        /// </summary>
        public const ushort Aes128Ccm8Sha256 = 0x1305;

        /// <summary>
        /// TLS_EMPTY_RENEGOTIATION_INFO_SCSV (RFC 5746, section 3.3): a signal, not a suite.
        /// </summary>
        public const ushort EmptyRenegotiationInfoScsv = 0x00FF;

        /// <summary>
        /// Tells whether a suite is one of version 1.3: those say nothing of the exchange of keys.
        /// </summary>
        /// <param name="suite">The suite.</param>
        /// <returns><see langword="true"/> if it is; otherwise, <see langword="false"/>.</returns>
        public static bool Is13(int suite)
        {
            return (suite >> 8) == (Aes128GcmSha256 >> 8);
        }
    }
}
