//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Threading;

namespace NanoTlsMan
{
    /// <summary>
    /// One transport and the sessions that share it: many over datagrams, one over a stream. It moves bytes between
    /// them and keeps their timers.
    /// </summary>
    /// <remarks>
    /// <para>
    /// <see cref="Step"/> does one round: timers, receive, deliver. Whoever waits for something calls it until that has
    /// happened; a subclass with a thread of its own overrides <see cref="Await"/>.
    /// </para>
    /// <para>
    /// State is guarded by <see cref="SyncRoot"/>. Inside it nothing waits, and nothing runs that is not this library's
    /// but ciphers, random source and the transport's clock: input comes and output goes outside of it, and so does
    /// everything that a program is told. Output lies in a bounded outbox in between, which one thread at a time
    /// empties.
    /// </para>
    /// <para>
    /// Where memory runs out, <see cref="OutOfMemoryException"/> comes out of the call that needed it, which has
    /// changed nothing then. What a datagram of a peer needed and did not get is a counted drop, or ends that session
    /// with <see cref="TlsErrorCause.OutOfMemory"/>.
    /// </para>
    /// </remarks>
    public partial class TlsEndpoint : IDisposable
    {
        // How long to wait for another thread before looking again: a wake-up may be another's.
        private const int SliceMilliseconds = 50;

        // How many datagrams, or pieces of a stream, one look takes in: whoever sends without pause shall not keep a
        // property from answering.
        private const int MostLooks = 16;

        private readonly TlsMan _man;
        private readonly SecureTransport _transport;
        private readonly bool _isDatagram;
        private readonly TlsLimits _limits = new TlsLimits();
        private readonly TlsListener _listener;
        private readonly DropCounters _drops = new DropCounters();
        private readonly SessionTable _sessions = new SessionTable();
        private readonly DeadlineHeap _deadlines = new DeadlineHeap();
        private readonly UndeliveredData _undelivered = new UndeliveredData();
        private readonly SessionQueue _news = new SessionQueue();
        private readonly object _syncRoot = new object();
        private readonly AutoResetEvent _progress = new AutoResetEvent(false);
        private readonly TlsManError _outOfMemory =
            new TlsManError(TlsErrorCause.OutOfMemory, TlsErrorLayer.Session, TlsAlert.None, 0);
        private int _lastLook;
        private int _waiting;
        private int _wakeUps;
        private bool _isDisposed;
        private bool _isShut;

        /// <summary>
        /// Initializes a new instance of the <see cref="TlsEndpoint"/> class.
        /// </summary>
        /// <param name="man">Has the stacks.</param>
        /// <param name="transport">Carries the records; the caller disposes of it after the endpoint.</param>
        /// <param name="bufferSize">Size of the input and of the output buffer, in bytes: the longest datagram, or the
        /// share of the stream that is handled at once and the longest record that is sent; at least 256.</param>
        /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
        /// <exception cref="ArgumentOutOfRangeException"><paramref name="bufferSize"/> is too small.</exception>
        public TlsEndpoint(TlsMan man, SecureTransport transport, int bufferSize)
        {
            if (man == null || transport == null)
            {
                throw new ArgumentNullException();
            }

            if (bufferSize < 256)
            {
                throw new ArgumentOutOfRangeException();
            }

            _man = man;
            _transport = transport;
            _isDatagram = transport.Kind == TlsTransportKind.Datagram;
            _input = new byte[bufferSize];
            _outbox = new Outbox(bufferSize, transport.Kind);
            _listener = new TlsListener(man, _drops, _limits, _sessions);
            _lastLook = transport.Now;

            if (_isDatagram)
            {
                _from = new byte[PeerAddress.Size];
                _reply = new byte[CookieGate.MaxReplyLength];
            }
        }

        /// <summary>
        /// Gets the manager.
        /// </summary>
        public TlsMan Man
        {
            get { return _man; }
        }

        /// <summary>
        /// Gets the transport.
        /// </summary>
        public SecureTransport Transport
        {
            get { return _transport; }
        }

        /// <summary>
        /// Gets the limits: how many sessions, how many handshakes at once, when a session is stale.
        /// </summary>
        public TlsLimits Limits
        {
            get { return _limits; }
        }

        /// <summary>
        /// Gets how many sessions there are, handshakes included.
        /// </summary>
        public int SessionCount
        {
            get { return _sessions.Count + (_listener.HalfOpen == null ? 0 : _listener.HalfOpen.Count); }
        }

        /// <summary>
        /// Gets the counts of what was dropped.
        /// </summary>
        public DropCounters Drops
        {
            get { return _drops; }
        }

        /// <summary>
        /// Gets a value indicating whether the endpoint was disposed of, or its transport failed: nothing comes or goes
        /// any more.
        /// </summary>
        public bool IsDisposed
        {
            get { return _isDisposed; }
        }

