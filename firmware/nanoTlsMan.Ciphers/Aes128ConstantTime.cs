//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Ciphers
{
    /// <summary>
    /// AES-128 in constant time: neither a branch nor an address depends on the key or the data.
    /// </summary>
    /// <remarks>
    /// Bit-sliced: bit n of each byte of two blocks is held in word n of eight, and the S-box is a circuit of gates (J.
    /// Boyar, R. Peralta, "A new combinational logic minimization technique with applications to cryptology", 2010). So
    /// two blocks cost as much as one, some ten times what <see cref="Aes128Table"/> takes for one. The layout is that
    /// of T. Pornin's BearSSL, mirrored for words with the first byte on top.
    /// </remarks>
    public sealed class Aes128ConstantTime : Aes128
    {
        // The two blocks, sliced.
        private readonly uint[] _slices = new uint[8];

        /// <summary>
        /// Takes a key.
        /// </summary>
        /// <param name="key">Holds the key, which is expanded; the caller wipes its own.</param>
        /// <param name="offset">Where the 16-byte key begins.</param>
        public Aes128ConstantTime(byte[] key, int offset)
        {
            ExpandKey(key, offset);

            // Both blocks use one key, so half of the bits of a sliced round key say it all: those of two words share
            // one.
            uint[] k = _roundKeys;
            uint[] q = _slices;
            for (int i = 0; i < k.Length; i += 4)
            {
                for (int j = 0; j < 4; j++)
                {
                    q[2 * j] = k[i + j];
                    q[2 * j + 1] = k[i + j];
                }

                Slice(q);
                for (int j = 0; j < 4; j++)
                {
                    k[i + j] = (q[2 * j] & 0x55555555) | (q[2 * j + 1] & 0xaaaaaaaa);
                }
            }

            Array.Clear(q, 0, q.Length);
        }

        /// <inheritdoc/>
        public override void Encrypt(uint[] blocks, int offset, int count)
        {
            uint[] k = _roundKeys;
            uint[] q = _slices;
            int second = offset + 4 * (count - 1);

            for (int i = 0; i < 4; i++)
            {
                q[2 * i] = blocks[offset + i];
                q[2 * i + 1] = blocks[second + i];
            }

            Slice(q);
            AddRoundKey(q, k, 0);
            for (int i = 4; i < 4 * Rounds; i += 4)
            {
                SubBytes(q);
                ShiftRows(q);
                MixColumns(q);
                AddRoundKey(q, k, i);
            }

            SubBytes(q);
            ShiftRows(q);
            AddRoundKey(q, k, 4 * Rounds);
            Slice(q);

            // With one block both halves are the same.
            for (int i = 0; i < 4; i++)
            {
                blocks[offset + i] = q[2 * i];
                blocks[second + i] = q[2 * i + 1];
            }

            Array.Clear(q, 0, q.Length);
        }

        private protected override uint SubWord(uint word)
        {
            uint[] q = _slices;

            Array.Clear(q, 0, q.Length);
            q[0] = word;
            Slice(q);
            SubBytes(q);
            Slice(q);
            return q[0];
        }

        /// <summary>
        /// Turns words into slices and slices into words: an 8 by 8 transposition of bits in each quarter.
        /// </summary>
        private static void Slice(uint[] q)
        {
            for (int i = 0; i < 8; i += 2)
            {
                uint x = q[i];
                uint y = q[i + 1];
                q[i] = (x & 0x55555555) | (y & 0x55555555) << 1;
                q[i + 1] = (x >> 1 & 0x55555555) | (y & 0xaaaaaaaa);
            }

            for (int i = 0; i < 8; i += (i & 1) == 0 ? 1 : 3)
            {
                uint x = q[i];
                uint y = q[i + 2];
                q[i] = (x & 0x33333333) | (y & 0x33333333) << 2;
                q[i + 2] = (x >> 2 & 0x33333333) | (y & 0xcccccccc);
            }

            for (int i = 0; i < 4; i++)
            {
                uint x = q[i];
                uint y = q[i + 4];
                q[i] = (x & 0x0f0f0f0f) | (y & 0x0f0f0f0f) << 4;
                q[i + 4] = (x >> 4 & 0x0f0f0f0f) | (y & 0xf0f0f0f0);
            }
        }

        private static void AddRoundKey(uint[] q, uint[] k, int offset)
        {
            for (int i = 0; i < 8; i += 2)
            {
                uint even = k[offset] & 0x55555555;
                uint odd = k[offset] & 0xaaaaaaaa;
                q[i] = q[i] ^ even ^ even << 1;
                q[i + 1] = q[i + 1] ^ odd ^ odd >> 1;
                offset++;
            }
        }

        private static void ShiftRows(uint[] q)
        {
            // Row n is the byte n from the top; its four columns take two bits each, one per block.
            for (int i = 0; i < 8; i++)
            {
                uint x = q[i];
                q[i] = (x & 0xff000000)
                    | (x & 0x00fc0000) >> 2 | (x & 0x00030000) << 6
                    | (x & 0x0000f000) >> 4 | (x & 0x00000f00) << 4
                    | (x & 0x000000c0) >> 6 | (x & 0x0000003f) << 2;
            }
        }

        private static void MixColumns(uint[] q)
        {
            // Row n becomes 2 (a + b) + b + c + d of the rows a, b, c, d from n on. With x = a + b, doubling moves x up
            // by one slice and folds slice 7 into slices 0, 1, 3 and 4 (0x1b); c + d is x of two rows further.
            uint previous = 0;
            uint top = q[7] ^ (q[7] << 8 | q[7] >> 24);

            for (int i = 0; i < 8; i++)
            {
                uint a = q[i];
                uint next = a << 8 | a >> 24;
                uint x = a ^ next;
                uint folded = (0x1b >> i & 1) != 0 ? top : 0;
                q[i] = previous ^ folded ^ next ^ (x << 16 | x >> 16);
                previous = x;
            }
        }

        private static void SubBytes(uint[] q)
        {
            uint x0 = q[7];
            uint x1 = q[6];
            uint x2 = q[5];
            uint x3 = q[4];
            uint x4 = q[3];
            uint x5 = q[2];
            uint x6 = q[1];
            uint x7 = q[0];

            // Into the tower of fields.
            uint y14 = x3 ^ x5;
            uint y13 = x0 ^ x6;
            uint y9 = x0 ^ x3;
            uint y8 = x0 ^ x5;
            uint t0 = x1 ^ x2;
            uint y1 = t0 ^ x7;
            uint y4 = y1 ^ x3;
            uint y12 = y13 ^ y14;
            uint y2 = y1 ^ x0;
            uint y5 = y1 ^ x6;
            uint y3 = y5 ^ y8;
            uint t1 = x4 ^ y12;
            uint y15 = t1 ^ x5;
            uint y20 = t1 ^ x1;
            uint y6 = y15 ^ x7;
            uint y10 = y15 ^ t0;
            uint y11 = y20 ^ y9;
            uint y7 = x7 ^ y11;
            uint y17 = y10 ^ y11;
            uint y16 = t0 ^ y11;

            // The inversion.
            uint t2 = y12 & y15;
            uint t7 = y13 & y16;
            uint t12 = y9 & y11;
            uint t14 = (y14 & y17) ^ t12;
            uint t16 = (y8 & y10) ^ t12;
            uint t21 = (((y3 & y6) ^ t2) ^ t14) ^ y20;
            uint t22 = (((y4 & x7) ^ t2) ^ t16) ^ (y10 ^ y8);
            uint t23 = (((y5 & y1) ^ t7) ^ t14) ^ (y13 ^ y16);
            uint t24 = (((y2 & y7) ^ t7) ^ t16) ^ (x0 ^ y16);
            uint t25 = t21 ^ t22;
            uint t26 = t21 & t23;
            uint t27 = t24 ^ t26;
            uint t29 = (t25 & t27) ^ t22;
            uint t33 = ((t22 ^ t26) & (t23 ^ t24)) ^ t24;
            uint t36 = t24 & (t27 ^ t33);
            uint t37 = t36 ^ (t23 ^ t33);
            uint t40 = t25 ^ (t29 & (t27 ^ t36));
            uint t41 = t40 ^ t37;
            uint t42 = t29 ^ t33;
            uint t43 = t29 ^ t40;
            uint t44 = t33 ^ t37;
            uint t45 = t42 ^ t41;
            uint z2 = t33 & x7;
            uint z3 = t43 & y16;
            uint z4 = t40 & y1;
            uint z5 = t29 & y7;
            uint z7 = t45 & y17;
            uint z10 = t37 & y3;
            uint z12 = t43 & y13;
            uint z16 = t45 & y14;

            // Back, with the affine map.
            uint t46 = (t42 & y9) ^ z16;
            uint t48 = z5 ^ (t40 & y5);
            uint t53 = (t44 & y15) ^ z3;
            uint t57 = (z2 ^ z12) ^ t53;
            uint t58 = z4 ^ t46;
            uint t59 = z3 ^ ((t42 & y11) ^ z7);
            uint t62 = (z7 ^ (t41 & y10)) ^ t58;
            uint t63 = ((t44 & y12) ^ z10) ^ t58;
            uint t64 = z4 ^ t59;
            uint t65 = ((t29 & y2) ^ t57) ^ t62;
            uint t66 = (t37 & y6) ^ t63;
            uint s0 = t59 ^ t63;
            uint s6 = (z12 ^ t48) ^ ~t62;
            uint s7 = t48 ^ ~(t46 ^ t57);
            uint s3 = t53 ^ t66;
            uint s4 = (z2 ^ z5) ^ t66;
            uint s5 = (z10 ^ (t33 & y4)) ^ t65;
            uint s1 = t64 ^ ~s3;
            uint s2 = (z16 ^ (t41 & y8)) ^ ~(t64 ^ t65);

            q[0] = s7;
            q[1] = s6;
            q[2] = s5;
            q[3] = s4;
            q[4] = s3;
            q[5] = s2;
            q[6] = s1;
            q[7] = s0;
        }
    }
}
