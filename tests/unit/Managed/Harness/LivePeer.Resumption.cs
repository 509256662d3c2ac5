//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Tests
{
    /// <content>
    /// What it knows of resumption.
    /// </content>
    internal sealed partial class LivePeer
    {
        private bool _isResuming;

        /// <summary>The session ID of its hellos; a server that resumes repeats the client's instead.</summary>
        public byte[] SessionId { get; set; } = new byte[0];

        /// <summary>What its session_ticket says; <see langword="null"/> for no such extension.</summary>
        public byte[] Ticket { get; set; }

        /// <summary>Whether its hellos have no extended_master_secret.</summary>
        public bool LacksMasterSecret { get; set; }

        /// <summary>The session ID of the engine's hello.</summary>
        public byte[] PeerSessionId { get; private set; } = new byte[0];

        /// <summary>What the engine's session_ticket said; <see langword="null"/> if there was none.</summary>
        public byte[] PeerTicket { get; private set; }

        /// <summary>The ticket that the engine gave; <see langword="null"/> if it gave none.</summary>
        public byte[] NewTicket { get; private set; }

        public byte[] MasterSecret
        {
            get { return _master; }
        }

        /// <summary>Makes its handshake an abbreviated one with an earlier session's master secret.</summary>
        public void Resume(byte[] masterSecret)
        {
            System.Array.Copy(masterSecret, 0, _master, 0, MasterSecretLength);
            _isResuming = true;
        }

        public byte[] NewSessionTicket(byte[] ticket)
        {
            return Send(
                HandshakeType.NewSessionTicket,
                Forge.Join(Forge.Join(Hex.Parse("00000e10"), Number(ticket.Length, 2)), ticket), 0);
        }
    }
}
