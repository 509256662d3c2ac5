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
        /// TLS_EMPTY_RENEGOTIATION_INFO_SCSV (RFC 5746, section 3.3): a signal, not a suite.
        /// </summary>
        public const ushort EmptyRenegotiationInfoScsv = 0x00FF;
    }
}
