//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Wire;

namespace NanoTlsMan
{
    /// <summary>
    /// Sessions by the connection ID that their peers' records carry. What it costs to find one does not depend on how
    /// many there are.
    /// </summary>
    /// <remarks>
    /// A record does not tell how long its connection ID is, so each length that sessions of the endpoint ask for is
    /// tried; as a rule there is one.
    /// </remarks>
    internal sealed class ConnectionIdTable
    {
        private const int LastValue = 255;

        private TlsManSession[] _buckets = new TlsManSession[1];
        private int _lengths;

        /// <summary>
        /// Finds the session that a record belongs to.
        /// </summary>
        /// <param name="buffer">Holds the record.</param>
        /// <param name="offset">Where its connection ID begins.</param>
        /// <param name="count">How many bytes there are from there on.</param>
        /// <returns>The session, or <see langword="null"/>.</returns>
        internal TlsManSession Find(byte[] buffer, int offset, int count)
        {
            for (int length = 1; length <= count && (_lengths >> length) != 0; length++)
            {
                TlsManSession session = ((_lengths >> length) & 1) == 0 ? null : FindExactly(buffer, offset, length);

                if (session != null)
                {
                    return session;
                }
            }

            return null;
        }

        /// <summary>
        /// Changes an ID until no session has it.
        /// </summary>
        /// <returns><see langword="false"/> if there is none left near it; otherwise, <see langword="true"/>.</returns>
        internal bool MakeUnique(byte[] id)
        {
            int last = id.Length - 1;

            for (int i = 0; i <= LastValue; i++)
            {
                // Nor one that begins like another's, or is the beginning of it.
                if (!IsAmbiguous(id))
                {
                    return true;
                }

                id[last]++;
            }

            return false;
        }

        /// <summary>
        /// Makes room, so that <see cref="Add"/> needs no memory. Nothing has changed if there is none.
        /// </summary>
        /// <param name="count">How many sessions there will be.</param>
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
                    TlsManSession next = session.Name.NextInIds;
                    int bucket = Hash(session.Engine.ConnectionId) & (grown.Length - 1);

                    session.Name.NextInIds = grown[bucket];
                    grown[bucket] = session;
                    session = next;
                }
            }

            _buckets = grown;
        }

        /// <summary>
        /// Adds a session, whose engine has its connection ID, and for which there is room: see <see cref="Reserve"/>.
        /// </summary>
        /// <param name="session">The session.</param>
        /// <param name="name">What is kept of it; it belongs to the session from here on.</param>
        internal void Add(TlsManSession session, SessionName name)
        {
            session.Name = name;

            byte[] id = session.Engine.ConnectionId;
            int bucket = Hash(id) & (_buckets.Length - 1);

            session.Name.NextInIds = _buckets[bucket];
            _buckets[bucket] = session;
            _lengths |= 1 << id.Length;
        }

        /// <summary>
        /// Takes a session out, if it is there.
        /// </summary>
        internal void Remove(TlsManSession session)
        {
            if (session.Name == null)
            {
                return;
            }

            byte[] id = session.Engine.ConnectionId;
            int bucket = Hash(id) & (_buckets.Length - 1);
            TlsManSession before = null;
            TlsManSession found = _buckets[bucket];

            while (found != null && found != session)
            {
                before = found;
                found = found.Name.NextInIds;
            }

            if (found == null)
            {
                return;
            }

            if (before == null)
            {
                _buckets[bucket] = session.Name.NextInIds;
            }
            else
            {
                before.Name.NextInIds = session.Name.NextInIds;
            }

            session.Name = null;
        }

        private static int Hash(byte[] id)
        {
            return Hash(id, 0, id.Length);
        }

        // Connection IDs are random, so any mixture of their bytes spreads them.
        private static int Hash(byte[] buffer, int offset, int count)
        {
            int hash = count;

            for (int i = 0; i < count; i++)
            {
                hash = (hash * 31) + buffer[offset + i];
            }

            return hash ^ (hash >> 7);
        }

        private TlsManSession FindExactly(byte[] buffer, int offset, int length)
        {
            TlsManSession session = _buckets[Hash(buffer, offset, length) & (_buckets.Length - 1)];

            while (session != null && !Begins(session.Engine.ConnectionId, length, buffer, offset))
            {
                session = session.Name.NextInIds;
            }

            return session;
        }

        private static bool Begins(byte[] id, int length, byte[] buffer, int offset)
        {
            return id.Length == length && ConstantTime.AreEqual(id, 0, buffer, offset, length);
        }

        private bool IsAmbiguous(byte[] id)
        {
            if (Find(id, 0, id.Length) != null)
            {
                return true;
            }

            if ((_lengths >> (id.Length + 1)) == 0)
            {
                return false;
            }

            // Longer ones are in use as well: rare enough to look at all.
            for (int i = 0; i < _buckets.Length; i++)
            {
                for (TlsManSession session = _buckets[i]; session != null; session = session.Name.NextInIds)
                {
                    byte[] other = session.Engine.ConnectionId;

                    if (other.Length > id.Length && Begins(id, id.Length, other, 0))
                    {
                        return true;
                    }
                }
            }

            return false;
        }
    }
}
