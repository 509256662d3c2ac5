//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Ciphers.PublicKey
{
    /// <summary>
    /// Points of a curve y^2 = x^3 - 3x + b in Jacobian coordinates, X/Z^2 and Y/Z^3, and the scratch that one
    /// calculation needs.
    /// </summary>
    internal abstract class JacobianCurve
    {
        private const byte Uncompressed = 4;

        private readonly int _byteLength;
        private readonly long[] _t0;
        private readonly long[] _t1;
        private readonly long[] _t2;
        private readonly long[] _t3;
        private readonly long[] _t4;
        private readonly long[] _t5;

        /// <summary>Makes a curve over a field, whose numbers take so many bytes.</summary>
        protected JacobianCurve(Field field, int byteLength)
        {
            int count = field.Count;

            Field = field;
            _byteLength = byteLength;
            _t0 = new long[count];
            _t1 = new long[count];
            _t2 = new long[count];
            _t3 = new long[count];
            _t4 = new long[count];
            _t5 = new long[count];
        }

        /// <summary>Gets the field of the coordinates.</summary>
        public Field Field { get; }

        /// <summary>Makes the three coordinates of a point.</summary>
        public static long[][] CreatePoint(int count)
        {
            return new long[][] { new long[count], new long[count], new long[count] };
        }

        /// <summary>Copies a point.</summary>
        public static void Copy(long[][] source, long[][] target)
        {
            for (int i = 0; i < 3; i++)
            {
                Array.Copy(source[i], 0, target[i], 0, source[i].Length);
            }
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

        /// <summary>Sets a point to one of affine coordinates.</summary>
        public void Set(long[][] point, long[] x, long[] y)
        {
            Array.Copy(x, 0, point[0], 0, x.Length);
            Array.Copy(y, 0, point[1], 0, y.Length);
            Array.Copy(CreateOne(), 0, point[2], 0, x.Length);
        }

        /// <summary>
        /// Reads an uncompressed point and checks all that makes it one (SP 800-56A, section 5.6.2.3.4): its form, that
        /// its coordinates are less than the prime, and that it lies on the curve. There is no other subgroup to fear.
        /// </summary>
        /// <returns><see langword="null"/> if it is none; otherwise, its coordinates, in the field's form.</returns>
        public long[][] Decode(byte[] buffer, int offset, int count)
        {
            int length = _byteLength;

            if (count != 1 + 2 * length || buffer[offset] != Uncompressed)
            {
                return null;
            }

            Field field = Field;
            long[] x = Read(buffer, offset + 1);
            long[] y = Read(buffer, offset + 1 + length);

            if (x == null || y == null)
            {
                return null;
            }

            field.Multiply(x, x, field.CreateEntry());
            field.Multiply(y, y, field.CreateEntry());

            // y^2 = x^3 - 3x + b.
            field.Square(_t0, x);
            field.Multiply(_t0, _t0, x);
            field.Combine(_t0, _t0, 1, x, -3);
            field.Combine(_t0, _t0, 1, CreateB(), 1);
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
            return LimbString.IsZero(Leave(a));
        }

        /// <summary>Makes a plain number, less than the modulus, of one in the field's form.</summary>
        public abstract long[] Leave(long[] a);

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
            field.Add(_t4, x, _t0);
            field.Multiply(_t3, _t3, _t4);
            field.Square(_t4, _t3);

            field.Add(_t5, y, y);
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
            field.Subtract(_t4, _t4, _t3);
            field.Combine(sumX, _t4, 1, _t2, -2);
            field.Subtract(_t2, _t2, sumX);
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

        /// <summary>Makes the curve's coefficient b, in the field's form.</summary>
        protected abstract long[] CreateB();

        /// <summary>Makes 1, in the field's form.</summary>
        protected abstract long[] CreateOne();

        /// <summary>Reads a plain number.</summary>
        /// <returns><see langword="null"/> if it is not less than the prime.</returns>
        protected abstract long[] Read(byte[] buffer, int offset);

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
            field.Subtract(_t1, _t1, point[0]);
            field.Subtract(_t0, _t0, point[1]);
        }
    }
}
