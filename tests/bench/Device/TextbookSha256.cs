//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Bench
{
    /// <summary>
    /// The yardstick: SHA-256's compression as FIPS 180-4, section 6.2.2, writes it down, with nothing done for an
    /// interpreter.
    /// </summary>
    internal static class TextbookSha256
    {
        private static readonly uint[] s_constants =
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

        /// <summary>Takes one block of 64 bytes into the state of eight words.</summary>
        public static void Compress(uint[] state, uint[] schedule, byte[] block, int offset)
        {
            for (int t = 0; t < 16; t++)
            {
                schedule[t] = (uint)(block[offset + 4 * t] << 24 | block[offset + 4 * t + 1] << 16
                    | block[offset + 4 * t + 2] << 8 | block[offset + 4 * t + 3]);
            }

            for (int t = 16; t < 64; t++)
            {
                uint w15 = schedule[t - 15];
                uint w2 = schedule[t - 2];
                uint sigma0 = (w15 >> 7 | w15 << 25) ^ (w15 >> 18 | w15 << 14) ^ w15 >> 3;
                uint sigma1 = (w2 >> 17 | w2 << 15) ^ (w2 >> 19 | w2 << 13) ^ w2 >> 10;
                schedule[t] = sigma1 + schedule[t - 7] + sigma0 + schedule[t - 16];
            }

            uint a = state[0];
            uint b = state[1];
            uint c = state[2];
            uint d = state[3];
            uint e = state[4];
            uint f = state[5];
            uint g = state[6];
            uint h = state[7];
            uint[] constants = s_constants;

            for (int t = 0; t < 64; t++)
            {
                uint sum1 = (e >> 6 | e << 26) ^ (e >> 11 | e << 21) ^ (e >> 25 | e << 7);
                uint t1 = h + sum1 + ((e & f) ^ (~e & g)) + constants[t] + schedule[t];
                uint sum0 = (a >> 2 | a << 30) ^ (a >> 13 | a << 19) ^ (a >> 22 | a << 10);
                uint t2 = sum0 + ((a & b) ^ (a & c) ^ (b & c));
                h = g;
                g = f;
                f = e;
                e = d + t1;
                d = c;
                c = b;
                b = a;
                a = t1 + t2;
            }

            state[0] += a;
            state[1] += b;
            state[2] += c;
            state[3] += d;
            state[4] += e;
            state[5] += f;
            state[6] += g;
            state[7] += h;
        }

        /// <summary>Tells whether it is SHA-256: the digest of "abc" (FIPS 180-4, examples).</summary>
        public static bool IsRight()
        {
            uint[] state =
                { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 };
            uint[] expected =
                { 0xba7816bf, 0x8f01cfea, 0x414140de, 0x5dae2223, 0xb00361a3, 0x96177a9c, 0xb410ff61, 0xf20015ad };
            byte[] block = new byte[64];

            block[0] = 0x61;
            block[1] = 0x62;
            block[2] = 0x63;
            block[3] = 0x80;
            block[63] = 24;
            Compress(state, new uint[64], block, 0);

            for (int i = 0; i < expected.Length; i++)
            {
                if (state[i] != expected[i])
                {
                    return false;
                }
            }

            return true;
        }
    }
}
