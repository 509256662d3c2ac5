//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Host.Tracing;

/// <summary>
/// Names the records that one direction carries. It remembers whether that direction's ChangeCipherSpec has passed.
/// </summary>
internal sealed class RecordReader(TlsTransportKind kind)
{
    private readonly List<byte> _pending = [];
    private bool _isProtected;
    private bool _isFinishedSeen;

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

        int header = kind == TlsTransportKind.Datagram ? RecordHeader.DtlsLength : RecordHeader.TlsLength;

        while (_pending.Count >= header)
        {
            int length = header + (_pending[header - 2] << 8 | _pending[header - 1]);

            if (_pending.Count < length)
            {
                yield break;
            }

            byte[] record = [.. _pending.Take(length)];

            _pending.RemoveRange(0, length);
            yield return (Name(record, header), length);
        }
    }

    private string Name(byte[] record, int header)
    {
        bool isProtected = kind == TlsTransportKind.Datagram ? (record[3] << 8 | record[4]) > 0 : _isProtected;

        switch (record[0])
        {
            case ContentType.ChangeCipherSpec:
                _isProtected = true;
                return "ChangeCipherSpec";

            case ContentType.Alert:
                return isProtected
                    ? "Alert*"
                    : record.Length >= header + 2 ? $"Alert({Name(record[header + 1])})" : "Alert";

            case ContentType.ApplicationData:
                return "ApplicationData*";

            case ContentType.Handshake when isProtected:
                bool isFirst = !_isFinishedSeen;

                _isFinishedSeen = true;
                return isFirst || kind == TlsTransportKind.Datagram ? "Finished*" : "Handshake*";

            case ContentType.Handshake:
                return record.Length > header ? NameHandshake(record, header) : "Handshake";

            default:
                return $"type {record[0]}";
        }
    }

    private string NameHandshake(byte[] record, int header)
    {
        string name = record[header] switch
        {
            HandshakeType.HelloRequest => "HelloRequest",
            HandshakeType.ClientHello => "ClientHello",
            HandshakeType.ServerHello => "ServerHello",
            HandshakeType.HelloVerifyRequest => "HelloVerifyRequest",
            HandshakeType.ServerKeyExchange => "ServerKeyExchange",
            HandshakeType.ServerHelloDone => "ServerHelloDone",
            HandshakeType.ClientKeyExchange => "ClientKeyExchange",
            byte type => $"handshake {type}",
        };

        bool isFragment = kind == TlsTransportKind.Datagram && record.Length >= header + 12
            && !record.AsSpan(header + 1, 3).SequenceEqual(record.AsSpan(header + 9, 3));

        return isFragment ? name + " (fragment)" : name;
    }

    private static string Name(byte alert) =>
        Enum.IsDefined((TlsAlert)alert) ? TlsErrorText.GetName((TlsAlert)alert) : $"{alert}";
}
