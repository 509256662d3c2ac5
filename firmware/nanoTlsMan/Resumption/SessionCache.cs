//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections;
using NanoTlsMan.Wire;

namespace NanoTlsMan
{
    /// <summary>
    /// What clients of a server may resume by session ID (RFC 5246, section 7.3), where the server keeps it: as many
    /// sessions as there is room for, of which the oldest goes first.
    /// </summary>
    /// <remarks>
    /// It holds the sessions' master secrets, and wipes those that go. Several socks and threads may share one.
    /// <see cref="TicketKeys"/> do the same without any memory for a session.
    /// </remarks>
    public sealed class SessionCache : IDisposable
    {
        /// <summary>
        /// How long a session may be resumed unless it is set, in milliseconds: a day, the most that RFC 5246, appendix
        /// F.1.4, suggests.
        /// </summary>
        public const int DefaultLifetime = 86400000;

        private readonly ArrayList _entries = new ArrayList();
        private readonly int _capacity;
        private readonly int _lifetime;

        /// <summary>
        /// Initializes a new instance of the <see cref="SessionCache"/> class for sessions of a day.
        /// </summary>
        /// <param name="capacity">How many sessions there is room for. Each takes some 250 bytes.</param>
        /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
        public SessionCache(int capacity)
            : this(capacity, DefaultLifetime)
        {
        }

        /// <summary>
        /// Initializes a new instance of the <see cref="SessionCache"/> class.
        /// </summary>
        /// <param name="capacity">How many sessions there is room for.</param>
        /// <param name="lifetime">How long one may be resumed, in milliseconds, from its full handshake on; at most
        /// <see cref="Time32.LongestWait"/>.</param>
        /// <exception cref="ArgumentOutOfRangeException">One of them is less than 1, or the lifetime too
        /// long.</exception>
        public SessionCache(int capacity, int lifetime)
        {
            if (capacity < 1 || lifetime < 1 || lifetime > Time32.LongestWait)
            {
                throw new ArgumentOutOfRangeException();
            }

            _capacity = capacity;
            _lifetime = lifetime;
        }

        /// <summary>
        /// Gets the number of sessions, those included whose time is over but whose place nobody has needed.
        /// </summary>
        public int Count
        {
            get { return _entries.Count; }
        }

        /// <summary>
        /// Forgets and wipes all sessions.
        /// </summary>
        public void Clear()
        {
            lock (_entries)
            {
                while (_entries.Count > 0)
                {
                    RemoveAt(0);
                }
            }
        }

        /// <summary>
        /// Forgets and wipes all sessions.
        /// </summary>
        public void Dispose()
        {
            Clear();
        }

        /// <summary>
        /// Keeps a session's state.
        /// </summary>
        /// <param name="id">The session ID, which is random.</param>
        /// <param name="state">The state; it belongs to the cache from here on.</param>
        /// <param name="now">The time, in wrapping milliseconds.</param>
        internal void Add(byte[] id, byte[] state, int now)
        {
            lock (_entries)
            {
                RemoveOld(now);

                if (_entries.Count == _capacity)
                {
                    RemoveAt(0);
                }

                _entries.Add(new Entry { Id = id, State = state, Since = now });
            }
        }

        /// <summary>
        /// Finds a session's state. It stays in the cache.
        /// </summary>
        /// <param name="buffer">Holds the session ID.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="count">Its length, in bytes.</param>
        /// <param name="now">The time, in wrapping milliseconds.</param>
        /// <returns>A copy, which the caller wipes; <see langword="null"/> if there is no such session.</returns>
        internal byte[] Find(byte[] buffer, int offset, int count, int now)
        {
            lock (_entries)
            {
                RemoveOld(now);

                int index = IndexOf(buffer, offset, count);

                if (index < 0)
                {
                    return null;
                }

                byte[] state = ((Entry)_entries[index]).State;
                return Bytes.Copy(state);
            }
        }

        /// <summary>
        /// Forgets a session.
        /// </summary>
        /// <param name="id">The session ID.</param>
        internal void Remove(byte[] id)
        {
            lock (_entries)
            {
                int index = IndexOf(id, 0, id.Length);

                if (index >= 0)
                {
                    RemoveAt(index);
                }
            }
        }

        private int IndexOf(byte[] buffer, int offset, int count)
        {
            for (int i = 0; i < _entries.Count; i++)
            {
                byte[] id = ((Entry)_entries[i]).Id;

                if (id.Length == count && ConstantTime.AreEqual(id, 0, buffer, offset, count))
                {
                    return i;
                }
            }

            return -1;
        }

        // The oldest come first.
        private void RemoveOld(int now)
        {
            while (_entries.Count > 0 && Time32.Since(((Entry)_entries[0]).Since, now) >= (uint)_lifetime)
            {
                RemoveAt(0);
            }
        }

        private void RemoveAt(int index)
        {
            byte[] state = ((Entry)_entries[index]).State;

            Bytes.Wipe(state);
            _entries.RemoveAt(index);
        }

        private sealed class Entry
        {
            internal byte[] Id;
            internal byte[] State;
            internal int Since;
        }
    }
}
