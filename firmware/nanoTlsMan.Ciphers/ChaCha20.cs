//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Ciphers
{
    /// <summary>
    /// The block function of ChaCha20 (RFC 8439, section 2.3), with additions, exclusive ors and rotations alone: no
    /// table and no branch depends on a secret.
    /// </summary>
    internal static class ChaCha20
    {
        /// <summary>Length of a key, in words.</summary>
        public const int KeyWords = 8;

        /// <summary>Length of a block, in words.</summary>
        public const int BlockWords = 16;

        /// <summary>
        /// Makes one block of keystream. All is written out: an interpreter pays for each array access and each call.
        /// </summary>
        /// <param name="key">Holds the <see cref="KeyWords"/> words of the key.</param>
        /// <param name="counter">Which block of the nonce it is.</param>
        /// <param name="n0">The first word of the nonce.</param>
        /// <param name="n1">The second word of the nonce.</param>
        /// <param name="n2">The third word of the nonce.</param>
        /// <param name="block">Receives <see cref="BlockWords"/> words.</param>
        public static void MakeBlock(uint[] key, uint counter, uint n0, uint n1, uint n2, uint[] block)
        {
            // The four constants are "expand 32-byte k".
            uint x0 = 0x61707865;
            uint x1 = 0x3320646e;
            uint x2 = 0x79622d32;
            uint x3 = 0x6b206574;
            uint x4 = key[0];
            uint x5 = key[1];
            uint x6 = key[2];
            uint x7 = key[3];
            uint x8 = key[4];
            uint x9 = key[5];
            uint x10 = key[6];
            uint x11 = key[7];
            uint x12 = counter;
            uint x13 = n0;
            uint x14 = n1;
            uint x15 = n2;

            for (int i = 0; i < 10; i++)
            {
                x0 += x4;
                x12 ^= x0;
                x12 = x12 << 16 | x12 >> 16;
                x8 += x12;
                x4 ^= x8;
                x4 = x4 << 12 | x4 >> 20;
                x0 += x4;
                x12 ^= x0;
                x12 = x12 << 8 | x12 >> 24;
                x8 += x12;
                x4 ^= x8;
                x4 = x4 << 7 | x4 >> 25;

                x1 += x5;
                x13 ^= x1;
                x13 = x13 << 16 | x13 >> 16;
                x9 += x13;
                x5 ^= x9;
                x5 = x5 << 12 | x5 >> 20;
                x1 += x5;
                x13 ^= x1;
                x13 = x13 << 8 | x13 >> 24;
                x9 += x13;
                x5 ^= x9;
                x5 = x5 << 7 | x5 >> 25;

                x2 += x6;
                x14 ^= x2;
                x14 = x14 << 16 | x14 >> 16;
                x10 += x14;
                x6 ^= x10;
                x6 = x6 << 12 | x6 >> 20;
                x2 += x6;
                x14 ^= x2;
                x14 = x14 << 8 | x14 >> 24;
                x10 += x14;
                x6 ^= x10;
                x6 = x6 << 7 | x6 >> 25;

                x3 += x7;
                x15 ^= x3;
                x15 = x15 << 16 | x15 >> 16;
                x11 += x15;
                x7 ^= x11;
                x7 = x7 << 12 | x7 >> 20;
                x3 += x7;
                x15 ^= x3;
                x15 = x15 << 8 | x15 >> 24;
                x11 += x15;
                x7 ^= x11;
                x7 = x7 << 7 | x7 >> 25;

                x0 += x5;
                x15 ^= x0;
                x15 = x15 << 16 | x15 >> 16;
                x10 += x15;
                x5 ^= x10;
                x5 = x5 << 12 | x5 >> 20;
                x0 += x5;
                x15 ^= x0;
                x15 = x15 << 8 | x15 >> 24;
                x10 += x15;
                x5 ^= x10;
                x5 = x5 << 7 | x5 >> 25;

                x1 += x6;
                x12 ^= x1;
                x12 = x12 << 16 | x12 >> 16;
                x11 += x12;
                x6 ^= x11;
                x6 = x6 << 12 | x6 >> 20;
                x1 += x6;
                x12 ^= x1;
                x12 = x12 << 8 | x12 >> 24;
                x11 += x12;
                x6 ^= x11;
                x6 = x6 << 7 | x6 >> 25;

                x2 += x7;
                x13 ^= x2;
                x13 = x13 << 16 | x13 >> 16;
                x8 += x13;
                x7 ^= x8;
                x7 = x7 << 12 | x7 >> 20;
                x2 += x7;
                x13 ^= x2;
                x13 = x13 << 8 | x13 >> 24;
                x8 += x13;
                x7 ^= x8;
                x7 = x7 << 7 | x7 >> 25;

                x3 += x4;
                x14 ^= x3;
                x14 = x14 << 16 | x14 >> 16;
                x9 += x14;
                x4 ^= x9;
                x4 = x4 << 12 | x4 >> 20;
                x3 += x4;
                x14 ^= x3;
                x14 = x14 << 8 | x14 >> 24;
                x9 += x14;
                x4 ^= x9;
                x4 = x4 << 7 | x4 >> 25;
            }

            block[0] = x0 + 0x61707865;
            block[1] = x1 + 0x3320646e;
            block[2] = x2 + 0x79622d32;
            block[3] = x3 + 0x6b206574;
            block[4] = x4 + key[0];
            block[5] = x5 + key[1];
            block[6] = x6 + key[2];
            block[7] = x7 + key[3];
            block[8] = x8 + key[4];
            block[9] = x9 + key[5];
            block[10] = x10 + key[6];
            block[11] = x11 + key[7];
            block[12] = x12 + counter;
            block[13] = x13 + n0;
            block[14] = x14 + n1;
            block[15] = x15 + n2;
        }
    }
}
