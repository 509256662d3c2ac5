//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Ciphers.PublicKey
{
    /// <summary>
    /// A secret multiple of any point: digits of four bits with a sign, from the top.
    /// </summary>
    /// <remarks>
    /// An odd scalar is replaced by its opposite, and one or two times the order is added, so that bit 256 is set: then
    /// no addition meets two points that are the same, opposite or at infinity. As integers, what stands before the
    /// last digit d is too small for that; at the last, the scalar would have to be 2d modulo the order, which with its
    /// low digit d leaves the odd one n - 4 alone. The opposite has the same x, which is all that is wanted.
    /// </remarks>
    internal sealed class P256Walk
    {
        private const int DigitCount = 64;
        private const int MaxDigit = 8;

        private readonly P256Curve _curve;
        private readonly CurveMultiples _multiples;
        private readonly int[] _digits = new int[DigitCount];
        private readonly long[][] _sum = P256Curve.CreatePoint();
        private readonly long[] _x = new long[Limbs.Count];
        private readonly long[] _y = new long[Limbs.Count];
        private readonly long[][] _added = P256Curve.CreatePoint();
        private int _top;
        private int _next = DigitCount;
        private bool _tabled;

        /// <summary>Begins; the scalar lies between 1 and the order, and is not kept.</summary>
        public P256Walk(P256Curve curve, long[][] affine, long[] scalar)
        {
            _curve = curve;
            _multiples = new CurveMultiples(curve, affine, MaxDigit);
            Recode(scalar);
        }

        /// <summary>Gets the multiple or its opposite, once all steps are done.</summary>
        public long[][] Point
        {
            get { return _sum; }
        }

        /// <summary>Does a step: a part of the table, or one digit.</summary>
        /// <returns><see langword="true"/> once the multiple is there.</returns>
        public bool Step()
        {
            if (!_tabled)
            {
                _tabled = _multiples.Step();
                if (_tabled)
                {
                    P256Curve.Scan(_multiples.X, _top, _x);
                    P256Curve.Scan(_multiples.Y, _top, _y);
                    _curve.Set(_sum, _x, _y);
                }

                return false;
            }

            P256Curve curve = _curve;
            int digit = _digits[--_next];
            int sign = digit >> 31;
            int magnitude = (digit ^ sign) - sign;

            for (int i = 0; i < 4; i++)
            {
                curve.Double(_sum);
            }

            P256Curve.Scan(_multiples.X, magnitude, _x);
            P256Curve.Scan(_multiples.Y, magnitude, _y);
            Limbs.Negate(_y, sign);
            curve.Add(_sum, _x, _y, _added);

            // A digit 0 is added, too, and the sum thrown away.
            long keep = ~((magnitude - 1) >> 31);
            for (int i = 0; i < 3; i++)
            {
                Limbs.Select(_sum[i], _added[i], keep);
            }

            return _next == 0;
        }

        /// <summary>Wipes the digits and the points.</summary>
        public void Wipe()
        {
            Array.Clear(_digits, 0, DigitCount);
            _top = 0;
            P256Curve.Wipe(_sum);
            P256Curve.Wipe(_added);
            P256Curve.Wipe(new long[][] { _x, _y });
        }

        private void Recode(long[] scalar)
        {
            long[] order = new P256Order().CreateModulus();
            long[] k = (long[])scalar.Clone();
            long[] other = new long[Limbs.Count];
            byte[] bytes = new byte[Limbs.ByteLength];

            Limbs.Subtract(other, order, k);
            Limbs.Carry(other);
            Limbs.Select(k, other, -(k[0] & 1));

            Limbs.Add(k, k, order);
            Limbs.Carry(k);
            Limbs.Add(other, k, order);
            Limbs.Carry(other);
            Limbs.Select(k, other, (k[Limbs.Count - 1] >> 24) - 1);

            // Digits from -8 to 7; the topmost, of bit 256 and a carry, is 1 or 2.
            Limbs.Write(k, bytes, 0);
            int carry = 0;
            for (int i = 0; i < DigitCount; i++)
            {
                int digit = (bytes[Limbs.ByteLength - 1 - (i >> 1)] >> 4 * (i & 1) & 15) + carry;
                carry = (digit + 8) >> 4;
                _digits[i] = digit - (carry << 4);
            }

            _top = 1 + carry;
            Array.Clear(bytes, 0, bytes.Length);
            P256Curve.Wipe(new long[][] { k, other });
        }
    }
}
