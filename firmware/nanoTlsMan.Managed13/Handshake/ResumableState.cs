//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed13.Handshake
{
    /// <summary>
    /// What a ticket stands for: a client keeps it beside the ticket, a server within.
    /// </summary>
    internal sealed class ResumableState : IDisposable
    {
        internal const int MaxTicketLength = 1024;

        // "m3" and the version: no other stack's state, and none of another version's, looks like that.
        private const int Stack = 0x6D33;
        private const int Version = 1;
        private const int FixedLength = 2 + 1 + 1 + 4 + 1 + KeySchedule.HashLength;

        internal TlsTransportKind Kind;
        internal int CredentialTag;
        internal byte[] Identity;
        internal byte[] Key;

        // Of a client: how long it may be used, in seconds, and when it came.
        internal int Lifetime;
        internal int Received;
        internal int AgeAdd;
        internal byte[] Ticket;

        /// <summary>
        /// Reads a state, which is wiped.
        /// </summary>
        /// <returns>The state; <see langword="null"/> if it is none of ours.</returns>
        internal static ResumableState Read(byte[] source, bool isClient)
        {
            WireReader reader = new WireReader();
            ResumableState state = new ResumableState();

            reader.Reset(source, 0, source.Length);

            bool isOurs = reader.ReadUInt16() == Stack && reader.ReadByte() == Version;
            int kind = reader.ReadByte();

            state.Kind = (TlsTransportKind)kind;
            state.CredentialTag = reader.ReadUInt32();
            state.Identity = reader.ReadVector8(0, CredentialStore.MaxIdentityLength);
            state.Key = reader.ReadBytes(KeySchedule.HashLength);

            if (isClient)
            {
                state.Lifetime = reader.ReadUInt32();
                state.Received = reader.ReadUInt32();
                state.AgeAdd = reader.ReadUInt32();
                state.Ticket = reader.ReadVector16(1, MaxTicketLength);
            }

            Array.Clear(source, 0, source.Length);

            if (isOurs && reader.IsWhole && kind <= (int)TlsTransportKind.Stream)
            {
                return state;
            }

            state.Dispose();
            return null;
        }

        /// <summary>
        /// Writes the state.
        /// </summary>
        internal byte[] Write()
        {
            bool isClient = Ticket != null;
            byte[] bytes = new byte[FixedLength + Identity.Length + (isClient ? 14 + Ticket.Length : 0)];
            WireWriter writer = new WireWriter();

            writer.Reset(bytes, 0, bytes.Length);
            writer.WriteUInt16(Stack);
            writer.WriteByte(Version);
            writer.WriteByte((int)Kind);
            writer.WriteUInt32(CredentialTag);
            writer.WriteByte(Identity.Length);
            writer.WriteBytes(Identity, 0, Identity.Length);
            writer.WriteBytes(Key, 0, KeySchedule.HashLength);

            if (isClient)
            {
                writer.WriteUInt32(Lifetime);
                writer.WriteUInt32(Received);
                writer.WriteUInt32(AgeAdd);
                writer.WriteUInt16(Ticket.Length);
                writer.WriteBytes(Ticket, 0, Ticket.Length);
            }

            return bytes;
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            SessionKeys.Wipe(Key);
        }
    }
}
