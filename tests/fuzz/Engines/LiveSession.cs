//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.Linq;

namespace NanoTlsMan.Tests.Fuzz.Engines;

/// <summary>
/// One run: a script leads a forging peer against an engine.
/// </summary>
internal sealed class LiveSession
{
    private const int MostHeld = 24;
    private const int MostHistory = 64;
    private const int MostSteps = 200;
    private const int HandshakeTypes = 25;
    private const int Operations = 36;

    // Behind these come those of sessions with connection IDs.
    private const int NamedOperations = 4;
    private const int LongestId = 20;

    private static readonly int[] s_mtus = [1232, 300, 256, 1500];
    private static readonly int[] s_buffers = [RecordHeader.MaxPlaintext, 64, 512, 4096];
    private static readonly int[] s_fragmentCodes = [0, 0, 1, 4];
    private static readonly int[] s_times = [1, 50, 1000, 4000, 31000, 3600000, 86400000, 0x3FFFFFFF];

    private readonly TlsRole _role;
    private readonly TlsTransportKind _kind;
    private readonly Script _script;
    private readonly WatchedEngine _engine;
    private readonly ForgingPeer _peer;
    private readonly List<byte[]> _held = [];
    private readonly List<byte[]> _history = [];
    private readonly bool _isNamed;
    private readonly int _chunk;
    private readonly int _mtu;
    private bool _isHolding;
    private bool _hasClosed;
    private int _now;

    public LiveSession(
        TlsRole role, TlsTransportKind kind, bool isResumed, bool isNamed, byte[] input, Sabotage sabotage)
    {
        _isNamed = isNamed;
        _role = role;
        _kind = kind;
        _script = new Script(input);

        int settings = _script.Next();
        int suite = _script.NextSuite();
        byte[] key = [.. Enumerable.Range(0, 16).Select(i => (byte)((i * 73) ^ 0xC5))];
        int code = isResumed ? 0 : s_fragmentCodes[(settings >> 4) & 3];
        TlsSessionOptions options = new()
        {
            Mtu = s_mtus[settings & 3],
            ReceiveBufferSize = s_buffers[(settings >> 2) & 3],
            MaxFragmentLength = code == 0 ? 0 : 256 << code,
            IdentityHint = (settings & 64) == 0 ? null : Psk.Identity,
        };

        _mtu = options.Mtu;
        _chunk = (settings & 128) == 0 ? int.MaxValue : 1 + _script.Next();
        _now = (settings & 128) == 0 ? 0 : int.MaxValue - 5000;
        _peer = new ForgingPeer(ForgingPeer.Opposite(role), kind, 3, key, code, suite);

        if (isResumed)
        {
            PrepareResumption(options, key);
        }

        byte[] own = isNamed ? ReadId() : null;

        if (isNamed)
        {
            _peer.Name(ReadId(), _script.Next(4) != 0);
        }

        _engine = new WatchedEngine(role, kind, options, key, sabotage, own, () => _peer.IdLength)
        {
            Sent = OnSent,
            Received = _peer.CheckDelivered,
            Connected = OnConnected,
        };

        if (sabotage == Sabotage.AnyFinished)
        {
            _engine.Ciphers.Impostor = label => _peer.IsOwn(label) ? _peer.LastVerifyData : null;
        }
    }

    private byte[] ReadId()
    {
        int length = _script.Next(LongestId + 1);

        return [.. Enumerable.Range(0, length).Select(i => (byte)(0xC0 + i + length))];
    }

    // Three in four scripts resume; and either side may have something to give.
    private void PrepareResumption(TlsSessionOptions options, byte[] key)
    {
        int how = _script.Next();
        bool hasTicket = (how & 1) != 0;
        EarlierSession session = EarlierSession.Get(_role, _kind, key, _peer.Suite, hasTicket);

        session.Give(options, hasTicket);
        _peer.Prepare(session, (how & 6) != 0, (how & 8) != 0);
    }

    public void Run()
    {
        _engine.Start(_now);

        for (int i = 0; i < MostSteps && !_script.IsAtEnd; i++)
        {
            int operation = _script.Next() % (_isNamed ? Operations + NamedOperations : Operations);

            Diary.Note($"{_now} ms, operation {operation}");
            Do(operation);
        }

        _now = _engine.Finish(_now);
    }

    private void OnSent(byte[] output)
    {
        Remember(output);
        _peer.Take(output);
    }

    private void OnConnected()
    {
        if (!_peer.MayConnect)
        {
            string why = _peer.HasFinished ? "its own Finished is wrong" : "no right Finished was sent";

            throw new Finding(Oracle.WronglyConnected, why);
        }

        if (_engine.Engine.CredentialTag != Psk.Tag || _engine.Engine.CipherSuite != _peer.Suite)
        {
            throw new Finding(Oracle.WronglyConnected, "with another key or suite");
        }
    }

