//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Managed.Handshake
{
    /// <summary>
    /// Gives a handshake the keys of a credential. The engine does, for only a stack's engine may.
    /// </summary>
    internal interface IKeySource
    {
        /// <summary>
        /// Copies a key.
        /// </summary>
        /// <param name="tag">The credential's tag.</param>
        /// <param name="key">Receives the key; <see cref="CredentialStore.MaxKeyLength"/> bytes.</param>
        /// <returns>The key's length, in bytes, or 0 if the credential is gone.</returns>
        int ReadKey(int tag, byte[] key);

        /// <summary>
        /// Copies a private key.
        /// </summary>
        /// <param name="tag">The credential's tag.</param>
        /// <param name="key">Receives the key, <see cref="CredentialStore.PrivateKeyLength"/> bytes.</param>
        /// <returns><see langword="false"/> if the credential is gone; otherwise, <see langword="true"/>.</returns>
        bool ReadPrivateKey(int tag, byte[] key);

        /// <summary>
        /// Copies a key that nobody has, for an identity that nobody has.
        /// </summary>
        /// <param name="key">Receives the key; <see cref="CredentialStore.MaxKeyLength"/> bytes.</param>
        /// <returns><see langword="false"/> if there is none, for the random source failed; otherwise,
        /// <see langword="true"/>.</returns>
        bool TryCopyDecoy(byte[] key);
    }
}
