//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan
{
    /// <summary>
    /// A secure channel to one peer: the RFC's tlsman_session_t and the functions on it.
    /// </summary>
    /// <remarks>
    /// Calls of different threads are safe. In a session that no other thread drives, the blocking calls move the bytes themselves.
    /// </remarks>
    public sealed partial class TlsManSession : IDisposable
    {
        private readonly TlsEndpoint _endpoint;
        private readonly byte[] _peer;
        private TlsSessionOptions _options;
        private TlsEngine _engine;
        private TlsManError _endReason;
        private State _state;
        private SessionEvents _events;
        private SecureSockFlags _flags;
        private TlsRole _role;
        private CredentialStore _credentials;
        private int _lastStatus;

        /// <summary>
        /// Initializes a new instance of the <see cref="TlsManSession"/> class, which is to be opened.
        /// </summary>
        /// <param name="endpoint">Moves its bytes.</param>
        /// <param name="peer">The peer's address; over a stream <see langword="null"/>.</param>
        /// <param name="options">How it is to behave.</param>
        /// <param name="credentials">The credentials of a client.</param>
        /// <exception cref="ArgumentNullException">An argument is missing.</exception>
        public TlsManSession(TlsEndpoint endpoint, byte[] peer, TlsSessionOptions options, CredentialStore credentials)
        {
            if (endpoint == null || options == null || (peer == null && endpoint.Transport.Kind == TlsTransportKind.Datagram))
            {
                throw new ArgumentNullException();
            }

            _endpoint = endpoint;
            _peer = peer;
            _options = options;
            _credentials = credentials;
        }

        internal TlsManSession(TlsEndpoint endpoint, byte[] peer, TlsSessionOptions options, TlsEngine engine, int helloTag, int now)
        {
            _endpoint = endpoint;
            _peer = peer;
            _options = options;
            _engine = engine;
            _role = TlsRole.Server;
            _state = State.Opening;
            HelloTag = helloTag;
            LastActivity = now;
        }

        private enum State
        {
            New,
            Opening,
            Ready,
            Over,
        }

        /// <summary>
        /// Gets the role.
        /// </summary>
        public TlsRole Role
        {
            get { return _role; }
        }

        /// <summary>
        /// Gets the peer's address, see <see cref="PeerAddress"/>; over a stream <see langword="null"/>.
        /// </summary>
        public byte[] PeerKey
        {
            get { return _peer; }
        }

        /// <summary>
        /// Gets the options.
        /// </summary>
        public TlsSessionOptions Options
        {
            get { return _options; }
        }

        /// <summary>
        /// Gets a value indicating whether the channel is open.
        /// </summary>
        public bool IsChannelReady
        {
            get { return _state == State.Ready; }
        }

        /// <summary>
        /// Gets a value indicating whether the channel was open or opening and is no more.
        /// </summary>
        public bool IsOver
        {
            get { return _state == State.Over; }
        }

        /// <summary>
        /// Gets a value indicating whether application data can be retrieved (the RFC's tlsman_is_dtls_data_app_ready).
        /// </summary>
        public bool IsDataReady
        {
            get
            {
                lock (_endpoint.SyncRoot)
                {
                    return _endpoint.HasData(this);
                }
            }
        }

        /// <summary>
        /// Gets why the session failed; <see langword="null"/> while it lives and after it was closed in order.
        /// </summary>
        public TlsManError EndReason
        {
            get { return _endReason; }
        }

        /// <summary>
        /// Gets the last error of this session and forgets it (the RFC's tlsman_return_last_known_error); <see langword="null"/> if there is none.
        /// </summary>
        public TlsManError LastError
        {
            get
            {
                lock (_endpoint.SyncRoot)
                {
                    int status = _lastStatus;

                    _lastStatus = TlsManStatus.Ok;
                    return status == TlsManStatus.Failed && _endReason != null ? _endReason : TlsManError.FromStatus(status);
                }
            }
        }

        /// <summary>
        /// Gets the cipher suite, or 0 before one is agreed.
        /// </summary>
        public ushort CipherSuite
        {
            get { return _engine == null ? (ushort)0 : _engine.CipherSuite; }
        }

        /// <summary>
        /// Gets the tag of the credential that authenticated the peer, or -1.
        /// </summary>
        public int CredentialTag
        {
            get { return _engine == null ? -1 : _engine.CredentialTag; }
        }

        /// <summary>
        /// Gets the identity that the peer is known by, see <see cref="TlsEngine.PeerIdentity"/>; <see langword="null"/> before the handshake is complete.
        /// </summary>
        public byte[] PeerIdentity
        {
            get { return _engine == null ? null : _engine.PeerIdentity; }
        }

        /// <summary>
        /// Gets the longest plaintext that one <see cref="SendData"/> takes, in bytes; over a stream there is no such limit. 0 before a suite is agreed.
        /// </summary>
        public int MaxPayload
        {
            get
            {
                if (_engine == null)
                {
                    return 0;
                }

                return _endpoint.Transport.Kind == TlsTransportKind.Stream ? int.MaxValue : _engine.GetMaxPayload(_endpoint.GetLongestDatagram(this));
            }
        }

        internal TlsEngine Engine
        {
            get { return _engine; }
        }

        internal int HelloTag { get; private set; }

        internal int LastActivity { get; set; }

        /// <summary>
        /// Opens the channel as a client (the RFC's tlsman_client_open_channel).
        /// </summary>
        /// <param name="flags">With <see cref="SecureSockFlags.NonBlock"/> it returns after the first flight is sent, otherwise when the channel
        /// is open or has failed.</param>
        /// <returns><see cref="TlsManStatus.Ok"/>, <see cref="TlsManStatus.Failed"/>, <see cref="TlsManStatus.NoStack"/>,
        /// <see cref="TlsManStatus.WouldBlock"/> where the table of sessions is full, or <see cref="TlsManStatus.InvalidState"/>, as where the peer has a
        /// session already or the endpoint is disposed of.</returns>
        public int OpenClientChannel(SecureSockFlags flags)
        {
            return Open(TlsRole.Client, flags);
        }

        /// <summary>
        /// Opens the channel as a server of a stream, or of the one datagram peer that the session was made for (the RFC's
        /// tlsman_server_open_channel). For datagrams of any peer there is <see cref="TlsListener"/>.
        /// </summary>
        /// <param name="flags">With <see cref="SecureSockFlags.NonBlock"/> it returns at once, otherwise when the channel is open or has failed.</param>
        /// <param name="credentials">The credentials of the clients.</param>
        /// <returns><see cref="TlsManStatus.Ok"/>, <see cref="TlsManStatus.Failed"/>, <see cref="TlsManStatus.NoStack"/>,
        /// <see cref="TlsManStatus.WouldBlock"/> where the table of sessions is full, or <see cref="TlsManStatus.InvalidState"/>, as where the peer has a
        /// session already or the endpoint is disposed of.</returns>
        public int OpenServerChannel(SecureSockFlags flags, CredentialStore credentials)
        {
            _credentials = credentials;
            return Open(TlsRole.Server, flags);
        }

        /// <summary>
        /// Waits until the channel is open or has failed.
        /// </summary>
        /// <param name="deadline">When to give up, in the transport's time; the handshake has a deadline of its own.</param>
        /// <returns><see cref="TlsManStatus.Ok"/>, <see cref="TlsManStatus.TimedOut"/>, <see cref="TlsManStatus.Closed"/>,
        /// <see cref="TlsManStatus.Failed"/> or <see cref="TlsManStatus.NotConnected"/> where it was never opened.</returns>
        public int WaitForChannel(int deadline)
        {
            while (true)
            {
                lock (_endpoint.SyncRoot)
                {
                    if (_state != State.Opening)
                    {
                        return Remember(GetStatus());
                    }

                    if (Time32.IsDue(deadline, _endpoint.Transport.Now))
                    {
                        return Remember(TlsManStatus.TimedOut);
                    }
                }

                _endpoint.Await(deadline);
            }
        }

        /// <summary>
        /// Closes the channel (the RFC's tlsman_close_channel): sends close_notify and wipes the keys. Data that came before can still be retrieved.
        /// </summary>
        /// <returns><see cref="TlsManStatus.Ok"/>, or <see cref="TlsManStatus.InvalidState"/> where it was never opened.</returns>
        public int CloseChannel()
        {
            lock (_endpoint.SyncRoot)
            {
                if (_state == State.New)
                {
                    return Remember(TlsManStatus.InvalidState);
                }

                if (_state != State.Over)
                {
                    _engine.Close();
                    _endpoint.Drain(this);
                }

                return TlsManStatus.Ok;
            }
        }

        /// <summary>
        /// Opens a fresh channel to the same peer, with new keys. It takes the place of a renegotiation, which is refused.
        /// </summary>
        /// <returns>What <see cref="OpenClientChannel"/> returns; <see cref="TlsManStatus.InvalidState"/> on a server.</returns>
        public int Rehandshake()
        {
            lock (_endpoint.SyncRoot)
            {
                if (_role != TlsRole.Client || _state == State.New || _endpoint.Transport.Kind != TlsTransportKind.Datagram)
                {
                    return Remember(TlsManStatus.InvalidState);
                }

                CloseChannel();
                _endpoint.DropData(this);
                _events = SessionEvents.None;
                _endReason = null;
                _state = State.New;
            }

            return Open(TlsRole.Client, _flags);
        }

        /// <summary>
        /// Gets what happened since the last call, and forgets it.
        /// </summary>
        /// <returns>The events.</returns>
        public SessionEvents TakeEvents()
        {
            lock (_endpoint.SyncRoot)
            {
                SessionEvents events = _events;

                _events = SessionEvents.None;
                return events;
            }
        }

        /// <summary>
        /// Closes the channel, if it is open, and gives up what the session holds. May be called more than once.
        /// </summary>
        public void Dispose()
        {
            lock (_endpoint.SyncRoot)
            {
                CloseChannel();
                _endpoint.DropData(this);
                _state = State.Over;
            }
        }

        internal void Raise(SessionEvents happened)
        {
            _events |= happened;

            if (happened == SessionEvents.Connected)
            {
                _state = State.Ready;
            }
        }

        /// <summary>
        /// Closes the channel in order, for a reason that is not the peer's.
        /// </summary>
        internal void Abandon(TlsManError reason)
        {
            _endReason = reason;
            CloseChannel();
        }

        internal void End(TlsManError reason)
        {
            if (_state == State.Over)
            {
                return;
            }

            _state = State.Over;
            _endReason = reason == null ? _endReason : reason;
            _events |= _endReason == null ? SessionEvents.Closed : SessionEvents.Failed;
            _engine.Dispose();
            _endpoint.Listener.Remove(this);
        }

        private int Open(TlsRole role, SecureSockFlags flags)
        {
            lock (_endpoint.SyncRoot)
            {
                if (_state != State.New || _credentials == null || _endpoint.IsDisposed)
                {
                    return Remember(TlsManStatus.InvalidState);
                }

                TlsStack stack = _endpoint.Man.SelectStack(_endpoint.Transport.Kind, _options, _credentials);

                if (stack == null)
                {
                    return Remember(TlsManStatus.NoStack);
                }

                // One peer has one session, for nothing else would tell whose a datagram is.
                if (_peer != null && _endpoint.Listener.Find(_peer) != null)
                {
                    return Remember(TlsManStatus.InvalidState);
                }

                if (!_endpoint.Listener.Add(this))
                {
                    return Remember(TlsManStatus.WouldBlock);
                }

                int now = _endpoint.Transport.Now;

                _role = role;
                _flags = flags;
                _state = State.Opening;
                LastActivity = now;
                _engine = stack.CreateEngine(role, _endpoint.Transport.Kind, _options, _credentials, _endpoint.Drops);
                _engine.Start(now);
                _endpoint.Drain(this);
                _endpoint.OnOpened(this);

                if ((flags & SecureSockFlags.NonBlock) != 0)
                {
                    return _state == State.Over ? Remember(GetStatus()) : TlsManStatus.Ok;
                }
            }

            return WaitForChannel(_endpoint.Transport.Now + Time32.LongestWait);
        }

        private int GetStatus()
        {
            switch (_state)
            {
                case State.Ready:
                    return TlsManStatus.Ok;
                case State.Over:
                    return _endReason == null ? TlsManStatus.Closed : TlsManStatus.Failed;
                default:
                    return TlsManStatus.NotConnected;
            }
        }

        private int Remember(int status)
        {
            if (status < 0)
            {
                _lastStatus = status;
            }

            return status;
        }
    }
}
