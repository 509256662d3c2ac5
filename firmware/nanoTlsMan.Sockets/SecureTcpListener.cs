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
    /// A TCP port that accepts connections for TLS.
    /// </summary>
    public sealed class SecureTcpListener : IDisposable
    {
        private const int DefaultBacklog = 8;
        private const int SliceMilliseconds = 50;
        private const int HandshakeSliceMilliseconds = 5;
        private const int MicrosecondsPerMillisecond = 1000;
        private const int RestMilliseconds = 10;

        private readonly TlsMan _man;
        private readonly Socket _socket;
        private readonly TlsSessionOptions _options;
        private readonly CredentialStore _credentials;
        private readonly PendingClients _pending = new PendingClients();
        private bool _isDisposed;

        /// <summary>
        /// Initializes a new instance of the <see cref="SecureTcpListener"/> class that listens, with the default
        /// options.
        /// </summary>
        /// <param name="man">Has the stacks.</param>
        /// <param name="local">The address and port; port 0 lets the platform choose.</param>
        /// <param name="credentials">The credentials of the clients.</param>
        /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
        /// <exception cref="SocketException">The port cannot be bound to.</exception>
        public SecureTcpListener(TlsMan man, IPEndPoint local, CredentialStore credentials)
            : this(man, local, new TlsSessionOptions(), credentials)
        {
        }

        /// <summary>
        /// Initializes a new instance of the <see cref="SecureTcpListener"/> class that listens, with 8 connections
        /// that may wait to be accepted.
        /// </summary>
        /// <param name="man">Has the stacks.</param>
        /// <param name="local">The address and port; port 0 lets the platform choose.</param>
        /// <param name="options">The options of the sessions.</param>
        /// <param name="credentials">The credentials of the clients.</param>
        /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
        /// <exception cref="SocketException">The port cannot be bound to.</exception>
        public SecureTcpListener(TlsMan man, IPEndPoint local, TlsSessionOptions options, CredentialStore credentials)
            : this(man, local, options, credentials, DefaultBacklog)
        {
        }

        /// <summary>
        /// Initializes a new instance of the <see cref="SecureTcpListener"/> class that listens.
        /// </summary>
        /// <param name="man">Has the stacks.</param>
        /// <param name="local">The address and port; port 0 lets the platform choose.</param>
        /// <param name="options">The options of the sessions.</param>
        /// <param name="credentials">The credentials of the clients.</param>
        /// <param name="backlog">How many connections may wait to be accepted. Of a crowd that comes at once, the
        /// others wait a second and more.</param>
        /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
        /// <exception cref="SocketException">The port cannot be bound to.</exception>
        public SecureTcpListener(
            TlsMan man, IPEndPoint local, TlsSessionOptions options, CredentialStore credentials, int backlog)
        {
            if (man == null || local == null || options == null || credentials == null)
            {
                throw new ArgumentNullException();
            }

            _man = man;
            _options = options;
            _credentials = credentials;
            _socket = new Socket(local.AddressFamily, SocketType.Stream, ProtocolType.Tcp);

            bool isDone = false;

            try
            {
                SocketTransport.AllowBothFamilies(_socket, local);
                _socket.Bind(local);
                _socket.Listen(backlog);
                isDone = true;
            }
            finally
            {
                if (!isDone)
                {
                    _socket.Close();
                }
            }
        }

        /// <summary>
        /// Gets the address and port that it listens on.
        /// </summary>
        public IPEndPoint LocalEndPoint
        {
            get { return (IPEndPoint)_socket.LocalEndPoint; }
        }

        /// <summary>
        /// Gets or sets a value indicating whether each record of the connections leaves at once: true. See
        /// <see cref="TcpTransport.Connect(IPEndPoint, int, bool)"/>.
        /// </summary>
        public bool NoDelay { get; set; } = true;

        /// <summary>
        /// Gets or sets the size of the buffers of the connections, in bytes, which is also the length of the records
        /// that they send: 1,120.
        /// </summary>
        public int BufferSize { get; set; } = SecureTcpSock.DefaultBufferSize;

        /// <summary>
        /// Waits for a client whose channel is open. Handshakes of up to four clients go on side by side meanwhile, so
        /// that a slow or hostile one keeps nobody out. Of more, each newcomer takes the place of the one who had his
        /// for longest, though no sooner than after a second. One that fails or loses his place is closed, and is not
        /// told of.
        /// </summary>
        /// <param name="timeout">How long, in milliseconds; Timeout.Infinite (-1) for as long as it takes. Handshakes
        /// that are under way then go on with the next call.</param>
        /// <returns>The sock, in synchronous mode; <see langword="null"/> if none came in time.</returns>
        /// <exception cref="ObjectDisposedException">The listener is disposed of, maybe by another thread while this
        /// one waits.</exception>
        /// <exception cref="OutOfMemoryException">There is no memory for a connection, which was closed.</exception>
        /// <example>
        /// <code>
        /// using (SecureTcpSock client = listener.Accept(Timeout.Infinite))
        /// {
        ///     int count = client.Receive(buffer, 0, buffer.Length, 5000);
        ///     client.Send(buffer, 0, count);
        /// }
        /// </code>
        /// </example>
        public SecureTcpSock Accept(int timeout)
        {
            int start = MonotonicClock.Now;

            while (true)
            {
                int left = Time32.Left(timeout, start, MonotonicClock.Now);
                int slice = _pending.IsEmpty ? SliceMilliseconds : HandshakeSliceMilliseconds;
                Socket socket = _pending.IsFull ? null : TryAccept(left > slice ? slice : left);

                if (socket != null)
                {
                    _pending.Add(CreateSock(socket, SecureSockMode.Synchronous));
                }

                SecureTcpSock connected = _pending.TakeConnected();

                if (connected != null)
                {
                    return connected;
                }

                if (_isDisposed)
                {
                    throw new ObjectDisposedException(null);
                }

                if (left == 0)
                {
                    return null;
                }

                if (_pending.IsFull)
                {
                    Thread.Sleep(left > slice ? slice : left);
                }
            }
        }

        /// <summary>
        /// Waits for a connection. Its channel is to be opened with <see cref="SecureTcpSock.OpenServer"/>:
        /// non-blocking, where one slow client must not keep the others waiting.
        /// </summary>
        /// <param name="timeout">How long, in milliseconds; Timeout.Infinite (-1) for as long as it takes.</param>
        /// <param name="mode">Who will move the bytes of the sock.</param>
        /// <returns>The sock, or <see langword="null"/> if no connection came. A connection that was reset before it
        /// could be accepted is none.</returns>
        /// <exception cref="ObjectDisposedException">The listener is disposed of, maybe by another thread while this
        /// one waits.</exception>
        /// <exception cref="OutOfMemoryException">There is no memory for the connection, which was closed.</exception>
        public SecureTcpSock Accept(int timeout, SecureSockMode mode)
        {
            int start = MonotonicClock.Now;

            while (true)
            {
                int left = Time32.Left(timeout, start, MonotonicClock.Now);
                Socket socket = TryAccept(left > SliceMilliseconds ? SliceMilliseconds : left);

                if (socket != null)
                {
                    return CreateSock(socket, mode);
                }

                if (_isDisposed)
                {
                    throw new ObjectDisposedException(null);
                }

                if (left == 0)
                {
                    return null;
                }
            }
        }

        /// <summary>
        /// Closes the port, and connections whose handshake is under way; those that were taken live on. May be called
        /// more than once.
        /// </summary>
        public void Dispose()
        {
            _isDisposed = true;
            _socket.Close();
            _pending.Dispose();
        }

        private Socket TryAccept(int milliseconds)
        {
            try
            {
                return !_isDisposed && _socket.Poll(milliseconds * MicrosecondsPerMillisecond, SelectMode.SelectRead)
                    ? _socket.Accept()
                    : null;
            }
            catch (SocketException)
            {
                // Reset before it was accepted, or no socket is left on this board: neither is the end of the port.
                if (!_isDisposed)
                {
                    Thread.Sleep(RestMilliseconds);
                }

                return null;
            }
            catch (ObjectDisposedException)
            {
                return null;
            }
        }

        private SecureTcpSock CreateSock(Socket socket, SecureSockMode mode)
        {
            bool isDone = false;

            try
            {
                TcpTransport.SetNoDelay(socket, NoDelay);

                SecureTcpSock sock =
                    new SecureTcpSock(_man, new TcpTransport(socket), _options, _credentials, mode, BufferSize);

                isDone = true;
                return sock;
            }
            finally
            {
                if (!isDone)
                {
                    socket.Close();
                }
            }
        }
    }
}
