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

    private bool _isProtected;

    /// <summary>How long the connection ID is that the peer asked for.</summary>
    public Func<int> PeerIdLength { get; init; } = () => 0;

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
