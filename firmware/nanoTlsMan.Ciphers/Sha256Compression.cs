//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Ciphers
{
    /// <summary>
    /// The compression function of SHA-256 (FIPS 180-4, section 6.2.2).
    /// </summary>
    /// <remarks>
    /// Written for an interpreter, which pays for each instruction and not for what it does: state and message schedule
    /// live in locals, sixteen rounds are spelled out so that no word ever moves, and a word is doubled into 64 bits
    /// once, after which each rotation is one shift.
    /// </remarks>
    internal static class Sha256Compression
    {
        /// <summary>
        /// Length of a block, in bytes.
        /// </summary>
        public const int BlockLength = 64;

        /// <summary>
        /// Number of 32-bit words of the chaining value.
        /// </summary>
        public const int StateLength = 8;

        /// <summary>
        /// Puts a word into both halves of a 64-bit one, by multiplication.
        /// </summary>
        private const ulong Spread = 0x100000001;

        // Made when first needed: a static initialiser would run at every boot.
        private static uint[] s_constants;

        /// <summary>
        /// Writes the initial hash value (FIPS 180-4, section 5.3.3).
        /// </summary>
        public static void Initialize(uint[] state)
        {
            if (s_constants == null)
            {
                s_constants = new uint[]
                {
                    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
                    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
                    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
                    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
                    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
                    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
                    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
                    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
                };
            }

            state[0] = 0x6a09e667;
            state[1] = 0xbb67ae85;
            state[2] = 0x3c6ef372;
            state[3] = 0xa54ff53a;
            state[4] = 0x510e527f;
            state[5] = 0x9b05688c;
            state[6] = 0x1f83d9ab;
            state[7] = 0x5be0cd19;
        }

        /// <summary>
        /// Takes one block into the first <see cref="StateLength"/> words of <paramref name="state"/>.
        /// </summary>
        public static void Compress(uint[] state, byte[] block, int offset)
        {
            uint w0 =
                (uint)(block[offset] << 24 | block[offset + 1] << 16 | block[offset + 2] << 8 | block[offset + 3]);
            uint w1 =
                (uint)(block[offset + 4] << 24 | block[offset + 5] << 16 | block[offset + 6] << 8 | block[offset + 7]);
            uint w2 = (uint)(block[offset + 8] << 24 | block[offset + 9] << 16 | block[offset + 10] << 8
                | block[offset + 11]);
            uint w3 = (uint)(block[offset + 12] << 24 | block[offset + 13] << 16 | block[offset + 14] << 8
                | block[offset + 15]);
            uint w4 = (uint)(block[offset + 16] << 24 | block[offset + 17] << 16 | block[offset + 18] << 8
                | block[offset + 19]);
            uint w5 = (uint)(block[offset + 20] << 24 | block[offset + 21] << 16 | block[offset + 22] << 8
                | block[offset + 23]);
            uint w6 = (uint)(block[offset + 24] << 24 | block[offset + 25] << 16 | block[offset + 26] << 8
                | block[offset + 27]);
            uint w7 = (uint)(block[offset + 28] << 24 | block[offset + 29] << 16 | block[offset + 30] << 8
                | block[offset + 31]);
            uint w8 = (uint)(block[offset + 32] << 24 | block[offset + 33] << 16 | block[offset + 34] << 8
                | block[offset + 35]);
            uint w9 = (uint)(block[offset + 36] << 24 | block[offset + 37] << 16 | block[offset + 38] << 8
                | block[offset + 39]);
            uint w10 = (uint)(block[offset + 40] << 24 | block[offset + 41] << 16 | block[offset + 42] << 8
                | block[offset + 43]);
            uint w11 = (uint)(block[offset + 44] << 24 | block[offset + 45] << 16 | block[offset + 46] << 8
                | block[offset + 47]);
            uint w12 = (uint)(block[offset + 48] << 24 | block[offset + 49] << 16 | block[offset + 50] << 8
                | block[offset + 51]);
            uint w13 = (uint)(block[offset + 52] << 24 | block[offset + 53] << 16 | block[offset + 54] << 8
                | block[offset + 55]);
            uint w14 = (uint)(block[offset + 56] << 24 | block[offset + 57] << 16 | block[offset + 58] << 8
                | block[offset + 59]);
            uint w15 = (uint)(block[offset + 60] << 24 | block[offset + 61] << 16 | block[offset + 62] << 8
                | block[offset + 63]);
            uint a = state[0];
            uint b = state[1];
            uint c = state[2];
            uint d = state[3];
            uint e = state[4];
            uint f = state[5];
            uint g = state[6];
            uint h = state[7];
            uint[] k = s_constants;
            ulong x;
            ulong y;

            for (int t = 0; ; t += 16)
            {
                x = e * Spread;
                h += (uint)(x >> 6 ^ x >> 11 ^ x >> 25) + (g ^ (e & (f ^ g))) + k[t] + w0;
                d += h;
                x = a * Spread;
                h += (uint)(x >> 2 ^ x >> 13 ^ x >> 22) + ((a & b) | (c & (a | b)));

                x = d * Spread;
                g += (uint)(x >> 6 ^ x >> 11 ^ x >> 25) + (f ^ (d & (e ^ f))) + k[t + 1] + w1;
                c += g;
                x = h * Spread;
                g += (uint)(x >> 2 ^ x >> 13 ^ x >> 22) + ((h & a) | (b & (h | a)));

                x = c * Spread;
                f += (uint)(x >> 6 ^ x >> 11 ^ x >> 25) + (e ^ (c & (d ^ e))) + k[t + 2] + w2;
                b += f;
                x = g * Spread;
                f += (uint)(x >> 2 ^ x >> 13 ^ x >> 22) + ((g & h) | (a & (g | h)));

                x = b * Spread;
                e += (uint)(x >> 6 ^ x >> 11 ^ x >> 25) + (d ^ (b & (c ^ d))) + k[t + 3] + w3;
                a += e;
                x = f * Spread;
                e += (uint)(x >> 2 ^ x >> 13 ^ x >> 22) + ((f & g) | (h & (f | g)));

                x = a * Spread;
                d += (uint)(x >> 6 ^ x >> 11 ^ x >> 25) + (c ^ (a & (b ^ c))) + k[t + 4] + w4;
                h += d;
                x = e * Spread;
                d += (uint)(x >> 2 ^ x >> 13 ^ x >> 22) + ((e & f) | (g & (e | f)));

                x = h * Spread;
                c += (uint)(x >> 6 ^ x >> 11 ^ x >> 25) + (b ^ (h & (a ^ b))) + k[t + 5] + w5;
                g += c;
                x = d * Spread;
                c += (uint)(x >> 2 ^ x >> 13 ^ x >> 22) + ((d & e) | (f & (d | e)));

                x = g * Spread;
                b += (uint)(x >> 6 ^ x >> 11 ^ x >> 25) + (a ^ (g & (h ^ a))) + k[t + 6] + w6;
                f += b;
                x = c * Spread;
                b += (uint)(x >> 2 ^ x >> 13 ^ x >> 22) + ((c & d) | (e & (c | d)));

                x = f * Spread;
                a += (uint)(x >> 6 ^ x >> 11 ^ x >> 25) + (h ^ (f & (g ^ h))) + k[t + 7] + w7;
                e += a;
                x = b * Spread;
                a += (uint)(x >> 2 ^ x >> 13 ^ x >> 22) + ((b & c) | (d & (b | c)));

                x = e * Spread;
                h += (uint)(x >> 6 ^ x >> 11 ^ x >> 25) + (g ^ (e & (f ^ g))) + k[t + 8] + w8;
                d += h;
                x = a * Spread;
                h += (uint)(x >> 2 ^ x >> 13 ^ x >> 22) + ((a & b) | (c & (a | b)));

                x = d * Spread;
                g += (uint)(x >> 6 ^ x >> 11 ^ x >> 25) + (f ^ (d & (e ^ f))) + k[t + 9] + w9;
                c += g;
                x = h * Spread;
                g += (uint)(x >> 2 ^ x >> 13 ^ x >> 22) + ((h & a) | (b & (h | a)));

                x = c * Spread;
                f += (uint)(x >> 6 ^ x >> 11 ^ x >> 25) + (e ^ (c & (d ^ e))) + k[t + 10] + w10;
                b += f;
                x = g * Spread;
                f += (uint)(x >> 2 ^ x >> 13 ^ x >> 22) + ((g & h) | (a & (g | h)));

                x = b * Spread;
                e += (uint)(x >> 6 ^ x >> 11 ^ x >> 25) + (d ^ (b & (c ^ d))) + k[t + 11] + w11;
                a += e;
                x = f * Spread;
                e += (uint)(x >> 2 ^ x >> 13 ^ x >> 22) + ((f & g) | (h & (f | g)));

                x = a * Spread;
                d += (uint)(x >> 6 ^ x >> 11 ^ x >> 25) + (c ^ (a & (b ^ c))) + k[t + 12] + w12;
                h += d;
                x = e * Spread;
                d += (uint)(x >> 2 ^ x >> 13 ^ x >> 22) + ((e & f) | (g & (e | f)));

                x = h * Spread;
                c += (uint)(x >> 6 ^ x >> 11 ^ x >> 25) + (b ^ (h & (a ^ b))) + k[t + 13] + w13;
                g += c;
                x = d * Spread;
                c += (uint)(x >> 2 ^ x >> 13 ^ x >> 22) + ((d & e) | (f & (d | e)));

                x = g * Spread;
                b += (uint)(x >> 6 ^ x >> 11 ^ x >> 25) + (a ^ (g & (h ^ a))) + k[t + 14] + w14;
                f += b;
                x = c * Spread;
                b += (uint)(x >> 2 ^ x >> 13 ^ x >> 22) + ((c & d) | (e & (c | d)));

                x = f * Spread;
                a += (uint)(x >> 6 ^ x >> 11 ^ x >> 25) + (h ^ (f & (g ^ h))) + k[t + 15] + w15;
                e += a;
                x = b * Spread;
                a += (uint)(x >> 2 ^ x >> 13 ^ x >> 22) + ((b & c) | (d & (b | c)));

                if (t == 48)
                {
                    break;
                }

                x = w1 * Spread;
                y = w14 * Spread;
                w0 += ((uint)(x >> 7 ^ x >> 18) ^ w1 >> 3) + w9 + ((uint)(y >> 17 ^ y >> 19) ^ w14 >> 10);

                x = w2 * Spread;
                y = w15 * Spread;
                w1 += ((uint)(x >> 7 ^ x >> 18) ^ w2 >> 3) + w10 + ((uint)(y >> 17 ^ y >> 19) ^ w15 >> 10);

                x = w3 * Spread;
                y = w0 * Spread;
                w2 += ((uint)(x >> 7 ^ x >> 18) ^ w3 >> 3) + w11 + ((uint)(y >> 17 ^ y >> 19) ^ w0 >> 10);

                x = w4 * Spread;
                y = w1 * Spread;
                w3 += ((uint)(x >> 7 ^ x >> 18) ^ w4 >> 3) + w12 + ((uint)(y >> 17 ^ y >> 19) ^ w1 >> 10);

                x = w5 * Spread;
                y = w2 * Spread;
                w4 += ((uint)(x >> 7 ^ x >> 18) ^ w5 >> 3) + w13 + ((uint)(y >> 17 ^ y >> 19) ^ w2 >> 10);

                x = w6 * Spread;
                y = w3 * Spread;
                w5 += ((uint)(x >> 7 ^ x >> 18) ^ w6 >> 3) + w14 + ((uint)(y >> 17 ^ y >> 19) ^ w3 >> 10);

                x = w7 * Spread;
                y = w4 * Spread;
                w6 += ((uint)(x >> 7 ^ x >> 18) ^ w7 >> 3) + w15 + ((uint)(y >> 17 ^ y >> 19) ^ w4 >> 10);

                x = w8 * Spread;
                y = w5 * Spread;
                w7 += ((uint)(x >> 7 ^ x >> 18) ^ w8 >> 3) + w0 + ((uint)(y >> 17 ^ y >> 19) ^ w5 >> 10);

                x = w9 * Spread;
                y = w6 * Spread;
                w8 += ((uint)(x >> 7 ^ x >> 18) ^ w9 >> 3) + w1 + ((uint)(y >> 17 ^ y >> 19) ^ w6 >> 10);

                x = w10 * Spread;
                y = w7 * Spread;
                w9 += ((uint)(x >> 7 ^ x >> 18) ^ w10 >> 3) + w2 + ((uint)(y >> 17 ^ y >> 19) ^ w7 >> 10);

                x = w11 * Spread;
                y = w8 * Spread;
                w10 += ((uint)(x >> 7 ^ x >> 18) ^ w11 >> 3) + w3 + ((uint)(y >> 17 ^ y >> 19) ^ w8 >> 10);

                x = w12 * Spread;
                y = w9 * Spread;
                w11 += ((uint)(x >> 7 ^ x >> 18) ^ w12 >> 3) + w4 + ((uint)(y >> 17 ^ y >> 19) ^ w9 >> 10);

                x = w13 * Spread;
                y = w10 * Spread;
                w12 += ((uint)(x >> 7 ^ x >> 18) ^ w13 >> 3) + w5 + ((uint)(y >> 17 ^ y >> 19) ^ w10 >> 10);

                x = w14 * Spread;
                y = w11 * Spread;
                w13 += ((uint)(x >> 7 ^ x >> 18) ^ w14 >> 3) + w6 + ((uint)(y >> 17 ^ y >> 19) ^ w11 >> 10);

                x = w15 * Spread;
                y = w12 * Spread;
                w14 += ((uint)(x >> 7 ^ x >> 18) ^ w15 >> 3) + w7 + ((uint)(y >> 17 ^ y >> 19) ^ w12 >> 10);

                x = w0 * Spread;
                y = w13 * Spread;
                w15 += ((uint)(x >> 7 ^ x >> 18) ^ w0 >> 3) + w8 + ((uint)(y >> 17 ^ y >> 19) ^ w13 >> 10);
            }

            state[0] = state[0] + a;
            state[1] = state[1] + b;
            state[2] = state[2] + c;
            state[3] = state[3] + d;
            state[4] = state[4] + e;
            state[5] = state[5] + f;
            state[6] = state[6] + g;
            state[7] = state[7] + h;
        }
    }
}
