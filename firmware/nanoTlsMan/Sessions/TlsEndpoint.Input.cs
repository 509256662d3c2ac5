//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Threading;

namespace NanoTlsMan
{
    /// <content>
    /// One round: timers, receive, deliver.
    /// </content>
    public partial class TlsEndpoint
    {
        // So often in a row a datagram transport may throw before it is given up.
        private const int MostReceiveFailures = 8;
        private const int RestMilliseconds = 10;

        // How long to wait for room in a transport that takes nothing at the moment, before looking for input again.
        private const int RoomMilliseconds = 20;

        // How many datagrams are handled between two steps of a calculation, if they are there.
        private const int MostBeforeComputing = 8;

        private readonly byte[] _input;
        private readonly byte[] _from;
        private readonly byte[] _reply;
        private TlsManSession _accepted;
        private TlsManSession _unsettled;
        private int _inputOffset;
        private int _inputCount;
        private int _receiveFailures;
        private bool _isInRound;
        private bool _hasReceived;
        private bool _hasUndrained;
        private bool _hasInput;
        private int _unhandled;

        /// <summary>
        /// Does one round: what timers ask for, then waits for input and delivers it. Returns at once if another thread
        /// is at it.
        /// </summary>
        /// <param name="deadline">When to stop waiting; timers may end the wait earlier.</param>
        public void Step(int deadline)
        {
            TryStep(deadline);
        }

        /// <summary>
        /// Does one round, unless another thread is at it.
        /// </summary>
        /// <param name="deadline">When to stop waiting; timers may end the wait earlier.</param>
        /// <returns><see langword="false"/> if another thread is at it; otherwise, <see langword="true"/>.</returns>
        protected bool TryStep(int deadline)
        {
            lock (_syncRoot)
            {
                if (_isInRound)
                {
                    return false;
                }

                if (_isDisposed)
                {
                    return true;
                }

                _isInRound = true;
                _hasReceived = false;
            }

            try
            {
                DoRound(deadline);
            }
            finally
            {
                if (_isDisposed)
                {
                    Array.Clear(_input, 0, _input.Length);
                }

                // Not within the lock: entering one takes memory on a board, and this must not fail.
                _isInRound = false;
            }

            SignalProgress();
            TellSecrets();
            return true;
        }

        private void DoRound(int deadline)
        {
            FinishPending();

            if (!Settle())
            {
                // There is no room for what a session has to say, and until it is said, its input has to stay where it
                // is.
                AwaitRoom(Time32.Earlier(deadline, _transport.Now + RoomMilliseconds));
                return;
            }

            if (_hasUndrained)
            {
                DrainAll();
                Settle();
            }

            // Whoever computes lets those go first whose input has come, but not for ever.
            if (_isComputing && _hasInput && ++_unhandled < MostBeforeComputing)
            {
                deadline = _transport.Now;
            }
            else
            {
                _unhandled = 0;
                deadline = HandleTimers(deadline);
            }

            if (_isDatagram)
            {
                ReceiveDatagram(deadline);
                return;
            }

            if (FeedStream() || IsHeld)
            {
                return;
            }

            // What the socket had no room for is tried again soon.
            ReceiveStream(_outbox.IsEmpty ? deadline : Time32.Earlier(deadline, _transport.Now + RoomMilliseconds));
        }

        /// <summary>
        /// Drains a session that was opened here to its end, for only then its deadline is known: a first flight may
        /// leave no room in the outbox to ask once more.
        /// </summary>
        internal void DrainRest(TlsManSession session)
        {
            do
            {
                lock (_syncRoot)
                {
                    if (session.IsEnded || Drain(session))
                    {
                        return;
                    }
                }
            }
            while (Flush());

            // Another thread is sending, or the stream takes nothing now: the next round goes on.
            _hasUndrained = true;
        }

        private void DrainAll()
        {
            lock (_syncRoot)
            {
                TlsManSession[] sessions = GetSessions();

                _hasUndrained = false;

                for (int i = 0; i < sessions.Length && _unsettled == null; i++)
                {
                    try
                    {
                        DrainInRound(sessions[i]);
                    }
                    catch (Exception exception)
                    {
                        Break(sessions[i], exception);
                    }
                }

                // The rest has its turn when there is room again.
                _hasUndrained = _unsettled != null;
            }
        }

        /// <summary>
        /// Drains a session whose input may lie in the endpoint's buffer still: no other input is taken before it is
        /// drained.
        /// </summary>
        private void DrainInRound(TlsManSession session)
        {
            _unsettled = Drain(session) ? null : session;
        }

        /// <summary>
        /// Sends what there is, and goes on with the session whose output found no room, if there is one.
        /// </summary>
        /// <returns><see langword="false"/> if there is still no room; otherwise, <see langword="true"/>.</returns>
        private bool Settle()
        {
            Flush();

            while (_unsettled != null)
            {
                lock (_syncRoot)
                {
                    try
                    {
                        DrainInRound(_unsettled);
                    }
                    catch (Exception exception)
                    {
                        Break(_unsettled, exception);
                    }
                }

                if (!Flush() && _unsettled != null)
                {
                    return false;
                }
            }

            return true;
        }

        private int Receive(int deadline)
        {
            try
            {
                int received = _transport.Receive(_input, 0, _input.Length, _from, deadline);

                _receiveFailures = 0;
                _hasReceived = received != SecureTransport.NothingReceived;
                _hasInput = _hasReceived;
                return received;
            }
            catch (OutOfMemoryException)
            {
                // What came is lost, as any datagram may be; of a stream nothing is lost before it is received.
                _drops.Add(DropReason.NoMemory);
            }
            catch (Exception)
            {
                if (!_isDatagram || ++_receiveFailures > MostReceiveFailures)
                {
                    return SecureTransport.ReceiveFailed;
                }
            }

            Thread.Sleep(RestMilliseconds);
            return SecureTransport.NothingReceived;
        }

