//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Ciphers.PublicKey
{
    /// <summary>
    /// A key pair of P-256 (FIPS 186-4, section B.4.2: by testing candidates).
    /// </summary>
    internal sealed class KeyGeneration : ManagedOperation
    {
        // A source whose candidates are all refused is broken: one in 2^32 is.
        private const int MaxTries = 4;

        private readonly P256Curve _curve = new P256Curve();
        private readonly RandomSource _random;
        private readonly byte[] _result = new byte[Limbs.ByteLength + P256Curve.PointLength];
        private P256Comb _comb;
        private FieldPower _inversion;
        private bool _multiplied;

        public KeyGeneration(RandomSource random)
        {
            _random = random;
        }

        /// <inheritdoc/>
        protected override void Advance()
        {
            if (_comb == null)
            {
                Choose();
            }
            else if (!_multiplied)
            {
                _multiplied = _comb.Step();
            }
            else if (_inversion == null)
            {
                _inversion = new FieldPower(_curve.Field, (long[])_comb.Point[2].Clone());
            }
            else if (_inversion.Step())
            {
                Finish();
            }
        }

        /// <inheritdoc/>
        protected override void Wipe()
        {
            _curve.Wipe();
            if (_comb != null)
            {
                _comb.Wipe();
            }

            if (_inversion != null)
            {
                _inversion.Wipe();
                Array.Clear(_inversion.Number, 0, Limbs.Count);
            }

            Array.Clear(_result, 0, _result.Length);
        }

        private void Choose()
        {
            for (int i = 0; i < MaxTries && _random.TryFill(_result, 0, Limbs.ByteLength); i++)
            {
                long[] scalar = P256Scalar.Read(_result, 0);

                if (scalar != null)
                {
                    _comb = new P256Comb(_curve, scalar);
                    Array.Clear(scalar, 0, Limbs.Count);
                    return;
                }
            }

            End(false, null);
        }

        private void Finish()
        {
            Field field = _curve.Field;
            long[][] point = _comb.Point;
            long[] inverse = _inversion.Number;
            long[] power = new long[Limbs.Count];

            field.Square(power, inverse);
            field.Multiply(point[0], point[0], power);
            field.Multiply(power, power, inverse);
            field.Multiply(point[1], point[1], power);
            _result[Limbs.ByteLength] = 4;
            Limbs.Write(_curve.Leave(point[0]), _result, Limbs.ByteLength + 1);
            Limbs.Write(_curve.Leave(point[1]), _result, 2 * Limbs.ByteLength + 1);
            End(true, (byte[])_result.Clone());
        }
    }
}
