//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Wire
{
    /// <summary>
    /// What is done to arrays of bytes in many places: it takes a few bytes less of flash in each than by itself.
    /// </summary>
    public static class Bytes
    {
        /// <summary>
        /// Copies an array.
        /// </summary>
        /// <param name="source">The array.</param>
        /// <returns>The copy.</returns>
        public static byte[] Copy(byte[] source)
        {
            return Copy(source, 0, source.Length);
        }

        /// <summary>
        /// Copies a stretch of bytes into an array of their own.
        /// </summary>
        /// <param name="source">Holds the bytes.</param>
        /// <param name="offset">Where they begin.</param>
        /// <param name="count">How many there are.</param>
        /// <returns>The copy.</returns>
        public static byte[] Copy(byte[] source, int offset, int count)
        {
            byte[] copy = new byte[count];

            Array.Copy(source, offset, copy, 0, count);
            return copy;
        }

        /// <summary>
        /// Overwrites an array with zeros.
        /// </summary>
        /// <param name="bytes">The array; nothing is done if it is <see langword="null"/>.</param>
        public static void Wipe(byte[] bytes)
        {
            if (bytes != null)
            {
                Array.Clear(bytes, 0, bytes.Length);
            }
        }
    }
}
