//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed.Handshake
{
    /// <summary>
    /// What a session that can be resumed is bound to, and its master secret: a client's, with what it offers the
    /// server for it; or a server's, with what proves that the credential has not changed.
    /// </summary>
    /// <remarks>
    /// Only sessions with extended_master_secret have one: RFC 7627, section 5.3, wants no others resumed.
    /// </remarks>
    internal sealed class ResumableState : IDisposable
    {
        /// <summary>
        /// The longest ticket that a client keeps, in bytes.
        /// </summary>
        internal const int MaxTicketLength = 1024;

        internal const int ProofLength = 16;

        // "MC" or "MS", and the version: no other stack's state, and none of another version's, looks like that.
        private const int Stack = 0x4D;
        private const int ClientMark = 0x43;
        private const int ServerMark = 0x53;
        private const int Version = 1;

        private const int MaxSessionIdLength = 32;
        private const int MaxMaxFragmentLengthCode = 4;

        internal TlsTransportKind Kind;
        internal int CipherSuite;

        /// <summary>The code of max_fragment_length that was agreed on, or 0.</summary>
        internal int MaxFragmentLengthCode;

        internal int CredentialTag;
        internal byte[] Identity;
        internal byte[] MasterSecret;

        /// <summary>A client's ID of the session; empty if there is a ticket.</summary>
        internal byte[] SessionId;

        /// <summary>A client's ticket, or empty.</summary>
        internal byte[] Ticket;

        /// <summary>A server's proof of the credential's key, 16 bytes.</summary>
        internal byte[] Proof;

        /// <summary>
        /// Reads a state. Whatever it is, nothing but a state that <see cref="Write"/> wrote is taken.
        /// </summary>
        /// <param name="source">Holds it, and nothing else; it is wiped.</param>
        /// <param name="role">Whose it has to be.</param>
        /// <returns>The state, or <see langword="null"/> if it is none.</returns>
        internal static ResumableState Read(byte[] source, TlsRole role)
        {
            WireReader reader = new WireReader();
            ResumableState state = new ResumableState();
            bool isClient = role == TlsRole.Client;

            reader.Reset(source, 0, source.Length);

            bool isOurs = reader.ReadByte() == Stack && reader.ReadByte() == (isClient ? ClientMark : ServerMark)
                && reader.ReadByte() == Version;
            int kind = reader.ReadByte();

            state.Kind = (TlsTransportKind)kind;
            state.MaxFragmentLengthCode = reader.ReadByte();
            state.CipherSuite = reader.ReadUInt16();
            state.CredentialTag = reader.ReadUInt32();
            state.Identity = reader.ReadVector8(1, CredentialStore.MaxIdentityLength);
            state.MasterSecret = reader.ReadBytes(KeySchedule.MasterSecretLength);

            if (isClient)
            {
                state.SessionId = reader.ReadVector8(0, MaxSessionIdLength);
                state.Ticket = reader.ReadVector16(0, MaxTicketLength);
            }
            else
            {
                state.Proof = reader.ReadBytes(ProofLength);
            }

            Bytes.Wipe(source);

            if (isOurs && reader.IsWhole && kind <= (int)TlsTransportKind.Stream && state.CredentialTag >= 0
                && state.MaxFragmentLengthCode <= MaxMaxFragmentLengthCode
                && (!isClient || (state.SessionId.Length > 0) != (state.Ticket.Length > 0)))
            {
                return state;
            }

            state.Dispose();
            return null;
        }

        /// <summary>
        /// Writes a state.
        /// </summary>
        /// <param name="masterSecret">The master secret.</param>
        /// <returns>The bytes, which the caller wipes or gives away.</returns>
        internal byte[] Write(byte[] masterSecret)
        {
            bool isClient = Proof == null;
            byte[] bytes = new byte[
                12 + Identity.Length + KeySchedule.MasterSecretLength
                + (isClient ? 3 + SessionId.Length + Ticket.Length : ProofLength)];
            WireWriter writer = new WireWriter();

            writer.Reset(bytes, 0, bytes.Length);
            writer.WriteByte(Stack);
            writer.WriteByte(isClient ? ClientMark : ServerMark);
            writer.WriteByte(Version);
            writer.WriteByte((int)Kind);
            writer.WriteByte(MaxFragmentLengthCode);
            writer.WriteUInt16(CipherSuite);
            writer.WriteUInt32(CredentialTag);
            writer.WriteByte(Identity.Length);
            writer.WriteBytes(Identity, 0, Identity.Length);
            writer.WriteBytes(masterSecret, 0, KeySchedule.MasterSecretLength);

            if (isClient)
            {
                writer.WriteByte(SessionId.Length);
                writer.WriteBytes(SessionId, 0, SessionId.Length);
                writer.WriteUInt16(Ticket.Length);
                writer.WriteBytes(Ticket, 0, Ticket.Length);
            }
            else
            {
                writer.WriteBytes(Proof, 0, ProofLength);
            }

            return bytes;
        }

        /// <summary>
        /// Wipes the secrets.
        /// </summary>
        public void Dispose()
        {
            Bytes.Wipe(MasterSecret);
        }
    }
}
