//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Net;

namespace NanoTlsMan.Sockets
{
    /// <summary>
    /// Turns addresses of the socket API into those of the core (<see cref="PeerAddress"/>) and back.
    /// </summary>
    public static class PeerEndPoint
    {
        private const int PortLength = 2;

        /// <summary>
        /// Writes an address.
        /// </summary>
        /// <param name="endPoint">The address and port.</param>
        /// <param name="peer">Receives <see cref="PeerAddress.Size"/> bytes.</param>
        public static void Write(IPEndPoint endPoint, byte[] peer)
        {
            byte[] address = endPoint.Address.GetAddressBytes();
            int port = endPoint.Port;
            int length = address.Length;

            Array.Clear(peer, 0, PeerAddress.Size);
            peer[0] = (byte)(length + PortLength);
            Array.Copy(address, 0, peer, 1, length);
            peer[length + 1] = (byte)(port >> 8);
            peer[length + 2] = (byte)port;
        }

        /// <summary>
        /// Makes an address of the core.
        /// </summary>
        /// <param name="endPoint">The address and port.</param>
        /// <returns>The address.</returns>
        public static byte[] ToPeer(IPEndPoint endPoint)
        {
            byte[] peer = new byte[PeerAddress.Size];

            Write(endPoint, peer);
            return peer;
        }

        /// <summary>
        /// Makes an address of the socket API.
        /// </summary>
        /// <param name="peer">The address of the core.</param>
        /// <returns>The address and port.</returns>
        public static IPEndPoint ToEndPoint(byte[] peer)
        {
            int length = peer[0] - PortLength;
            byte[] address = new byte[length];

            Array.Copy(peer, 1, address, 0, length);
            return new IPEndPoint(new IPAddress(address), (peer[length + 1] << 8) | peer[length + 2]);
        }
    }
}
