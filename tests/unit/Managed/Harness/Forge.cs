//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// Makes records and messages of any content, right or wrong, and takes datagrams apart.
    /// </summary>
    internal static class Forge
    {
        /// <summary>Makes a record without protection.</summary>
        public static byte[] Record(TlsTransportKind kind, int type, int epoch, ulong sequence, byte[] content)
        {
            return Record(
                kind, type, kind == TlsTransportKind.Datagram
                ? TlsVersion.Dtls12
                : TlsVersion.Tls12, epoch, sequence, content);
        }

        /// <summary>Makes a record without protection that claims a version.</summary>
        public static byte[] Record(
            TlsTransportKind kind, int type, int version, int epoch, ulong sequence, byte[] content)
        {
            int header = kind == TlsTransportKind.Datagram ? RecordHeader.DtlsLength : RecordHeader.TlsLength;
            byte[] record = new byte[header + content.Length];

            record[0] = (byte)type;
            Put(record, 1, 2, version);

            if (kind == TlsTransportKind.Datagram)
            {
                PutNumber(record, 3, epoch, sequence);
            }

            Put(record, header - 2, 2, content.Length);
            Array.Copy(content, 0, record, header, content.Length);
            return record;
        }

        /// <summary>Makes a whole handshake message.</summary>
        public static byte[] Message(TlsTransportKind kind, int type, int sequence, byte[] body)
        {
            if (kind == TlsTransportKind.Datagram)
            {
                return Fragment(type, sequence, body.Length, 0, body);
            }

            byte[] message = new byte[RecordHeader.TlsHandshakeLength + body.Length];

            message[0] = (byte)type;
            Put(message, 1, 3, body.Length);
            Array.Copy(body, 0, message, RecordHeader.TlsHandshakeLength, body.Length);
            return message;
        }

        /// <summary>Makes a fragment of a handshake message over datagrams, with whatever lengths it is to
        /// claim.</summary>
        public static byte[] Fragment(int type, int sequence, int length, int offset, byte[] part)
        {
            return Fragment(type, sequence, length, offset, part.Length, part);
        }

        /// <summary>Makes a fragment whose own length need not be true.</summary>
        public static byte[] Fragment(int type, int sequence, int length, int offset, int fragmentLength, byte[] part)
        {
            byte[] fragment = new byte[RecordHeader.DtlsHandshakeLength + part.Length];

            fragment[0] = (byte)type;
            Put(fragment, 1, 3, length);
            Put(fragment, 4, 2, sequence);
            Put(fragment, 6, 3, offset);
            Put(fragment, 9, 3, fragmentLength);
            Array.Copy(part, 0, fragment, RecordHeader.DtlsHandshakeLength, part.Length);
            return fragment;
        }

        public static byte[] Alert(int level, TlsAlert description)
        {
            return new byte[] { (byte)level, (byte)description };
        }

        public static byte[] Join(byte[] first, byte[] second)
        {
            byte[] joined = new byte[first.Length + second.Length];

            Array.Copy(first, 0, joined, 0, first.Length);
            Array.Copy(second, 0, joined, first.Length, second.Length);
            return joined;
        }

        public static byte[] Slice(byte[] source, int offset, int count)
        {
            byte[] slice = new byte[count];

            Array.Copy(source, offset, slice, 0, count);
            return slice;
        }

        public static byte[] Copy(byte[] source)
        {
            return Slice(source, 0, source.Length);
        }

        /// <summary>Copies bytes with one of them changed.</summary>
        public static byte[] Flip(byte[] source, int index, int mask)
        {
            byte[] copy = Copy(source);

            copy[index] = (byte)(copy[index] ^ mask);
            return copy;
        }

        /// <summary>Finds where the record behind the one at an offset begins.</summary>
        public static int NextRecord(TlsTransportKind kind, byte[] source, int offset)
        {
            int header = kind == TlsTransportKind.Datagram ? RecordHeader.DtlsLength : RecordHeader.TlsLength;

            return offset + header + Get(source, offset + header - 2, 2);
        }

        /// <summary>Cuts a record out of a datagram or a share of a stream.</summary>
        public static byte[] GetRecord(TlsTransportKind kind, byte[] source, int index)
        {
            int offset = 0;

            for (int i = 0; i < index; i++)
            {
                offset = NextRecord(kind, source, offset);
            }

            return Slice(source, offset, NextRecord(kind, source, offset) - offset);
        }

        public static int CountRecords(TlsTransportKind kind, byte[] source)
        {
            int count = 0;

            for (int offset = 0; offset < source.Length; offset = NextRecord(kind, source, offset))
            {
                count++;
            }

            return count;
        }

        public static int Get(byte[] source, int offset, int count)
        {
            int value = 0;

            for (int i = 0; i < count; i++)
            {
                value = (value << 8) | source[offset + i];
            }

            return value;
        }

        public static void Put(byte[] target, int offset, int count, int value)
        {
            for (int i = count - 1; i >= 0; i--)
            {
                target[offset + i] = (byte)value;
                value >>= 8;
            }
        }

        /// <summary>Writes epoch and sequence number as a record's header has them.</summary>
        public static void PutNumber(byte[] target, int offset, int epoch, ulong sequence)
        {
            Put(target, offset, 2, epoch);

            for (int i = 7; i >= 2; i--)
            {
                target[offset + i] = (byte)sequence;
                sequence >>= 8;
            }
        }
    }
}
