//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.Linq;

namespace NanoTlsMan.Tests.Fuzz.Engines;

/// <summary>
/// A forging peer against an engine of 1.2.
/// </summary>
internal sealed class LiveSession : ScriptedSession
{
    private const int HandshakeTypes = 25;
    private const int Operations = 36;

    // Behind these come those of sessions with connection IDs.
    private const int NamedOperations = 4;
    private const int LongestId = 20;

    private static readonly int[] s_fragmentCodes = [0, 0, 1, 4];

    private readonly ForgingPeer _peer;
    private readonly bool _isNamed;
    private readonly int _mtu;

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

        _mtu = options.Mtu;
        Chunk = (settings & 128) == 0 ? int.MaxValue : 1 + Script.Next();
        Now = (settings & 128) == 0 ? 0 : LateStart;
        _peer = new ForgingPeer(ForgingPeer.Opposite(role), kind, 3, key, code, suite);

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

    protected override bool IsEnding(byte[] datagram) => _peer.IsEnding(datagram);

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

    private void OnSent(byte[] output)
    {
        Courier.Remember(output);
        _peer.Take(output);
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
            case < 6:
                Emit(_peer.Write(_peer.Next()));
                break;
            case 6:
                DoHandshake();
                break;
            case 7:
                EmitTogether();
                break;
            case 8:
                EmitFragments(_peer.Next());
                break;
            case 9 or 10:
                Emit(_peer.Write(MakeChanged()));
                break;
            case 11:
                EmitManyInOne();
                break;
            case 12 or 13:
                Emit(WriteAnyhow(new Draft(ReadType(), Script.Next(3), ReadContent())));
                break;
            case 14:
                Emit(WriteAnyhow(new Draft(ContentType.Handshake, ReadEpoch(), ReadMessage())));
                break;
            case 15:
                Emit(WriteAnyhow(new Draft(ContentType.Alert, ReadEpoch(), Script.Take(Script.Next(4)))));
                break;
            case 16 or 17:
                Emit(_peer.Write(_peer.Data(Script.NextLength())));
                break;
            case 18:
                Emit(WriteAnyhow(_peer.Data(Script.NextLength())));
                break;
            case 19 or 20:
                Emit(Courier.Recall());
                break;
            case 21 or 22:
                Emit(Script.Mutate(Courier.Recall()));
                break;
            case 23:
                Emit(Script.Take(Script.Next()));
                break;
            case 24:
                Send(_mtu);
                break;
            case 25:
                Close();
                break;
            case 26 or 27:
                Pass();
                break;
            case 28:
                EndStream();
                break;
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
            case 32 or 33:
                Courier.Hold();
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
                Courier.Flush();
                break;
        }
    }

    private void DoHandshake()
    {
        while (_peer.Step < ForgingPeer.LastStep)
        {
            Emit(_peer.Write(_peer.Next()));
        }
    }

    private void EmitTogether()
    {
        List<byte> together = [];

        for (int i = Script.Next(4); i >= 0; i--)
        {
            together.AddRange(_peer.Write(_peer.Next()));
        }

        Emit([.. together]);
    }

    /// <summary>
    /// The next message, changed before it is sealed: behind the back of the peer, or so that it counts for it as well.
    /// </summary>
    private Draft MakeChanged()
    {
        if (Script.Next(2) == 0)
        {
            return _peer.Next(Script.Mutate);
        }

        Draft draft = _peer.Next();

        return draft with { Content = Script.Mutate(draft.Content) };
    }

    private void EmitManyInOne()
    {
        Draft first = _peer.Next();
        byte[] content = first.Content;

        for (int i = Script.Next(3); i >= 0; i--)
        {
            content = Forge.Join(content, Script.Next(2) == 0 ? _peer.Next().Content : ReadMessage());
        }

        Emit(_peer.Write(first with { Content = content }));
    }

    private void EmitFragments(Draft draft)
    {
        int size = 1 + Script.Next();
        int how = Script.Next();
        List<byte[]> records = [];

        if (Kind == TlsTransportKind.Stream || draft.Type != ContentType.Handshake)
        {
            for (int offset = 0; offset < draft.Content.Length && records.Count < Courier.MostHeld; offset += size)
            {
                byte[] piece = draft.Content[offset..Math.Min(offset + size, draft.Content.Length)];

                records.Add(_peer.Write(draft with { Content = piece }));
            }
        }
        else
        {
            byte[] body = draft.Content[RecordHeader.DtlsHandshakeLength..];

            for (int offset = 0; offset < Math.Max(body.Length, 1) && records.Count < Courier.MostHeld; offset += size)
            {
                byte[] part = body[offset..Math.Min(offset + size + (how & 3), body.Length)];
                int sequence = Forge.Get(draft.Content, 4, 2);
                byte[] fragment = Forge.Fragment(draft.Content[0], sequence, body.Length, offset, part);

                records.Add(_peer.Write(draft with { Content = fragment }));
            }

            if ((how & 4) != 0)
            {
                records.Reverse();
            }
        }

        foreach (byte[] record in records)
        {
            Emit((how & 8) == 0 ? record : Script.Mutate(record));
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

    /// <summary>A handshake message of any kind, whose header may lie.</summary>
    private byte[] ReadMessage()
    {
        int type = Script.Next(HandshakeTypes);
        int lies = Script.Next();
        byte[] body = (lies & 1) == 0 ? Script.Take(Script.Next(64)) : new byte[Script.NextLength()];

        if (Kind == TlsTransportKind.Stream)
        {
            byte[] message = Forge.Message(Kind, type, 0, body);

            return (lies & 2) == 0 ? message : Script.Mutate(message);
        }

        int sequence = _peer.NextMessage + ((lies & 2) == 0 ? 0 : Script.Next(12) - 6);
        int length = (lies & 4) == 0 ? body.Length : (Script.Next() << 16) | Script.NextUInt16();
        int offset = (lies & 8) == 0 ? 0 : Script.NextUInt16();

        int fragmentLength = (lies & 16) == 0 ? body.Length : Script.NextUInt16();

        return Forge.Fragment(type, sequence, length, offset, fragmentLength, body);
    }

    private byte[] WriteAnyhow(Draft draft)
    {
        int how = Script.Next(8);

        return how switch
        {
            0 => _peer.Write(draft, (ulong)Script.NextUInt16()),
            1 => _peer.Write(draft, 0xFFFFFFFFFF00 + (ulong)Script.Next()),
            2 => _peer.Write(draft, _peer.Skip((ulong)Script.Next())),
            3 => _peer.Write(draft, _peer.Skip(0) - (ulong)Script.Next(80)),
            _ => _peer.Write(draft),
        };
    }

    private int ReadType()
    {
        int value = Script.Next();

        return value < 200 ? ContentType.ChangeCipherSpec + (value % 4) : value;
    }

    private int ReadEpoch() => Script.Next(4) switch
    {
        0 => 0,
        1 => 1,
        _ => _peer.HasChanged ? 1 : 0,
    };

    private byte[] ReadContent() =>
        Script.Next(3) == 0 ? new byte[Script.NextLength()] : Script.Take(Script.Next());
}
