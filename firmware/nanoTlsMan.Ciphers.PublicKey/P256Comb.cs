//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Ciphers.PublicKey
{
    /// <summary>
    /// A secret multiple of the base point, by two combs of four teeth whose digits are 1 and -1.
    /// </summary>
    /// <remarks>
    /// An even scalar is replaced by its opposite. An odd one is a sum of 2^i, each with a sign, for i from 0 to 255:
    /// no digit is 0. No addition meets two points that are the same, opposite or at infinity: before the last column
    /// the multiples are too small to differ by the order, and for the last column's two all 2^8 pairs of digits were
    /// tried.
    /// </remarks>
    internal sealed class P256Comb
    {
        private const int ColumnCount = 32;
        private const int Spacing = 64;
        private const int PointSize = 2 * Limbs.Count;
        private const int SecondComb = 8 * PointSize;

        // Two doublings and four additions lie below 60,000 instructions.
        private const int ColumnsPerStep = 2;

        private readonly P256Curve _curve;
        private readonly int[] _table = P256Tables.CreateComb();
        private readonly long[] _bits;
        private readonly long[][] _sum = P256Curve.CreatePoint();
        private readonly long[] _x = new long[Limbs.Count];
        private readonly long[] _y = new long[Limbs.Count];
        private readonly long _negated;
        private int _next = ColumnCount;

        /// <summary>Begins; the scalar lies between 1 and the order, and is not kept.</summary>
        public P256Comb(P256Curve curve, long[] scalar)
        {
            long[] k = (long[])scalar.Clone();
            long[] other = new long[Limbs.Count];

            Limbs.Subtract(other, new P256Order().CreateModulus(), k);
            Limbs.Carry(other);
            _negated = (k[0] & 1) - 1;
            Limbs.Select(k, other, _negated);
            P256Curve.Wipe(new long[][] { other });

            // Bit i of (k + 2^256 - 1) / 2 tells the sign of 2^i; it is bit i + 1 of k, and the topmost is set.
            k[Limbs.Count - 1] = k[Limbs.Count - 1] | 1 << 24;
            _bits = k;
            _curve = curve;
        }

        /// <summary>Gets the multiple, once all steps are done.</summary>
        public long[][] Point
        {
            get { return _sum; }
        }

        /// <summary>Does some columns.</summary>
        /// <returns><see langword="true"/> once the multiple is there.</returns>
        public bool Step()
        {
            for (int i = 0; i < ColumnsPerStep; i++)
            {
                _next--;
                if (_next == ColumnCount - 1)
                {
                    Take(SecondComb, _next + ColumnCount);
                    _curve.Set(_sum, _x, _y);
                }
                else
                {
                    _curve.Double(_sum);
                    Take(SecondComb, _next + ColumnCount);
                    _curve.Add(_sum, _x, _y, _sum);
                }

                Take(0, _next);
                _curve.Add(_sum, _x, _y, _sum);
            }

            if (_next > 0)
            {
                return false;
            }

            Limbs.Negate(_sum[1], _negated);
            return true;
        }

        /// <summary>Wipes the scalar and the points.</summary>
        public void Wipe()
        {
            P256Curve.Wipe(_sum);
            P256Curve.Wipe(new long[][] { _bits, _x, _y });
        }

        /// <summary>Takes the multiple of one column.</summary>
        private void Take(int start, int column)
        {
            // Shifted one to the right: the sign of 2^i is bit i + 1.
            long top = Limbs.GetBit(_bits, column + 3 * Spacing + 1);
            long negative = top - 1;
            long index = Limbs.GetBit(_bits, column + 1) | Limbs.GetBit(_bits, column + Spacing + 1) << 1
                | Limbs.GetBit(_bits, column + 2 * Spacing + 1) << 2;

            // A column whose topmost sign is negative is the opposite of that with all signs turned.
            int entry = (int)((index ^ negative) & 7);
            P256Curve.Scan(_table, start, entry, _x);
            P256Curve.Scan(_table, start + Limbs.Count, entry, _y);
            Limbs.Negate(_y, negative);
        }
    }
}