        private void ReceiveDatagram(int deadline)
        {
            int received = Receive(deadline);

            if (received == SecureTransport.NothingReceived)
            {
                return;
            }

            if (received < 0)
            {
                Fail();
                return;
            }

            lock (_syncRoot)
            {
                if (!_isDisposed)
                {
                    DeliverDatagram(received);
                }
            }

            Settle();
            TellAccepted();
        }

        private void DeliverDatagram(int count)
        {
            int now = _transport.Now;

            try
            {
                _roamer = null;

                TlsListenerResult result = _listener.HandleInput(_input, 0, count, _from, _reply, now);

                switch (result.Action)
                {
                    case TlsListenerAction.Reply:
                        _outbox.PutReply(_reply, result.ReplyCount, _from);
                        break;

                    case TlsListenerAction.Accept:
                        Accept(result, count, now);
                        break;

                    case TlsListenerAction.Route:
                        if (result.IsByName)
                        {
                            NoteSource(result.Target, count);
                        }

                        Deliver(result.Target, count, now);
                        break;

                    default:
                        break;
                }

                // The sessions and the engine are nobody's to keep here.
                result.Clear();
            }
            catch (OutOfMemoryException)
            {
                _drops.Add(DropReason.NoMemory);
            }
        }

        private void Accept(TlsListenerResult result, int count, int now)
        {
            TlsEngine engine = result.Engine;
            TlsManSession displaced = result.Displaced;
            TlsManSession session = null;

            try
            {
                session =
                    new TlsManSession(this, PeerAddress.Copy(_from), _listener.Options, engine, result.Hello, now);
                Reserve();
                _listener.HalfOpen.Reserve();
                KeepSecrets(engine, _listener.Options);
                NameSession(session, engine);
                engine.Start(now);
            }
            catch (OutOfMemoryException)
            {
                if (session != null)
                {
                    ForgetName(session);
                }

                engine.Dispose();
                throw;
            }

            if (displaced != null && PeerAddress.AreEqual(displaced.RemoteAddress, session.RemoteAddress))
            {
                _listener.HalfOpen.Replace(displaced, session);
                displaced.End(CreateError(TlsErrorCause.Replaced));
            }
            else
            {
                if (displaced != null)
                {
                    displaced.End(CreateError(TlsErrorCause.Evicted));
                }

                _listener.HalfOpen.Add(session, now);
            }

            _accepted = session;
            Deliver(session, count, now);
        }

        private void Deliver(TlsManSession session, int count, int now)
        {
            try
            {
                session.Engine.HandleInput(_input, 0, count, now);
                DrainInRound(session);
            }
            catch (Exception exception)
            {
                Break(session, exception);
            }
        }

        private void TellAccepted()
        {
            TlsManSession accepted = _accepted;

            if (accepted != null)
            {
                _accepted = null;
                OnAccepted(accepted);
            }
        }

        private void ReceiveStream(int deadline)
        {
            int received = Receive(deadline);

            if (received == SecureTransport.NothingReceived)
            {
                return;
            }

            if (received > 0)
            {
                _inputOffset = 0;
                _inputCount = received;
                FeedStream();
                return;
            }

            lock (_syncRoot)
            {
                TlsManSession session = _sessions.Find(null);

                if (session != null)
                {
                    try
                    {
                        session.Engine.HandleEndOfStream();
                        DrainInRound(session);
                    }
                    catch (Exception exception)
                    {
                        Break(session, exception);
                    }
                }
            }

            Flush();
        }

        /// <summary>
        /// Gives left-over input to the session of a stream, record by record, so that never more than one record's
        /// data waits to be fetched.
        /// </summary>
        /// <returns><see langword="true"/> if there was any; otherwise, <see langword="false"/>.</returns>
        private bool FeedStream()
        {
            bool hadInput = false;

            while (true)
            {
                lock (_syncRoot)
                {
                    TlsManSession session = _sessions.Find(null);

                    // Nobody is left to take what came after the end.
                    if (session == null)
                    {
                        _inputCount = 0;
                    }

                    if (_inputCount == 0 || _undelivered.Count > 0 || _unsettled != null)
                    {
                        return hadInput;
                    }

                    hadInput = true;
                    _hasReceived = true;

                    try
                    {
                        int taken = session.Engine.HandleInput(_input, _inputOffset, _inputCount, _transport.Now);

                        _inputOffset += taken;
                        _inputCount -= taken;
                        DrainInRound(session);

                        // It computes: other endpoints of this thread have their turn before it goes on.
                        if (taken == 0)
                        {
                            return hadInput;
                        }
                    }
                    catch (Exception exception)
                    {
                        Break(session, exception);
                    }
                }

                Flush();
            }
        }

        /// <summary>
        /// Ends a session whose engine threw, for it is in no defined state any more.
        /// </summary>
        private void Break(TlsManSession session, Exception exception)
        {
            _unsettled = null;

            if (exception is OutOfMemoryException)
            {
                _drops.Add(DropReason.NoMemory);
                session.End(_outOfMemory);
            }
            else
            {
                session.End(CreateError(TlsErrorCause.InternalError));
            }
        }

        private void Fail()
        {
            EndAll(CreateError(TlsErrorCause.TransportFailed));
            Dispose();
        }
    }
}
