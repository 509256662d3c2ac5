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
    /// A stream over a TCP connection.
    /// </summary>
    public sealed class TcpTransport : SocketTransport
    {
        private const int DefaultSendTimeout = 30000;

        /// <summary>
        /// Initializes a new instance of the <see cref="TcpTransport"/> class over a connected socket.
        /// </summary>
        /// <param name="socket">The socket, which is closed with the transport.</param>
        public TcpTransport(Socket socket)
            : base(socket)
        {
            socket.SendTimeout = DefaultSendTimeout;
        }

        /// <inheritdoc/>
        public override TlsTransportKind Kind
        {
            get { return TlsTransportKind.Stream; }
        }

        /// <summary>
        /// Gets or sets how long a send waits for a peer that reads nothing, in milliseconds: 30,000. Then the connection has failed, so that no call,
        /// least of all a close, waits for ever.
        /// </summary>
        public int SendTimeout
        {
            get { return Socket.SendTimeout; }
            set { Socket.SendTimeout = value; }
        }

        /// <summary>
        /// Gets the peer's address and port.
        /// </summary>
        public IPEndPoint RemoteEndPoint
        {
            get { return (IPEndPoint)Socket.RemoteEndPoint; }
        }

        /// <summary>
        /// Connects to a server.
        /// </summary>
        /// <param name="remote">Its address and port.</param>
        /// <returns>The transport.</returns>
        /// <exception cref="ArgumentNullException"><paramref name="remote"/> is <see langword="null"/>.</exception>
        /// <exception cref="SocketException">The server cannot be reached.</exception>
        public static TcpTransport Connect(IPEndPoint remote)
        {
            if (remote == null)
            {
                throw new ArgumentNullException();
            }

            Socket socket = new Socket(remote.AddressFamily, SocketType.Stream, ProtocolType.Tcp);

            try
            {
                socket.Connect(remote);

                // A record is small and waits for nobody.
                socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.NoDelay, true);
            }
            catch (SocketException)
            {
                socket.Close();
                throw;
            }

            return new TcpTransport(socket);
        }

        /// <inheritdoc/>
        public override bool Send(byte[] buffer, int offset, int count, byte[] peer)
        {
            try
            {
                while (count > 0)
                {
                    int sent = Socket.Send(buffer, offset, count, SocketFlags.None);

                    if (sent <= 0)
                    {
                        return false;
                    }

                    offset += sent;
                    count -= sent;
                }

                return true;
            }
            catch (SocketException)
            {
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

                int received = Socket.Receive(buffer, offset, count, SocketFlags.None);

                return received == 0 ? EndOfStream : received;
            }
            catch (SocketException)
            {
                return ReceiveFailed;
            }
            catch (ObjectDisposedException)
            {
                return ReceiveFailed;
            }
        }
    }
}
