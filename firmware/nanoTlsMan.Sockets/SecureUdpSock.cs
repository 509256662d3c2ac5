//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Net;

namespace NanoTlsMan.Sockets
{
    /// <summary>
    /// A UDP port whose datagrams are protected by DTLS: sessions with many peers, as client and as server at once.
    /// </summary>
    /// <remarks>
    /// In asynchronous mode, the default, set the events, then call <see cref="Listen(CredentialStore)"/> or
    /// <see cref="Connect(IPEndPoint, CredentialStore)"/>; events come on the sock's own thread, outside every lock,
    /// and a handler may send, close or dispose. In synchronous mode the calls do the work, and a server calls
    /// <see cref="Receive"/> or <see cref="Accept"/> again and again.
    /// </remarks>
    public sealed class SecureUdpSock : SecureSock
    {
        private const int DefaultBufferSize = 1500;

        /// <summary>
        /// Initializes a new instance of the <see cref="SecureUdpSock"/> class on a port of the board, in asynchronous
        /// mode.
        /// </summary>
        /// <param name="man">Has the stacks.</param>
        /// <param name="local">The address and port; port 0 lets the platform choose.</param>
        /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
        /// <exception cref="System.Net.Sockets.SocketException">The port cannot be bound to.</exception>
        public SecureUdpSock(TlsMan man, IPEndPoint local)
            : this(man, local, SecureSockMode.Asynchronous)
        {
        }

        /// <summary>
        /// Initializes a new instance of the <see cref="SecureUdpSock"/> class on a port of the board.
        /// </summary>
        /// <param name="man">Has the stacks.</param>
        /// <param name="local">The address and port; port 0 lets the platform choose.</param>
        /// <param name="mode">Who moves the bytes.</param>
        /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
        /// <exception cref="System.Net.Sockets.SocketException">The port cannot be bound to.</exception>
        public SecureUdpSock(TlsMan man, IPEndPoint local, SecureSockMode mode)
            : base(man, new UdpTransport(local), TlsTransportKind.Datagram, mode, DefaultBufferSize, true)
        {
        }

        /// <summary>
        /// Initializes a new instance of the <see cref="SecureUdpSock"/> class over any datagram transport.
        /// </summary>
        /// <param name="man">Has the stacks.</param>
        /// <param name="transport">The transport, which is disposed of with the sock.</param>
        /// <param name="mode">Who moves the bytes.</param>
        /// <param name="bufferSize">The longest datagram, in bytes.</param>
        /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
        /// <exception cref="ArgumentException"><paramref name="transport"/> is a stream.</exception>
        /// <exception cref="ArgumentOutOfRangeException"><paramref name="bufferSize"/> is less than 256.</exception>
        public SecureUdpSock(TlsMan man, SecureTransport transport, SecureSockMode mode, int bufferSize)
            : base(man, transport, TlsTransportKind.Datagram, mode, bufferSize, false)
        {
        }

        /// <summary>
        /// Occurs when a peer is at another address than before (RFC 9146, section 6), which
        /// <see cref="GetRemoteEndPoint"/> tells. Where both sides can, it was asked there first (RFC 9853).
        /// </summary>
        public event SecureSockHandler PeerMoved
        {
            add { Endpoint.PeerMoved += value; }
            remove { Endpoint.PeerMoved -= value; }
        }

        /// <summary>
        /// Gets the address and port that the sock is bound to; <see langword="null"/> over a transport that is not
        /// UDP.
        /// </summary>
        public IPEndPoint LocalEndPoint
        {
            get
            {
                UdpTransport udp = Endpoint.Transport as UdpTransport;

                return udp == null ? null : udp.LocalEndPoint;
            }
        }

        /// <summary>
        /// Gets how many sessions there are, handshakes included.
        /// </summary>
        public int SessionCount
        {
            get { return Endpoint.SessionCount; }
        }

        /// <summary>
        /// Gets the sessions, handshakes included, in no particular order.
        /// </summary>
        /// <returns>An array of its own.</returns>
        public TlsManSession[] GetSessions()
        {
            return Endpoint.GetSessions();
        }

        /// <summary>
        /// Begins to accept clients, with the default options.
        /// </summary>
        /// <param name="credentials">Their credentials.</param>
        /// <exception cref="ArgumentNullException"><paramref name="credentials"/> is
        /// <see langword="null"/>.</exception>
        /// <example>
        /// <code>
        /// SecureUdpSock sock = new SecureUdpSock(man, new IPEndPoint(IPAddress.Any, 5684));
        ///
        /// sock.DataReceived += (session, buffer, offset, count) => session.SendData(buffer, offset, count);
        /// sock.Listen(keys);
        /// </code>
        /// </example>
        public void Listen(CredentialStore credentials)
        {
            Listen(new TlsSessionOptions(), credentials);
        }

