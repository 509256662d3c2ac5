//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Ciphers
{
    /// <summary>
    /// Poly1305 (RFC 8439, section 2.5) as ChaCha20-Poly1305 uses it: each stretch is filled up with zeros to whole
    /// blocks.
    /// </summary>
    /// <remarks>
    /// Five limbs of 26 bits in a <see cref="long"/> each: five products of a column fit without a carry, and no number
    /// is ever negative before the last step. No branch depends on a secret.
    /// </remarks>
    internal sealed class Poly1305
    {
        private const int BlockLength = 16;
        private const long LimbMask = 0x3ffffff;
        private const long WordMask = 0xffffffff;

        // Five limbs of r; five of the sum; four words of s.
        private readonly long[] _state = new long[14];

        // A last block that is not whole, or the lengths.
        private readonly byte[] _block = new byte[BlockLength];

        /// <summary>
        /// Begins with a one-time key.
        /// </summary>
        /// <param name="key">Holds the key in its first eight words: r, which is clamped (section 2.5), and s.</param>
        public void Start(uint[] key)
        {
            long[] state = _state;
            long w0 = key[0];
            long w1 = key[1];
            long w2 = key[2];
            long w3 = key[3];

            state[0] = w0 & LimbMask;
            state[1] = (w0 >> 26 | w1 << 6) & 0x3ffff03;
            state[2] = (w1 >> 20 | w2 << 12) & 0x3ffc0ff;
            state[3] = (w2 >> 14 | w3 << 18) & 0x3f03fff;
            state[4] = (w3 >> 8) & 0xfffff;

            for (int i = 0; i < 5; i++)
            {
                state[5 + i] = 0;
            }

            for (int i = 0; i < 4; i++)
            {
                state[10 + i] = key[4 + i];
            }
        }

        /// <summary>
        /// Adds a stretch, and zeros up to a whole block (section 2.8).
        /// </summary>
        /// <param name="buffer">Holds the stretch.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="count">Its length, in bytes; 0 or more.</param>
        public void Update(byte[] buffer, int offset, int count)
        {
            int whole = count & ~(BlockLength - 1);
            int rest = count - whole;

            AddBlocks(buffer, offset, whole);
            if (rest > 0)
            {
                Array.Clear(_block, 0, BlockLength);
                Array.Copy(buffer, offset + whole, _block, 0, rest);
                AddBlocks(_block, 0, BlockLength);
            }
        }

        /// <summary>
        /// Adds the block of lengths (section 2.8) and writes the tag.
        /// </summary>
        /// <param name="aadCount">Length of the additional data, in bytes.</param>
        /// <param name="count">Length of the text, in bytes.</param>
        /// <param name="tag">Receives the tag as four words, the lowest byte of each first.</param>
        public void Finish(int aadCount, int count, uint[] tag)
        {
            byte[] block = _block;

            Array.Clear(block, 0, BlockLength);
            for (int i = 0; i < 4; i++)
            {
                block[i] = (byte)(aadCount >> 8 * i);
                block[8 + i] = (byte)(count >> 8 * i);
            }

            AddBlocks(block, 0, BlockLength);

            // Carries once around, so that the sum is less than 2^130 and a little.
            long[] state = _state;
            long h0 = state[5];
            long h1 = state[6];
            long h2 = state[7];
            long h3 = state[8];
            long h4 = state[9];

            h2 += h1 >> 26;
            h1 &= LimbMask;
            h3 += h2 >> 26;
            h2 &= LimbMask;
            h4 += h3 >> 26;
            h3 &= LimbMask;
            h0 += 5 * (h4 >> 26);
            h4 &= LimbMask;
            h1 += h0 >> 26;
            h0 &= LimbMask;

            // The sum less 2^130 - 5, which replaces it unless it is negative.
            long g0 = h0 + 5;
            long g1 = h1 + (g0 >> 26);
            long g2 = h2 + (g1 >> 26);
            long g3 = h3 + (g2 >> 26);
            long g4 = h4 + (g3 >> 26) - (LimbMask + 1);
            long negative = g4 >> 63;

            h0 ^= (h0 ^ (g0 & LimbMask)) & ~negative;
            h1 ^= (h1 ^ (g1 & LimbMask)) & ~negative;
            h2 ^= (h2 ^ (g2 & LimbMask)) & ~negative;
            h3 ^= (h3 ^ (g3 & LimbMask)) & ~negative;
            h4 ^= (h4 ^ (g4 & LimbMask)) & ~negative;

            // Plus s, modulo 2^128.
            long word = ((h0 | h1 << 26) & WordMask) + state[10];
            tag[0] = (uint)word;
            word = (word >> 32) + ((h1 >> 6 | h2 << 20) & WordMask) + state[11];
            tag[1] = (uint)word;
            word = (word >> 32) + ((h2 >> 12 | h3 << 14) & WordMask) + state[12];
            tag[2] = (uint)word;
            word = (word >> 32) + ((h3 >> 18 | h4 << 8) & WordMask) + state[13];
            tag[3] = (uint)word;
        }

        /// <summary>
        /// Wipes the one-time key and the sum.
        /// </summary>
        public void Wipe()
        {
            Array.Clear(_state, 0, _state.Length);
            Array.Clear(_block, 0, BlockLength);
        }

        /// <summary>
        /// Adds whole blocks: each is added to the sum, which is multiplied by r.
        /// </summary>
        private void AddBlocks(byte[] buffer, int offset, int count)
        {
            long[] state = _state;
            long mask = LimbMask;
            long r0 = state[0];
            long r1 = state[1];
            long r2 = state[2];
            long r3 = state[3];
            long r4 = state[4];
            long s1 = 5 * r1;
            long s2 = 5 * r2;
            long s3 = 5 * r3;
            long s4 = 5 * r4;
            long h0 = state[5];
            long h1 = state[6];
            long h2 = state[7];
            long h3 = state[8];
            long h4 = state[9];

            for (int end = offset + count; offset < end; offset += BlockLength)
            {
                int b3 = buffer[offset + 3];
                int b6 = buffer[offset + 6];
                int b9 = buffer[offset + 9];

                h0 += buffer[offset] | buffer[offset + 1] << 8 | buffer[offset + 2] << 16 | (b3 & 3) << 24;
                h1 += b3 >> 2 | buffer[offset + 4] << 6 | buffer[offset + 5] << 14 | (b6 & 15) << 22;
                h2 += b6 >> 4 | buffer[offset + 7] << 4 | buffer[offset + 8] << 12 | (b9 & 63) << 20;
                h3 += b9 >> 6 | buffer[offset + 10] << 2 | buffer[offset + 11] << 10 | buffer[offset + 12] << 18;
                h4 += buffer[offset + 13] | buffer[offset + 14] << 8 | buffer[offset + 15] << 16 | 1 << 24;

                long column = h0 * r0 + h1 * s4 + h2 * s3 + h3 * s2 + h4 * s1;
                long p0 = column & mask;
                column = (column >> 26) + h0 * r1 + h1 * r0 + h2 * s4 + h3 * s3 + h4 * s2;
                long p1 = column & mask;
                column = (column >> 26) + h0 * r2 + h1 * r1 + h2 * r0 + h3 * s4 + h4 * s3;
                long p2 = column & mask;
                column = (column >> 26) + h0 * r3 + h1 * r2 + h2 * r1 + h3 * r0 + h4 * s4;
                long p3 = column & mask;
                column = (column >> 26) + h0 * r4 + h1 * r3 + h2 * r2 + h3 * r1 + h4 * r0;

                // 2^130 is 5.
                h4 = column & mask;
                h0 = p0 + 5 * (column >> 26);
                h1 = p1 + (h0 >> 26);
                h0 &= mask;
                h2 = p2;
                h3 = p3;
            }

            state[5] = h0;
            state[6] = h1;
            state[7] = h2;
            state[8] = h3;
            state[9] = h4;
        }
    }
}
