//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.X509.Der
{
    /// <summary>
    /// Stretches of bytes; all that is compared here is public, so that the first difference may end it.
    /// </summary>
    internal static class Stretch
    {
        /// <summary>
        /// Tells whether two stretches are equal.
        /// </summary>
        internal static bool AreEqual(
            byte[] left, int leftOffset, int leftCount, byte[] right, int rightOffset, int rightCount)
        {
            return leftCount == rightCount && IsPrefix(left, leftOffset, leftCount, right, rightOffset, rightCount);
        }

        /// <summary>
        /// Tells whether one stretch begins with another.
        /// </summary>
        internal static bool IsPrefix(
            byte[] prefix, int prefixOffset, int prefixCount, byte[] whole, int wholeOffset, int wholeCount)
        {
            if (prefixCount > wholeCount)
            {
                return false;
            }

            for (int i = 0; i < prefixCount; i++)
            {
                if (prefix[prefixOffset + i] != whole[wholeOffset + i])
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary>
        /// Finds a stretch in a table whose entries are a length, a number of two bytes, and so many bytes.
        /// </summary>
        /// <returns>The number; or 0 where there is none.</returns>
        internal static int Find(byte[] table, byte[] buffer, int offset, int count)
        {
            for (int i = 0; i < table.Length; i += 3 + table[i])
            {
                if (AreEqual(table, i + 3, table[i], buffer, offset, count))
                {
                    return (table[i + 1] << 8) | table[i + 2];
                }
            }

            return 0;
        }

        /// <summary>
        /// Gets an upper-case ASCII letter's lower case, and anything else as it is.
        /// </summary>
        internal static int ToLower(int value)
        {
            return value >= 'A' && value <= 'Z' ? value + ('a' - 'A') : value;
        }
    }
}
