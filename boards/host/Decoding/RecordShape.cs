//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Host.Decoding;

/// <summary>
/// What bytes look like that are records.
/// </summary>
internal static class RecordShape
{
    // RFC 5246, section 6.2.3: a protected record is longer than its plaintext by at most this.
    private const int MostExpansion = 2048;

    // What the first byte of a protected record of DTLS 1.3 tells of the others (RFC 9147, section 4).
    private const int IdBit = 0x10;
    private const int LongNumberBit = 0x08;
    private const int LengthBit = 0x04;

    /// <summary>
    /// Tells whether a datagram begins with a protected record of DTLS 1.3 (RFC 9147, section 4.1): these three bits
    /// are no content type.
    /// </summary>
    public static bool IsUnified(byte first) => (first & 0xE0) == 0x20;

    /// <summary>Tells whether such a record has a connection ID.</summary>
    public static bool HasId(byte first) => (first & IdBit) != 0;

    /// <summary>Tells whether such a record says how long it is.</summary>
    public static bool HasLength(byte first) => (first & LengthBit) != 0;

    /// <summary>Gets how many bytes of its number such a record has.</summary>
    public static int GetNumberLength(byte first) => (first & LongNumberBit) == 0 ? 1 : 2;

    /// <summary>Gets the length of such a record's header with a connection ID of some length.</summary>
    public static int GetUnifiedLength(byte first, int idLength) =>
        1 + idLength + GetNumberLength(first) + (HasLength(first) ? 2 : 0);

    /// <summary>
    /// Tells whether a datagram, or a stream, begins with a record's header, and in a datagram with a whole record.
    /// </summary>
    public static bool IsRecord(TlsTransportKind kind, ReadOnlySpan<byte> bytes)
    {
        int header = GetHeaderLength(kind);

        if (bytes.Length < header)
        {
            return false;
        }

        if (kind == TlsTransportKind.Datagram && bytes[0] == ContentType.Tls12ConnectionId)
        {
            return bytes[1] == 0xFE && bytes[2] == 0xFD && FindIdLength(bytes) >= 0;
        }

        bool isOther = kind == TlsTransportKind.Datagram
            && bytes[0] is ContentType.Ack or ContentType.ReturnRoutabilityCheck;

        if (bytes[0] is < ContentType.ChangeCipherSpec or > ContentType.ApplicationData && !isOther)
        {
            return false;
        }

        int length = bytes[header - 2] << 8 | bytes[header - 1];

        return kind == TlsTransportKind.Datagram
            ? bytes[1] == 0xFE && bytes[2] is 0xFD or 0xFF && length <= bytes.Length - header
            : bytes[1] == 3 && bytes[2] <= 4 && length is > 0 and <= RecordHeader.MaxPlaintext + MostExpansion;
    }

    /// <summary>
    /// Finds how long the connection ID of the record is that a datagram ends with, which the record itself does not
    /// tell: with that length it ends where the datagram does.
    /// </summary>
    /// <returns>The length, in bytes; -1 if there is none.</returns>
    public static int FindIdLength(ReadOnlySpan<byte> bytes)
    {
        for (int id = 0; id <= TlsSessionOptions.MaxConnectionIdLength; id++)
        {
            int header = RecordHeader.DtlsLength + id;

            if (bytes.Length >= header && bytes.Length - header == (bytes[header - 2] << 8 | bytes[header - 1]))
            {
                return id;
            }
        }

        return -1;
    }

    public static int GetHeaderLength(TlsTransportKind kind) =>
        kind == TlsTransportKind.Datagram ? RecordHeader.DtlsLength : RecordHeader.TlsLength;

    /// <summary>
    /// Gets the type of the handshake message in the first record, where that is one in the clear.
    /// </summary>
    public static int? GetHandshakeType(TlsTransportKind kind, ReadOnlySpan<byte> bytes)
    {
        int header = GetHeaderLength(kind);

        return bytes.Length > header && bytes[0] == ContentType.Handshake
            && (kind == TlsTransportKind.Stream || (bytes[3] | bytes[4]) == 0)
            ? bytes[header]
            : null;
    }

    /// <summary>
    /// Tells whether only servers send such a message.
    /// </summary>
    public static bool IsServers(int handshakeType) => handshakeType is HandshakeType.HelloRequest
        or HandshakeType.HelloVerifyRequest or HandshakeType.ServerHello or HandshakeType.ServerKeyExchange
        or HandshakeType.ServerHelloDone;
}
