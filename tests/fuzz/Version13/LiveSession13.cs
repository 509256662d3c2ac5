//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Linq;
using NanoTlsMan.Managed.PublicKey;
using NanoTlsMan.Managed13;
using NanoTlsMan.Tests.Fuzz.Engines;
using NanoTlsMan.Tests.Fuzz.Keyed;

namespace NanoTlsMan.Tests.Fuzz.Version13;

/// <summary>
/// A forging peer against an engine of 1.3: with and without key shares, tickets, connection IDs, 1.2 beside it.
/// </summary>
internal sealed class LiveSession13 : ScriptedSession
{
    private const int FirstOwn = 36;
    private const int LongestId = 20;

    // A server sends no more than three times what it got before an address is proved (RFC 9147, section 5.1), but for
    // an alert.
    private const int Amplification = 3;
    private const int AlertRoom = 64;

    private static readonly ushort[] s_suites =
    [
        TlsCipherSuite.Aes128Ccm8Sha256, TlsCipherSuite.Aes128GcmSha256, TlsCipherSuite.ChaCha20Poly1305Sha256,
        TlsCipherSuite.Aes128CcmSha256,
    ];

    private static readonly int[] s_limits = [0, 64, 300, 16385];
    private static readonly byte[] s_key = [.. Enumerable.Range(0, 16).Select(i => (byte)((i * 73) ^ 0xC5))];

    private readonly ForgingPeer13 _peer;
    private readonly TlsSessionOptions _options;
    private byte[] _clientTraffic;
    private byte[] _serverTraffic;
    private int _delivered;
    private int _sent;

    public LiveSession13(TlsRole role, TlsTransportKind kind, byte[] input, Sabotage sabotage)
        : base(role, kind, input)
    {
        int settings = Script.Next();
        ushort suite = s_suites[Script.Next(s_suites.Length)];
        int how = Script.Next();
        bool isDatagram = kind == TlsTransportKind.Datagram;
        bool hasShare = (how & 1) != 0;

        Chunk = (settings & 128) == 0 ? int.MaxValue : 1 + Script.Next();
        Now = (settings & 128) == 0 ? 0 : LateStart;
        _options = new TlsSessionOptions
        {
            Versions = GetVersions(isDatagram, (how & 2) != 0),
            PskModes = hasShare ? TlsPskModes.WithKeyShare : TlsPskModes.PskOnly,
            CipherSuites = [suite, TlsCipherSuite.PskWithAes128Ccm8],
            Mtu = GetMtu(settings),
            ReceiveBufferSize = GetBufferSize(settings),
            RecordSizeLimit = (settings & 16) == 0 ? 0 : 512,
            DangerousSecretLog = TakeSecret,
            TicketKeys = role == TlsRole.Server && (how & 4) != 0 ? EarlierSession13.CreateKeys() : null,
            Resumption = role == TlsRole.Client && (how & 4) != 0 ? new ResumableSession() : null,
        };
        Peer = _peer = new ForgingPeer13(ScriptedPeer.Opposite(role), kind, 3, s_key, suite);
        _peer.Live.UsesShare = hasShare;
        _peer.Live.Curve = (settings & 32) == 0 ? NamedCurve.X25519 : NamedCurve.P256;
        _peer.Live.OffersOlder = (how & 2) != 0;
        _peer.Live.RecordSizeLimit = (how & 32) == 0 ? 0 : s_limits[Script.Next(s_limits.Length)];

        if ((how & 8) != 0)
        {
            EarlierSession13.Get(role, kind, s_key, suite).Give(_options, _peer.Live);
        }

        byte[] own = null;

        if (isDatagram && (how & 16) != 0)
        {
            own = ReadId();
            _peer.Live.ConnectionId = ReadId();
            _peer.Live.IsReturnRoutable = Script.Next(4) != 0;
        }

        Engine = new WatchedEngine(
            kind, _options, s_key, sabotage,
            (ciphers, drops) => CreateStack(ciphers, hasShare)
                .CreateEngine(role, kind, _options, Psk.Store(Psk.Identity, s_key), drops),
            own, () => _peer.Live.ConnectionId?.Length ?? 0)
        {
            Sent = OnSent,
            Received = _peer.CheckDelivered,
            Connected = OnConnected,
            AllocatedAside = () => RememberedCurves.Allocated,

            // Where the hello leads to 1.2, its time begins anew.
            HandshakeLimit = ((how & 2) == 0 ? 1 : 2) * _options.HandshakeTimeout,
        };

        if (sabotage == Sabotage.AnyFinished)
        {
            Engine.Ciphers.ImpostorOfKey = key => _peer.Live.IsFinishedKey(key) ? _peer.LastVerifyData : null;
        }
    }

