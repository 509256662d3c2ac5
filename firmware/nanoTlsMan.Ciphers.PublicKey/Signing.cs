//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Ciphers.PublicKey
{
    /// <summary>
    /// An ECDSA signature on P-256 (FIPS 186-4, section 6.4).
    /// </summary>
    internal sealed class Signing : ManagedOperation
    {
        private readonly P256Curve _curve = new P256Curve();
        private readonly Field _order = new P256Order();
        private readonly SignatureForm _form;
        private readonly long[] _digest;
        private readonly long[] _key;
        private readonly SignatureNonce _nonce;
        private P256Comb _comb;
        private FieldPower _zInversion;
        private FieldPower _nonceInversion;
        private long[] _r;
        private bool _chosen;
        private bool _multiplied;

        public Signing(
            CipherProvider ciphers, byte[] key, int keyOffset, byte[] digest, int digestOffset, RandomSource random,
            SignatureForm form)
        {
            byte[] fresh = random == null ? null : new byte[Limbs.ByteLength];

            _form = form;
            _key = P256Scalar.Read(key, keyOffset);
            _digest = P256Scalar.ReadDigest(digest, digestOffset);
            if (_key != null && (fresh == null || random.TryFill(fresh, 0, fresh.Length)))
            {
                _nonce = new SignatureNonce(ciphers, key, keyOffset, _digest, fresh);
            }

            if (fresh != null)
            {
                Array.Clear(fresh, 0, fresh.Length);
            }
        }

        /// <inheritdoc/>
        protected override void Advance()
        {
            if (_nonce == null)
            {
                End(false, null);
            }
            else if (!_chosen)
            {
                _chosen = _nonce.Step();
                if (_chosen)
                {
                    _comb = new P256Comb(_curve, _nonce.Number);
                }
            }
            else if (!_multiplied)
            {
                _multiplied = _comb.Step();
                if (_multiplied)
                {
                    _zInversion = new FieldPower(_curve.Field, (long[])_comb.Point[2].Clone());
                }
            }
            else if (_nonceInversion == null)
            {
                if (_zInversion.Step())
                {
                    FindR();
                }
            }
            else if (_nonceInversion.Step())
            {
                Finish();
            }
        }

        /// <inheritdoc/>
        protected override void Wipe()
        {
            _curve.Wipe();
            P256Curve.Wipe(new long[][] { _key });
            if (_nonce != null)
            {
                _nonce.Wipe();
            }

            WipeTry();
        }

        private static void Wipe(FieldPower power)
        {
            if (power != null)
            {
                power.Wipe();
                Array.Clear(power.Number, 0, Limbs.Count);
            }
        }

        /// <summary>
        /// Wipes what belongs to one nonce.
        /// </summary>
        private void WipeTry()
        {
            if (_comb != null)
            {
                _comb.Wipe();
            }

            Wipe(_zInversion);
            Wipe(_nonceInversion);
        }

        private void FindR()
        {
            long[] x = _zInversion.Number;

            _curve.Field.Square(x, x);
            _curve.Field.Multiply(x, x, _comb.Point[0]);

            // The prime is less than twice the order.
            _r = _curve.Leave(x);
            Limbs.ReduceOnce(_r, _order.CreateModulus());

            long[] k = (long[])_nonce.Number.Clone();
            _order.Multiply(k, k, _order.CreateEntry());
            _nonceInversion = new FieldPower(_order, k);
        }

        /// <summary>
        /// s = (digest + r key) / k.
        /// </summary>
        private void Finish()
        {
            long[] s = new long[Limbs.Count];
            long[] digest = new long[Limbs.Count];

            _order.Multiply(s, _r, _order.CreateEntry());
            _order.Multiply(s, s, _key);
            _order.Multiply(s, s, _order.CreateEntry());
            _order.Multiply(digest, _digest, _order.CreateEntry());
            _order.Combine(s, s, 1, digest, 1);
            _order.Multiply(s, s, _nonceInversion.Number);
            s = P256Curve.Leave(_order, s);

            // The next nonce where one of the two is 0 (section 6.4): nobody has seen it happen.
            if ((Limbs.IsZero(_r) | Limbs.IsZero(s)) != 0)
            {
                WipeTry();
                _chosen = false;
                _multiplied = false;
                _nonceInversion = null;
                return;
            }

            byte[] numbers = new byte[2 * Limbs.ByteLength];
            Limbs.Write(_r, numbers, 0);
            Limbs.Write(s, numbers, Limbs.ByteLength);
            End(true, EcdsaSignature.Write(numbers, _form));
        }
    }
}
