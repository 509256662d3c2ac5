//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Ciphers.PublicKey
{
    /// <summary>
    /// Arithmetic modulo the order of P-256's base point, in Montgomery's form for 2^261.
    /// </summary>
    internal sealed class P256Order : Field
    {
        // -1 / n modulo 2^29.
        private const long Inverse = 0xe00bc4f;

        private const long N0 = 0x1c632551;
        private const long N1 = 0x1dce5617;
        private const long N2 = 0x5e7a13c;
        private const long N3 = 0xdf55b4e;
        private const long N4 = 0x1ffffbce;
        private const long N5 = 0x1fffffff;
        private const long N6 = 0x3ffff;
        private const long N7 = 0x1fe00000;
        private const long N8 = 0xffffff;

        /// <inheritdoc/>
        public override long[] CreateModulus()
        {
            return new long[]
            {
                0x1c632551, 0x1dce5617, 0x5e7a13c, 0xdf55b4e, 0x1ffffbce,
                0x1fffffff, 0x3ffff, 0x1fe00000, 0xffffff,
            };
        }

        /// <inheritdoc/>
        public override long[] CreateEntry()
        {
            return new long[]
            {
                0x148d9ef5, 0xf4e7f75, 0x14c6a651, 0x3f8b765, 0x165861f1,
                0x1256d7d8, 0x1c185b23, 0xd4cab0f, 0x84b655,
            };
        }

        /// <inheritdoc/>
        public override byte[] CreateInversion()
        {
            return new byte[]
            {
                1, 255, 1,
                0, 0, 2,
                0, 1, 3,
                0, 1, 4,
                0, 1, 5,
                0, 1, 6,
                0, 1, 7,
                0, 1, 8,
                4, 8, 9,
                8, 9, 9,
                16, 9, 9,
                64, 9, 255,
                32, 9, 255,
                4, 6, 255,
                2, 2, 255,
                5, 4, 255,
                6, 7, 255,
                4, 8, 255,
                4, 3, 255,
                5, 6, 255,
                5, 7, 255,
                5, 4, 255,
                7, 6, 255,
                2, 2, 255,
                6, 8, 255,
                2, 0, 255,
                8, 5, 255,
                3, 4, 255,
                5, 4, 255,
                4, 4, 255,
                5, 4, 255,
                5, 3, 255,
                3, 2, 255,
                8, 6, 255,
                4, 8, 255,
                5, 2, 255,
                5, 2, 255,
                6, 5, 255,
                4, 3, 255,
                6, 8, 255,
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

            long sum = a0 * b0;
            long q0 = (sum & mask) * Inverse & mask;
            sum += q0 * N0;
            sum = (sum >> 29) + a0 * b1 + a1 * b0 + q0 * N1;
            long q1 = (sum & mask) * Inverse & mask;
            sum += q1 * N0;
            sum = (sum >> 29) + a0 * b2 + a1 * b1 + a2 * b0 + q0 * N2 + q1 * N1;
            long q2 = (sum & mask) * Inverse & mask;
            sum += q2 * N0;
            sum = (sum >> 29) + a0 * b3 + a1 * b2 + a2 * b1 + a3 * b0 + q0 * N3 + q1 * N2 + q2 * N1;
            long q3 = (sum & mask) * Inverse & mask;
            sum += q3 * N0;
            sum = (sum >> 29) + a0 * b4 + a1 * b3 + a2 * b2 + a3 * b1 + a4 * b0 + q0 * N4 + q1 * N3 + q2 * N2
                + q3 * N1;
            long q4 = (sum & mask) * Inverse & mask;
            sum += q4 * N0;
            sum = (sum >> 29) + a0 * b5 + a1 * b4 + a2 * b3 + a3 * b2 + a4 * b1 + a5 * b0 + q0 * N5 + q1 * N4
                + q2 * N3 + q3 * N2 + q4 * N1;
            long q5 = (sum & mask) * Inverse & mask;
            sum += q5 * N0;
            sum = (sum >> 29) + a0 * b6 + a1 * b5 + a2 * b4 + a3 * b3 + a4 * b2 + a5 * b1 + a6 * b0 + q0 * N6
                + q1 * N5 + q2 * N4 + q3 * N3 + q4 * N2 + q5 * N1;
            long q6 = (sum & mask) * Inverse & mask;
            sum += q6 * N0;
            sum = (sum >> 29) + a0 * b7 + a1 * b6 + a2 * b5 + a3 * b4 + a4 * b3 + a5 * b2 + a6 * b1 + a7 * b0
                + q0 * N7 + q1 * N6 + q2 * N5 + q3 * N4 + q4 * N3 + q5 * N2 + q6 * N1;
            long q7 = (sum & mask) * Inverse & mask;
            sum += q7 * N0;
            sum = (sum >> 29) + a0 * b8 + a1 * b7 + a2 * b6 + a3 * b5 + a4 * b4 + a5 * b3 + a6 * b2 + a7 * b1
                + a8 * b0 + q0 * N8 + q1 * N7 + q2 * N6 + q3 * N5 + q4 * N4 + q5 * N3 + q6 * N2 + q7 * N1;
            long q8 = (sum & mask) * Inverse & mask;
            sum += q8 * N0;
            r[0] = (sum = (sum >> 29) + a1 * b8 + a2 * b7 + a3 * b6 + a4 * b5 + a5 * b4 + a6 * b3 + a7 * b2
                + a8 * b1 + q1 * N8 + q2 * N7 + q3 * N6 + q4 * N5 + q5 * N4 + q6 * N3 + q7 * N2 + q8 * N1) & mask;
            r[1] = (sum = (sum >> 29) + a2 * b8 + a3 * b7 + a4 * b6 + a5 * b5 + a6 * b4 + a7 * b3 + a8 * b2
                + q2 * N8 + q3 * N7 + q4 * N6 + q5 * N5 + q6 * N4 + q7 * N3 + q8 * N2) & mask;
            r[2] = (sum = (sum >> 29) + a3 * b8 + a4 * b7 + a5 * b6 + a6 * b5 + a7 * b4 + a8 * b3 + q3 * N8
                + q4 * N7 + q5 * N6 + q6 * N5 + q7 * N4 + q8 * N3) & mask;
            r[3] = (sum = (sum >> 29) + a4 * b8 + a5 * b7 + a6 * b6 + a7 * b5 + a8 * b4 + q4 * N8 + q5 * N7
                + q6 * N6 + q7 * N5 + q8 * N4) & mask;
            r[4] = (sum = (sum >> 29) + a5 * b8 + a6 * b7 + a7 * b6 + a8 * b5 + q5 * N8 + q6 * N7 + q7 * N6
                + q8 * N5) & mask;
            r[5] = (sum = (sum >> 29) + a6 * b8 + a7 * b7 + a8 * b6 + q6 * N8 + q7 * N7 + q8 * N6) & mask;
            r[6] = (sum = (sum >> 29) + a7 * b8 + a8 * b7 + q7 * N8 + q8 * N7) & mask;
            r[7] = (sum = (sum >> 29) + a8 * b8 + q8 * N8) & mask;
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

            long sum = a0 * a0;
            long q0 = (sum & mask) * Inverse & mask;
            sum += q0 * N0;
            sum = (sum >> 29) + d0 * a1 + q0 * N1;
            long q1 = (sum & mask) * Inverse & mask;
            sum += q1 * N0;
            sum = (sum >> 29) + d0 * a2 + a1 * a1 + q0 * N2 + q1 * N1;
            long q2 = (sum & mask) * Inverse & mask;
            sum += q2 * N0;
            sum = (sum >> 29) + d0 * a3 + d1 * a2 + q0 * N3 + q1 * N2 + q2 * N1;
            long q3 = (sum & mask) * Inverse & mask;
            sum += q3 * N0;
            sum = (sum >> 29) + d0 * a4 + d1 * a3 + a2 * a2 + q0 * N4 + q1 * N3 + q2 * N2 + q3 * N1;
            long q4 = (sum & mask) * Inverse & mask;
            sum += q4 * N0;
            sum = (sum >> 29) + d0 * a5 + d1 * a4 + d2 * a3 + q0 * N5 + q1 * N4 + q2 * N3 + q3 * N2 + q4 * N1;
            long q5 = (sum & mask) * Inverse & mask;
            sum += q5 * N0;
            sum = (sum >> 29) + d0 * a6 + d1 * a5 + d2 * a4 + a3 * a3 + q0 * N6 + q1 * N5 + q2 * N4 + q3 * N3
                + q4 * N2 + q5 * N1;
            long q6 = (sum & mask) * Inverse & mask;
            sum += q6 * N0;
            sum = (sum >> 29) + d0 * a7 + d1 * a6 + d2 * a5 + d3 * a4 + q0 * N7 + q1 * N6 + q2 * N5 + q3 * N4
                + q4 * N3 + q5 * N2 + q6 * N1;
            long q7 = (sum & mask) * Inverse & mask;
            sum += q7 * N0;
            sum = (sum >> 29) + d0 * a8 + d1 * a7 + d2 * a6 + d3 * a5 + a4 * a4 + q0 * N8 + q1 * N7 + q2 * N6
                + q3 * N5 + q4 * N4 + q5 * N3 + q6 * N2 + q7 * N1;
            long q8 = (sum & mask) * Inverse & mask;
            sum += q8 * N0;
            r[0] = (sum = (sum >> 29) + d1 * a8 + d2 * a7 + d3 * a6 + d4 * a5 + q1 * N8 + q2 * N7 + q3 * N6
                + q4 * N5 + q5 * N4 + q6 * N3 + q7 * N2 + q8 * N1) & mask;
            r[1] = (sum = (sum >> 29) + d2 * a8 + d3 * a7 + d4 * a6 + a5 * a5 + q2 * N8 + q3 * N7 + q4 * N6
                + q5 * N5 + q6 * N4 + q7 * N3 + q8 * N2) & mask;
            r[2] = (sum = (sum >> 29) + d3 * a8 + d4 * a7 + d5 * a6 + q3 * N8 + q4 * N7 + q5 * N6 + q6 * N5
                + q7 * N4 + q8 * N3) & mask;
            r[3] = (sum = (sum >> 29) + d4 * a8 + d5 * a7 + a6 * a6 + q4 * N8 + q5 * N7 + q6 * N6 + q7 * N5
                + q8 * N4) & mask;
            r[4] = (sum = (sum >> 29) + d5 * a8 + d6 * a7 + q5 * N8 + q6 * N7 + q7 * N6 + q8 * N5) & mask;
            r[5] = (sum = (sum >> 29) + d6 * a8 + a7 * a7 + q6 * N8 + q7 * N7 + q8 * N6) & mask;
            r[6] = (sum = (sum >> 29) + d7 * a8 + q7 * N8 + q8 * N7) & mask;
            r[7] = (sum = (sum >> 29) + a8 * a8 + q8 * N8) & mask;
            r[8] = sum >> 29;
        }

        /// <inheritdoc/>
        public override void Combine(long[] r, long[] a, long forA, long[] b, long forB)
        {
            long mask = Limbs.Mask;
            long sum;
            r[0] = (sum = a[0] * forA + b[0] * forB) & mask;
            r[1] = (sum = (sum >> 29) + a[1] * forA + b[1] * forB) & mask;
            r[2] = (sum = (sum >> 29) + a[2] * forA + b[2] * forB) & mask;
            r[3] = (sum = (sum >> 29) + a[3] * forA + b[3] * forB) & mask;
            r[4] = (sum = (sum >> 29) + a[4] * forA + b[4] * forB) & mask;
            r[5] = (sum = (sum >> 29) + a[5] * forA + b[5] * forB) & mask;
            r[6] = (sum = (sum >> 29) + a[6] * forA + b[6] * forB) & mask;
            r[7] = (sum = (sum >> 29) + a[7] * forA + b[7] * forB) & mask;
            sum = (sum >> 29) + a[8] * forA + b[8] * forB;
            r[8] = sum;
        }
    }
}
