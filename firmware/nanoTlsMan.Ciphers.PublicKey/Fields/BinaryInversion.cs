//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Ciphers.PublicKey
{
    /// <summary>
    /// Inverts a public number modulo a prime by subtracting and halving (the binary extended algorithm of Euclid):
    /// less than half of what a power costs, in a time that tells the number.
    /// </summary>
    /// <remarks>
    /// All twos are taken out of a difference at once, in the pass that subtracts. Its factor gets as many times the
    /// prime as make it divisible as well, with the sign that brings it nearer to 0: so factors stay within the prime's
    /// magnitude. Their highest limb has a sign.
    /// </remarks>
    internal sealed class BinaryInversion
    {
        // Less than 1,900 instructions each.
        private const int RoundsPerStep = 30;

        // Twos that are taken out at once; more take another round.
        private const int MaxShift = 16;

        private readonly long[] _modulus;
        private readonly int _bits;
        private readonly int _length;
        private readonly long[] _zero;

        // Each number is its factor times the one that is inverted, modulo the prime.
        private readonly long[] _u;
        private readonly long[] _x;
        private readonly long[] _v;
        private readonly long[] _y;

        // The highest limb that is not 0 in both numbers.
        private int _top;

        /// <summary>Begins with a number between 1 and the modulus; it is not changed.</summary>
        /// <param name="number">The number.</param>
        /// <param name="modulus">The modulus.</param>
        /// <param name="bits">Bits of a limb.</param>
        /// <param name="count">How many limbs twice the modulus has; the others are 0.</param>
        public BinaryInversion(long[] number, long[] modulus, int bits, int count)
        {
            _bits = bits;
            _length = modulus.Length;
            _modulus = Copy(modulus, count, count);
            _zero = new long[count];
            _u = Copy(number, count, count);
            _x = new long[count];
            _x[0] = 1;
            _v = Copy(modulus, count, count);
            _y = new long[count];
            _top = count - 1;
        }

        /// <summary>Gets the inverse, once all steps are done.</summary>
        public long[] Number { get; private set; }

        /// <summary>Does some of the rounds.</summary>
        /// <returns><see langword="true"/> once the inverse is there.</returns>
        public bool Step()
        {
            for (int i = 0; i < RoundsPerStep; i++)
            {
                while (_top > 1 && (_u[_top] | _v[_top]) == 0)
                {
                    _top--;
                }

                if ((_u[0] & 1) == 0)
                {
                    Reduce(_u, _x, _zero, _zero);
                }
                else if ((_v[0] & 1) == 0)
                {
                    Reduce(_v, _y, _zero, _zero);
                }
                else
                {
                    int limb = _top;
                    while (limb > 0 && _u[limb] == _v[limb])
                    {
                        limb--;
                    }

                    if (_u[limb] < _v[limb])
                    {
                        Reduce(_v, _y, _u, _x);
                        continue;
                    }

                    if (_u[limb] > _v[limb])
                    {
                        Reduce(_u, _x, _v, _y);
                        continue;
                    }

                    // Both are their greatest common divisor, which is 1.
                    if (_x[_x.Length - 1] < 0)
                    {
                        LimbString.Add(_x, _modulus, _bits);
                    }

                    Number = Copy(_x, _x.Length, _length);
                    return true;
                }
            }

            return false;
        }

        private static long[] Copy(long[] number, int count, int length)
        {
            long[] copy = new long[length];

            Array.Copy(number, 0, copy, 0, count);
            return copy;
        }

        /// <summary>
        /// Subtracts a number that is less, and its factor, and takes twos out of both.
        /// </summary>
        private void Reduce(long[] number, long[] factor, long[] less, long[] lessFactor)
        {
            int shift = 0;
            for (long low = number[0] - less[0]; (low & 1) == 0 && shift < MaxShift; low >>= 1)
            {
                shift++;
            }

            Shift(number, less, 0, shift, _top);

            // The prime is odd: bit by bit, it is added where it makes the next bit 0.
            long residue = factor[0] - lessFactor[0];
            long multiple = 0;
            for (int i = 0; i < shift; i++)
            {
                if ((residue >> i & 1) != 0)
                {
                    residue += _modulus[0] << i;
                    multiple += 1L << i;
                }
            }

            int top = factor.Length - 1;
            if (factor[top] - lessFactor[top] > 0 && multiple != 0)
            {
                multiple -= 1L << shift;
            }

            Shift(factor, lessFactor, multiple, shift, top);
        }

        private void Shift(long[] a, long[] subtracted, long multiple, int shift, int top)
        {
            int bits = _bits;
            int up = bits - shift;
            long mask = (1L << bits) - 1;
            long[] modulus = _modulus;
            long sum = a[0] - subtracted[0] + multiple * modulus[0];
            long below = (sum & mask) >> shift;

            for (int i = 1; i < top; i++)
            {
                sum = (sum >> bits) + a[i] - subtracted[i] + multiple * modulus[i];
                long limb = sum & mask;
                a[i - 1] = below | (limb << up & mask);
                below = limb >> shift;
            }

            // The highest limb keeps its sign.
            sum = (sum >> bits) + a[top] - subtracted[top] + multiple * modulus[top];
            a[top - 1] = below | (sum << up & mask);
            a[top] = sum >> shift;
        }
    }
}
