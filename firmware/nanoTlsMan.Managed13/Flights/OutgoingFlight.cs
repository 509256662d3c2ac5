//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Managed13.Record;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed13.Flights
{
    /// <summary>
    /// The messages that are being sent, kept until the peer has them. Over datagrams records are made anew each time,
    /// of what was not acknowledged (RFC 9147, sections 5.8 and 7).
    /// </summary>
    internal sealed class OutgoingFlight
    {
        // Of each message: where it begins in the buffer, how long its body is, epoch, message_seq, and what is
        // acknowledged of it.
        private const int MostMessages = 8;

        // What a record told of: its epoch, its number's lower half, the message, and which bytes of it.
        private const int SentLength = 5;
        private const int MostSent = 24;

        private const int FirstCapacity = 256;

        // A fragment shorter than this is not worth its header: better to begin a new datagram.
        private const int LeastFragment = 16;

        private readonly bool _isDatagram;

        // What follows is there as long as messages are: an open session has none nearly all the time.
        private WireWriter _writer;
        private int[] _starts;
        private int[] _lengths;
        private int[] _epochs;
        private byte[][] _maps;
        private int[] _sent;
        private int _sentCount;
        private byte[] _buffer;
        private int _used;
        private int _count;
        private int _message;
        private int _fragment;

        internal OutgoingFlight(bool isDatagram)
        {
            _isDatagram = isDatagram;
        }

        /// <summary>Gets the buffer that holds the messages; <see langword="null"/> if there are none.</summary>
        internal byte[] Buffer
        {
            get { return _buffer; }
        }

        /// <summary>Gets a value indicating whether there is something left to send.</summary>
        internal bool IsSending
        {
            get { return _message < _count; }
        }

        /// <summary>Gets a value indicating whether what is sent next is in the clear.</summary>
        internal bool IsPlainNext
        {
            get { return IsSending && _epochs[_message] == RecordLayer13.PlainEpoch; }
        }

        /// <summary>Gets a value indicating whether there is nothing that the peer might not have.</summary>
        internal bool IsEmpty
        {
            get { return _count == 0; }
        }

        /// <summary>Gets a value indicating whether there is room for another message.</summary>
        internal bool HasRoom
        {
            get { return _count < MostMessages; }
        }

        /// <summary>Gets where the message that was ended last begins, with its header.</summary>
        internal int MessageOffset { get; private set; }

        private int HeaderLength
        {
            get { return _isDatagram ? RecordHeader.DtlsHandshakeLength : RecordHeader.TlsHandshakeLength; }
        }

        /// <summary>
        /// Forgets everything: the peer has it, or the session ends.
        /// </summary>
        internal void Clear()
        {
            if (_buffer != null)
            {
                Array.Clear(_buffer, 0, _buffer.Length);
                _buffer = null;
                _writer = null;
                _starts = null;
                _lengths = null;
                _epochs = null;
                _maps = null;
                _sent = null;
            }

            _used = 0;
            _count = 0;
            _sentCount = 0;
            Rewind();
        }

        /// <summary>
        /// Begins to send again what was not acknowledged.
        /// </summary>
        internal void Rewind()
        {
            _message = 0;
            _fragment = 0;
            SkipAcknowledged();
        }

        /// <summary>
        /// Begins a message.
        /// </summary>
        /// <param name="type">Its type.</param>
        /// <param name="sequence">Its message_seq; over a stream of no meaning.</param>
        /// <param name="epoch">The epoch that it is sent in.</param>
        /// <param name="most">How long its body is at most, in bytes.</param>
        /// <returns>What takes the body.</returns>
        internal WireWriter BeginMessage(int type, int sequence, int epoch, int most)
        {
            int end = _used + HeaderLength + most;

            if (_buffer == null)
            {
                _buffer = new byte[end > FirstCapacity ? end : FirstCapacity];
                _writer = new WireWriter();
                _starts = new int[MostMessages];
                _lengths = new int[MostMessages];
                _epochs = new int[MostMessages];
                _maps = new byte[MostMessages][];
            }
            else if (end > _buffer.Length)
            {
                byte[] grown = new byte[end];

                Array.Copy(_buffer, 0, grown, 0, _used);
                Array.Clear(_buffer, 0, _used);
                _buffer = grown;
            }

            WireWriter writer = _writer;

            _epochs[_count] = epoch;
            writer.Reset(_buffer, _used, _buffer.Length - _used);
            writer.WriteByte(type);
            writer.WriteUInt24(0);

            if (_isDatagram)
            {
                writer.WriteUInt16(sequence);
                writer.WriteUInt24(0);
                writer.WriteUInt24(0);
            }

            return writer;
        }

        /// <summary>
        /// Ends the message.
        /// </summary>
        /// <returns>The length of its body, in bytes; or -1 if it did not fit.</returns>
        internal int EndMessage()
        {
            if (_writer.Failed)
            {
                return -1;
            }

            int body = _writer.Position - _used - HeaderLength;

            WireWriter.PutUInt24(_buffer, _used + 1, body);
            MessageOffset = _used;
            _starts[_count] = _used;
            _lengths[_count] = body;
            _maps[_count] = null;
            _count++;
            _used = _writer.Position;
            return body;
        }

        /// <summary>
        /// Writes the next datagram, or the next share of a stream.
        /// </summary>
        /// <param name="records">Makes the records.</param>
        /// <param name="output">Receives them.</param>
        /// <param name="offset">Where they begin.</param>
        /// <param name="count">How many bytes there may be.</param>
        /// <returns>How many bytes there are; 0 if nothing fits.</returns>
        internal int Write(RecordLayer13 records, byte[] output, int offset, int count)
        {
            return _isDatagram ? WriteDatagram(records, output, offset, count)
                : WriteStream(records, output, offset, count);
        }

        /// <summary>
        /// Takes note that the peer has a record (RFC 9147, section 7.2).
        /// </summary>
        /// <returns><see langword="true"/> if the record held anything that is still kept.</returns>
        internal bool Acknowledge(int epoch, int number)
        {
            bool isKnown = false;

            for (int i = 0; i < _sentCount; i++)
            {
                int at = i * SentLength;

                if (_sent[at] == epoch && _sent[at + 1] == number)
                {
                    Mark(_sent[at + 2], _sent[at + 3], _sent[at + 4]);
                    isKnown = true;
                }
            }

            return isKnown;
        }

        /// <summary>
        /// Tells whether the peer has acknowledged all.
        /// </summary>
        internal bool IsAcknowledged()
        {
            for (int i = 0; i < _count; i++)
            {
                if (FindMissing(i, 0) < _lengths[i])
                {
                    return false;
                }
            }

            return true;
        }

        private int WriteStream(RecordLayer13 records, byte[] output, int offset, int count)
        {
            int epoch = _epochs[_message];
            int content = records.GetContentOffset(offset, epoch);
            int room = count - records.GetOverhead(epoch);
            int taken = 0;

            room = room < records.WriteLimit ? room : records.WriteLimit;

            // Messages of an epoch share a record as far as they fit (RFC 9846, section 5.1).
            while (_message < _count && _epochs[_message] == epoch && taken < room)
            {
                int left = HeaderLength + _lengths[_message] - _fragment;
                int part = left < room - taken ? left : room - taken;

                Array.Copy(_buffer, _starts[_message] + _fragment, output, content + taken, part);
                taken += part;
                _fragment += part;

                if (part == left)
                {
                    _message++;
                    _fragment = 0;
                }
            }

            int written = taken <= 0 ? 0 : records.WriteRecord(ContentType.Handshake, epoch, output, offset, taken);

            if (_message == _count)
            {
                Clear();
            }

            return written;
        }

        private int WriteDatagram(RecordLayer13 records, byte[] output, int offset, int count)
        {
            int used = 0;

            while (_message < _count)
            {
                int epoch = _epochs[_message];
                int written = WriteRecord(records, epoch, output, offset + used, count - used);

                used += written;

                // A protected record is the last one of its datagram.
                if (written == 0 || epoch != RecordLayer13.PlainEpoch)
                {
                    break;
                }
            }

            return used;
        }

        // A record with as many messages of an epoch, or as much of them, as fits.
        private int WriteRecord(RecordLayer13 records, int epoch, byte[] output, int offset, int count)
        {
            int content = records.GetContentOffset(offset, epoch);
            int room = count - records.GetOverhead(epoch);
            int taken = 0;
            int first = _sentCount;

            room = room < records.WriteLimit ? room : records.WriteLimit;

            while (_message < _count && _epochs[_message] == epoch)
            {
                int message = _message;
                int missing = GetMissingLength(message, _fragment);
                int part = room - taken - HeaderLength;

                // A few bytes of a message are not worth their header.
                if (part < missing && (part <= 0 || (taken > 0 && part < LeastFragment)))
                {
                    break;
                }

                part = part < missing ? part : missing;
                Array.Copy(_buffer, _starts[message], output, content + taken, HeaderLength);
                WireWriter.PutUInt24(output, content + taken + 6, _fragment);
                WireWriter.PutUInt24(output, content + taken + 9, part);
                Array.Copy(
                    _buffer, _starts[message] + HeaderLength + _fragment, output, content + taken + HeaderLength, part);
                taken += HeaderLength + part;
                Remember(epoch, message, _fragment, part, ref first);
                _fragment += part;
                SkipAcknowledged();

                // Each message in the clear has a record of its own: some peers want it so.
                if (epoch == RecordLayer13.PlainEpoch)
                {
                    break;
                }
            }

            if (taken == 0)
            {
                return 0;
            }

            int written = records.WriteRecord(ContentType.Handshake, epoch, output, offset, taken);

            for (int i = first; i < _sentCount; i++)
            {
                _sent[i * SentLength + 1] = (int)records.Number;
            }

            return written;
        }

        // Of what does not fit into the list, the oldest is forgotten: its acknowledgement comes to nothing, and it is
        // sent once more.
        private void Remember(int epoch, int message, int offset, int count, ref int first)
        {
            if (_sent == null)
            {
                _sent = new int[MostSent * SentLength];
            }

            if (_sentCount == MostSent)
            {
                Array.Copy(_sent, SentLength, _sent, 0, (MostSent - 1) * SentLength);
                _sentCount--;
                first = first > 0 ? first - 1 : 0;
            }

            int at = _sentCount++ * SentLength;

            _sent[at] = epoch;
            _sent[at + 2] = message;
            _sent[at + 3] = offset;
            _sent[at + 4] = count;
        }

        private void Mark(int message, int offset, int count)
        {
            if (message >= _count)
            {
                return;
            }

            if (_maps[message] == null)
            {
                _maps[message] = new byte[(_lengths[message] >> 3) + 1];
            }

            byte[] map = _maps[message];

            for (int i = offset; i < offset + count; i++)
            {
                map[i >> 3] |= (byte)(1 << (i & 7));
            }
        }

        // Where the next byte is that was not acknowledged; the length of the body if there is none.
        private int FindMissing(int message, int offset)
        {
            byte[] map = _maps[message];
            int length = _lengths[message];

            while (map != null && offset < length && (map[offset >> 3] & (1 << (offset & 7))) != 0)
            {
                offset++;
            }

            return offset;
        }

        private int GetMissingLength(int message, int offset)
        {
            byte[] map = _maps[message];
            int length = _lengths[message];
            int end = offset;

            if (map == null)
            {
                return length - offset;
            }

            while (end < length && (map[end >> 3] & (1 << (end & 7))) == 0)
            {
                end++;
            }

            return end - offset;
        }

        private void SkipAcknowledged()
        {
            while (_message < _count)
            {
                _fragment = FindMissing(_message, _fragment);

                if (_fragment < _lengths[_message])
                {
                    return;
                }

                _message++;
                _fragment = 0;
            }
        }
    }
}