    protected override int OperationCount => FirstOwn + 16;

    public static Managed13Stack CreateStack(CipherProvider ciphers, bool hasShare) => new(
        ciphers, new TestRandom(4), hasShare ? new PublicKeyExchanges(new RememberedCurves()) : null);

    protected override void Do(int operation)
    {
        // Each form is for one record, or one handshake.
        _peer.Form = operation is FirstOwn or FirstOwn + 1 ? ReadForm() : RecordForm.Usual;

        switch (operation)
        {
            case 29:
                byte[] content = Script.Next(3) == 0 ? Script.Take(2) : [1];

                Emit(_peer.Write(new Draft(ContentType.ChangeCipherSpec, 0, content)));
                break;
            case 30:
                Draft finished = _peer.Finished(Script.Next(2) == 0 ? null : Script.Mutate);

                Emit(_peer.Write(Script.Next(3) == 0 ? finished with { Epoch = ReadEpoch() } : finished));
                break;
            case 31:
                Emit(_peer.Write(MakeOptional()));
                break;
            case FirstOwn:
                Emit(WriteAnyhow(_peer.Data(Script.NextLength())));
                break;
            case FirstOwn + 1:
                Emit(_peer.Write(_peer.Next()));
                break;
            case FirstOwn + 2 or FirstOwn + 3:
                Emit(_peer.Write(_peer.Ack()));
                break;
            case FirstOwn + 4:
                Emit(WriteAnyhow(MakeAck()));
                break;
            case FirstOwn + 5:
                Emit(_peer.Write(_peer.Message(HandshakeType.KeyUpdate, [(byte)Script.Next(2)])));
                _peer.Live.UpdateWriter();
                break;
            case FirstOwn + 6:
                Emit(_peer.Write(_peer.Message(HandshakeType.KeyUpdate, Script.Take(Script.Next(3)))));
                break;
            case FirstOwn + 7:
                _peer.Live.UpdateWriter();
                break;
            case FirstOwn + 8:
                Engine.UpdateKeys(Script.Next(2) == 0);
                break;
            case FirstOwn + 9:
                Draft ticket = _peer.Ticket(Script.Take(Script.Next(40)));
                bool isWhole = Script.Next(2) == 0;

                Emit(_peer.Write(isWhole ? ticket : ticket with { Content = Script.Mutate(ticket.Content) }));
                break;
            case FirstOwn + 10:
                int type = HandshakeType.RequestConnectionId + Script.Next(2);

                Emit(_peer.Write(_peer.Message(type, Script.Take(Script.Next(30)))));
                break;
            case FirstOwn + 11:
                Engine.CheckPath(Now);
                break;
            case FirstOwn + 12:
                Emit(WriteAnyhow(_peer.PathRecord(Script.Next(2) == 0)));
                break;
            case FirstOwn + 13:
                Draft path = _peer.PathRecord(Script.Next(2) == 0);

                Emit(_peer.Write(path with { Content = Script.Mutate(path.Content) }));
                break;
            case FirstOwn + 14:
                Emit(_peer.WriteInner(Script.Take(Script.Next(60))));
                break;
            case FirstOwn + 15:
                Exchange();
                break;
            default:
                base.Do(operation);
                break;
        }
    }

    // A client's last flight that nobody acknowledges: there is no session (RFC 9147, section 5.8.1).
    protected override bool MayTimeEnd(TlsErrorCause cause) =>
        Role == TlsRole.Client && cause == TlsErrorCause.HandshakeTimeout;

    protected override int ReadEpoch() => Script.Next(8) switch
    {
        0 => 0,
        1 => LivePeer13.HandshakeEpoch,
        2 => LivePeer13.DataEpoch,
        3 => _peer.Epoch + 1,
        4 => Script.Next(),
        _ => _peer.Epoch,
    };

    protected override int ReadRecordEpoch() => ReadEpoch();

