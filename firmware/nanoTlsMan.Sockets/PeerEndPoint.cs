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
        private const int ScopeLength = 4;
        private const int IPv6Length = 16;

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
            Array.Copy(address, 0, peer, 1, length);

            // The same link-local address may be that of several hosts, each behind another interface (RFC 4007).
            long scope = length == IPv6Length ? endPoint.Address.ScopeId : 0;

            if (scope != 0)
            {
                peer[length + 1] = (byte)(scope >> 24);
                peer[length + 2] = (byte)(scope >> 16);
                peer[length + 3] = (byte)(scope >> 8);
                peer[length + 4] = (byte)scope;
                length += ScopeLength;
            }

            peer[0] = (byte)(length + PortLength);
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
            int port = (peer[length + 1] << 8) | peer[length + 2];
            bool hasScope = length == IPv6Length + ScopeLength;
            byte[] address = new byte[hasScope ? IPv6Length : length];

            Array.Copy(peer, 1, address, 0, address.Length);

            if (!hasScope)
            {
                return new IPEndPoint(new IPAddress(address), port);
            }

            int scope = (peer[IPv6Length + 1] << 24) | (peer[IPv6Length + 2] << 16) | (peer[IPv6Length + 3] << 8)
                | peer[IPv6Length + 4];

            return new IPEndPoint(new IPAddress(address, scope & 0xFFFFFFFFL), port);
        }
    }
}
