//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan
{
    /// <summary>
    /// One transport and the sessions that share it: many over datagrams, one over a stream. It moves bytes between them and keeps their timers.
    /// </summary>
    /// <remarks>
    /// <see cref="Step"/> does one round: timers, receive, deliver. Whoever waits for something calls it until that has happened; a subclass with
    /// a thread of its own overrides <see cref="Await"/>. State is guarded by <see cref="SyncRoot"/>, which is never held while waiting.
    /// </remarks>
    public class TlsEndpoint : IDisposable
    {
        private const int ReceiveQueueLength = 4;

        private readonly TlsMan _man;
        private readonly SecureTransport _transport;
        private readonly TlsListener _listener;
        private readonly DropCounters _drops = new DropCounters();
        private readonly ReceiveQueue _queue = new ReceiveQueue(ReceiveQueueLength);
        private readonly object _syncRoot = new object();
        private readonly object _stepGate = new object();
        private readonly byte[] _input;
        private readonly byte[] _output;
        private readonly byte[] _from = new byte[PeerAddress.Size];
        private int _inputOffset;
        private int _inputCount;
        private bool _isDisposed;

        /// <summary>
        /// Initializes a new instance of the <see cref="TlsEndpoint"/> class.
        /// </summary>
        /// <param name="man">Has the stacks.</param>
        /// <param name="transport">Carries the records; the caller disposes of it after the endpoint.</param>
        /// <param name="bufferSize">Size of the input and of the output buffer, in bytes: the longest datagram, or the share of the stream that is
        /// handled at once; at least 256.</param>
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
            _input = new byte[bufferSize];
            _output = new byte[bufferSize];
            _listener = new TlsListener(man, _drops);
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
        /// Gets the table of sessions and its limits.
        /// </summary>
        public TlsListener Listener
        {
            get { return _listener; }
        }

        /// <summary>
        /// Gets the counts of what was dropped.
        /// </summary>
        public DropCounters Drops
        {
            get { return _drops; }
        }

        /// <summary>
        /// Gets what guards the state of the endpoint and of its sessions.
        /// </summary>
        public object SyncRoot
        {
            get { return _syncRoot; }
        }

        /// <summary>
        /// Gets a value indicating whether the endpoint was disposed of, or its transport failed: nothing comes or goes any more.
        /// </summary>
        public bool IsDisposed
        {
            get { return _isDisposed; }
        }

        /// <summary>
        /// Gets a value indicating whether <see cref="Step"/> would return at once, with nothing done: data of a stream waits to be fetched, a stream
        /// has nobody to receive for, or the endpoint is disposed of. Whoever steps again and again waits in between.
        /// </summary>
        protected bool IsHeld
        {
            get { return _isDisposed || (_transport.Kind == TlsTransportKind.Stream && (_queue.Count > 0 || _listener.Count == 0)); }
        }

        /// <summary>
        /// Does one round: what timers ask for, then waits for input and delivers it.
        /// </summary>
        /// <param name="deadline">When to stop waiting; timers may end the wait earlier.</param>
        public void Step(int deadline)
        {
            lock (_stepGate)
            {
                int received = 0;

                lock (_syncRoot)
                {
                    if (_isDisposed)
                    {
                        return;
                    }

                    deadline = HandleTimers(deadline);

                    if (_transport.Kind == TlsTransportKind.Stream && (_inputCount > 0 || IsHeld))
                    {
                        // What came before comes first; and while nobody fetches it, or is there to, the stream waits in its socket.
                        FeedStream();
                        return;
                    }
                }

                received = _transport.Receive(_input, 0, _input.Length, _transport.Kind == TlsTransportKind.Datagram ? _from : null, deadline);

                lock (_syncRoot)
                {
                    if (received != SecureTransport.NothingReceived && !_isDisposed)
                    {
                        Deliver(received);
                    }
                }
            }
        }

        /// <summary>
        /// Waits until something may have happened. Called without <see cref="SyncRoot"/>.
        /// </summary>
        /// <param name="deadline">When to stop waiting.</param>
        public virtual void Await(int deadline)
        {
            Step(deadline);
        }

        /// <summary>
        /// Ends all sessions with close_notify, where they are open, and wipes them.
        /// </summary>
        public void Dispose()
        {
            lock (_syncRoot)
            {
                if (_isDisposed)
                {
                    return;
                }

                while (_listener.Count > 0)
                {
                    _listener.Get(_listener.Count - 1).Dispose();
                }

                _isDisposed = true;
                Array.Clear(_input, 0, _input.Length);
                Array.Clear(_output, 0, _output.Length);
            }

            _transport.Wake();
        }

        /// <summary>
        /// Tells that a session was opened by a peer. Called with <see cref="SyncRoot"/> held.
        /// </summary>
        /// <param name="session">The session, at the beginning of its handshake.</param>
        protected virtual void OnAccepted(TlsManSession session)
        {
        }

        /// <summary>
        /// Tells that a session was opened here and sits in the table, so that what comes for it finds it. Called with <see cref="SyncRoot"/> held,
        /// before the call that opens it waits.
        /// </summary>
        /// <param name="session">The session.</param>
        protected internal virtual void OnOpened(TlsManSession session)
        {
        }

        /// <summary>
        /// Tells that data was fetched, so that a stream may go on. Called with <see cref="SyncRoot"/> held.
        /// </summary>
        protected virtual void OnFetched()
        {
        }

        /// <summary>
        /// Finds the session whose data has waited longest.
        /// </summary>
        /// <returns>The session, or <see langword="null"/> where nothing waits.</returns>
        public TlsManSession FindReady()
        {
            lock (_syncRoot)
            {
                return _queue.FirstOwner;
            }
        }

        internal bool HasData(TlsManSession session)
        {
            return _queue.Has(session);
        }

        internal int TakeData(TlsManSession session, byte[] buffer, int offset, int count)
        {
            int taken = _queue.Take(session, buffer, offset, count, _transport.Kind == TlsTransportKind.Datagram);

            OnFetched();
            return taken;
        }

        internal void DropData(TlsManSession session)
        {
            _queue.RemoveAll(session);
        }

        /// <summary>
        /// Tells how long a datagram to a session's peer may be, in bytes: its MTU, if the buffer is not shorter.
        /// </summary>
        internal int GetLongestDatagram(TlsManSession session)
        {
            return session.Options.Mtu < _output.Length ? session.Options.Mtu : _output.Length;
        }

        /// <summary>
        /// Polls a session's engine until it is idle, and does what it says.
        /// </summary>
        internal void Drain(TlsManSession session)
        {
            TlsEngine engine = session.Engine;
            int limit = _transport.Kind == TlsTransportKind.Datagram ? GetLongestDatagram(session) : _output.Length;

            while (true)
            {
                switch (engine.Poll(_output, 0, limit))
                {
                    case TlsPollResult.Transmit:
                        if (!_transport.Send(_output, 0, engine.OutputCount, session.PeerKey) && _transport.Kind == TlsTransportKind.Stream)
                        {
                            session.End(new TlsManError(TlsErrorCause.TransportFailed, TlsErrorLayer.Transport, TlsAlert.None, 0));
                            return;
                        }

                        break;

                    case TlsPollResult.Data:
                        session.LastActivity = _transport.Now;

                        if (engine.DataCount == 0 || (_queue.IsFull && _transport.Kind == TlsTransportKind.Datagram))
                        {
                            _drops.Add(engine.DataCount == 0 ? DropReason.Empty : DropReason.QueueFull);
                        }
                        else
                        {
                            _queue.Add(session, engine.DataBuffer, engine.DataOffset, engine.DataCount);
                            session.Raise(SessionEvents.Data);
                        }

                        break;

                    case TlsPollResult.Connected:
                        session.LastActivity = _transport.Now;
                        session.Raise(SessionEvents.Connected);
                        break;

                    case TlsPollResult.Closed:
                        session.End(null);
                        return;

                    case TlsPollResult.Failed:
                        session.End(engine.Error);
                        return;

                    case TlsPollResult.Busy:
                        break;

                    default:
                        return;
                }
            }
        }

        private int HandleTimers(int deadline)
        {
            int now = _transport.Now;

            // Backwards, for a session that ends leaves the table.
            for (int i = _listener.Count - 1; i >= 0; i--)
            {
                TlsManSession session = _listener.Get(i);
                TlsEngine engine = session.Engine;

                if (engine.HasDeadline && Time32.IsDue(engine.Deadline, now))
                {
                    engine.HandleTimeout(now);
                    Drain(session);
                    deadline = now;
                }

                if (engine.HasDeadline)
                {
                    deadline = Time32.Earlier(deadline, engine.Deadline);
                }
            }

            return deadline;
        }

        private void Deliver(int received)
        {
            if (_transport.Kind == TlsTransportKind.Datagram)
            {
                if (received >= 0)
                {
                    DeliverDatagram(received);
                }
                else
                {
                    Fail();
                }

                return;
            }

            if (received > 0)
            {
                _inputOffset = 0;
                _inputCount = received;
                FeedStream();
                return;
            }

            if (_listener.Count > 0)
            {
                TlsManSession session = _listener.Get(0);

                session.Engine.HandleEndOfStream();
                Drain(session);
            }
        }

        private void Fail()
        {
            while (_listener.Count > 0)
            {
                _listener.Get(_listener.Count - 1).End(new TlsManError(TlsErrorCause.TransportFailed, TlsErrorLayer.Transport, TlsAlert.None, 0));
            }

            Dispose();
        }

        private void DeliverDatagram(int count)
        {
            int now = _transport.Now;

            switch (_listener.HandleInput(_input, 0, count, _from, _output, now))
            {
                case TlsListenerResult.Reply:
                    _transport.Send(_output, 0, _listener.ReplyCount, _from);
                    break;

                case TlsListenerResult.Accept:
                    if (_listener.Session != null)
                    {
                        MakePlace(_listener.Session);
                    }

                    TlsManSession accepted = new TlsManSession(this, PeerAddress.Copy(_from), _listener.Options, _listener.Engine, _listener.HelloTag, now);

                    _listener.Add(accepted);
                    OnAccepted(accepted);
                    accepted.Engine.Start(now);
                    accepted.Engine.HandleInput(_input, 0, count, now);
                    Drain(accepted);
                    break;

                case TlsListenerResult.Route:
                    TlsManSession session = _listener.Session;

                    session.Engine.HandleInput(_input, 0, count, now);
                    Drain(session);
                    break;

                default:
                    break;
            }
        }

        private void MakePlace(TlsManSession session)
        {
            if (PeerAddress.AreEqual(session.PeerKey, _from))
            {
                // The peer has lost its keys and could not read a close_notify.
                session.End(new TlsManError(TlsErrorCause.Replaced, TlsErrorLayer.Session, TlsAlert.None, 0));
            }
            else
            {
                session.Abandon(new TlsManError(TlsErrorCause.Evicted, TlsErrorLayer.Session, TlsAlert.None, 0));
            }
        }

        private void FeedStream()
        {
            // Record by record, so that never more than one record's data waits to be fetched.
            while (_inputCount > 0 && _queue.Count == 0 && _listener.Count > 0)
            {
                TlsManSession session = _listener.Get(0);
                int taken = session.Engine.HandleInput(_input, _inputOffset, _inputCount, _transport.Now);

                _inputOffset += taken;
                _inputCount -= taken;
                Drain(session);

                if (taken == 0)
                {
                    return;
                }
            }

            // Nobody is left to take what came behind the end.
            if (_listener.Count == 0)
            {
                _inputCount = 0;
            }
        }
    }
}
