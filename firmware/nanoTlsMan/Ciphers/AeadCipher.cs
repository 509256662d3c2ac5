//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan
{
    /// <summary>
    /// One direction's authenticated cipher with its key, as a <see cref="CipherProvider"/> makes it. One call protects
    /// one record: on an interpreter, and across a native boundary, a call per block would cost more than the block.
    /// </summary>
    /// <remarks>
    /// An implementation allocates nothing in <see cref="Seal"/> and <see cref="Open"/>; one that cannot help it says
    /// what. It is used by one session, so it need not be thread-safe.
    /// </remarks>
    public abstract class AeadCipher : IDisposable
    {
        /// <summary>
        /// Length of every nonce, in bytes: a 4-byte salt and the 8-byte explicit part (RFC 5288, section 3; RFC 6655,
        /// section 3).
        /// </summary>
        public const int NonceLength = 12;

        // Longer additional data would need the second form of its length in CCM (RFC 3610, section 2.2), and longer
        // text a shorter nonce.
        private const int AadLimit = 0xff00;
        private const int TextLimit = 1 << 24;

        /// <summary>
        /// Gets the length of the authentication tag, in bytes: 8 or 16.
        /// </summary>
        public abstract int TagLength { get; }

        /// <summary>
        /// Encrypts <paramref name="count"/> bytes in place and writes the tag after them.
        /// </summary>
        /// <param name="nonce">Holds the <see cref="NonceLength"/>-byte nonce. A nonce must never be used twice under
        /// one key.</param>
        /// <param name="nonceOffset">Where the nonce begins.</param>
        /// <param name="aad">Holds the additional authenticated data.</param>
        /// <param name="aadOffset">Where the additional data begins.</param>
        /// <param name="aadCount">Length of the additional data, in bytes, less than 65,280.</param>
        /// <param name="buffer">Holds the plaintext; afterwards the ciphertext and the tag.</param>
        /// <param name="offset">Where the plaintext begins.</param>
        /// <param name="count">Length of the plaintext, in bytes, less than 16 MiB; <see cref="TagLength"/> more bytes
        /// must fit after it.</param>
        /// <exception cref="ArgumentOutOfRangeException">A length is too long, or a range does not lie in its array.
        /// Nothing was changed.</exception>
        public abstract void Seal(
            byte[] nonce, int nonceOffset, byte[] aad, int aadOffset, int aadCount, byte[] buffer, int offset,
            int count);

        /// <summary>
        /// Checks the tag, in constant time, and decrypts in place.
        /// </summary>
        /// <param name="nonce">Holds the <see cref="NonceLength"/>-byte nonce.</param>
        /// <param name="nonceOffset">Where the nonce begins.</param>
        /// <param name="aad">Holds the additional authenticated data.</param>
        /// <param name="aadOffset">Where the additional data begins.</param>
        /// <param name="aadCount">Length of the additional data, in bytes, less than 65,280.</param>
        /// <param name="buffer">Holds the ciphertext and, after it, the tag; afterwards the plaintext.</param>
        /// <param name="offset">Where the ciphertext begins.</param>
        /// <param name="count">Length of the ciphertext without its tag, in bytes; 0 or more. The tag follows
        /// it.</param>
        /// <returns><see langword="true"/> if the tag is right. Otherwise the bytes from <paramref name="offset"/> on
        /// are worthless and hold no plaintext (RFC 5116, section 2.2).</returns>
        /// <exception cref="ArgumentOutOfRangeException">A length is too long, or a range does not lie in its array.
        /// Nothing was changed.</exception>
        public abstract bool Open(
            byte[] nonce, int nonceOffset, byte[] aad, int aadOffset, int aadCount, byte[] buffer, int offset,
            int count);

        /// <summary>
        /// Wipes the key. The cipher is of no use afterwards. May be called more than once.
        /// </summary>
        public abstract void Dispose();

        /// <summary>
        /// Checks what <see cref="Seal"/> and <see cref="Open"/> are given, before anything is changed.
        /// </summary>
        /// <param name="aad">Holds the additional authenticated data.</param>
        /// <param name="aadOffset">Where the additional data begins.</param>
        /// <param name="aadCount">Length of the additional data, in bytes.</param>
        /// <param name="buffer">Holds the text and the tag, or room for it.</param>
        /// <param name="offset">Where the text begins.</param>
        /// <param name="count">Length of the text without the tag, in bytes.</param>
        /// <exception cref="ArgumentOutOfRangeException">A length is too long, or a range does not lie in its
        /// array.</exception>
        protected void CheckRanges(byte[] aad, int aadOffset, int aadCount, byte[] buffer, int offset, int count)
        {
            // A negative number is a large one without its sign; each is compared with what the others leave, so that
            // no sum overflows.
            if ((uint)aadCount >= AadLimit || (uint)count >= TextLimit || aadOffset < 0
                || aadOffset > aad.Length - aadCount || offset < 0
                || offset > buffer.Length - count - TagLength)
            {
                throw new ArgumentOutOfRangeException();
            }
        }
    }
}
