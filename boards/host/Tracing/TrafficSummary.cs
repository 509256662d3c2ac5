//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Net;

namespace NanoTlsMan.Host.Tracing;

/// <summary>
/// What passed a client's transport, as far as it tells why a handshake failed.
/// </summary>
internal sealed class TrafficSummary(TlsTransportKind kind)
{
    private const int DtlsHandshakeType = RecordHeader.DtlsLength;
    private const int LongestSample = 80;

    private readonly Dictionary<IPEndPoint, int> _strays = [];
    private readonly List<byte> _firstBytes = [];

    /// <summary>How often something came from the server.</summary>
    public int ReceivedCount { get; private set; }

    /// <summary>How many of these were HelloVerifyRequests.</summary>
    public int HelloVerifyRequestCount { get; private set; }

    /// <summary>How many of these were no records: for a stream, whether it began with none.</summary>
    public int UnreadableCount { get; private set; }

    /// <summary>The beginning of the first one that was no record, or of the stream.</summary>
    public byte[] Sample => [.. _firstBytes];

    /// <summary>Who else has sent datagrams to this port, and how many.</summary>
    public IReadOnlyDictionary<IPEndPoint, int> Strays => _strays;

    public void Add(TrafficEntry entry)
    {
        if (entry.IsSent)
        {
            return;
        }

        ReceivedCount++;

        if (kind == TlsTransportKind.Stream)
        {
            Keep(entry.Bytes);
            UnreadableCount = IsRecord(Sample) ? 0 : 1;
        }
        else if (!IsRecord(entry.Bytes))
        {
            UnreadableCount++;

            if (UnreadableCount == 1)
            {
                Keep(entry.Bytes);
            }
        }
        else if (entry.Bytes[0] == ContentType.Handshake && entry.Bytes.Length > DtlsHandshakeType
            && entry.Bytes[DtlsHandshakeType] == HandshakeType.HelloVerifyRequest)
        {
            HelloVerifyRequestCount++;
        }
    }

    public void AddStray(IPEndPoint from) => _strays[from] = _strays.GetValueOrDefault(from) + 1;

    /// <summary>
    /// Tells whether bytes begin as a record does, as far as they go: its type, and its version's first byte.
    /// </summary>
    private bool IsRecord(ReadOnlySpan<byte> bytes)
    {
        byte major = kind == TlsTransportKind.Stream ? (byte)3 : (byte)0xFE;

        return bytes.Length > 0 && bytes[0] is >= ContentType.ChangeCipherSpec and <= ContentType.ApplicationData
            && (bytes.Length == 1 || bytes[1] == major)
            && (kind == TlsTransportKind.Stream || bytes.Length >= RecordHeader.DtlsLength);
    }

    private void Keep(ReadOnlySpan<byte> bytes) =>
        _firstBytes.AddRange(bytes[..Math.Min(bytes.Length, LongestSample - _firstBytes.Count)]);
}
