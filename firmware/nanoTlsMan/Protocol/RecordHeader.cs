//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan
{
    /// <summary>
    /// The header of a record (RFC 5246, section 6.2.1; RFC 6347, section 4.1): the one place that knows where its
    /// fields lie.
    /// </summary>
    /// <remarks>
    /// Callers see to it that the whole header is in the buffer.
    /// </remarks>
    public static class RecordHeader
    {
        /// <summary>
        /// Length of a TLS record header: type, version, length.
        /// </summary>
        public const int TlsLength = 5;

        /// <summary>
        /// Length of a DTLS record header: type, version, epoch, sequence number, length.
        /// </summary>
        public const int DtlsLength = 13;

        /// <summary>
        /// Length of a TLS handshake header: type, length (RFC 5246, section 7.4).
        /// </summary>
        public const int TlsHandshakeLength = 4;

        /// <summary>
        /// Length of a DTLS handshake header: type, length, message_seq, fragment_offset, fragment_length (RFC 6347,
        /// section 4.2.2).
        /// </summary>
        public const int DtlsHandshakeLength = 12;

        /// <summary>
        /// The longest plaintext of a record, in bytes (RFC 5246, section 6.2.1).
        /// </summary>
        public const int MaxPlaintext = 16384;

        /// <summary>
        /// From here on a ClientHello's record number leaves too few for the rest of the handshake, for the server as
        /// well, who begins with the same.
        /// </summary>
        public const ulong LastHelloSequence = 0xFFFFFFFF0000;

        /// <summary>
        /// Where the connection ID of a record begins that has one (RFC 9146, section 4): before the length.
        /// </summary>
        public const int ConnectionIdOffset = 11;

        /// <summary>
        /// Where the epoch of a DTLS record begins, which the sequence number follows.
        /// </summary>
        public const int EpochOffset = 3;

        // Type and version stand first in both kinds.
        internal const int VersionOffset = 1;
        internal const int SequenceOffset = 5;

        /// <summary>
        /// Gets the version.
        /// </summary>
        /// <param name="buffer">Holds the record.</param>
        /// <param name="offset">Where the record begins.</param>
        /// <returns>The version.</returns>
        public static int GetVersion(byte[] buffer, int offset)
        {
            return (buffer[offset + VersionOffset] << 8) | buffer[offset + VersionOffset + 1];
        }

        /// <summary>
        /// Gets the epoch of a DTLS record.
        /// </summary>
        /// <param name="buffer">Holds the record.</param>
        /// <param name="offset">Where the record begins.</param>
        /// <returns>The epoch.</returns>
        public static int GetEpoch(byte[] buffer, int offset)
        {
            return (buffer[offset + EpochOffset] << 8) | buffer[offset + EpochOffset + 1];
        }

        /// <summary>
        /// Gets the sequence number of a DTLS record.
        /// </summary>
        /// <param name="buffer">Holds the record.</param>
        /// <param name="offset">Where the record begins.</param>
        /// <returns>The number, of 48 bits.</returns>
        public static ulong GetSequence(byte[] buffer, int offset)
        {
            int at = offset + SequenceOffset;
            uint high = (uint)((buffer[at] << 8) | buffer[at + 1]);
            uint low = (uint)((buffer[at + 2] << 24) | (buffer[at + 3] << 16) | (buffer[at + 4] << 8) | buffer[at + 5]);

            return ((ulong)high << 32) | low;
        }

        /// <summary>
        /// Gets the length of what follows the header of a DTLS record.
        /// </summary>
        /// <param name="buffer">Holds the record.</param>
        /// <param name="offset">Where the record begins.</param>
        /// <returns>The length, in bytes.</returns>
        public static int GetDtlsContentLength(byte[] buffer, int offset)
        {
            return (buffer[offset + DtlsLength - 2] << 8) | buffer[offset + DtlsLength - 1];
        }

        /// <summary>
        /// Gets the length of what follows the header of a TLS record.
        /// </summary>
        /// <param name="buffer">Holds the record.</param>
        /// <param name="offset">Where the record begins.</param>
        /// <returns>The length, in bytes.</returns>
        public static int GetTlsContentLength(byte[] buffer, int offset)
        {
            return (buffer[offset + TlsLength - 2] << 8) | buffer[offset + TlsLength - 1];
        }
    }
}
