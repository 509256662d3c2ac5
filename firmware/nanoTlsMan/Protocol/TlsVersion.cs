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

        /// <summary>
        /// DTLS 1.3 (RFC 9147): found in supported_versions only.
        /// </summary>
        public const ushort Dtls13 = 0xFEFC;

        /// <summary>
        /// TLS 1.3 (RFC 9846): found in supported_versions only.
        /// </summary>
        public const ushort Tls13 = 0x0304;

        // DTLS counts down from 0xFFFF, so that no number is one of TLS as well.
        private const int FirstOfDtls = 0x8000;

        /// <summary>
        /// Gets the number of version 1.2.
        /// </summary>
        /// <param name="kind">What carries the records.</param>
        /// <returns><see cref="Dtls12"/> or <see cref="Tls12"/>.</returns>
        public static ushort Get12(TlsTransportKind kind)
        {
            return kind == TlsTransportKind.Datagram ? Dtls12 : Tls12;
        }

        /// <summary>
        /// Gets the number of version 1.3.
        /// </summary>
        /// <param name="kind">What carries the records.</param>
        /// <returns><see cref="Dtls13"/> or <see cref="Tls13"/>.</returns>
        public static ushort Get13(TlsTransportKind kind)
        {
            return kind == TlsTransportKind.Datagram ? Dtls13 : Tls13;
        }

        /// <summary>
        /// Tells whether a ClientHello's version allows 1.2, as what a client names is the highest that it speaks: one
        /// that is higher, whatever it is, is answered with 1.2 (RFC 5246, appendix E.1).
        /// </summary>
        /// <param name="version">The version; those of DTLS count downwards (RFC 6347, section 4.1).</param>
        /// <param name="kind">What carries the records.</param>
        /// <returns><see langword="true"/> if it is 1.2 or higher; otherwise, <see langword="false"/>.</returns>
        public static bool Allows12(int version, TlsTransportKind kind)
        {
            return kind == TlsTransportKind.Datagram
                ? version >= FirstOfDtls && version <= Dtls12
                : version >= Tls12 && version < FirstOfDtls;
        }
    }
}
