//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.Security.Cryptography;

namespace NanoTlsMan.Tests.Fuzz.Version13;

/// <content>
/// The hellos: what they say, and what of the engine's has to be known.
/// </content>
internal sealed partial class LivePeer13
{
    private const int BinderLength = 32;
    private const int BindersLength = 2 + 1 + BinderLength;

    private const int SupportedGroups = 10;
    private const int SizeLimit = 28;
    private const int PreSharedKey = 41;
    private const int SupportedVersions = 43;
    private const int CookieType = 44;
    private const int PskModes = 45;
    private const int KeyShare = 51;
    private const int ConnectionIdType = 54;
    private const int ReturnRoutability = 61;

    private static readonly byte[] s_retryRandom = SHA256.HashData("HelloRetryRequest"u8);

    private readonly List<byte[]> _offered = [];
    private readonly Dictionary<int, byte[]> _shares = [];
    private NamedCurve _agreedCurve;
    private byte[] _peerShare;
    private byte[] _cookie;
    private byte[] _beforeHello = [];
    private byte[] _sessionId = [];

    /// <summary>What this side wants to receive; <see langword="null"/> to leave the extension out.</summary>
    public byte[] ConnectionId { get; set; }

    /// <summary>What the engine wants to receive; <see langword="null"/> if it says nothing.</summary>
    public byte[] PeerConnectionId { get; private set; }

    /// <summary>Whether this side answers checks of a path.</summary>
    public bool IsReturnRoutable { get; set; }

    /// <summary>How long records may be that it gets, or 0.</summary>
    public int RecordSizeLimit { get; set; }

    /// <summary>Whether a client offers 1.2 as well.</summary>
    public bool OffersOlder { get; set; }

    /// <summary>Whether a HelloRetryRequest came that no hello has answered yet.</summary>
    public bool IsRetryDue { get; private set; }

    private int Version => _kind == TlsTransportKind.Datagram ? TlsVersion.Dtls13 : TlsVersion.Tls13;

    private int OlderVersion => _kind == TlsTransportKind.Datagram ? TlsVersion.Dtls12 : TlsVersion.Tls12;

    private int PeerIdLength => PeerConnectionId?.Length ?? 0;

    /// <summary>
    /// Makes a ClientHello. What a test has changed of it is under its binder as well.
    /// </summary>
    public byte[] ClientHello(Func<byte[], byte[]> change)
    {
        // The last one counts, behind a request for it.
        _transcript.SetLength(0);
        _transcript.Write(_beforeHello);

        byte[] hello = change(WriteClientHello()[..^BindersLength]);
        byte[] header = Forge.Message(TlsTransportKind.Stream, HandshakeType.ClientHello, 0, hello);

        IsRetryDue = false;
        Forge.Put(header, 1, 3, hello.Length + BindersLength);

        byte[] key = _schedule.Begin(Key, IsResuming ? "res binder" : "ext binder");
        byte[] digest = SHA256.HashData([.. _transcript.ToArray(), .. header]);

        return [.. hello, 0, 1 + BinderLength, BinderLength, .. _schedule.ComputeFinished(key, digest)];
    }

    public byte[] ServerHello()
    {
        List<byte> extensions = [.. Extension(SupportedVersions, U16(Version))];
        int selected = Math.Max(0, _offered.FindIndex(identity => identity.AsSpan().SequenceEqual(Identity)));

        extensions.AddRange(Extension(PreSharedKey, U16(selected)));
        UsesShare &= _shares.Count > 0;

        if (UsesShare)
        {
            _agreedCurve = _shares.ContainsKey(GetGroup(Curve)) ? Curve : Other(Curve);
            _peerShare = _shares.GetValueOrDefault(GetGroup(_agreedCurve));
            extensions.AddRange(Extension(KeyShare, WriteShare(_agreedCurve)));
        }

        WriteId(extensions);
        return WriteServerHello(_random, extensions);
    }

    /// <summary>Makes a HelloRetryRequest: the hello before it becomes a hash (RFC 9846, section 4.4.1).</summary>
    public byte[] RetryRequest(byte[] cookie, bool hasGroup)
    {
        List<byte> extensions = [.. Extension(SupportedVersions, U16(Version))];

        if (cookie.Length > 0)
        {
            extensions.AddRange(Extension(CookieType, Vector16(cookie)));
        }

        if (hasGroup)
        {
            extensions.AddRange(Extension(KeyShare, U16(GetGroup(Curve))));
        }

        return WriteServerHello(s_retryRandom, extensions);
    }

    /// <summary>Counts a HelloRetryRequest.</summary>
    public void CountRetry(byte[] body)
    {
        byte[] digest = GetDigest();

        _transcript.SetLength(0);
        Count(HandshakeType.MessageHash, digest);
        Count(HandshakeType.ServerHello, body);
        _beforeHello = _transcript.ToArray();
    }

    public byte[] EncryptedExtensions() =>
        Vector16(RecordSizeLimit == 0 ? [] : Extension(SizeLimit, U16(RecordSizeLimit)));

    private static NamedCurve Other(NamedCurve curve) =>
        curve == NamedCurve.X25519 ? NamedCurve.P256 : NamedCurve.X25519;

