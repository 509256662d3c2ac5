//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

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
        private const int BaseWidth = 5;
        private const int BitsPerStep = 2;
        private const int BitsPerCarefulStep = 1;
        private const int LimbCount = P384Field.LimbCount;

        private readonly JacobianCurve _curve = new P384Curve();
        private readonly byte[] _numbers;
        private readonly P384Scalars _scalars;
        private readonly SignatureWalk _walk;
        private sbyte[] _baseDigits;
        private bool _hasScalars;

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
                _walk = new SignatureWalk(_curve, point, BitsPerStep, BitsPerCarefulStep);
            }
        }

        /// <inheritdoc/>
        protected override void Advance()
        {
            if (_scalars == null)
            {
                End(false, null);
            }
            else if (!_hasScalars)
            {
                _hasScalars = _scalars.Step();
            }
            else if (_walk.NeedsDigits)
            {
                Recode();
            }
            else if (_walk.Step())
            {
                End(_walk.IsFinite && IsRight(), null);
            }
        }

        /// <inheritdoc/>
        protected override void Wipe()
        {
        }

        private void Recode()
        {
            if (_baseDigits == null)
            {
                _baseDigits = SignedDigits.Recode(_scalars.ForBase, Montgomery.Bits, BitCount, BaseWidth);
                return;
            }

            _walk.SetDigits(
                P384Tables.CreateOddMultiples(), _baseDigits,
                SignedDigits.Recode(_scalars.ForKey, Montgomery.Bits, BitCount, KeyWidth));
        }

        /// <summary>
        /// Compares r with x modulo the order, without dividing X by Z^2: x is r, or r and the order.
        /// </summary>
        private bool IsRight()
        {
            long[] r = P384Curve.ReadNumber(_numbers, 0);
            long[] square = new long[LimbCount];

            _curve.Field.Square(square, _walk.Sum[2]);
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
            return _curve.AreEqual(product, _walk.Sum[0]);
        }
    }
}
