//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using NanoTlsMan.Tests.Fuzz.Engines;

namespace NanoTlsMan.Tests.Fuzz.Endpoints;

/// <summary>
/// One run of an endpoint over a stream: the peer, the transport and the program that uses the session do what the
/// script says.
/// </summary>
internal sealed class StreamSession
{
    private const int MostSteps = 150;
    private const int Operations = 28;
    private const int LateStart = int.MaxValue - 3000;
    private const int ManyRounds = 40000;
    private const int LongestTimeout = 70000;

    private static readonly int[] s_buffers = [1500, 256, 300, 20000];
    private static readonly int[] s_times = [1, 100, 1000, 31000, 3600000, 86400000, 0x3FFFFFFF, 0x7FFFFFFF];

    private readonly Script _script;
    private readonly ScriptTransport _transport;
    private readonly WatchedEndpoint _endpoint;
    private readonly TlsManSession _session;
    private readonly ForgingPeer _peer;
    private readonly OutputWatch _watch = new(TlsTransportKind.Stream);
    private readonly List<byte> _output = [];
    private readonly List<byte> _sent = [];
    private readonly List<byte> _sealed = [];
    private readonly List<byte[]> _history = [];
    private readonly int[] _takes = new int[4];
    private int _received;
    private int _taken;
    private int _messages;
    private bool _isDisposed;

    public StreamSession(byte[] input, Sabotage sabotage)
    {
        _script = new Script(input);

        int settings = _script.Next();
        int suite = _script.NextSuite();
        TlsRole role = (settings & 1) == 0 ? TlsRole.Client : TlsRole.Server;
        byte[] key = [.. Enumerable.Range(0, 16).Select(i => (byte)((i * 73) ^ 0xC5))];
        int longest = (settings & 16) == 0 ? RecordHeader.MaxPlaintext : 512;
        TlsSessionOptions options = new() { ReceiveBufferSize = longest };
        CredentialStore store = Psk.Store(Psk.Identity, key);

        _transport = new ScriptTransport(TlsTransportKind.Stream, (settings & 8) == 0 ? 0 : LateStart)
        {
            Sent = OnSent,
            Taking = OnTaking,
        };
        _endpoint = WatchedEndpoint.Create(_transport, s_buffers[(settings >> 1) & 3], key, sabotage);
        _peer = new ForgingPeer(ScriptedPeer.Opposite(role), TlsTransportKind.Stream, 3, key, 0, suite);
        _watch.Secrets = _endpoint.Ciphers.Secrets;
        _session = new TlsManSession(_endpoint, null, options, store);
        _endpoint.Known.Add(_session);
        _takes.AsSpan().Fill(int.MaxValue);

        if (sabotage == Sabotage.AnyFinished)
        {
            _endpoint.Ciphers.Impostor = label => _peer.IsOwn(label) ? _peer.LastVerifyData : null;
        }

        _endpoint.Call(0, () => _ = role == TlsRole.Client
            ? _session.OpenClientChannel(SecureSockFlags.NonBlock)
            : _session.OpenServerChannel(SecureSockFlags.NonBlock, store));
    }

    public void Run()
    {
        for (int i = 0; i < MostSteps && !_script.IsAtEnd; i++)
        {
            int operation = _script.Next();

            Diary.Note($"{_transport.Now} ms, operation {operation % Operations}");
            Do(operation % Operations);

            // Now and then two things happen before anybody looks.
            if (operation < 224)
            {
                _endpoint.Turn();
            }

            Check();
        }

        // With room to send and time to pass, everything comes to an end.
        _takes.AsSpan().Fill(int.MaxValue);
        _transport.Throwing = 0;

        for (int i = 0; i < 40 && !_session.IsEnded && !_session.IsConnected; i++)
        {
            _transport.Advance(1000);
            _endpoint.Turn();
        }

        if (!_session.IsEnded && !_session.IsConnected)
        {
            throw new Finding(Oracle.Deadline, "a handshake does not end");
        }

        Check();
        Retrieve(20000);
        _endpoint.Finish();
        Check();
    }

    private void Do(int operation)
    {
        switch (operation)
        {
            case < 3 when _peer.Step < _peer.StepCount:
                Put(_peer.Write(_peer.Next()));
                break;
            case < 3:
                PutData(20);
                break;
            case 3:
                DoHandshake();
                break;
            case 4 or 5:
                PutData(_script.NextLength());
                break;
            case 6:
                Put(_peer.Write(new Draft(ContentType.Alert, _peer.HasChanged ? 1 : 0, _script.Take(2))));
                break;
            case 7 when _peer.HasChanged && !_peer.HasFinished:
                Put(_peer.Write(_peer.Finished(_script.Mutate)));
                break;
            case 7:
                int type = ContentType.ChangeCipherSpec + _script.Next(3);

                Put(_peer.Write(new Draft(type, _peer.HasChanged ? 1 : 0, _script.Take(_script.Next(80)))));
                break;
            case 8:
                Put(_script.Mutate(_history.Count == 0 ? [] : _history[_script.Next() % _history.Count]));
                break;
            case 9:
                Put(_script.Take(_script.Next()));
                break;
            case 10:
                _transport.Piece = 1 + _script.Next();
                break;
            case 11 or 12:
                ReadTakes();
                break;
            case 13 or 14:
                Send(_script.NextLength(), ReadTimeout());
                break;
            case 15 or 16:
                Retrieve(_script.NextLength());
                break;
            case 17:
                _endpoint.Call(0, () => _session.CloseChannel());
                break;
            case 18:
                _endpoint.Call(0, _session.Dispose);
                break;
            case 19:
                _endpoint.Call(0, () => _session.Rehandshake());
                break;
            case 20 or 21:
                Look();
                break;
            case 22:
                int timeout = ReadTimeout();

                _endpoint.Call(ManyRounds, () => _session.WaitForData(Math.Max(timeout, 0)));
                break;
            case 23:
                _transport.End = _script.Next(3) == 0 ? SecureTransport.ReceiveFailed : SecureTransport.EndOfStream;
                break;
            case 24:
                // After that the endpoint may rest for a while of real time, so it is to be rare.
                _transport.Throwing = _script.Next() > 240 ? _script.Next(3) : 0;
                break;
            case 25 or 26:
                _transport.Advance(s_times[_script.Next() % s_times.Length]);
                break;
            default:
                _isDisposed = true;
                _endpoint.Call(0, _endpoint.Dispose);
                break;
        }
    }

