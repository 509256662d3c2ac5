//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// Test vectors as text.
    /// </summary>
    internal static class Hex
    {
        /// <summary>
        /// Reads hexadecimal digits of either case; anything else between the bytes is passed over.
        /// </summary>
        public static byte[] Parse(string text)
        {
            // Indexing a string is linear on the device.
            char[] digits = text.ToCharArray();
            byte[] bytes = new byte[digits.Length / 2];
            int count = 0;

            for (int i = 0; i + 1 < digits.Length; i++)
            {
                int high = GetValue(digits[i]);
                if (high >= 0)
                {
                    bytes[count] = (byte)(high << 4 | GetValue(digits[i + 1]));
                    count++;
                    i++;
                }
            }

            byte[] result = new byte[count];
            System.Array.Copy(bytes, result, count);
            return result;
        }

        /// <summary>
        /// Writes bytes as lower-case digits.
        /// </summary>
        public static string Format(byte[] bytes)
        {
            return Format(bytes, 0, bytes.Length);
        }

        /// <summary>
        /// Writes some bytes as lower-case digits.
        /// </summary>
        public static string Format(byte[] bytes, int offset, int count)
        {
            char[] digits = new char[2 * count];

            for (int i = 0; i < count; i++)
            {
                digits[2 * i] = GetDigit(bytes[offset + i] >> 4);
                digits[2 * i + 1] = GetDigit(bytes[offset + i] & 15);
            }

            return new string(digits);
        }

        /// <summary>
        /// Gets ASCII text as bytes.
        /// </summary>
        public static byte[] FromText(string text)
        {
            char[] characters = text.ToCharArray();
            byte[] bytes = new byte[characters.Length];

            for (int i = 0; i < bytes.Length; i++)
            {
                bytes[i] = (byte)characters[i];
            }

            return bytes;
        }

        private static int GetValue(char digit)
        {
            if (digit >= '0' && digit <= '9')
            {
                return digit - '0';
            }

            if (digit >= 'a' && digit <= 'f')
            {
                return digit - 'a' + 10;
            }

            return digit >= 'A' && digit <= 'F' ? digit - 'A' + 10 : -1;
        }

        private static char GetDigit(int value)
        {
            return (char)(value < 10 ? '0' + value : 'a' + value - 10);
        }
    }
}