    private void Do(int operation)
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
                Emit(WriteAnyhow(new Draft(ReadType(), _script.Next(3), ReadContent())));
                break;
            case 14:
                Emit(WriteAnyhow(new Draft(ContentType.Handshake, ReadEpoch(), ReadMessage())));
                break;
            case 15:
                Emit(WriteAnyhow(new Draft(ContentType.Alert, ReadEpoch(), _script.Take(_script.Next(4)))));
                break;
            case 16 or 17:
                Emit(_peer.Write(_peer.Data(_script.NextLength())));
                break;
            case 18:
                Emit(WriteAnyhow(_peer.Data(_script.NextLength())));
                break;
            case 19 or 20:
                Emit(Recall());
                break;
            case 21 or 22:
                Emit(_script.Mutate(Recall()));
                break;
            case 23:
                Emit(_script.Take(_script.Next()));
                break;
            case 24:
                _engine.Send(Math.Min(_script.NextLength(), Math.Max(0, _engine.Engine.GetMaxPayload(_mtu))));
                break;
            case 25:
                _hasClosed = true;
                _engine.Close();
                break;
            case 26 or 27:
                Pass();
                break;
            case 28:
                EndStream();
                break;
            case 29:
                int epoch = _script.Next(2);
                byte[] content = _script.Next(3) == 0 ? [1] : _script.Take(2);

                Emit(_peer.Write(_peer.ChangeCipherSpec() with { Epoch = epoch, Content = content }));
                break;
            case 30:
                Draft finished = _peer.Finished(_script.Next(2) == 0 ? null : _script.Mutate);

                Emit(_peer.Write(finished with { Epoch = ReadEpoch() }));
                break;
            case 31:
                Emit(_peer.Write(MakeOptional()));
                break;
            case 32 or 33:
                _isHolding = true;
                break;
            case Operations:
                _engine.CheckPath(_now);
                break;
            case Operations + 1:
                Emit(WriteAnyhow(_peer.PathRecord(_script.Next(2) == 0)));
                break;
            case Operations + 2:
                Draft path = _peer.PathRecord(_script.Next(2) == 0);

                Emit(_peer.Write(path with { Content = _script.Mutate(path.Content) }));
                break;
            case Operations + 3:
                Emit(_peer.WriteInner(_script.Take(_script.Next(60))));
                break;
            default:
                Flush();
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

        for (int i = _script.Next(4); i >= 0; i--)
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
        if (_script.Next(2) == 0)
        {
            return _peer.Next(_script.Mutate);
        }

        Draft draft = _peer.Next();

