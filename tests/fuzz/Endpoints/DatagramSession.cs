//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.Linq;
using NanoTlsMan.Tests.Fuzz.Engines;
using NanoTlsMan.Tests.Fuzz.Version13;

namespace NanoTlsMan.Tests.Fuzz.Endpoints;

/// <summary>
/// One run of a listening endpoint: hosts of good and bad will, the clock and the program do what the script says. At
/// the end a friend wants in.
/// </summary>
internal sealed partial class DatagramSession
{
    private const int MostSteps = 40;
    private const int MostHistory = 64;
    private const int Hosts = 5;
    private const int FriendAddress = 200;
    private const int StrangerAddress = 100;
    private const int Operations = 32;
    private const int HandshakeTimeout = 30000;
    private const int LateStart = int.MaxValue - 3000;
    private const int Day = 86400000;

    private static readonly int[] s_days = [1, 12, 25, 40, 50, 75];
    private static readonly int[] s_times = [1, 100, 1000, 4000, 31000, 61000, 301000, 3600000];

    private readonly Script _script;
    private readonly ScriptTransport _transport;
    private readonly WatchedEndpoint _endpoint;
    private readonly CredentialStore _store;
    private readonly TlsSessionOptions _options = new() { HandshakeTimeout = HandshakeTimeout };
    private readonly List<Host> _hosts = [];
    private readonly List<byte[]> _history = [];
    private readonly HashSet<TlsManSession> _ready = [];
    private readonly HashSet<TlsManSession> _ours = [];
    private readonly Dictionary<TlsManSession, int> _opened = [];
    private readonly byte[] _key = [.. Enumerable.Range(0, 16).Select(i => (byte)((i * 73) ^ 0xC5))];
    private readonly byte[] _wrongKey = [.. Enumerable.Range(0, 16).Select(i => (byte)((i * 91) ^ 0x3A))];
    private readonly int _idleTimeout;
    private readonly int _suite;
    private readonly bool _isNewer;
    private byte[] _datagram = [];
    private Host _sender;
    private int _finished;
    private int _seed;
    private int _sentBytes;
    private bool _isDisposed;

    public DatagramSession(bool isNewer, byte[] input, Sabotage sabotage)
    {
        _isNewer = isNewer;
        _script = new Script(input);

        int settings = _script.Next();

        _suite = isNewer ? TlsCipherSuite.Aes128Ccm8Sha256 : _script.NextSuite();
        _options.Versions = isNewer ? TlsVersions.Dtls13 : TlsVersions.Dtls12;
        _options.HelloRetry =
            isNewer && (_script.Next() & 1) != 0 ? TlsHelloRetry.UnderLoad : TlsHelloRetry.Always;
        _store = Psk.Store(Psk.Identity, _key);
        _transport = new ScriptTransport(TlsTransportKind.Datagram, (settings & 1) == 0 ? 0 : LateStart)
        {
            Sent = OnSent,
        };
        _endpoint = WatchedEndpoint.Create(
            _transport, (settings & 2) == 0 ? 1500 : 1300, _key, sabotage, isNewer);
        _endpoint.Limits.MaxSessions = 1 + ((settings >> 2) & 3);
        _endpoint.Limits.MaxHalfOpen = 1 + ((settings >> 4) & 3);
        _endpoint.Limits.MaxUndelivered = 1 + ((settings >> 6) & 1);
        _idleTimeout = (settings & 128) == 0 ? 300000 : 2000;
        _endpoint.Limits.IdleTimeout = sabotage == Sabotage.NeverStale ? int.MaxValue : _idleTimeout;
        _endpoint.NoteLimits(sabotage);
        _endpoint.Listen(_options, _store);

        if (sabotage == Sabotage.AnyFinished)
        {
            _endpoint.Ciphers.Impostor = label =>
                label.AsSpan().StartsWith("client"u8) ? _sender?.Current.LastVerifyData : null;
            _endpoint.Ciphers.ImpostorOfKey = secret =>
                _sender?.Current is ForgingPeer13 peer && peer.Live.IsFinishedKey(secret) ? peer.LastVerifyData : null;
        }

        for (int i = 0; i < Hosts; i++)
        {
            _hosts.Add(new Host(SimulatedLink.CreateAddress(10 + i)));
            Restart(_hosts[i], TlsRole.Client, _key);
        }
    }

    public void Run()
    {
        for (int i = 0; i < MostSteps && !_script.IsAtEnd && !_isDisposed; i++)
        {
            int operation = _script.Next();
            int place = operation / Operations % Hosts;

            operation %= Operations;
            Diary.Note($"{_transport.Now} ms, host {place}, operation {operation}");
            Do(operation, _hosts[place]);
        }

        _transport.Throwing = 0;

        if (!_isDisposed)
        {
            LetFriendIn();
        }

        _endpoint.Finish();
    }

