//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Ciphers.PublicKey
{
    /// <summary>
    /// Numbers of nine limbs of 29 bits, whatever they are modulo.
    /// </summary>
    internal static class Limbs
    {
        /// <summary>How many limbs there are.</summary>
        public const int Count = 9;

        /// <summary>Bits of a limb.</summary>
        public const int Bits = 29;

        /// <summary>A limb of ones.</summary>
        public const long Mask = 0x1fffffff;

        /// <summary>Length of a number, in bytes.</summary>
        public const int ByteLength = 32;

        /// <summary>Adds without carries.</summary>
        public static void Add(long[] r, long[] a, long[] b)
        {
            r[0] = a[0] + b[0];
            r[1] = a[1] + b[1];
            r[2] = a[2] + b[2];
            r[3] = a[3] + b[3];
            r[4] = a[4] + b[4];
            r[5] = a[5] + b[5];
            r[6] = a[6] + b[6];
            r[7] = a[7] + b[7];
            r[8] = a[8] + b[8];
        }

        /// <summary>Subtracts without carries.</summary>
        public static void Subtract(long[] r, long[] a, long[] b)
        {
            r[0] = a[0] - b[0];
            r[1] = a[1] - b[1];
            r[2] = a[2] - b[2];
            r[3] = a[3] - b[3];
            r[4] = a[4] - b[4];
            r[5] = a[5] - b[5];
            r[6] = a[6] - b[6];
            r[7] = a[7] - b[7];
            r[8] = a[8] - b[8];
        }

        /// <summary>Replaces a number where the mask is -1, not where it is 0.</summary>
        public static void Select(long[] r, long[] a, long mask)
        {
            r[0] = r[0] ^ ((r[0] ^ a[0]) & mask);
            r[1] = r[1] ^ ((r[1] ^ a[1]) & mask);
            r[2] = r[2] ^ ((r[2] ^ a[2]) & mask);
            r[3] = r[3] ^ ((r[3] ^ a[3]) & mask);
            r[4] = r[4] ^ ((r[4] ^ a[4]) & mask);
            r[5] = r[5] ^ ((r[5] ^ a[5]) & mask);
            r[6] = r[6] ^ ((r[6] ^ a[6]) & mask);
            r[7] = r[7] ^ ((r[7] ^ a[7]) & mask);
            r[8] = r[8] ^ ((r[8] ^ a[8]) & mask);
        }

        /// <summary>Exchanges two numbers where the mask is -1, not where it is 0.</summary>
        public static void Swap(long[] a, long[] b, long mask)
        {
            long change;

            change = (a[0] ^ b[0]) & mask;
            a[0] = a[0] ^ change;
            b[0] = b[0] ^ change;
            change = (a[1] ^ b[1]) & mask;
            a[1] = a[1] ^ change;
            b[1] = b[1] ^ change;
            change = (a[2] ^ b[2]) & mask;
            a[2] = a[2] ^ change;
            b[2] = b[2] ^ change;
            change = (a[3] ^ b[3]) & mask;
            a[3] = a[3] ^ change;
            b[3] = b[3] ^ change;
            change = (a[4] ^ b[4]) & mask;
            a[4] = a[4] ^ change;
            b[4] = b[4] ^ change;
            change = (a[5] ^ b[5]) & mask;
            a[5] = a[5] ^ change;
            b[5] = b[5] ^ change;
            change = (a[6] ^ b[6]) & mask;
            a[6] = a[6] ^ change;
            b[6] = b[6] ^ change;
            change = (a[7] ^ b[7]) & mask;
            a[7] = a[7] ^ change;
            b[7] = b[7] ^ change;
            change = (a[8] ^ b[8]) & mask;
            a[8] = a[8] ^ change;
            b[8] = b[8] ^ change;
        }

        /// <summary>Negates a number where the mask is -1, not where it is 0.</summary>
        public static void Negate(long[] r, long mask)
        {
            r[0] = (r[0] ^ mask) - mask;
            r[1] = (r[1] ^ mask) - mask;
            r[2] = (r[2] ^ mask) - mask;
            r[3] = (r[3] ^ mask) - mask;
            r[4] = (r[4] ^ mask) - mask;
            r[5] = (r[5] ^ mask) - mask;
            r[6] = (r[6] ^ mask) - mask;
            r[7] = (r[7] ^ mask) - mask;
            r[8] = (r[8] ^ mask) - mask;
        }

        /// <summary>Carries, so that all limbs but the highest lie between 0 and 2^29.</summary>
        public static void Carry(long[] r)
        {
            long sum = 0;

            for (int i = 0; i < Count - 1; i++)
            {
                sum += r[i];
                r[i] = sum & Mask;
                sum >>= Bits;
            }

            r[Count - 1] = r[Count - 1] + sum;
        }

        /// <summary>
        /// Subtracts the modulus if the number, of carried limbs, is not less.
        /// </summary>
        /// <returns>-1 if the number was less; otherwise, 0.</returns>
        public static long ReduceOnce(long[] r, long[] modulus)
        {
            long[] less = new long[Count];

            Subtract(less, r, modulus);
            Carry(less);
            long negative = less[Count - 1] >> 63;
            Select(r, less, ~negative);
            Array.Clear(less, 0, Count);
            return negative;
        }

        /// <summary>Tells, as -1 or 0, whether all limbs are 0.</summary>
        public static long IsZero(long[] a)
        {
            long any = 0;

            for (int i = 0; i < Count; i++)
            {
                any |= a[i];
            }

            return ~((any | -any) >> 63);
        }

        /// <summary>Reads 32 bytes, the highest first.</summary>
        public static long[] Read(byte[] buffer, int offset)
        {
            long[] r = new long[Count];

            for (int i = 0; i < ByteLength; i++)
            {
                AddByte(r, i, buffer[offset + ByteLength - 1 - i]);
            }

            return r;
        }

        /// <summary>Reads 32 bytes, the lowest first.</summary>
        public static long[] ReadLittleEndian(byte[] buffer, int offset)
        {
            long[] r = new long[Count];

            for (int i = 0; i < ByteLength; i++)
            {
                AddByte(r, i, buffer[offset + i]);
            }

            return r;
        }

        /// <summary>Writes 32 bytes of a number of carried limbs, the highest first.</summary>
        public static void Write(long[] a, byte[] buffer, int offset)
        {
            for (int i = 0; i < ByteLength; i++)
            {
                buffer[offset + ByteLength - 1 - i] = GetByte(a, i);
            }
        }

        /// <summary>Writes 32 bytes of a number of carried limbs, the lowest first.</summary>
        public static void WriteLittleEndian(long[] a, byte[] buffer, int offset)
        {
            for (int i = 0; i < ByteLength; i++)
            {
                buffer[offset + i] = GetByte(a, i);
            }
        }

        /// <summary>Gets a bit of a number of carried limbs.</summary>
        public static long GetBit(long[] a, int bit)
        {
            return a[bit / Bits] >> bit % Bits & 1;
        }

        private static void AddByte(long[] r, int index, byte value)
        {
            int limb = 8 * index / Bits;
            long shifted = (long)value << 8 * index % Bits;

            r[limb] = r[limb] | (shifted & Mask);
            if (limb + 1 < Count)
            {
                r[limb + 1] = r[limb + 1] | shifted >> Bits;
            }
        }

        private static byte GetByte(long[] a, int index)
        {
            int limb = 8 * index / Bits;
            int shift = 8 * index % Bits;
            long value = a[limb] >> shift;

            if (limb + 1 < Count)
            {
                value |= a[limb + 1] << (Bits - shift);
            }

            return (byte)value;
        }
    }
}
