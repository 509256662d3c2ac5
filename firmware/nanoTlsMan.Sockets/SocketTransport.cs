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
    /// What UDP and TCP have in common as transports: waiting on a socket.
    /// </summary>
    /// <remarks>
    /// No socket of the platform can be woken while it waits, so it waits in slices and looks around between them. And
    /// no call of the socket is left without a time-out of its own: on some boards a connection that was reset says
    /// that it can be read, and then the read waits for ever.
    /// </remarks>
    public abstract class SocketTransport : SecureTransport
    {
        /// <summary>
        /// How long a receive of the socket may take that was told there is something to receive, in milliseconds.
        /// </summary>
        protected const int NativeReceiveTimeout = 200;

        private const int SliceMilliseconds = 50;

        // IPV6_V6ONLY, which nanoFramework's enumeration lacks.
        private const int IPv6Only = 27;
        private const int MicrosecondsPerMillisecond = 1000;

        private readonly Socket _socket;
        private bool _isWoken;
        private bool _isClosed;

        /// <summary>
        /// Initializes a new instance of the <see cref="SocketTransport"/> class.
        /// </summary>
        /// <param name="socket">The socket, which is closed with the transport.</param>
        /// <param name="sendTimeout">How long a send of the socket may take that was told there is room, in
        /// milliseconds.</param>
        protected SocketTransport(Socket socket, int sendTimeout)
        {
            _socket = socket;

            try
            {
                socket.ReceiveTimeout = NativeReceiveTimeout;
                socket.SendTimeout = sendTimeout;
            }
            catch (SocketException)
            {
                // A connection that was reset already takes no options. It fails with the first use.
            }
        }

        /// <inheritdoc/>
        public override int Now
        {
            get { return MonotonicClock.Now; }
        }

        /// <summary>
        /// Gets the socket.
        /// </summary>
        protected Socket Socket
        {
            get { return _socket; }
        }

        /// <summary>
        /// Gets a value indicating whether the transport was closed on this side.
        /// </summary>
        protected bool IsClosed
        {
            get { return _isClosed; }
        }

        /// <inheritdoc/>
        public override void Wake()
        {
            _isWoken = true;
        }

        /// <inheritdoc/>
        public override void Dispose()
        {
            if (_isClosed)
            {
                return;
            }

            _isClosed = true;

            if (!IsClosedLater())
            {
                CloseSocket();
            }
        }

        /// <summary>
        /// Asks whether something is to be sent still, so that <see cref="CloseSocket"/> is called by another thread.
        /// </summary>
        /// <returns><see langword="true"/> if it is; otherwise, <see langword="false"/>.</returns>
        protected virtual bool IsClosedLater()
        {
            return false;
        }

        /// <summary>
        /// Closes the socket, whatever is wrong with it.
        /// </summary>
        protected void CloseSocket()
        {
            try
            {
                OnClosing();
            }
            catch (SocketException)
            {
                // It is closed all the same.
            }
            finally
            {
                _socket.Close();
            }
        }

        /// <summary>
        /// Is told that the socket is about to be closed.
        /// </summary>
        protected virtual void OnClosing()
        {
        }

        /// <summary>
        /// Waits until the socket has something to be received.
        /// </summary>
        /// <param name="deadline">When to give up.</param>
        /// <returns><see langword="false"/> if the deadline passed or <see cref="Wake"/> was called; otherwise,
        /// <see langword="true"/>.</returns>
        /// <exception cref="SocketException">The socket failed.</exception>
        protected bool WaitReadable(int deadline)
        {
            while (!_isClosed)
            {
                int left = Time32.Until(deadline, MonotonicClock.Now);
                int slice = left > SliceMilliseconds ? SliceMilliseconds : left;

                if (IsReadable(slice))
                {
                    return true;
                }

                if (_isWoken || left <= slice)
                {
                    _isWoken = false;
                    return false;
                }
            }

            return false;
        }

        /// <summary>
        /// Tells whether there is something to be received, and waits for that for a time.
        /// </summary>
        /// <param name="milliseconds">How long to wait at most.</param>
        /// <returns><see langword="true"/> if there is; otherwise, <see langword="false"/>.</returns>
        /// <exception cref="SocketException">The socket failed.</exception>
        protected virtual bool IsReadable(int milliseconds)
        {
            return _socket.Poll(milliseconds * MicrosecondsPerMillisecond, SelectMode.SelectRead);
        }

        /// <summary>
        /// Tells whether the socket takes something to be sent, and waits for that for a time.
        /// </summary>
        /// <param name="milliseconds">How long to wait at most.</param>
        /// <returns><see langword="true"/> if it does; otherwise, <see langword="false"/>.</returns>
        /// <exception cref="SocketException">The socket failed.</exception>
        protected bool IsWritable(int milliseconds)
        {
            int slice = milliseconds > SliceMilliseconds ? SliceMilliseconds : milliseconds;

            return !_isClosed && _socket.Poll(slice * MicrosecondsPerMillisecond, SelectMode.SelectWrite);
        }

        /// <summary>
        /// Has a socket on the wildcard address of IPv6 take IPv4 as well, where the platform asks (RFC 3493, section
        /// 5.3): its peers have addresses like ::ffff:192.0.2.1 then.
        /// </summary>
        internal static void AllowBothFamilies(Socket socket, IPEndPoint local)
        {
            if (!local.Address.Equals(IPAddress.IPv6Any))
            {
                return;
            }

            try
            {
                socket.SetSocketOption(SocketOptionLevel.IPv6, (SocketOptionName)IPv6Only, 0);
            }
            catch (SocketException)
            {
                // A platform without the option does as it does.
            }
        }

        /// <summary>
        /// Lets a fault pass that may pass by itself, without spinning on it.
        /// </summary>
        protected static void Rest()
        {
            Thread.Sleep(10);
        }
    }
}
