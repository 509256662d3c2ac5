//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan
{
    /// <summary>
    /// The handshakes that clients have under way: a few places, in order of age, and whose is given to a newcomer.
    /// </summary>
    /// <remarks>
    /// Whoever can receive at an address may take a place without knowing any key, so no place is safe for long. It is
    /// safe for a while, however: a client's handshake takes a round trip and what its processor needs, and one that
    /// loses its place in between fails by its time-out. While handshakes are completed, places are safe for
    /// <see cref="LongGrace"/>; where newcomers come and nothing is completed, for <see cref="ShortGrace"/>.
    /// </remarks>
    internal sealed class HalfOpenSessions
    {
        internal const int LongGrace = 1000;
        internal const int ShortGrace = 250;

        private const int HostBuckets = 8;

        private readonly SessionTable _table = new SessionTable();
        private readonly int[] _hosts = new int[HostBuckets];
        private TlsManSession[] _places = new TlsManSession[1];
        private int[] _stamps = new int[1];
        private int _count;
        private int _pressedSince;
        private bool _isPressed;

        internal int Count
        {
            get { return _count; }
        }

        internal SessionTable Table
        {
            get { return _table; }
        }

        /// <summary>
        /// Finds whose place a newcomer may take.
        /// </summary>
        /// <param name="peer">The newcomer's address, which is proved.</param>
        /// <param name="now">The present time.</param>
        /// <returns>The handshake; <see langword="null"/> if none is old enough.</returns>
        internal TlsManSession FindDisplaced(byte[] peer, int now)
        {
            if (!_isPressed)
            {
                _isPressed = true;
                _pressedSince = now;
            }

            // Its own host's oldest; else the oldest of the host that has most.
            int found = -1;
            int crowd = 0;

            for (int i = 0; i < _count; i++)
            {
                if (PeerAddress.AreSameHost(_places[i].RemoteAddress, peer))
                {
                    found = i;
                    break;
                }

                int others = _hosts[GetBucket(_places[i].RemoteAddress)];

                if (others > crowd)
                {
                    crowd = others;
                    found = i;
                }
            }

            uint grace = Time32.Since(_pressedSince, now) < LongGrace ? (uint)LongGrace : (uint)ShortGrace;

            return Time32.Since(_stamps[found], now) >= grace ? _places[found] : null;
        }

        /// <summary>
        /// Makes room for one more, so that <see cref="Add"/> needs no memory. Nothing has changed if there is none.
        /// </summary>
        /// <exception cref="OutOfMemoryException">There is no memory.</exception>
        internal void Reserve()
        {
            _table.Reserve(_count + 1);

            if (_count == _places.Length)
            {
                TlsManSession[] places = new TlsManSession[2 * _count];
                int[] stamps = new int[2 * _count];

                Array.Copy(_places, 0, places, 0, _count);
                Array.Copy(_stamps, 0, stamps, 0, _count);
                _places = places;
                _stamps = stamps;
            }
        }

        /// <summary>
        /// Adds a handshake, for which there is room: see <see cref="Reserve"/>.
        /// </summary>
        /// <param name="session">The handshake.</param>
        /// <param name="now">The present time.</param>
        internal void Add(TlsManSession session, int now)
        {
            Enter(session);
            _places[_count] = session;
            _stamps[_count++] = now;
        }

        /// <summary>
        /// Gives the place of a handshake to another of the same peer, who has begun anew. The place stays as old as it
        /// is: otherwise a peer could keep it for ever by saying hello again and again.
        /// </summary>
        internal void Replace(TlsManSession old, TlsManSession session)
        {
            int place = Array.IndexOf(_places, old, 0, _count);

            Leave(old);
            _places[place] = session;
            Enter(session);
        }

        /// <summary>
        /// Gives a session's peer another address.
        /// </summary>
        /// <returns><see langword="false"/> if the session is not here; otherwise, <see langword="true"/>.</returns>
        internal bool Move(TlsManSession session, byte[] address)
        {
            if (Array.IndexOf(_places, session, 0, _count) < 0)
            {
                return false;
            }

            Leave(session);
            session.Move(address);
            Enter(session);
            return true;
        }

        /// <summary>
        /// Takes a handshake out, if it is there.
        /// </summary>
        /// <returns><see langword="true"/> if it was there; otherwise, <see langword="false"/>.</returns>
        internal bool Remove(TlsManSession session)
        {
            int place = Array.IndexOf(_places, session, 0, _count);

            if (place < 0)
            {
                return false;
            }

            Leave(session);
            _count--;

            for (int i = place; i < _count; i++)
            {
                _places[i] = _places[i + 1];
                _stamps[i] = _stamps[i + 1];
            }

            _places[_count] = null;

            if (_count == 0)
            {
                _isPressed = false;
            }

            return true;
        }

        /// <summary>
        /// Takes note that a handshake was completed.
        /// </summary>
        internal void NoteCompletion()
        {
            _isPressed = false;
        }

        private static int GetBucket(byte[] peer)
        {
            return PeerAddress.HashHost(peer) & (HostBuckets - 1);
        }

        private void Enter(TlsManSession session)
        {
            int bucket = GetBucket(session.RemoteAddress);

            _table.Add(session);
            _hosts[bucket]++;
        }

        private void Leave(TlsManSession session)
        {
            int bucket = GetBucket(session.RemoteAddress);

            _table.Remove(session);
            _hosts[bucket]--;
        }
    }
}
