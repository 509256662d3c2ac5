//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Sockets
{
    /// <summary>
    /// A secure sock: what those over UDP and over TCP have in common.
    /// </summary>
    public abstract class SecureSock : IDisposable
    {
        private readonly SockEndpoint _endpoint;

        internal SecureSock(
            TlsMan man, SecureTransport transport, TlsTransportKind kind, SecureSockMode mode, int bufferSize,
            bool isOwn)
        {
            bool isDone = false;

            try
            {
                if (transport != null && transport.Kind != kind)
                {
                    throw new ArgumentException();
                }

                _endpoint = new SockEndpoint(man, transport, bufferSize, mode);
                isDone = true;
            }
            finally
            {
                // Nobody else would close a port that was opened for this sock.
                if (!isDone && isOwn)
                {
                    transport.Dispose();
                }
            }
        }

        /// <summary>
        /// Occurs when a channel is open, whoever opened it.
        /// </summary>
        public event SecureSockHandler Connected
        {
            add { _endpoint.Connected += value; }
            remove { _endpoint.Connected -= value; }
        }

        /// <summary>
        /// Occurs when application data came: over UDP for each record. While nobody listens, data waits to be
        /// received; over TCP the stream waits with it. The data is valid during the call.
        /// </summary>
        public event SecureDataHandler DataReceived
        {
            add { _endpoint.DataReceived += value; }
            remove { _endpoint.DataReceived -= value; }
        }

        /// <summary>
        /// Occurs when a session has ended; its <see cref="TlsManSession.EndReason"/> is <see langword="null"/> if it
        /// was closed in order.
        /// </summary>
        public event SecureSockHandler Ended
        {
            add { _endpoint.Ended += value; }
            remove { _endpoint.Ended -= value; }
        }

        /// <summary>
        /// Occurs when one of the other handlers threw an exception, which ends here. The session goes on as it is. If
        /// nobody listens, it is closed instead, and its <see cref="TlsManSession.EndReason"/> says
        /// <see cref="TlsErrorCause.HandlerFailed"/>.
        /// </summary>
        public event SecureSockErrorHandler HandlerFailed
        {
            add { _endpoint.HandlerFailed += value; }
            remove { _endpoint.HandlerFailed -= value; }
        }

        /// <summary>
        /// Gets the counts of what was dropped.
        /// </summary>
        public DropCounters Drops
        {
            get { return _endpoint.Drops; }
        }

        internal SockEndpoint Endpoint
        {
            get { return _endpoint; }
        }

        /// <summary>
        /// Gets the limits: how many sessions, how many handshakes at once, when a session is stale.
        /// </summary>
        public TlsLimits Limits
        {
            get { return _endpoint.Limits; }
        }

        /// <summary>
        /// Closes every channel, with close_notify, and the socket. What was sent before leaves; but a peer that reads
        /// nothing is not waited for. May be called more than once, by any thread, and by a handler.
        /// </summary>
        public void Dispose()
        {
            _endpoint.Dispose();
            _endpoint.Transport.Dispose();
            _endpoint.Join();
        }

        /// <summary>
        /// Throws for a negative status of a session's call.
        /// </summary>
        /// <param name="status">What the call returned.</param>
        /// <param name="session">The session.</param>
        /// <returns><paramref name="status"/>, if it is not negative.</returns>
        /// <exception cref="ObjectDisposedException">The sock is disposed of, which is why.</exception>
        /// <exception cref="TimeoutException">The status is <see cref="TlsManStatus.TimedOut"/>.</exception>
        /// <exception cref="SecureSockException">The status is another negative one.</exception>
        internal int Check(int status, TlsManSession session)
        {
            if (status < 0 && _endpoint.IsDisposed)
            {
                throw new ObjectDisposedException(null);
            }

            return SecureSockException.Check(status, session);
        }
    }
}
