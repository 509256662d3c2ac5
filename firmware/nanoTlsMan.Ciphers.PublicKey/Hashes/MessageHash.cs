//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Ciphers.PublicKey
{
    /// <summary>
    /// The hash of a signature scheme: SHA-256 of a cipher provider, or SHA-384 from here.
    /// </summary>
    internal abstract class MessageHash
    {
        /// <summary>Gets the length of the digest, in bytes.</summary>
        public abstract int Length { get; }

        /// <summary>Gets how many bytes are hashed in a step: four blocks, well below 60,000 instructions.</summary>
        public abstract int BytesPerStep { get; }

        /// <summary>
        /// Makes what stands before the digest in a PKCS#1 signature: the algorithm with NULL as its parameters (RFC
        /// 8017, section 9.2, note 1).
        /// </summary>
        public abstract byte[] CreateDigestInfo();

        /// <summary>Adds bytes.</summary>
        public abstract void Update(byte[] buffer, int offset, int count);

        /// <summary>Writes the digest and begins anew.</summary>
        public abstract void Finish(byte[] digest, int offset);

        /// <summary>Lets the hash go. May be called more than once.</summary>
        public abstract void Dispose();
    }
}
