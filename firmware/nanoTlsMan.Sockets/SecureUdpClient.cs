//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Net;

namespace NanoTlsMan.Sockets
{
    /// <summary>
    /// A client of one DTLS server, in one object: connect, send, receive, dispose. Each call sends or receives one
    /// datagram whole, and throws if that fails. It has no thread: what comes is taken while a call waits.
    /// </summary>
    /// <remarks>
    /// A program with many peers on one port, or that is told of what comes, takes a <see cref="SecureUdpSock"/>.
    /// </remarks>
    /// <example>
    /// <code>
    /// using (SecureUdpClient client = SecureUdpClient.Connect(man, server, keys))
    /// {
    ///     client.Send(reading, 0, reading.Length);
    ///     int count = client.Receive(answer, 0, answer.Length, 5000);
    /// }
    /// </code>
    /// </example>
    public sealed class SecureUdpClient : IDisposable
    {
        private readonly SecureUdpSock _sock;
        private readonly IPEndPoint _remote;
        private TlsManSession _session;

        private SecureUdpClient(SecureUdpSock sock, IPEndPoint remote)
        {
            _sock = sock;
            _remote = remote;
        }

        /// <summary>
        /// Gets the session: suite, peer, errors.
        /// </summary>
        public TlsManSession Session
        {
            get { return _session; }
        }

        /// <summary>
        /// Gets the server's address and port.
        /// </summary>
        public IPEndPoint RemoteEndPoint
        {
            get { return _remote; }
        }

        /// <summary>
        /// Gets this side's address and port.
        /// </summary>
        public IPEndPoint LocalEndPoint
        {
            get { return _sock.LocalEndPoint; }
        }

        /// <summary>
        /// Gets the longest datagram of data that <see cref="Send"/> takes, in bytes.
        /// </summary>
        public int MaxPayload
        {
            get { return _session.MaxPayload; }
        }

        /// <summary>
        /// Opens a channel to a server, with the default options.
        /// </summary>
        /// <param name="man">Has the stacks.</param>
        /// <param name="remote">The server's address and port.</param>
        /// <param name="credentials">The session's credentials.</param>
        /// <returns>The client, whose channel is open.</returns>
        /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
        /// <exception cref="System.Net.Sockets.SocketException">There is no free port.</exception>
        /// <exception cref="SecureSockException">The channel could not be opened; its message says why.</exception>
        public static SecureUdpClient Connect(TlsMan man, IPEndPoint remote, CredentialStore credentials)
        {
            return Connect(man, remote, new TlsSessionOptions(), credentials);
        }

        /// <summary>
        /// Opens a channel to a server by its name, with the default options.
        /// </summary>
        /// <param name="man">Has the stacks.</param>
        /// <param name="host">The server's name, or an address.</param>
        /// <param name="port">Its port.</param>
        /// <param name="credentials">The session's credentials.</param>
        /// <returns>The client, whose channel is open.</returns>
        /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
        /// <exception cref="System.Net.Sockets.SocketException">There is no free port.</exception>
        /// <exception cref="SecureSockException">The channel could not be opened; its message says why.</exception>
        /// <example>
        /// <code>
        /// using (SecureUdpClient client = SecureUdpClient.Connect(man, "gateway.local", 5684, keys))
        /// {
        ///     client.Send(reading, 0, reading.Length);
        /// }
        /// </code>
        /// </example>
        public static SecureUdpClient Connect(TlsMan man, string host, int port, CredentialStore credentials)
        {
            return Connect(man, host, port, new TlsSessionOptions(), credentials);
        }

        /// <summary>
        /// Opens a channel to a server by its name. All its addresses are tried in turn, the two families of addresses
        /// by turns (RFC 8305, section 4), each for a share of <see cref="TlsSessionOptions.HandshakeTimeout"/> and the
        /// last for all of it, so that it takes less than twice that time. Resolving a name takes as long as the
        /// platform needs.
        /// </summary>
        /// <param name="man">Has the stacks.</param>
        /// <param name="host">The server's name, or an address.</param>
        /// <param name="port">Its port.</param>
        /// <param name="options">The session's options.</param>
        /// <param name="credentials">The session's credentials.</param>
        /// <returns>The client, whose channel is open.</returns>
        /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
        /// <exception cref="System.Net.Sockets.SocketException">There is no free port.</exception>
        /// <exception cref="SecureSockException">The name cannot be resolved, or no channel could be opened; its
        /// message says why that was for the last address.</exception>
        public static SecureUdpClient Connect(
            TlsMan man, string host, int port, TlsSessionOptions options, CredentialStore credentials)
        {
            if (man == null || host == null || options == null || credentials == null)
            {
                throw new ArgumentNullException();
            }

            return Connect(man, HostAddresses.Resolve(host), port, options, credentials);
        }

