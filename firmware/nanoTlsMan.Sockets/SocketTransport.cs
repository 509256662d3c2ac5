//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Net.Sockets;
using System.Threading;

namespace NanoTlsMan.Sockets
{
    /// <summary>
    /// What UDP and TCP have in common as transports: waiting on a socket.
    /// </summary>
    /// <remarks>
    /// No socket of the platform can be woken while it waits, so it waits in slices of at most 50 milliseconds and looks around between them.
    /// </remarks>
    public abstract class SocketTransport : SecureTransport
    {
        private const int SliceMilliseconds = 50;

        private readonly Socket _socket;
        private bool _isWoken;
        private bool _isClosed;

        /// <summary>
        /// Initializes a new instance of the <see cref="SocketTransport"/> class.
        /// </summary>
        /// <param name="socket">The socket, which is closed with the transport.</param>
        protected SocketTransport(Socket socket)
        {
            _socket = socket;
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
            if (!_isClosed)
            {
                _isClosed = true;
                _socket.Close();
            }
        }

        /// <summary>
        /// Waits until the socket has something to be received.
        /// </summary>
        /// <param name="deadline">When to give up.</param>
        /// <returns><see langword="false"/> where the deadline passed or <see cref="Wake"/> was called.</returns>
        /// <exception cref="SocketException">The socket failed.</exception>
        protected bool WaitReadable(int deadline)
        {
            while (!_isClosed)
            {
                int left = Time32.Until(deadline, MonotonicClock.Now);
                int slice = left > SliceMilliseconds ? SliceMilliseconds : left;

                if (_socket.Poll(slice * 1000, SelectMode.SelectRead))
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
        /// Lets a fault pass that may pass by itself, without spinning on it.
        /// </summary>
        protected static void Rest()
        {
            Thread.Sleep(10);
        }
    }
}
