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
    /// A TCP connection that is protected by TLS.
    /// </summary>
    public sealed class SecureTcpSock : SecureSock
    {
        private const int BufferSize = 1024;

        private readonly TlsManSession _session;

        /// <summary>
        /// Initializes a new instance of the <see cref="SecureTcpSock"/> class over any stream transport; the channel is to be opened.
        /// </summary>
        /// <param name="man">Has the stacks.</param>
        /// <param name="transport">The transport, which is disposed of with the sock.</param>
        /// <param name="options">The session's options.</param>
        /// <param name="credentials">The session's credentials.</param>
        /// <param name="mode">Who moves the bytes.</param>
        /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
        /// <exception cref="ArgumentException"><paramref name="transport"/> is not a stream.</exception>
        public SecureTcpSock(TlsMan man, SecureTransport transport, TlsSessionOptions options, CredentialStore credentials, SecureSockMode mode)
            : base(man, transport, TlsTransportKind.Stream, mode, BufferSize)
        {
            if (credentials == null)
            {
                throw new ArgumentNullException();
            }

            _session = new TlsManSession(Endpoint, null, options, credentials);
            Credentials = credentials;
        }

        /// <summary>
        /// Gets the session: suite, peer, errors.
        /// </summary>
        public TlsManSession Session
        {
            get { return _session; }
        }

        /// <summary>
        /// Gets the peer's address and port; <see langword="null"/> over a transport that is not TCP.
        /// </summary>
        public IPEndPoint RemoteEndPoint
        {
            get
            {
                TcpTransport tcp = Endpoint.Transport as TcpTransport;

                return tcp == null ? null : tcp.RemoteEndPoint;
            }
        }

        private CredentialStore Credentials { get; }

        /// <summary>
        /// Connects to a server and opens the channel, in synchronous mode.
        /// </summary>
        /// <param name="man">Has the stacks.</param>
        /// <param name="remote">The server's address and port.</param>
        /// <param name="options">The session's options.</param>
        /// <param name="credentials">The session's credentials.</param>
        /// <returns>The sock, whose channel is open.</returns>
        /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
        /// <exception cref="SocketException">The server cannot be reached.</exception>
        /// <exception cref="SecureSockException">The channel could not be opened; its error says why.</exception>
        public static SecureTcpSock Connect(TlsMan man, IPEndPoint remote, TlsSessionOptions options, CredentialStore credentials)
        {
            SecureTcpSock sock = new SecureTcpSock(man, TcpTransport.Connect(remote), options, credentials, SecureSockMode.Synchronous);
            bool isOpen = false;

            try
            {
                sock.OpenClient(SecureSockFlags.None);
                isOpen = true;
                return sock;
            }
            finally
            {
                if (!isOpen)
                {
                    sock.Dispose();
                }
            }
        }

        /// <summary>
        /// Opens the channel as a client.
        /// </summary>
        /// <param name="flags">With <see cref="SecureSockFlags.NonBlock"/> it returns after the first flight is sent.</param>
        /// <exception cref="SecureSockException">The channel could not be opened; its error says why.</exception>
        public void OpenClient(SecureSockFlags flags)
        {
            Opened(_session.OpenClientChannel(flags));
        }

        /// <summary>
        /// Opens the channel as a server.
        /// </summary>
        /// <param name="flags">With <see cref="SecureSockFlags.NonBlock"/> it returns at once.</param>
        /// <exception cref="SecureSockException">The channel could not be opened; its error says why.</exception>
        public void OpenServer(SecureSockFlags flags)
        {
            Opened(_session.OpenServerChannel(flags, Credentials));
        }

        /// <summary>
        /// Sends application data.
        /// </summary>
        /// <param name="buffer">Holds the data.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="count">Its length, in bytes; any.</param>
        /// <exception cref="ArgumentNullException"><paramref name="buffer"/> is <see langword="null"/>.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The stretch is not inside the buffer.</exception>
        /// <exception cref="SecureSockException">The channel is not open any more.</exception>
        public void Send(byte[] buffer, int offset, int count)
        {
            SecureSockException.Check(_session.SendData(buffer, offset, count), _session);
        }

        /// <summary>
        /// Waits for application data.
        /// </summary>
        /// <param name="buffer">Receives the data.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="count">How many bytes fit.</param>
        /// <param name="timeout">How long to wait, in milliseconds.</param>
        /// <returns>How many bytes there are; 0 where the peer has closed the channel in order.</returns>
        /// <exception cref="TimeoutException">Nothing came in time.</exception>
        /// <exception cref="SecureSockException">The session failed, as by an end of the stream without close_notify.</exception>
        public int Receive(byte[] buffer, int offset, int count, int timeout)
        {
            int received;

            _session.WaitForData(Endpoint.Transport.Now + timeout);

            // In one: otherwise another thread could take the data in between, and this one would wait past its deadline.
            lock (Endpoint.SyncRoot)
            {
                if (!_session.IsDataReady && !_session.IsOver)
                {
                    throw new TimeoutException();
                }

                received = _session.RetrieveData(buffer, offset, count, null);
            }

            return received == TlsManStatus.Closed ? 0 : SecureSockException.Check(received, _session);
        }

        /// <summary>
        /// Gets the sock as a stream, which closes it when it is closed.
        /// </summary>
        /// <returns>The stream.</returns>
        public SecureStream GetStream()
        {
            return new SecureStream(this);
        }

        private void Opened(int status)
        {
            Endpoint.Transport.Wake();
            SecureSockException.Check(status, _session);
        }
    }
}
