//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Host.Decoding;

/// <summary>
/// Opens the protected records of a conversation, of whichever version it is. It sees the handshake messages pass,
/// those that were opened as well, for keys are made of them.
/// </summary>
/// <param name="kind">What carries the records.</param>
/// <param name="keys">The key log; <see langword="null"/> for none.</param>
/// <param name="psk">The pre-shared key; <see langword="null"/> for none.</param>
internal sealed class RecordOpener(TlsTransportKind kind, KeyLog? keys, byte[]? psk = null)
{
    private readonly SortedSet<string> _notes = [];
    private readonly MessageAssembler[] _messages = [new(kind), new(kind)];
    private byte[] _clientRandom = [];
    private Opener12? _older;
    private Opener13? _newer;

    /// <summary>Whether the server has chosen 1.3.</summary>
    public bool IsNewer => Newer.IsNewer;

    /// <summary>How many records were opened.</summary>
    public int OpenedCount { get; private set; }

    /// <summary>How many records could not be opened.</summary>
    public int ClosedCount { get; private set; }

    /// <summary>Why records could not be opened.</summary>
    public IEnumerable<string> Notes => _notes;

    private Opener12 Older => _older ??= new Opener12(kind, keys, _notes);

    private Opener13 Newer => _newer ??= new Opener13(kind, keys, psk, _notes);

    /// <summary>
    /// Takes the handshake content of a record, in the clear or opened.
    /// </summary>
    public void See(bool isClient, ReadOnlySpan<byte> content)
    {
        foreach ((int type, int number, byte[] body) in _messages[isClient ? 0 : 1].Add(content))
        {
            if (type == HandshakeType.ClientHello)
            {
                NoteClient(body);
            }

            Older.See(type, body);
            Newer.See(isClient, type, number, body);
        }
    }

    /// <summary>
    /// Opens a record.
    /// </summary>
    /// <param name="isClient">Whether the client sent it.</param>
    /// <param name="record">The record.</param>
    /// <param name="header">The length of its header, with the connection ID if it has one; of a record of 1.3 it is
    /// not asked for.</param>
    /// <returns>Its content type and plaintext; <see langword="null"/> if it cannot be opened.</returns>
    public (byte Type, byte[] Plain)? Open(bool isClient, ReadOnlySpan<byte> record, int header)
    {
        if (keys == null && psk == null)
        {
            return null;
        }

        bool isNewer = IsNewer || (kind == TlsTransportKind.Datagram && RecordShape.IsUnified(record[0]));
        (byte, byte[])? opened = !isNewer ? Older.Open(isClient, record, header)
            : Newer.Open(isClient, record.ToArray()) is byte[] inner ? Unpad(inner) : null;

        OpenedCount += opened == null ? 0 : 1;
        ClosedCount += opened == null ? 1 : 0;
        return opened;
    }

    /// <summary>
    /// Tells how long a protected record of DTLS 1.3 is, with what is known of connection IDs.
    /// </summary>
    public int GetUnifiedLength(bool isClient, ReadOnlySpan<byte> rest) => Newer.GetLength(isClient, rest);

    /// <summary>
    /// Takes an inner plaintext apart: the content type stands behind the content, and zeros behind that (RFC 9146,
    /// section 4; RFC 9846, section 5.4).
    /// </summary>
    public static (byte Type, byte[] Plain) Unpad(byte[] inner)
    {
        int last = inner.AsSpan().LastIndexOfAnyExcept((byte)0);

        return last < 0 ? ((byte)0, []) : (inner[last], inner[..last]);
    }

    // Another random value begins another handshake, whose messages have the same numbers.
    private void NoteClient(byte[] body)
    {
        const int End = 2 + ClientHelloView.RandomLength;

        if (body.Length < End || body.AsSpan(2..End).SequenceEqual(_clientRandom))
        {
            return;
        }

        bool isFirst = _clientRandom.Length == 0;

        _clientRandom = body[2..End];

        if (!isFirst)
        {
            _newer = null;
            _messages[1].Reset();
        }
    }
}
