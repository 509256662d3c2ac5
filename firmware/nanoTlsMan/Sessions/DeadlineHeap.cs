//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan
{
    /// <summary>
    /// Sessions whose engines want to be called at some time, the earliest at the top of a binary heap. A session knows
    /// its place in it.
    /// </summary>
    internal sealed class DeadlineHeap
    {
        private TlsManSession[] _places = new TlsManSession[1];
        private int _count;

        /// <summary>Gets the session whose deadline comes first, or <see langword="null"/>.</summary>
        internal TlsManSession First
        {
            get { return _count == 0 ? null : _places[0]; }
        }

        /// <summary>
        /// Makes room, so that <see cref="Update"/> needs no memory. Nothing has changed if there is none.
        /// </summary>
        /// <param name="count">How many sessions there have to be places for.</param>
        /// <exception cref="OutOfMemoryException">There is no memory.</exception>
        internal void Reserve(int count)
        {
            if (count > _places.Length)
            {
                TlsManSession[] grown = new TlsManSession[count > 2 * _places.Length ? count : 2 * _places.Length];

                Array.Copy(_places, 0, grown, 0, _count);
                _places = grown;
            }
        }

        /// <summary>
        /// Puts a session where its engine's deadline belongs, which may have changed, come or gone.
        /// </summary>
        internal void Update(TlsManSession session)
        {
            int place = session.HeapPlace;

            if (!session.Engine.HasDeadline)
            {
                if (place >= 0)
                {
                    Remove(session);
                }

                return;
            }

            if (place < 0)
            {
                place = _count;
                _places[_count++] = session;
                session.HeapPlace = place;
            }

            Sift(place);
        }

        /// <summary>
        /// Takes a session out, if it is there.
        /// </summary>
        internal void Remove(TlsManSession session)
        {
            int place = session.HeapPlace;

            if (place < 0)
            {
                return;
            }

            TlsManSession last = _places[--_count];

            _places[_count] = null;
            session.HeapPlace = -1;

            if (last != session)
            {
                _places[place] = last;
                last.HeapPlace = place;
                Sift(place);
            }
        }

        private static bool IsEarlier(TlsManSession left, TlsManSession right)
        {
            return left.Engine.Deadline - right.Engine.Deadline < 0;
        }

        // By exchanging two at a time, so that nobody is lost where a call fails for lack of memory.
        private void Sift(int place)
        {
            while (place > 0 && IsEarlier(_places[place], _places[(place - 1) >> 1]))
            {
                place = Exchange(place, (place - 1) >> 1);
            }

            while (true)
            {
                int child = (2 * place) + 1;

                if (child + 1 < _count && IsEarlier(_places[child + 1], _places[child]))
                {
                    child++;
                }

                if (child >= _count || !IsEarlier(_places[child], _places[place]))
                {
                    return;
                }

                place = Exchange(place, child);
            }
        }

        private int Exchange(int place, int other)
        {
            TlsManSession session = _places[place];
            TlsManSession moved = _places[other];

            _places[place] = moved;
            moved.HeapPlace = place;
            _places[other] = session;
            session.HeapPlace = other;
            return other;
        }
    }
}
