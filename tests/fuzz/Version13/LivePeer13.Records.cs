//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;

namespace NanoTlsMan.Tests.Fuzz.Version13;

/// <content>
/// Records and messages: what is written, and what the engine sends.
/// </content>
internal sealed partial class LivePeer13
{
    private const int UnifiedMark = 0x20;
    private const int UnifiedMask = 0xE0;
    private const int IdBit = 0x10;
    private const int LongBit = 0x08;
    private const int LengthBit = 0x04;
    private const int AckEntryLength = 16;

    private readonly Dictionary<int, (byte[] Message, bool[] IsThere)> _fragments = [];
    private readonly List<byte> _stream = [];
    private readonly List<(int Epoch, ulong Number)> _taken = [];
    private SealingKeys _guess;
    private int _nextTaken;
    private int _readEpoch;

    /// <summary>The ticket that the engine gave.</summary>
    public byte[] Ticket { get; private set; }

    /// <summary>The key that goes with it.</summary>
    public byte[] TicketKey { get; private set; }

    /// <summary>The content of the last check of a path that came.</summary>
    public byte[] PathRecord { get; private set; }

    /// <summary>Tells whose keys protect what is written in an epoch: the newest where it has none; 0 without
    /// keys.</summary>
    public int GetKeyEpoch(int epoch) => epoch == 0 || _writers.ContainsKey(epoch) ? epoch : WriteEpoch;

    /// <summary>The number of the next record of an epoch, moved as a script likes.</summary>
    public ulong Skip(int epoch, ulong count) => FindWriter(epoch).Next += count;

    /// <summary>Names the records with handshake messages that came, in the order that an ACK has to have.</summary>
    public byte[] Ack()
    {
        byte[] entries = [.. _taken.Distinct().Order().SelectMany(taken =>
        {
            byte[] entry = new byte[AckEntryLength];

            BinaryPrimitives.WriteUInt64BigEndian(entry, (ulong)taken.Epoch);
            BinaryPrimitives.WriteUInt64BigEndian(entry.AsSpan(8), taken.Number);
            return entry;
        })];

        return Vector16(entries);
    }

    /// <summary>Makes a record of any type, epoch and number: in the clear, or protected with the epoch's keys; where
    /// there are none, with others.</summary>
    public byte[] Write(int type, int epoch, ulong number, byte[] content, RecordForm form)
    {
        if (epoch == 0)
        {
            return Forge.Record(_kind, type, OlderVersion, 0, number, content);
        }

        return WriteInner(epoch, number, [.. content, (byte)type, .. new byte[form.Padding]], form);
    }

    /// <summary>Protects whatever is within, where the content type is the last byte that is not zero.</summary>
    public byte[] WriteInner(int epoch, ulong number, byte[] inner, RecordForm form)
    {
        SealingKeys keys = FindWriter(epoch);
        int length = inner.Length + keys.TagLength;

        if (_kind == TlsTransportKind.Stream)
        {
            byte[] outer = [ContentType.ApplicationData, 3, 3, .. U16(length)];

            return [.. outer, .. keys.Seal(number, outer, inner)];
        }

        byte[] id = form.HasId && PeerConnectionId is { Length: > 0 } ? PeerConnectionId : [];
        int first = UnifiedMark | (epoch & 3) | (id.Length > 0 ? IdBit : 0) | (form.IsLong ? LongBit : 0)
            | (form.HasLength ? LengthBit : 0);
        byte[] low = form.IsLong ? U16((int)(number & 0xFFFF)) : [(byte)number];
        byte[] header = [(byte)first, .. id, .. low, .. form.HasLength ? U16(length) : []];
        byte[] sealedBytes = keys.Seal(number, header, inner);

        Hide(header, 1 + id.Length, low.Length, keys.GetMask(sealedBytes));
        return [.. header, .. sealedBytes];
    }

    /// <summary>Takes what the engine sent: a datagram, or whole records of the stream.</summary>
    public void Take(byte[] input)
    {
        for (int offset = 0; offset < input.Length;)
        {
            offset = _kind == TlsTransportKind.Datagram && (input[offset] & UnifiedMask) == UnifiedMark
                ? TakeProtected(input, offset)
                : TakeRecord(input, offset);
        }
    }

    private static void Hide(byte[] header, int offset, int count, int mask)
    {
        header[offset] ^= (byte)(mask >> 8);

        if (count == 2)
        {
            header[offset + 1] ^= (byte)mask;
        }
    }

    // Keys that nobody has: whoever takes what they seal does not look.
    private SealingKeys FindWriter(int epoch) => _writers.TryGetValue(epoch, out SealingKeys keys) ? keys
        : HasKeys ? _writers.Values.Last()
        : _guess ??= new SealingKeys(_schedule, Suite, new byte[Schedule13.HashLength]);

