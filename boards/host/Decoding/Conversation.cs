//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Net;

namespace NanoTlsMan.Host.Decoding;

/// <summary>
/// What two ports sent each other.
/// </summary>
internal sealed class Conversation(TlsTransportKind kind, IPEndPoint? first, IPEndPoint? second)
{
    // A record's header in a stream, and the type of the message in it.
    private const int EnoughToTell = RecordHeader.TlsLength + 1;

    private readonly List<(double Milliseconds, bool IsFromFirst, byte[] Bytes)> _pieces = [];

    // Until a ClientHello says who the client is, it is whoever spoke first.
    private bool? _isFirstClient;
    private readonly List<byte> _firstHead = [];
    private readonly List<byte> _secondHead = [];

    public TlsTransportKind Kind => kind;

    /// <summary>How many bytes of the stream the capture lacks.</summary>
    public int MissingBytes { get; set; }

    public IPEndPoint? Client => _isFirstClient ?? true ? first : second;

    public IPEndPoint? Server => _isFirstClient ?? true ? second : first;

    /// <summary>Whether anything in it is a record.</summary>
    public bool HasRecords { get; private set; }

    public bool IsEmpty => _pieces.Count == 0;

    /// <summary>The bytes that it begins with.</summary>
    public byte[] Beginning => _pieces[0].Bytes;

    /// <summary>Datagrams, or shares of the stream, in order.</summary>
    public IEnumerable<(double Milliseconds, bool IsClient, byte[] Bytes)> Pieces => _pieces.Select(
        piece => (piece.Milliseconds, piece.IsFromFirst == (_isFirstClient ?? true), piece.Bytes));

    public void Add(double milliseconds, bool isFromFirst, byte[] bytes)
    {
        _pieces.Add((milliseconds, isFromFirst, bytes));

        byte[] start = bytes;

        // Of a stream only the beginning of each direction is sure to be the beginning of a record.
        if (kind == TlsTransportKind.Stream)
        {
            List<byte> head = isFromFirst ? _firstHead : _secondHead;

            if (head.Count >= EnoughToTell)
            {
                return;
            }

            head.AddRange(bytes.Take(EnoughToTell - head.Count));
            start = [.. head];
        }

        if (!RecordShape.IsRecord(kind, start))
        {
            return;
        }

        HasRecords = true;

        if (_isFirstClient == null && RecordShape.GetHandshakeType(kind, start) is int type)
        {
            _isFirstClient = RecordShape.IsServers(type) ? !isFromFirst
                : type == HandshakeType.ClientHello ? isFromFirst : null;
        }
    }
}