    private static int GetGroup(NamedCurve curve) => curve == NamedCurve.X25519 ? 29 : 23;

    private static byte[] U16(int value) => [(byte)(value >> 8), (byte)value];

    private static byte[] Vector8(byte[] content) => [(byte)content.Length, .. content];

    private static byte[] Vector16(byte[] content) => [.. U16(content.Length), .. content];

    private static byte[] Extension(int type, byte[] content) => [.. U16(type), .. Vector16(content)];

    private byte[] WriteShare(NamedCurve curve) => [.. U16(GetGroup(curve)), .. Vector16(MakeShare(curve)[32..])];

    private void WriteId(List<byte> extensions)
    {
        if (ConnectionId == null || (_role == TlsRole.Server && PeerConnectionId == null))
        {
            return;
        }

        extensions.AddRange(Extension(ConnectionIdType, Vector8(ConnectionId)));

        if (IsReturnRoutable)
        {
            extensions.AddRange(Extension(ReturnRoutability, []));
        }
    }

    private byte[] WriteServerHello(byte[] random, List<byte> extensions) =>
        [.. U16(OlderVersion), .. random, .. Vector8(_sessionId), .. U16(Suite), 0, .. Vector16([.. extensions])];

    private byte[] WriteClientHello()
    {
        byte[] versions = OffersOlder ? [.. U16(Version), .. U16(OlderVersion)] : U16(Version);
        List<byte> extensions = [.. Extension(SupportedVersions, Vector8(versions))];

        extensions.AddRange(Extension(PskModes, Vector8([(byte)(UsesShare ? 1 : 0)])));

        if (UsesShare)
        {
            byte[] groups = [.. U16(GetGroup(NamedCurve.X25519)), .. U16(GetGroup(NamedCurve.P256))];

            extensions.AddRange(Extension(SupportedGroups, Vector16(groups)));
            extensions.AddRange(Extension(KeyShare, Vector16(WriteShare(Curve))));
        }

        if (_cookie != null)
        {
            extensions.AddRange(Extension(CookieType, Vector16(_cookie)));
        }

        if (RecordSizeLimit > 0)
        {
            extensions.AddRange(Extension(SizeLimit, U16(RecordSizeLimit)));
        }

        WriteId(extensions);

        byte[] identities = Vector16([.. Vector16(Identity), 0, 0, 0, 0]);

        extensions.AddRange(Extension(PreSharedKey, [.. identities, .. new byte[BindersLength]]));

        byte[] cookie = _kind == TlsTransportKind.Datagram ? [0] : [];

        return
        [
            .. U16(OlderVersion), .. _random, 0, .. cookie, .. Vector16(U16(Suite)), 1, 0,
            .. Vector16([.. extensions]),
        ];
    }

    private void TakeClientHello(byte[] body)
    {
        Cut cut = new(body, 2 + 32);

        _sessionId = _kind == TlsTransportKind.Datagram ? [] : cut.Vector8();

        if (_kind == TlsTransportKind.Datagram)
        {
            cut.Vector8();
            cut.Vector8();
        }

        cut.Vector16();
        cut.Vector8();
        _offered.Clear();
        _shares.Clear();
        TakeExtensions(cut.Vector16(), TakeOffer);
    }

    private void TakeOffer(int type, Cut content)
    {
        switch (type)
        {
            case PreSharedKey:
                for (Cut identities = new(content.Vector16(), 0); !identities.IsAtEnd; identities.Take(4))
                {
                    _offered.Add(identities.Vector16());
                }

                break;

            case KeyShare:
                for (Cut shares = new(content.Vector16(), 0); !shares.IsAtEnd;)
                {
                    int group = shares.Number(2);

                    _shares[group] = shares.Vector16();
                }

                break;

            case ConnectionIdType:
                PeerConnectionId = content.Vector8();
                break;

            default:
                break;
        }
    }

    private void TakeServerHello(byte[] body)
    {
        bool isRetry = IsRetry(body);
        Cut cut = new(body, 2 + 32);

        cut.Vector8();
        cut.Take(3);
        TakeExtensions(cut.Vector16(), (type, content) => TakeAnswer(type, content, isRetry));
        IsRetryDue = isRetry;
    }

    private void TakeAnswer(int type, Cut content, bool isRetry)
    {
        switch (type)
        {
            case KeyShare:
                int group = content.Number(2);

                _agreedCurve = group == GetGroup(NamedCurve.P256) ? NamedCurve.P256 : NamedCurve.X25519;
                Curve = isRetry ? _agreedCurve : Curve;
                _peerShare = isRetry ? null : content.Vector16();
                break;

            case CookieType:
                _cookie = content.Vector16();
                break;

            case ConnectionIdType:
                PeerConnectionId = content.Vector8();
                break;

            default:
                break;
        }
    }

    private static void TakeExtensions(byte[] list, Action<int, Cut> take)
    {
        for (Cut cut = new(list, 0); !cut.IsAtEnd;)
        {
            int type = cut.Number(2);

            take(type, new Cut(cut.Vector16(), 0));
        }
    }
}
