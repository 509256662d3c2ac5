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
    /// A TCP port that accepts connections for TLS.
    /// </summary>
    public sealed class SecureTcpListener : IDisposable
    {
        private const int Backlog = 4;

        // A poll takes its time in microseconds, of which no more fit.
        private const int LongestPoll = 1800000;

        private readonly TlsMan _man;
        private readonly Socket _socket;
        private readonly TlsSessionOptions _options;
        private readonly CredentialStore _credentials;

        /// <summary>
        /// Initializes a new instance of the <see cref="SecureTcpListener"/> class that listens.
        /// </summary>
        /// <param name="man">Has the stacks.</param>
        /// <param name="local">The address and port; port 0 lets the platform choose.</param>
        /// <param name="options">The options of the sessions.</param>
        /// <param name="credentials">The credentials of the clients.</param>
        /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
        /// <exception cref="SocketException">The port cannot be bound to.</exception>
        public SecureTcpListener(TlsMan man, IPEndPoint local, TlsSessionOptions options, CredentialStore credentials)
        {
            if (man == null || local == null || options == null || credentials == null)
            {
                throw new ArgumentNullException();
            }

            _man = man;
            _options = options;
            _credentials = credentials;
            _socket = new Socket(local.AddressFamily, SocketType.Stream, ProtocolType.Tcp);

            try
            {
                _socket.Bind(local);
                _socket.Listen(Backlog);
            }
            catch (SocketException)
            {
                _socket.Close();
                throw;
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
        /// Waits for a connection. Its channel is to be opened with <see cref="SecureTcpSock.OpenServer"/>: non-blocking, where one slow client must
        /// not keep the others waiting.
        /// </summary>
        /// <param name="timeout">How long, in milliseconds; at most 30 minutes.</param>
        /// <param name="mode">Who will move the bytes of the sock.</param>
        /// <returns>The sock, or <see langword="null"/> where no connection came.</returns>
        /// <exception cref="SocketException">The port failed.</exception>
        public SecureTcpSock Accept(int timeout, SecureSockMode mode)
        {
            int milliseconds = timeout < LongestPoll ? timeout : LongestPoll;

            if (!_socket.Poll(milliseconds * 1000, SelectMode.SelectRead))
            {
                return null;
            }

            Socket socket = _socket.Accept();

            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.NoDelay, true);
            return new SecureTcpSock(_man, new TcpTransport(socket), _options, _credentials, mode);
        }

        /// <summary>
        /// Closes the port; connections live on. May be called more than once.
        /// </summary>
        public void Dispose()
        {
            _socket.Close();
        }
    }
}
