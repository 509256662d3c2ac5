//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Ciphers.PublicKey
{
    /// <summary>
    /// Digits with signs, for multiples in a time that tells them.
    /// </summary>
    internal static class SignedDigits
    {
        /// <summary>
        /// Makes digits of a number: each is 0 or odd and less than 2^(width - 1) in magnitude, and of so many in a row
        /// one at most is not 0.
        /// </summary>
        /// <param name="number">The number, of carried limbs.</param>
        /// <param name="limbBits">Bits of a limb.</param>
        /// <param name="count">How many digits there are: one more than the number has bits.</param>
        /// <param name="width">Their width, in bits; 8 at most.</param>
        public static sbyte[] Recode(long[] number, int limbBits, int count, int width)
        {
            sbyte[] digits = new sbyte[count];
            int carry = 0;

            for (int i = 0; i < count; i++)
            {
                if ((GetBit(number, limbBits, i) ^ carry) == 0)
                {
                    continue;
                }

                int digit = carry;
                for (int j = 0; j < width && i + j < count; j++)
                {
                    digit += GetBit(number, limbBits, i + j) << j;
                }

                carry = digit >> (width - 1);
                digits[i] = (sbyte)(digit - (carry << width));
                i += width - 1;
            }

            return digits;
        }

        private static int GetBit(long[] number, int limbBits, int bit)
        {
            return (int)(number[bit / limbBits] >> bit % limbBits & 1);
        }
    }
}
