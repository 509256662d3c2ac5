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
        // A kilobyte of data, a record's expansion, and what the endpoint keeps free for alerts: a Send of 1,024 bytes
        // is one record, and one packet.
        internal const int DefaultBufferSize = 1120;

        private readonly TlsManSession _session;

        /// <summary>
        /// Initializes a new instance of the <see cref="SecureTcpSock"/> class over any stream transport; the channel
        /// is to be opened.
        /// </summary>
        /// <param name="man">Has the stacks.</param>
        /// <param name="transport">The transport, which is disposed of with the sock.</param>
        /// <param name="options">The session's options.</param>
        /// <param name="credentials">The session's credentials.</param>
        /// <param name="mode">Who moves the bytes.</param>
        /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
        /// <exception cref="ArgumentException"><paramref name="transport"/> is not a stream.</exception>
        public SecureTcpSock(
            TlsMan man, SecureTransport transport, TlsSessionOptions options, CredentialStore credentials,
            SecureSockMode mode)
            : this(man, transport, options, credentials, mode, DefaultBufferSize)
        {
        }

        /// <summary>
        /// Initializes a new instance of the <see cref="SecureTcpSock"/> class over any stream transport, with buffers
        /// of a size of its own.
        /// </summary>
        /// <param name="man">Has the stacks.</param>
        /// <param name="transport">The transport, which is disposed of with the sock.</param>
        /// <param name="options">The session's options.</param>
        /// <param name="credentials">The session's credentials.</param>
        /// <param name="mode">Who moves the bytes.</param>
        /// <param name="bufferSize">Size of the input and of the output buffer, in bytes, at least 256. Records that
        /// are sent are as long as the output buffer allows, and at most 16 KB. With 3,072 and more, long data goes
        /// many times faster on boards: see docs/porting.md, "On lwIP".</param>
        /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
        /// <exception cref="ArgumentException"><paramref name="transport"/> is not a stream.</exception>
        /// <exception cref="ArgumentOutOfRangeException"><paramref name="bufferSize"/> is less than 256.</exception>
        public SecureTcpSock(
            TlsMan man, SecureTransport transport, TlsSessionOptions options, CredentialStore credentials,
            SecureSockMode mode, int bufferSize)
            : base(man, transport, TlsTransportKind.Stream, mode, bufferSize, false)
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

        internal int SendTimeout
        {
            get { return Endpoint.Transport.SendTimeout; }
        }

        private CredentialStore Credentials { get; }

        /// <summary>
        /// Connects to a server and opens the channel, in synchronous mode and with the default options.
        /// </summary>
        /// <param name="man">Has the stacks.</param>
        /// <param name="remote">The server's address and port.</param>
        /// <param name="credentials">The session's credentials.</param>
        /// <returns>The sock, whose channel is open.</returns>
        /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
        /// <exception cref="TimeoutException">The server did not answer in time.</exception>
        /// <exception cref="SecureSockException">The server cannot be reached, or the channel could not be opened; its
        /// message says why.</exception>
        /// <example>
        /// <code>
        /// using (SecureTcpSock sock = SecureTcpSock.Connect(man, server, keys))
        /// using (SecureStream stream = sock.GetStream())
        /// {
        ///     stream.Write(request, 0, request.Length);
        /// }
        /// </code>
        /// </example>
        public static SecureTcpSock Connect(TlsMan man, IPEndPoint remote, CredentialStore credentials)
        {
            return Connect(man, remote, new TlsSessionOptions(), credentials);
        }

        /// <summary>
        /// Connects to a server by its name and opens the channel, in synchronous mode and with the default options.
        /// </summary>
        /// <param name="man">Has the stacks.</param>
        /// <param name="host">The server's name, or an address.</param>
        /// <param name="port">Its port.</param>
        /// <param name="credentials">The session's credentials.</param>
        /// <returns>The sock, whose channel is open.</returns>
        /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
        /// <exception cref="TimeoutException">The server did not answer in time.</exception>
        /// <exception cref="SecureSockException">The server cannot be reached, or the channel could not be opened; its
        /// message says why.</exception>
        public static SecureTcpSock Connect(TlsMan man, string host, int port, CredentialStore credentials)
        {
            return Connect(man, host, port, new TlsSessionOptions(), credentials);
        }

        /// <summary>
        /// Connects to a server by its name and opens the channel, in synchronous mode. All its addresses are tried in
        /// turn, the two families of addresses by turns (RFC 8305, section 4), until one takes the connection: each for
        /// a share of <see cref="TlsSessionOptions.HandshakeTimeout"/>, and the last for all of it. What goes wrong
        /// after that is not tried elsewhere. Resolving a name takes as long as the platform needs.
        /// </summary>
        /// <param name="man">Has the stacks.</param>
        /// <param name="host">The server's name, or an address.</param>
        /// <param name="port">Its port.</param>
        /// <param name="options">The session's options.</param>
        /// <param name="credentials">The session's credentials.</param>
        /// <returns>The sock, whose channel is open.</returns>
        /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
        /// <exception cref="TimeoutException">The server did not answer in time.</exception>
        /// <exception cref="SecureSockException">The name cannot be resolved
        /// (<see cref="TlsErrorCause.NameNotResolved"/>), the server cannot be reached, or the channel could not be
        /// opened; its error says why.</exception>
        public static SecureTcpSock Connect(
            TlsMan man, string host, int port, TlsSessionOptions options, CredentialStore credentials)
        {
            if (man == null || host == null || options == null || credentials == null)
            {
                throw new ArgumentNullException();
            }

            return Connect(man, HostAddresses.Resolve(host), port, options, credentials);
        }

        internal static SecureTcpSock Connect(
            TlsMan man, IPAddress[] addresses, int port, TlsSessionOptions options, CredentialStore credentials)
        {
            int last = addresses.Length - 1;

            for (int i = 0; i < last; i++)
            {
                TcpTransport transport =
                    TryReach(new IPEndPoint(addresses[i], port), options.HandshakeTimeout / addresses.Length);

                if (transport != null)
                {
                    return Open(man, transport, options, credentials);
                }
            }

            return Connect(man, new IPEndPoint(addresses[last], port), options, credentials);
        }

        /// <summary>
        /// Connects to a server and opens the channel, in synchronous mode. Connecting may take as long as the options
        /// allow for a handshake (<see cref="TlsSessionOptions.HandshakeTimeout"/>), and so may the handshake.
        /// </summary>
        /// <param name="man">Has the stacks.</param>
        /// <param name="remote">The server's address and port.</param>
        /// <param name="options">The session's options.</param>
        /// <param name="credentials">The session's credentials.</param>
        /// <returns>The sock, whose channel is open.</returns>
        /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
        /// <exception cref="TimeoutException">The server did not answer in time.</exception>
        /// <exception cref="SecureSockException">The server cannot be reached
        /// (<see cref="TlsErrorCause.TransportFailed"/>, and the platform's exception within), or the channel could not
        /// be opened; its error says why.</exception>
        public static SecureTcpSock Connect(
            TlsMan man, IPEndPoint remote, TlsSessionOptions options, CredentialStore credentials)
        {
            if (man == null || options == null || credentials == null)
            {
                throw new ArgumentNullException();
            }

            return Open(man, Reach(remote, options.HandshakeTimeout), options, credentials);
        }

        private static SecureTcpSock Open(
            TlsMan man, TcpTransport transport, TlsSessionOptions options, CredentialStore credentials)
        {
            bool isOpen = false;

            try
            {
                SecureTcpSock sock =
                    new SecureTcpSock(man, transport, options, credentials, SecureSockMode.Synchronous);

                sock.OpenClient(SecureSockFlags.None);
                isOpen = true;
                return sock;
            }
            finally
            {
                if (!isOpen)
                {
                    transport.Dispose();
                }
            }
        }

        /// <summary>
        /// Opens the channel as a client.
        /// </summary>
        /// <param name="flags">With <see cref="SecureSockFlags.NonBlock"/> it returns after the first flight is
        /// sent.</param>
        /// <exception cref="SecureSockException">The channel could not be opened; its error says why.</exception>
        public void OpenClient(SecureSockFlags flags)
        {
            SecureSockException.Check(_session.OpenClientChannel(flags), _session);
        }

        /// <summary>
        /// Opens the channel as a server.
        /// </summary>
        /// <param name="flags">With <see cref="SecureSockFlags.NonBlock"/> it returns at once.</param>
        /// <exception cref="SecureSockException">The channel could not be opened; its error says why.</exception>
        public void OpenServer(SecureSockFlags flags)
        {
            SecureSockException.Check(_session.OpenServerChannel(flags, Credentials), _session);
        }

        /// <summary>
        /// Sends application data. Send in one piece what belongs together: each call is a record of its own, and a
        /// packet.
        /// </summary>
        /// <param name="buffer">Holds the data.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="count">Its length, in bytes; any.</param>
        /// <exception cref="ArgumentNullException"><paramref name="buffer"/> is <see langword="null"/>.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The stretch is not inside the buffer.</exception>
        /// <exception cref="TimeoutException">Another thread was sending for as long as the transport's
        /// <see cref="SecureTransport.SendTimeout"/>.</exception>
        /// <exception cref="ObjectDisposedException">The sock is disposed of.</exception>
        /// <exception cref="SecureSockException">The channel is not open any more.</exception>
        public void Send(byte[] buffer, int offset, int count)
        {
            Send(buffer, offset, count, Endpoint.Transport.SendTimeout);
        }

        /// <summary>
        /// Sends application data, with a time-out of its own.
        /// </summary>
        /// <param name="buffer">Holds the data.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="count">Its length, in bytes; any.</param>
        /// <param name="timeout">How long to wait for a peer that reads nothing, in milliseconds; Timeout.Infinite (-1)
        /// for as long as it takes. The connection has failed then.</param>
        /// <exception cref="ArgumentNullException"><paramref name="buffer"/> is <see langword="null"/>.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The stretch is not inside the buffer.</exception>
        /// <exception cref="TimeoutException">Another thread was sending for so long.</exception>
        /// <exception cref="ObjectDisposedException">The sock is disposed of.</exception>
        /// <exception cref="SecureSockException">The channel is not open any more.</exception>
        public void Send(byte[] buffer, int offset, int count, int timeout)
        {
            Check(_session.SendData(buffer, offset, count, timeout), _session);
        }

        /// <summary>
        /// Waits for application data.
        /// </summary>
        /// <param name="buffer">Receives the data.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="count">How many bytes fit.</param>
        /// <param name="timeout">How long to wait, in milliseconds; Timeout.Infinite (-1) for as long as it
        /// takes.</param>
        /// <returns>How many bytes there are; 0 if the peer has closed the channel in order.</returns>
        /// <exception cref="ArgumentNullException"><paramref name="buffer"/> is <see langword="null"/>.</exception>
        /// <exception cref="ArgumentOutOfRangeException"><paramref name="offset"/> is not inside the buffer, or
        /// <paramref name="count"/> is negative.</exception>
        /// <exception cref="TimeoutException">Nothing came in time.</exception>
        /// <exception cref="ObjectDisposedException">The sock is disposed of.</exception>
        /// <exception cref="SecureSockException">The session failed, as by an end of the stream without
        /// close_notify.</exception>
        public int Receive(byte[] buffer, int offset, int count, int timeout)
        {
            int received = _session.RetrieveData(buffer, offset, count, timeout);

            return received == TlsManStatus.Closed && !Endpoint.IsDisposed ? 0 : Check(received, _session);
        }

        /// <summary>
        /// Gets the sock as a stream, which closes it when it is closed.
        /// </summary>
        /// <returns>The stream.</returns>
        public SecureStream GetStream()
        {
            return new SecureStream(this);
        }

        private static TcpTransport TryReach(IPEndPoint remote, int timeout)
        {
            try
            {
                return TcpTransport.Connect(remote, timeout, true);
            }
            catch (SocketException)
            {
                return null;
            }
            catch (TimeoutException)
            {
                return null;
            }
        }

        /// <summary>
        /// Connects the socket. What the platform throws says little on a board: its error code is stale, and it has no
        /// message.
        /// </summary>
        private static TcpTransport Reach(IPEndPoint remote, int timeout)
        {
            try
            {
                return TcpTransport.Connect(remote, timeout, true);
            }
            catch (SocketException exception)
            {
                throw new SecureSockException(
                    TlsManStatus.Failed,
                    new TlsManError(TlsErrorCause.TransportFailed, TlsErrorLayer.Transport, TlsAlert.None, 0),
                    exception);
            }
        }
    }
}
