//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Buffers.Binary;
using NanoTlsMan.Host.Decoding;
using NanoTlsMan.Managed13.Messages;

namespace NanoTlsMan.Host.Tracing;

/// <summary>
/// Names the records that one direction carries. It remembers whether that direction's ChangeCipherSpec has passed.
/// </summary>
/// <param name="kind">Whether they are in datagrams or in a stream.</param>
/// <param name="isClient">Whether the client sends them.</param>
/// <param name="opener">Opens what is protected, where the keys are known.</param>
internal sealed class RecordReader(TlsTransportKind kind, bool isClient = false, RecordOpener? opener = null)
{
    private const int LongestExcerpt = 16;
    private const int AckHeaderLength = 2;
    private const int AckEntryLength = 16;

    private readonly List<byte> _pending = [];
    private bool _isProtected;
    private bool _isFinishedSeen;
    private int _messageRest;

    /// <summary>
    /// Takes a datagram, or a share of the stream.
    /// </summary>
    /// <returns>The records, each with its length.</returns>
    public IEnumerable<(string Name, int Length)> Read(byte[] bytes)
    {
        if (kind == TlsTransportKind.Datagram)
        {
            _pending.Clear();
        }

        _pending.AddRange(bytes);

        int start = 0;

        while (_pending.Count - start >= 1)
        {
            if (kind == TlsTransportKind.Datagram && RecordShape.IsUnified(_pending[start]))
            {
                byte[] rest = [.. _pending.Skip(start)];

                // Where nothing is known of connection IDs, it is the last one of its datagram, as this library writes
                // it.
                int count = opener?.GetUnifiedLength(isClient, rest) ?? rest.Length;

                start += count;
                yield return (NameNewer(rest[..count]), count);
                continue;
            }

            if (_pending.Count - start < RecordShape.GetHeaderLength(kind))
            {
                break;
            }

            int header = GetHeaderLength(start);

            if (_pending.Count - start < header)
            {
                break;
            }

            int length = header + (_pending[start + header - 2] << 8 | _pending[start + header - 1]);

            if (_pending.Count - start < length)
            {
                break;
            }

            byte[] record = [.. _pending.Skip(start).Take(length)];

            start += length;
            yield return (Name(record, header), length);
        }

        _pending.RemoveRange(0, start);
    }

    private int GetHeaderLength(int start)
    {
        int header = RecordShape.GetHeaderLength(kind);

        // One whose end nobody finds ends it all.
        return kind == TlsTransportKind.Datagram && _pending[start] == ContentType.Tls12ConnectionId
            ? RecordShape.FindIdLength([.. _pending.Skip(start)]) is >= 0 and int id ? header + id : int.MaxValue
            : header;
    }

    private string Name(byte[] record, int header)
    {
        // Over a stream nothing but what is protected looks like data; and with 1.3 all that is protected does.
        if (kind == TlsTransportKind.Stream && record[0] == ContentType.ApplicationData
            && (!_isProtected || opener is { IsNewer: true }))
        {
            return NameNewer(record);
        }

        bool isProtected = kind == TlsTransportKind.Datagram
            ? (record[3] << 8 | record[4]) > 0
            : _isProtected && opener is not { IsNewer: true };

        if (!isProtected)
        {
            return NamePlain(record[0], record.AsSpan(header));
        }

        return opener?.Open(isClient, record, header) is (byte type, byte[] plain)
            ? NameOpened(type, plain)
            : NameProtected(record[0]);
    }

    private string NameNewer(byte[] record) => opener?.Open(isClient, record, 0) is (byte type, byte[] plain)
        ? NameOpened(type, plain)
        : "protected*";

    private string NameProtected(byte type)
    {
        switch (type)
        {
            case ContentType.Handshake:
                bool isFirst = !_isFinishedSeen;

                _isFinishedSeen = true;
                return isFirst || kind == TlsTransportKind.Datagram ? "Finished*" : "Handshake*";

            case ContentType.Alert:
                return "Alert*";

            case ContentType.ApplicationData:
                return "ApplicationData*";

            // What it is stands within (RFC 9146, section 4); the first one is the handshake's.
            case ContentType.Tls12ConnectionId:
                bool isFinished = !_isFinishedSeen && _isProtected;

                _isFinishedSeen = true;
                return isFinished ? "Finished* (CID)" : "protected* (CID)";

            default:
                return NamePlain(type, []);
        }
    }

    private string NameOpened(byte type, byte[] plain)
    {
        if (type != ContentType.ApplicationData)
        {
            return NamePlain(type, plain);
        }

        string excerpt = plain.Length == 0
            ? ""
            : $": {Excerpt(plain)}{(plain.Length > LongestExcerpt ? "..." : "")}";

        return $"ApplicationData [{plain.Length} B{excerpt}]";
    }

