//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Ciphers.PublicKey
{
    /// <summary>
    /// Verifies an ECDSA signature on P-384 of a digest of 48 bytes (FIPS 186-4, section 6.4). All of it is public, so
    /// its time may tell anything.
    /// </summary>
    internal sealed class P384Verification : ManagedOperation
    {
        private const int BitCount = 385;

        // Digits of the key's multiple are odd up to 7, those of the base point's up to 15.
        private const int KeyWidth = 4;
        private const int MaxKeyDigit = 7;
        private const int BaseWidth = 5;
        private const int BitsPerStep = 2;
        private const int BitsPerCarefulStep = 1;
        private const int LimbCount = P384Field.LimbCount;

        private readonly JacobianCurve _curve = new P384Curve();
        private readonly byte[] _numbers;
        private readonly P384Scalars _scalars;
        private readonly CurveMultiples _multiples;
        private readonly int[] _base = P384Tables.CreateOddMultiples();
        private readonly long[][] _sum = JacobianCurve.CreatePoint(LimbCount);
        private readonly long[] _x = new long[LimbCount];
        private readonly long[] _y = new long[LimbCount];
        private int[] _baseDigits;
        private int[] _keyDigits;
        private int _next = BitCount;
        private bool _tabled;
        private bool _careful;
        private bool _finite;

        public P384Verification(
            byte[] key, int keyOffset, int keyCount, byte[] digest, byte[] signature, int signatureOffset,
            int signatureCount)
        {
            long[][] point = _curve.Decode(key, keyOffset, keyCount);

            _numbers = EcdsaSignature.Read(
                signature, signatureOffset, signatureCount, SignatureForm.Der, P384Curve.ByteLength);
            if (point != null && _numbers != null)
            {
                _scalars = P384Scalars.Create(_numbers, digest);
                _multiples = new CurveMultiples(_curve, point, MaxKeyDigit);
            }
        }

        /// <inheritdoc/>
        protected override void Advance()
        {
            if (_scalars == null)
            {
                End(false, null);
            }
            else if (_keyDigits == null)
            {
                Recode();
            }
            else if (!_tabled)
            {
                _tabled = _multiples.Step();
            }
            else if (_next > 0)
            {
                Walk();
            }
            else if (_finite && !_careful && _curve.IsZero(_sum[2]))
            {
                // Two points were the same or opposite on the way; which happens to signatures that are made so.
                _careful = true;
                _finite = false;
                _next = BitCount;
            }
            else
            {
                End(_finite && IsRight(), null);
            }
        }

        /// <inheritdoc/>
        protected override void Wipe()
        {
        }

        private void Recode()
        {
            if (_baseDigits != null)
            {
                _keyDigits = SignedDigits.Recode(_scalars.ForKey, Montgomery.Bits, BitCount, KeyWidth);
            }
            else if (_scalars.Step())
            {
                _baseDigits = SignedDigits.Recode(_scalars.ForBase, Montgomery.Bits, BitCount, BaseWidth);
            }
        }

        private void Walk()
        {
            int bits = _careful ? BitsPerCarefulStep : BitsPerStep;

            for (int i = 0; i < bits && _next > 0; i++)
            {
                _next--;
                if (_finite)
                {
                    _curve.Double(_sum);
                }

                int digit = _keyDigits[_next];
                if (digit != 0)
                {
                    int magnitude = digit < 0 ? -digit : digit;
                    Array.Copy(_multiples.X[magnitude - 1], 0, _x, 0, LimbCount);
                    Array.Copy(_multiples.Y[magnitude - 1], 0, _y, 0, LimbCount);
                    Add(digit);
                }

                digit = _baseDigits[_next];
                if (digit != 0)
                {
                    int start = ((digit < 0 ? -digit : digit) >> 1) * 2 * LimbCount;
                    for (int limb = 0; limb < LimbCount; limb++)
                    {
                        _x[limb] = _base[start + limb];
                        _y[limb] = _base[start + LimbCount + limb];
                    }

                    Add(digit);
                }
            }
        }

        private void Add(int digit)
        {
            if (digit < 0)
            {
                for (int i = 0; i < LimbCount; i++)
                {
                    _y[i] = -_y[i];
                }
            }

            if (!_finite)
            {
                _curve.Set(_sum, _x, _y);
                _finite = true;
            }
            else if (_careful)
            {
                _finite = _curve.AddCarefully(_sum, _x, _y);
            }
            else
            {
                _curve.Add(_sum, _x, _y, _sum);
            }
        }

        /// <summary>
        /// Compares r with x modulo the order, without dividing X by Z^2: x is r, or r and the order.
        /// </summary>
        private bool IsRight()
        {
            long[] r = P384Curve.ReadNumber(_numbers, 0);
            long[] square = new long[LimbCount];

            _curve.Field.Square(square, _sum[2]);
            if (IsX(r, square))
            {
                return true;
            }

            LimbString.Add(r, P384Curve.ReadNumber(P384Tables.CreateOrder(), 0), P384Field.Bits);
            return LimbString.IsLess(r, _curve.Field.CreateModulus()) && IsX(r, square);
        }

        private bool IsX(long[] candidate, long[] square)
        {
            long[] product = new long[LimbCount];

            _curve.Field.Multiply(product, candidate, _curve.Field.CreateEntry());
            _curve.Field.Multiply(product, product, square);
            return _curve.AreEqual(product, _sum[0]);
        }
    }
}
