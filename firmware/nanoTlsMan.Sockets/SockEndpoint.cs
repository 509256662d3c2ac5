//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

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
        private readonly AutoResetEvent _progress;
        private readonly byte[] _data;
        private readonly Thread _pump;
        private bool _isStarted;
        private bool _isStopped;

        internal SockEndpoint(TlsMan man, SecureTransport transport, int bufferSize, SecureSockMode mode)
            : base(man, transport, bufferSize)
        {
            if (mode == SecureSockMode.Asynchronous)
            {
                _progress = new AutoResetEvent(false);
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
        /// Keeps a session, so that its events are raised.
        /// </summary>
        internal void Track(TlsManSession session)
        {
            lock (SyncRoot)
            {
                OnAccepted(session);
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

        /// <summary>
        /// Finds a session that has data.
        /// </summary>
        internal TlsManSession FindReady()
        {
            lock (SyncRoot)
            {
                for (int i = _sessions.Count - 1; i >= 0; i--)
                {
                    TlsManSession session = (TlsManSession)_sessions[i];

                    if (session.IsDataReady)
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
            if (_pump == null || _pump == Thread.CurrentThread)
            {
                Step(deadline);
                return;
            }

            // Others may wait for the same event, which wakes only one: so nobody waits for long.
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
            Start();
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
            }

            RaiseEvents();
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

        private void RaiseEvents(TlsManSession session)
        {
            SessionEvents events = session.TakeEvents();

            if ((events & SessionEvents.Connected) != 0 && Connected != null)
            {
                Connected(session);
            }

            while (DataReceived != null && session.IsDataReady)
            {
                int count = session.RetrieveData(_data, 0, _data.Length, null);

                if (count > 0)
                {
                    DataReceived(session, _data, 0, count);
                }
            }

            if ((events & (SessionEvents.Closed | SessionEvents.Failed)) != 0)
            {
                if (Disconnected != null)
                {
                    Disconnected(session);
                }

                lock (SyncRoot)
                {
                    Forget(session);
                }
            }
        }
    }
}
