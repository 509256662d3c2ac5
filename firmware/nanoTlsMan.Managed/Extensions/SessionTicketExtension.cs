//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed.Extensions
{
    /// <summary>
    /// session_ticket (RFC 5077, section 3.2): the data is the ticket itself, or empty.
    /// </summary>
    internal static class SessionTicketExtension
    {
        /// <summary>
        /// Reads the extension.
        /// </summary>
        /// <param name="reader">Stands at its data and ends with it.</param>
        /// <param name="extensions">Receives what it says.</param>
        /// <returns>What is wrong, or <see cref="TlsErrorCause.None"/>.</returns>
        internal static TlsErrorCause Read(WireReader reader, HelloExtensions extensions)
        {
            // Where the ticket lies is noted, and not copied: a server without keys for tickets has no use for it.
            extensions.TicketOffset = reader.Position;
            extensions.TicketLength = reader.Remaining;
            return extensions.Note(HelloExtensions.HasSessionTicket);
        }

        /// <summary>
        /// Writes the extension, if it is there.
        /// </summary>
        internal static void Write(WireWriter writer, HelloExtensions extensions)
        {
            if (extensions.Has(HelloExtensions.HasSessionTicket))
            {
                byte[] ticket = extensions.Ticket;
                int length = ticket == null ? 0 : ticket.Length;

                writer.WriteUInt16(ExtensionType.SessionTicket);
                writer.WriteUInt16(length);

                if (length > 0)
                {
                    writer.WriteBytes(ticket, 0, length);
                }
            }
        }
    }
}
