//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan
{
    /// <summary>
    /// The header of a handshake message over datagrams (RFC 6347, section 4.2.2): the one place that knows where its
    /// fields lie. Over a stream it ends with the length (RFC 5246, section 7.4).
    /// </summary>
    /// <remarks>
    /// Callers see to it that the whole header is in the buffer.
    /// </remarks>
    public static class HandshakeHeader
    {
        internal const int LengthOffset = 1;
        internal const int SequenceOffset = 4;
        internal const int FragmentOffsetOffset = 6;
        internal const int FragmentLengthOffset = 9;

        /// <summary>
        /// Gets the length of the whole message without its header.
        /// </summary>
        /// <param name="buffer">Holds the message.</param>
        /// <param name="offset">Where its header begins.</param>
        /// <returns>The length, in bytes.</returns>
        public static int GetLength(byte[] buffer, int offset)
        {
            return GetUInt24(buffer, offset + LengthOffset);
        }

        /// <summary>
        /// Gets the message_seq.
        /// </summary>
        /// <param name="buffer">Holds the message.</param>
        /// <param name="offset">Where its header begins.</param>
        /// <returns>The number.</returns>
        public static int GetSequence(byte[] buffer, int offset)
        {
            return (buffer[offset + SequenceOffset] << 8) | buffer[offset + SequenceOffset + 1];
        }

        /// <summary>
        /// Gets where in the message the fragment begins.
        /// </summary>
        /// <param name="buffer">Holds the message.</param>
        /// <param name="offset">Where its header begins.</param>
        /// <returns>The place, in bytes.</returns>
        public static int GetFragmentOffset(byte[] buffer, int offset)
        {
            return GetUInt24(buffer, offset + FragmentOffsetOffset);
        }

        /// <summary>
        /// Gets the length of the fragment.
        /// </summary>
        /// <param name="buffer">Holds the message.</param>
        /// <param name="offset">Where its header begins.</param>
        /// <returns>The length, in bytes.</returns>
        public static int GetFragmentLength(byte[] buffer, int offset)
        {
            return GetUInt24(buffer, offset + FragmentLengthOffset);
        }

        private static int GetUInt24(byte[] buffer, int offset)
        {
            return (buffer[offset] << 16) | (buffer[offset + 1] << 8) | buffer[offset + 2];
        }
    }
}