        /// <summary>
        /// Gets what guards the state of the endpoint and of its sessions.
        /// </summary>
        protected internal object SyncRoot
        {
            get { return _syncRoot; }
        }

        /// <summary>
        /// Gets a value indicating whether somebody else than the caller of a blocking method moves the bytes.
        /// </summary>
        protected internal virtual bool IsPumped
        {
            get { return false; }
        }

        /// <summary>
        /// Gets a value indicating whether <see cref="TakeNews"/> is called for all sessions to which something
        /// happens; if it is not, only those are kept for it that a peer has opened.
        /// </summary>
        protected virtual bool TakesAllNews
        {
            get { return false; }
        }

        /// <summary>
        /// Gets a value indicating whether <see cref="TakeNews"/> is called at all.
        /// </summary>
        protected virtual bool TakesNews
        {
            get { return false; }
        }

        /// <summary>
        /// Gets a value indicating whether <see cref="Step"/> would return at once, with nothing done: data of a stream
        /// waits to be fetched, a stream has nobody to receive for, or the endpoint is disposed of. Whoever steps again
        /// and again waits in between.
        /// </summary>
        protected bool IsHeld
        {
            get { return _isDisposed || (!_isDatagram && (_undelivered.Count > 0 || _sessions.Count == 0)); }
        }

        internal bool IsDatagram
        {
            get { return _isDatagram; }
        }

        /// <summary>
        /// Begins to accept clients, over datagrams.
        /// </summary>
        /// <param name="options">The options of their sessions.</param>
        /// <param name="credentials">Their credentials.</param>
        /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
        public void Listen(TlsSessionOptions options, CredentialStore credentials)
        {
            lock (_syncRoot)
            {
                _listener.Listen(options, credentials);
            }
        }

        /// <summary>
        /// Gets a value indicating whether a handshake has more to compute, so that <see cref="Step"/> is to be called
        /// again at once.
        /// </summary>
        public bool IsComputing
        {
            get { return _isComputing; }
        }

        /// <summary>
        /// Gets the sessions, handshakes included, in no particular order.
        /// </summary>
        /// <returns>An array of its own.</returns>
        public TlsManSession[] GetSessions()
        {
            lock (_syncRoot)
            {
                TlsManSession[] sessions = new TlsManSession[SessionCount];

                int count = _sessions.CopyTo(sessions, 0);

                if (_listener.HalfOpen != null)
                {
                    _listener.HalfOpen.Table.CopyTo(sessions, count);
                }

                return sessions;
            }
        }

        /// <summary>
        /// Waits until something may have happened. Called without <see cref="SyncRoot"/>.
        /// </summary>
        /// <param name="deadline">When to stop waiting.</param>
        public virtual void Await(int deadline)
        {
            // Another thread's wait may be longer than this caller's.
            if (!TryStep(deadline))
            {
                AwaitProgress(deadline);
            }
        }

        /// <summary>
        /// Ends all sessions with close_notify, where they are open, and wipes them. Nothing that was sent is lost; but
        /// a peer that reads nothing is not waited for. May be called more than once, from any thread.
        /// </summary>
        public void Dispose()
        {
            lock (_syncRoot)
            {
                if (_isDisposed)
                {
                    return;
                }

                // From here on nobody comes, and nothing is received.
                _isDisposed = true;
            }

            EndAll(null);

            if (!_isDatagram)
            {
                SendLast();
            }

            if (_outbox.IsSending)
            {
                // Another thread sends. If it gets on, our goodbye follows; if it does not, nobody waits for it.
                AwaitProgress(_transport.Now + SliceMilliseconds);
            }

            lock (_syncRoot)
            {
                _isShut = true;
                _outbox.Wipe();

                if (!_isInRound)
                {
                    Array.Clear(_input, 0, _input.Length);
                }
            }

            _transport.Wake();
            SignalProgress();
        }

        /// <summary>
        /// Tells that a session was opened by a peer. Called without <see cref="SyncRoot"/>, by the thread that does
        /// the round.
        /// </summary>
        /// <param name="session">The session, at the beginning of its handshake.</param>
        protected virtual void OnAccepted(TlsManSession session)
        {
        }

        /// <summary>
        /// Tells that a session was opened here, so that what comes for it finds it. Called without
        /// <see cref="SyncRoot"/>, before the call that opens it waits.
        /// </summary>
        /// <param name="session">The session.</param>
        protected internal virtual void OnOpened(TlsManSession session)
        {
        }

        /// <summary>
        /// Tells that data was fetched, so that a stream may go on. Called without <see cref="SyncRoot"/>.
        /// </summary>
        protected internal virtual void OnFetched()
        {
        }

