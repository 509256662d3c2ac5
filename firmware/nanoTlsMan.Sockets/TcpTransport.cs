//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace NanoTlsMan.Sockets
{
    /// <summary>
    /// A stream over a TCP connection.
    /// </summary>
    public sealed class TcpTransport : SocketTransport
    {
        // A socket that says it can be written to takes some bytes at once, but nobody says how many: this many it
        // takes on every platform (lwIP's send buffer is 2,960 bytes with the options of ChibiOS, and half of 5,760 is
        // free if an ESP32 says so). More than one segment, since a peer acknowledges every second one at once and a
        // single one up to a quarter of a second later; and with those options nothing goes before that.
        private const int LongestPiece = 2800;

        // The same for plaintext, which the platform's own protection makes longer by less than this leaves room for.
        private const int LongestPlaintext = 2600;

        // Longer than any send of such a piece takes: who waits for it is let go when the socket is closed.
        private const int NativeSendTimeout = 5000;

        // How long a close_notify may wait for room after Dispose has returned, in milliseconds; for how long it is
        // asked for at a time, in microseconds; and how long it may be, with an alert before it.
        private const int GoodbyeTimeout = 500;
        private const int GoodbyeSlice = 20000;
        private const int LongestGoodbye = 128;

        private const int DefaultConnectTimeout = 30000;

        // What is read and thrown away before the socket is closed, at most: see OnClosing.
        private const int LongestDrain = 65536;

        private byte[] _goodbye;
        private TcpProtection _protection;

        /// <summary>
        /// Initializes a new instance of the <see cref="TcpTransport"/> class over a connected socket.
        /// </summary>
        /// <param name="socket">The socket, which is closed with the transport.</param>
        public TcpTransport(Socket socket)
            : base(socket, NativeSendTimeout)
        {
        }

        /// <inheritdoc/>
        public override TlsTransportKind Kind
        {
            get { return TlsTransportKind.Stream; }
        }

        /// <summary>
        /// Gets the peer's address and port; <see langword="null"/> if the connection has gone, and nobody knows any
        /// more.
        /// </summary>
        public IPEndPoint RemoteEndPoint
        {
            get
            {
                try
                {
                    return (IPEndPoint)Socket.RemoteEndPoint;
                }
                catch (SocketException)
                {
                    return null;
                }
                catch (ObjectDisposedException)
                {
                    return null;
                }
            }
        }

        /// <summary>
        /// Connects to a server, within 30 seconds.
        /// </summary>
        /// <param name="remote">Its address and port.</param>
        /// <returns>The transport.</returns>
        /// <exception cref="ArgumentNullException"><paramref name="remote"/> is <see langword="null"/>.</exception>
        /// <exception cref="SocketException">The server cannot be reached.</exception>
        /// <exception cref="TimeoutException">The server did not answer in time.</exception>
        public static TcpTransport Connect(IPEndPoint remote)
        {
            return Connect(remote, DefaultConnectTimeout, true);
        }

        /// <summary>
        /// Connects to a server.
        /// </summary>
        /// <param name="remote">Its address and port.</param>
        /// <param name="timeout">How long to wait for it, in milliseconds; Timeout.Infinite (-1) for as long as the
        /// platform does.</param>
        /// <param name="noDelay">Whether each record leaves at once. Otherwise (Nagle's algorithm) short ones wait for
        /// each other, which lets a program that sends many of them get on faster, and an answer come later.</param>
        /// <returns>The transport.</returns>
        /// <exception cref="ArgumentNullException"><paramref name="remote"/> is <see langword="null"/>.</exception>
        /// <exception cref="SocketException">The server cannot be reached.</exception>
        /// <exception cref="TimeoutException">The server did not answer in time.</exception>
        public static TcpTransport Connect(IPEndPoint remote, int timeout, bool noDelay)
        {
            if (remote == null)
            {
                throw new ArgumentNullException();
            }

            Socket socket = new Socket(remote.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            bool isDone = false;

            try
            {
                new TcpConnector(socket, remote).Connect(timeout);
                SetNoDelay(socket, noDelay);

                TcpTransport transport = new TcpTransport(socket);

                isDone = true;
                return transport;
            }
            finally
            {
                if (!isDone)
                {
                    socket.Close();
                }
            }
        }

        /// <summary>
        /// Has the platform itself protect what is sent from now on, and waits until it does. Nothing may have been
        /// sent or received before.
        /// </summary>
        /// <param name="protection">The protection, which is closed with the transport.</param>
        /// <returns>What was wrong; <see langword="null"/> if the channel is open.</returns>
        /// <exception cref="ArgumentNullException"><paramref name="protection"/> is <see langword="null"/>.</exception>
        public TlsManError Protect(TcpProtection protection)
        {
            if (protection == null)
            {
                throw new ArgumentNullException();
            }

            _protection = protection;
            return protection.Open(Socket);
        }

        /// <inheritdoc/>
        public override bool Send(byte[] buffer, int offset, int count, byte[] peer)
        {
            while (count > 0)
            {
                int sent = SendSome(buffer, offset, count, peer);

                if (sent < 0)
                {
                    return false;
                }

                if (sent == 0)
                {
                    WaitForRoom(Now + NativeSendTimeout);
                }

                offset += sent;
                count -= sent;
            }

            return true;
        }

        /// <inheritdoc/>
        public override int SendSome(byte[] buffer, int offset, int count, byte[] peer)
        {
            int total = 0;

            try
            {
                while (total < count && IsWritable(0))
                {
                    int sent = SendPiece(buffer, offset + total, count - total);

                    if (sent <= 0)
                    {
                        return SendFailed;
                    }

                    total += sent;
                }

                return IsClosed && total < count ? SendFailed : total;
            }
            catch (SocketException)
            {
                return SendFailed;
            }
            catch (ObjectDisposedException)
            {
                return SendFailed;
            }
        }

        private int SendPiece(byte[] buffer, int offset, int count)
        {
            if (_protection == null)
            {
                return Socket.Send(buffer, offset, count < LongestPiece ? count : LongestPiece, SocketFlags.None);
            }

            count = count < LongestPlaintext ? count : LongestPlaintext;
            _protection.Send(buffer, offset, count);
            return count;
        }

        /// <inheritdoc/>
        public override int SendLast(byte[] buffer, int offset, int count, byte[] peer)
        {
            int sent = SendSome(buffer, offset, count, peer);

            if (sent != 0 || count > LongestGoodbye || _goodbye != null || _protection != null)
            {
                return sent;
            }

            // lwIP calls a socket writable if half of its buffer is free, and with the options of ChibiOS only if all
            // is acknowledged, which may take a quarter of a second. Without its close_notify the peer would take all
            // that it got for cut short, so another thread waits for that moment.
            _goodbye = new byte[count];
            Array.Copy(buffer, offset, _goodbye, 0, count);
            return count;
        }

        /// <inheritdoc/>
        protected override bool IsClosedLater()
        {
            if (_goodbye == null)
            {
                return false;
            }

            try
            {
                new Thread(SayGoodbye).Start();
                return true;
            }
            catch (OutOfMemoryException)
            {
                return false;
            }
        }

        private void SayGoodbye()
        {
            int start = Now;

            try
            {
                while (Time32.Since(start, Now) < GoodbyeTimeout)
                {
                    if (Socket.Poll(GoodbyeSlice, SelectMode.SelectWrite))
                    {
                        Socket.Send(_goodbye, 0, _goodbye.Length, SocketFlags.None);
                        break;
                    }
                }
            }
            catch (SocketException)
            {
                // The connection has gone, and with it whoever could hear it.
            }
            finally
            {
                CloseSocket();
            }
        }

        /// <inheritdoc/>
        public override void WaitForRoom(int deadline)
        {
            try
            {
                if (!IsWritable(Time32.Until(deadline, Now)) && IsClosed)
                {
                    return;
                }
            }
            catch (SocketException)
            {
                Rest();
            }
            catch (ObjectDisposedException)
            {
                // The next send says so.
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

                int received = _protection == null
                    ? Socket.Receive(buffer, offset, count, SocketFlags.None)
                    : _protection.Receive(buffer, offset, count);

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

        /// <inheritdoc/>
        protected override bool IsReadable(int milliseconds)
        {
            return _protection == null ? base.IsReadable(milliseconds) : _protection.IsReadable(milliseconds);
        }

        /// <summary>
        /// Chooses whether short records wait for each other. A connection that was reset already cannot be told; it
        /// fails with its first use.
        /// </summary>
        internal static void SetNoDelay(Socket socket, bool noDelay)
        {
            try
            {
                socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.NoDelay, noDelay);
            }
            catch (SocketException)
            {
                // lwIP says "invalid argument" of a reset connection.
            }
        }

        /// <summary>
        /// Reads what is there and throws it away: closing a socket that has unread bytes resets the connection, and
        /// what was sent, close_notify included, would not arrive.
        /// </summary>
        protected override void OnClosing()
        {
            if (_protection != null)
            {
                _protection.Close();
                return;
            }

            byte[] scrap = new byte[256];

            // Some boards say of a connection that was reset that it can be read, and then wait for bytes.
            Socket.ReceiveTimeout = 1;

            for (int drained = 0; drained < LongestDrain
                && Socket.Poll(0, SelectMode.SelectRead); drained += scrap.Length)
            {
                if (Socket.Receive(scrap, 0, scrap.Length, SocketFlags.None) <= 0)
                {
                    return;
                }
            }
        }
    }
}
