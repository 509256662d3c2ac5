//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Managed.Handshake;

namespace NanoTlsMan.Managed13.Handshake
{
    /// <summary>
    /// What a handshake asks of its engine beside keys, for only a stack's engine may: tickets, and the log of secrets.
    /// </summary>
    internal interface IHandshakeHost : IKeySource
    {
        /// <summary>
        /// Gives a secret to the log, if there is one.
        /// </summary>
        void LogSecret(string label, byte[] clientRandom, byte[] secret);

        /// <summary>
        /// Copies what a client may resume.
        /// </summary>
        /// <returns>The state, which the caller wipes; <see langword="null"/> if there is nothing.</returns>
        byte[] CopyState();

        /// <summary>
        /// Finds the state of a ticket, or of what a cache has under its name.
        /// </summary>
        /// <returns>The state, which the caller wipes; <see langword="null"/> if it is no ticket of this
        /// server's.</returns>
        byte[] OpenTicket(byte[] buffer, int offset, int count);
    }
}
