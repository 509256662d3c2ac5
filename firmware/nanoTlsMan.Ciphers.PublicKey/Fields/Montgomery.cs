//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Ciphers.PublicKey
{
    /// <summary>
    /// Products modulo any odd number, in Montgomery's form, done in steps. Only of public numbers: its time tells
    /// much.
    /// </summary>
    /// <remarks>
    /// Limbs of 27 bits: 2 times 152 products of a column, which 4096 bits have, fit into a <see cref="long"/>. Eight
    /// limbs of one factor and eight of the quotient are held in locals while the other factor and the modulus pass by,
    /// so that a product takes the interpreter little more than its four instructions. Factors and results are less
    /// than twice the modulus, of which the form's 2^(27 Count) is 16 times as much, or more.
    /// </remarks>
    internal sealed class Montgomery
    {
        /// <summary>Bits of a limb.</summary>
        public const int Bits = 27;

        private const long Mask = 0x7ffffff;
        private const int RowLength = 8;

        // A row of eight limbs is about 100 instructions for each limb of the other factor.
        private const int LimbsPerStep = 480;

        // Eight zeros above, which are read as the last of the other factor go by.
        private readonly long[] _modulus;
        private readonly long[] _sums;
        private readonly long _inverse;
        private readonly int _rowsPerStep;
        private int _row;

        /// <summary>Begins with a modulus, which is odd.</summary>
        /// <param name="buffer">Holds it, the highest byte first.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="count">Its length, in bytes; the first is not 0.</param>
        public Montgomery(byte[] buffer, int offset, int count)
        {
            BitLength = 8 * (count - 1);
            for (int top = buffer[offset]; top != 0; top >>= 1)
            {
                BitLength++;
            }

            Count = (BitLength + 4 + RowLength * Bits - 1) / (RowLength * Bits) * RowLength;
            _modulus = Read(buffer, offset, count);
            _sums = new long[2 * Count];
            _rowsPerStep = LimbsPerStep / Count;

            // -1/n modulo 2^27 by Newton: n is right for three bits, and each round doubles them.
            long n = _modulus[0];
            long inverse = n;
            for (int i = 0; i < 4; i++)
            {
                inverse = inverse * (2 - (n * inverse & Mask)) & Mask;
            }

            _inverse = -inverse & Mask;
        }

        /// <summary>Gets how many limbs a number has, without the zeros above.</summary>
        public int Count { get; }

        /// <summary>Gets how many bits the modulus has.</summary>
        public int BitLength { get; }

        /// <summary>Gets the modulus.</summary>
        public long[] Modulus
        {
            get { return _modulus; }
        }

        /// <summary>Makes a number of zero.</summary>
        public long[] CreateNumber()
        {
            return new long[Count + RowLength];
        }

        /// <summary>Reads a number, the highest byte first.</summary>
        public long[] Read(byte[] buffer, int offset, int count)
        {
            long[] number = CreateNumber();

            LimbString.Read(number, Bits, buffer, offset, count);
            return number;
        }

        /// <summary>Does some of the work of a product, divided by 2^(27 Count).</summary>
        /// <param name="r">Receives it at the end; it may be one of the factors.</param>
        /// <param name="a">A factor.</param>
        /// <param name="b">The other.</param>
        /// <returns><see langword="true"/> once it is there.</returns>
        public bool Step(long[] r, long[] a, long[] b)
        {
            int rows = Count / RowLength;

            for (int i = 0; i < _rowsPerStep && _row < rows; i++)
            {
                AddRow(a, b, _row * RowLength);
                _row++;
            }

            if (_row < rows)
            {
                return false;
            }

            long sum = 0;
            for (int i = 0; i < Count; i++)
            {
                sum = (sum >> Bits) + _sums[Count + i];
                r[i] = sum & Mask;
            }

            Array.Clear(_sums, 0, _sums.Length);
            _row = 0;
            return true;
        }

        /// <summary>Makes a number less than the modulus, of one that is less than twice that.</summary>
        public void Reduce(long[] r)
        {
            if (!LimbString.IsLess(r, _modulus))
            {
                LimbString.Subtract(r, _modulus, Bits);
            }
        }

        /// <summary>
        /// Adds the product of a factor and eight limbs of the other, and as many times the modulus as makes the
        /// lowest eight columns 0.
        /// </summary>
        private void AddRow(long[] a, long[] b, int start)
        {
            long[] sums = _sums;
            long[] n = _modulus;
            long mask = Mask;
            long inverse = _inverse;
            long b0 = b[start];
            long b1 = b[start + 1];
            long b2 = b[start + 2];
            long b3 = b[start + 3];
            long b4 = b[start + 4];
            long b5 = b[start + 5];
            long b6 = b[start + 6];
            long b7 = b[start + 7];
            long a0 = a[0];
            long a1 = a[1];
            long a2 = a[2];
            long a3 = a[3];
            long a4 = a[4];
            long a5 = a[5];
            long a6 = a[6];
            long a7 = a[7];
            long n0 = n[0];
            long n1 = n[1];
            long n2 = n[2];
            long n3 = n[3];
            long n4 = n[4];
            long n5 = n[5];
            long n6 = n[6];
            long n7 = n[7];

            long sum = sums[start] + a0 * b0;
            long q0 = (sum & mask) * inverse & mask;
            sum += n0 * q0;
            sum = (sum >> Bits) + sums[start + 1] + a0 * b1 + a1 * b0 + n1 * q0;
            long q1 = (sum & mask) * inverse & mask;
            sum += n0 * q1;
            sum = (sum >> Bits) + sums[start + 2] + a0 * b2 + a1 * b1 + a2 * b0 + n1 * q1 + n2 * q0;
            long q2 = (sum & mask) * inverse & mask;
            sum += n0 * q2;
            sum = (sum >> Bits) + sums[start + 3] + a0 * b3 + a1 * b2 + a2 * b1 + a3 * b0 + n1 * q2 + n2 * q1
                + n3 * q0;
            long q3 = (sum & mask) * inverse & mask;
            sum += n0 * q3;
            sum = (sum >> Bits) + sums[start + 4] + a0 * b4 + a1 * b3 + a2 * b2 + a3 * b1 + a4 * b0 + n1 * q3
                + n2 * q2 + n3 * q1 + n4 * q0;
            long q4 = (sum & mask) * inverse & mask;
            sum += n0 * q4;
            sum = (sum >> Bits) + sums[start + 5] + a0 * b5 + a1 * b4 + a2 * b3 + a3 * b2 + a4 * b1 + a5 * b0
                + n1 * q4 + n2 * q3 + n3 * q2 + n4 * q1 + n5 * q0;
            long q5 = (sum & mask) * inverse & mask;
            sum += n0 * q5;
            sum = (sum >> Bits) + sums[start + 6] + a0 * b6 + a1 * b5 + a2 * b4 + a3 * b3 + a4 * b2 + a5 * b1
                + a6 * b0 + n1 * q5 + n2 * q4 + n3 * q3 + n4 * q2 + n5 * q1 + n6 * q0;
            long q6 = (sum & mask) * inverse & mask;
            sum += n0 * q6;
            sum = (sum >> Bits) + sums[start + 7] + a0 * b7 + a1 * b6 + a2 * b5 + a3 * b4 + a4 * b3 + a5 * b2
                + a6 * b1 + a7 * b0 + n1 * q6 + n2 * q5 + n3 * q4 + n4 * q3 + n5 * q2 + n6 * q1 + n7 * q0;
            long q7 = (sum & mask) * inverse & mask;
            sum += n0 * q7;

            sums[start + 8] = sums[start + 8] + (sum >> Bits);
            int end = Count + RowLength;
            for (int i = RowLength; i < end; i += RowLength)
            {
                int at = start + i;

                a0 = a[i];
                n0 = n[i];
                sums[at] = sums[at] + a0 * b0 + a7 * b1 + a6 * b2 + a5 * b3 + a4 * b4 + a3 * b5 + a2 * b6 + a1 * b7
                    + n0 * q0 + n7 * q1 + n6 * q2 + n5 * q3 + n4 * q4 + n3 * q5 + n2 * q6 + n1 * q7;
                a1 = a[i + 1];
                n1 = n[i + 1];
                sums[at + 1] = sums[at + 1] + a1 * b0 + a0 * b1 + a7 * b2 + a6 * b3 + a5 * b4 + a4 * b5 + a3 * b6
                    + a2 * b7 + n1 * q0 + n0 * q1 + n7 * q2 + n6 * q3 + n5 * q4 + n4 * q5 + n3 * q6 + n2 * q7;
                a2 = a[i + 2];
                n2 = n[i + 2];
                sums[at + 2] = sums[at + 2] + a2 * b0 + a1 * b1 + a0 * b2 + a7 * b3 + a6 * b4 + a5 * b5 + a4 * b6
                    + a3 * b7 + n2 * q0 + n1 * q1 + n0 * q2 + n7 * q3 + n6 * q4 + n5 * q5 + n4 * q6 + n3 * q7;
                a3 = a[i + 3];
                n3 = n[i + 3];
                sums[at + 3] = sums[at + 3] + a3 * b0 + a2 * b1 + a1 * b2 + a0 * b3 + a7 * b4 + a6 * b5 + a5 * b6
                    + a4 * b7 + n3 * q0 + n2 * q1 + n1 * q2 + n0 * q3 + n7 * q4 + n6 * q5 + n5 * q6 + n4 * q7;
                a4 = a[i + 4];
                n4 = n[i + 4];
                sums[at + 4] = sums[at + 4] + a4 * b0 + a3 * b1 + a2 * b2 + a1 * b3 + a0 * b4 + a7 * b5 + a6 * b6
                    + a5 * b7 + n4 * q0 + n3 * q1 + n2 * q2 + n1 * q3 + n0 * q4 + n7 * q5 + n6 * q6 + n5 * q7;
                a5 = a[i + 5];
                n5 = n[i + 5];
                sums[at + 5] = sums[at + 5] + a5 * b0 + a4 * b1 + a3 * b2 + a2 * b3 + a1 * b4 + a0 * b5 + a7 * b6
                    + a6 * b7 + n5 * q0 + n4 * q1 + n3 * q2 + n2 * q3 + n1 * q4 + n0 * q5 + n7 * q6 + n6 * q7;
                a6 = a[i + 6];
                n6 = n[i + 6];
                sums[at + 6] = sums[at + 6] + a6 * b0 + a5 * b1 + a4 * b2 + a3 * b3 + a2 * b4 + a1 * b5 + a0 * b6
                    + a7 * b7 + n6 * q0 + n5 * q1 + n4 * q2 + n3 * q3 + n2 * q4 + n1 * q5 + n0 * q6 + n7 * q7;
                a7 = a[i + 7];
                n7 = n[i + 7];
                sums[at + 7] = sums[at + 7] + a7 * b0 + a6 * b1 + a5 * b2 + a4 * b3 + a3 * b4 + a2 * b5 + a1 * b6
                    + a0 * b7 + n7 * q0 + n6 * q1 + n5 * q2 + n4 * q3 + n3 * q4 + n2 * q5 + n1 * q6 + n0 * q7;
            }
        }
    }
}
