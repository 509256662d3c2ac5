//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Managed.Handshake
{
    /// <summary>
    /// How far a handshake is with resumption: only one that may resume, or leave something for a later one, has this.
    /// </summary>
    internal sealed class ResumptionProgress
    {
        /// <summary>The session ID that a client offers, or that a server has resumed by.</summary>
        internal byte[] SessionId;

        /// <summary>The session that a client offers.</summary>
        internal ResumableState Offered;

        /// <summary>Whether the handshake is an abbreviated one.</summary>
        internal bool IsAccepted;

        /// <summary>Whether the server gives a ticket.</summary>
        internal bool HasTicket;

        /// <summary>The session ID that the server has given.</summary>
        internal byte[] NewSessionId;

        /// <summary>The ticket that the server has given.</summary>
        internal byte[] NewTicket;

        /// <summary>The code of max_fragment_length that was agreed on, or 0.</summary>
        internal int MaxFragmentLengthCode;
    }
}
