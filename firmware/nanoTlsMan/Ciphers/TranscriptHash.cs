//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan
{
    /// <summary>
    /// A running SHA-256 over the messages of a handshake (RFC 5246, section 7.4.9), which can be read without being
    /// ended.
    /// </summary>
    public abstract class TranscriptHash : IDisposable
    {
        /// <summary>
        /// Length of the digest, in bytes.
        /// </summary>
        public const int DigestLength = 32;

        /// <summary>
        /// Adds bytes to what has been hashed.
        /// </summary>
        /// <param name="buffer">Holds the bytes.</param>
        /// <param name="offset">Where they begin.</param>
        /// <param name="count">How many there are.</param>
        public abstract void Update(byte[] buffer, int offset, int count);

        /// <summary>
        /// Writes the digest of all that was added so far; more may be added afterwards.
        /// </summary>
        /// <param name="digest">Receives <see cref="DigestLength"/> bytes.</param>
        /// <param name="offset">Where the digest begins.</param>
        public abstract void GetDigest(byte[] digest, int offset);

        /// <summary>
        /// Forgets all that was added.
        /// </summary>
        public abstract void Reset();

        /// <summary>
        /// Wipes the state. May be called more than once.
        /// </summary>
        public abstract void Dispose();
    }
}
