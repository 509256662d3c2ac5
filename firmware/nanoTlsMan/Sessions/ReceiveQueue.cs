//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan
{
    /// <summary>
    /// Application data that nobody has fetched yet: a few places, whose buffers are used again.
    /// </summary>
    internal sealed class ReceiveQueue
    {
        private readonly byte[][] _buffers;
        private readonly int[] _offsets;
        private readonly int[] _counts;
        private readonly TlsManSession[] _owners;
        private int _used;

        internal ReceiveQueue(int places)
        {
            _buffers = new byte[places][];
            _offsets = new int[places];
            _counts = new int[places];
            _owners = new TlsManSession[places];
        }

        internal int Count
        {
            get { return _used; }
        }

        /// <summary>Gets whose data has waited longest; <see langword="null"/> where there is none.</summary>
        internal TlsManSession FirstOwner
        {
            get { return _owners[0]; }
        }

        internal bool IsFull
        {
            get { return _used == _buffers.Length; }
        }

        internal void Add(TlsManSession owner, byte[] buffer, int offset, int count)
        {
            byte[] place = _buffers[_used];

            if (place == null || place.Length < count)
            {
                place = new byte[count];
                _buffers[_used] = place;
            }

            Array.Copy(buffer, offset, place, 0, count);
            _offsets[_used] = 0;
            _counts[_used] = count;
            _owners[_used++] = owner;
        }

        internal bool Has(TlsManSession owner)
        {
            return IndexOf(owner) >= 0;
        }

        internal int Take(TlsManSession owner, byte[] buffer, int offset, int count, bool whole)
        {
            int place = IndexOf(owner);

            if (place < 0)
            {
                return TlsManStatus.WouldBlock;
            }

            int taken = _counts[place];

            if (taken > count)
            {
                // A datagram is not cut: its rest would be lost. A stream goes on where it was left.
                if (whole)
                {
                    return TlsManStatus.TooLong;
                }

                taken = count;
            }

            Array.Copy(_buffers[place], _offsets[place], buffer, offset, taken);
            _offsets[place] += taken;
            _counts[place] -= taken;

            if (_counts[place] == 0)
            {
                RemoveAt(place);
            }

            return taken;
        }

        internal void RemoveAll(TlsManSession owner)
        {
            for (int i = _used - 1; i >= 0; i--)
            {
                if (_owners[i] == owner)
                {
                    RemoveAt(i);
                }
            }
        }

        private int IndexOf(TlsManSession owner)
        {
            for (int i = 0; i < _used; i++)
            {
                if (_owners[i] == owner)
                {
                    return i;
                }
            }

            return -1;
        }

        private void RemoveAt(int place)
        {
            byte[] buffer = _buffers[place];

            // Plaintext does not outlive its use.
            Array.Clear(buffer, 0, buffer.Length);
            _used--;

            for (int i = place; i < _used; i++)
            {
                _buffers[i] = _buffers[i + 1];
                _offsets[i] = _offsets[i + 1];
                _counts[i] = _counts[i + 1];
                _owners[i] = _owners[i + 1];
            }

            _buffers[_used] = buffer;
            _owners[_used] = null;
        }
    }
}
