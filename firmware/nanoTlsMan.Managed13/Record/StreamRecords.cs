//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Managed.Record;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed13.Record
{
    /// <summary>
    /// Records of a stream (RFC 9846, section 5).
    /// </summary>
    internal sealed class StreamRecords : RecordLayer13
    {
        // RFC 9846, section 5.2: how much longer a protected fragment may be.
        private const int MaxExpansion = 256;

        // The version that all records say (RFC 9846, section 5.1), and what a first hello may say for old servers.
        private const int LegacyVersion = 0x0303;
        private const int FirstVersion = 0x0301;

        // How much early data is passed over, in bytes, as BoringSSL has it.
        private const int MostEarlyData = 16384;

        private int _earlyDataLeft;

        internal StreamRecords()
            : base(false)
        {
        }

        /// <summary>Gets or sets a value indicating whether a client has written nothing yet.</summary>
        internal bool IsFirst { get; set; }

        /// <inheritdoc/>
        internal override void InstallWriter(TrafficKeys keys)
        {
            Dispose(Writer);
            Writer = keys;
        }

        /// <inheritdoc/>
        internal override void InstallReader(TrafficKeys keys)
        {
            Dispose(Reader);
            Reader = keys;
        }

        /// <inheritdoc/>
        internal override int GetOverhead(int epoch)
        {
            return epoch == PlainEpoch ? RecordHeader.TlsLength : RecordHeader.TlsLength + 1 + Writer.TagLength;
        }

        /// <inheritdoc/>
        internal override int GetContentOffset(int offset, int epoch)
        {
            return offset + RecordHeader.TlsLength;
        }

        /// <inheritdoc/>
        internal override void PassOverEarlyData(bool isSent)
        {
            _earlyDataLeft = isSent ? MostEarlyData : 0;
        }

        /// <summary>
        /// Checks a record's header.
        /// </summary>
        /// <returns><see cref="RecordStatus.Ready"/>, <see cref="RecordStatus.Malformed"/> or
        /// <see cref="RecordStatus.Overflow"/>.</returns>
        internal RecordStatus CheckHeader(byte[] buffer, int offset, int limit)
        {
            int type = buffer[offset];
            int length = RecordHeader.GetTlsContentLength(buffer, offset);
            bool isPlain = type != ContentType.ApplicationData;

            // RFC 9846, section 5: after keys are there, nothing is in the clear but a ChangeCipherSpec that says
            // nothing.
            if (buffer[offset + 1] != 3 || type < ContentType.ChangeCipherSpec || type > ContentType.ApplicationData
                || (Reader != null && type != ContentType.ApplicationData && type != ContentType.ChangeCipherSpec)
                || (Reader == null && type == ContentType.ApplicationData && _earlyDataLeft <= 0))
            {
                return RecordStatus.Malformed;
            }

            return length > limit + (isPlain ? 0 : MaxExpansion) ? RecordStatus.Overflow : RecordStatus.Ready;
        }

        /// <summary>
        /// Reads a whole record, whose header was checked.
        /// </summary>
        /// <returns><see cref="RecordStatus.Ready"/>; <see cref="RecordStatus.Dropped"/> for early data;
        /// <see cref="RecordStatus.BadMac"/>; <see cref="RecordStatus.Malformed"/> without a content type; or
        /// <see cref="RecordStatus.Overflow"/>.</returns>
        internal RecordStatus Read(byte[] buffer, int offset, int end)
        {
            int content = offset + RecordHeader.TlsLength;
            int length = end - content;

            Type = buffer[offset];
            Epoch = PlainEpoch;
            ContentOffset = content;
            ContentCount = length;
            End = end;

            if (Type == ContentType.ChangeCipherSpec || (Reader == null && Type != ContentType.ApplicationData))
            {
                return RecordStatus.Ready;
            }

            TrafficKeys keys = Reader;

            if (keys == null || length < keys.TagLength + 1
                || !keys.Open(
                    keys.Next, buffer, offset, RecordHeader.TlsLength, buffer, content, length - keys.TagLength))
            {
                bool isEarly = length < _earlyDataLeft;

                _earlyDataLeft -= length;
                return isEarly ? RecordStatus.Dropped : RecordStatus.BadMac;
            }

            // What opens ends the early data.
            _earlyDataLeft = 0;
            keys.Next++;
            Epoch = keys.Epoch;

            // The content type counts for the limit, and so does what pads (RFC 8449, section 4).
            return length - keys.TagLength > ReadLimit + 1 ? RecordStatus.Overflow
                : SplitInner(buffer, content, length - keys.TagLength) ? RecordStatus.Ready : RecordStatus.Malformed;
        }

        /// <inheritdoc/>
        internal override int WriteRecord(int type, int epoch, byte[] buffer, int offset, int count)
        {
            int content = offset + RecordHeader.TlsLength;
            int length = count;

            WireWriter.PutUInt16(buffer, offset + 1, IsFirst ? FirstVersion : LegacyVersion);
            IsFirst = false;

            if (epoch == PlainEpoch)
            {
                buffer[offset] = (byte)type;
                WireWriter.PutUInt16(buffer, offset + 3, length);
                return RecordHeader.TlsLength + length;
            }

            buffer[content + length] = (byte)type;
            length += 1 + Writer.TagLength;
            buffer[offset] = ContentType.ApplicationData;
            WireWriter.PutUInt16(buffer, offset + 3, length);
            Writer.Seal(
                Writer.Next++, buffer, offset, RecordHeader.TlsLength, buffer, content, length - Writer.TagLength);
            return RecordHeader.TlsLength + length;
        }

        /// <inheritdoc/>
        public override void Dispose()
        {
            Dispose(Reader);
            Dispose(Writer);
        }
    }
}
