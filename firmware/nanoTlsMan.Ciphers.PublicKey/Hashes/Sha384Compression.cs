//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Ciphers.PublicKey
{
    /// <summary>
    /// The compression function of SHA-384 (FIPS 180-4, section 6.4.2, which is that of SHA-512).
    /// </summary>
    /// <remarks>
    /// Written as that of SHA-256 is: state and schedule in locals, and sixteen rounds spelled out. A rotation takes
    /// two shifts, since there is no wider word to double one into. Nothing becomes signed: nanoCLR would go on
    /// shifting it as if it were not.
    /// </remarks>
    internal static class Sha384Compression
    {
        /// <summary>Length of a block, in bytes.</summary>
        public const int BlockLength = 128;

        /// <summary>Number of 64-bit words of the chaining value.</summary>
        public const int StateLength = 8;

        private const int RoundCount = 80;

        // Made when first needed: a static initialiser would run at every boot.
        private static ulong[] s_constants;

        /// <summary>Writes the initial hash value (FIPS 180-4, section 5.3.4).</summary>
        public static void Initialize(ulong[] state)
        {
            if (s_constants == null)
            {
                s_constants = new ulong[]
                {
                    0x428a2f98d728ae22, 0x7137449123ef65cd, 0xb5c0fbcfec4d3b2f, 0xe9b5dba58189dbbc,
                    0x3956c25bf348b538, 0x59f111f1b605d019, 0x923f82a4af194f9b, 0xab1c5ed5da6d8118,
                    0xd807aa98a3030242, 0x12835b0145706fbe, 0x243185be4ee4b28c, 0x550c7dc3d5ffb4e2,
                    0x72be5d74f27b896f, 0x80deb1fe3b1696b1, 0x9bdc06a725c71235, 0xc19bf174cf692694,
                    0xe49b69c19ef14ad2, 0xefbe4786384f25e3, 0x0fc19dc68b8cd5b5, 0x240ca1cc77ac9c65,
                    0x2de92c6f592b0275, 0x4a7484aa6ea6e483, 0x5cb0a9dcbd41fbd4, 0x76f988da831153b5,
                    0x983e5152ee66dfab, 0xa831c66d2db43210, 0xb00327c898fb213f, 0xbf597fc7beef0ee4,
                    0xc6e00bf33da88fc2, 0xd5a79147930aa725, 0x06ca6351e003826f, 0x142929670a0e6e70,
                    0x27b70a8546d22ffc, 0x2e1b21385c26c926, 0x4d2c6dfc5ac42aed, 0x53380d139d95b3df,
                    0x650a73548baf63de, 0x766a0abb3c77b2a8, 0x81c2c92e47edaee6, 0x92722c851482353b,
                    0xa2bfe8a14cf10364, 0xa81a664bbc423001, 0xc24b8b70d0f89791, 0xc76c51a30654be30,
                    0xd192e819d6ef5218, 0xd69906245565a910, 0xf40e35855771202a, 0x106aa07032bbd1b8,
                    0x19a4c116b8d2d0c8, 0x1e376c085141ab53, 0x2748774cdf8eeb99, 0x34b0bcb5e19b48a8,
                    0x391c0cb3c5c95a63, 0x4ed8aa4ae3418acb, 0x5b9cca4f7763e373, 0x682e6ff3d6b2b8a3,
                    0x748f82ee5defb2fc, 0x78a5636f43172f60, 0x84c87814a1f0ab72, 0x8cc702081a6439ec,
                    0x90befffa23631e28, 0xa4506cebde82bde9, 0xbef9a3f7b2c67915, 0xc67178f2e372532b,
                    0xca273eceea26619c, 0xd186b8c721c0c207, 0xeada7dd6cde0eb1e, 0xf57d4f7fee6ed178,
                    0x06f067aa72176fba, 0x0a637dc5a2c898a6, 0x113f9804bef90dae, 0x1b710b35131c471b,
                    0x28db77f523047d84, 0x32caab7b40c72493, 0x3c9ebe0a15c9bebc, 0x431d67c49c100d4c,
                    0x4cc5d4becb3e42b6, 0x597f299cfc657e2a, 0x5fcb6fab3ad6faec, 0x6c44198c4a475817,
                };
            }

            state[0] = 0xcbbb9d5dc1059ed8;
            state[1] = 0x629a292a367cd507;
            state[2] = 0x9159015a3070dd17;
            state[3] = 0x152fecd8f70e5939;
            state[4] = 0x67332667ffc00b31;
            state[5] = 0x8eb44a8768581511;
            state[6] = 0xdb0c2e0d64f98fa7;
            state[7] = 0x47b5481dbefa4fa4;
        }

        /// <summary>Takes one block into the first words of the state.</summary>
        public static void Compress(ulong[] state, byte[] block, int offset)
        {
            ulong w0 = Read(block, offset);
            ulong w1 = Read(block, offset + 8);
            ulong w2 = Read(block, offset + 16);
            ulong w3 = Read(block, offset + 24);
            ulong w4 = Read(block, offset + 32);
            ulong w5 = Read(block, offset + 40);
            ulong w6 = Read(block, offset + 48);
            ulong w7 = Read(block, offset + 56);
            ulong w8 = Read(block, offset + 64);
            ulong w9 = Read(block, offset + 72);
            ulong w10 = Read(block, offset + 80);
            ulong w11 = Read(block, offset + 88);
            ulong w12 = Read(block, offset + 96);
            ulong w13 = Read(block, offset + 104);
            ulong w14 = Read(block, offset + 112);
            ulong w15 = Read(block, offset + 120);
            ulong a = state[0];
            ulong b = state[1];
            ulong c = state[2];
            ulong d = state[3];
            ulong e = state[4];
            ulong f = state[5];
            ulong g = state[6];
            ulong h = state[7];
            ulong[] k = s_constants;

            for (int t = 0; ; t += 16)
            {
                h += ((e >> 14 | e << 50) ^ (e >> 18 | e << 46) ^ (e >> 41 | e << 23))
                    + (g ^ (e & (f ^ g))) + k[t] + w0;
                d += h;
                h += ((a >> 28 | a << 36) ^ (a >> 34 | a << 30) ^ (a >> 39 | a << 25))
                    + ((a & b) | (c & (a | b)));

                g += ((d >> 14 | d << 50) ^ (d >> 18 | d << 46) ^ (d >> 41 | d << 23))
                    + (f ^ (d & (e ^ f))) + k[t + 1] + w1;
                c += g;
                g += ((h >> 28 | h << 36) ^ (h >> 34 | h << 30) ^ (h >> 39 | h << 25))
                    + ((h & a) | (b & (h | a)));

                f += ((c >> 14 | c << 50) ^ (c >> 18 | c << 46) ^ (c >> 41 | c << 23))
                    + (e ^ (c & (d ^ e))) + k[t + 2] + w2;
                b += f;
                f += ((g >> 28 | g << 36) ^ (g >> 34 | g << 30) ^ (g >> 39 | g << 25))
                    + ((g & h) | (a & (g | h)));

                e += ((b >> 14 | b << 50) ^ (b >> 18 | b << 46) ^ (b >> 41 | b << 23))
                    + (d ^ (b & (c ^ d))) + k[t + 3] + w3;
                a += e;
                e += ((f >> 28 | f << 36) ^ (f >> 34 | f << 30) ^ (f >> 39 | f << 25))
                    + ((f & g) | (h & (f | g)));

                d += ((a >> 14 | a << 50) ^ (a >> 18 | a << 46) ^ (a >> 41 | a << 23))
                    + (c ^ (a & (b ^ c))) + k[t + 4] + w4;
                h += d;
                d += ((e >> 28 | e << 36) ^ (e >> 34 | e << 30) ^ (e >> 39 | e << 25))
                    + ((e & f) | (g & (e | f)));

                c += ((h >> 14 | h << 50) ^ (h >> 18 | h << 46) ^ (h >> 41 | h << 23))
                    + (b ^ (h & (a ^ b))) + k[t + 5] + w5;
                g += c;
                c += ((d >> 28 | d << 36) ^ (d >> 34 | d << 30) ^ (d >> 39 | d << 25))
                    + ((d & e) | (f & (d | e)));

                b += ((g >> 14 | g << 50) ^ (g >> 18 | g << 46) ^ (g >> 41 | g << 23))
                    + (a ^ (g & (h ^ a))) + k[t + 6] + w6;
                f += b;
                b += ((c >> 28 | c << 36) ^ (c >> 34 | c << 30) ^ (c >> 39 | c << 25))
                    + ((c & d) | (e & (c | d)));

                a += ((f >> 14 | f << 50) ^ (f >> 18 | f << 46) ^ (f >> 41 | f << 23))
                    + (h ^ (f & (g ^ h))) + k[t + 7] + w7;
                e += a;
                a += ((b >> 28 | b << 36) ^ (b >> 34 | b << 30) ^ (b >> 39 | b << 25))
                    + ((b & c) | (d & (b | c)));

                h += ((e >> 14 | e << 50) ^ (e >> 18 | e << 46) ^ (e >> 41 | e << 23))
                    + (g ^ (e & (f ^ g))) + k[t + 8] + w8;
                d += h;
                h += ((a >> 28 | a << 36) ^ (a >> 34 | a << 30) ^ (a >> 39 | a << 25))
                    + ((a & b) | (c & (a | b)));

                g += ((d >> 14 | d << 50) ^ (d >> 18 | d << 46) ^ (d >> 41 | d << 23))
                    + (f ^ (d & (e ^ f))) + k[t + 9] + w9;
                c += g;
                g += ((h >> 28 | h << 36) ^ (h >> 34 | h << 30) ^ (h >> 39 | h << 25))
                    + ((h & a) | (b & (h | a)));

                f += ((c >> 14 | c << 50) ^ (c >> 18 | c << 46) ^ (c >> 41 | c << 23))
                    + (e ^ (c & (d ^ e))) + k[t + 10] + w10;
                b += f;
                f += ((g >> 28 | g << 36) ^ (g >> 34 | g << 30) ^ (g >> 39 | g << 25))
                    + ((g & h) | (a & (g | h)));

                e += ((b >> 14 | b << 50) ^ (b >> 18 | b << 46) ^ (b >> 41 | b << 23))
                    + (d ^ (b & (c ^ d))) + k[t + 11] + w11;
                a += e;
                e += ((f >> 28 | f << 36) ^ (f >> 34 | f << 30) ^ (f >> 39 | f << 25))
                    + ((f & g) | (h & (f | g)));

                d += ((a >> 14 | a << 50) ^ (a >> 18 | a << 46) ^ (a >> 41 | a << 23))
                    + (c ^ (a & (b ^ c))) + k[t + 12] + w12;
                h += d;
                d += ((e >> 28 | e << 36) ^ (e >> 34 | e << 30) ^ (e >> 39 | e << 25))
                    + ((e & f) | (g & (e | f)));

                c += ((h >> 14 | h << 50) ^ (h >> 18 | h << 46) ^ (h >> 41 | h << 23))
                    + (b ^ (h & (a ^ b))) + k[t + 13] + w13;
                g += c;
                c += ((d >> 28 | d << 36) ^ (d >> 34 | d << 30) ^ (d >> 39 | d << 25))
                    + ((d & e) | (f & (d | e)));

                b += ((g >> 14 | g << 50) ^ (g >> 18 | g << 46) ^ (g >> 41 | g << 23))
                    + (a ^ (g & (h ^ a))) + k[t + 14] + w14;
                f += b;
                b += ((c >> 28 | c << 36) ^ (c >> 34 | c << 30) ^ (c >> 39 | c << 25))
                    + ((c & d) | (e & (c | d)));

                a += ((f >> 14 | f << 50) ^ (f >> 18 | f << 46) ^ (f >> 41 | f << 23))
                    + (h ^ (f & (g ^ h))) + k[t + 15] + w15;
                e += a;
                a += ((b >> 28 | b << 36) ^ (b >> 34 | b << 30) ^ (b >> 39 | b << 25))
                    + ((b & c) | (d & (b | c)));

                if (t == RoundCount - 16)
                {
                    break;
                }

                w0 += ((w1 >> 1 | w1 << 63) ^ (w1 >> 8 | w1 << 56) ^ w1 >> 7) + w9
                    + ((w14 >> 19 | w14 << 45) ^ (w14 >> 61 | w14 << 3) ^ w14 >> 6);
                w1 += ((w2 >> 1 | w2 << 63) ^ (w2 >> 8 | w2 << 56) ^ w2 >> 7) + w10
                    + ((w15 >> 19 | w15 << 45) ^ (w15 >> 61 | w15 << 3) ^ w15 >> 6);
                w2 += ((w3 >> 1 | w3 << 63) ^ (w3 >> 8 | w3 << 56) ^ w3 >> 7) + w11
                    + ((w0 >> 19 | w0 << 45) ^ (w0 >> 61 | w0 << 3) ^ w0 >> 6);
                w3 += ((w4 >> 1 | w4 << 63) ^ (w4 >> 8 | w4 << 56) ^ w4 >> 7) + w12
                    + ((w1 >> 19 | w1 << 45) ^ (w1 >> 61 | w1 << 3) ^ w1 >> 6);
                w4 += ((w5 >> 1 | w5 << 63) ^ (w5 >> 8 | w5 << 56) ^ w5 >> 7) + w13
                    + ((w2 >> 19 | w2 << 45) ^ (w2 >> 61 | w2 << 3) ^ w2 >> 6);
                w5 += ((w6 >> 1 | w6 << 63) ^ (w6 >> 8 | w6 << 56) ^ w6 >> 7) + w14
                    + ((w3 >> 19 | w3 << 45) ^ (w3 >> 61 | w3 << 3) ^ w3 >> 6);
                w6 += ((w7 >> 1 | w7 << 63) ^ (w7 >> 8 | w7 << 56) ^ w7 >> 7) + w15
                    + ((w4 >> 19 | w4 << 45) ^ (w4 >> 61 | w4 << 3) ^ w4 >> 6);
                w7 += ((w8 >> 1 | w8 << 63) ^ (w8 >> 8 | w8 << 56) ^ w8 >> 7) + w0
                    + ((w5 >> 19 | w5 << 45) ^ (w5 >> 61 | w5 << 3) ^ w5 >> 6);
                w8 += ((w9 >> 1 | w9 << 63) ^ (w9 >> 8 | w9 << 56) ^ w9 >> 7) + w1
                    + ((w6 >> 19 | w6 << 45) ^ (w6 >> 61 | w6 << 3) ^ w6 >> 6);
                w9 += ((w10 >> 1 | w10 << 63) ^ (w10 >> 8 | w10 << 56) ^ w10 >> 7) + w2
                    + ((w7 >> 19 | w7 << 45) ^ (w7 >> 61 | w7 << 3) ^ w7 >> 6);
                w10 += ((w11 >> 1 | w11 << 63) ^ (w11 >> 8 | w11 << 56) ^ w11 >> 7) + w3
                    + ((w8 >> 19 | w8 << 45) ^ (w8 >> 61 | w8 << 3) ^ w8 >> 6);
                w11 += ((w12 >> 1 | w12 << 63) ^ (w12 >> 8 | w12 << 56) ^ w12 >> 7) + w4
                    + ((w9 >> 19 | w9 << 45) ^ (w9 >> 61 | w9 << 3) ^ w9 >> 6);
                w12 += ((w13 >> 1 | w13 << 63) ^ (w13 >> 8 | w13 << 56) ^ w13 >> 7) + w5
                    + ((w10 >> 19 | w10 << 45) ^ (w10 >> 61 | w10 << 3) ^ w10 >> 6);
                w13 += ((w14 >> 1 | w14 << 63) ^ (w14 >> 8 | w14 << 56) ^ w14 >> 7) + w6
                    + ((w11 >> 19 | w11 << 45) ^ (w11 >> 61 | w11 << 3) ^ w11 >> 6);
                w14 += ((w15 >> 1 | w15 << 63) ^ (w15 >> 8 | w15 << 56) ^ w15 >> 7) + w7
                    + ((w12 >> 19 | w12 << 45) ^ (w12 >> 61 | w12 << 3) ^ w12 >> 6);
                w15 += ((w0 >> 1 | w0 << 63) ^ (w0 >> 8 | w0 << 56) ^ w0 >> 7) + w8
                    + ((w13 >> 19 | w13 << 45) ^ (w13 >> 61 | w13 << 3) ^ w13 >> 6);
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

        private static ulong Read(byte[] buffer, int offset)
        {
            uint high = (uint)(buffer[offset] << 24 | buffer[offset + 1] << 16 | buffer[offset + 2] << 8
                | buffer[offset + 3]);
            uint low = (uint)(buffer[offset + 4] << 24 | buffer[offset + 5] << 16 | buffer[offset + 6] << 8
                | buffer[offset + 7]);

            return (ulong)high << 32 | low;
        }
    }
}
