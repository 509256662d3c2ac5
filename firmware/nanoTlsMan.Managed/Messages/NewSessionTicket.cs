//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed.Messages
{
    /// <summary>
    /// NewSessionTicket (RFC 5077, section 3.3).
    /// </summary>
    internal static class NewSessionTicket
    {
        // The lifetime hint, in seconds.
        private const int HintLength = 4;

        /// <summary>
        /// Writes the body.
        /// </summary>
        /// <param name="writer">Receives it.</param>
        /// <param name="seconds">How long the ticket is good for.</param>
        /// <param name="ticket">The ticket; <see langword="null"/> for an empty one, from a server that has none after
        /// all.</param>
        internal static void Write(WireWriter writer, int seconds, byte[] ticket)
        {
            int length = ticket == null ? 0 : ticket.Length;

            writer.WriteUInt32(seconds);
            writer.WriteUInt16(length);

            if (length > 0)
            {
                writer.WriteBytes(ticket, 0, length);
            }
        }

        /// <summary>
        /// Reads the body.
        /// </summary>
        /// <param name="reader">Stands at the body and ends with it; afterwards the ticket ends at its
        /// position.</param>
        /// <returns>The ticket's length, in bytes, or -1 if the body is malformed.</returns>
        internal static int Read(WireReader reader)
        {
            reader.Skip(HintLength);

            int length = reader.SkipVector16(0, 65535);

            return reader.IsWhole ? length : -1;
        }
    }
}
