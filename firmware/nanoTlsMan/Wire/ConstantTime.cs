//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Wire
{
    /// <summary>
    /// Comparison that takes the same time whatever the bytes are.
    /// </summary>
    public static class ConstantTime
    {
        /// <summary>
        /// Compares two stretches of bytes.
        /// </summary>
        /// <param name="left">One buffer.</param>
        /// <param name="leftOffset">Where its stretch begins.</param>
        /// <param name="right">The other buffer.</param>
        /// <param name="rightOffset">Where its stretch begins.</param>
        /// <param name="count">How many bytes are compared.</param>
        /// <returns><see langword="true"/> if all are equal; otherwise, <see langword="false"/>.</returns>
        public static bool AreEqual(byte[] left, int leftOffset, byte[] right, int rightOffset, int count)
        {
            int difference = 0;
            int end = leftOffset + count;
            int distance = rightOffset - leftOffset;

            for (int i = leftOffset; i < end; i++)
            {
                difference |= left[i] ^ right[i + distance];
            }

            return difference == 0;
        }
    }
}