        /// <summary>
        /// Waits, until a deadline or for a moment, for what another thread does.
        /// </summary>
        /// <param name="deadline">When to stop waiting.</param>
        protected internal void AwaitProgress(int deadline)
        {
            int left = Time32.Until(deadline, _transport.Now);

            lock (_syncRoot)
            {
                _waiting++;
            }

            _progress.WaitOne(left > SliceMilliseconds ? SliceMilliseconds : left, false);

            lock (_syncRoot)
            {
                _waiting--;

                // The event wakes one, who wakes the next.
                if (_wakeUps > 0 && --_wakeUps > 0)
                {
                    _progress.Set();
                }
            }
        }

        /// <summary>
        /// Wakes all who wait in <see cref="AwaitProgress"/>.
        /// </summary>
        protected void SignalProgress()
        {
            // Without the lock: who is missed looks again after a moment.
            if (_waiting > 0)
            {
                _wakeUps = _waiting;
                _progress.Set();
            }
        }

        /// <summary>
        /// Takes the first of the sessions to which something happened; <see cref="TlsManSession.TakeEvents"/> tells
        /// what.
        /// </summary>
        /// <returns>The session, or <see langword="null"/>.</returns>
        protected TlsManSession TakeNews()
        {
            lock (_syncRoot)
            {
                TlsManSession session = _news.First;

                if (session != null)
                {
                    _news.RemoveFirst();
                    session.IsInNews = false;
                }

                return session;
            }
        }

        /// <summary>
        /// Makes news of all sessions whose data nobody has fetched.
        /// </summary>
        protected void RepeatNews()
        {
            lock (_syncRoot)
            {
                for (UndeliveredRecord record = _undelivered.First; record != null; record = record.Next)
                {
                    if (!record.Owner.IsInNews)
                    {
                        _news.Reserve(_news.Count + 1);
                        NoteNews(record.Owner);
                    }
                }
            }
        }

        /// <summary>
        /// Finds the session whose data has waited longest.
        /// </summary>
        /// <returns>The session, or <see langword="null"/> if nothing waits.</returns>
        public TlsManSession FindReady()
        {
            lock (_syncRoot)
            {
                return _undelivered.FirstOwner;
            }
        }

        /// <summary>
        /// Finds the session whose data has waited longest, and fetches the data.
        /// </summary>
        /// <param name="buffer">Receives the data.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="count">How many bytes fit.</param>
        /// <param name="session">Receives the session, or <see langword="null"/> if nothing waits.</param>
        /// <returns>How many bytes there are, or a <see cref="TlsManStatus"/>.</returns>
        protected int TakeReady(byte[] buffer, int offset, int count, out TlsManSession session)
        {
            lock (_syncRoot)
            {
                session = _undelivered.FirstOwner;
                return session == null
                    ? TlsManStatus.WouldBlock
                    : _undelivered.Take(session, buffer, offset, count, _isDatagram);
            }
        }

        /// <summary>
        /// Takes the oldest data of a session, for it to be used where it is, and wipes it afterwards.
        /// </summary>
        /// <param name="session">The session.</param>
        /// <param name="handler">Gets the data, outside of every lock.</param>
        /// <param name="failure">Receives what the handler threw; otherwise, <see langword="null"/>.</param>
        /// <returns><see langword="false"/> if there was none; otherwise, <see langword="true"/>.</returns>
        protected bool HandData(TlsManSession session, SecureDataHandler handler, out Exception failure)
        {
            UndeliveredRecord record;

            failure = null;

            lock (_syncRoot)
            {
                record = _undelivered.Detach(session);
            }

            if (record == null)
            {
                return false;
            }

            try
            {
                handler(session, record.Buffer, record.Offset, record.Count);
            }
            catch (Exception exception)
            {
                failure = exception;
            }

            lock (_syncRoot)
            {
                _undelivered.Release(record);
            }

            return true;
        }

        /// <summary>
        /// Does one round without waiting, unless another thread moves the bytes: a call with a time-out of 0 takes
        /// what is there.
        /// </summary>
        protected void Look()
        {
            if (!IsPumped)
            {
                TryStep(_transport.Now);
            }
        }

        internal int GetAvailable(TlsManSession session)
        {
            return UndeliveredData.GetAvailable(session);
        }

        internal int TakeData(TlsManSession session, byte[] buffer, int offset, int count)
        {
            return _undelivered.Take(session, buffer, offset, count, _isDatagram);
        }

        internal void DropData(TlsManSession session)
        {
            _undelivered.RemoveAll(session);
        }

        /// <summary>
        /// Looks what is there, without waiting, unless somebody else does so anyway.
        /// </summary>
        internal void Look(TlsManSession session)
        {
            for (int i = 0; i < MostLooks && !IsPumped; i++)
            {
                if (session.LastUndelivered != null || session.IsEnded || !TryStep(_transport.Now) || !_hasReceived)
                {
                    return;
                }
            }
        }
    }
}
