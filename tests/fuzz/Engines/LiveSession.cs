//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Linq;

namespace NanoTlsMan.Tests.Fuzz.Engines;

/// <summary>
/// A forging peer against an engine of 1.2.
/// </summary>
internal sealed class LiveSession : ScriptedSession
{
    private const int Operations = 36;

    // Behind these come those of sessions with connection IDs.
    private const int NamedOperations = 4;
    private const int LongestId = 20;

    private static readonly int[] s_fragmentCodes = [0, 0, 1, 4];

    private readonly ForgingPeer _peer;
    private readonly bool _isNamed;

    public LiveSession(
        TlsRole role, TlsTransportKind kind, bool isResumed, bool isNamed, byte[] input, Sabotage sabotage)
        : base(role, kind, input)
    {
        _isNamed = isNamed;

        int settings = Script.Next();
        int suite = Script.NextSuite();
        byte[] key = [.. Enumerable.Range(0, 16).Select(i => (byte)((i * 73) ^ 0xC5))];
        int code = isResumed ? 0 : s_fragmentCodes[(settings >> 4) & 3];
        TlsSessionOptions options = new()
        {
            Mtu = GetMtu(settings),
            ReceiveBufferSize = GetBufferSize(settings),
            MaxFragmentLength = code == 0 ? 0 : 256 << code,
            IdentityHint = (settings & 64) == 0 ? null : Psk.Identity,
        };

        Chunk = (settings & 128) == 0 ? int.MaxValue : 1 + Script.Next();
        Now = (settings & 128) == 0 ? 0 : LateStart;
        Peer = _peer = new ForgingPeer(ScriptedPeer.Opposite(role), kind, 3, key, code, suite);

        if (isResumed)
        {
            PrepareResumption(options, key);
        }

        byte[] own = isNamed ? ReadId() : null;

        if (isNamed)
        {
            _peer.Name(ReadId(), Script.Next(4) != 0);
        }

        Engine = new WatchedEngine(role, kind, options, key, sabotage, own, () => _peer.IdLength)
        {
            Sent = OnSent,
            Received = _peer.CheckDelivered,
            Connected = OnConnected,
        };

        if (sabotage == Sabotage.AnyFinished)
        {
            Engine.Ciphers.Impostor = label => _peer.IsOwn(label) ? _peer.LastVerifyData : null;
        }
    }

    protected override int OperationCount => _isNamed ? Operations + NamedOperations : Operations;

    private byte[] ReadId()
    {
        int length = Script.Next(LongestId + 1);

        return [.. Enumerable.Range(0, length).Select(i => (byte)(0xC0 + i + length))];
    }

    // Three in four scripts resume; and either side may have something to give.
    private void PrepareResumption(TlsSessionOptions options, byte[] key)
    {
        int how = Script.Next();
        bool hasTicket = (how & 1) != 0;
        EarlierSession session = EarlierSession.Get(Role, Kind, key, _peer.Suite, hasTicket);

        session.Give(options, hasTicket);
        _peer.Prepare(session, (how & 6) != 0, (how & 8) != 0);
    }

    private void OnConnected()
    {
        if (!_peer.MayConnect)
        {
            string why = _peer.HasFinished ? "its own Finished is wrong" : "no right Finished was sent";

            throw new Finding(Oracle.WronglyConnected, why);
        }

        if (Engine.Engine.CredentialTag != Psk.Tag || Engine.Engine.CipherSuite != _peer.Suite)
        {
            throw new Finding(Oracle.WronglyConnected, "with another key or suite");
        }
    }

    protected override void Do(int operation)
    {
        switch (operation)
        {
            case 29:
                int epoch = Script.Next(2);
                byte[] content = Script.Next(3) == 0 ? [1] : Script.Take(2);

                Emit(_peer.Write(_peer.ChangeCipherSpec() with { Epoch = epoch, Content = content }));
                break;
            case 30:
                Draft finished = _peer.Finished(Script.Next(2) == 0 ? null : Script.Mutate);

                Emit(_peer.Write(finished with { Epoch = ReadEpoch() }));
                break;
            case 31:
                Emit(_peer.Write(MakeOptional()));
                break;
            case Operations:
                Engine.CheckPath(Now);
                break;
            case Operations + 1:
                Emit(WriteAnyhow(_peer.PathRecord(Script.Next(2) == 0)));
                break;
            case Operations + 2:
                Draft path = _peer.PathRecord(Script.Next(2) == 0);

                Emit(_peer.Write(path with { Content = Script.Mutate(path.Content) }));
                break;
            case Operations + 3:
                Emit(_peer.WriteInner(Script.Take(Script.Next(60))));
                break;
            default:
                base.Do(operation);
                break;
        }
    }

    private Draft MakeOptional() => Script.Next(4) switch
    {
        0 when Role == TlsRole.Client => _peer.VerifyRequest(Script.Take(Script.Next(40))),
        1 when Role == TlsRole.Client => _peer.Message(HandshakeType.ServerKeyExchange, [0, 4, .. Script.Take(4)]),
        2 when Role == TlsRole.Client => _peer.Message(HandshakeType.HelloRequest, Script.Take(Script.Next(60))),
        2 => _peer.Message(HandshakeType.ClientHello, Script.Take(Script.Next(60))),
        _ => _peer.Message(Script.Next(HandshakeTypes), Script.Take(Script.Next(60))),
    };

    protected override int ReadEpoch() => Script.Next(4) switch
    {
        0 => 0,
        1 => 1,
        _ => _peer.Epoch,
    };
}
