//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan
{
    /// <summary>
    /// Where a stack takes its ciphers from: managed code, the board's cipher classes or a native library. Each call
    /// serves a whole record, flight or derivation, never a block.
    /// </summary>
    /// <remarks>
    /// A provider holds no secrets of its own and may be shared by sessions and threads. Offsets and counts that do not
    /// fit are the caller's fault and may throw <see cref="IndexOutOfRangeException"/>; nothing that comes from
    /// the network gets there unchecked.
    /// </remarks>
    public abstract class CipherProvider
    {
        /// <summary>
        /// Gets the provider's name, as <c>managed</c>, for capability lists.
        /// </summary>
        public abstract string Name { get; }

        /// <summary>
        /// Tells whether <see cref="CreateAead"/> can make a cipher.
        /// </summary>
        /// <param name="algorithm">The cipher.</param>
        /// <returns><see langword="true"/> if it can; otherwise, <see langword="false"/>.</returns>
        public abstract bool Supports(AeadAlgorithm algorithm);

        /// <summary>
        /// Makes one direction's authenticated cipher.
        /// </summary>
        /// <param name="algorithm">The cipher.</param>
        /// <param name="key">Holds the key, which is copied or expanded; the caller wipes its own.</param>
        /// <param name="offset">Where the key begins.</param>
        /// <param name="count">Length of the key, in bytes: 16 for AES-128, 32 for ChaCha20.</param>
        /// <returns>The cipher, which its user disposes of.</returns>
        /// <exception cref="ArgumentOutOfRangeException">A key of the algorithm is not that long.</exception>
        /// <exception cref="NotSupportedException">The provider does not have
        /// <paramref name="algorithm"/>.</exception>
        public abstract AeadCipher CreateAead(AeadAlgorithm algorithm, byte[] key, int offset, int count);

        /// <summary>
        /// Makes what hides the numbers of one direction's records of DTLS 1.3 (RFC 9147, section 4.2.3).
        /// </summary>
        /// <param name="algorithm">The cipher of the records.</param>
        /// <param name="key">Holds the key, which is copied or expanded; it is as long as that of the records.</param>
        /// <param name="offset">Where the key begins.</param>
        /// <returns>The cipher, which its user disposes of; <see langword="null"/> if the provider has none, and then
        /// DTLS 1.3 cannot be had with it.</returns>
        public virtual RecordNumberCipher CreateRecordNumberCipher(AeadAlgorithm algorithm, byte[] key, int offset)
        {
            return null;
        }

        /// <summary>
        /// Makes a running SHA-256.
        /// </summary>
        /// <returns>The hash, which its user disposes of.</returns>
        public abstract TranscriptHash CreateTranscriptHash();

        /// <summary>
        /// Takes a key for several uses, with the work done once that depends on it alone.
        /// </summary>
        /// <param name="key">Holds the key, which is copied or hashed; the caller wipes its own.</param>
        /// <param name="offset">Where the key begins.</param>
        /// <param name="count">Length of the key, in bytes; any.</param>
        /// <returns>The key, which its user disposes of.</returns>
        public virtual HmacKey CreateHmacKey(byte[] key, int offset, int count)
        {
            return new CopiedHmacKey(this, key, offset, count);
        }

        /// <summary>
        /// Computes HMAC-SHA-256 (RFC 2104).
        /// </summary>
        /// <param name="key">Holds the key.</param>
        /// <param name="keyOffset">Where the key begins.</param>
        /// <param name="keyCount">Length of the key, in bytes; any.</param>
        /// <param name="data">Holds the message.</param>
        /// <param name="dataOffset">Where the message begins.</param>
        /// <param name="dataCount">Length of the message, in bytes.</param>
        /// <param name="mac">Receives the 32-byte code.</param>
        /// <param name="macOffset">Where the code begins.</param>
        public abstract void ComputeHmac(
            byte[] key, int keyOffset, int keyCount, byte[] data, int dataOffset, int dataCount, byte[] mac,
            int macOffset);

        /// <summary>
        /// Computes the pseudorandom function of TLS 1.2 with SHA-256 (RFC 5246, section 5).
        /// </summary>
        /// <param name="secret">Holds the secret.</param>
        /// <param name="secretOffset">Where the secret begins.</param>
        /// <param name="secretCount">Length of the secret, in bytes; any.</param>
        /// <param name="label">The label, as ASCII bytes.</param>
        /// <param name="seed">Holds the seed.</param>
        /// <param name="seedOffset">Where the seed begins.</param>
        /// <param name="seedCount">Length of the seed, in bytes.</param>
        /// <param name="output">Receives the result; it may not overlap the secret or the seed.</param>
        /// <param name="outputOffset">Where the result begins.</param>
        /// <param name="outputCount">Length of the result, in bytes.</param>
        public abstract void ComputePrf(
            byte[] secret, int secretOffset, int secretCount, byte[] label, byte[] seed, int seedOffset, int seedCount,
            byte[] output, int outputOffset, int outputCount);

        /// <summary>
        /// Extracts a pseudorandom key from a secret that need not be uniform: HKDF-Extract with SHA-256 (RFC 5869,
        /// section 2.2).
        /// </summary>
        /// <param name="salt">Holds the salt.</param>
        /// <param name="saltOffset">Where the salt begins.</param>
        /// <param name="saltCount">Length of the salt, in bytes; 0 stands for 32 zeros.</param>
        /// <param name="secret">Holds the secret.</param>
        /// <param name="secretOffset">Where the secret begins.</param>
        /// <param name="secretCount">Length of the secret, in bytes.</param>
        /// <param name="key">Receives the 32-byte key.</param>
        /// <param name="keyOffset">Where the key begins.</param>
        public void ExtractKey(
            byte[] salt, int saltOffset, int saltCount, byte[] secret, int secretOffset, int secretCount, byte[] key,
            int keyOffset)
        {
            // HMAC fills its key up with zeros: no salt and 32 zeros are the same to it.
            ComputeHmac(salt, saltOffset, saltCount, secret, secretOffset, secretCount, key, keyOffset);
        }

        /// <summary>
        /// Expands a pseudorandom key into others: HKDF-Expand with SHA-256 (RFC 5869, section 2.3).
        /// </summary>
        /// <param name="key">Holds the pseudorandom key.</param>
        /// <param name="keyOffset">Where the key begins.</param>
        /// <param name="keyCount">Length of the key, in bytes; at least 32.</param>
        /// <param name="info">Holds what the output is for.</param>
        /// <param name="infoOffset">Where that begins.</param>
        /// <param name="infoCount">Its length, in bytes.</param>
        /// <param name="output">Receives the result; it may overlap neither the key nor the information.</param>
        /// <param name="outputOffset">Where the result begins.</param>
        /// <param name="outputCount">Length of the result, in bytes; at most 255 times 32.</param>
        /// <exception cref="ArgumentOutOfRangeException"><paramref name="outputCount"/> is negative or too
        /// large.</exception>
        public void ExpandKey(
            byte[] key, int keyOffset, int keyCount, byte[] info, int infoOffset, int infoCount, byte[] output,
            int outputOffset, int outputCount)
        {
            HmacKey hmac = CreateHmacKey(key, keyOffset, keyCount);

            try
            {
                hmac.ExpandKey(info, infoOffset, infoCount, output, outputOffset, outputCount);
            }
            finally
            {
                hmac.Dispose();
            }
        }
    }
}
