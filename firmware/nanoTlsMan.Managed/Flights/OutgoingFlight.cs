//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Managed.Messages;
using NanoTlsMan.Managed.Record;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed.Flights
{
    /// <summary>
    /// The flight that is being sent, kept so that it can be sent again (RFC 6347, section 4.2.4). Records are made
    /// anew each time; each message has a record of its own, and as many records share a datagram as fit.
    /// </summary>
    internal sealed class OutgoingFlight
    {
        // The longest flight, if no session is resumed: a ClientHello with a cookie of 255 bytes, or a
        // ClientKeyExchange with an identity of 128 and what follows it.
        private const int Capacity = 384;
        private const int EntryHeaderLength = 3;

        // A message up to this length is not divided over a stream: every buffer has room for it.
        private const int WholeLength = 256;

        // A fragment shorter than this is not worth its record: better to begin a new datagram.
        private const int LeastFragment = 16;

        private readonly TlsTransportKind _kind;
        private byte[] _buffer = new byte[Capacity];
        private readonly WireWriter _writer = new WireWriter();
        private int _used;
        private int _entry;
        private int _fragment;
        private int _epoch;

        internal OutgoingFlight(TlsTransportKind kind)
        {
            _kind = kind;
        }

        /// <summary>Gets or sets the longest plaintext of a record in the clear, in bytes.</summary>
        internal int PlainLimit { get; set; } = RecordHeader.MaxPlaintext;

        /// <summary>Gets the buffer that holds the messages.</summary>
        internal byte[] Buffer
        {
            get { return _buffer; }
        }

        /// <summary>Gets a value indicating whether there is something left to send.</summary>
        internal bool IsSending
        {
            get { return _entry < _used; }
        }

        /// <summary>
        /// Makes room for more than the longest flight. There is none yet.
        /// </summary>
        /// <param name="count">How many bytes more.</param>
        internal void Reserve(int count)
        {
            _buffer = new byte[_buffer.Length + count];
        }

        /// <summary>
        /// Begins a new flight; the old one is forgotten.
        /// </summary>
        internal void Clear()
        {
            Bytes.Wipe(_buffer);
            _used = 0;
            Rewind();
        }

        /// <summary>
        /// Begins to send the flight again.
        /// </summary>
        internal void Rewind()
        {
            _entry = 0;
            _fragment = 0;
            _epoch = 0;
        }

        /// <summary>
        /// Takes the flight for sent: it was, by somebody else.
        /// </summary>
        internal void SkipSending()
        {
            _entry = _used;
        }

        /// <summary>
        /// Begins a handshake message.
        /// </summary>
        /// <param name="type">Its type.</param>
        /// <param name="sequence">Its message_seq; over a stream of no meaning.</param>
        /// <returns>What takes the body.</returns>
        internal WireWriter BeginMessage(int type, int sequence)
        {
            WireWriter writer = _writer;

            writer.Reset(_buffer, _used, _buffer.Length - _used);
            writer.WriteByte(ContentType.Handshake);
            writer.WriteUInt16(0);
            writer.WriteByte(type);
            writer.WriteUInt24(0);

            if (_kind == TlsTransportKind.Datagram)
            {
                writer.WriteUInt16(sequence);
                writer.WriteUInt24(0);
                writer.WriteUInt24(0);
            }

            return writer;
        }

        /// <summary>
        /// Ends the message: its lengths are written.
        /// </summary>
        /// <returns>The message's length with its header, in bytes; or 0 if it did not fit. It begins at
        /// <see cref="MessageOffset"/>.</returns>
        internal int EndMessage()
        {
            if (_writer.Failed)
            {
                return 0;
            }

            int message = _used + EntryHeaderLength;
            int length = _writer.Position - message;
            int body = length - (_kind == TlsTransportKind.Datagram ? RecordHeader.DtlsHandshakeLength
                : RecordHeader.TlsHandshakeLength);

            WireWriter.PutUInt16(_buffer, _used + 1, length);
            WireWriter.PutUInt24(_buffer, message + 1, body);

            if (_kind == TlsTransportKind.Datagram)
            {
                WireWriter.PutUInt24(_buffer, message + 9, body);
            }

            MessageOffset = message;
            _used = _writer.Position;
            return length;
        }

        /// <summary>Gets where the message that was ended last begins.</summary>
        internal int MessageOffset { get; private set; }

        /// <summary>
        /// Adds a ChangeCipherSpec; what follows it is protected.
        /// </summary>
        internal void AddChangeCipherSpec()
        {
            _buffer[_used] = ContentType.ChangeCipherSpec;
            WireWriter.PutUInt16(_buffer, _used + 1, 1);
            _buffer[_used + EntryHeaderLength] = 1;
            _used += EntryHeaderLength + 1;
        }

        /// <summary>
        /// Tells how long the flight is in records without protection, if nothing is fragmented.
        /// </summary>
        /// <returns>The length, in bytes.</returns>
        internal int GetPlainLength()
        {
            int header = _kind == TlsTransportKind.Datagram ? RecordHeader.DtlsLength : RecordHeader.TlsLength;
            int total = 0;
            int entry = 0;

            while (entry < _used)
            {
                int length = WireReader.GetUInt16(_buffer, entry + 1);

                total += header + length;
                entry += EntryHeaderLength + length;
            }

            return total;
        }

        /// <summary>
        /// Writes the next datagram, or the next share of the stream.
        /// </summary>
        /// <param name="records">Makes the records.</param>
        /// <param name="output">Receives them.</param>
        /// <param name="offset">Where they begin.</param>
        /// <param name="count">How many bytes there may be.</param>
        /// <returns>How many bytes there are; 0 if not even one record fits.</returns>
        internal int Write(RecordLayer12 records, byte[] output, int offset, int count)
        {
            int used = 0;

            while (_entry < _used)
            {
                int written = _buffer[_entry] == ContentType.Handshake && _kind == TlsTransportKind.Datagram
                    ? WriteFragment(records, output, offset + used, count - used, used > 0 ? LeastFragment : 1)
                    : WriteEntry(records, output, offset + used, count - used);

                if (written == 0)
                {
                    break;
                }

                used += written;
            }

            return used;
        }

        // RFC 8449, section 4, limits protected records only; RFC 6066, section 4, all of them.
        private int GetLimit(RecordLayer12 records)
        {
            return _epoch == 0 ? PlainLimit : records.WriteLimit;
        }

        /// <summary>
        /// Writes a record with as much as fits of a message (RFC 6347, section 4.2.3).
        /// </summary>
        /// <param name="records">Makes the record.</param>
        /// <param name="output">Receives it.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="count">How many bytes there may be.</param>
        /// <param name="least">How many bytes of the message are worth a record, unless they are the last.</param>
        /// <returns>The record's length, in bytes; 0 if it does not fit.</returns>
        private int WriteFragment(RecordLayer12 records, byte[] output, int offset, int count, int least)
        {
            int message = _entry + EntryHeaderLength;
            int body = WireReader.GetUInt16(_buffer, _entry + 1) - RecordHeader.DtlsHandshakeLength;
            int left = body - _fragment;
            int taken = count - records.GetOverhead(_epoch) - RecordHeader.DtlsHandshakeLength;
            int content = records.GetContentOffset(offset, _epoch);
            int limit = GetLimit(records) - RecordHeader.DtlsHandshakeLength;

            taken = taken > left ? left : taken;
            taken = taken > limit ? limit : taken;

            if (taken < 0 || (taken < left && taken < least))
            {
                return 0;
            }

            Array.Copy(_buffer, message, output, content, RecordHeader.DtlsHandshakeLength);
            WireWriter.PutUInt24(output, content + 6, _fragment);
            WireWriter.PutUInt24(output, content + 9, taken);
            Array.Copy(
                _buffer, message + RecordHeader.DtlsHandshakeLength + _fragment,
                output, content + RecordHeader.DtlsHandshakeLength, taken);

            int written = records.WriteRecord(
                ContentType.Handshake, _epoch, output, offset, RecordHeader.DtlsHandshakeLength + taken);

            _fragment += taken;

            if (_fragment == body)
            {
                _fragment = 0;
                _entry = message + RecordHeader.DtlsHandshakeLength + body;
            }

            return written;
        }

        /// <summary>
        /// Writes a record with an entry: ChangeCipherSpec, or a message of a stream, or as much of it as fits (RFC
        /// 5246, section 6.2.1).
        /// </summary>
        private int WriteEntry(RecordLayer12 records, byte[] output, int offset, int count)
        {
            int type = _buffer[_entry];
            int message = _entry + EntryHeaderLength;
            int length = WireReader.GetUInt16(_buffer, _entry + 1);
            int left = length - _fragment;
            int room = count - records.GetOverhead(_epoch);

            int limit = GetLimit(records);

            room = room > limit ? limit : room;

            int taken = left > room ? room : left;

            // What is short goes into one record.
            if (taken < left && (taken < LeastFragment || left <= WholeLength))
            {
                return 0;
            }

            Array.Copy(_buffer, message + _fragment, output, records.GetContentOffset(offset, _epoch), taken);

            int written = records.WriteRecord(type, _epoch, output, offset, taken);

            _fragment += taken;

            if (_fragment == length)
            {
                _fragment = 0;
                _entry = message + length;
            }

            if (type == ContentType.ChangeCipherSpec)
            {
                _epoch = 1;
                records.BeginProtectedWriting();
            }

            return written;
        }
    }
}
