//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan
{
    /// <summary>
    /// The layout of record and handshake headers, for whoever looks at a datagram without a session.
    /// </summary>
    public static class RecordHeader
    {
        /// <summary>
        /// Length of a TLS record header: type, version, length (RFC 5246, section 6.2.1).
        /// </summary>
        public const int TlsLength = 5;

        /// <summary>
        /// Length of a DTLS record header: type, version, epoch, sequence number, length (RFC 6347, section 4.1).
        /// </summary>
        public const int DtlsLength = 13;

        /// <summary>
        /// Length of a TLS handshake header: type, length (RFC 5246, section 7.4).
        /// </summary>
        public const int TlsHandshakeLength = 4;

        /// <summary>
        /// Length of a DTLS handshake header: type, length, message_seq, fragment_offset, fragment_length (RFC 6347, section 4.2.2).
        /// </summary>
        public const int DtlsHandshakeLength = 12;

        /// <summary>
        /// The longest plaintext of a record, in bytes (RFC 5246, section 6.2.1).
        /// </summary>
        public const int MaxPlaintext = 16384;
    }
}
