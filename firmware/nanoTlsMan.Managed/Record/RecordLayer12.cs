//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Managed.Messages;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed.Record
{
    /// <summary>
    /// Reads and writes records of both kinds: epochs, sequence numbers, protection and the replay window.
    /// </summary>
    /// <remarks>
    /// There are two epochs: 0 without protection, and 1. Over datagrams both can be written, for a flight that is sent
    /// again may lie in both.
    /// </remarks>
    internal sealed partial class RecordLayer12 : RecordLayer
    {
        /// <summary>
        /// Sequence numbers from here on are not used: the last of 48 bits is kept for an alert (RFC 6347, section
        /// 4.1).
        /// </summary>
        internal const ulong LastSequence = 0xFFFFFFFFFFFE;

        // Both limits, of at most 16,384, share a field: each takes memory in every session.
        private const int LimitBits = 16;
        private const int LimitMask = (1 << LimitBits) - 1;

        private readonly DropCounters _drops;
        private readonly byte[] _number = new byte[8];
        private RecordProtection _reader;
        private RecordProtection _writer;
        private ReplayWindow _window;
        private ulong _plainSequence;
        private ulong _writeSequence;
        private int _limits;
        private int _writeEpoch;

        internal RecordLayer12(TlsTransportKind kind, DropCounters drops)
            : base(kind == TlsTransportKind.Datagram)
        {
            _drops = drops;
            ReadLimit = RecordHeader.MaxPlaintext;
            WriteLimit = RecordHeader.MaxPlaintext;
        }

        /// <summary>Gets or sets the longest plaintext that is taken, in bytes.</summary>
        internal int ReadLimit
        {
            get { return _limits & LimitMask; }
            set { _limits = (_limits & ~LimitMask) | value; }
        }

        /// <inheritdoc/>
        internal override int WriteLimit
        {
            get { return _limits >> LimitBits; }
            set { _limits = (value << LimitBits) | (_limits & LimitMask); }
        }

        /// <summary>Gets or sets a value indicating whether both sides know the version: records that claim another are
        /// refused.</summary>
        internal bool IsVersionAgreed { get; set; }

        /// <summary>Gets a value indicating whether records that are read have to be protected.</summary>
        internal bool IsReadProtected
        {
            get { return _window != null; }
        }

        /// <inheritdoc/>
        internal override int WriteEpoch
        {
            get { return _writeEpoch; }
        }

        /// <summary>Gets a value indicating whether no sequence number is left.</summary>
        internal bool IsExhausted
        {
            get { return _writeSequence >= LastSequence; }
        }

        /// <summary>Gets the number of the next record that is written in the clear.</summary>
        internal ulong NextPlainSequence
        {
            get { return _plainSequence; }
        }

        internal int HeaderLength
        {
            get { return IsDatagram ? RecordHeader.DtlsLength : RecordHeader.TlsLength; }
        }

        private int Version
        {
            get { return IsDatagram ? TlsVersion.Dtls12 : TlsVersion.Tls12; }
        }

        /// <summary>
        /// Sets the first sequence number of a server: that of the ClientHello that it answers (RFC 6347, section
        /// 4.2.1).
        /// </summary>
        /// <param name="buffer">Holds the ClientHello's record.</param>
        /// <param name="offset">Where the record begins.</param>
        /// <returns><see langword="false"/> if the numbers would not last for the handshake; otherwise,
        /// <see langword="true"/>.</returns>
        internal bool AdoptSequence(byte[] buffer, int offset)
        {
            ulong sequence = RecordHeader.GetSequence(buffer, offset);

            if (sequence >= RecordHeader.LastHelloSequence)
            {
                return false;
            }

            _plainSequence = sequence;
            return true;
        }

        /// <summary>
        /// Goes on with numbers of records in the clear where somebody else has left off.
        /// </summary>
        internal void ContinueNumbers(ulong next)
        {
            _plainSequence = next;
        }

        /// <summary>
        /// Gives the layer its keys. They are used from <see cref="BeginProtectedReading"/> on, and by records that are
        /// written for epoch 1.
        /// </summary>
        internal void SetKeys(RecordProtection reader, RecordProtection writer)
        {
            _reader = reader;
            _writer = writer;

            if (HasConnectionId)
            {
                reader.SetConnectionId(ConnectionId);
            }

            if (PeerConnectionId != null)
            {
                writer.SetConnectionId(PeerConnectionId);
            }
        }

        /// <summary>
        /// Turns to epoch 1 for writing: the own ChangeCipherSpec was written.
        /// </summary>
        internal void BeginProtectedWriting()
        {
            _writeEpoch = 1;
        }

        /// <summary>
        /// Turns to epoch 1 for reading: the peer's ChangeCipherSpec came.
        /// </summary>
        internal void BeginProtectedReading()
        {
            _window = new ReplayWindow();
        }

        /// <summary>
        /// Reads a record of a datagram. What is wrong with it is counted here.
        /// </summary>
        /// <param name="buffer">Holds the datagram.</param>
        /// <param name="offset">Where the record begins.</param>
        /// <param name="end">Where the datagram ends.</param>
        /// <returns>What became of it.</returns>
        internal RecordStatus ReadDatagramRecord(byte[] buffer, int offset, int end)
        {
            int left = end - offset - RecordHeader.DtlsLength;

            if (left < 0)
            {
                return Drop(DropReason.TooShort, RecordStatus.DropRest);
            }

            if (buffer[offset] == ContentType.Tls12ConnectionId)
            {
                return ReadConnectionIdRecord(buffer, offset, left);
            }

            int length = RecordHeader.GetDtlsContentLength(buffer, offset);

            if (length > left)
            {
                return Drop(DropReason.BadLength, RecordStatus.DropRest);
            }

            int type = buffer[offset];
            int version = RecordHeader.GetVersion(buffer, offset);
            int epoch = RecordHeader.GetEpoch(buffer, offset);
            int content = offset + RecordHeader.DtlsLength;

            Type = type;
            Epoch = epoch;
            ContentOffset = content;
            ContentCount = length;
            End = content + length;

            if ((type < ContentType.ChangeCipherSpec || type > ContentType.ApplicationData)
                && !IsPathRecord(type, epoch))
            {
                return Drop(DropReason.UnknownType, RecordStatus.Dropped);
            }

            // Until a version is agreed, the first records may say 1.0 (RFC 6347, section 4.2.1).
            if (version != TlsVersion.Dtls12 && (epoch != 0 || IsVersionAgreed || version != TlsVersion.Dtls10))
            {
                return Drop(DropReason.WrongVersion, RecordStatus.Dropped);
            }

            bool isProtected = _window != null;

            if (epoch != (isProtected ? 1 : 0))
            {
                return epoch == 1 ? RecordStatus.Future : Drop(DropReason.WrongEpoch, RecordStatus.Dropped);
            }

            // RFC 9146, section 4: whoever asked for a connection ID takes no protected record without it.
            if (isProtected && _ids != null && _ids.IsOwnInUse)
            {
                return Drop(DropReason.UnknownType, RecordStatus.Dropped);
            }

            if (!isProtected)
            {
                return length > ReadLimit ? Drop(DropReason.BadLength, RecordStatus.Dropped) : RecordStatus.Ready;
            }

            ulong sequence = RecordHeader.GetSequence(buffer, offset);

            if (!_window.MayBeNew(sequence))
            {
                return Drop(DropReason.Replayed, RecordStatus.Dropped);
            }

            int expansion = _reader.Expansion;

            if (length < expansion || length > ReadLimit + expansion)
            {
                return Drop(length < expansion ? DropReason.TooShort : DropReason.BadLength, RecordStatus.Dropped);
            }

            if (!_reader.Open(buffer, offset + 3, type, version, buffer, content, length))
            {
                return Drop(DropReason.BadMac, RecordStatus.BadMac);
            }

            // Only an authenticated record moves the window (RFC 6347, section 4.1.2.6).
            _window.Accept(sequence);
            ContentOffset = content + _reader.ExplicitNonceLength;
            ContentCount = length - expansion;
            return RecordStatus.Ready;
        }

        /// <summary>
        /// Tells how long a record's fragment may be.
        /// </summary>
        internal int GetFragmentLimit()
        {
            return _window == null ? ReadLimit : ReadLimit + _reader.Expansion;
        }

        /// <summary>
        /// Checks the header of a record of a stream.
        /// </summary>
        /// <param name="buffer">Holds the header.</param>
        /// <param name="offset">Where it begins.</param>
        /// <returns><see cref="RecordStatus.Ready"/>, <see cref="RecordStatus.Malformed"/> or
        /// <see cref="RecordStatus.Overflow"/>.</returns>
        internal RecordStatus CheckStreamHeader(byte[] buffer, int offset)
        {
            int type = buffer[offset];

            // A first record may say any 3.x (RFC 5246, appendix E.1); later ones what was agreed.
            if (type < ContentType.ChangeCipherSpec || type > ContentType.ApplicationData || buffer[offset + 1] != 3
                || (IsVersionAgreed && buffer[offset + 2] != 3))
            {
                return RecordStatus.Malformed;
            }

            return RecordHeader.GetTlsContentLength(buffer, offset) > GetFragmentLimit()
                ? RecordStatus.Overflow
                : RecordStatus.Ready;
        }

        /// <summary>
        /// Reads a whole record of a stream, whose header was checked.
        /// </summary>
        /// <param name="buffer">Holds the record.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="end">Where it ends.</param>
        /// <returns><see cref="RecordStatus.Ready"/> or <see cref="RecordStatus.BadMac"/>.</returns>
        internal RecordStatus ReadStreamRecord(byte[] buffer, int offset, int end)
        {
            int content = offset + RecordHeader.TlsLength;
            int length = end - content;

            Type = buffer[offset];
            Epoch = 0;
            ContentOffset = content;
            ContentCount = length;
            End = end;

            if (_window == null)
            {
                return RecordStatus.Ready;
            }

            int expansion = _reader.Expansion;

            Epoch = 1;

            if (length < expansion)
            {
                return RecordStatus.BadMac;
            }

            // Nothing is lost of a stream, so its next number is the one that the window would take next.
            PutNumber(0, _window.Next);

            if (!_reader.Open(_number, 0, Type, Version, buffer, content, length))
            {
                return RecordStatus.BadMac;
            }

            _window.Accept(_window.Next);
            ContentOffset = content + _reader.ExplicitNonceLength;
            ContentCount = length - expansion;
            return RecordStatus.Ready;
        }

        /// <inheritdoc/>
        internal override int GetOverhead(int epoch)
        {
            if (epoch == 0)
            {
                return HeaderLength;
            }

            int overhead = HeaderLength + _writer.Expansion;

            return _ids == null ? overhead : overhead + GetConnectionIdOverhead();
        }

        /// <inheritdoc/>
        internal override int GetContentOffset(int offset, int epoch)
        {
            int content = offset + HeaderLength;

            if (epoch == 0)
            {
                return content;
            }

            content += _writer.ExplicitNonceLength;
            return _ids == null || _ids.Peer == null ? content : content + _ids.Peer.Length;
        }

        /// <inheritdoc/>
        internal override int WriteRecord(int type, int epoch, byte[] buffer, int offset, int count)
        {
            PutNumber(IsDatagram ? epoch : 0, epoch == 0 ? _plainSequence++ : _writeSequence++);

            if (_ids != null && epoch != 0 && _ids.Peer != null)
            {
                return WriteConnectionIdRecord(type, buffer, offset, count);
            }

            buffer[offset] = (byte)type;
            WireWriter.PutUInt16(buffer, offset + 1, Version);

            int content = GetContentOffset(offset, epoch);
            int length = count;

            if (epoch != 0)
            {
                _writer.Seal(_number, 0, type, Version, buffer, content, count);
                length += _writer.Expansion;
            }

            if (IsDatagram)
            {
                Array.Copy(_number, 0, buffer, offset + 3, 8);
            }

            WireWriter.PutUInt16(buffer, offset + HeaderLength - 2, length);
            return HeaderLength + length;
        }

        /// <inheritdoc/>
        public override void Dispose()
        {
            if (_reader != null)
            {
                _reader.Dispose();
                _writer.Dispose();
            }
        }

        private void PutNumber(int epoch, ulong sequence)
        {
            byte[] number = _number;
            uint high = (uint)(sequence >> 32);
            uint low = (uint)sequence;

            // Over a stream the upper 16 bits would belong to the sequence number too, which never gets that far.
            number[0] = (byte)(epoch >> 8);
            number[1] = (byte)epoch;
            number[2] = (byte)(high >> 8);
            number[3] = (byte)high;
            number[4] = (byte)(low >> 24);
            number[5] = (byte)(low >> 16);
            number[6] = (byte)(low >> 8);
            number[7] = (byte)low;
        }

        private RecordStatus Drop(DropReason reason, RecordStatus status)
        {
            _drops.Add(reason);
            return status;
        }
    }
}