        return draft with { Content = _script.Mutate(draft.Content) };
    }

    private void EmitManyInOne()
    {
        Draft first = _peer.Next();
        byte[] content = first.Content;

        for (int i = _script.Next(3); i >= 0; i--)
        {
            content = Forge.Join(content, _script.Next(2) == 0 ? _peer.Next().Content : ReadMessage());
        }

        Emit(_peer.Write(first with { Content = content }));
    }

    private void EmitFragments(Draft draft)
    {
        int size = 1 + _script.Next();
        int how = _script.Next();
        List<byte[]> records = [];

        if (_kind == TlsTransportKind.Stream || draft.Type != ContentType.Handshake)
        {
            for (int offset = 0; offset < draft.Content.Length && records.Count < MostHeld; offset += size)
            {
                byte[] piece = draft.Content[offset..Math.Min(offset + size, draft.Content.Length)];

                records.Add(_peer.Write(draft with { Content = piece }));
            }
        }
        else
        {
            byte[] body = draft.Content[RecordHeader.DtlsHandshakeLength..];

            for (int offset = 0; offset < Math.Max(body.Length, 1) && records.Count < MostHeld; offset += size)
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
            Emit((how & 8) == 0 ? record : _script.Mutate(record));
        }
    }

    private Draft MakeOptional() => _script.Next(4) switch
    {
        0 when _role == TlsRole.Client => _peer.VerifyRequest(_script.Take(_script.Next(40))),
        1 when _role == TlsRole.Client => _peer.Message(HandshakeType.ServerKeyExchange, [0, 4, .. _script.Take(4)]),
        2 when _role == TlsRole.Client => _peer.Message(HandshakeType.HelloRequest, _script.Take(_script.Next(60))),
        2 => _peer.Message(HandshakeType.ClientHello, _script.Take(_script.Next(60))),
        _ => _peer.Message(_script.Next(HandshakeTypes), _script.Take(_script.Next(60))),
    };

    /// <summary>A handshake message of any kind, whose header may lie.</summary>
    private byte[] ReadMessage()
    {
        int type = _script.Next(HandshakeTypes);
        int lies = _script.Next();
        byte[] body = (lies & 1) == 0 ? _script.Take(_script.Next(64)) : new byte[_script.NextLength()];

        if (_kind == TlsTransportKind.Stream)
        {
            byte[] message = Forge.Message(_kind, type, 0, body);

            return (lies & 2) == 0 ? message : _script.Mutate(message);
        }

        int sequence = _peer.NextMessage + ((lies & 2) == 0 ? 0 : _script.Next(12) - 6);
        int length = (lies & 4) == 0 ? body.Length : (_script.Next() << 16) | _script.NextUInt16();
        int offset = (lies & 8) == 0 ? 0 : _script.NextUInt16();

        int fragmentLength = (lies & 16) == 0 ? body.Length : _script.NextUInt16();

        return Forge.Fragment(type, sequence, length, offset, fragmentLength, body);
    }

    private byte[] WriteAnyhow(Draft draft)
    {
        int how = _script.Next(8);

        return how switch
        {
            0 => _peer.Write(draft, (ulong)_script.NextUInt16()),
            1 => _peer.Write(draft, 0xFFFFFFFFFF00 + (ulong)_script.Next()),
            2 => _peer.Write(draft, _peer.Skip((ulong)_script.Next())),
            3 => _peer.Write(draft, _peer.Skip(0) - (ulong)_script.Next(80)),
            _ => _peer.Write(draft),
        };
    }

    private int ReadType()
    {
        int value = _script.Next();

        return value < 200 ? ContentType.ChangeCipherSpec + (value % 4) : value;
    }

    private int ReadEpoch() => _script.Next(4) switch
    {
        0 => 0,
        1 => 1,
        _ => _peer.HasChanged ? 1 : 0,
    };

    private byte[] ReadContent() =>
        _script.Next(3) == 0 ? new byte[_script.NextLength()] : _script.Take(_script.Next());

    private byte[] Recall() => _history.Count == 0 ? [] : _history[_script.Next() % _history.Count];

    private void Pass()
    {
        int how = _script.Next();

        if ((how & 1) == 0 && _engine.Engine.HasDeadline)
        {
            _now = Time32.IsDue(_engine.Engine.Deadline, _now) ? _now : _engine.Engine.Deadline;
        }
        else
        {
            // Nobody sleeps past a deadline on purpose; but somebody may.
            int wanted = _now + s_times[(how >> 1) % s_times.Length];
            bool isCut = _engine.Engine.HasDeadline && Time32.IsDue(_engine.Engine.Deadline, wanted);

            _now = isCut ? _engine.Engine.Deadline : wanted;
        }

        bool wasOpen = IsOpen;

        _engine.Pass(_now);
        ExpectOpen(wasOpen, "time");
    }

    private void EndStream()
    {
        bool wasOpen = IsOpen && _kind == TlsTransportKind.Datagram;

        _engine.EndStream();
        ExpectOpen(wasOpen, "the end of a stream that is none");
    }

    private bool IsOpen => _engine.IsConnected && !_engine.IsEnded;

    private void ExpectOpen(bool wasOpen, string what)
    {
        if (wasOpen && _engine.IsEnded && !_hasClosed)
        {
            throw new Finding(Oracle.Noise, $"{what} ended an open session: {_engine.Engine.Error?.Cause}");
        }
    }

    private void Emit(byte[] bytes)
    {
        Remember(bytes);

        if (_isHolding && _held.Count < MostHeld)
        {
            _held.Add(bytes);
        }
        else
        {
            Deliver(bytes);
        }
    }

    private void Remember(byte[] bytes)
    {
        if (_history.Count < MostHistory)
        {
            _history.Add(bytes);
        }
    }

    /// <summary>Lets go what was held: in another order, in one piece, in part, or twice.</summary>
    private void Flush()
    {
        int how = _script.Next();

        _isHolding = false;

        for (int i = _held.Count - 1; i > 0 && (how & 1) != 0; i--)
        {
            int other = _script.Next(i + 1);

            (_held[i], _held[other]) = (_held[other], _held[i]);
        }

        byte[][] held = [.. _held];

        _held.Clear();

        if ((how & 2) != 0)
        {
            held = [[.. held.SelectMany(bytes => bytes)]];
        }

        foreach (byte[] bytes in held)
        {
            if ((how & 4) != 0 && _script.Next(4) == 0)
            {
                continue;
            }

            Deliver(bytes);

            if ((how & 8) != 0)
            {
                Deliver(bytes);
            }
        }
    }

    private void Deliver(byte[] bytes)
    {
        if (_kind == TlsTransportKind.Datagram)
        {
            bool wasOpen = IsOpen;

            _engine.Deliver(bytes, _now);
            ExpectOpen(wasOpen && !_peer.IsEnding(bytes), "a datagram");
            return;
        }

        for (int offset = 0; offset < bytes.Length; offset += _chunk == int.MaxValue ? bytes.Length : _chunk)
        {
            int end = _chunk < bytes.Length - offset ? offset + _chunk : bytes.Length;

            _engine.Deliver(bytes[offset..end], _now);
        }
    }
}
