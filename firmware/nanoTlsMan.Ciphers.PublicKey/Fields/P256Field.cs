//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Ciphers.PublicKey
{
    /// <summary>
    /// Arithmetic modulo the prime of P-256, 2^256 - 2^224 + 2^192 + 2^96 - 1, in Montgomery's form for 2^261.
    /// </summary>
    /// <remarks>
    /// The prime is -1 modulo 2^96: a quotient's digit is the column's own low limb, and its multiples of the prime are
    /// shifts. A product of numbers whose values multiply to less than 32 squares of the prime lies between -1 and 2
    /// times the prime; all limbs but the highest are positive then.
    /// </remarks>
    internal sealed class P256Field : Field
    {
        /// <inheritdoc/>
        public override long[] CreateModulus()
        {
            return new long[]
            {
                0x1fffffff, 0x1fffffff, 0x1fffffff, 0x1ff, 0x0,
                0x0, 0x40000, 0x1fe00000, 0xffffff,
            };
        }

        /// <inheritdoc/>
        public override long[] CreateEntry()
        {
            return new long[]
            {
                0xc00, 0x0, 0x1fff0000, 0x1fdfffff, 0x1fbfffff,
                0x1fffffff, 0x1fffffff, 0x1ffffffe, 0x13,
            };
        }

        /// <inheritdoc/>
        public override byte[] CreateInversion()
        {
            return new byte[]
            {
                1, 0, 4,
                1, 0, 1,
                3, 1, 2,
                6, 2, 255,
                3, 1, 3,
                15, 3, 2,
                2, 4, 1,
                32, 0, 255,
                128, 1, 255,
                32, 1, 255,
                30, 2, 255,
                2, 0, 255,
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

            long sum;
            long q0 = (sum = a0 * b0) & mask;
            long q1 = (sum = (sum >> 29) + a0 * b1 + a1 * b0) & mask;
            long q2 = (sum = (sum >> 29) + a0 * b2 + a1 * b1 + a2 * b0) & mask;
            long q3 = (sum = (sum >> 29) + a0 * b3 + a1 * b2 + a2 * b1 + a3 * b0 + (q0 << 9)) & mask;
            long q4 = (sum = (sum >> 29) + a0 * b4 + a1 * b3 + a2 * b2 + a3 * b1 + a4 * b0 + (q1 << 9)) & mask;
            long q5 = (sum = (sum >> 29) + a0 * b5 + a1 * b4 + a2 * b3 + a3 * b2 + a4 * b1 + a5 * b0 + (q2 << 9))
                & mask;
            long q6 = (sum = (sum >> 29) + a0 * b6 + a1 * b5 + a2 * b4 + a3 * b3 + a4 * b2 + a5 * b1 + a6 * b0
                + (q3 << 9) + (q0 << 18)) & mask;
            long q7 = (sum = (sum >> 29) + a0 * b7 + a1 * b6 + a2 * b5 + a3 * b4 + a4 * b3 + a5 * b2 + a6 * b1
                + a7 * b0 + (q4 << 9) + (q1 << 18) - (q0 << 21)) & mask;
            long q8 = (sum = (sum >> 29) + a0 * b8 + a1 * b7 + a2 * b6 + a3 * b5 + a4 * b4 + a5 * b3 + a6 * b2
                + a7 * b1 + a8 * b0 + (q5 << 9) + (q2 << 18) - (q1 << 21) + (q0 << 24)) & mask;
            r[0] = (sum = (sum >> 29) + a1 * b8 + a2 * b7 + a3 * b6 + a4 * b5 + a5 * b4 + a6 * b3 + a7 * b2
                + a8 * b1 + (q6 << 9) + (q3 << 18) - (q2 << 21) + (q1 << 24)) & mask;
            r[1] = (sum = (sum >> 29) + a2 * b8 + a3 * b7 + a4 * b6 + a5 * b5 + a6 * b4 + a7 * b3 + a8 * b2
                + (q7 << 9) + (q4 << 18) - (q3 << 21) + (q2 << 24)) & mask;
            r[2] = (sum = (sum >> 29) + a3 * b8 + a4 * b7 + a5 * b6 + a6 * b5 + a7 * b4 + a8 * b3 + (q8 << 9)
                + (q5 << 18) - (q4 << 21) + (q3 << 24)) & mask;
            r[3] = (sum = (sum >> 29) + a4 * b8 + a5 * b7 + a6 * b6 + a7 * b5 + a8 * b4 + (q6 << 18) - (q5 << 21)
                + (q4 << 24)) & mask;
            r[4] = (sum = (sum >> 29) + a5 * b8 + a6 * b7 + a7 * b6 + a8 * b5 + (q7 << 18) - (q6 << 21)
                + (q5 << 24)) & mask;
            r[5] = (sum = (sum >> 29) + a6 * b8 + a7 * b7 + a8 * b6 + (q8 << 18) - (q7 << 21) + (q6 << 24)) & mask;
            r[6] = (sum = (sum >> 29) + a7 * b8 + a8 * b7 - (q8 << 21) + (q7 << 24)) & mask;
            r[7] = (sum = (sum >> 29) + a8 * b8 + (q8 << 24)) & mask;
            r[8] = sum >> 29;
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

            long sum;
            long q0 = (sum = a0 * a0) & mask;
            long q1 = (sum = (sum >> 29) + d0 * a1) & mask;
            long q2 = (sum = (sum >> 29) + d0 * a2 + a1 * a1) & mask;
            long q3 = (sum = (sum >> 29) + d0 * a3 + d1 * a2 + (q0 << 9)) & mask;
            long q4 = (sum = (sum >> 29) + d0 * a4 + d1 * a3 + a2 * a2 + (q1 << 9)) & mask;
            long q5 = (sum = (sum >> 29) + d0 * a5 + d1 * a4 + d2 * a3 + (q2 << 9)) & mask;
            long q6 = (sum = (sum >> 29) + d0 * a6 + d1 * a5 + d2 * a4 + a3 * a3 + (q3 << 9) + (q0 << 18)) & mask;
            long q7 = (sum = (sum >> 29) + d0 * a7 + d1 * a6 + d2 * a5 + d3 * a4 + (q4 << 9) + (q1 << 18)
                - (q0 << 21)) & mask;
            long q8 = (sum = (sum >> 29) + d0 * a8 + d1 * a7 + d2 * a6 + d3 * a5 + a4 * a4 + (q5 << 9) + (q2 << 18)
                - (q1 << 21) + (q0 << 24)) & mask;
            r[0] = (sum = (sum >> 29) + d1 * a8 + d2 * a7 + d3 * a6 + d4 * a5 + (q6 << 9) + (q3 << 18) - (q2 << 21)
                + (q1 << 24)) & mask;
            r[1] = (sum = (sum >> 29) + d2 * a8 + d3 * a7 + d4 * a6 + a5 * a5 + (q7 << 9) + (q4 << 18) - (q3 << 21)
                + (q2 << 24)) & mask;
            r[2] = (sum = (sum >> 29) + d3 * a8 + d4 * a7 + d5 * a6 + (q8 << 9) + (q5 << 18) - (q4 << 21)
                + (q3 << 24)) & mask;
            r[3] = (sum = (sum >> 29) + d4 * a8 + d5 * a7 + a6 * a6 + (q6 << 18) - (q5 << 21) + (q4 << 24)) & mask;
            r[4] = (sum = (sum >> 29) + d5 * a8 + d6 * a7 + (q7 << 18) - (q6 << 21) + (q5 << 24)) & mask;
            r[5] = (sum = (sum >> 29) + d6 * a8 + a7 * a7 + (q8 << 18) - (q7 << 21) + (q6 << 24)) & mask;
            r[6] = (sum = (sum >> 29) + d7 * a8 - (q8 << 21) + (q7 << 24)) & mask;
            r[7] = (sum = (sum >> 29) + a8 * a8 + (q8 << 24)) & mask;
            r[8] = sum >> 29;
        }

        /// <inheritdoc/>
        public override void Combine(long[] r, long[] a, long forA, long[] b, long forB)
        {
            long mask = Limbs.Mask;
            long sum;
            long r0 = (sum = a[0] * forA + b[0] * forB) & mask;
            r[1] = (sum = (sum >> 29) + a[1] * forA + b[1] * forB) & mask;
            r[2] = (sum = (sum >> 29) + a[2] * forA + b[2] * forB) & mask;
            long r3 = (sum = (sum >> 29) + a[3] * forA + b[3] * forB) & mask;
            r[4] = (sum = (sum >> 29) + a[4] * forA + b[4] * forB) & mask;
            r[5] = (sum = (sum >> 29) + a[5] * forA + b[5] * forB) & mask;
            long r6 = (sum = (sum >> 29) + a[6] * forA + b[6] * forB) & mask;
            long r7 = (sum = (sum >> 29) + a[7] * forA + b[7] * forB) & mask;
            sum = (sum >> 29) + a[8] * forA + b[8] * forB;

            // 2^256 is 2^224 - 2^192 - 2^96 + 1.
            long high = sum >> 24;
            r[0] = r0 + high;
            r[3] = r3 - (high << 9);
            r[6] = r6 - (high << 18);
            r[7] = r7 + (high << 21);
            r[8] = sum & 0xffffff;
        }
    }
}