        internal static SecureUdpClient Connect(
            TlsMan man, IPAddress[] addresses, int port, TlsSessionOptions options, CredentialStore credentials)
        {
            int last = addresses.Length - 1;

            for (int i = 0; i < last; i++)
            {
                SecureUdpClient client = TryConnect(
                    man, new IPEndPoint(addresses[i], port), options, credentials,
                    options.HandshakeTimeout / addresses.Length);

                if (client != null)
                {
                    return client;
                }
            }

            return Connect(man, new IPEndPoint(addresses[last], port), options, credentials);
        }

        /// <summary>
        /// Opens a channel to a server. It takes no longer than <see cref="TlsSessionOptions.HandshakeTimeout"/>.
        /// </summary>
        /// <param name="man">Has the stacks.</param>
        /// <param name="remote">The server's address and port.</param>
        /// <param name="options">The session's options.</param>
        /// <param name="credentials">The session's credentials.</param>
        /// <returns>The client, whose channel is open.</returns>
        /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
        /// <exception cref="System.Net.Sockets.SocketException">There is no free port.</exception>
        /// <exception cref="SecureSockException">The channel could not be opened; its message says why.</exception>
        public static SecureUdpClient Connect(
            TlsMan man, IPEndPoint remote, TlsSessionOptions options, CredentialStore credentials)
        {
            if (man == null || remote == null || options == null || credentials == null)
            {
                throw new ArgumentNullException();
            }

            SecureUdpSock sock = CreateSock(man, remote);
            bool isOpen = false;

            try
            {
                SecureUdpClient client = new SecureUdpClient(sock, remote);

                client._session = sock.Connect(remote, options, credentials, SecureSockFlags.None);
                isOpen = true;
                return client;
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
        /// Opens a session that <see cref="Save"/> has kept, without any handshake, from a port of its own: the server
        /// knows it by its connection ID.
        /// </summary>
        /// <param name="man">The manager.</param>
        /// <param name="options">How the session is to behave.</param>
        /// <param name="credentials">The client's keys, for a handshake later on; may be
        /// <see langword="null"/>.</param>
        /// <param name="store">Keeps the state.</param>
        /// <param name="name">Its name there.</param>
        /// <param name="key">The key that it was sealed under, 16 bytes.</param>
        /// <returns>The client.</returns>
        /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The key is not 16 bytes long.</exception>
        /// <exception cref="SecureSockException">It cannot be opened: see
        /// <see cref="TlsManSession.Restore"/>.</exception>
        /// <example>
        /// <code>
        /// SecureUdpClient client;
        ///
        /// try
        /// {
        ///     client = SecureUdpClient.Restore(man, options, credentials, store, "gateway", key);
        /// }
        /// catch (SecureSockException)
        /// {
        ///     client = SecureUdpClient.Connect(man, server, options, credentials);
        /// }
        /// </code>
        /// </example>
        public static SecureUdpClient Restore(
            TlsMan man, TlsSessionOptions options, CredentialStore credentials, SavedSessionStore store, string name,
            byte[] key)
        {
            byte[] peer = TlsManSession.PeekAddress(store, name);

            return Restore(
                man, peer == null || peer[0] == 0 ? new IPEndPoint(IPAddress.Any, 0) : PeerEndPoint.ToEndPoint(peer),
                options, credentials, store, name, key);
        }

        /// <summary>
        /// Opens a session that <see cref="Save"/> has kept, like
        /// <see cref="Restore(TlsMan, TlsSessionOptions, CredentialStore, SavedSessionStore, string, byte[])"/>, with a
        /// server whose address may have changed since.
        /// </summary>
        /// <param name="man">The manager.</param>
        /// <param name="remote">Where the server is now.</param>
        /// <param name="options">How the session is to behave.</param>
        /// <param name="credentials">The client's keys, for a handshake later on; may be
        /// <see langword="null"/>.</param>
        /// <param name="store">Keeps the state.</param>
        /// <param name="name">Its name there.</param>
        /// <param name="key">The key that it was sealed under, 16 bytes.</param>
        /// <returns>The client.</returns>
        /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The key is not 16 bytes long.</exception>
        /// <exception cref="SecureSockException">It cannot be opened: see
        /// <see cref="TlsManSession.Restore"/>.</exception>
        public static SecureUdpClient Restore(
            TlsMan man, IPEndPoint remote, TlsSessionOptions options, CredentialStore credentials,
            SavedSessionStore store, string name, byte[] key)
        {
            if (man == null || remote == null || options == null)
            {
                throw new ArgumentNullException();
            }

            SecureUdpSock sock = CreateSock(man, remote);
            bool isOpen = false;

            try
            {
                SecureUdpClient client = new SecureUdpClient(sock, remote);

                client._session = sock.Restore(remote, options, credentials, store, name, key);
                isOpen = true;
                return client;
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
        /// Saves the session for
        /// <see cref="Restore(TlsMan, TlsSessionOptions, CredentialStore, SavedSessionStore, string, byte[])"/>, and
        /// ends it here without a word to the server. Dispose of the
        /// client afterwards.
        /// </summary>
        /// <param name="store">Keeps the state.</param>
        /// <param name="name">Its name there.</param>
        /// <param name="key">Seals it: 16 bytes that only this device knows.</param>
        /// <exception cref="SecureSockException">It cannot be saved: see <see cref="TlsManSession.Save"/>.</exception>
        public void Save(SavedSessionStore store, string name, byte[] key)
        {
            _sock.Check(_session.Save(store, name, key), _session);
        }

        private static SecureUdpSock CreateSock(TlsMan man, IPEndPoint remote)
        {
            bool isIPv4 = remote.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork;

            return new SecureUdpSock(
                man, new IPEndPoint(isIPv4 ? IPAddress.Any : IPAddress.IPv6Any, 0), SecureSockMode.Synchronous);
        }

        /// <summary>
        /// Tries one address of several.
        /// </summary>
        /// <returns>The client, or <see langword="null"/> if nobody there has opened a channel in time, or this side
        /// has no address of that family.</returns>
        private static SecureUdpClient TryConnect(
            TlsMan man, IPEndPoint remote, TlsSessionOptions options, CredentialStore credentials, int timeout)
        {
            SecureUdpSock sock = null;
            SecureUdpClient client = null;

            try
            {
                sock = CreateSock(man, remote);

                TlsManSession session = sock.Connect(remote, options, credentials, SecureSockFlags.NonBlock);

                if (session.WaitForChannel(timeout) == TlsManStatus.Ok)
                {
                    client = new SecureUdpClient(sock, remote);
                    client._session = session;
                }
            }
            catch (System.Net.Sockets.SocketException)
            {
                // The last address tells whether there is no port at all.
            }
            catch (SecureSockException)
            {
                // As where no stack can serve: that holds for the last address as well.
            }
            finally
            {
                if (client == null && sock != null)
                {
                    sock.Dispose();
                }
            }

            return client;
        }

        /// <summary>
        /// Sends data as one datagram.
        /// </summary>
        /// <param name="buffer">Holds the data.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="count">Its length, in bytes, at most <see cref="MaxPayload"/>.</param>
        /// <exception cref="ArgumentNullException"><paramref name="buffer"/> is <see langword="null"/>.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The stretch is not inside the buffer.</exception>
        /// <exception cref="ObjectDisposedException">The client is disposed of.</exception>
        /// <exception cref="SecureSockException">The data is too long, or the channel is not open any more.</exception>
        public void Send(byte[] buffer, int offset, int count)
        {
            _sock.Check(_session.SendData(buffer, offset, count), _session);
        }

        /// <summary>
        /// Waits for a datagram of data.
        /// </summary>
        /// <param name="buffer">Receives the data.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="count">How many bytes fit.</param>
        /// <param name="timeout">How long to wait, in milliseconds; Timeout.Infinite (-1) for as long as it
        /// takes.</param>
        /// <returns>How many bytes there are.</returns>
        /// <exception cref="ArgumentNullException"><paramref name="buffer"/> is <see langword="null"/>.</exception>
        /// <exception cref="ArgumentOutOfRangeException"><paramref name="offset"/> is not inside the buffer, or
        /// <paramref name="count"/> is negative.</exception>
        /// <exception cref="TimeoutException">Nothing came in time.</exception>
        /// <exception cref="ObjectDisposedException">The client is disposed of.</exception>
        /// <exception cref="SecureSockException">The datagram is longer than <paramref name="count"/>, and can be
        /// received still; or the channel is not open any more.</exception>
        public int Receive(byte[] buffer, int offset, int count, int timeout)
        {
            return _sock.Check(_session.RetrieveData(buffer, offset, count, timeout), _session);
        }

        /// <summary>
        /// Closes the channel, with close_notify, and the socket. May be called more than once, by any thread.
        /// </summary>
        public void Dispose()
        {
            _sock.Dispose();
        }
    }
}
