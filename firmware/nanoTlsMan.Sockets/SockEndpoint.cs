//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Threading;

namespace NanoTlsMan.Sockets
{
    /// <summary>
    /// The endpoint of a sock and, in asynchronous mode, the thread that moves its bytes and raises its events.
    /// </summary>
    internal sealed class SockEndpoint : TlsEndpoint
    {
        private const int SliceMilliseconds = 50;

        // How long Dispose waits for the thread, which is about to end as a rule; but a handler of the program's may
        // keep it.
        private const int JoinMilliseconds = 50;

        // So often in a row a round may fail for no memory or another reason, with a rest in between, before the sock
        // is given up.
        private const int MostFailures = 100;
        private const int RestMilliseconds = 10;

        private readonly AutoResetEvent _fetched;
        private readonly Thread _pump;
        private readonly TlsManError _handlerFailed =
            new TlsManError(TlsErrorCause.HandlerFailed, TlsErrorLayer.Api, TlsAlert.None, 0);
        private SecureDataHandler _dataReceived;
        private bool _isStarted;

        internal SockEndpoint(TlsMan man, SecureTransport transport, int bufferSize, SecureSockMode mode)
            : base(man, transport, bufferSize)
        {
            if (mode == SecureSockMode.Asynchronous)
            {
                _fetched = new AutoResetEvent(false);
                _pump = new Thread(Pump);
            }
        }

        internal SecureSockHandler Connected { get; set; }

        internal SecureSockHandler PeerMoved { get; set; }

        internal SecureSockHandler Ended { get; set; }

        internal SecureSockErrorHandler HandlerFailed { get; set; }

        internal SecureDataHandler DataReceived
        {
            get
            {
                return _dataReceived;
            }

            set
            {
                _dataReceived = value;

                // What came before somebody listens waits for him.
                if (_pump != null && value != null)
                {
                    RepeatNews();
                    _fetched.Set();
                }
            }
        }

        /// <inheritdoc/>
        protected override bool IsPumped
        {
            get { return _pump != null; }
        }

        /// <inheritdoc/>
        protected override bool TakesNews
        {
            get { return true; }
        }

        /// <inheritdoc/>
        protected override bool TakesAllNews
        {
            get { return _pump != null; }
        }

        /// <summary>
        /// Starts the thread, if there is one and it does not run: not before there is somebody to receive for.
        /// </summary>
        /// <exception cref="OutOfMemoryException">There is no memory for it.</exception>
        internal void Start()
        {
            lock (SyncRoot)
            {
                if (_pump == null || _isStarted)
                {
                    return;
                }

                _pump.Start();
                _isStarted = true;
            }
        }

        /// <summary>
        /// Waits for the thread to end, which it does once the endpoint is disposed of; not for long, and not if it is
        /// the one that calls.
        /// </summary>
        internal void Join()
        {
            if (_isStarted && _pump != Thread.CurrentThread)
            {
                _fetched.Set();
                _pump.Join(JoinMilliseconds);
            }
        }

        /// <summary>
        /// Waits for a session that a client has opened and the application has not taken yet.
        /// </summary>
        /// <returns>The session, or <see langword="null"/> if none came in time.</returns>
        internal TlsManSession Accept(int timeout)
        {
            int start = Transport.Now;

            Look();

            while (true)
            {
                for (TlsManSession session = TakeNews(); session != null; session = TakeNews())
                {
                    if ((session.TakeEvents() & SessionEvents.Connected) != 0)
                    {
                        return session;
                    }
                }

                if (!AwaitMore(timeout, start))
                {
                    return null;
                }
            }
        }

        /// <summary>
        /// Waits for application data of any peer.
        /// </summary>
        /// <returns>How many bytes there are, or a <see cref="TlsManStatus"/>.</returns>
        internal int Receive(byte[] buffer, int offset, int count, int timeout, out TlsManSession session)
        {
            int start = Transport.Now;

            Look();

            while (true)
            {
                int taken = TakeReady(buffer, offset, count, out session);

                if (session != null)
                {
                    OnFetched();
                    return taken;
                }

                if (!AwaitMore(timeout, start))
                {
                    return TlsManStatus.TimedOut;
                }
            }
        }