    private int TakeRecord(byte[] input, int offset)
    {
        int header = _kind == TlsTransportKind.Datagram ? RecordHeader.DtlsLength : RecordHeader.TlsLength;
        int end = Forge.NextRecord(_kind, input, offset);
        byte[] content = input[(offset + header)..end];

        if (_kind == TlsTransportKind.Datagram || input[offset] != ContentType.ApplicationData)
        {
            ulong number = _kind == TlsTransportKind.Datagram ? (ulong)Forge.Get(input, offset + 7, 4) : 0;

            TakeContent(input[offset], 0, number, content);
            return end;
        }

        SealingKeys keys = _readers[_readEpoch];

        TakeInner(keys.Open(keys.Next++, input[offset..(offset + header)], content), _readEpoch, 0);
        return end;
    }

    private int TakeProtected(byte[] input, int offset)
    {
        int first = input[offset];
        int at = offset + 1 + ((first & IdBit) == 0 ? 0 : ConnectionId.Length);
        int count = (first & LongBit) == 0 ? 1 : 2;
        int begin = at + count + ((first & LengthBit) == 0 ? 0 : 2);
        int end = (first & LengthBit) == 0 ? input.Length : begin + Forge.Get(input, begin - 2, 2);
        byte[] header = input[offset..begin];
        (int epoch, SealingKeys keys) = _readers.Last(pair => (pair.Key & 3) == (first & 3));

        Hide(header, at - offset, count, keys.GetMask(input.AsSpan(begin, end - begin)));

        // The nearest number with these bits (RFC 9147, section 4.2.2).
        ulong range = 1UL << (8 * count);
        ulong number = (keys.Next & ~(range - 1)) | (uint)Forge.Get(header, at - offset, count);

        number = number + (range / 2) < keys.Next ? number + range : number;
        number = number > keys.Next + (range / 2) && number >= range ? number - range : number;
        keys.Next = Math.Max(keys.Next, number + 1);
        TakeInner(keys.Open(number, header, input.AsSpan(begin, end - begin)), epoch, number);
        return end;
    }

    private void TakeInner(byte[] inner, int epoch, ulong number)
    {
        int last = inner.AsSpan().LastIndexOfAnyExcept((byte)0);

        TakeContent(inner[last], epoch, number, inner[..last]);
    }

    private void TakeContent(int type, int epoch, ulong number, byte[] content)
    {
        switch (type)
        {
            case ContentType.Handshake when _kind == TlsTransportKind.Stream:
                _stream.AddRange(content);
                TakeStream();
                break;

            case ContentType.Handshake:
                if (epoch > 0)
                {
                    _taken.Add((epoch, number));
                }

                TakeFragments(content, epoch);
                break;

            case ContentType.ReturnRoutabilityCheck:
                PathRecord = content;
                break;

            default:
                break;
        }
    }

    private void TakeStream()
    {
        while (_stream.Count >= 4)
        {
            byte[] all = [.. _stream];
            int length = Forge.Get(all, 1, 3);

            if (all.Length < 4 + length)
            {
                return;
            }

            _stream.RemoveRange(0, 4 + length);
            TakeMessage(all[0], all[4..(4 + length)], _readEpoch);
        }
    }

    private void TakeFragments(byte[] content, int epoch)
    {
        for (int offset = 0; offset < content.Length;)
        {
            int length = Forge.Get(content, offset + 1, 3);
            int sequence = Forge.Get(content, offset + 4, 2);
            int at = Forge.Get(content, offset + 6, 3);
            int count = Forge.Get(content, offset + 9, 3);
            int body = offset + RecordHeader.DtlsHandshakeLength;

            if (!_fragments.TryGetValue(sequence, out (byte[] Message, bool[] IsThere) whole))
            {
                _fragments[sequence] = whole = (new byte[length], new bool[length]);
            }

            content.AsSpan(body, count).CopyTo(whole.Message.AsSpan(at));
            whole.IsThere.AsSpan(at, count).Fill(true);

            if (sequence == _nextTaken && !whole.IsThere.Contains(false))
            {
                _nextTaken++;
                TakeMessage(content[offset], whole.Message, epoch);
            }

            offset = body + count;
        }
    }

    private void TakeMessage(int type, byte[] body, int epoch)
    {
        switch (type)
        {
            case HandshakeType.ClientHello:
                TakeClientHello(body);
                Count(type, body);
                break;

            case HandshakeType.ServerHello when IsRetry(body):
                TakeServerHello(body);
                CountRetry(body);
                break;

            case HandshakeType.ServerHello:
                TakeServerHello(body);
                Count(type, body);
                break;

            case HandshakeType.Finished:
                IsVerified = body.AsSpan().SequenceEqual(_schedule.ComputeFinished(PeerHandshake, GetDigest()));
                Count(type, body);
                _readEpoch = DataEpoch;
                break;

            case HandshakeType.NewSessionTicket:
                Cut cut = new(body, 8);

                TicketKey = GetTicketKey(cut.Vector8());
                Ticket = cut.Vector16();
                break;

            case HandshakeType.KeyUpdate:
                Add(_readers, epoch + 1, Update(_readers[epoch].Secret));
                _readEpoch = epoch + 1;
                break;

            default:
                Count(type, body);
                break;
        }
    }
}
