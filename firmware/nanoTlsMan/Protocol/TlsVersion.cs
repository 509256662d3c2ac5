//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan
{
    /// <summary>
    /// Versions as they stand on the wire.
    /// </summary>
    public static class TlsVersion
    {
        /// <summary>
        /// DTLS 1.0 (RFC 4347): found in HelloVerifyRequests and first records only.
        /// </summary>
        public const ushort Dtls10 = 0xFEFF;

        /// <summary>
        /// DTLS 1.2 (RFC 6347).
        /// </summary>
        public const ushort Dtls12 = 0xFEFD;

        /// <summary>
        /// TLS 1.2 (RFC 5246).
        /// </summary>
        public const ushort Tls12 = 0x0303;
    }
}
