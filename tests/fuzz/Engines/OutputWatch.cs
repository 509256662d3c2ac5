//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Tests.Fuzz.Engines;

/// <summary>
/// Looks at all that one sender sends: whole records, a nonce in each protected one, and no secret in it.
/// </summary>
internal sealed class OutputWatch(TlsTransportKind kind)
{
    private const int NonceLength = 8;

    // The first byte of a protected record of DTLS 1.3, and what its header has (RFC 9147, section 4).
    private const int UnifiedMark = 0x20;
    private const int UnifiedMask = 0xE0;
    private const int IdBit = 0x10;
    private const int LongNumberBit = 0x08;
    private const int LengthBit = 0x04;

    private bool _isProtected;

    /// <summary>How long the connection ID is that the peer asked for.</summary>
    public Func<int> PeerIdLength { get; init; } = () => 0;

    /// <summary>Tells whether a record of datagrams is a protected one of 1.3.</summary>
    public static bool IsUnified(int first) => (first & UnifiedMask) == UnifiedMark;

    /// <summary>Whether a channel of 1.3 is open, after which nothing is sent in the clear.</summary>
    public bool IsNewerOpen { get; set; }

    /// <summary>What must not be seen.</summary>
    public SecretSet Secrets { get; set; } = new();

    /// <summary>Looks at a datagram, or at whole records of the stream.</summary>
    public void Look(ReadOnlySpan<byte> output)
    {
        if (Secrets.Find(output) is string found)
        {
            throw new Finding(Oracle.Secret, $"{found} was sent");
        }

        int least = kind == TlsTransportKind.Datagram ? RecordHeader.DtlsLength : RecordHeader.TlsLength;

        while (output.Length >= least)
        {
            if (kind == TlsTransportKind.Datagram && IsUnified(output[0]))
            {
                output = SkipUnified(output);
                continue;
            }

            if (IsNewerOpen && (kind == TlsTransportKind.Datagram || output[0] != ContentType.ApplicationData))
            {
                throw new Finding(Oracle.Secret, "an open channel sends in the clear");
            }

            int header = output[0] == ContentType.Tls12ConnectionId ? least + PeerIdLength() : least;

            if (output.Length < header)
            {
                throw new Finding(Oracle.Data, "a header that was sent is cut");
            }

            int length = header + ((output[header - 2] << 8) | output[header - 1]);

            if (length > output.Length)
            {
                throw new Finding(Oracle.Data, "a record that was sent is cut");
            }

            LookAtRecord(output[..length], header);
            output = output[length..];
        }
    }

    private ReadOnlySpan<byte> SkipUnified(ReadOnlySpan<byte> output)
    {
        int first = output[0];
        int header = 1 + ((first & IdBit) == 0 ? 0 : PeerIdLength()) + ((first & LongNumberBit) == 0 ? 1 : 2)
            + ((first & LengthBit) == 0 ? 0 : 2);
        int length = output.Length - header;

        if ((first & LengthBit) != 0 && length >= 0)
        {
            length = (output[header - 2] << 8) | output[header - 1];
        }

        // Too little for the mask, which the peer would drop (RFC 9147, section 4.2.3).
        if (length < RecordNumberCipher.SampleLength || length > output.Length - header)
        {
            throw new Finding(Oracle.Data, "a record that was sent is cut");
        }

        return output[(header + length)..];
    }

    // The explicit nonce is the least that a protected record has (RFC 5288 and RFC 6655, section 3).
    private void LookAtRecord(ReadOnlySpan<byte> record, int header)
    {
        bool isProtected = kind == TlsTransportKind.Datagram ? (record[3] | record[4]) != 0 : _isProtected;

        _isProtected |= record[0] == ContentType.ChangeCipherSpec;

        if (isProtected && record.Length < header + NonceLength)
        {
            throw new Finding(Oracle.Nonce, "a protected record has no nonce");
        }
    }
}
