//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed13.Messages
{
    /// <summary>
    /// NewSessionTicket (RFC 9846, section 4.6.1).
    /// </summary>
    internal static class NewSessionTicket
    {
        /// <summary>A client keeps no ticket longer than seven days, in seconds.</summary>
        internal const int MostLifetime = 604800;

        internal const int NonceLength = 1;

        internal static void Write(WireWriter writer, int lifetime, int ageAdd, int nonce, byte[] ticket)
        {
            writer.WriteUInt32(lifetime);
            writer.WriteUInt32(ageAdd);
            writer.WriteByte(NonceLength);
            writer.WriteByte(nonce);
            writer.WriteUInt16(ticket.Length);
            writer.WriteBytes(ticket, 0, ticket.Length);
            writer.WriteUInt16(0);
        }

        /// <summary>
        /// Reads the body.
        /// </summary>
        /// <returns><see langword="false"/> if it is malformed; otherwise, <see langword="true"/>.</returns>
        internal static bool Read(
            WireReader reader, out int lifetime, out int ageAdd, out byte[] nonce, out byte[] ticket)
        {
            lifetime = reader.ReadUInt32();
            ageAdd = reader.ReadUInt32();
            nonce = reader.ReadVector8(0, 255);
            ticket = reader.ReadVector16(1, 65535);

            int end = reader.SkipVector16(0, 65535);

            return end >= 0 && reader.IsWhole;
        }
    }
}
