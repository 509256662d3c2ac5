//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Security.Cryptography;
using NanoTlsMan.Managed13.Extensions;
using NanoTlsMan.Managed13.Messages;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Host.Decoding;

/// <summary>
/// What the hellos of a conversation say that keys of 1.3 are made of, and the transcript of what was said.
/// </summary>
internal sealed class Hellos13(TlsTransportKind kind)
{
    private const int ConnectionIdExtension = 54;
    private const int RandomOffset = 2;

    // Compression, behind the suite.
    private const int BehindSuite = 1;

    private readonly List<byte> _transcript = [];
    private byte[] _clientHello = [];
    private byte[] _firstHello = [];
    private byte[]? _retry;

    /// <summary>Whether the server has chosen 1.3, or asked for another hello of it.</summary>
    public bool IsNewer { get; private set; }

    /// <summary>What a key log knows the session by.</summary>
    public byte[] ClientRandom => _clientHello[RandomOffset..(RandomOffset + ClientHelloView.RandomLength)];

    /// <summary>The cipher suite, once the server has chosen it.</summary>
    public int Suite { get; private set; }

    /// <summary>Which of the client's pre-shared keys the server has chosen; -1 for none.</summary>
    public int SelectedPsk { get; private set; } = -1;

    /// <summary>Whether keys are agreed with key shares.</summary>
    public bool HasShare { get; private set; }

    /// <summary>The lengths of the connection IDs that records of the client, and of the server, carry.</summary>
    public List<int>[] IdLengths { get; } = [[], []];

    /// <summary>What was said so far, as keys and Finished are made of it.</summary>
    public byte[] Digest => SHA256.HashData([.. _transcript]);

    /// <summary>
    /// Takes a ClientHello.
    /// </summary>
    public void SeeClientHello(byte[] body)
    {
        if (_retry != null && _firstHello.Length == 0)
        {
            _firstHello = _clientHello;
        }

        _clientHello = body;
    }

    /// <summary>
    /// Takes a ServerHello or a HelloRetryRequest.
    /// </summary>
    /// <returns>Whether keys can be made now.</returns>
    public bool SeeServerHello(byte[] body)
    {
        WireReader reader = new();

        reader.Reset(body, RandomOffset, body.Length - RandomOffset);
        reader.Skip(ClientHelloView.RandomLength);
        reader.SkipVector8(0, byte.MaxValue);

        int suite = reader.ReadUInt16();

        reader.Skip(BehindSuite);

        int length = reader.SkipVector16(0, ushort.MaxValue);

        if (_clientHello.Length == 0 || reader.Failed)
        {
            return false;
        }

        ReadOnlySpan<byte> extensions = body.AsSpan(reader.Position - length, length);

        if (Find(extensions, ExtensionType.SupportedVersions) == null)
        {
            return false;
        }

        IsNewer = true;

        if (ServerHello.IsRetry(body, 0, body.Length))
        {
            _retry = body;
            return false;
        }

        Suite = suite;
        HasShare = Find(extensions, ExtensionType.KeyShare) != null;
        SelectedPsk = Find(extensions, ExtensionType.PreSharedKey) is [byte high, byte low] ? high << 8 | low : -1;
        NoteIds(Find(extensions, ConnectionIdExtension));
        Begin();
        Add(HandshakeType.ServerHello, body);
        return true;
    }

    /// <summary>
    /// Adds a message to the transcript.
    /// </summary>
    public void Add(int type, byte[] body) => _transcript.AddRange(Frame(type, body));

    /// <summary>
    /// Finds the pre-shared key that the server has chosen among the client's.
    /// </summary>
    /// <returns>Its identity, its binder, and what that is made of; <see langword="null"/> if there is none.</returns>
    public (byte[] Identity, byte[] Binder, byte[] Digest)? FindPsk()
    {
        ClientHelloView view = Parse();
        int offset = view.FindExtension(ExtensionType.PreSharedKey, out int length);
        HelloContent content = new() { Form = HelloForm.Client, Kind = kind };
        WireReader reader = new();

        if (offset < 0 || SelectedPsk < 0)
        {
            return null;
        }

        reader.Reset(_clientHello, offset, length);

        if (PreSharedKeyExtension.Read(reader, content) != TlsErrorCause.None || SelectedPsk >= content.Psks.Count)
        {
            return null;
        }

        PskOffers psks = content.Psks;
        byte[] before = [.. GetBefore(), .. Frame(HandshakeType.ClientHello, _clientHello)];

        // All of the hello but its binders (RFC 9846, section 4.2.11.2).
        return (
            _clientHello.AsSpan(psks.Offsets[SelectedPsk], psks.Lengths[SelectedPsk]).ToArray(),
            _clientHello.AsSpan(psks.Binders[SelectedPsk], psks.BinderLengths[SelectedPsk]).ToArray(),
            SHA256.HashData(before.AsSpan(0, before.Length - (_clientHello.Length - psks.BindersOffset))));
    }

    private static byte[] Frame(int type, byte[] body) =>
        [(byte)type, (byte)(body.Length >> 16), (byte)(body.Length >> 8), (byte)body.Length, .. body];

    private static byte[]? Find(ReadOnlySpan<byte> extensions, int type)
    {
        while (extensions.Length >= 4)
        {
            int length = extensions[2] << 8 | extensions[3];

            if (length > extensions.Length - 4)
            {
                break;
            }

            if ((extensions[0] << 8 | extensions[1]) == type)
            {
                return extensions.Slice(4, length).ToArray();
            }

            extensions = extensions[(4 + length)..];
        }

        return null;
    }

    private ClientHelloView Parse()
    {
        ClientHelloView view = new();
        WireReader reader = new();

        reader.Reset(_clientHello, 0, _clientHello.Length);
        view.Parse(reader, kind);
        return view;
    }

    // A first hello that was asked for once more counts as its hash (RFC 9846, section 4.4.1).
    private byte[] GetBefore() => _retry == null
        ? []
        :
        [
            .. Frame(HandshakeType.MessageHash, SHA256.HashData(Frame(HandshakeType.ClientHello, _firstHello))),
            .. Frame(HandshakeType.ServerHello, _retry),
        ];

    private void Begin()
    {
        _transcript.Clear();
        _transcript.AddRange(GetBefore());
        Add(HandshakeType.ClientHello, _clientHello);
    }

    // Each side says which ID it wants to receive (RFC 9146, section 3).
    private void NoteIds(byte[]? servers)
    {
        int offset = Parse().FindExtension(ConnectionIdExtension, out int length);

        if (servers is [byte servers0, ..] && offset >= 0 && length > 0)
        {
            IdLengths[0].Add(servers0);
            IdLengths[1].Add(_clientHello[offset]);
        }
    }
}