    protected override void OnDeliver(byte[] bytes) => _delivered += bytes.Length;

    protected override void OnSent(byte[] output)
    {
        _sent += output.Length;

        if (Role == TlsRole.Server && Kind == TlsTransportKind.Datagram && !_peer.HasSealed
            && _sent > (Amplification * _delivered) + AlertRoom)
        {
            throw new Finding(Oracle.Limits, $"{_sent} bytes for {_delivered} of a stranger");
        }

        base.OnSent(output);
    }

    private static TlsVersions GetVersions(bool isDatagram, bool hasOlder) => isDatagram
        ? TlsVersions.Dtls13 | (hasOlder ? TlsVersions.Dtls12 : TlsVersions.None)
        : TlsVersions.Tls13 | (hasOlder ? TlsVersions.Tls12 : TlsVersions.None);

    private byte[] ReadId()
    {
        int length = Script.Next(LongestId + 1);

        return [.. Enumerable.Range(0, length).Select(i => (byte)(0xC0 + i + length))];
    }

    private void TakeSecret(string label, byte[] clientRandom, byte[] secret)
    {
        _clientTraffic = label == "CLIENT_TRAFFIC_SECRET_0" ? [.. secret] : _clientTraffic;
        _serverTraffic = label == "SERVER_TRAFFIC_SECRET_0" ? [.. secret] : _serverTraffic;
    }

    private void OnConnected()
    {
        if (!_peer.MayConnect)
        {
            string why = _peer.HasFinished ? "its own Finished is wrong" : "no right Finished was sent";

            throw new Finding(Oracle.WronglyConnected, why);
        }

        TlsVersions newer = Kind == TlsTransportKind.Datagram ? TlsVersions.Dtls13 : TlsVersions.Tls13;

        if (Engine.Engine.CredentialTag != Psk.Tag || Engine.Engine.CipherSuite != _peer.Live.Suite
            || Engine.Engine.Version != newer)
        {
            throw new Finding(Oracle.WronglyConnected, "with another key, suite or version");
        }

        if (!_clientTraffic.SequenceEqual(_peer.Live.ClientTraffic)
            || !_serverTraffic.SequenceEqual(_peer.Live.ServerTraffic))
        {
            throw new Finding(Oracle.WronglyConnected, "the two have other secrets");
        }
    }

    private RecordForm ReadForm()
    {
        int how = Script.Next();

        return new RecordForm((how & 1) == 0, (how & 2) == 0, (how & 4) == 0, (how & 8) == 0 ? 0 : Script.NextLength());
    }

    /// <summary>An acknowledgement of what never was, of too little or of too much, or what is none.</summary>
    private Draft MakeAck()
    {
        Draft ack = _peer.Ack() with { Epoch = ReadEpoch() };
        byte[] entry = [0, 0, 0, 0, 0, 0, 0, (byte)Script.Next(6), 0, 0, 0, 0, 0, 0, 0, (byte)Script.Next()];

        return Script.Next(4) switch
        {
            0 => ack with { Content = Script.Mutate(ack.Content) },
            1 => ack with { Content = Script.Take(Script.Next(80)) },
            2 => ack with { Content = [0, 16, .. entry] },
            _ => ack,
        };
    }

    private Draft MakeOptional() => (Role, Script.Next(4)) switch
    {
        (TlsRole.Client, 0) => _peer.Retry(Script.Take(Script.Next(40)), Script.Next(2) == 0),
        (TlsRole.Client, 1) => new Draft(
            ContentType.Handshake, 0, Forge.Message(
                Kind, HandshakeType.HelloVerifyRequest, 0, [254, 253, 4, .. Script.Take(4)])),
        (_, 2) => _peer.Message(HandshakeType.ClientHello, Script.Take(Script.Next(60))),
        _ => _peer.Message(Script.Next(HandshakeTypes), Script.Take(Script.Next(60))),
    };

    // All that two sides say of their own accord: the handshake, its acknowledgements, and a byte each.
    private void Exchange()
    {
        while (_peer.Step < _peer.StepCount)
        {
            Emit(_peer.Write(_peer.Next()));
        }

        if (Kind == TlsTransportKind.Datagram)
        {
            Emit(_peer.Write(_peer.Ack()));
        }

        Engine.Send(1);
        Emit(_peer.Write(_peer.Data(8)));
    }
}