    private void Do(int operation, Host host)
    {
        switch (operation)
        {
            case 0:
                Restart(host, TlsRole.Client, _script.Next(3) == 0 ? _wrongKey : _key);
                break;
            case 1:
                // A peer that has keys would lose them by a hello: that is a restart.
                if (host.Current.HasKeys)
                {
                    Restart(host, TlsRole.Client, _key);
                }

                Deliver(host, host.Current.Write(host.Current.Hello()));
                break;
            case 2 or 3:
                Greet(host);
                break;
            case 6 when _isNewer:
                UpdateKeys(host, (ForgingPeer13)host.Current);
                break;
            case 8 when _isNewer:
                Deliver(host, host.Current.Write(((ForgingPeer13)host.Current).Ack()));
                break;
            case 4 or 5 or 6:
                Greet(host);
                Finish(host);
                break;
            case 7 or 8:
                Deliver(host, host.Current.Write(host.Current.Next()));
                break;
            case 9 or 10:
                Deliver(host, host.Current.Write(host.Current.Data(1 + (_script.NextLength() % 1200))));
                NoteActivity(host);
                break;
            case 11:
                Deliver(host, host.Current.Write(new Draft(ContentType.Alert, ReadEpoch(host), _script.Take(2))));
                break;
            case 12 when host.Current.Epoch > 0 && !host.HasFinished:
                Deliver(host, host.Current.Write(host.Current.Finished(_script.Mutate)));
                break;
            case 12:
                int type = ContentType.ChangeCipherSpec + _script.Next(5);

                Deliver(host, host.Current.Write(new Draft(type, _script.Next(3), _script.Take(_script.Next(80)))));
                break;
            case 13 or 14:
                Deliver(host, _script.Mutate(Recall()));
                break;
            case 15:
                Deliver(host, Recall());
                break;
            case 16:
                Deliver(host, _script.Take(_script.Next(120)));
                break;
            case 17:
                OpenClient(host);
                break;
            case 18:
                Use(session => Send(session, _script.NextLength() % 1200));
                break;
            case 19 or 20:
                Use(Retrieve);
                break;
            case 21:
                Use(session => Ours(session, () => session.CloseChannel()));
                break;
            case 22:
                Use(session => Ours(session, session.Dispose));
                break;
            case 23:
                Use(session => Ours(session, () => session.Rehandshake()));
                break;
            case 24:
                Pass(s_times[_script.Next() % s_times.Length]);
                break;
            case 25:
                Pass(s_days[_script.Next() % s_days.Length] * Day);
                break;
            case 26:
                PassSlowly();
                break;
            case 27:
                Use(Look);
                break;
            case 28:
                Crowd(_script.Next(7), host, hasCookies: false);
                break;
            case 29:
                Crowd(_script.Next(7), host, hasCookies: true);
                break;
            case 30:
                // After that the endpoint rests for a while of real time, so it is to be rare.
                _transport.Throwing = _script.Next() > 240 ? _script.Next(3) : 0;
                Turn();
                break;
            default:
                _isDisposed = _script.Next() > 250;

                if (_isDisposed)
                {
                    _endpoint.Call(0, _endpoint.Dispose);
                }

                break;
        }
    }

    private void Restart(Host host, TlsRole role, byte[] key) =>
        host.Peers.Add(_isNewer
            ? new ForgingPeer13(role, TlsTransportKind.Datagram, ++_seed, key, _suite)
            : new ForgingPeer(role, TlsTransportKind.Datagram, ++_seed, key, 0, _suite));

    private int ReadEpoch(Host host) => _script.Next(2) * Math.Max(1, host.Current.Epoch);

    private void UpdateKeys(Host host, ForgingPeer13 peer)
    {
        Deliver(host, peer.Write(peer.Message(HandshakeType.KeyUpdate, [(byte)_script.Next(2)])));
        peer.Live.UpdateWriter();
    }

    /// <summary>ClientHello, and once more with the cookie.</summary>
    private void Greet(Host host)
    {
        if (host.Current.Step > 0)
        {
            Restart(host, TlsRole.Client, _key);
        }

        Deliver(host, host.Current.Write(host.Current.Hello()));

        if (host.Current.HasCookie)
        {
            Deliver(host, host.Current.Write(host.Current.Hello()));
        }
    }

    private void Finish(Host host)
    {
        while (host.Current.Step < host.Current.StepCount)
        {
            Deliver(host, host.Current.Write(host.Current.Next()));
        }

        // A client's last flight has no other answer.
        if (host.Current is ForgingPeer13 peer)
        {
            Deliver(host, peer.Write(peer.Ack()));
        }
    }

