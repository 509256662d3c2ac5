//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Managed13.Handshake
{
    /// <summary>
    /// What a handshake asks of its engine, for only a stack's engine may: keys of the store, tickets, and the log of
    /// secrets.
    /// </summary>
    internal interface IHandshakeHost
    {
        /// <summary>
        /// Copies a pre-shared key.
        /// </summary>
        /// <returns>The key's length, in bytes, or 0 if the credential is gone.</returns>
        int ReadKey(int tag, byte[] key);

        /// <summary>
        /// Copies a private key.
        /// </summary>
        /// <returns><see langword="false"/> if the credential is gone; otherwise, <see langword="true"/>.</returns>
        bool ReadPrivateKey(int tag, byte[] key);

        /// <summary>
        /// Copies a key that nobody has, for an identity that nobody has.
        /// </summary>
        /// <returns><see langword="false"/> if the random source failed; otherwise, <see langword="true"/>.</returns>
        bool TryCopyDecoy(byte[] key);

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
