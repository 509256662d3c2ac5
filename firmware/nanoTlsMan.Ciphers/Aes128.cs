//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Ciphers
{
    /// <summary>
    /// AES with a 128-bit key (FIPS 197), in the direction of encryption, which is the only one that CCM and GCM use.
    /// </summary>
    /// <remarks>
    /// Of no use once disposed of: <see cref="Encrypt"/> then throws <see cref="NullReferenceException"/>, and so it
    /// never encrypts under a wiped key.
    /// </remarks>
    public abstract class Aes128 : IDisposable
    {
        /// <summary>
        /// Length of the key, in bytes.
        /// </summary>
        public const int KeyLength = 16;

        /// <summary>
        /// Length of a block, in bytes.
        /// </summary>
        public const int BlockLength = 16;

        private protected const int Rounds = 10;

        private protected uint[] _roundKeys;

        /// <summary>
        /// Encrypts one block or two, in place.
        /// </summary>
        /// <param name="blocks">Holds the blocks, each as four words, the first byte on top.</param>
        /// <param name="offset">Where the first block begins, in words.</param>
        /// <param name="count">How many blocks: 1 or 2. Two in one call never cost more than in two.</param>
        public abstract void Encrypt(uint[] blocks, int offset, int count);

        /// <summary>
        /// Wipes the key. May be called more than once.
        /// </summary>
        public void Dispose()
        {
            if (_roundKeys != null)
            {
                Array.Clear(_roundKeys, 0, _roundKeys.Length);
                _roundKeys = null;
            }
        }

        /// <summary>
        /// Applies the S-box to each byte of a word.
        /// </summary>
        private protected abstract uint SubWord(uint word);

        /// <summary>
        /// Makes the 44 words of the key schedule (FIPS 197, section 5.2).
        /// </summary>
        private protected void ExpandKey(byte[] key, int offset)
        {
            uint[] w = new uint[4 * (Rounds + 1)];

            for (int i = 0; i < 4; i++)
            {
                w[i] = BigEndian.ReadUInt32(key, offset);
                offset += 4;
            }

            // The round constant: powers of x, of which the ninth overflows the field's degree.
            int constant = 1;
            for (int i = 4; i < w.Length; i += 4)
            {
                uint last = w[i - 1];
                w[i] = w[i - 4] ^ SubWord(last << 8 | last >> 24) ^ (uint)constant << 24;
                w[i + 1] = w[i - 3] ^ w[i];
                w[i + 2] = w[i - 2] ^ w[i + 1];
                w[i + 3] = last ^ w[i + 2];
                constant = constant == 0x80 ? 0x1b : constant << 1;
            }

            _roundKeys = w;
        }
    }
}
