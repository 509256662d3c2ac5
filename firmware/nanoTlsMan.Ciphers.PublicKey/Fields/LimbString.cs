//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Ciphers.PublicKey
{
    /// <summary>
    /// Numbers of any many limbs of any width, the lowest first, not negative. Only for public numbers: it looks at
    /// them.
    /// </summary>
    internal static class LimbString
    {
        /// <summary>Reads a number into limbs that are 0 and are enough for it, the highest byte first.</summary>
        public static void Read(long[] r, int bits, byte[] buffer, int offset, int count)
        {
            long mask = (1L << bits) - 1;
            long held = 0;
            int heldBits = 0;
            int limb = 0;

            for (int i = offset + count - 1; i >= offset; i--)
            {
                held |= (long)buffer[i] << heldBits;
                heldBits += 8;
                if (heldBits >= bits)
                {
                    r[limb] = held & mask;
                    limb++;
                    held >>= bits;
                    heldBits -= bits;
                }
            }

            if (held != 0)
            {
                r[limb] = held;
            }
        }

        /// <summary>Writes a number, the highest byte first; what is above its bytes is left out.</summary>
        public static void Write(long[] a, int bits, byte[] buffer, int offset, int count)
        {
            long held = 0;
            int heldBits = 0;
            int limb = 0;

            for (int i = offset + count - 1; i >= offset; i--)
            {
                if (heldBits < 8)
                {
                    held |= a[limb] << heldBits;
                    limb++;
                    heldBits += bits;
                }

                buffer[i] = (byte)held;
                held >>= 8;
                heldBits -= 8;
            }
        }

        /// <summary>Tells whether a number is less than another of as many limbs.</summary>
        public static bool IsLess(long[] a, long[] b)
        {
            for (int i = a.Length - 1; i >= 0; i--)
            {
                long difference = a[i] - b[i];

                if (difference != 0)
                {
                    return difference < 0;
                }
            }

            return false;
        }

        /// <summary>Tells whether a number is 0.</summary>
        public static bool IsZero(long[] a)
        {
            for (int i = 0; i < a.Length; i++)
            {
                if (a[i] != 0)
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary>Adds a number of as many limbs; the sum has to fit.</summary>
        public static void Add(long[] r, long[] a, int bits)
        {
            long mask = (1L << bits) - 1;
            long sum = 0;

            for (int i = 0; i < r.Length; i++)
            {
                sum = (sum >> bits) + r[i] + a[i];
                r[i] = sum & mask;
            }
        }

        /// <summary>Subtracts a number of as many limbs, which is not greater.</summary>
        public static void Subtract(long[] r, long[] a, int bits)
        {
            long mask = (1L << bits) - 1;
            long sum = 0;

            for (int i = 0; i < r.Length; i++)
            {
                sum = (sum >> bits) + r[i] - a[i];
                r[i] = sum & mask;
            }
        }
    }
}
