//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Ciphers.PublicKey
{
    /// <summary>
    /// Arithmetic modulo P-384's prime, 2^384 - 2^128 - 2^96 + 2^32 - 1, in Montgomery's form for 2^392, on fourteen
    /// limbs of 28 bits. It only serves verification: nothing here is secret.
    /// </summary>
    /// <remarks>
    /// The prime is -1 modulo 2^32, so that the quotient's limb of a column is the column's own low limb, and enters
    /// four columns above by shifts alone. Both factors may be sums: 14 times 2^29 times 2^29 is less than 2^62.
    /// </remarks>
    internal sealed class P384Field : Field
    {
        /// <summary>How many limbs there are.</summary>
        public const int LimbCount = 14;

        /// <summary>Bits of a limb.</summary>
        public const int Bits = 28;

        private const long Mask = 0xfffffff;

        /// <inheritdoc/>
        public override int Count
        {
            get { return LimbCount; }
        }

        /// <inheritdoc/>
        public override long[] CreateModulus()
        {
            return new long[]
            {
                0xfffffff, 0xf, 0x0, 0xffff000, 0xffeffff, 0xfffffff, 0xfffffff,
                0xfffffff, 0xfffffff, 0xfffffff, 0xfffffff, 0xfffffff, 0xfffffff, 0xfffff,
            };
        }

        /// <inheritdoc/>
        public override long[] CreateEntry()
        {
            return new long[]
            {
                0x10000, 0xfe00000, 0xffffff, 0x0, 0x2, 0x0, 0xffffe00,
                0xfff, 0x20000, 0x100000, 0x0, 0x0, 0x0, 0x0,
            };
        }

        /// <inheritdoc/>
        public override byte[] CreateInversion()
        {
            return new byte[]
            {
                1, 0, 1,
                1, 0, 2,
                3, 2, 3,
                6, 3, 4,
                3, 2, 5,
                15, 5, 6,
                30, 6, 7,
                60, 7, 8,
                120, 8, 255,
                15, 5, 255,
                31, 6, 255,
                2, 1, 255,
                94, 6, 255,
                2, 0, 255,
            };
        }

        /// <inheritdoc/>
        public override void Add(long[] r, long[] a, long[] b)
        {
            r[0] = a[0] + b[0];
            r[1] = a[1] + b[1];
            r[2] = a[2] + b[2];
            r[3] = a[3] + b[3];
            r[4] = a[4] + b[4];
            r[5] = a[5] + b[5];
            r[6] = a[6] + b[6];
            r[7] = a[7] + b[7];
            r[8] = a[8] + b[8];
            r[9] = a[9] + b[9];
            r[10] = a[10] + b[10];
            r[11] = a[11] + b[11];
            r[12] = a[12] + b[12];
            r[13] = a[13] + b[13];
        }

        /// <inheritdoc/>
        public override void Subtract(long[] r, long[] a, long[] b)
        {
            r[0] = a[0] - b[0];
            r[1] = a[1] - b[1];
            r[2] = a[2] - b[2];
            r[3] = a[3] - b[3];
            r[4] = a[4] - b[4];
            r[5] = a[5] - b[5];
            r[6] = a[6] - b[6];
            r[7] = a[7] - b[7];
            r[8] = a[8] - b[8];
            r[9] = a[9] - b[9];
            r[10] = a[10] - b[10];
            r[11] = a[11] - b[11];
            r[12] = a[12] - b[12];
            r[13] = a[13] - b[13];
        }

        /// <inheritdoc/>
        public override void Multiply(long[] r, long[] a, long[] b)
        {
            long mask = Mask;
            long a0 = a[0];
            long a1 = a[1];
            long a2 = a[2];
            long a3 = a[3];
            long a4 = a[4];
            long a5 = a[5];
            long a6 = a[6];
            long a7 = a[7];
            long a8 = a[8];
            long a9 = a[9];
            long a10 = a[10];
            long a11 = a[11];
            long a12 = a[12];
            long a13 = a[13];
            long b0 = b[0];
            long b1 = b[1];
            long b2 = b[2];
            long b3 = b[3];
            long b4 = b[4];
            long b5 = b[5];
            long b6 = b[6];
            long b7 = b[7];
            long b8 = b[8];
            long b9 = b[9];
            long b10 = b[10];
            long b11 = b[11];
            long b12 = b[12];
            long b13 = b[13];

            long sum;
            long q0 = (sum = a0 * b0) & mask;
            long q1 = (sum = (sum >> 28) + a0 * b1 + a1 * b0 + (q0 << 4)) & mask;
            long q2 = (sum = (sum >> 28) + a0 * b2 + a1 * b1 + a2 * b0 + (q1 << 4)) & mask;
            long q3 = (sum = (sum >> 28) + a0 * b3 + a1 * b2 + a2 * b1 + a3 * b0 + (q2 << 4) - (q0 << 12)) & mask;
            long q4 = (sum = (sum >> 28) + a0 * b4 + a1 * b3 + a2 * b2 + a3 * b1 + a4 * b0 + (q3 << 4)
                - (q1 << 12) - (q0 << 16)) & mask;
            long q5 = (sum = (sum >> 28) + a0 * b5 + a1 * b4 + a2 * b3 + a3 * b2 + a4 * b1 + a5 * b0
                + (q4 << 4) - (q2 << 12) - (q1 << 16)) & mask;
            long q6 = (sum = (sum >> 28) + a0 * b6 + a1 * b5 + a2 * b4 + a3 * b3 + a4 * b2 + a5 * b1 + a6 * b0
                + (q5 << 4) - (q3 << 12) - (q2 << 16)) & mask;
            long q7 = (sum = (sum >> 28) + a0 * b7 + a1 * b6 + a2 * b5 + a3 * b4 + a4 * b3 + a5 * b2 + a6 * b1
                + a7 * b0 + (q6 << 4) - (q4 << 12) - (q3 << 16)) & mask;
            long q8 = (sum = (sum >> 28) + a0 * b8 + a1 * b7 + a2 * b6 + a3 * b5 + a4 * b4 + a5 * b3 + a6 * b2
                + a7 * b1 + a8 * b0 + (q7 << 4) - (q5 << 12) - (q4 << 16)) & mask;
            long q9 = (sum = (sum >> 28) + a0 * b9 + a1 * b8 + a2 * b7 + a3 * b6 + a4 * b5 + a5 * b4 + a6 * b3
                + a7 * b2 + a8 * b1 + a9 * b0 + (q8 << 4) - (q6 << 12) - (q5 << 16)) & mask;
            long q10 = (sum = (sum >> 28) + a0 * b10 + a1 * b9 + a2 * b8 + a3 * b7 + a4 * b6 + a5 * b5
                + a6 * b4 + a7 * b3 + a8 * b2 + a9 * b1 + a10 * b0 + (q9 << 4) - (q7 << 12) - (q6 << 16)) & mask;
            long q11 = (sum = (sum >> 28) + a0 * b11 + a1 * b10 + a2 * b9 + a3 * b8 + a4 * b7 + a5 * b6
                + a6 * b5 + a7 * b4 + a8 * b3 + a9 * b2 + a10 * b1 + a11 * b0 + (q10 << 4) - (q8 << 12)
                - (q7 << 16)) & mask;
            long q12 = (sum = (sum >> 28) + a0 * b12 + a1 * b11 + a2 * b10 + a3 * b9 + a4 * b8 + a5 * b7
                + a6 * b6 + a7 * b5 + a8 * b4 + a9 * b3 + a10 * b2 + a11 * b1 + a12 * b0 + (q11 << 4)
                - (q9 << 12) - (q8 << 16)) & mask;
            long q13 = (sum = (sum >> 28) + a0 * b13 + a1 * b12 + a2 * b11 + a3 * b10 + a4 * b9 + a5 * b8
                + a6 * b7 + a7 * b6 + a8 * b5 + a9 * b4 + a10 * b3 + a11 * b2 + a12 * b1 + a13 * b0
                + (q12 << 4) - (q10 << 12) - (q9 << 16) + (q0 << 20)) & mask;
            r[0] = (sum = (sum >> 28) + a1 * b13 + a2 * b12 + a3 * b11 + a4 * b10 + a5 * b9 + a6 * b8
                + a7 * b7 + a8 * b6 + a9 * b5 + a10 * b4 + a11 * b3 + a12 * b2 + a13 * b1 + (q13 << 4)
                - (q11 << 12) - (q10 << 16) + (q1 << 20)) & mask;
            r[1] = (sum = (sum >> 28) + a2 * b13 + a3 * b12 + a4 * b11 + a5 * b10 + a6 * b9 + a7 * b8
                + a8 * b7 + a9 * b6 + a10 * b5 + a11 * b4 + a12 * b3 + a13 * b2 - (q12 << 12) - (q11 << 16)
                + (q2 << 20)) & mask;
            r[2] = (sum = (sum >> 28) + a3 * b13 + a4 * b12 + a5 * b11 + a6 * b10 + a7 * b9 + a8 * b8
                + a9 * b7 + a10 * b6 + a11 * b5 + a12 * b4 + a13 * b3 - (q13 << 12) - (q12 << 16) + (q3 << 20)) & mask;
            r[3] = (sum = (sum >> 28) + a4 * b13 + a5 * b12 + a6 * b11 + a7 * b10 + a8 * b9 + a9 * b8
                + a10 * b7 + a11 * b6 + a12 * b5 + a13 * b4 - (q13 << 16) + (q4 << 20)) & mask;
            r[4] = (sum = (sum >> 28) + a5 * b13 + a6 * b12 + a7 * b11 + a8 * b10 + a9 * b9 + a10 * b8
                + a11 * b7 + a12 * b6 + a13 * b5 + (q5 << 20)) & mask;
            r[5] = (sum = (sum >> 28) + a6 * b13 + a7 * b12 + a8 * b11 + a9 * b10 + a10 * b9 + a11 * b8
                + a12 * b7 + a13 * b6 + (q6 << 20)) & mask;
            r[6] = (sum = (sum >> 28) + a7 * b13 + a8 * b12 + a9 * b11 + a10 * b10 + a11 * b9 + a12 * b8
                + a13 * b7 + (q7 << 20)) & mask;
            r[7] = (sum = (sum >> 28) + a8 * b13 + a9 * b12 + a10 * b11 + a11 * b10 + a12 * b9 + a13 * b8
                + (q8 << 20)) & mask;
            r[8] = (sum = (sum >> 28) + a9 * b13 + a10 * b12 + a11 * b11 + a12 * b10 + a13 * b9 + (q9 << 20)) & mask;
            r[9] = (sum = (sum >> 28) + a10 * b13 + a11 * b12 + a12 * b11 + a13 * b10 + (q10 << 20)) & mask;
            r[10] = (sum = (sum >> 28) + a11 * b13 + a12 * b12 + a13 * b11 + (q11 << 20)) & mask;
            r[11] = (sum = (sum >> 28) + a12 * b13 + a13 * b12 + (q12 << 20)) & mask;
            r[12] = (sum = (sum >> 28) + a13 * b13 + (q13 << 20)) & mask;
            r[13] = (sum >> 28);
        }

        /// <inheritdoc/>
        public override void Square(long[] r, long[] a)
        {
            long mask = Mask;
            long a0 = a[0];
            long a1 = a[1];
            long a2 = a[2];
            long a3 = a[3];
            long a4 = a[4];
            long a5 = a[5];
            long a6 = a[6];
            long a7 = a[7];
            long a8 = a[8];
            long a9 = a[9];
            long a10 = a[10];
            long a11 = a[11];
            long a12 = a[12];
            long a13 = a[13];
            long d0 = a0 + a0;
            long d1 = a1 + a1;
            long d2 = a2 + a2;
            long d3 = a3 + a3;
            long d4 = a4 + a4;
            long d5 = a5 + a5;
            long d6 = a6 + a6;
            long d7 = a7 + a7;
            long d8 = a8 + a8;
            long d9 = a9 + a9;
            long d10 = a10 + a10;
            long d11 = a11 + a11;
            long d12 = a12 + a12;

            long sum;
            long q0 = (sum = a0 * a0) & mask;
            long q1 = (sum = (sum >> 28) + d0 * a1 + (q0 << 4)) & mask;
            long q2 = (sum = (sum >> 28) + d0 * a2 + a1 * a1 + (q1 << 4)) & mask;
            long q3 = (sum = (sum >> 28) + d0 * a3 + d1 * a2 + (q2 << 4) - (q0 << 12)) & mask;
            long q4 = (sum = (sum >> 28) + d0 * a4 + d1 * a3 + a2 * a2 + (q3 << 4) - (q1 << 12) - (q0 << 16)) & mask;
            long q5 = (sum = (sum >> 28) + d0 * a5 + d1 * a4 + d2 * a3 + (q4 << 4) - (q2 << 12) - (q1 << 16)) & mask;
            long q6 = (sum = (sum >> 28) + d0 * a6 + d1 * a5 + d2 * a4 + a3 * a3 + (q5 << 4) - (q3 << 12)
                - (q2 << 16)) & mask;
            long q7 = (sum = (sum >> 28) + d0 * a7 + d1 * a6 + d2 * a5 + d3 * a4 + (q6 << 4) - (q4 << 12)
                - (q3 << 16)) & mask;
            long q8 = (sum = (sum >> 28) + d0 * a8 + d1 * a7 + d2 * a6 + d3 * a5 + a4 * a4 + (q7 << 4)
                - (q5 << 12) - (q4 << 16)) & mask;
            long q9 = (sum = (sum >> 28) + d0 * a9 + d1 * a8 + d2 * a7 + d3 * a6 + d4 * a5 + (q8 << 4)
                - (q6 << 12) - (q5 << 16)) & mask;
            long q10 = (sum = (sum >> 28) + d0 * a10 + d1 * a9 + d2 * a8 + d3 * a7 + d4 * a6 + a5 * a5
                + (q9 << 4) - (q7 << 12) - (q6 << 16)) & mask;
            long q11 = (sum = (sum >> 28) + d0 * a11 + d1 * a10 + d2 * a9 + d3 * a8 + d4 * a7 + d5 * a6
                + (q10 << 4) - (q8 << 12) - (q7 << 16)) & mask;
            long q12 = (sum = (sum >> 28) + d0 * a12 + d1 * a11 + d2 * a10 + d3 * a9 + d4 * a8 + d5 * a7
                + a6 * a6 + (q11 << 4) - (q9 << 12) - (q8 << 16)) & mask;
            long q13 = (sum = (sum >> 28) + d0 * a13 + d1 * a12 + d2 * a11 + d3 * a10 + d4 * a9 + d5 * a8
                + d6 * a7 + (q12 << 4) - (q10 << 12) - (q9 << 16) + (q0 << 20)) & mask;
            r[0] = (sum = (sum >> 28) + d1 * a13 + d2 * a12 + d3 * a11 + d4 * a10 + d5 * a9 + d6 * a8
                + a7 * a7 + (q13 << 4) - (q11 << 12) - (q10 << 16) + (q1 << 20)) & mask;
            r[1] = (sum = (sum >> 28) + d2 * a13 + d3 * a12 + d4 * a11 + d5 * a10 + d6 * a9 + d7 * a8
                - (q12 << 12) - (q11 << 16) + (q2 << 20)) & mask;
            r[2] = (sum = (sum >> 28) + d3 * a13 + d4 * a12 + d5 * a11 + d6 * a10 + d7 * a9 + a8 * a8
                - (q13 << 12) - (q12 << 16) + (q3 << 20)) & mask;
            r[3] = (sum = (sum >> 28) + d4 * a13 + d5 * a12 + d6 * a11 + d7 * a10 + d8 * a9 - (q13 << 16)
                + (q4 << 20)) & mask;
            r[4] = (sum = (sum >> 28) + d5 * a13 + d6 * a12 + d7 * a11 + d8 * a10 + a9 * a9 + (q5 << 20)) & mask;
            r[5] = (sum = (sum >> 28) + d6 * a13 + d7 * a12 + d8 * a11 + d9 * a10 + (q6 << 20)) & mask;
            r[6] = (sum = (sum >> 28) + d7 * a13 + d8 * a12 + d9 * a11 + a10 * a10 + (q7 << 20)) & mask;
            r[7] = (sum = (sum >> 28) + d8 * a13 + d9 * a12 + d10 * a11 + (q8 << 20)) & mask;
            r[8] = (sum = (sum >> 28) + d9 * a13 + d10 * a12 + a11 * a11 + (q9 << 20)) & mask;
            r[9] = (sum = (sum >> 28) + d10 * a13 + d11 * a12 + (q10 << 20)) & mask;
            r[10] = (sum = (sum >> 28) + d11 * a13 + a12 * a12 + (q11 << 20)) & mask;
            r[11] = (sum = (sum >> 28) + d12 * a13 + (q12 << 20)) & mask;
            r[12] = (sum = (sum >> 28) + a13 * a13 + (q13 << 20)) & mask;
            r[13] = (sum >> 28);
        }

        /// <inheritdoc/>
        public override void Combine(long[] r, long[] a, long forA, long[] b, long forB)
        {
            long mask = Mask;
            long sum;
            long r0 = (sum = a[0] * forA + b[0] * forB) & mask;
            long r1 = (sum = (sum >> 28) + a[1] * forA + b[1] * forB) & mask;
            r[2] = (sum = (sum >> 28) + a[2] * forA + b[2] * forB) & mask;
            long r3 = (sum = (sum >> 28) + a[3] * forA + b[3] * forB) & mask;
            long r4 = (sum = (sum >> 28) + a[4] * forA + b[4] * forB) & mask;
            r[5] = (sum = (sum >> 28) + a[5] * forA + b[5] * forB) & mask;
            r[6] = (sum = (sum >> 28) + a[6] * forA + b[6] * forB) & mask;
            r[7] = (sum = (sum >> 28) + a[7] * forA + b[7] * forB) & mask;
            r[8] = (sum = (sum >> 28) + a[8] * forA + b[8] * forB) & mask;
            r[9] = (sum = (sum >> 28) + a[9] * forA + b[9] * forB) & mask;
            r[10] = (sum = (sum >> 28) + a[10] * forA + b[10] * forB) & mask;
            r[11] = (sum = (sum >> 28) + a[11] * forA + b[11] * forB) & mask;
            r[12] = (sum = (sum >> 28) + a[12] * forA + b[12] * forB) & mask;
            sum = (sum >> 28) + a[13] * forA + b[13] * forB;

            // 2^384 is 2^128 + 2^96 - 2^32 + 1.
            long high = sum >> 20;
            r[0] = r0 + high;
            r[1] = r1 - (high << 4);
            r[3] = r3 + (high << 12);
            r[4] = r4 + (high << 16);
            r[13] = sum & 0xfffff;
        }
    }
}
