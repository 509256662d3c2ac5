//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Ciphers.PublicKey
{
    /// <summary>
    /// Arithmetic modulo 2^255 - 19. 2^261 is 1216 there: the upper half of a product goes to the lower with one
    /// multiplication.
    /// </summary>
    internal sealed class Curve25519Field : Field
    {
        /// <inheritdoc/>
        public override long[] CreateModulus()
        {
            return new long[]
            {
                0x1fffffed, 0x1fffffff, 0x1fffffff, 0x1fffffff, 0x1fffffff,
                0x1fffffff, 0x1fffffff, 0x1fffffff, 0x7fffff,
            };
        }

        /// <inheritdoc/>
        public override long[] CreateEntry()
        {
            return new long[]
            {
                0x1, 0x0, 0x0, 0x0, 0x0,
                0x0, 0x0, 0x0, 0x0,
            };
        }

        /// <inheritdoc/>
        public override byte[] CreateInversion()
        {
            return new byte[]
            {
                1, 255, 1,
                2, 0, 2,
                0, 1, 3,
                1, 2, 2,
                5, 2, 1,
                10, 1, 4,
                20, 4, 255,
                10, 1, 1,
                50, 1, 4,
                100, 4, 255,
                50, 1, 255,
                5, 3, 255,
            };
        }

        /// <inheritdoc/>
        public override void Multiply(long[] r, long[] a, long[] b)
        {
            long mask = Limbs.Mask;
            long a0 = a[0];
            long a1 = a[1];
            long a2 = a[2];
            long a3 = a[3];
            long a4 = a[4];
            long a5 = a[5];
            long a6 = a[6];
            long a7 = a[7];
            long a8 = a[8];
            long b0 = b[0];
            long b1 = b[1];
            long b2 = b[2];
            long b3 = b[3];
            long b4 = b[4];
            long b5 = b[5];
            long b6 = b[6];
            long b7 = b[7];
            long b8 = b[8];

            // The columns from 2^261 on, as digits.
            long sum;
            long h0 = (sum = a1 * b8 + a2 * b7 + a3 * b6 + a4 * b5 + a5 * b4 + a6 * b3 + a7 * b2 + a8 * b1) & mask;
            long h1 = (sum = (sum >> 29) + a2 * b8 + a3 * b7 + a4 * b6 + a5 * b5 + a6 * b4 + a7 * b3 + a8 * b2)
                & mask;
            long h2 = (sum = (sum >> 29) + a3 * b8 + a4 * b7 + a5 * b6 + a6 * b5 + a7 * b4 + a8 * b3) & mask;
            long h3 = (sum = (sum >> 29) + a4 * b8 + a5 * b7 + a6 * b6 + a7 * b5 + a8 * b4) & mask;
            long h4 = (sum = (sum >> 29) + a5 * b8 + a6 * b7 + a7 * b6 + a8 * b5) & mask;
            long h5 = (sum = (sum >> 29) + a6 * b8 + a7 * b7 + a8 * b6) & mask;
            long h6 = (sum = (sum >> 29) + a7 * b8 + a8 * b7) & mask;
            long h7 = (sum = (sum >> 29) + a8 * b8) & mask;
            long h8 = sum >> 29;

            // The others, and 2^261 as 1216.
            long r0 = (sum = a0 * b0 + h0 * 1216) & mask;
            long r1 = (sum = (sum >> 29) + a0 * b1 + a1 * b0 + h1 * 1216) & mask;
            r[2] = (sum = (sum >> 29) + a0 * b2 + a1 * b1 + a2 * b0 + h2 * 1216) & mask;
            r[3] = (sum = (sum >> 29) + a0 * b3 + a1 * b2 + a2 * b1 + a3 * b0 + h3 * 1216) & mask;
            r[4] = (sum = (sum >> 29) + a0 * b4 + a1 * b3 + a2 * b2 + a3 * b1 + a4 * b0 + h4 * 1216) & mask;
            r[5] = (sum = (sum >> 29) + a0 * b5 + a1 * b4 + a2 * b3 + a3 * b2 + a4 * b1 + a5 * b0 + h5 * 1216)
                & mask;
            r[6] = (sum = (sum >> 29) + a0 * b6 + a1 * b5 + a2 * b4 + a3 * b3 + a4 * b2 + a5 * b1 + a6 * b0
                + h6 * 1216) & mask;
            r[7] = (sum = (sum >> 29) + a0 * b7 + a1 * b6 + a2 * b5 + a3 * b4 + a4 * b3 + a5 * b2 + a6 * b1
                + a7 * b0 + h7 * 1216) & mask;
            r[8] = (sum = (sum >> 29) + a0 * b8 + a1 * b7 + a2 * b6 + a3 * b5 + a4 * b4 + a5 * b3 + a6 * b2
                + a7 * b1 + a8 * b0 + h8 * 1216) & mask;
            r0 += (sum >> 29) * 1216;
            r[0] = r0 & mask;
            r[1] = r1 + (r0 >> 29);
        }

        /// <inheritdoc/>
        public override void Square(long[] r, long[] a)
        {
            long mask = Limbs.Mask;
            long a0 = a[0];
            long a1 = a[1];
            long a2 = a[2];
            long a3 = a[3];
            long a4 = a[4];
            long a5 = a[5];
            long a6 = a[6];
            long a7 = a[7];
            long a8 = a[8];
            long d0 = a0 + a0;
            long d1 = a1 + a1;
            long d2 = a2 + a2;
            long d3 = a3 + a3;
            long d4 = a4 + a4;
            long d5 = a5 + a5;
            long d6 = a6 + a6;
            long d7 = a7 + a7;

            // The columns from 2^261 on, as digits.
            long sum;
            long h0 = (sum = d1 * a8 + d2 * a7 + d3 * a6 + d4 * a5) & mask;
            long h1 = (sum = (sum >> 29) + d2 * a8 + d3 * a7 + d4 * a6 + a5 * a5) & mask;
            long h2 = (sum = (sum >> 29) + d3 * a8 + d4 * a7 + d5 * a6) & mask;
            long h3 = (sum = (sum >> 29) + d4 * a8 + d5 * a7 + a6 * a6) & mask;
            long h4 = (sum = (sum >> 29) + d5 * a8 + d6 * a7) & mask;
            long h5 = (sum = (sum >> 29) + d6 * a8 + a7 * a7) & mask;
            long h6 = (sum = (sum >> 29) + d7 * a8) & mask;
            long h7 = (sum = (sum >> 29) + a8 * a8) & mask;
            long h8 = sum >> 29;

            // The others, and 2^261 as 1216.
            long r0 = (sum = a0 * a0 + h0 * 1216) & mask;
            long r1 = (sum = (sum >> 29) + d0 * a1 + h1 * 1216) & mask;
            r[2] = (sum = (sum >> 29) + d0 * a2 + a1 * a1 + h2 * 1216) & mask;
            r[3] = (sum = (sum >> 29) + d0 * a3 + d1 * a2 + h3 * 1216) & mask;
            r[4] = (sum = (sum >> 29) + d0 * a4 + d1 * a3 + a2 * a2 + h4 * 1216) & mask;
            r[5] = (sum = (sum >> 29) + d0 * a5 + d1 * a4 + d2 * a3 + h5 * 1216) & mask;
            r[6] = (sum = (sum >> 29) + d0 * a6 + d1 * a5 + d2 * a4 + a3 * a3 + h6 * 1216) & mask;
            r[7] = (sum = (sum >> 29) + d0 * a7 + d1 * a6 + d2 * a5 + d3 * a4 + h7 * 1216) & mask;
            r[8] = (sum = (sum >> 29) + d0 * a8 + d1 * a7 + d2 * a6 + d3 * a5 + a4 * a4 + h8 * 1216) & mask;
            r0 += (sum >> 29) * 1216;
            r[0] = r0 & mask;
            r[1] = r1 + (r0 >> 29);
        }

        /// <inheritdoc/>
        public override void Combine(long[] r, long[] a, long forA, long[] b, long forB)
        {
            long mask = Limbs.Mask;
            long sum;
            long r0 = (sum = a[0] * forA + b[0] * forB) & mask;
            long r1 = (sum = (sum >> 29) + a[1] * forA + b[1] * forB) & mask;
            r[2] = (sum = (sum >> 29) + a[2] * forA + b[2] * forB) & mask;
            r[3] = (sum = (sum >> 29) + a[3] * forA + b[3] * forB) & mask;
            r[4] = (sum = (sum >> 29) + a[4] * forA + b[4] * forB) & mask;
            r[5] = (sum = (sum >> 29) + a[5] * forA + b[5] * forB) & mask;
            r[6] = (sum = (sum >> 29) + a[6] * forA + b[6] * forB) & mask;
            r[7] = (sum = (sum >> 29) + a[7] * forA + b[7] * forB) & mask;
            sum = (sum >> 29) + a[8] * forA + b[8] * forB;

            // 2^261 is 1216.
            r0 += (sum >> 29) * 1216;
            r[0] = r0 & mask;
            r[1] = r1 + (r0 >> 29);
            r[8] = sum & mask;
        }
    }
}