        /// <summary>
        /// Begins to accept clients.
        /// </summary>
        /// <param name="options">The options of their sessions.</param>
        /// <param name="credentials">Their credentials.</param>
        /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
        public void Listen(TlsSessionOptions options, CredentialStore credentials)
        {
            Endpoint.Listen(options, credentials);
            Endpoint.Start();
        }

        /// <summary>
        /// Opens a channel to a server, with the default options, and waits until it is open.
        /// </summary>
        /// <param name="peer">The server's address and port.</param>
        /// <param name="credentials">The session's credentials.</param>
        /// <returns>The session.</returns>
        /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
        /// <exception cref="SecureSockException">The channel could not be opened; its message says why.</exception>
        public TlsManSession Connect(IPEndPoint peer, CredentialStore credentials)
        {
            return Connect(peer, new TlsSessionOptions(), credentials, SecureSockFlags.None);
        }

        /// <summary>
        /// Opens a channel to a server.
        /// </summary>
        /// <param name="peer">The server's address and port.</param>
        /// <param name="options">The session's options.</param>
        /// <param name="credentials">The session's credentials.</param>
        /// <param name="flags">With <see cref="SecureSockFlags.NonBlock"/> it returns after the first flight is
        /// sent.</param>
        /// <returns>The session, whose <see cref="TlsManSession.SendData(byte[], int, int)"/> sends.</returns>
        /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
        /// <exception cref="SecureSockException">The channel could not be opened; its error says why.</exception>
        public TlsManSession Connect(
            IPEndPoint peer, TlsSessionOptions options, CredentialStore credentials, SecureSockFlags flags)
        {
            if (peer == null || credentials == null)
            {
                throw new ArgumentNullException();
            }

            TlsManSession session = new TlsManSession(Endpoint, PeerEndPoint.ToPeer(peer), options, credentials);

            SecureSockException.Check(session.OpenClientChannel(flags), session);
            return session;
        }

        /// <summary>
        /// Opens a session that <see cref="TlsManSession.Save"/> has kept, of either role, without any handshake.
        /// </summary>
        /// <param name="peer">Where the peer is now; <see langword="null"/> for where it was.</param>
        /// <param name="options">How the session is to behave.</param>
        /// <param name="credentials">A client's keys, for a handshake later on; may be
        /// <see langword="null"/>.</param>
        /// <param name="store">Keeps the state.</param>
        /// <param name="name">Its name there.</param>
        /// <param name="key">The key that it was sealed under, 16 bytes.</param>
        /// <returns>The session.</returns>
        /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The key is not 16 bytes long.</exception>
        /// <exception cref="SecureSockException">It cannot be opened: see
        /// <see cref="TlsManSession.Restore"/>.</exception>
        public TlsManSession Restore(
            IPEndPoint peer, TlsSessionOptions options, CredentialStore credentials, SavedSessionStore store,
            string name, byte[] key)
        {
            TlsManSession session = TlsManSession.Restore(
                Endpoint, peer == null ? null : PeerEndPoint.ToPeer(peer), options, credentials, store, name, key);

            SecureSockException.Check(session.IsEnded ? TlsManStatus.Failed : TlsManStatus.Ok, session);
            return session;
        }

        /// <summary>
        /// Waits for a client whose channel is open.
        /// </summary>
        /// <param name="timeout">How long, in milliseconds; Timeout.Infinite (-1) for as long as it takes.</param>
        /// <returns>The session, or <see langword="null"/> if none came.</returns>
        /// <exception cref="ObjectDisposedException">The sock is disposed of, or its port failed.</exception>
        public TlsManSession Accept(int timeout)
        {
            return Endpoint.Accept(timeout);
        }

        /// <summary>
        /// Waits for application data of any peer.
        /// </summary>
        /// <param name="buffer">Receives the data of one record.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="count">How many bytes fit.</param>
        /// <param name="timeout">How long to wait, in milliseconds; Timeout.Infinite (-1) for as long as it
        /// takes.</param>
        /// <param name="session">Receives the session that it came over.</param>
        /// <returns>How many bytes there are.</returns>
        /// <exception cref="TimeoutException">Nothing came in time.</exception>
        /// <exception cref="ObjectDisposedException">The sock is disposed of, or its port failed.</exception>
        /// <exception cref="SecureSockException">The record is longer than <paramref name="count"/>; it can be received
        /// still.</exception>
        public int Receive(byte[] buffer, int offset, int count, int timeout, out TlsManSession session)
        {
            int received = Endpoint.Receive(buffer, offset, count, timeout, out session);

            return SecureSockException.Check(received, session);
        }

        /// <summary>
        /// Gets the address and port of a session's peer.
        /// </summary>
        /// <param name="session">The session.</param>
        /// <returns>The address and port.</returns>
        public static IPEndPoint GetRemoteEndPoint(TlsManSession session)
        {
            return PeerEndPoint.ToEndPoint(session.RemoteAddress);
        }
    }
}
