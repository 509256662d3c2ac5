//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Ciphers.PublicKey
{
    /// <summary>
    /// P-256, with the scratch that one calculation needs.
    /// </summary>
    internal sealed class P256Curve : JacobianCurve
    {
        /// <summary>Length of an uncompressed point, in bytes.</summary>
        public const int PointLength = 1 + 2 * Limbs.ByteLength;

        public P256Curve()
            : base(new P256Field(), Limbs.ByteLength)
        {
        }

        /// <summary>Makes the three coordinates of a point.</summary>
        public static long[][] CreatePoint()
        {
            return CreatePoint(Limbs.Count);
        }

        /// <summary>
        /// Takes one of eight numbers, and reads all of them.
        /// </summary>
        /// <param name="table">Holds them.</param>
        /// <param name="index">Which, from 1 on; none for 0, which gives 0.</param>
        /// <param name="r">Receives it.</param>
        public static void Scan(long[][] table, int index, long[] r)
        {
            long x0 = 0;
            long x1 = 0;
            long x2 = 0;
            long x3 = 0;
            long x4 = 0;
            long x5 = 0;
            long x6 = 0;
            long x7 = 0;
            long x8 = 0;

            for (int i = 0; i < table.Length; i++)
            {
                // -1 where the two are equal, and 0 elsewhere.
                long mask = (((i + 1) ^ index) - 1) >> 31;
                long[] number = table[i];

                x0 |= number[0] & mask;
                x1 |= number[1] & mask;
                x2 |= number[2] & mask;
                x3 |= number[3] & mask;
                x4 |= number[4] & mask;
                x5 |= number[5] & mask;
                x6 |= number[6] & mask;
                x7 |= number[7] & mask;
                x8 |= number[8] & mask;
            }

            r[0] = x0;
            r[1] = x1;
            r[2] = x2;
            r[3] = x3;
            r[4] = x4;
            r[5] = x5;
            r[6] = x6;
            r[7] = x7;
            r[8] = x8;
        }

        /// <summary>
        /// Takes one of eight numbers of a table of constant points, and reads all of them.
        /// </summary>
        /// <param name="table">Holds two numbers for each point.</param>
        /// <param name="start">Where the first of the eight begins.</param>
        /// <param name="index">Which, from 0 on.</param>
        /// <param name="r">Receives it.</param>
        public static void Scan(int[] table, int start, int index, long[] r)
        {
            int x0 = 0;
            int x1 = 0;
            int x2 = 0;
            int x3 = 0;
            int x4 = 0;
            int x5 = 0;
            int x6 = 0;
            int x7 = 0;
            int x8 = 0;

            for (int i = 0; i < 8; i++)
            {
                int mask = ((i ^ index) - 1) >> 31;

                x0 |= table[start] & mask;
                x1 |= table[start + 1] & mask;
                x2 |= table[start + 2] & mask;
                x3 |= table[start + 3] & mask;
                x4 |= table[start + 4] & mask;
                x5 |= table[start + 5] & mask;
                x6 |= table[start + 6] & mask;
                x7 |= table[start + 7] & mask;
                x8 |= table[start + 8] & mask;
                start += 2 * Limbs.Count;
            }

            r[0] = x0;
            r[1] = x1;
            r[2] = x2;
            r[3] = x3;
            r[4] = x4;
            r[5] = x5;
            r[6] = x6;
            r[7] = x7;
            r[8] = x8;
        }

        /// <summary>Makes a plain number, less than the modulus, of one in a field's form.</summary>
        public static long[] Leave(Field field, long[] a)
        {
            long[] r = new long[Limbs.Count];

            r[0] = 1;
            field.Multiply(r, a, r);
            Limbs.Carry(r);
            Limbs.ReduceOnce(r, field.CreateModulus());
            return r;
        }

        /// <inheritdoc/>
        public override long[] Leave(long[] a)
        {
            return Leave(Field, a);
        }

        /// <inheritdoc/>
        protected override long[] CreateB()
        {
            return P256Tables.CreateB();
        }

        /// <inheritdoc/>
        protected override long[] CreateOne()
        {
            return P256Tables.CreateOne();
        }

        /// <inheritdoc/>
        protected override long[] Read(byte[] buffer, int offset)
        {
            long[] number = Limbs.Read(buffer, offset);

            return Limbs.ReduceOnce(number, Field.CreateModulus()) == 0 ? null : number;
        }
    }
}
