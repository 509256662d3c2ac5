//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.X509
{
    /// <summary>
    /// A P-256 key as SubjectPublicKeyInfo (RFC 5480), which is what a raw public key is on the wire (RFC 7250): 26
    /// bytes that are always the same, and the point.
    /// </summary>
    public static class SubjectPublicKeyInfo
    {
        /// <summary>
        /// Length of the structure, in bytes.
        /// </summary>
        public const int Length = 26 + PointLength;

        /// <summary>
        /// Length of the point, in bytes: 4 for "uncompressed", and its coordinates.
        /// </summary>
        public const int PointLength = CredentialStore.PublicKeyLength;

        /// <summary>
        /// Finds the point in a SubjectPublicKeyInfo. Whether it is on the curve is for whoever computes with it.
        /// </summary>
        /// <param name="buffer">Holds the structure, which may come from a peer.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="count">Its length, in bytes.</param>
        /// <returns>Where the 65 bytes of the point begin; -1 if it is another key, or something else.</returns>
        /// <exception cref="ArgumentNullException"><paramref name="buffer"/> is <see langword="null"/>.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The stretch is not inside of the buffer.</exception>
        public static int FindPoint(byte[] buffer, int offset, int count)
        {
            if (buffer == null)
            {
                throw new ArgumentNullException();
            }

            if (offset < 0 || count < 0 || count > buffer.Length - offset)
            {
                throw new ArgumentOutOfRangeException();
            }

            return CredentialStore.FindPoint(buffer, offset, count);
        }

        /// <summary>
        /// Writes a SubjectPublicKeyInfo of <see cref="Length"/> bytes.
        /// </summary>
        /// <param name="point">Holds the point, uncompressed.</param>
        /// <param name="pointOffset">Where its 65 bytes begin.</param>
        /// <param name="buffer">Receives the structure.</param>
        /// <param name="offset">Where it begins.</param>
        /// <exception cref="ArgumentNullException">One of the arrays is <see langword="null"/>.</exception>
        /// <exception cref="ArgumentOutOfRangeException">One of the stretches is not inside of its array.</exception>
        /// <exception cref="ArgumentException">The point is not an uncompressed one.</exception>
        public static void Write(byte[] point, int pointOffset, byte[] buffer, int offset)
        {
            if (point == null || buffer == null)
            {
                throw new ArgumentNullException();
            }

            if (pointOffset < 0 || point.Length - pointOffset < PointLength || offset < 0
                || buffer.Length - offset < Length)
            {
                throw new ArgumentOutOfRangeException();
            }

            byte[] key = new byte[PointLength];

            Array.Copy(point, pointOffset, key, 0, PointLength);
            Array.Copy(CredentialStore.CreateKeyInfo(key), 0, buffer, offset, Length);
        }
    }
}
