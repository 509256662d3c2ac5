//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Ciphers.PublicKey
{
    /// <summary>
    /// Brings a number into Montgomery's form: it is shifted by a limb and reduced, as often as there are limbs. That
    /// takes as long as two products and a half, and needs no square of the form's base.
    /// </summary>
    /// <remarks>
    /// The quotient's limb is the number's highest 59 bits divided by the modulus's highest 30 and one more: it is
    /// never too large, and too small by less than 2, so that the number stays below twice the modulus.
    /// </remarks>
    internal sealed class MontgomeryEntry
    {
        private const int DivisorBits = 30;
        private const int LimbsPerStep = 1400;

        private readonly Montgomery _field;
        private readonly long _divisor;
        private readonly int _shiftsPerStep;
        private int _left;

        /// <summary>Begins with a number that is less than the modulus, and is replaced.</summary>
        public MontgomeryEntry(Montgomery field, long[] number)
        {
            _field = field;
            _divisor = GetTop(field.Modulus, field.BitLength - DivisorBits) + 1;
            _shiftsPerStep = LimbsPerStep / field.Count;
            _left = field.Count;
            Number = number;
        }

        /// <summary>Gets the number.</summary>
        public long[] Number { get; }

        /// <summary>Does some of the shifts.</summary>
        /// <returns><see langword="true"/> once the number is in the form.</returns>
        public bool Step()
        {
            for (int i = 0; i < _shiftsPerStep && _left > 0; i++)
            {
                Shift();
                _left--;
            }

            return _left == 0;
        }

        private void Shift()
        {
            const int Bits = Montgomery.Bits;
            long mask = (1L << Bits) - 1;
            long[] number = Number;
            long[] n = _field.Modulus;
            int count = _field.Count;
            long quotient = GetTop(number, _field.BitLength - DivisorBits - Bits) / _divisor;
            long sum = 0;
            long below = 0;

            // Two at a time: Count is a multiple of eight.
            for (int i = 0; i < count; i += 2)
            {
                long limb = number[i];
                sum = (sum >> Bits) + below - quotient * n[i];
                number[i] = sum & mask;
                below = number[i + 1];
                sum = (sum >> Bits) + limb - quotient * n[i + 1];
                number[i + 1] = sum & mask;
            }
        }

        /// <summary>Gets the bits of a number from one on; they are at most 59.</summary>
        private static long GetTop(long[] a, int bit)
        {
            const int Bits = Montgomery.Bits;
            int limb = bit / Bits;
            int shift = bit % Bits;

            return a[limb] >> shift | a[limb + 1] << (Bits - shift) | a[limb + 2] << (2 * Bits - shift)
                | (shift > 18 ? a[limb + 3] << (3 * Bits - shift) : 0);
        }
    }
}
