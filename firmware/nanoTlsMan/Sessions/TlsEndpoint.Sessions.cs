//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Wire;

namespace NanoTlsMan
{
    /// <content>
    /// How sessions come in, get their place, and are let go.
    /// </content>
    public partial class TlsEndpoint
    {
        /// <summary>How many sessions are over with which not all is done that is to be done. A field: see
        /// <see cref="TlsManSession"/>.</summary>
        internal int Unfinished;

        /// <summary>
        /// Takes in a session that is opened here. Nothing has changed if that throws.
        /// </summary>
        /// <returns>A <see cref="TlsManStatus"/>.</returns>
        internal int Admit(TlsManSession session)
        {
            FinishPending();

            // One peer has one session, for nothing else would tell whose a datagram is.
            if (HasSession(session.RemoteAddress))
            {
                return TlsManStatus.InvalidState;
            }

            if (_sessions.Count >= _limits.MaxSessions)
            {
                return TlsManStatus.TableFull;
            }

            Reserve();
            _sessions.Add(session);
            return TlsManStatus.Ok;
        }

        /// <summary>
        /// Tells whether a session that was restored has a place here.
        /// </summary>
        /// <returns>What is wrong, or <see cref="TlsErrorCause.None"/>.</returns>
        internal TlsErrorCause CheckRestored(TlsManSession session)
        {
            byte[] id = session.Engine.HasConnectionId ? session.Engine.ConnectionId : null;

            lock (_syncRoot)
            {
                bool isTaken = HasSession(session.RemoteAddress)
                    || (id != null && _listener.Ids != null && _listener.Ids.Find(id, 0, id.Length) != null);

                return isTaken || _sessions.Count >= _limits.MaxSessions
                    ? TlsErrorCause.InvalidState
                    : TlsErrorCause.None;
            }
        }

        /// <summary>
        /// Takes in a session that was restored; <see cref="CheckRestored"/> allowed it. Called with the lock held.
        /// </summary>
        /// <returns>A <see cref="TlsManStatus"/>.</returns>
        internal int AdmitRestored(TlsManSession session)
        {
            if (_isDisposed || CheckRestored(session) != TlsErrorCause.None)
            {
                return TlsManStatus.InvalidState;
            }

            SessionName name = null;

            if (session.Engine.HasConnectionId)
            {
                _listener.ReserveIds(SessionCount + 1);
                name = new SessionName();
            }

            int status = Admit(session);

            if (status == TlsManStatus.Ok && name != null)
            {
                _listener.Ids.Add(session, name);
            }

            return status;
        }

        /// <summary>
        /// Takes note that something happened to a session, for who asks with <see cref="TakeNews"/>.
        /// </summary>
        internal void NoteNews(TlsManSession session)
        {
            if (!session.IsInNews && TakesNews
                && (TakesAllNews || (session.Role == TlsRole.Server && session.IsNewlyConnected)))
            {
                _news.Add(session);
                session.IsInNews = true;
            }
        }

        /// <summary>
        /// Does what is to be done with a session that has ended: news of it, its place, its keys.
        /// </summary>
        internal void Finish(TlsManSession session)
        {
            NoteNews(session);
            Release(session);
            session.Engine.Dispose();
        }

        /// <summary>
        /// Does what was left to be done with sessions that are over: on a board every call takes memory, so that even
        /// an end may have to wait for some.
        /// </summary>
        /// <exception cref="OutOfMemoryException">There is still none.</exception>
        internal void FinishPending()
        {
            if (Unfinished == 0)
            {
                return;
            }

            lock (_syncRoot)
            {
                TlsManSession[] sessions = GetSessions();

                for (int i = 0; i < sessions.Length; i++)
                {
                    if (sessions[i].IsEnded)
                    {
                        Finish(sessions[i]);
                    }
                }

                Unfinished = 0;
            }
        }

