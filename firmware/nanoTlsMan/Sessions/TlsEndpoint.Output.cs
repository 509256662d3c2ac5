//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Threading;

namespace NanoTlsMan
{
    /// <content>
    /// What engines write, and how it leaves.
    /// </content>
    public partial class TlsEndpoint
    {
        /// <summary>
        /// What an open session needs at most for a record of the protocol's own, an alert. It is kept free where a
        /// program sends without pause.
        /// </summary>
        internal const int ProtocolRoom = 64;

        // A flight of a stream's handshake is written as a whole.
        private const int FlightRoom = 512;

        private const int MostTries = 20;

        private readonly Outbox _outbox;
        private SecretsQueue _secrets;
        private bool _isComputing;
        private bool _hasSender;

        /// <summary>
        /// Polls a session's engine until it is idle, and does what it says.
        /// </summary>
        /// <returns><see langword="false"/> if there was no room for what it may write, so that it has to be polled
        /// again; otherwise,
        /// <see langword="true"/>.</returns>
        internal bool Drain(TlsManSession session)
        {
            TlsEngine engine = session.Engine;
            int needed = GetNeededRoom(session);

            while (!session.IsEnded)
            {
                int room = _outbox.GetRoom();

                if (room < needed)
                {
                    return false;
                }

                TlsPollResult result = engine.Poll(_outbox.Buffer, _outbox.Tail, _isDatagram ? needed : room);

                if (session.Name != null && (session == _roamer || session.Name.Path != null))
                {
                    Follow(session, engine);
                }

                switch (result)
                {
                    case TlsPollResult.Transmit:
                        PutOutput(session, engine);
                        break;

                    case TlsPollResult.Data:
                        session.LastActivity = _transport.Now;
                        Keep(session, engine);
                        break;

                    case TlsPollResult.Connected:
                        session.LastActivity = _transport.Now;
                        session.EnterConnected();
                        break;

                    case TlsPollResult.Closed:
                        session.End(null);
                        break;

                    case TlsPollResult.Failed:
                        session.End(engine.Error);
                        break;

                    case TlsPollResult.Busy:
                        // It is due again at once; but one step at a time, and between two of them input is received.
                        _isComputing = true;
                        _deadlines.Update(session);
                        return true;

                    default:
                        _deadlines.Update(session);
                        return true;
                }
            }

            return true;
        }

        /// <summary>
        /// Sends what is in the outbox, as far as the transport takes it without waiting. If another thread is at it,
        /// that one sends all. Called without
        /// <see cref="SyncRoot"/>.
        /// </summary>
        /// <returns><see langword="true"/> if nothing is left; otherwise, <see langword="false"/>.</returns>
        internal bool Flush()
        {
            lock (_syncRoot)
            {
                if (_outbox.IsEmpty || _isShut)
                {
                    return true;
                }

                if (_outbox.IsSending)
                {
                    return false;
                }

                _outbox.BeginSend();
            }

            while (true)
            {
                int sent = SendNext();

                if (!EndSend(sent))
                {
                    SignalProgress();
                    return sent != 0;
                }
            }
        }

        /// <summary>
        /// Tells key logs what sessions have derived meanwhile. Called without <see cref="SyncRoot"/>.
        /// </summary>
        internal void TellSecrets()
        {
            while (_secrets != null && !_secrets.IsEmpty)
            {
                object[] secrets = null;

                lock (_syncRoot)
                {
                    if (!_secrets.IsEmpty)
                    {
                        secrets = _secrets.Take();
                    }
                }

                if (secrets != null)
                {
                    SecretsQueue.Tell(secrets);
                }
            }
        }

        /// <summary>
        /// Has a session's secrets kept until the lock is left, if anybody is to be told.
        /// </summary>
        internal void KeepSecrets(TlsEngine engine, TlsSessionOptions options)
        {
            if (options.DangerousKeyLog != null)
            {
                _secrets = _secrets == null ? new SecretsQueue() : _secrets;
                engine.Secrets = _secrets;
            }
        }

        /// <summary>
        /// Waits for room in the outbox.
        /// </summary>
        /// <param name="deadline">When to stop waiting.</param>
        internal void AwaitRoom(int deadline)
        {
            if (_outbox.IsSending)
            {
                AwaitProgress(deadline);
            }
            else
            {
                _transport.WaitForRoom(Time32.Earlier(deadline, _transport.Now + SliceMilliseconds));
            }
        }

        /// <summary>
        /// Tells how many bytes of a stream's records may be written now without taking the room of the protocol's own.
        /// </summary>
        internal int GetDataRoom()
        {
            return _outbox.GetRoom() - ProtocolRoom;
        }

        /// <summary>
        /// Gets the size of the outbox, in bytes.
        /// </summary>
        internal int BufferSize
        {
            get { return _outbox.Size; }
        }

        /// <summary>
        /// Gets how many bytes engines have written, wrapping.
        /// </summary>
        internal int WrittenTotal
        {
            get { return _outbox.PutTotal; }
        }

