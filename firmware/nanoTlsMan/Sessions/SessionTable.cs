//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan
{
    /// <summary>
    /// Sessions by the address of their peer. What it costs to find one does not depend on how many there are.
    /// </summary>
    /// <remarks>
    /// A session is in one table at a time, and carries the link to the next session of its bucket itself. A stream has
    /// one peer without an address, which is the key <see langword="null"/>.
    /// </remarks>
    internal sealed class SessionTable
    {
        private TlsManSession[] _buckets = new TlsManSession[1];
        private TlsManSession _idlest;
        private int _idlestStamp;
        private int _count;

        internal int Count
        {
            get { return _count; }
        }

        /// <summary>
        /// Finds a peer's session.
        /// </summary>
        /// <returns>The session, or <see langword="null"/>.</returns>
        internal TlsManSession Find(byte[] peer)
        {
            TlsManSession session = _buckets[PeerAddress.Hash(peer) & (_buckets.Length - 1)];
            TlsManSession named = null;

            while (session != null)
            {
                if (PeerAddress.AreEqual(session.RemoteAddress, peer))
                {
                    // One that is known by its connection ID may be said to be where another is: what comes without
                    // such an ID is the other's.
                    if (!session.Engine.HasConnectionId)
                    {
                        return session;
                    }

                    named = session;
                }

                session = session.NextInBucket;
            }

            return named;
        }

        /// <summary>
        /// Makes room, so that <see cref="Add"/> needs no memory. Nothing has changed if there is none.
        /// </summary>
        /// <param name="count">How many sessions there will be.</param>
        /// <exception cref="OutOfMemoryException">There is no memory.</exception>
        internal void Reserve(int count)
        {
            if (count <= _buckets.Length)
            {
                return;
            }

            TlsManSession[] old = _buckets;
            TlsManSession[] grown = new TlsManSession[2 * old.Length];

            for (int i = 0; i < old.Length; i++)
            {
                for (TlsManSession session = old[i]; session != null;)
                {
                    TlsManSession next = session.NextInBucket;
                    int bucket = PeerAddress.Hash(session.RemoteAddress) & (grown.Length - 1);

                    session.NextInBucket = grown[bucket];
                    grown[bucket] = session;
                    session = next;
                }
            }

            _buckets = grown;
        }

        /// <summary>
        /// Adds a session, for which there is room: see <see cref="Reserve"/>.
        /// </summary>
        internal void Add(TlsManSession session)
        {
            int bucket = PeerAddress.Hash(session.RemoteAddress) & (_buckets.Length - 1);

            session.NextInBucket = _buckets[bucket];
            _buckets[bucket] = session;
            _count++;
        }

        /// <summary>
        /// Takes a session out.
        /// </summary>
        /// <returns><see langword="true"/> if it was there; otherwise, <see langword="false"/>.</returns>
        internal bool Remove(TlsManSession session)
        {
            int bucket = PeerAddress.Hash(session.RemoteAddress) & (_buckets.Length - 1);
            TlsManSession before = null;
            TlsManSession found = _buckets[bucket];

            while (found != null && found != session)
            {
                before = found;
                found = found.NextInBucket;
            }

            if (found == null)
            {
                return false;
            }

            _count--;

            if (before == null)
            {
                _buckets[bucket] = session.NextInBucket;
            }
            else
            {
                before.NextInBucket = session.NextInBucket;
            }

            if (_idlest == session)
            {
                _idlest = null;
            }

            session.NextInBucket = null;
            return true;
        }

        /// <summary>
        /// Copies the sessions into an array that has room for them.
        /// </summary>
        /// <returns>Where the next one goes.</returns>
        internal int CopyTo(TlsManSession[] sessions, int index)
        {
            for (int i = 0; i < _buckets.Length; i++)
            {
                for (TlsManSession session = _buckets[i]; session != null; session = session.NextInBucket)
                {
                    sessions[index++] = session;
                }
            }

            return index;
        }

        /// <summary>
        /// Finds any session from a bucket on, for who wants to end all of them without memory for a list.
        /// </summary>
        /// <param name="bucket">Where to begin, 0 at first; receives where to go on.</param>
        /// <returns>The session, or <see langword="null"/> if there is none from there on.</returns>
        internal TlsManSession FindAny(ref int bucket)
        {
            while (bucket < _buckets.Length && _buckets[bucket] == null)
            {
                bucket++;
            }

            return bucket < _buckets.Length ? _buckets[bucket] : null;
        }

        /// <summary>
        /// Finds the session that has been idle longest, among those that peers opened.
        /// </summary>
        /// <param name="least">How long it has to be idle at least, in milliseconds.</param>
        /// <param name="now">The present time.</param>
        /// <returns>The session, or <see langword="null"/>.</returns>
        internal TlsManSession FindIdle(int least, int now)
        {
            // Whoever was idlest still is, unless something happened to it: the others' times only get later. So a
            // crowd of newcomers costs one search.
            if (_idlest == null || _idlest.LastActivity != _idlestStamp)
            {
                FindIdlest(now);
            }

            return _idlest != null && Time32.Since(_idlestStamp, now) >= (uint)least ? _idlest : null;
        }

        /// <summary>
        /// Keeps the times of the sessions comparable, who would seem to be young again after 49 days.
        /// </summary>
        /// <param name="oldest">The least time that is kept.</param>
        /// <param name="now">The present time.</param>
        internal void Age(int oldest, int now)
        {
            for (int i = 0; i < _buckets.Length; i++)
            {
                for (TlsManSession session = _buckets[i]; session != null; session = session.NextInBucket)
                {
                    if (Time32.Since(session.LastActivity, now) > Time32.Since(oldest, now))
                    {
                        session.LastActivity = oldest;
                    }
                }
            }
        }

        private void FindIdlest(int now)
        {
            _idlest = null;

            for (int i = 0; i < _buckets.Length; i++)
            {
                for (TlsManSession session = _buckets[i]; session != null; session = session.NextInBucket)
                {
                    // What this side opened is no stranger's to take.
                    if (session.Role == TlsRole.Server
                        && (_idlest == null
                        || Time32.Since(session.LastActivity, now) > Time32.Since(_idlestStamp, now)))
                    {
                        _idlest = session;
                        _idlestStamp = session.LastActivity;
                    }
                }
            }
        }
    }
}
