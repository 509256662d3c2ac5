//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan
{
    /// <summary>
    /// Sessions that somebody has to look after, first come, first served. A session stands in it once at most, which
    /// the session itself knows.
    /// </summary>
    internal sealed class SessionQueue
    {
        private TlsManSession[] _places = new TlsManSession[1];
        private int _first;
        private int _count;

        internal int Count
        {
            get { return _count; }
        }

        /// <summary>Gets the first session, or <see langword="null"/>.</summary>
        internal TlsManSession First
        {
            get { return _count == 0 ? null : _places[_first]; }
        }

        /// <summary>
        /// Makes room, so that <see cref="Add"/> needs no memory. Nothing has changed if there is none.
        /// </summary>
        /// <param name="count">How many sessions there have to be places for.</param>
        /// <exception cref="OutOfMemoryException">There is no memory.</exception>
        internal void Reserve(int count)
        {
            if (count <= _places.Length)
            {
                return;
            }

            TlsManSession[] grown = new TlsManSession[count > 2 * _places.Length ? count : 2 * _places.Length];

            for (int i = 0; i < _count; i++)
            {
                grown[i] = _places[(_first + i) % _places.Length];
            }

            _places = grown;
            _first = 0;
        }

        /// <summary>
        /// Adds a session, for which there is room: see <see cref="Reserve"/>.
        /// </summary>
        internal void Add(TlsManSession session)
        {
            _places[(_first + _count) % _places.Length] = session;
            _count++;
        }

        /// <summary>
        /// Takes the first session out.
        /// </summary>
        internal void RemoveFirst()
        {
            _places[_first] = null;
            _first = (_first + 1) % _places.Length;
            _count--;
        }

        /// <summary>
        /// Takes those out that are over.
        /// </summary>
        internal void RemoveOver()
        {
            for (int i = _count; i > 0; i--)
            {
                TlsManSession session = First;

                RemoveFirst();

                if (session.IsEnded)
                {
                    session.IsInNews = false;
                }
                else
                {
                    Add(session);
                }
            }
        }
    }
}
