//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Net;
using System.Net.Sockets;

namespace NanoTlsMan.Sockets
{
    /// <summary>
    /// Datagrams over UDP.
    /// </summary>
    public sealed class UdpTransport : SocketTransport
    {
        // No send of a datagram waits for long; this is for platforms that would wait for a route.
        private const int NativeSendTimeout = 200;

        private const int CacheSize = 8;

        private readonly AddressFamily _family;
        private readonly byte[][] _peers = new byte[CacheSize][];
        private readonly IPEndPoint[] _endPoints = new IPEndPoint[CacheSize];

        /// <summary>
        /// Initializes a new instance of the <see cref="UdpTransport"/> class.
        /// </summary>
        /// <param name="local">The address and port to be bound to; port 0 lets the platform choose.</param>
        /// <exception cref="ArgumentNullException"><paramref name="local"/> is <see langword="null"/>.</exception>
        /// <exception cref="SocketException">The address cannot be bound to.</exception>
        public UdpTransport(IPEndPoint local)
            : base(Open(local), NativeSendTimeout)
        {
            _family = local.AddressFamily;
        }

        /// <inheritdoc/>
        public override TlsTransportKind Kind
        {
            get { return TlsTransportKind.Datagram; }
        }

        /// <summary>
        /// Gets the address and port that it is bound to.
        /// </summary>
        public IPEndPoint LocalEndPoint
        {
            get { return (IPEndPoint)Socket.LocalEndPoint; }
        }

        /// <inheritdoc/>
        public override bool Send(byte[] buffer, int offset, int count, byte[] peer)
        {
            try
            {
                return Socket.SendTo(buffer, offset, count, SocketFlags.None, GetEndPoint(peer)) == count;
            }
            catch (SocketException)
            {
                // Full buffers and unreachable networks are losses, which the protocol deals with.
                return false;
            }
            catch (ObjectDisposedException)
            {
                return false;
            }
        }

        /// <inheritdoc/>
        public override int Receive(byte[] buffer, int offset, int count, byte[] peer, int deadline)
        {
            try
            {
                if (!WaitReadable(deadline))
                {
                    return IsClosed ? ReceiveFailed : NothingReceived;
                }

                EndPoint from =
                    new IPEndPoint(_family == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
                int received = Socket.ReceiveFrom(buffer, offset, count, SocketFlags.None, ref from);

                PeerEndPoint.Write((IPEndPoint)from, peer);
                return received;
            }
            catch (SocketException)
            {
                // An earlier datagram met a closed port, or one was longer than the buffer: neither ends the others'
                // sessions.
                if (IsClosed)
                {
                    return ReceiveFailed;
                }

                Rest();
                return NothingReceived;
            }
            catch (ObjectDisposedException)
            {
                return ReceiveFailed;
            }
        }

        private static Socket Open(IPEndPoint local)
        {
            if (local == null)
            {
                throw new ArgumentNullException();
            }

            Socket socket = new Socket(local.AddressFamily, SocketType.Dgram, ProtocolType.Udp);

            try
            {
                AllowBothFamilies(socket, local);
                socket.Bind(local);
            }
            catch (SocketException)
            {
                socket.Close();
                throw;
            }

            return socket;
        }

        private IPEndPoint GetEndPoint(byte[] peer)
        {
            // Most often it is one of a few peers; an address object for each datagram would be waste.
            int place = peer[peer[0]] & (CacheSize - 1);
            byte[] cached = _peers[place];

            if (cached != null && PeerAddress.AreEqual(cached, peer))
            {
                return _endPoints[place];
            }

            IPEndPoint endPoint = PeerEndPoint.ToEndPoint(peer);

            _peers[place] = null;
            _endPoints[place] = endPoint;
            _peers[place] = PeerAddress.Copy(peer);
            return endPoint;
        }
    }
}