    private void DoHandshake()
    {
        while (_peer.Step < _peer.StepCount)
        {
            Put(_peer.Write(_peer.Next()));
            _endpoint.Turn();
        }
    }

    private void Put(byte[] bytes)
    {
        if (_history.Count < 32)
        {
            _history.Add(bytes);
        }

        Diary.Note("in", bytes);
        _transport.Put(null, bytes);
    }

    private void PutData(int count)
    {
        Draft draft = _peer.Data(count);

        _sealed.AddRange(draft.Content);
        Put(_peer.Write(draft));
    }

    private void ReadTakes()
    {
        for (int i = 0; i < _takes.Length; i++)
        {
            int value = _script.Next();

            _takes[i] = value switch { < 100 => 0, < 200 => value - 99, < 210 => -1, _ => int.MaxValue };
        }
    }

    private int OnTaking(int count) => _takes[_taken++ % _takes.Length];

    private int ReadTimeout()
    {
        int value = _script.Next();

        // Without an end there is none where there is no room, as the caller wanted.
        return value * LongestTimeout / 255;
    }

    private void Send(int count, int timeout)
    {
        byte[] data = new byte[count];
        bool wasOver = _session.IsEnded;
        int status = 0;

        WatchedEngine.Marker.AsSpan(0, Math.Min(count, WatchedEngine.Marker.Length)).CopyTo(data);

        if (count > WatchedEngine.Marker.Length + 4)
        {
            Forge.Put(data, WatchedEngine.Marker.Length, 4, ++_messages);
        }

        int start = _transport.Now;

        _endpoint.Call(ManyRounds, () => status = _session.SendData(data, 0, count, timeout));
        Diary.Note($"sent {count}: {status}");

        if (Time32.Since(start, _transport.Now) > timeout + 100)
        {
            throw new Finding(Oracle.Deadline, $"a call of {timeout} ms took {Time32.Since(start, _transport.Now)}");
        }

        if (status >= 0 && status != count)
        {
            throw new Finding(Oracle.Data, $"{status} of {count} bytes are said to be sent");
        }

        if (status >= 0 && wasOver)
        {
            throw new Finding(Oracle.Events, "sent after the end");
        }

        if (status >= 0 || status == TlsManStatus.Failed)
        {
            _sent.AddRange(data);
        }
    }

    private void Retrieve(int count)
    {
        byte[] buffer = new byte[count];
        int status = 0;

        _endpoint.Call(ManyRounds, () => status = _session.RetrieveData(buffer, 0, count, 0));

        if (status > 0)
        {
            Diary.Note("data", buffer.AsSpan(0, status));

            ReadOnlySpan<byte> expected = CollectionsMarshal.AsSpan(_sealed)[_received..];

            if (!expected.StartsWith(buffer.AsSpan(0, status)))
            {
                throw new Finding(Oracle.Data, $"{status} bytes that were not sealed, or not in this order");
            }

            _received += status;
        }
    }

    private void Look() => _endpoint.Call(ManyRounds, () =>
    {
        bool isReady = _session.IsDataReady;
        int available = _session.Available;

        if (isReady && available == 0 && !_session.IsEnded)
        {
            throw new Finding(Oracle.Data, "data is ready, and none is available");
        }

        _ = _session.MaxPayload + _session.CipherSuite + _session.CredentialTag;
        _ = _session.LastError;
        _ = _session.TakeEvents();
    });

    private void OnSent(byte[] peer, byte[] bytes)
    {
        _output.AddRange(bytes);

        while (_output.Count >= RecordHeader.TlsLength)
        {
            int length = RecordHeader.TlsLength + ((_output[3] << 8) | _output[4]);

            if (_output.Count < length)
            {
                return;
            }

            byte[] record = [.. _output.GetRange(0, length)];

            _output.RemoveRange(0, length);
            Diary.Note("out", record);
            _watch.Look(record);
            _peer.Take(record);
        }
    }

    private void Check()
    {
        if (_session.IsConnected && !_peer.HasFinished)
        {
            throw new Finding(Oracle.WronglyConnected, "no right Finished was sent");
        }

        int offset = 0;

        foreach (byte[] data in _peer.Inbox)
        {
            if (!_peer.MayConnect)
            {
                throw new Finding(Oracle.WronglyConnected, "data before both Finished");
            }

            if (!CollectionsMarshal.AsSpan(_sent)[offset..].StartsWith(data))
            {
                throw new Finding(Oracle.Data, "more, or other data came out than was given");
            }

            offset += data.Length;
        }

        if (_isDisposed && !_session.IsEnded)
        {
            throw new Finding(Oracle.Events, "a session lives in an endpoint that was disposed of");
        }
    }
}