        /// <summary>
        /// Waits until something may have happened.
        /// </summary>
        /// <returns><see langword="false"/> if the time-out is over; otherwise, <see langword="true"/>.</returns>
        /// <exception cref="ObjectDisposedException">The endpoint is disposed of.</exception>
        private bool AwaitMore(int timeout, int start)
        {
            if (IsDisposed)
            {
                throw new ObjectDisposedException(null);
            }

            int now = Transport.Now;
            int left = Time32.Left(timeout, start, now);

            if (left == 0)
            {
                return false;
            }

            Await(now + left);
            return true;
        }

        /// <inheritdoc/>
        public override void Await(int deadline)
        {
            if (_pump != null && _pump != Thread.CurrentThread)
            {
                AwaitProgress(deadline);
                return;
            }

            base.Await(deadline);
        }

        /// <inheritdoc/>
        protected override void OnOpened(TlsManSession session)
        {
            Start();

            // The thread may be waiting for longer than the session's first timer.
            Transport.Wake();

            if (_fetched != null)
            {
                _fetched.Set();
            }
        }

        /// <inheritdoc/>
        protected override void OnFetched()
        {
            if (_fetched != null)
            {
                _fetched.Set();
            }
        }

        private void Pump()
        {
            int failures = 0;

            while (!IsDisposed)
            {
                try
                {
                    Step(Transport.Now + Time32.LongestWait);
                    RaiseEvents();

                    if (IsHeld)
                    {
                        _fetched.WaitOne(SliceMilliseconds, false);
                    }

                    failures = 0;
                }
                catch (Exception)
                {
                    // No memory, or a transport's fault: what was under way is dropped, and life goes on, unless it
                    // does so for good.
                    if (++failures > MostFailures)
                    {
                        Dispose();
                    }

                    Thread.Sleep(RestMilliseconds);
                }
            }

            // Who is told of a session's beginning is told of its end.
            try
            {
                RaiseEvents();
            }
            catch (Exception)
            {
                // There is nobody left to tell.
            }
        }

        private void RaiseEvents()
        {
            for (TlsManSession session = TakeNews(); session != null; session = TakeNews())
            {
                RaiseEvents(session);
            }
        }

        private void RaiseEvents(TlsManSession session)
        {
            SessionEvents events = session.TakeEvents();

            if ((events & SessionEvents.Connected) != 0)
            {
                Tell(Connected, session);
            }

            if ((events & SessionEvents.PeerMoved) != 0)
            {
                Tell(PeerMoved, session);
            }

            // Another handler, or none, may be set while one runs.
            for (SecureDataHandler received = _dataReceived; received != null; received = _dataReceived)
            {
                if (!HandData(session, received, out Exception failure))
                {
                    break;
                }

                if (failure != null)
                {
                    OnHandlerFailed(session, failure);
                }
            }

            if ((events & SessionEvents.Ended) != 0)
            {
                Tell(Ended, session);
            }
        }

        private void Tell(SecureSockHandler handler, TlsManSession session)
        {
            if (handler == null)
            {
                return;
            }

            try
            {
                handler(session);
            }
            catch (Exception exception)
            {
                OnHandlerFailed(session, exception);
            }
        }

        private void OnHandlerFailed(TlsManSession session, Exception exception)
        {
            SecureSockErrorHandler failed = HandlerFailed;

            if (failed == null)
            {
                // Nobody knows what the program has not done, so the session does not go on as if nothing had happened.
                session.CloseChannel(_handlerFailed);
                return;
            }

            try
            {
                failed(session, exception);
            }
            catch (Exception)
            {
                session.CloseChannel(_handlerFailed);
            }
        }
    }
}
