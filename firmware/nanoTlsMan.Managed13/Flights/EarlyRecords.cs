//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed13.Flights
{
    /// <summary>
    /// What came before it could be handled: records without keys, and fragments of messages whose turn is not yet.
    /// Both share a bounded room, and what finds none is sent again by the peer.
    /// </summary>
    internal sealed class EarlyRecords
    {
        /// <summary>How many bytes are kept: about a datagram.</summary>
        internal const int Capacity = 1400;

        // In front of each: its epoch, or the mark of a record, and its length.
        private const int HeadLength = 3;
        private const int RecordMark = 0xFF;

        private byte[] _buffer;
        private int _used;

        /// <summary>Gets how many records there are.</summary>
        internal int RecordCount { get; private set; }

        /// <summary>Gets how many fragments there are.</summary>
        internal int MessageCount { get; private set; }

        /// <summary>
        /// Keeps records as they came.
        /// </summary>
        /// <returns><see langword="false"/> if there is no room; otherwise, <see langword="true"/>.</returns>
        internal bool AddRecord(byte[] source, int offset, int count)
        {
            if (!Add(RecordMark, source, offset, count))
            {
                return false;
            }

            RecordCount++;
            return true;
        }

        /// <summary>
        /// Keeps a fragment of a message with its header.
        /// </summary>
        /// <returns><see langword="false"/> if there is no room; otherwise, <see langword="true"/>.</returns>
        internal bool AddMessage(int epoch, byte[] source, int offset, int count)
        {
            // Only the handshake has messages that are worth it, so that the epoch is a small number.
            if (epoch >= RecordMark || !Add(epoch, source, offset, count))
            {
                return false;
            }

            MessageCount++;
            return true;
        }

        /// <summary>
        /// Takes the oldest records.
        /// </summary>
        internal byte[] TakeRecord()
        {
            int epoch;

            RecordCount--;
            return Take(true, out epoch);
        }

        /// <summary>
        /// Takes the oldest fragment.
        /// </summary>
        internal byte[] TakeMessage(out int epoch)
        {
            MessageCount--;
            return Take(false, out epoch);
        }

        /// <summary>
        /// Forgets all fragments.
        /// </summary>
        internal void ClearMessages()
        {
            while (MessageCount > 0)
            {
                int epoch;

                TakeMessage(out epoch);
            }

            if (RecordCount == 0)
            {
                Clear();
            }
        }

        /// <summary>
        /// Forgets all.
        /// </summary>
        internal void Clear()
        {
            _used = 0;
            RecordCount = 0;
            MessageCount = 0;

            if (_buffer != null)
            {
                Array.Clear(_buffer, 0, _buffer.Length);
                _buffer = null;
            }
        }

        private bool Add(int mark, byte[] source, int offset, int count)
        {
            if (count > Capacity - _used - HeadLength)
            {
                return false;
            }

            if (_buffer == null)
            {
                _buffer = new byte[Capacity];
            }

            _buffer[_used] = (byte)mark;
            WireWriter.PutUInt16(_buffer, _used + 1, count);
            Array.Copy(source, offset, _buffer, _used + HeadLength, count);
            _used += HeadLength + count;
            return true;
        }

        private byte[] Take(bool isRecord, out int epoch)
        {
            int at = 0;

            while ((_buffer[at] == RecordMark) != isRecord)
            {
                at += HeadLength + WireReader.GetUInt16(_buffer, at + 1);
            }

            int count = WireReader.GetUInt16(_buffer, at + 1);
            byte[] taken = new byte[count];
            int end = at + HeadLength + count;

            epoch = _buffer[at];
            Array.Copy(_buffer, at + HeadLength, taken, 0, count);
            Array.Copy(_buffer, end, _buffer, at, _used - end);
            _used -= HeadLength + count;
            return taken;
        }
    }
}
