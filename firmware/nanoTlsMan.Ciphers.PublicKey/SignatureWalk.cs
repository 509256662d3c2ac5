//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Ciphers.PublicKey
{
    /// <summary>
    /// The sum of a multiple of the base point and one of a public key, which is what verifying an ECDSA signature
    /// takes (FIPS 186-4, section 6.4): both at once, bit by bit. All of it is public, so its time may tell anything.
    /// </summary>
    internal sealed class SignatureWalk
    {
        // Digits of the key's multiple are odd and up to this.
        private const int MaxKeyDigit = 7;

        private readonly JacobianCurve _curve;
        private readonly CurveMultiples _multiples;
        private readonly int _bitsPerStep;
        private readonly int _bitsPerCarefulStep;
        private int[] _base;
        private long[] _x;
        private long[] _y;
        private sbyte[] _baseDigits;
        private sbyte[] _keyDigits;
        private int _next;
        private bool _tabled;
        private bool _careful;

        /// <summary>Begins with a public key.</summary>
        /// <param name="curve">The curve.</param>
        /// <param name="key">The public key.</param>
        /// <param name="bitsPerStep">Bits of the digits that a step takes.</param>
        /// <param name="bitsPerCarefulStep">Bits that it takes where points may meet.</param>
        public SignatureWalk(JacobianCurve curve, long[][] key, int bitsPerStep, int bitsPerCarefulStep)
        {
            _curve = curve;
            _multiples = new CurveMultiples(curve, key, MaxKeyDigit);
            _bitsPerStep = bitsPerStep;
            _bitsPerCarefulStep = bitsPerCarefulStep;
        }

        /// <summary>Gets the sum, once it is there.</summary>
        public long[][] Sum { get; private set; }

        /// <summary>Gets a value indicating whether the sum is a point, and not the one at infinity.</summary>
        public bool IsFinite { get; private set; }

        /// <summary>
        /// Gets a value indicating whether the digits are to be set now. They come late, and with them what else the
        /// walk needs: until here the key's multiples take the most memory.
        /// </summary>
        public bool NeedsDigits
        {
            get { return _tabled && _keyDigits == null; }
        }

        /// <summary>Sets the digits of both multiples, as many of one as of the other.</summary>
        /// <param name="oddMultiples">The odd multiples of the base point, x and y of each in turn.</param>
        /// <param name="ofBase">Digits of the base point's multiple.</param>
        /// <param name="ofKey">Digits of the key's multiple.</param>
        public void SetDigits(int[] oddMultiples, sbyte[] ofBase, sbyte[] ofKey)
        {
            int count = _curve.Field.Count;

            _base = oddMultiples;
            _baseDigits = ofBase;
            _keyDigits = ofKey;
            _next = ofKey.Length;
            _x = new long[count];
            _y = new long[count];
            Sum = JacobianCurve.CreatePoint(count);
        }

        /// <summary>Does a step; the digits are set where they are needed.</summary>
        /// <returns><see langword="true"/> once the sum is there.</returns>
        public bool Step()
        {
            if (!_tabled)
            {
                _tabled = _multiples.Step();
                return false;
            }

            if (_next > 0)
            {
                Walk();
                return false;
            }

            if (!IsFinite || _careful || !_curve.IsZero(Sum[2]))
            {
                return true;
            }

            // Two points were the same or opposite on the way; which happens to signatures that are made so.
            _careful = true;
            IsFinite = false;
            _next = _keyDigits.Length;
            return false;
        }

        private void Walk()
        {
            int bits = _careful ? _bitsPerCarefulStep : _bitsPerStep;
            int count = _x.Length;

            for (int i = 0; i < bits && _next > 0; i++)
            {
                _next--;
                if (IsFinite)
                {
                    _curve.Double(Sum);
                }

                int digit = _keyDigits[_next];
                if (digit != 0)
                {
                    int magnitude = digit < 0 ? -digit : digit;
                    Array.Copy(_multiples.X[magnitude - 1], 0, _x, 0, count);
                    Array.Copy(_multiples.Y[magnitude - 1], 0, _y, 0, count);
                    Add(digit);
                }

                digit = _baseDigits[_next];
                if (digit != 0)
                {
                    int start = ((digit < 0 ? -digit : digit) >> 1) * 2 * count;
                    for (int limb = 0; limb < count; limb++)
                    {
                        _x[limb] = _base[start + limb];
                        _y[limb] = _base[start + count + limb];
                    }

                    Add(digit);
                }
            }
        }

        private void Add(int digit)
        {
            if (digit < 0)
            {
                long[] y = _y;
                for (int i = 0; i < y.Length; i++)
                {
                    y[i] = -y[i];
                }
            }

            if (!IsFinite)
            {
                _curve.Set(Sum, _x, _y);
                IsFinite = true;
            }
            else if (_careful)
            {
                IsFinite = _curve.AddCarefully(Sum, _x, _y);
            }
            else
            {
                _curve.Add(Sum, _x, _y, Sum);
            }
        }
    }
}
