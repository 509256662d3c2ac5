//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using NanoTlsMan.Host.Decoding;
using NanoTlsMan.Host.Tracing;
using NanoTlsMan.Sockets;
using Spectre.Console;

namespace NanoTlsMan.Host.Demo;

/// <summary>
/// A channel that outlives a move and a sleep: the client's address changes in the middle, then the client saves its
/// session, is gone, and goes on without a handshake.
/// </summary>
internal sealed class LastingScene(TlsMan man, TlsSessionOptions options, CredentialStore credentials, string message)
{
    private const int Timeout = 30000;
    private const int ConnectionIdLength = 4;
    private const string Name = "demo";

    private readonly KeyLog _keys = new();
    private readonly long _start = Stopwatch.GetTimestamp();
    private Ladder? _shown;
    private readonly MemoryStore _store = new();
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(16);
    private readonly ManualResetEventSlim _moved = new();

    /// <summary>
    /// Plays it, and shows what was on the wire.
    /// </summary>
    /// <exception cref="SecurityFailureException">An echo is not what was sent.</exception>
    public void Run()
    {
        using SecureUdpSock server = new(man, new IPEndPoint(IPAddress.Loopback, 0), SecureSockMode.Asynchronous);

        server.PeerMoved += _ => _moved.Set();
        server.DataReceived += (session, buffer, offset, count) => session.SendData(buffer, offset, count);
        options.ConnectionIdLength = ConnectionIdLength;
        server.Listen(options, credentials);

        using RebindingRelay relay = new(server.LocalEndPoint);
        TlsSessionOptions own = new()
        {
            FirstTimeout = options.FirstTimeout,
            HandshakeTimeout = options.HandshakeTimeout,
            CipherSuites = options.CipherSuites,
            ConnectionIdLength = 0,
            KeepMasterSecret = true,

            // What a record with a connection ID is stands within.
            DangerousKeyLog = _keys.Add,
        };
        IPEndPoint first = relay.Seen;
        IPEndPoint second;
        int handshake;

        using (SecureUdpSock client = CreateClient())
        {
            TlsManSession session = client.Connect(relay.LocalEndPoint, own, credentials, SecureSockFlags.None);

            Ladder.EndHandshake();
            handshake = Ladder.HandshakeBytes;
            Exchange(client, session);
            relay.Rebind();
            second = relay.Seen;
            Exchange(client, session);
            AwaitMove();
            Check(session.Save(_store, Name, _key), session);
        }

        int saved = _store.Read(Name)!.Length;
        IPEndPoint third;
        int before = Ladder.Count;
        int said;

        relay.Rebind();
        third = relay.Seen;

        using (SecureUdpSock client = CreateClient())
        {
            TlsManSession session = client.Restore(null, own, credentials, _store, Name, _key);

            said = Ladder.Count - before;
            Exchange(client, session);
            AwaitMove();
            session.CloseChannel();
        }

        Ladder.Write(AnsiConsole.Console);

        Grid grid = new Grid().AddColumn().AddColumn();

        grid.AddRow("handshake", $"{handshake} bytes, with a connection ID of {ConnectionIdLength} bytes");
        grid.AddRow("moved", $"the server saw the client at port {first.Port}, then {second.Port}: no handshake");
        grid.AddRow("slept", $"{saved} bytes were saved; the client was gone, and came back at port {third.Port}");
        grid.AddRow("restored", $"{said} handshake bytes, and the message came back");
        AnsiConsole.Write(grid);
        AnsiConsole.WriteLine();
    }

    private Ladder Ladder => _shown ??= new Ladder(
        TlsTransportKind.Datagram, new RecordOpener(TlsTransportKind.Datagram, _keys));

    private static void Check(int status, TlsManSession session)
    {
        if (status < 0)
        {
            throw new SecurityFailureException(TlsErrorText.Describe(session.LastError));
        }
    }

    private SecureUdpSock CreateClient() => new(
        man,
        new TracingTransport(
            new UdpTransport(new IPEndPoint(IPAddress.Loopback, 0)),
            entry => Ladder.Add(TracingTransport.Since(_start), entry.IsSent, entry.Bytes)),
        SecureSockMode.Synchronous, 1500);

    private void Exchange(SecureUdpSock client, TlsManSession session)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(message);
        byte[] echo = new byte[256];

        Check(session.SendData(bytes, 0, bytes.Length), session);

        int count = client.Receive(echo, 0, echo.Length, Timeout, out _);

        if (Encoding.UTF8.GetString(echo, 0, count) != message)
        {
            throw new SecurityFailureException("the echo is not what was sent");
        }

        // A server that asks for the new path is answered by whoever looks.
        session.WaitForData(100);
    }

    private void AwaitMove()
    {
        if (!_moved.Wait(Timeout))
        {
            throw new SecurityFailureException("the server has not followed the client");
        }

        _moved.Reset();
    }
}
