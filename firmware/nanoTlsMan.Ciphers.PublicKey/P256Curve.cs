//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Ciphers.PublicKey
{
    /// <summary>
    /// Points of P-256 in Jacobian coordinates, X/Z^2 and Y/Z^3, and the scratch that one calculation needs.
    /// </summary>
    internal sealed class P256Curve
    {
        /// <summary>Length of an uncompressed point, in bytes.</summary>
        public const int PointLength = 1 + 2 * Limbs.ByteLength;

        private const byte Uncompressed = 4;

        private readonly long[] _t0 = new long[Limbs.Count];
        private readonly long[] _t1 = new long[Limbs.Count];
        private readonly long[] _t2 = new long[Limbs.Count];
        private readonly long[] _t3 = new long[Limbs.Count];
        private readonly long[] _t4 = new long[Limbs.Count];
        private readonly long[] _t5 = new long[Limbs.Count];

        /// <summary>Gets the field of the coordinates.</summary>
        public Field Field { get; } = new P256Field();

        /// <summary>Makes the three coordinates of a point.</summary>
        public static long[][] CreatePoint()
        {
            return new long[][] { new long[Limbs.Count], new long[Limbs.Count], new long[Limbs.Count] };
        }

        /// <summary>Copies a point.</summary>
        public static void Copy(long[][] source, long[][] target)
        {
            for (int i = 0; i < 3; i++)
            {
                Array.Copy(source[i], 0, target[i], 0, Limbs.Count);
            }
        }

        /// <summary>Sets a point to one of affine coordinates.</summary>
        public static void Set(long[][] point, long[] x, long[] y)
        {
            Array.Copy(x, 0, point[0], 0, Limbs.Count);
            Array.Copy(y, 0, point[1], 0, Limbs.Count);
            Array.Copy(P256Tables.CreateOne(), 0, point[2], 0, Limbs.Count);
        }

        /// <summary>Wipes numbers.</summary>
        public static void Wipe(long[][] numbers)
        {
            foreach (long[] number in numbers)
            {
                if (number != null)
                {
                    Array.Clear(number, 0, number.Length);
                }
            }
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

        /// <summary>
        /// Reads an uncompressed point and checks all that makes it one (SP 800-56A, section 5.6.2.3.4): its form, that
        /// its coordinates are less than the prime, and that it lies on the curve. There is no other subgroup to fear.
        /// </summary>
        /// <returns><see langword="null"/> if it is none; otherwise, its coordinates, in the field's form.</returns>
        public long[][] Decode(byte[] buffer, int offset, int count)
        {
            if (count != PointLength || buffer[offset] != Uncompressed)
            {
                return null;
            }

            Field field = Field;
            long[] modulus = field.CreateModulus();
            long[] x = Limbs.Read(buffer, offset + 1);
            long[] y = Limbs.Read(buffer, offset + 1 + Limbs.ByteLength);

            if (Limbs.ReduceOnce(x, modulus) == 0 || Limbs.ReduceOnce(y, modulus) == 0)
            {
                return null;
            }

            field.Multiply(x, x, field.CreateEntry());
            field.Multiply(y, y, field.CreateEntry());

            // y^2 = x^3 - 3x + b.
            field.Square(_t0, x);
            field.Multiply(_t0, _t0, x);
            field.Combine(_t0, _t0, 1, x, -3);
            field.Combine(_t0, _t0, 1, P256Tables.CreateB(), 1);
            field.Square(_t1, y);
            return AreEqual(_t0, _t1) ? new long[][] { x, y } : null;
        }

        /// <summary>Tells whether two numbers in the field's form are the same. They may not be secret.</summary>
        public bool AreEqual(long[] a, long[] b)
        {
            Field.Combine(_t5, a, 1, b, -1);
            return IsZero(_t5);
        }

        /// <summary>Tells whether a number in the field's form is 0. It may not be secret.</summary>
        public bool IsZero(long[] a)
        {
            return Limbs.IsZero(Leave(a)) != 0;
        }

        /// <summary>Makes a plain number of one in the field's form.</summary>
        public long[] Leave(long[] a)
        {
            return Leave(Field, a);
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

        /// <summary>Doubles a point, with four products and four squares.</summary>
        public void Double(long[][] point)
        {
            Field field = Field;
            long[] x = point[0];
            long[] y = point[1];
            long[] z = point[2];

            field.Square(_t0, z);
            field.Square(_t1, y);
            field.Multiply(_t2, x, _t1);

            // 3(X - Z^2)(X + Z^2), for the curve's a is -3.
            field.Combine(_t3, x, 3, _t0, -3);
            Limbs.Add(_t4, x, _t0);
            field.Multiply(_t3, _t3, _t4);
            field.Square(_t4, _t3);

            Limbs.Add(_t5, y, y);
            field.Multiply(z, _t5, z);
            field.Combine(x, _t4, 1, _t2, -8);
            field.Combine(_t2, _t2, 4, x, -1);
            field.Multiply(_t3, _t3, _t2);
            field.Square(_t1, _t1);
            field.Combine(y, _t3, 1, _t1, -8);
        }

        /// <summary>
        /// Adds an affine point, with eight products and three squares. The two may be neither the same nor opposite;
        /// if they are, or one is at infinity, Z of the result is 0.
        /// </summary>
        /// <param name="point">The first point.</param>
        /// <param name="otherX">The other's x.</param>
        /// <param name="otherY">The other's y.</param>
        /// <param name="sum">Receives the sum; it may be the first point.</param>
        public void Add(long[][] point, long[] otherX, long[] otherY, long[][] sum)
        {
            Field field = Field;
            long[] x = point[0];
            long[] y = point[1];
            long[] z = point[2];
            long[] sumX = sum[0];

            FindDifferences(point, otherX, otherY);
            field.Multiply(sum[2], z, _t1);
            field.Square(_t2, _t1);
            field.Multiply(_t3, _t1, _t2);
            field.Multiply(_t2, x, _t2);
            field.Square(_t4, _t0);
            Limbs.Subtract(_t4, _t4, _t3);
            field.Combine(sumX, _t4, 1, _t2, -2);
            Limbs.Subtract(_t2, _t2, sumX);
            field.Multiply(_t2, _t0, _t2);
            field.Multiply(_t3, y, _t3);
            field.Combine(sum[1], _t2, 1, _t3, -1);
        }

        /// <summary>
        /// Adds an affine point to any other, in a time that tells which case it was.
        /// </summary>
        /// <returns><see langword="false"/> if the sum is at infinity.</returns>
        public bool AddCarefully(long[][] point, long[] otherX, long[] otherY)
        {
            FindDifferences(point, otherX, otherY);
            if (!IsZero(_t1))
            {
                Add(point, otherX, otherY, point);
                return true;
            }

            if (!IsZero(_t0))
            {
                return false;
            }

            Double(point);
            return true;
        }

        /// <summary>Wipes the scratch.</summary>
        public void Wipe()
        {
            Wipe(new long[][] { _t0, _t1, _t2, _t3, _t4, _t5 });
        }

        /// <summary>
        /// Puts what the x coordinates differ by, times Z^2, into the second scratch number, and what the y coordinates
        /// do, times Z^3, into the first.
        /// </summary>
        private void FindDifferences(long[][] point, long[] otherX, long[] otherY)
        {
            Field field = Field;
            long[] z = point[2];

            field.Square(_t0, z);
            field.Multiply(_t1, otherX, _t0);
            field.Multiply(_t0, _t0, z);
            field.Multiply(_t0, otherY, _t0);
            Limbs.Subtract(_t1, _t1, point[0]);
            Limbs.Subtract(_t0, _t0, point[1]);
        }
    }
}
