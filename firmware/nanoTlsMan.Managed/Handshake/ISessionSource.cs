//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Managed.Handshake
{
    /// <summary>
    /// Gives a handshake the sessions that may be resumed, and takes what it derives for the key log. The engine does,
    /// for only a stack's engine may.
    /// </summary>
    internal interface ISessionSource
    {
        /// <summary>
        /// Copies what a client may resume.
        /// </summary>
        /// <returns>The state, which the caller wipes; <see langword="null"/> if there is nothing.</returns>
        byte[] CopyState();

        /// <summary>
        /// Finds what a server may resume by session ID.
        /// </summary>
        /// <param name="buffer">Holds the ID.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="count">Its length, in bytes.</param>
        /// <returns>The state, which the caller wipes; <see langword="null"/> if there is none.</returns>
        byte[] FindState(byte[] buffer, int offset, int count);

        /// <summary>
        /// Makes a ticket.
        /// </summary>
        /// <param name="state">The state, which the caller wipes.</param>
        /// <returns>The ticket; <see langword="null"/> if the random source failed.</returns>
        byte[] SealTicket(byte[] state);

        /// <summary>
        /// Opens a ticket.
        /// </summary>
        /// <param name="buffer">Holds the ticket.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="count">Its length, in bytes.</param>
        /// <returns>The state, which the caller wipes; <see langword="null"/> if it is no ticket of this
        /// server's.</returns>
        byte[] OpenTicket(byte[] buffer, int offset, int count);

        /// <summary>
        /// Gives the secrets to the key log, if there is one.
        /// </summary>
        /// <param name="clientRandom">Holds the client's random value at its beginning.</param>
        /// <param name="masterSecret">The master secret.</param>
        void LogSecrets(byte[] clientRandom, byte[] masterSecret);
    }
}
