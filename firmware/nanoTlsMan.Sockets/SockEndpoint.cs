//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections;
using System.Threading;

namespace NanoTlsMan.Sockets
{
    /// <summary>
    /// The endpoint of a sock: keeps the sessions that the application has to be told of and, in asynchronous mode, the thread that does it.
    /// </summary>
    internal sealed class SockEndpoint : TlsEndpoint
    {
        private const int SliceMilliseconds = 50;

        private readonly ArrayList _sessions = new ArrayList();
        private readonly AutoResetEvent _progress = new AutoResetEvent(false);
        private readonly AutoResetEvent _fetched;
        private readonly byte[] _data;
        private readonly Thread _pump;
        private bool _isStarted;
        private bool _isStopped;
        private bool _isStepping;

        internal SockEndpoint(TlsMan man, SecureTransport transport, int bufferSize, SecureSockMode mode)
            : base(man, transport, bufferSize)
        {
            if (mode == SecureSockMode.Asynchronous)
            {
                _fetched = new AutoResetEvent(false);
                _data = new byte[bufferSize];
                _pump = new Thread(Pump);
            }
        }

        internal SecureSockHandler Connected { get; set; }

        internal SecureDataHandler DataReceived { get; set; }

        internal SecureSockHandler Disconnected { get; set; }

        /// <summary>
        /// Starts the thread, if there is one and it does not run: not before there is somebody to receive for.
        /// </summary>
        internal void Start()
        {
            lock (SyncRoot)
            {
                if (_pump != null && !_isStarted)
                {
                    _isStarted = true;
                    _pump.Start();
                }
            }
        }

        /// <summary>
        /// Stops the thread and waits for it, unless it is the one that calls.
        /// </summary>
        internal void Stop()
        {
            _isStopped = true;
            Transport.Wake();

            if (_isStarted && _pump != Thread.CurrentThread)
            {
                _pump.Join();
            }
        }

        /// <summary>
        /// Finds a session that a client has opened and the application has not taken yet.
        /// </summary>
        internal TlsManSession TakeAccepted()
        {
            lock (SyncRoot)
            {
                for (int i = _sessions.Count - 1; i >= 0; i--)
                {
                    TlsManSession session = (TlsManSession)_sessions[i];

                    if (session.Role == TlsRole.Server && (session.TakeEvents() & SessionEvents.Connected) != 0)
                    {
                        return session;
                    }

                    Forget(session);
                }

                return null;
            }
        }

        /// <inheritdoc/>
        public override void Await(int deadline)
        {
            if (_pump == Thread.CurrentThread)
            {
                Step(deadline);
                return;
            }

            if (_pump == null && TryStep(deadline))
            {
                return;
            }

            // Another thread does the work. Others may wait for the same event, which wakes only one: so nobody waits for long.
            int left = Time32.Until(deadline, Transport.Now);

            Transport.Wake();
            _progress.WaitOne(left > SliceMilliseconds ? SliceMilliseconds : left, false);
        }

        /// <inheritdoc/>
        protected override void OnAccepted(TlsManSession session)
        {
            // An application that never asks for these must not make the list grow.
            for (int i = _sessions.Count - 1; i >= 0 && _pump == null; i--)
            {
                Forget((TlsManSession)_sessions[i]);
            }

            _sessions.Add(session);
        }

        /// <inheritdoc/>
        protected override void OnOpened(TlsManSession session)
        {
            // A session that is opened once more may be known still.
            if (!_sessions.Contains(session))
            {
                OnAccepted(session);
            }

            Start();
        }

        /// <inheritdoc/>
        protected override void OnFetched()
        {
            if (_fetched != null)
            {
                _fetched.Set();
            }
        }

        /// <summary>
        /// Does one round, unless another thread is at it: whose wait may be longer than the caller's.
        /// </summary>
        private bool TryStep(int deadline)
        {
            lock (SyncRoot)
            {
                if (_isStepping)
                {
                    return false;
                }

                _isStepping = true;
            }

            try
            {
                Step(deadline);
            }
            finally
            {
                lock (SyncRoot)
                {
                    _isStepping = false;
                }

                _progress.Set();
            }

            return true;
        }

        private void Forget(TlsManSession session)
        {
            if (session.IsOver && !session.IsDataReady)
            {
                _sessions.Remove(session);
            }
        }

        private void Pump()
        {
            while (!_isStopped)
            {
                Step(Transport.Now + Time32.LongestWait);
                RaiseEvents();
                _progress.Set();

                if (IsHeld)
                {
                    _fetched.WaitOne(SliceMilliseconds, false);
                }
            }

            RaiseEvents();

            // Plaintext does not outlive its use.
            Array.Clear(_data, 0, _data.Length);
        }

        private void RaiseEvents()
        {
            // A handler may open and close sessions: places shift, and whoever is missed has its turn in the next round.
            for (int i = 0; i < _sessions.Count; i++)
            {
                TlsManSession session;

                lock (SyncRoot)
                {
                    if (i >= _sessions.Count)
                    {
                        return;
                    }

                    session = (TlsManSession)_sessions[i];
                }

                RaiseEvents(session);
            }
        }

        private int Fetch(TlsManSession session)
        {
            // In one: otherwise another thread could take the data in between, and this one would wait for more.
            lock (SyncRoot)
            {
                return session.IsDataReady ? session.RetrieveData(_data, 0, _data.Length, null) : 0;
            }
        }

        private void RaiseEvents(TlsManSession session)
        {
            SessionEvents events = session.TakeEvents();
            SecureSockHandler connected = Connected;

            if ((events & SessionEvents.Connected) != 0 && connected != null)
            {
                connected(session);
            }

            // Another handler, or none, may be set while one runs.
            for (SecureDataHandler received = DataReceived; received != null; received = DataReceived)
            {
                int count = Fetch(session);

                if (count <= 0)
                {
                    break;
                }

                received(session, _data, 0, count);
            }

            if ((events & (SessionEvents.Closed | SessionEvents.Failed)) != 0)
            {
                SecureSockHandler disconnected = Disconnected;

                if (disconnected != null)
                {
                    disconnected(session);
                }

                lock (SyncRoot)
                {
                    Forget(session);
                }
            }
        }
    }
}
