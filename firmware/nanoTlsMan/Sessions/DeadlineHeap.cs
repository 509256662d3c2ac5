//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan
{
    /// <summary>
    /// Sessions whose engines want to be called at some time, the earliest at the top of a binary heap. A session knows its place in it.
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
                place = _count++;
            }

            SiftDown(SiftUp(place, session), session);
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
                SiftDown(SiftUp(place, last), last);
            }
        }

        private static bool IsEarlier(TlsManSession left, TlsManSession right)
        {
            return left.Engine.Deadline - right.Engine.Deadline < 0;
        }

        private int SiftUp(int place, TlsManSession session)
        {
            while (place > 0)
            {
                int parent = (place - 1) >> 1;

                if (!IsEarlier(session, _places[parent]))
                {
                    break;
                }

                Put(place, _places[parent]);
                place = parent;
            }

            Put(place, session);
            return place;
        }

        private void SiftDown(int place, TlsManSession session)
        {
            while (true)
            {
                int child = (2 * place) + 1;

                if (child >= _count)
                {
                    break;
                }

                if (child + 1 < _count && IsEarlier(_places[child + 1], _places[child]))
                {
                    child++;
                }

                if (!IsEarlier(_places[child], session))
                {
                    break;
                }

                Put(place, _places[child]);
                place = child;
            }

            Put(place, session);
        }

        private void Put(int place, TlsManSession session)
        {
            _places[place] = session;
            session.HeapPlace = place;
        }
    }
}
