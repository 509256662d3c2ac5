//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Ciphers.PublicKey
{
    /// <summary>
    /// Agreement on P-256 (SP 800-56A, section 5.7.1.2).
    /// </summary>
    internal sealed class Agreement : ManagedOperation
    {
        private readonly P256Curve _curve = new P256Curve();
        private readonly P256Walk _walk;
        private FieldPower _inversion;
        private bool _multiplied;

        public Agreement(byte[] privateKey, int privateKeyOffset, byte[] peerKey, int peerKeyOffset, int peerKeyCount)
        {
            long[] scalar = P256Scalar.Read(privateKey, privateKeyOffset);
            long[][] point = _curve.Decode(peerKey, peerKeyOffset, peerKeyCount);

            if (scalar != null && point != null)
            {
                _walk = new P256Walk(_curve, point, scalar);
                Array.Clear(scalar, 0, Limbs.Count);
            }
        }

        /// <inheritdoc/>
        protected override void Advance()
        {
            if (_walk == null)
            {
                End(false, null);
            }
            else if (!_multiplied)
            {
                _multiplied = _walk.Step();
            }
            else if (_inversion == null)
            {
                _inversion = new FieldPower(_curve.Field, (long[])_walk.Point[2].Clone());
            }
            else if (_inversion.Step())
            {
                byte[] secret = new byte[Limbs.ByteLength];
                long[] x = _inversion.Number;

                _curve.Field.Square(x, x);
                _curve.Field.Multiply(x, _walk.Point[0], x);
                x = _curve.Leave(x);
                Limbs.Write(x, secret, 0);
                Array.Clear(x, 0, Limbs.Count);
                End(true, secret);
            }
        }

        /// <inheritdoc/>
        protected override void Wipe()
        {
            _curve.Wipe();
            if (_walk != null)
            {
                _walk.Wipe();
            }

            if (_inversion != null)
            {
                _inversion.Wipe();
                Array.Clear(_inversion.Number, 0, Limbs.Count);
            }
        }
    }
}
