//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Wire;

namespace NanoTlsMan
{
    /// <summary>
    /// Addresses of datagram peers: arrays of one size, so that a receive can write one without allocating. Byte 0 is
    /// the length of what follows, which only the transport understands; the rest is zero.
    /// </summary>
    public static class PeerAddress
    {
        /// <summary>
        /// The size of every address array, in bytes: a length, an IPv6 address with its scope, and a port.
        /// </summary>
        public const int Size = 23;

        private const int PortLength = 2;
        private const int IPv4Length = 6;

        /// <summary>
        /// Compares two addresses.
        /// </summary>
        /// <param name="left">One address.</param>
        /// <param name="right">The other.</param>
        /// <returns><see langword="true"/> if they are equal; otherwise, <see langword="false"/>.</returns>
        public static bool AreEqual(byte[] left, byte[] right)
        {
            if (left == right)
            {
                return true;
            }

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
        /// Tells whether two addresses are those of one host, whatever their ports.
        /// </summary>
        /// <param name="left">One address.</param>
        /// <param name="right">The other.</param>
        /// <returns><see langword="true"/> if they are; otherwise, <see langword="false"/>.</returns>
        internal static bool AreSameHost(byte[] left, byte[] right)
        {
            if (left[0] != right[0])
            {
                return false;
            }

            for (int i = GetHostLength(left); i > 0; i--)
            {
                if (left[i] != right[i])
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary>
        /// Gets a number that is equal for equal addresses, and most often another for others.
        /// </summary>
        internal static int Hash(byte[] address)
        {
            return address == null ? 0 : Hash(address, address[0]);
        }

        /// <summary>
        /// Gets a number that is equal for the addresses of one host, whatever their ports.
        /// </summary>
        internal static int HashHost(byte[] address)
        {
            return Hash(address, GetHostLength(address));
        }

        private static int GetHostLength(byte[] address)
        {
            // The port comes last. Who has no room for an IPv4 address and a port, as on a simulated link, has no
            // ports.
            return address[0] >= IPv4Length ? address[0] - PortLength : address[0];
        }

        private static int Hash(byte[] address, int count)
        {
            int hash = count;

            for (int i = 1; i <= count; i++)
            {
                hash = (hash * 31) + address[i];
            }

            // The lowest bits choose a bucket, and should depend on all bytes.
            return hash ^ (hash >> 7);
        }

        /// <summary>
        /// Copies an address.
        /// </summary>
        /// <param name="address">The address.</param>
        /// <returns>The copy.</returns>
        public static byte[] Copy(byte[] address)
        {
            return Bytes.Copy(address, 0, Size);
        }
    }
}
