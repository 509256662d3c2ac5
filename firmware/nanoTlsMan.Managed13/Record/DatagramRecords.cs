//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Managed.Record;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed13.Record
{
    /// <summary>
    /// Records of datagrams (RFC 9147, section 4): in the clear as in 1.2, protected with a header of two bytes, a
    /// connection ID beside.
    /// </summary>
    internal sealed partial class DatagramRecords : RecordLayer13
    {
        // The unified header's first byte (RFC 9147, section 4): 0 0 1, C, S, L and two bits of the epoch.
        private const int UnifiedMark = 0x20;
        private const int UnifiedMask = 0xE0;
        private const int HasConnectionIdBit = 0x10;
        private const int LongNumberBit = 0x08;
        private const int HasLengthBit = 0x04;
        private const int EpochMask = 3;

        // What is written has eight bits of the number, and no length, for it is the last record of its datagram; or
        // sixteen, and a length.
        private const int ShortHeaderLength = 2;
        private const int LongHeaderLength = 5;

        // How far ahead a record in the clear moves the window.
        private const ulong PlainReach = 64;

        private readonly DropCounters _drops;
        private readonly byte[] _header = new byte[1 + TlsSessionOptions.MaxConnectionIdLength + 4];
        private readonly ReplayWindow _plainWindow = new ReplayWindow();
        private TrafficKeys _handshakeReader;
        private TrafficKeys _handshakeWriter;
        private TrafficKeys _previousReader;
        private ulong _plainNumber;

        internal DatagramRecords(DropCounters drops)
            : base(true)
        {
            _drops = drops;
        }

        /// <summary>Gets or sets a value indicating whether headers are written with all that they may have: for peers
        /// that read no others, as BoringSSL's test runner.</summary>
        internal bool WritesLongHeaders { get; set; }

        private int WrittenHeaderLength
        {
            get { return WritesLongHeaders ? LongHeaderLength : ShortHeaderLength; }
        }

        /// <summary>Gets or sets a value indicating whether the version is known: then records in the clear say
        /// 1.2.</summary>
        internal bool IsVersionAgreed { get; set; }

        /// <summary>Gets the number of the next record in the clear.</summary>
        internal ulong NextPlain
        {
            get { return _plainNumber; }
        }

        /// <summary>
        /// Tells by a record's first byte whether it is of the first epoch for data, while there is none beyond it.
        /// </summary>
        internal static bool IsOfFirstDataEpoch(int first)
        {
            return (first & (UnifiedMask | EpochMask)) == (UnifiedMark | FirstDataEpoch);
        }

        /// <summary>
        /// Sets the first number of a server: that of the hello that it answers, for a HelloRetryRequest had numbers
        /// before.
        /// </summary>
        internal void AdoptNumber(ulong number)
        {
            if (number < RecordHeader.LastHelloSequence)
            {
                _plainNumber = number;
            }
        }

        /// <inheritdoc/>
        internal override void InstallWriter(TrafficKeys keys)
        {
            // What the handshake has sent may have to be sent again, with the same keys (RFC 9147, section 4.2.1).
            if (keys.Epoch == HandshakeEpoch)
            {
                _handshakeWriter = keys;
            }
            else if (Writer != null && Writer != _handshakeWriter)
            {
                Writer.Dispose();
            }

            Writer = keys;
        }

        /// <inheritdoc/>
        internal override void InstallReader(TrafficKeys keys)
        {
            if (keys.Epoch == HandshakeEpoch)
            {
                _handshakeReader = keys;
            }
            else if (Reader != null && Reader != _handshakeReader)
            {
                // Until a record under the new keys opens, records under the old ones may still come
                // (draft-ietf-tls-rfc9147bis, section 4.2.1).
                Dispose(_previousReader);
                _previousReader = Reader;
            }

            Reader = keys;
        }

        /// <summary>
        /// Drops the handshake's keys for reading: nothing of it can come any more that has to be answered.
        /// </summary>
        internal void DropHandshakeReader()
        {
            if (_handshakeReader != null && _handshakeReader != Reader)
            {
                _handshakeReader.Dispose();
                _handshakeReader = null;
            }
        }

        /// <summary>
        /// Drops the handshake's keys for writing: the peer has all of it.
        /// </summary>
        internal void DropHandshakeWriter()
        {
            if (_handshakeWriter != null && _handshakeWriter != Writer)
            {
                _handshakeWriter.Dispose();
                _handshakeWriter = null;
            }
        }

        /// <inheritdoc/>
        internal override int GetOverhead(int epoch)
        {
            if (epoch == PlainEpoch)
            {
                return RecordHeader.DtlsLength;
            }

            // A record is padded where too little is left for the mask (RFC 9147, section 4.2.3).
            return WrittenHeaderLength + PeerIdLength + 1 + FindWriter(epoch).TagLength;
        }

        /// <inheritdoc/>
        internal override int GetContentOffset(int offset, int epoch)
        {
            return epoch == PlainEpoch
                ? offset + RecordHeader.DtlsLength
                : offset + WrittenHeaderLength + PeerIdLength;
        }

        /// <summary>
        /// Reads a record. What is wrong with it is counted here.
        /// </summary>
        /// <param name="buffer">Holds the datagram.</param>
        /// <param name="offset">Where the record begins.</param>
        /// <param name="end">Where the datagram ends.</param>
        /// <returns>What became of it.</returns>
        internal RecordStatus Read(byte[] buffer, int offset, int end)
        {
            return (buffer[offset] & UnifiedMask) == UnifiedMark
                ? ReadProtected(buffer, offset, end)
                : ReadPlain(buffer, offset, end);
        }

        private RecordStatus ReadPlain(byte[] buffer, int offset, int end)
        {
            int left = end - offset - RecordHeader.DtlsLength;

            if (left < 0)
            {
                return Drop(DropReason.TooShort, RecordStatus.DropRest);
            }

            int length = RecordHeader.GetDtlsContentLength(buffer, offset);
            int type = buffer[offset];
            int version = RecordHeader.GetVersion(buffer, offset);

            if (length > left)
            {
                return Drop(DropReason.BadLength, RecordStatus.DropRest);
            }

            Type = type;
            Epoch = RecordHeader.GetEpoch(buffer, offset);
            Number = RecordHeader.GetSequence(buffer, offset);
            ContentOffset = offset + RecordHeader.DtlsLength;
            ContentCount = length;
            End = ContentOffset + length;

            if (type != ContentType.Handshake && type != ContentType.Alert && type != ContentType.Ack
                && type != ContentType.ChangeCipherSpec)
            {
                return Drop(DropReason.UnknownType, RecordStatus.Dropped);
            }

            // A first hello may say 1.0 (RFC 9147, section 4).
            if (version != TlsVersion.Dtls12 && (IsVersionAgreed || version != TlsVersion.Dtls10))
            {
                return Drop(DropReason.WrongVersion, RecordStatus.Dropped);
            }

            if (Epoch != PlainEpoch)
            {
                return Drop(DropReason.WrongEpoch, RecordStatus.Dropped);
            }

            // RFC 9147, section 4.1: once there are keys, only a hello that is sent again comes in the clear.
            if (Reader != null && type != ContentType.Handshake)
            {
                return Drop(DropReason.Unexpected, RecordStatus.Dropped);
            }

            if (length > ReadLimit)
            {
                return Drop(DropReason.BadLength, RecordStatus.Dropped);
            }

            if (!_plainWindow.MayBeNew(Number))
            {
                return Drop(DropReason.Replayed, RecordStatus.Dropped);
            }

            // Anybody can have written it, so a number far ahead must not shut out the true ones: the window only moves
            // within its width.
            if (Number < _plainWindow.Next + PlainReach)
            {
                _plainWindow.Accept(Number);
            }

            return RecordStatus.Ready;
        }

        private RecordStatus ReadProtected(byte[] buffer, int offset, int end)
        {
            int first = buffer[offset];
            int idLength = (first & HasConnectionIdBit) == 0 ? 0 : OwnIdLength;
            int numberLength = (first & LongNumberBit) == 0 ? 1 : 2;
            int number = offset + 1 + idLength;
            int content = number + numberLength + ((first & HasLengthBit) == 0 ? 0 : 2);

            if (content > end)
            {
                return Drop(DropReason.TooShort, RecordStatus.DropRest);
            }

            int length = (first & HasLengthBit) == 0 ? end - content : WireReader.GetUInt16(buffer, content - 2);

            if (length > end - content)
            {
                return Drop(DropReason.BadLength, RecordStatus.DropRest);
            }

            End = content + length;

            // Who has asked for a connection ID takes no record without it (RFC 9147, section 4).
            if (idLength != OwnIdLength || !IsOwnId(buffer, offset + 1))
            {
                return Drop(DropReason.UnknownType, RecordStatus.Dropped);
            }

            if (length < RecordNumberCipher.SampleLength)
            {
                return Drop(DropReason.TooShort, RecordStatus.Dropped);
            }

            TrafficKeys keys = FindReader(first & EpochMask);

            if (keys == null)
            {
                Epoch = first & EpochMask;
                return Epoch >= HandshakeEpoch && (Reader == null || Reader == _handshakeReader)
                    ? RecordStatus.Future
                    : Drop(DropReason.WrongEpoch, RecordStatus.Dropped);
            }

            return Open(keys, buffer, offset, number, numberLength, content, length);
        }

        private RecordStatus Open(
            TrafficKeys keys, byte[] buffer, int offset, int number, int numberLength, int content, int length)
        {
            int mask = keys.GetMask(buffer, content);
            int bits;

            // The header as it was before its number was hidden is what is authenticated (RFC 9147, section 4.2.3).
            Array.Copy(buffer, offset, _header, 0, content - offset);
            _header[number - offset] ^= (byte)(mask >> 8);
            bits = _header[number - offset];

            if (numberLength == 2)
            {
                _header[number - offset + 1] ^= (byte)mask;
                bits = (bits << 8) | _header[number - offset + 1];
            }

            ReplayWindow window = keys.Window;
            ulong whole = Complete(bits, numberLength == 1 ? 0xFF : 0xFFFF, window.Next);
            int count = length - keys.TagLength;

            if (count > ReadLimit + 1)
            {
                return Drop(DropReason.BadLength, RecordStatus.Dropped);
            }

            if (!window.MayBeNew(whole))
            {
                return Drop(DropReason.Replayed, RecordStatus.Dropped);
            }

            if (!keys.Open(whole, _header, 0, content - offset, buffer, content, count))
            {
                return Drop(DropReason.BadMac, RecordStatus.BadMac);
            }

            NoteAuthentic(keys, whole);
            Epoch = keys.Epoch;
            Number = whole;

            return SplitInner(buffer, content, count)
                ? RecordStatus.Ready
                : Drop(DropReason.Malformed, RecordStatus.Dropped);
        }

        private void NoteAuthentic(TrafficKeys keys, ulong number)
        {
            if (keys == Reader)
            {
                NoteNewest(number >= keys.Window.Next);

                if (_previousReader != null)
                {
                    _previousReader.Dispose();
                    _previousReader = null;
                }
            }

            // After authentication, and before delivery (RFC 9147, section 4.5.1).
            keys.Window.Accept(number);
        }

        /// <summary>
        /// Completes a number of which the lower bits are known: the one that is nearest to what is expected (RFC 9147,
        /// section 4.2.2).
        /// </summary>
        internal static ulong Complete(int bits, int mask, ulong expected)
        {
            ulong range = (uint)mask + 1;
            ulong number = (expected & ~(range - 1)) | (uint)bits;

            if (number > expected && number - expected > range / 2 && number >= range)
            {
                return number - range;
            }

            return number < expected && expected - number > range / 2 ? number + range : number;
        }

        private TrafficKeys FindReader(int bits)
        {
            return Reader != null && (Reader.Epoch & EpochMask) == bits ? Reader
                : _previousReader != null && (_previousReader.Epoch & EpochMask) == bits ? _previousReader
                : _handshakeReader != null && (_handshakeReader.Epoch & EpochMask) == bits ? _handshakeReader : null;
        }

        private TrafficKeys FindWriter(int epoch)
        {
            return epoch == HandshakeEpoch && _handshakeWriter != null ? _handshakeWriter : Writer;
        }

        /// <inheritdoc/>
        internal override int WriteRecord(int type, int epoch, byte[] buffer, int offset, int count)
        {
            return epoch == PlainEpoch
                ? WritePlain(type, buffer, offset, count)
                : WriteProtected(FindWriter(epoch), type, buffer, offset, count);
        }

        private int WritePlain(int type, byte[] buffer, int offset, int count)
        {
            Number = _plainNumber++;
            buffer[offset] = (byte)type;
            WireWriter.PutUInt16(buffer, offset + 1, TlsVersion.Dtls12);
            RecordNumber.Put(buffer, offset + RecordHeader.EpochOffset, Number);
            WireWriter.PutUInt16(buffer, offset + 11, count);
            return RecordHeader.DtlsLength + count;
        }

        private int WriteProtected(TrafficKeys keys, int type, byte[] buffer, int offset, int count)
        {
            int content = offset + WrittenHeaderLength + PeerIdLength;
            int number = offset + 1 + PeerIdLength;
            int form = WritesLongHeaders ? LongNumberBit | HasLengthBit : 0;

            Number = keys.Next++;
            buffer[offset] =
                (byte)(UnifiedMark | (PeerIdLength > 0 ? HasConnectionIdBit : 0) | form | (keys.Epoch & EpochMask));
            CopyPeerId(buffer, offset + 1);
            buffer[content + count] = (byte)type;
            count++;

            // Zeros behind the content type make up what the mask needs (RFC 9147, section 4.2.3).
            while (count + keys.TagLength < RecordNumberCipher.SampleLength)
            {
                buffer[content + count++] = 0;
            }

            if (WritesLongHeaders)
            {
                WireWriter.PutUInt16(buffer, number, (int)(Number & 0xFFFF));
                WireWriter.PutUInt16(buffer, number + 2, count + keys.TagLength);
            }
            else
            {
                buffer[number] = (byte)Number;
            }

            keys.Seal(Number, buffer, offset, content - offset, buffer, content, count);

            int mask = keys.GetMask(buffer, content);

            buffer[number] ^= (byte)(mask >> 8);

            if (WritesLongHeaders)
            {
                buffer[number + 1] ^= (byte)mask;
            }

            return content - offset + count + keys.TagLength;
        }

        /// <inheritdoc/>
        public override void Dispose()
        {
            Dispose(_handshakeReader);
            Dispose(_handshakeWriter);
            Dispose(_previousReader);
            Dispose(Reader);
            Dispose(Writer);
        }

        private RecordStatus Drop(DropReason reason, RecordStatus status)
        {
            _drops.Add(reason);
            return status;
        }
    }
}
