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
    /// Calls of different threads are safe. In a session that no other thread drives, the blocking calls move the bytes
    /// themselves, and what is asked of it is answered from what has come by then, the socket's and this library's
    /// buffers included; nothing but a blocking call waits.
    /// </remarks>
    public sealed partial class TlsManSession : IDisposable
    {
        // What the endpoint's tables keep in a session. They are fields, for a call takes memory on a board, and what
        // is being changed must not fail half way.
        internal readonly ulong Hello; // what tells the ClientHello that it was accepted with from others
        internal int LastActivity; // when something authentic came, or something was sent, last
        internal TlsManSession NextInBucket; // of SessionTable
        internal int HeapPlace = -1; // in DeadlineHeap, or -1
        internal bool IsInNews; // stands in the queue of sessions with news
        internal UndeliveredRecord LastUndelivered; // of the records that nobody has fetched
        internal SessionName Name; // of a session with a connection ID

        private readonly TlsEndpoint _endpoint;
        private byte[] _peer;
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
            if (endpoint == null || options == null
                || (peer == null && endpoint.Transport.Kind == TlsTransportKind.Datagram))
            {
                throw new ArgumentNullException();
            }

            _endpoint = endpoint;
            _peer = peer;
            _options = options;
            _credentials = credentials;
        }

        internal TlsManSession(
            TlsEndpoint endpoint, byte[] peer, TlsSessionOptions options, TlsEngine engine, ulong hello, int now)
        {
            _endpoint = endpoint;
            _peer = peer;
            _options = options;
            _engine = engine;
            _role = TlsRole.Server;
            _state = State.Opening;
            Hello = hello;
            LastActivity = now;
        }

        private enum State
        {
            New,
            Opening,
            Connected,
            Ended,
        }

        /// <summary>
        /// Gets the role.
        /// </summary>
        public TlsRole Role
        {
            get { return _role; }
        }

        /// <summary>
        /// Gets the peer's address, see <see cref="PeerAddress"/>; over a stream <see langword="null"/>. Of a peer with
        /// a connection ID it may change: see <see cref="SessionEvents.PeerMoved"/>.
        /// </summary>
        public byte[] RemoteAddress
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
        public bool IsConnected
        {
            get { return _state == State.Connected; }
        }

        /// <summary>
        /// Gets a value indicating whether the channel was open or opening and is no more.
        /// </summary>
        public bool IsEnded
        {
            get { return _state == State.Ended; }
        }

        /// <summary>
        /// Gets a value indicating whether application data can be retrieved (the RFC's tlsman_is_dtls_data_app_ready).
        /// </summary>
        public bool IsDataReady
        {
            get
            {
                _endpoint.Look(this);
                return LastUndelivered != null;
            }
        }

        /// <summary>
        /// Gets how many bytes of application data can be retrieved without waiting.
        /// </summary>
        public int Available
        {
            get
            {
                _endpoint.Look(this);

                lock (_endpoint.SyncRoot)
                {
                    return _endpoint.GetAvailable(this);
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
        /// Gets the last error of this session and forgets it (the RFC's tlsman_return_last_known_error);
        /// <see langword="null"/> if there is none.
        /// </summary>
        public TlsManError LastError
        {
            get
            {
                lock (_endpoint.SyncRoot)
                {
                    int status = _lastStatus;

                    _lastStatus = TlsManStatus.Ok;
                    return status == TlsManStatus.Failed && _endReason != null
                        ? _endReason
                        : TlsManError.FromStatus(status);
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
        /// Gets the version that was agreed; <see cref="TlsVersions.None"/> before, and where a stack does not tell.
        /// </summary>
        public TlsVersions Version
        {
            get { return _engine == null ? TlsVersions.None : _engine.Version; }
        }

        /// <summary>
        /// Begins to write with new keys (RFC 9846, section 4.6.3). It is done by itself before keys are used up; over
        /// datagrams it takes effect when the peer has acknowledged it.
        /// </summary>
        /// <param name="asksPeer">Whether the peer is to do the same.</param>
        /// <returns><see cref="TlsManStatus.Ok"/>; <see cref="TlsManStatus.WouldBlock"/> while an earlier update is
        /// under way; <see cref="TlsManStatus.InvalidState"/> where the version has none; or why the channel is not
        /// open.</returns>
        public int UpdateKeys(bool asksPeer)
        {
            int status;

            lock (_endpoint.SyncRoot)
            {
                if (_state != State.Connected)
                {
                    return Remember(GetStatus());
                }

                status = _engine.UpdateKeys(asksPeer);
                _endpoint.Drain(this);
            }

            _endpoint.Flush();
            return status == TlsManStatus.Ok ? status : Remember(status);
        }

        /// <summary>
        /// Gets a value indicating whether an earlier session was resumed (RFC 5246, section 7.3), see
        /// <see cref="TlsSessionOptions.Resumption"/>.
        /// </summary>
        public bool IsResumed
        {
            get { return _engine != null && _engine.IsResumed; }
        }

        /// <summary>
        /// Gets the tag of the credential that authenticated the peer, or -1.
        /// </summary>
        public int CredentialTag
        {
            get { return _engine == null ? -1 : _engine.CredentialTag; }
        }

        /// <summary>
        /// Gets the application protocol that was agreed (RFC 7301); <see langword="null"/> for none.
        /// </summary>
        public string ApplicationProtocol
        {
            get { return _engine == null ? null : _engine.ApplicationProtocol; }
        }

        /// <summary>
        /// Gets the identity that the peer is known by, see <see cref="TlsEngine.PeerIdentity"/>;
        /// <see langword="null"/> before the handshake is complete.
        /// </summary>
        public byte[] PeerIdentity
        {
            get { return _engine == null ? null : _engine.PeerIdentity; }
        }

        /// <summary>
        /// Gets the longest plaintext that one <see cref="SendData(byte[], int, int)"/> takes, in bytes; over a stream
        /// there is no such limit. 0 before a suite is agreed.
        /// </summary>
        public int MaxPayload
        {
            get
            {
                if (_engine == null)
                {
                    return 0;
                }

                return _endpoint.Transport.Kind == TlsTransportKind.Stream
                    ? int.MaxValue
                    : _engine.GetMaxPayload(_endpoint.GetLongestDatagram(this));
            }
        }

        internal TlsEngine Engine
        {
            get { return _engine; }
        }

        /// <summary>Gets a value indicating whether it is news that the channel is open.</summary>
        internal bool IsNewlyConnected
        {
            get { return (_events & SessionEvents.Connected) != 0; }
        }

        /// <summary>
        /// Closes the channel (the RFC's tlsman_close_channel): sends close_notify and wipes the keys. Data that came
        /// before can still be retrieved.
        /// </summary>
        /// <returns><see cref="TlsManStatus.Ok"/>, or <see cref="TlsManStatus.InvalidState"/> if it was never
        /// opened.</returns>
        public int CloseChannel()
        {
            return CloseChannel(null);
        }

        /// <summary>
        /// Closes the channel like <see cref="CloseChannel()"/>, for a reason that <see cref="EndReason"/> tells
        /// afterwards.
        /// </summary>
        /// <param name="reason">The reason; <see langword="null"/> if it is closed in order.</param>
        /// <returns><see cref="TlsManStatus.Ok"/>, or <see cref="TlsManStatus.InvalidState"/> if it was never
        /// opened.</returns>
        public int CloseChannel(TlsManError reason)
        {
            lock (_endpoint.SyncRoot)
            {
                if (_state == State.New)
                {
                    return Remember(TlsManStatus.InvalidState);
                }

                SayGoodbye(reason);
            }

            _endpoint.Flush();
            return TlsManStatus.Ok;
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
                SayGoodbye(null);
                _endpoint.DropData(this);
                _state = State.Ended;
            }

            _endpoint.Flush();
        }

        /// <summary>
        /// Takes note of another address; who calls sees to the tables.
        /// </summary>
        internal void Move(byte[] peer)
        {
            _peer = peer;
        }

        internal void Raise(SessionEvents happened)
        {
            _events |= happened;
            _endpoint.NoteNews(this);
        }

        /// <summary>
        /// Takes note that the channel is open.
        /// </summary>
        internal void EnterConnected()
        {
            _state = State.Connected;
            Raise(SessionEvents.Connected);
            _endpoint.Establish(this);
        }

        /// <summary>
        /// Closes the channel in order. Called with the endpoint's lock held; what it writes is flushed by the caller.
        /// </summary>
        /// <param name="reason">Why, if it is not the program's wish or the peer's; otherwise,
        /// <see langword="null"/>.</param>
        internal void SayGoodbye(TlsManError reason)
        {
            if (_state != State.Opening && _state != State.Connected)
            {
                return;
            }

            _endReason = reason;

            try
            {
                _engine.Close();
                _endpoint.Drain(this);
            }
            finally
            {
                // Where there was no room for a goodbye, or no memory.
                End(reason);
            }
        }

        /// <summary>
        /// Ends the session without a word to the peer. Called with the endpoint's lock held.
        /// </summary>
        /// <param name="reason">Why; <see langword="null"/> if it was closed in order.</param>
        internal void End(TlsManError reason)
        {
            if (_state == State.Ended)
            {
                return;
            }

            _state = State.Ended;
            _endReason = reason == null ? _endReason : reason;
            _events |= SessionEvents.Ended;

            // What there is no memory for is done with the next round.
            _endpoint.Unfinished++;
            _endpoint.Finish(this);
            _endpoint.Unfinished--;
        }

        private bool WasOpen
        {
            get { return _engine != null && _engine.PeerIdentity != null; }
        }

        private int GetStatus()
        {
            switch (_state)
            {
                case State.Connected:
                    return TlsManStatus.Ok;
                case State.Ended:
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
