//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan
{
    /// <content>
    /// Peers that move: found by connection ID, and followed as far as they are believed.
    /// </content>
    public partial class TlsEndpoint
    {
        // The session of the datagram in hand, if that came from elsewhere than the session's address or that is in
        // doubt.
        private TlsManSession _roamer;
        private int _roamerCount;

        /// <summary>
        /// Takes note of which session a datagram was given to, by its connection ID.
        /// </summary>
        private void NoteSource(TlsManSession session, int count)
        {
            bool isMoving = session.Name.Path != null || !PeerAddress.AreEqual(session.RemoteAddress, _from);

            _roamer = isMoving ? session : null;
            _roamerCount = count;
        }

        /// <summary>
        /// Looks at what an engine found out about its peer's address.
        /// </summary>
        private void Follow(TlsManSession session, TlsEngine engine)
        {
            if (session == _roamer && engine.IsInputNewest)
            {
                _roamer = null;
                FollowInput(session, engine);
            }

            PeerPath path = session.Name.Path;

            if (path == null || !path.IsChecked)
            {
                return;
            }

            TlsPathCheck check = engine.PathCheck;

            if (check == TlsPathCheck.Proven)
            {
                session.Name.Path = null;
                MovePeer(session, path.Address);
            }
            else if (check != TlsPathCheck.Pending)
            {
                session.Name.Path = null;
            }
        }

        // An authentic record, newer than all before: here is where the peer was last (RFC 9146, section 6).
        private void FollowInput(TlsManSession session, TlsEngine engine)
        {
            PeerPath path = session.Name.Path;
            byte[] proven = path == null ? session.RemoteAddress : path.Proven;
            int now = _transport.Now;

            if (PeerAddress.AreEqual(_from, proven))
            {
                // It is back, or has never been elsewhere.
                session.Name.Path = null;
                MovePeer(session, proven);
                return;
            }

            if (path != null && PeerAddress.AreEqual(_from, path.Address))
            {
                if (path.NoteReceived(_roamerCount, now))
                {
                    session.Name.Path = null;
                }

                return;
            }

            PeerPath next;

            try
            {
                TlsPathCheck check = engine.CheckPath(now);

                // Nobody is believed whom one cannot ask though he would answer.
                next = check == TlsPathCheck.Failed
                    ? null
                    : new PeerPath(PeerAddress.Copy(_from), proven, check == TlsPathCheck.Pending, now);
            }
            catch (OutOfMemoryException)
            {
                _drops.Add(DropReason.NoMemory);
                return;
            }

            session.Name.Path = next;

            if (next != null)
            {
                next.NoteReceived(_roamerCount, now);

                if (!next.IsChecked)
                {
                    MovePeer(session, next.Address);
                }
            }
        }

        /// <summary>
        /// Gives a session's peer another address.
        /// </summary>
        private void MovePeer(TlsManSession session, byte[] address)
        {
            if (PeerAddress.AreEqual(session.RemoteAddress, address))
            {
                return;
            }

            if (_listener.HalfOpen == null || !_listener.HalfOpen.Move(session, address))
            {
                _sessions.Remove(session);
                session.Move(address);
                _sessions.Add(session);
            }

            session.Raise(SessionEvents.PeerMoved);
        }

        /// <summary>
        /// Hands an engine's output to the outbox, for where the peer is or is believed to be.
        /// </summary>
        private void PutOutput(TlsManSession session, TlsEngine engine)
        {
            PeerPath path = session.Name == null ? null : session.Name.Path;

            if (path == null)
            {
                _outbox.Put(engine.OutputCount, session.RemoteAddress);
                return;
            }

            byte[] peer = path.Route(engine.OutputPath, engine.OutputCount, _from);

            if (peer != null)
            {
                _outbox.Put(engine.OutputCount, peer);
            }
        }

        /// <summary>
        /// Gives an engine the connection ID that its peer is to use, where the session's options ask for one: no other
        /// session of this endpoint has it.
        /// </summary>
        internal void NameSession(TlsManSession session, TlsEngine engine)
        {
            int length = session.Options.ConnectionIdLength;

            if (!_isDatagram || length == TlsSessionOptions.NoConnectionId)
            {
                return;
            }

            byte[] id = new byte[length];
            SessionName name = new SessionName();

            if (length > 0)
            {
                // A random source gives no fewer than can be checked.
                byte[] random = new byte[TlsSessionOptions.MaxConnectionIdLength];

                _listener.ReserveIds(SessionCount + 1);

                bool isFilled = _man.Random.TryFill(random, 0, random.Length);

                Array.Copy(random, 0, id, 0, length);

                if (!isFilled || !_listener.Ids.MakeUnique(id))
                {
                    // Such a session lasts as long as its peer's address.
                    return;
                }
            }

            engine.ConnectionId = id;

            if (length > 0)
            {
                _listener.Ids.Add(session, name);
            }
        }

        /// <summary>
        /// Forgets a session's connection ID, if it has one.
        /// </summary>
        private void ForgetName(TlsManSession session)
        {
            if (_listener.Ids != null)
            {
                _listener.Ids.Remove(session);
            }
        }
    }
}