    /// <summary>Many that come at once; with cookies, so that each has a half-open place for a while.</summary>
    private void Crowd(int count, Host host, bool hasCookies)
    {
        for (int i = 0; i <= count; i++)
        {
            byte[] address = [.. host.Address];

            // Other ports of the same host, or other hosts.
            address[hasCookies ? PeerAddress.Size - 1 : 1] = (byte)(StrangerAddress + i);

            Host stranger = _hosts.FirstOrDefault(known => PeerAddress.AreEqual(known.Address, address));

            if (stranger == null)
            {
                stranger = new Host(address);
                Restart(stranger, TlsRole.Client, _wrongKey);
                _hosts.Add(stranger);
            }
            else if (stranger.Current.HasKeys)
            {
                // A peer that has keys would lose them by a hello: that is a restart.
                Restart(stranger, TlsRole.Client, _wrongKey);
            }

            Deliver(stranger, stranger.Current.Write(stranger.Current.Hello()));

            if (hasCookies && stranger.Current.HasCookie)
            {
                Deliver(stranger, stranger.Current.Write(stranger.Current.Hello()));
            }
        }
    }

    private void OpenClient(Host host)
    {
        Restart(host, TlsRole.Server, _key);

        TlsManSession session = new(_endpoint, [.. host.Address], _options, _store);

        _endpoint.Known.Add(session);
        _opened[session] = _transport.Now;
        _endpoint.Call(0, () => session.OpenClientChannel(SecureSockFlags.NonBlock));
        After();
    }

    private void Use(Action<TlsManSession> action)
    {
        int index = _script.Next();

        if (_endpoint.Known.Count > 0)
        {
            action(_endpoint.Known[index % _endpoint.Known.Count]);
            After();
        }
    }

    private void Ours(TlsManSession session, Action action)
    {
        _ours.Add(session);
        _endpoint.Call(0, action);
        _opened[session] = _transport.Now;

        if (!session.IsConnected)
        {
            _ready.Remove(session);
        }
    }

    private void Send(TlsManSession session, int count)
    {
        byte[] data = new byte[count];
        int status = 0;

        WatchedEngine.Marker.AsSpan(0, Math.Min(count, WatchedEngine.Marker.Length)).CopyTo(data);
        _endpoint.Call(4000, () => status = session.SendData(data, 0, count, 100));

        if (status >= 0 && session.IsEnded)
        {
            throw new Finding(Oracle.Events, "sent after the end");
        }

        if (status >= 0)
        {
            Find(session).LastActivity = _transport.Now;
        }
    }

    private void Retrieve(TlsManSession session)
    {
        byte[] buffer = new byte[1500];
        int status = 0;

        _endpoint.Call(4000, () => status = session.RetrieveData(buffer, 0, buffer.Length, 0));

        if (status > 0)
        {
            Find(session).CheckDelivered(buffer[..status]);
        }
    }

    private void Look(TlsManSession session) => _endpoint.Call(4000, () =>
    {
        _ = session.IsDataReady;
        _ = session.Available + session.MaxPayload + session.CredentialTag;
        _ = session.LastError;
        _ = session.TakeEvents();
    });

    private void Pass(int milliseconds)
    {
        _transport.Advance(milliseconds);
        Turn();
    }

    private void PassSlowly()
    {
        int count = _script.Next(40);
        int step = s_times[_script.Next() % s_times.Length];

        for (int i = 0; i < count; i++)
        {
            Pass(step);
        }
    }

    private byte[] Recall() => _history.Count == 0 ? [] : _history[_script.Next() % _history.Count];

    private void Deliver(Host host, byte[] bytes)
    {
        if (_history.Count < MostHistory)
        {
            _history.Add(bytes);
        }

        Diary.Note("in", bytes);
        _datagram = bytes;
        _sender = host;
        _sentBytes = 0;

        bool wasKnown = IsKnown(host);

        _transport.Put(host.Address, bytes);
        Turn();

        // RFC 6347, section 4.2.1: whoever has not proved an address gets no more than came from there.
        if (!wasKnown && _sentBytes > bytes.Length && !_endpoint.Known.Exists(session => IsOf(session, host)))
        {
            throw new Finding(Oracle.Limits, $"{_sentBytes} bytes for {bytes.Length} of a stranger");
        }

        _datagram = [];
        _sender = null;
    }

    private static bool IsOf(TlsManSession session, Host host) =>
        PeerAddress.AreEqual(session.RemoteAddress, host.Address);

    private bool IsOpen(Host host) => _endpoint.Known.Exists(session => session.IsConnected && IsOf(session, host));

    private bool IsKnown(Host host) => _endpoint.GetSessions().Any(session => IsOf(session, host));

    private void Turn()
    {
        if (!_isDisposed)
        {
            _endpoint.Turn();
            After();
        }
    }
}
