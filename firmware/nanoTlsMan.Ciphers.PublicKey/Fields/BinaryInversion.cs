//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Ciphers.PublicKey
{
    /// <summary>
    /// Inverts a public number modulo a prime by halving and subtracting (the binary extended algorithm of Euclid): less
    /// than half of what a power costs, in a time that tells the number.
    /// </summary>
    internal sealed class BinaryInversion
    {
        private const int RoundsPerStep = 60;

        private readonly long[] _modulus;
        private readonly int _bits;
        private readonly int _length;

        // Each pair: the first is the second times the number, modulo the prime.
        private readonly long[] _u;
        private readonly long[] _x;
        private readonly long[] _v;
        private readonly long[] _y;

        /// <summary>Begins with a number between 1 and the modulus; it is not changed.</summary>
        /// <param name="number">The number.</param>
        /// <param name="modulus">The modulus.</param>
        /// <param name="bits">Bits of a limb.</param>
        /// <param name="count">How many limbs twice the modulus has; the others are 0.</param>
        public BinaryInversion(long[] number, long[] modulus, int bits, int count)
        {
            _bits = bits;
            _modulus = Copy(modulus, count, count);
            _u = Copy(number, count, count);
            _x = new long[count];
            _x[0] = 1;
            _v = Copy(modulus, count, count);
            _y = new long[count];
            _length = modulus.Length;
        }

        /// <summary>Gets the inverse, once all steps are done.</summary>
        public long[] Number { get; private set; }

        /// <summary>Does some of the rounds.</summary>
        /// <returns><see langword="true"/> once the inverse is there.</returns>
        public bool Step()
        {
            for (int i = 0; i < RoundsPerStep; i++)
            {
                if ((_u[0] & 1) == 0)
                {
                    Halve(_u, _x);
                }
                else if ((_v[0] & 1) == 0)
                {
                    Halve(_v, _y);
                }
                else if (LimbString.IsLess(_u, _v))
                {
                    Subtract(_v, _y, _u, _x);
                }
                else if (LimbString.IsLess(_v, _u))
                {
                    Subtract(_u, _x, _v, _y);
                }
                else
                {
                    // Both are their greatest common divisor, which is 1.
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

        private void Halve(long[] number, long[] factor)
        {
            LimbString.Halve(number, _bits);
            if ((factor[0] & 1) != 0)
            {
                LimbString.Add(factor, _modulus, _bits);
            }

            LimbString.Halve(factor, _bits);
        }

        private void Subtract(long[] number, long[] factor, long[] lessNumber, long[] lessFactor)
        {
            LimbString.Subtract(number, lessNumber, _bits);
            if (LimbString.IsLess(factor, lessFactor))
            {
                LimbString.Add(factor, _modulus, _bits);
            }

            LimbString.Subtract(factor, lessFactor, _bits);
        }
    }
}
