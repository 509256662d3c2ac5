//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Managed13.Record;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed13.Flights
{
    /// <summary>
    /// The records of handshake messages that were opened and kept and are to be acknowledged (RFC 9147, section 7).
    /// </summary>
    internal sealed class AckList
    {
        /// <summary>How many are remembered: as many as the longest flight has. The oldest are forgotten
        /// first.</summary>
        internal const int Most = 24;

        /// <summary>The length of an entry, epoch and number, in bytes.</summary>
        internal const int EntryLength = 16;

        // As long as there are any.
        private int[] _epochs;
        private ulong[] _numbers;
        private int _count;

        /// <summary>Gets how many there are.</summary>
        internal int Count
        {
            get { return _count; }
        }

        /// <summary>
        /// Adds a record, in ascending order.
        /// </summary>
        internal void Add(int epoch, ulong number)
        {
            int place = _count;

            if (place == 0)
            {
                _epochs = new int[Most];
                _numbers = new ulong[Most];
            }

            while (place > 0 && IsAfter(place - 1, epoch, number))
            {
                place--;
            }

            if (place > 0 && _epochs[place - 1] == epoch && _numbers[place - 1] == number)
            {
                return;
            }

            if (_count == Most)
            {
                if (place == 0)
                {
                    return;
                }

                System.Array.Copy(_epochs, 1, _epochs, 0, Most - 1);
                System.Array.Copy(_numbers, 1, _numbers, 0, Most - 1);
                _count--;
                place--;
            }

            for (int i = _count; i > place; i--)
            {
                _epochs[i] = _epochs[i - 1];
                _numbers[i] = _numbers[i - 1];
            }

            _epochs[place] = epoch;
            _numbers[place] = number;
            _count++;
        }

        /// <summary>
        /// Forgets all.
        /// </summary>
        internal void Clear()
        {
            _count = 0;
            _epochs = null;
            _numbers = null;
        }

        /// <summary>
        /// Writes an ACK's content, the newest as far as they fit, ascending.
        /// </summary>
        /// <param name="buffer">Receives it.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="room">How many bytes there may be, 2 at least.</param>
        /// <returns>Its length, in bytes.</returns>
        internal int Write(byte[] buffer, int offset, int room)
        {
            int count = (room - 2) / EntryLength;

            count = count < _count ? count : _count;
            WireWriter.PutUInt16(buffer, offset, count * EntryLength);

            int at = offset + 2;

            for (int i = _count - count; i < _count; i++)
            {
                WireWriter.PutUInt32(buffer, at, 0);
                WireWriter.PutUInt32(buffer, at + 4, _epochs[i]);
                RecordNumber.Put(buffer, at + 8, _numbers[i]);
                at += EntryLength;
            }

            return at - offset;
        }

        private bool IsAfter(int place, int epoch, ulong number)
        {
            return _epochs[place] > epoch || (_epochs[place] == epoch && _numbers[place] > number);
        }
    }
}
