//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Managed.Machine
{
    /// <summary>
    /// Gives a handshake the key of a credential. The engine does, for only a stack's engine may read keys.
    /// </summary>
    internal interface IKeySource
    {
        /// <summary>
        /// Copies a key.
        /// </summary>
        /// <param name="tag">The credential's tag.</param>
        /// <param name="key">Receives the key; <see cref="CredentialStore.MaxKeyLength"/> bytes.</param>
        /// <returns>The key's length, in bytes, or 0 where the credential is gone.</returns>
        int ReadKey(int tag, byte[] key);
    }
}
