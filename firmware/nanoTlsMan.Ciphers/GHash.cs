//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Ciphers
{
    /// <summary>
    /// GHASH, the universal hash of GCM (NIST SP 800-38D, section 6.4), without tables and in constant time where the
    /// processor multiplies in constant time.
    /// </summary>
    /// <remarks>
    /// <para>A product over GF(2) is made of integer products whose factors have only every fourth bit set, so that
    /// carries fall into holes and are masked away; the upper half comes from the product of the bit-reversed factors;
    /// Karatsuba's scheme saves one multiplication of four (T. Pornin, "Constant-Time Mul" of BearSSL).</para>
    /// <para>A table of 16 multiples per key needs as many interpreted instructions per block, 350 bytes more, and its
    /// look-ups depend on the key.</para>
    /// </remarks>
    internal sealed class GHash
    {
        private const ulong Every0 = 0x1111111111111111;
        private const ulong Every1 = 0x2222222222222222;
        private const ulong Every2 = 0x4444444444444444;
        private const ulong Every3 = 0x8888888888888888;

        // The key: halves, their sum, and the three bit-reversed. Then the running value.
        private readonly ulong[] _words = new ulong[8];

        /// <summary>
        /// Takes the hash key, the encryption of the zero block.
        /// </summary>
        public GHash(ulong high, ulong low)
        {
            ulong[] w = _words;
            w[0] = low;
            w[1] = high;
            w[2] = low ^ high;
            w[3] = Reverse(low);
            w[4] = Reverse(high);
            w[5] = w[3] ^ w[4];
        }

        /// <summary>
        /// Gets the first eight bytes of the running value.
        /// </summary>
        public ulong High
        {
            get { return _words[7]; }
        }

        /// <summary>
        /// Gets the last eight bytes of the running value.
        /// </summary>
        public ulong Low
        {
            get { return _words[6]; }
        }

        /// <summary>
        /// Begins anew under the same key.
        /// </summary>
        public void Reset()
        {
            Array.Clear(_words, 6, 2);
        }

        /// <summary>
        /// Adds one block.
        /// </summary>
        public void Update(ulong high, ulong low)
        {
            ulong[] w = _words;
            low ^= w[6];
            high ^= w[7];
            ulong lowReversed = Reverse(low);
            ulong highReversed = Reverse(high);

            ulong v0 = Multiply(low, w[0]);
            ulong v2 = Multiply(high, w[1]);
            ulong v1 = Multiply(low ^ high, w[2]) ^ v0 ^ v2;
            ulong r0 = Multiply(lowReversed, w[3]);
            ulong r2 = Multiply(highReversed, w[4]);
            ulong r1 = Multiply(lowReversed ^ highReversed, w[5]) ^ r0 ^ r2;

            v1 ^= Reverse(r0) >> 1;
            v2 ^= Reverse(r1) >> 1;
            ulong v3 = Reverse(r2) >> 1;

            // GCM numbers the bits of a block the other way round, which leaves the 255-bit product one place too low.
            v3 = v3 << 1 | v2 >> 63;
            v2 = v2 << 1 | v1 >> 63;
            v1 = v1 << 1 | v0 >> 63;
            v0 <<= 1;

            // Reduced by x^128 + x^7 + x^2 + x + 1.
            v2 ^= v0 ^ v0 >> 1 ^ v0 >> 2 ^ v0 >> 7;
            v1 ^= v0 << 63 ^ v0 << 62 ^ v0 << 57;
            v3 ^= v1 ^ v1 >> 1 ^ v1 >> 2 ^ v1 >> 7;
            v2 ^= v1 << 63 ^ v1 << 62 ^ v1 << 57;

            w[6] = v2;
            w[7] = v3;
        }

        /// <summary>
        /// Wipes the key and the running value.
        /// </summary>
        public void Wipe()
        {
            Array.Clear(_words, 0, _words.Length);
        }

        /// <summary>
        /// Gets the lower 64 bits of a product over GF(2).
        /// </summary>
        private static ulong Multiply(ulong x, ulong y)
        {
            ulong x0 = x & Every0;
            ulong x1 = x & Every1;
            ulong x2 = x & Every2;
            ulong x3 = x & Every3;
            ulong y0 = y & Every0;
            ulong y1 = y & Every1;
            ulong y2 = y & Every2;
            ulong y3 = y & Every3;

            return ((x0 * y0 ^ x1 * y3 ^ x2 * y2 ^ x3 * y1) & Every0)
                | ((x0 * y1 ^ x1 * y0 ^ x2 * y3 ^ x3 * y2) & Every1)
                | ((x0 * y2 ^ x1 * y1 ^ x2 * y0 ^ x3 * y3) & Every2)
                | ((x0 * y3 ^ x1 * y2 ^ x2 * y1 ^ x3 * y0) & Every3);
        }

        private static ulong Reverse(ulong x)
        {
            x = (x & 0x5555555555555555) << 1 | (x >> 1 & 0x5555555555555555);
            x = (x & 0x3333333333333333) << 2 | (x >> 2 & 0x3333333333333333);
            x = (x & 0x0f0f0f0f0f0f0f0f) << 4 | (x >> 4 & 0x0f0f0f0f0f0f0f0f);
            x = (x & 0x00ff00ff00ff00ff) << 8 | (x >> 8 & 0x00ff00ff00ff00ff);
            x = (x & 0x0000ffff0000ffff) << 16 | (x >> 16 & 0x0000ffff0000ffff);
            return x << 32 | x >> 32;
        }
    }
}