        /// <summary>
        /// Tells whether all that engines had written has left.
        /// </summary>
        /// <param name="total">What <see cref="WrittenTotal"/> was then.</param>
        internal bool HasLeft(int total)
        {
            return _outbox.SentTotal - total >= 0;
        }

        /// <summary>
        /// Waits for the right to send data over the stream, so that the records of two calls do not mingle.
        /// </summary>
        /// <returns><see langword="false"/> if another thread had it for as long as the time-out; otherwise,
        /// <see langword="true"/>.</returns>
        internal bool EnterSending(int timeout, int start)
        {
            while (true)
            {
                lock (_syncRoot)
                {
                    if (!_hasSender)
                    {
                        _hasSender = true;
                        return true;
                    }
                }

                int now = _transport.Now;
                int left = Time32.Left(timeout, start, now);

                if (left == 0)
                {
                    return false;
                }

                AwaitProgress(now + left);
            }
        }

        /// <summary>
        /// Gives up the right to send data over the stream.
        /// </summary>
        internal void LeaveSending()
        {
            _hasSender = false;
            SignalProgress();
        }

        /// <summary>
        /// Ends a session whose data could not be sent in time: of a record that has left in part nobody knows how to
        /// go on.
        /// </summary>
        internal void GiveUpSending(TlsManSession session)
        {
            session.End(CreateError(_isDatagram ? TlsErrorCause.TransportFailed : TlsErrorCause.PeerStalled));
        }

        /// <summary>
        /// Takes note of what was sent. Entering a lock takes memory on a board; without this nothing would ever be
        /// sent again, so it waits for some, and where none comes does it all the same: nobody else changes what is
        /// being sent.
        /// </summary>
        /// <returns><see langword="true"/> if there is more to be sent; otherwise, <see langword="false"/>.</returns>
        private bool EndSend(int sent)
        {
            for (int i = 0; i < MostTries; i++)
            {
                try
                {
                    lock (_syncRoot)
                    {
                        return EndSendLocked(sent);
                    }
                }
                catch (OutOfMemoryException)
                {
                    Thread.Sleep(1);
                }
            }

            _outbox.EndSend(sent < 0 ? 0 : sent);
            return false;
        }

        private bool EndSendLocked(int sent)
        {
            _outbox.EndSend(sent < 0 ? 0 : sent);

            if (sent < 0)
            {
                // Nothing more leaves over a stream that has failed.
                _outbox.Clear();
                EndStream();
            }

            if (_isShut)
            {
                _outbox.Wipe();
            }
            else if (sent > 0 && !_outbox.IsEmpty)
            {
                _outbox.BeginSend();
                return true;
            }

            return false;
        }

        private int GetNeededRoom(TlsManSession session)
        {
            if (_isDatagram)
            {
                return GetLongestDatagram(session);
            }

            return session.IsConnected ? ProtocolRoom : (_outbox.Size < FlightRoom ? _outbox.Size : FlightRoom);
        }

        private int SendNext()
        {
            int sent;

            try
            {
                sent = _transport.SendSome(_outbox.Buffer, _outbox.SendOffset, _outbox.SendCount, _outbox.SendPeer);
            }
            catch (Exception)
            {
                sent = SecureTransport.SendFailed;
            }

            // A datagram that could not be sent is lost like any other.
            return _isDatagram ? _outbox.SendCount : sent;
        }

        /// <summary>
        /// Gives the transport what a stream has no room for now, before it is disposed of: a goodbye.
        /// </summary>
        private void SendLast()
        {
            lock (_syncRoot)
            {
                if (_outbox.IsEmpty || _outbox.IsSending)
                {
                    return;
                }

                _outbox.BeginSend();
            }

            int sent;

            try
            {
                sent = _transport.SendLast(_outbox.Buffer, _outbox.SendOffset, _outbox.SendCount, _outbox.SendPeer);
            }
            catch (Exception)
            {
                sent = SecureTransport.SendFailed;
            }

            EndSend(sent);
        }

        private void EndStream()
        {
            TlsManSession session = _sessions.Find(null);

            if (session != null)
            {
                session.End(CreateError(TlsErrorCause.TransportFailed));
            }
        }

        private void Keep(TlsManSession session, TlsEngine engine)
        {
            if (engine.DataCount == 0)
            {
                _drops.Add(DropReason.Empty);
                return;
            }

            try
            {
                int places = _limits.MaxUndelivered;

                // Of a stream there is one record at a time.
                if (_undelivered.Add(
                    session, engine.DataBuffer, engine.DataOffset, engine.DataCount, places,
                    places * _limits.MaxSessions))
                {
                    session.Raise(SessionEvents.Data);
                    return;
                }

                _drops.Add(DropReason.QueueFull);
            }
            catch (OutOfMemoryException)
            {
                // A stream without one of its records is none; of datagrams each may be lost.
                if (!_isDatagram)
                {
                    throw;
                }

                _drops.Add(DropReason.NoMemory);
            }
        }
    }
}