        /// <summary>
        /// Lets a session go.
        /// </summary>
        internal void Release(TlsManSession session)
        {
            if (_listener.HalfOpen == null || !_listener.HalfOpen.Remove(session))
            {
                _sessions.Remove(session);
            }

            _deadlines.Remove(session);
            ForgetName(session);
        }

        /// <summary>
        /// Gives an open session its place among the others: its peer has shown that it knows the key.
        /// </summary>
        internal void Establish(TlsManSession session)
        {
            if (!session.Engine.HasConnectionId)
            {
                ForgetName(session);
            }

            if (_listener.HalfOpen == null || !_listener.HalfOpen.Remove(session))
            {
                return;
            }

            TlsManSession former = _sessions.Find(session.RemoteAddress);

            _listener.HalfOpen.NoteCompletion();

            if (former != null && former.Engine.HasConnectionId && !IsSamePeer(former, session))
            {
                // Somebody else, who got the address that a NAT took from the former. That one is known by its
                // connection ID, wherever it is.
                former = null;
            }

            if (former != null)
            {
                // The peer has lost its keys and could not read a close_notify.
                former.End(CreateError(TlsErrorCause.Replaced));
            }
            else if (_sessions.Count >= _limits.MaxSessions)
            {
                TlsManSession idlest = _sessions.FindIdle(_limits.IdleTimeout, _transport.Now);

                if (idlest == null)
                {
                    _sessions.Add(session);
                    session.SayGoodbye(CreateError(TlsErrorCause.TableFull));
                    return;
                }

                idlest.SayGoodbye(CreateError(TlsErrorCause.Evicted));
            }

            _sessions.Add(session);
        }

        /// <summary>
        /// Tells how long a datagram to a session's peer may be, in bytes: its MTU, if the buffer is not shorter.
        /// </summary>
        internal int GetLongestDatagram(TlsManSession session)
        {
            return session.Options.Mtu < _outbox.Size ? session.Options.Mtu : _outbox.Size;
        }

        private bool HasSession(byte[] peer)
        {
            return _sessions.Find(peer) != null
                || (_listener.HalfOpen != null && _listener.HalfOpen.Table.Find(peer) != null);
        }

        private static bool IsSamePeer(TlsManSession left, TlsManSession right)
        {
            byte[] one = left.PeerIdentity;
            byte[] other = right.PeerIdentity;

            return one != null && other != null && one.Length == other.Length
                && ConstantTime.AreEqual(one, 0, other, 0, one.Length);
        }

        private void Reserve()
        {
            int count = SessionCount + 1;

            // The table of open sessions has to take those as well whose handshakes are under way.
            _sessions.Reserve(count);
            _deadlines.Reserve(count);

            if (!TakesNews)
            {
                return;
            }

            if (!TakesAllNews)
            {
                // A program that never asks for these must not make the queue grow.
                _news.RemoveOver();
            }

            _news.Reserve(_news.Count + count);
        }

        /// <summary>
        /// Makes the error of a session that is ended here. Where there is no memory for it, that is what is said
        /// instead.
        /// </summary>
        internal TlsManError CreateError(TlsErrorCause cause)
        {
            try
            {
                return new TlsManError(cause, TlsManError.GetLayer(cause), TlsAlert.None, 0);
            }
            catch (OutOfMemoryException)
            {
                return _outOfMemory;
            }
        }

        private void EndAll(TlsManError reason)
        {
            int open = 0;
            int opening = 0;

            while (true)
            {
                lock (_syncRoot)
                {
                    TlsManSession session = _sessions.FindAny(ref open);

                    if (session == null && _listener.HalfOpen != null)
                    {
                        session = _listener.HalfOpen.Table.FindAny(ref opening);
                    }

                    if (session == null)
                    {
                        return;
                    }

                    if (reason == null)
                    {
                        session.SayGoodbye(null);
                    }

                    session.End(reason);
                    _undelivered.RemoveAll(session);
                }

                // The goodbyes of many sessions do not fit together, so each leaves before the next.
                Flush();
            }
        }
    }
}
