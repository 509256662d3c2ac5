//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Security.Cryptography;
using NanoTlsMan.Ciphers;
using NanoTlsMan.Ciphers.PublicKey;
using NanoTlsMan.Host;
using NanoTlsMan.Host.Decoding;
using NanoTlsMan.Managed.PublicKey;
using NanoTlsMan.Managed13;

namespace NanoTlsMan.Tests.Interop;

/// <summary>
/// A client's and a server's engine of 1.3, face to face, and a record of what they say and of their secrets.
/// </summary>
internal sealed class RecordedPair
{
    // As long as any delay of an acknowledgement.
    private const int Moment = 400;

    private static readonly byte[] s_private;
    private static readonly byte[] s_public;

    private readonly TlsTransportKind _kind;
    private readonly bool _isRaw;
    private readonly List<Datagram> _pieces = [];
    private readonly List<string> _log = [];
    private readonly Queue<(TlsEngine To, byte[] Bytes)> _underWay = [];
    private int _now;

    public RecordedPair(
        TlsTransportKind kind, TlsPskModes modes, ushort suite = TlsCipherSuite.Aes128Ccm8Sha256,
        bool isImported = false, bool isRaw = false, TicketKeys? tickets = null, byte[]? clientId = null,
        byte[]? serverId = null)
    {
        TlsSessionOptions client = CreateOptions(modes, suite);
        TlsSessionOptions server = CreateOptions(modes, suite);

        _kind = kind;
        _isRaw = isRaw;
        server.ClientAuthentication =
            isRaw ? TlsClientAuthentication.Required : TlsClientAuthentication.None;
        client.ImportsPreSharedKeys = isImported;
        server.TicketKeys = tickets;
        client.DangerousSecretLog = (label, random, secret) =>
            _log.Add($"{label} {Convert.ToHexString(random)} {Convert.ToHexString(secret)}");
        Client = CreateEngine(TlsRole.Client, client, clientId);
        Server = CreateEngine(TlsRole.Server, server, serverId);
        Server.Start(0);
        Client.Start(0);
        Exchange();
        Assert.True(Client.IsConnected && Server.IsConnected);
    }

    static RecordedPair()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        ECParameters parameters = key.ExportParameters(true);

        s_private = parameters.D!;
        s_public = [4, .. parameters.Q.X!, .. parameters.Q.Y!];
    }

    public static byte[] Psk { get; } = Convert.FromHexString(Tlsman.Key);

    public TlsEngine Client { get; }

    public TlsEngine Server { get; }

    public IReadOnlyList<Datagram> Pieces => _pieces;

    public KeyLog Log => KeyLog.Read(_log);

    /// <summary>The capture of it.</summary>
    public byte[] File => _kind == TlsTransportKind.Datagram ? Capture.Udp(_pieces) : Capture.Tcp(_pieces);

    /// <summary>Delivers everything until nothing is under way, and lets what waits a moment be sent.</summary>
    public RecordedPair Exchange()
    {
        for (int turn = 0; turn < 3; turn++)
        {
            Drain(Client);
            Drain(Server);

            while (_underWay.TryDequeue(out (TlsEngine To, byte[] Bytes) next))
            {
                Deliver(next.To, next.Bytes);
            }

            _now += Moment;
            Client.HandleTimeout(_now);
            Server.HandleTimeout(_now);
        }

        return this;
    }

    public RecordedPair Say(TlsEngine from, string text)
    {
        byte[] bytes = System.Text.Encoding.ASCII.GetBytes(text);

        Assert.Equal(TlsManStatus.Ok, from.Send(bytes, 0, bytes.Length));
        return Exchange();
    }

    private static TlsSessionOptions CreateOptions(TlsPskModes modes, ushort suite) => new()
    {
        Versions = TlsVersions.Dtls13 | TlsVersions.Tls13,
        PskModes = modes,
        CipherSuites = [suite],
    };

    private TlsEngine CreateEngine(TlsRole role, TlsSessionOptions options, byte[]? connectionId)
    {
        ManagedCiphers ciphers = new();
        CredentialStore store = new();

        if (_isRaw)
        {
            // The two have the same key, and trust it.
            store.AddKeyPair(1, s_private, s_public);
            store.TrustKey(2, CredentialStore.CreateKeyInfo(s_public));
        }
        else
        {
            store.AddPsk(1, System.Text.Encoding.ASCII.GetBytes(Tlsman.Identity), Psk);
        }

        Managed13Stack stack = new(
            ciphers, new HostRandom(), new PublicKeyExchanges(new ManagedCurves(ciphers), null, null));
        TlsEngine engine = stack.CreateEngine(role, _kind, options, store, new DropCounters());

        engine.ConnectionId = connectionId;
        return engine;
    }

    // Records are opened in place, and a stream takes one at a time.
    private void Deliver(TlsEngine to, byte[] bytes)
    {
        for (int offset = 0; offset < bytes.Length;)
        {
            offset += to.HandleInput(bytes, offset, bytes.Length - offset, _now);
            Drain(to);
        }
    }

    private void Drain(TlsEngine from)
    {
        byte[] output = new byte[1400];

        while (true)
        {
            switch (from.Poll(output, 0, output.Length))
            {
                case TlsPollResult.Transmit:
                    byte[] sent = output[..from.OutputCount];

                    _pieces.Add(new Datagram(_pieces.Count, from == Client, [.. sent]));
                    _underWay.Enqueue((from == Client ? Server : Client, sent));
                    break;

                case TlsPollResult.Idle:
                    return;

                default:
                    break;
            }
        }
    }
}
