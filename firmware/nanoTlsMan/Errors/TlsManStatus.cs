//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan
{
    /// <summary>
    /// What a call returns where it does not return a count: 0 or, negative, why it was not served. None of the
    /// negative ones ends a session.
    /// </summary>
    public static class TlsManStatus
    {
        /// <summary>
        /// Done.
        /// </summary>
        public const int Ok = 0;

        /// <summary>
        /// Nothing can be done at this moment: no data is there, or an earlier send is still under way.
        /// </summary>
        public const int WouldBlock = -1;

        /// <summary>
        /// The channel is not open yet.
        /// </summary>
        public const int NotConnected = -2;

        /// <summary>
        /// More bytes than one datagram can carry, or than the buffer that was given can take.
        /// </summary>
        public const int TooLong = -3;

        /// <summary>
        /// The deadline passed first.
        /// </summary>
        public const int TimedOut = -4;

        /// <summary>
        /// The channel was closed, here or by the peer.
        /// </summary>
        public const int Closed = -5;

        /// <summary>
        /// The session failed; <see cref="TlsManSession.LastError"/> says why.
        /// </summary>
        public const int Failed = -6;

        /// <summary>
        /// The call does not fit what was called before, as opening a channel twice.
        /// </summary>
        public const int InvalidState = -7;

        /// <summary>
        /// No loaded stack can do what was asked.
        /// </summary>
        public const int NoStack = -8;

        /// <summary>
        /// The endpoint has as many sessions as <see cref="TlsLimits.MaxSessions"/> allows.
        /// </summary>
        public const int TableFull = -9;

        /// <summary>
        /// A <see cref="SavedSessionStore"/> failed.
        /// </summary>
        public const int StoreFailed = -10;
    }
}
