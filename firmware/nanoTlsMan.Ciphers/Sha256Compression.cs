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
    /// live in locals, sixteen rounds are spelled out so that no word ever moves, and each word stands twice in 64
    /// bits, so that each rotation is one shift. All sums are of 64 bits.
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

        /// <summary>
        /// Cuts off the upper half: an instruction more than to convert to 32 bits and back would be, in the prologue,
        /// and still 3 % faster, because conversions are slow.
        /// </summary>
        private const ulong LowerHalf = 0xffffffff;

        // Made when first needed: a static initialiser would run at every boot.
        private static uint[][] s_constants;

        /// <summary>
        /// Writes the initial hash value (FIPS 180-4, section 5.3.3).
        /// </summary>
        public static void Initialize(uint[] state)
        {
            if (s_constants == null)
            {
                s_constants = new uint[][]
                {
                    new uint[]
                    {
                        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
                        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
                    },
                    new uint[]
                    {
                        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
                        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
                    },
                    new uint[]
                    {
                        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
                        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
                    },
                    new uint[]
                    {
                        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
                        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
                    },
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
        /// Takes a block into the first <see cref="StateLength"/> words of a state.
        /// </summary>
        /// <param name="state">The state.</param>
        /// <param name="block">Holds the block at its beginning; <see langword="null"/> for what the outer hash of an
        /// HMAC takes, the words behind the state's own with their padding: eight words after a block, 768 bits in
        /// all.</param>
        /// <remarks>
        /// Only the lower halves of sums count. What adding carries into the upper halves is cut off when the sum is
        /// doubled again; a third shift of the schedule that is no rotation takes its word from the upper half alone.
        /// </remarks>
        public static void Compress(uint[] state, byte[] block)
        {
            ulong spread = Spread;
            ulong w0;
            ulong w1;
            ulong w2;
            ulong w3;
            ulong w4;
            ulong w5;
            ulong w6;
            ulong w7;
            ulong w8;
            ulong w9;
            ulong w10;
            ulong w11;
            ulong w12;
            ulong w13;
            ulong w14;
            ulong w15;

            if (block != null)
            {
                w0 = spread
                    * (uint)(block[0] << 24 | block[1] << 16 | block[2] << 8 | block[3]);
                w1 = spread
                    * (uint)(block[4] << 24 | block[5] << 16 | block[6] << 8 | block[7]);
                w2 = spread
                    * (uint)(block[8] << 24 | block[9] << 16 | block[10] << 8 | block[11]);
                w3 = spread
                    * (uint)(block[12] << 24 | block[13] << 16 | block[14] << 8 | block[15]);
                w4 = spread
                    * (uint)(block[16] << 24 | block[17] << 16 | block[18] << 8 | block[19]);
                w5 = spread
                    * (uint)(block[20] << 24 | block[21] << 16 | block[22] << 8 | block[23]);
                w6 = spread
                    * (uint)(block[24] << 24 | block[25] << 16 | block[26] << 8 | block[27]);
                w7 = spread
                    * (uint)(block[28] << 24 | block[29] << 16 | block[30] << 8 | block[31]);
                w8 = spread
                    * (uint)(block[32] << 24 | block[33] << 16 | block[34] << 8 | block[35]);
                w9 = spread
                    * (uint)(block[36] << 24 | block[37] << 16 | block[38] << 8 | block[39]);
                w10 = spread
                    * (uint)(block[40] << 24 | block[41] << 16 | block[42] << 8 | block[43]);
                w11 = spread
                    * (uint)(block[44] << 24 | block[45] << 16 | block[46] << 8 | block[47]);
                w12 = spread
                    * (uint)(block[48] << 24 | block[49] << 16 | block[50] << 8 | block[51]);
                w13 = spread
                    * (uint)(block[52] << 24 | block[53] << 16 | block[54] << 8 | block[55]);
                w14 = spread
                    * (uint)(block[56] << 24 | block[57] << 16 | block[58] << 8 | block[59]);
                w15 = spread
                    * (uint)(block[60] << 24 | block[61] << 16 | block[62] << 8 | block[63]);
            }
            else
            {
                w0 = spread * state[8];
                w1 = spread * state[9];
                w2 = spread * state[10];
                w3 = spread * state[11];
                w4 = spread * state[12];
                w5 = spread * state[13];
                w6 = spread * state[14];
                w7 = spread * state[15];
                w8 = spread * 0x80000000;
                w9 = 0;
                w10 = 0;
                w11 = 0;
                w12 = 0;
                w13 = 0;
                w14 = 0;
                w15 = spread * 768;
            }

            ulong a = spread * state[0];
            ulong b = spread * state[1];
            ulong c = spread * state[2];
            ulong d = spread * state[3];
            ulong e = spread * state[4];
            ulong f = spread * state[5];
            ulong g = spread * state[6];
            ulong h = spread * state[7];
            ulong mask = LowerHalf;
            uint[][] constants = s_constants;

            for (int i = 0; ; i++)
            {
                uint[] k = constants[i];

                h += (e >> 6 ^ e >> 11 ^ e >> 25) + (g ^ (e & (f ^ g))) + k[0] + w0;
                d = spread * (mask & (d + h));
                h = spread * (mask & (h + (a >> 2 ^ a >> 13 ^ a >> 22) + ((a & b) | (c & (a | b)))));

                g += (d >> 6 ^ d >> 11 ^ d >> 25) + (f ^ (d & (e ^ f))) + k[1] + w1;
                c = spread * (mask & (c + g));
                g = spread * (mask & (g + (h >> 2 ^ h >> 13 ^ h >> 22) + ((h & a) | (b & (h | a)))));

                f += (c >> 6 ^ c >> 11 ^ c >> 25) + (e ^ (c & (d ^ e))) + k[2] + w2;
                b = spread * (mask & (b + f));
                f = spread * (mask & (f + (g >> 2 ^ g >> 13 ^ g >> 22) + ((g & h) | (a & (g | h)))));

                e += (b >> 6 ^ b >> 11 ^ b >> 25) + (d ^ (b & (c ^ d))) + k[3] + w3;
                a = spread * (mask & (a + e));
                e = spread * (mask & (e + (f >> 2 ^ f >> 13 ^ f >> 22) + ((f & g) | (h & (f | g)))));

                d += (a >> 6 ^ a >> 11 ^ a >> 25) + (c ^ (a & (b ^ c))) + k[4] + w4;
                h = spread * (mask & (h + d));
                d = spread * (mask & (d + (e >> 2 ^ e >> 13 ^ e >> 22) + ((e & f) | (g & (e | f)))));

                c += (h >> 6 ^ h >> 11 ^ h >> 25) + (b ^ (h & (a ^ b))) + k[5] + w5;
                g = spread * (mask & (g + c));
                c = spread * (mask & (c + (d >> 2 ^ d >> 13 ^ d >> 22) + ((d & e) | (f & (d | e)))));

                b += (g >> 6 ^ g >> 11 ^ g >> 25) + (a ^ (g & (h ^ a))) + k[6] + w6;
                f = spread * (mask & (f + b));
                b = spread * (mask & (b + (c >> 2 ^ c >> 13 ^ c >> 22) + ((c & d) | (e & (c | d)))));

                a += (f >> 6 ^ f >> 11 ^ f >> 25) + (h ^ (f & (g ^ h))) + k[7] + w7;
                e = spread * (mask & (e + a));
                a = spread * (mask & (a + (b >> 2 ^ b >> 13 ^ b >> 22) + ((b & c) | (d & (b | c)))));

                h += (e >> 6 ^ e >> 11 ^ e >> 25) + (g ^ (e & (f ^ g))) + k[8] + w8;
                d = spread * (mask & (d + h));
                h = spread * (mask & (h + (a >> 2 ^ a >> 13 ^ a >> 22) + ((a & b) | (c & (a | b)))));

                g += (d >> 6 ^ d >> 11 ^ d >> 25) + (f ^ (d & (e ^ f))) + k[9] + w9;
                c = spread * (mask & (c + g));
                g = spread * (mask & (g + (h >> 2 ^ h >> 13 ^ h >> 22) + ((h & a) | (b & (h | a)))));

                f += (c >> 6 ^ c >> 11 ^ c >> 25) + (e ^ (c & (d ^ e))) + k[10] + w10;
                b = spread * (mask & (b + f));
                f = spread * (mask & (f + (g >> 2 ^ g >> 13 ^ g >> 22) + ((g & h) | (a & (g | h)))));

                e += (b >> 6 ^ b >> 11 ^ b >> 25) + (d ^ (b & (c ^ d))) + k[11] + w11;
                a = spread * (mask & (a + e));
                e = spread * (mask & (e + (f >> 2 ^ f >> 13 ^ f >> 22) + ((f & g) | (h & (f | g)))));

                d += (a >> 6 ^ a >> 11 ^ a >> 25) + (c ^ (a & (b ^ c))) + k[12] + w12;
                h = spread * (mask & (h + d));
                d = spread * (mask & (d + (e >> 2 ^ e >> 13 ^ e >> 22) + ((e & f) | (g & (e | f)))));

                c += (h >> 6 ^ h >> 11 ^ h >> 25) + (b ^ (h & (a ^ b))) + k[13] + w13;
                g = spread * (mask & (g + c));
                c = spread * (mask & (c + (d >> 2 ^ d >> 13 ^ d >> 22) + ((d & e) | (f & (d | e)))));

                b += (g >> 6 ^ g >> 11 ^ g >> 25) + (a ^ (g & (h ^ a))) + k[14] + w14;
                f = spread * (mask & (f + b));
                b = spread * (mask & (b + (c >> 2 ^ c >> 13 ^ c >> 22) + ((c & d) | (e & (c | d)))));

                a += (f >> 6 ^ f >> 11 ^ f >> 25) + (h ^ (f & (g ^ h))) + k[15] + w15;
                e = spread * (mask & (e + a));
                a = spread * (mask & (a + (b >> 2 ^ b >> 13 ^ b >> 22) + ((b & c) | (d & (b | c)))));

                if (i == 3)
                {
                    break;
                }

                w0 = spread * (mask & (w0 + (w1 >> 7 ^ w1 >> 18 ^ w1 >> 35) + w9
                    + (w14 >> 17 ^ w14 >> 19 ^ w14 >> 42)));
                w1 = spread * (mask & (w1 + (w2 >> 7 ^ w2 >> 18 ^ w2 >> 35) + w10
                    + (w15 >> 17 ^ w15 >> 19 ^ w15 >> 42)));
                w2 = spread * (mask & (w2 + (w3 >> 7 ^ w3 >> 18 ^ w3 >> 35) + w11
                    + (w0 >> 17 ^ w0 >> 19 ^ w0 >> 42)));
                w3 = spread * (mask & (w3 + (w4 >> 7 ^ w4 >> 18 ^ w4 >> 35) + w12
                    + (w1 >> 17 ^ w1 >> 19 ^ w1 >> 42)));
                w4 = spread * (mask & (w4 + (w5 >> 7 ^ w5 >> 18 ^ w5 >> 35) + w13
                    + (w2 >> 17 ^ w2 >> 19 ^ w2 >> 42)));
                w5 = spread * (mask & (w5 + (w6 >> 7 ^ w6 >> 18 ^ w6 >> 35) + w14
                    + (w3 >> 17 ^ w3 >> 19 ^ w3 >> 42)));
                w6 = spread * (mask & (w6 + (w7 >> 7 ^ w7 >> 18 ^ w7 >> 35) + w15
                    + (w4 >> 17 ^ w4 >> 19 ^ w4 >> 42)));
                w7 = spread * (mask & (w7 + (w8 >> 7 ^ w8 >> 18 ^ w8 >> 35) + w0
                    + (w5 >> 17 ^ w5 >> 19 ^ w5 >> 42)));
                w8 = spread * (mask & (w8 + (w9 >> 7 ^ w9 >> 18 ^ w9 >> 35) + w1
                    + (w6 >> 17 ^ w6 >> 19 ^ w6 >> 42)));
                w9 = spread * (mask & (w9 + (w10 >> 7 ^ w10 >> 18 ^ w10 >> 35) + w2
                    + (w7 >> 17 ^ w7 >> 19 ^ w7 >> 42)));
                w10 = spread * (mask & (w10 + (w11 >> 7 ^ w11 >> 18 ^ w11 >> 35) + w3
                    + (w8 >> 17 ^ w8 >> 19 ^ w8 >> 42)));
                w11 = spread * (mask & (w11 + (w12 >> 7 ^ w12 >> 18 ^ w12 >> 35) + w4
                    + (w9 >> 17 ^ w9 >> 19 ^ w9 >> 42)));
                w12 = spread * (mask & (w12 + (w13 >> 7 ^ w13 >> 18 ^ w13 >> 35) + w5
                    + (w10 >> 17 ^ w10 >> 19 ^ w10 >> 42)));
                w13 = spread * (mask & (w13 + (w14 >> 7 ^ w14 >> 18 ^ w14 >> 35) + w6
                    + (w11 >> 17 ^ w11 >> 19 ^ w11 >> 42)));
                w14 = spread * (mask & (w14 + (w15 >> 7 ^ w15 >> 18 ^ w15 >> 35) + w7
                    + (w12 >> 17 ^ w12 >> 19 ^ w12 >> 42)));
                w15 = spread * (mask & (w15 + (w0 >> 7 ^ w0 >> 18 ^ w0 >> 35) + w8
                    + (w13 >> 17 ^ w13 >> 19 ^ w13 >> 42)));
            }

            state[0] = state[0] + (uint)a;
            state[1] = state[1] + (uint)b;
            state[2] = state[2] + (uint)c;
            state[3] = state[3] + (uint)d;
            state[4] = state[4] + (uint)e;
            state[5] = state[5] + (uint)f;
            state[6] = state[6] + (uint)g;
            state[7] = state[7] + (uint)h;
        }
    }
}
