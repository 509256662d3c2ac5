//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

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
        private const int BaseWidth = 6;

        // Four doublings and the additions among them.
        private const int BitsPerStep = 4;

        private readonly P256Curve _curve = new P256Curve();
        private readonly Field _order = new P256Order();
        private readonly long[] _digest;
        private readonly long[] _r;
        private readonly SignatureWalk _walk;
        private readonly FieldPower _inversion;
        private bool _inverted;

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
            _walk = new SignatureWalk(_curve, point, BitsPerStep, BitsPerStep);
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
            else if (_walk.NeedsDigits)
            {
                _walk.SetDigits(
                    P256Tables.CreateOddMultiples(), Recode(_digest, BaseWidth), Recode(_r, KeyWidth));
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

        /// <summary>
        /// Multiplies with 1/s, and makes digits of the result.
        /// </summary>
        private sbyte[] Recode(long[] number, int width)
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

        /// <summary>
        /// Compares r with x modulo the order, without dividing X by Z^2: x is r, or r and the order.
        /// </summary>
        private bool IsRight()
        {
            Field field = _curve.Field;
            long[] candidate = (long[])_r.Clone();
            long[] square = new long[Limbs.Count];
            long[] product = new long[Limbs.Count];

            field.Square(square, _walk.Sum[2]);
            field.Multiply(product, candidate, field.CreateEntry());
            field.Multiply(product, product, square);
            if (_curve.AreEqual(product, _walk.Sum[0]))
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
            return _curve.AreEqual(product, _walk.Sum[0]);
        }
    }
}
