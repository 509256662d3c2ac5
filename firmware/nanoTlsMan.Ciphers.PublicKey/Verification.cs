//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Ciphers.PublicKey
{
    /// <summary>
    /// Verifies an ECDSA signature on P-256 (FIPS 186-4, section 6.4). All of it is public, so its time may tell
    /// anything.
    /// </summary>
    internal sealed class Verification : ManagedOperation
    {
        private const int BitCount = 257;

        // Digits of the key's multiple are odd up to 7, those of the base point's up to 31.
        private const int KeyWidth = 4;
        private const int MaxKeyDigit = 7;
        private const int BaseWidth = 6;

        // Four doublings and the additions among them.
        private const int BitsPerStep = 4;

        private readonly P256Curve _curve = new P256Curve();
        private readonly Field _order = new P256Order();
        private readonly long[] _digest;
        private readonly long[] _r;
        private readonly CurveMultiples _multiples;
        private readonly FieldPower _inversion;
        private readonly int[] _base = P256Tables.CreateOddMultiples();
        private readonly long[][] _sum = P256Curve.CreatePoint();
        private readonly long[] _x = new long[Limbs.Count];
        private readonly long[] _y = new long[Limbs.Count];
        private int[] _baseDigits;
        private int[] _keyDigits;
        private int _next = BitCount;
        private bool _inverted;
        private bool _tabled;
        private bool _careful;
        private bool _finite;

        public Verification(
            byte[] key, int keyOffset, int keyCount, byte[] digest, int digestOffset, byte[] signature,
            int signatureOffset, int signatureCount, SignatureForm form)
        {
            long[][] point = _curve.Decode(key, keyOffset, keyCount);
            byte[] numbers = EcdsaSignature.Read(
                signature, signatureOffset, signatureCount, form, Limbs.ByteLength);

            if (point == null || numbers == null)
            {
                return;
            }

            // Step 1: both between 1 and the order.
            long[] s = P256Scalar.Read(numbers, Limbs.ByteLength);
            _r = P256Scalar.Read(numbers, 0);
            if (_r == null || s == null)
            {
                return;
            }

            _digest = P256Scalar.ReadDigest(digest, digestOffset);
            _order.Multiply(s, s, _order.CreateEntry());
            _inversion = new FieldPower(_order, s);
            _multiples = new CurveMultiples(_curve, point, MaxKeyDigit);
        }

        /// <inheritdoc/>
        protected override void Advance()
        {
            if (_inversion == null)
            {
                End(false, null);
            }
            else if (!_inverted)
            {
                _inverted = _inversion.Step();
            }
            else if (_keyDigits == null)
            {
                _baseDigits = Recode(_digest, BaseWidth);
                _keyDigits = Recode(_r, KeyWidth);
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

        /// <summary>
        /// Multiplies with 1/s, and makes digits of the result.
        /// </summary>
        private int[] Recode(long[] number, int width)
        {
            long[] product = new long[Limbs.Count];

            // 1/s is in the field's form and the number is not: their product is not, either.
            _order.Multiply(product, number, _inversion.Number);
            Limbs.Carry(product);
            if (product[Limbs.Count - 1] < 0)
            {
                Limbs.Add(product, product, _order.CreateModulus());
                Limbs.Carry(product);
            }

            Limbs.ReduceOnce(product, _order.CreateModulus());
            return SignedDigits.Recode(product, Limbs.Bits, BitCount, width);
        }

        private void Walk()
        {
            for (int i = 0; i < BitsPerStep && _next > 0; i++)
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
                    Array.Copy(_multiples.X[magnitude - 1], 0, _x, 0, Limbs.Count);
                    Array.Copy(_multiples.Y[magnitude - 1], 0, _y, 0, Limbs.Count);
                    Add(digit);
                }

                digit = _baseDigits[_next];
                if (digit != 0)
                {
                    int start = ((digit < 0 ? -digit : digit) >> 1) * 2 * Limbs.Count;
                    for (int limb = 0; limb < Limbs.Count; limb++)
                    {
                        _x[limb] = _base[start + limb];
                        _y[limb] = _base[start + Limbs.Count + limb];
                    }

                    Add(digit);
                }
            }
        }

        private void Add(int digit)
        {
            Limbs.Negate(_y, digit >> 31);
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
            Field field = _curve.Field;
            long[] candidate = (long[])_r.Clone();
            long[] square = new long[Limbs.Count];
            long[] product = new long[Limbs.Count];

            field.Square(square, _sum[2]);
            field.Multiply(product, candidate, field.CreateEntry());
            field.Multiply(product, product, square);
            if (_curve.AreEqual(product, _sum[0]))
            {
                return true;
            }

            Limbs.Add(candidate, candidate, _order.CreateModulus());
            Limbs.Carry(candidate);
            if (Limbs.ReduceOnce(candidate, field.CreateModulus()) == 0)
            {
                return false;
            }

            field.Multiply(product, candidate, field.CreateEntry());
            field.Multiply(product, product, square);
            return _curve.AreEqual(product, _sum[0]);
        }
    }
}