    private string NamePlain(byte type, ReadOnlySpan<byte> content)
    {
        switch (type)
        {
            case ContentType.ChangeCipherSpec:
                _isProtected = true;
                return "ChangeCipherSpec";

            case ContentType.Alert:
                return content.Length >= 2 ? $"Alert({Name(content[1])})" : "Alert";

            case ContentType.ApplicationData:
                return "ApplicationData";

            case ContentType.Handshake:
                return NameMessages(content);

            case ContentType.Ack:
                return NameAck(content);

            case ContentType.ReturnRoutabilityCheck:
                return content.Length == 0 ? "PathCheck*" : content[0] == 0 ? "PathChallenge" : "PathResponse";

            default:
                return $"type {type}";
        }
    }

    /// <summary>
    /// Names the handshake messages of a record, which may hold several, and in a stream a part of one.
    /// </summary>
    private string NameMessages(ReadOnlySpan<byte> content)
    {
        opener?.See(isClient, content);

        List<string> names = [];
        int header = kind == TlsTransportKind.Datagram
            ? RecordHeader.DtlsHandshakeLength
            : RecordHeader.TlsHandshakeLength;
        int rest = Math.Min(_messageRest, content.Length);

        if (rest > 0)
        {
            names.Add("Handshake (rest)");
            _messageRest -= rest;
            content = content[rest..];
        }

        while (content.Length > 0)
        {
            byte[] message = content.ToArray();
            int length = message.Length < header ? 0 : kind == TlsTransportKind.Datagram
                ? HandshakeHeader.GetFragmentLength(message, 0)
                : HandshakeHeader.GetLength(message, 0);
            int taken = Math.Min(header + length, content.Length);

            names.Add(NameMessage(message, header));
            _messageRest = kind == TlsTransportKind.Stream ? header + length - taken : 0;
            content = content[taken..];
        }

        return names.Count == 0 ? "Handshake" : string.Join("+", names);
    }

    private string NameMessage(byte[] message, int header)
    {
        string name = message[0] switch
        {
            HandshakeType.HelloRequest => "HelloRequest",
            HandshakeType.ClientHello => "ClientHello",
            HandshakeType.ServerHello when ServerHello.IsRetry(message, header, message.Length - header) =>
                "HelloRetryRequest",
            HandshakeType.ServerHello => "ServerHello",
            HandshakeType.NewSessionTicket => "NewSessionTicket",
            HandshakeType.EndOfEarlyData => "EndOfEarlyData",
            HandshakeType.EncryptedExtensions => "EncryptedExtensions",
            HandshakeType.RequestConnectionId => "RequestConnectionId",
            HandshakeType.NewConnectionId => "NewConnectionId",
            HandshakeType.KeyUpdate when message.Length > header && message[header] == 1 =>
                "KeyUpdate(update_requested)",
            HandshakeType.KeyUpdate => "KeyUpdate",
            HandshakeType.HelloVerifyRequest => "HelloVerifyRequest",
            HandshakeType.Certificate => "Certificate",
            HandshakeType.ServerKeyExchange => "ServerKeyExchange",
            HandshakeType.CertificateRequest => "CertificateRequest",
            HandshakeType.ServerHelloDone => "ServerHelloDone",
            HandshakeType.CertificateVerify => "CertificateVerify",
            HandshakeType.ClientKeyExchange => "ClientKeyExchange",
            HandshakeType.Finished => "Finished",
            byte type => $"handshake {type}",
        };

        bool isFragment = kind == TlsTransportKind.Datagram && message.Length >= header
            && HandshakeHeader.GetLength(message, 0) != HandshakeHeader.GetFragmentLength(message, 0);

        return isFragment ? name + " (fragment)" : name;
    }

    // Epoch and number of each record that came (RFC 9147, section 7).
    private static string NameAck(ReadOnlySpan<byte> content)
    {
        List<string> records = [];

        for (int at = AckHeaderLength; at + AckEntryLength <= content.Length; at += AckEntryLength)
        {
            ReadOnlySpan<byte> entry = content.Slice(at, AckEntryLength);

            records.Add(
                $"{BinaryPrimitives.ReadUInt64BigEndian(entry)}:{BinaryPrimitives.ReadUInt64BigEndian(entry[8..])}");
        }

        return records.Count == 0 ? "ACK" : $"ACK [{string.Join(' ', records)}]";
    }

    private static string Excerpt(byte[] plain)
    {
        ReadOnlySpan<byte> start = plain.AsSpan(0, Math.Min(plain.Length, LongestExcerpt));

        return start.TrimEnd("\r\n"u8).IndexOfAnyExceptInRange((byte)0x20, (byte)0x7E) < 0
            ? $"'{Printable.ToLine(start)}'"
            : Convert.ToHexStringLower(start);
    }

    private static string Name(byte alert) =>
        Enum.IsDefined((TlsAlert)alert) ? TlsErrorText.GetName((TlsAlert)alert) : $"{alert}";
}
