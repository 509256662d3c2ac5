//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Ciphers.PublicKey
{
    /// <summary>
    /// What the base point and a key of P-384 are multiplied with to verify a signature: digest/s and r/s modulo the
    /// order (FIPS 186-4, section 6.4, steps 1 to 3).
    /// </summary>
    internal sealed class P384Scalars
    {
        // 385 bits.
        private const int LimbCount = 15;

        private readonly Montgomery _order;
        private readonly BinaryInversion _inversion;
        private MontgomeryEntry _entry;

        private P384Scalars(Montgomery order, long[] r, long[] s, long[] digest)
        {
            _order = order;
            _inversion = new BinaryInversion(s, order.Modulus, Montgomery.Bits, LimbCount);
            ForKey = r;
            ForBase = digest;
        }

        /// <summary>Gets what the base point is multiplied with, once all steps are done.</summary>
        public long[] ForBase { get; }

        /// <summary>Gets what the key is multiplied with, once all steps are done.</summary>
        public long[] ForKey { get; }

        /// <summary>Begins with r and s, of 48 bytes each, and a digest as long.</summary>
        /// <returns><see langword="null"/> if r or s is not between 1 and the order.</returns>
        public static P384Scalars Create(byte[] numbers, byte[] digest)
        {
            const int Length = P384Curve.ByteLength;
            Montgomery order = new Montgomery(P384Tables.CreateOrder(), 0, Length);
            long[] r = order.Read(numbers, 0, Length);
            long[] s = order.Read(numbers, Length, Length);

            if (!IsInRange(r, order.Modulus) || !IsInRange(s, order.Modulus))
            {
                return null;
            }

            // 2^384 is less than twice the order.
            long[] number = order.Read(digest, 0, Length);
            order.Reduce(number);
            return new P384Scalars(order, r, s, number);
        }

        /// <summary>Does a part of the work.</summary>
        /// <returns><see langword="true"/> once both are there.</returns>
        public bool Step()
        {
            if (_entry == null)
            {
                if (_inversion.Step())
                {
                    _entry = new MontgomeryEntry(_order, _inversion.Number);
                }

                return false;
            }

            if (!_entry.Step())
            {
                return false;
            }

            // 1/s is in the form and the other factor is not: their product is not, either.
            Multiply(ForKey);
            Multiply(ForBase);
            return true;
        }

        private static bool IsInRange(long[] number, long[] order)
        {
            return !LimbString.IsZero(number) && LimbString.IsLess(number, order);
        }

        private void Multiply(long[] number)
        {
            while (!_order.Step(number, _entry.Number, number))
            {
            }

            _order.Reduce(number);
        }
    }
}
