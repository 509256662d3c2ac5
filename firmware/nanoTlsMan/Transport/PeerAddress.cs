//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan
{
    /// <summary>
    /// Addresses of datagram peers: arrays of one size, so that a receive can write one without allocating. Byte 0 is the length of what
    /// follows, which only the transport understands; the rest is zero.
    /// </summary>
    public static class PeerAddress
    {
        /// <summary>
        /// The size of every address array, in bytes: a length, an IPv6 address and a port.
        /// </summary>
        public const int Size = 19;

        /// <summary>
        /// Compares two addresses.
        /// </summary>
        /// <param name="left">One address.</param>
        /// <param name="right">The other.</param>
        /// <returns><see langword="true"/> where they are equal.</returns>
        public static bool AreEqual(byte[] left, byte[] right)
        {
            int count = left[0];

            // The port is at the end and differs most often, so the comparison begins there.
            for (int i = count; i >= 0; i--)
            {
                if (left[i] != right[i])
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary>
        /// Copies an address.
        /// </summary>
        /// <param name="address">The address.</param>
        /// <returns>The copy.</returns>
        public static byte[] Copy(byte[] address)
        {
            byte[] copy = new byte[Size];

            Array.Copy(address, 0, copy, 0, Size);
            return copy;
        }
    }
}
