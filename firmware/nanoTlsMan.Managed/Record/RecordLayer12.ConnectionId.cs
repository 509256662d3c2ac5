//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Managed.Messages;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed.Record
{
    /// <content>
    /// Records with a connection ID (RFC 9146, sections 4 and 5): type tls12_cid outside, the content type and zeros
    /// for padding within.
    /// </content>
    internal sealed partial class RecordLayer12
    {
        // The content type within.
        private const int InnerTypeLength = 1;

        // Where only this side's records carry a connection ID, the peer's checks of a path come as they are.
        private bool IsPathRecord(int type, int epoch)
        {
            return type == ContentType.ReturnRoutabilityCheck && epoch == 1 && PeerConnectionId != null;
        }

        private int GetConnectionIdOverhead()
        {
            byte[] id = PeerConnectionId;

            return id == null ? 0 : id.Length + InnerTypeLength;
        }

        private RecordStatus ReadConnectionIdRecord(byte[] buffer, int offset, int left)
        {
            // Where none was agreed on, nobody knows where the record ends.
            if (!HasConnectionId)
            {
                return Drop(DropReason.UnknownType, RecordStatus.DropRest);
            }

            byte[] id = _ids.Own;
            int idLength = id.Length;
            int idOffset = offset + RecordHeader.ConnectionIdOffset;

            if (left < idLength)
            {
                return Drop(DropReason.TooShort, RecordStatus.DropRest);
            }

            int content = idOffset + idLength + 2;
            int length = WireReader.GetUInt16(buffer, content - 2);

            if (length > left - idLength)
            {
                return Drop(DropReason.BadLength, RecordStatus.DropRest);
            }

            int version = RecordHeader.GetVersion(buffer, offset);
            int epoch = RecordHeader.GetEpoch(buffer, offset);

            Type = ContentType.Tls12ConnectionId;
            Epoch = epoch;
            ContentOffset = content;
            ContentCount = length;
            End = content + length;

            for (int i = 0; i < idLength; i++)
            {
                if (buffer[idOffset + i] != id[i])
                {
                    return Drop(DropReason.UnknownType, RecordStatus.Dropped);
                }
            }

            if (version != TlsVersion.Dtls12)
            {
                return Drop(DropReason.WrongVersion, RecordStatus.Dropped);
            }

            if (epoch != 1)
            {
                return Drop(DropReason.WrongEpoch, RecordStatus.Dropped);
            }

            if (_window == null)
            {
                return RecordStatus.Future;
            }

            ulong sequence = RecordHeader.GetSequence(buffer, offset);

            if (!_window.MayBeNew(sequence))
            {
                return Drop(DropReason.Replayed, RecordStatus.Dropped);
            }

            int inner = length - _reader.Expansion;

            if (inner < InnerTypeLength || inner > ReadLimit + InnerTypeLength)
            {
                return Drop(
                    inner < InnerTypeLength ? DropReason.TooShort : DropReason.BadLength, RecordStatus.Dropped);
            }

            if (!_reader.Open(buffer, offset + RecordHeader.EpochOffset, 0, version, buffer, content, length))
            {
                return Drop(DropReason.BadMac, RecordStatus.BadMac);
            }

            _ids.IsNewest |= sequence >= _window.Next;
            _window.Accept(sequence);
            return ReadInner(buffer, content + _reader.ExplicitNonceLength, inner);
        }

        // The content ends where the padding of zeros and the content type before it begin (RFC 9146, section 4).
        private RecordStatus ReadInner(byte[] buffer, int offset, int count)
        {
            int last = offset + count - 1;

            while (last >= offset && buffer[last] == 0)
            {
                last--;
            }

            if (last < offset)
            {
                return Drop(DropReason.Malformed, RecordStatus.Dropped);
            }

            int type = buffer[last];

            if ((type < ContentType.ChangeCipherSpec || type > ContentType.ApplicationData)
                && type != ContentType.ReturnRoutabilityCheck)
            {
                return Drop(DropReason.UnknownType, RecordStatus.Dropped);
            }

            Type = type;
            ContentOffset = offset;
            ContentCount = last - offset;
            return RecordStatus.Ready;
        }

        private int WriteConnectionIdRecord(int type, byte[] buffer, int offset, int count)
        {
            byte[] id = _ids.Peer;
            int idOffset = offset + RecordHeader.ConnectionIdOffset;
            int content = idOffset + id.Length + 2;
            int text = content + _writer.ExplicitNonceLength;

            buffer[offset] = ContentType.Tls12ConnectionId;
            WireWriter.PutUInt16(buffer, offset + 1, Version);
            Array.Copy(_number, 0, buffer, offset + RecordHeader.EpochOffset, 8);
            Array.Copy(id, 0, buffer, idOffset, id.Length);
            buffer[text + count] = (byte)type;
            _writer.Seal(_number, 0, 0, Version, buffer, text, count + InnerTypeLength);

            int length = count + InnerTypeLength + _writer.Expansion;

            WireWriter.PutUInt16(buffer, content - 2, length);
            return content - offset + length;
        }
    }
}
