//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using NanoTlsMan.Sockets;
using static NanoTlsMan.Tests.Sockets.Setup;

namespace NanoTlsMan.Tests.Sockets;

public class SecureUdpSockTests
{
    [Fact]
    public void OneAsynchronousServerServesManyPeersAndKnowsEach()
    {
        ConcurrentDictionary<int, string> heard = [];

        using SecureUdpSock server = new(CreateManager(), AnyPort);

        server.DataReceived += (session, buffer, offset, count) =>
        {
            heard[session.CredentialTag] = System.Text.Encoding.UTF8.GetString(buffer, offset, count);
            session.SendData(buffer, offset, count);
        };
        server.Listen(Options(), Keys(1, 2, 3, 4, 5));

        SecureUdpSock[] clients = [.. Enumerable.Range(1, 5).Select(_ => UdpSock(SecureSockMode.Synchronous))];
        TlsManSession[] sessions = [.. clients.Select(
            (client, i) => client.Connect(server.LocalEndPoint, Options(), Keys(i + 1), SecureSockFlags.None))];

        for (int i = 0; i < clients.Length; i++)
        {
            sessions[i].Send($"I am {i + 1}");
            Assert.Equal($"I am {i + 1}", Receive(clients[i], out TlsManSession from));
            Assert.Same(sessions[i], from);
            Assert.Equal($"I am {i + 1}", heard[i + 1]);
        }

        Assert.Equal(5, server.SessionCount);
        Array.ForEach(clients, client => client.Dispose());
        WaitUntil(() => server.SessionCount == 0);
    }

    [Fact]
    public void TheSynchronousServerAcceptsReceivesAndAnswersWithoutAThread()
    {
        using SecureUdpSock server = UdpSock(SecureSockMode.Synchronous);
        using SecureUdpSock client = UdpSock(SecureSockMode.Asynchronous);

        server.Listen(Options(), Keys(1));

        TlsManSession session = client.Connect(server.LocalEndPoint, Options(), Keys(1), SecureSockFlags.NonBlock);
        TlsManSession? accepted = server.Accept(Patience);

        Assert.NotNull(accepted);
        Assert.Equal("device-1", System.Text.Encoding.UTF8.GetString(accepted.PeerIdentity));
        Assert.Equal(client.LocalEndPoint, SecureUdpSock.GetRemoteEndPoint(accepted));
        Assert.Equal(TlsManStatus.Ok, session.WaitForChannel(Patience));
        session.Send("ping");
        Assert.Equal("ping", Receive(server, out TlsManSession from));
        Assert.Same(accepted, from);
    }

    [Fact]
    public void ClientAndServerShareOnePort()
    {
        using SecureUdpSock left = UdpSock(SecureSockMode.Asynchronous);
        using SecureUdpSock right = UdpSock(SecureSockMode.Asynchronous);
        using SecureUdpSock third = UdpSock(SecureSockMode.Asynchronous);

        left.Listen(Options(), Keys(1, 2));
        right.Listen(Options(), Keys(1, 2));

        TlsManSession outgoing = left.Connect(right.LocalEndPoint, Options(), Keys(1), SecureSockFlags.None);
        TlsManSession incoming = third.Connect(left.LocalEndPoint, Options(), Keys(2), SecureSockFlags.None);

        Assert.Equal(2, left.SessionCount);
        outgoing.Send("from left");
        Assert.Equal("from left", Receive(right, out TlsManSession atRight));
        Assert.Equal(TlsRole.Server, atRight.Role);
        incoming.Send("to left");
        Assert.Equal("to left", Receive(left, out TlsManSession atLeft));
        Assert.Equal(TlsRole.Server, atLeft.Role);
        Assert.Equal(2, atLeft.CredentialTag);
    }

    [Fact]
    public void AHandlerMaySendCloseAndDispose()
    {
        using ManualResetEventSlim disposed = new();
        SecureUdpSock server = new(CreateManager(), AnyPort);

        using SecureUdpSock client = UdpSock(SecureSockMode.Synchronous);

        server.DataReceived += (session, buffer, offset, count) =>
        {
            session.SendData(buffer, offset, count);
            session.CloseChannel();
            server.Dispose();
            disposed.Set();
        };
        server.Listen(Options(), Keys(1));

        TlsManSession session = client.Connect(server.LocalEndPoint, Options(), Keys(1), SecureSockFlags.None);

        session.Send("last words");
        Assert.Equal("last words", Receive(client, out _));
        Assert.True(disposed.Wait(Patience));
        Assert.False(session.WaitForData(Patience));
        Assert.True(session.IsEnded);
        Assert.Null(session.EndReason);
        server.Dispose();
    }

    [Fact]
    public void EventsTellOfEachSessionsBeginningAndEndOnce()
    {
        ConcurrentQueue<string> events = [];

        using SecureUdpSock server = new(CreateManager(), AnyPort);
        using SecureUdpSock client = UdpSock(SecureSockMode.Synchronous);

        server.Connected += session => events.Enqueue($"connected {session.CredentialTag}");
        server.Ended += session => events.Enqueue($"disconnected {session.EndReason == null}");
        server.Listen(Options(), Keys(4));

        TlsManSession session = client.Connect(server.LocalEndPoint, Options(), Keys(4), SecureSockFlags.None);

        session.CloseChannel();
        WaitUntil(() => events.Count == 2);
        Assert.Equal(["connected 4", "disconnected True"], events);
    }

    [Fact]
    public void AWrongKeyEndsByTheDeadlineWithTheLikelyCause()
    {
        using SecureUdpSock server = new(CreateManager(), AnyPort);
        using SecureUdpSock client = UdpSock(SecureSockMode.Synchronous);
        using CredentialStore wrong = new();

        wrong.AddPsk(1, Bytes("device-1"), [9, 9, 9]);
        server.Listen(Options(), Keys(1));

        TlsSessionOptions options = new() { FirstTimeout = 100, HandshakeTimeout = 700 };
        long start = Environment.TickCount64;
        SecureSockException exception = Assert.Throws<SecureSockException>(
            () => client.Connect(server.LocalEndPoint, options, wrong, SecureSockFlags.None));

        Assert.InRange(Environment.TickCount64 - start, 650, 2500);
        Assert.Equal(TlsErrorCause.HandshakeTimeout, exception.Error.Cause);
        Assert.Equal(TlsAwaited.Finished, exception.Error.Awaited);
        Assert.True(exception.Error.IsFatal);

        // The server has lost nothing by it.
        using SecureUdpSock friend = UdpSock(SecureSockMode.Synchronous);

        Assert.True(friend.Connect(server.LocalEndPoint, Options(), Keys(1), SecureSockFlags.None).IsConnected);
    }

    [Fact]
    public void ANonBlockingSessionReturnsAtOnce()
    {
        using SecureUdpSock client = UdpSock(SecureSockMode.Synchronous);
        using Socket silent = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

        silent.Bind(AnyPort);

        TlsManSession session =
            client.Connect((IPEndPoint)silent.LocalEndPoint!, Options(), Keys(1), SecureSockFlags.NonBlock);
        byte[] buffer = new byte[10];

        Assert.False(session.IsConnected);
        Assert.True(silent.Poll(1000000, SelectMode.SelectRead));
        Assert.Equal(TlsManStatus.NotConnected, session.Send("early"));
        Assert.Equal(TlsErrorCause.NotConnected, session.LastError.Cause);
        Assert.Null(session.LastError);
        Assert.Equal(TlsManStatus.NotConnected, session.RetrieveData(buffer, 0, buffer.Length, null));
    }

    [Fact]
    public void TheLargestPayloadPassesAndOneByteMoreIsRefusedWithoutHarm()
    {
        using SecureUdpSock server = new(CreateManager(), AnyPort);
        using SecureUdpSock client = UdpSock(SecureSockMode.Synchronous);

        server.DataReceived += (session, buffer, offset, count) => session.SendData(buffer, offset, count);
        server.Listen(Options(), Keys(1));

        TlsManSession session = client.Connect(server.LocalEndPoint, Options(), Keys(1), SecureSockFlags.None);

        // MTU 1,232 less header 13, explicit nonce 8 and tag 8.
        Assert.Equal(1232 - 29, session.MaxPayload);
        Assert.Equal(
            TlsManStatus.TooLong, session.SendData(new byte[session.MaxPayload + 1], 0, session.MaxPayload + 1));
        Assert.Equal(TlsErrorCause.TooLong, session.LastError.Cause);
        Assert.Equal(session.MaxPayload, session.SendData(new byte[session.MaxPayload], 0, session.MaxPayload));

        byte[] echo = new byte[1500];

        // A buffer that is too short does not cost the record.
        Assert.True(session.WaitForData(Patience));
        Assert.Equal(TlsManStatus.TooLong, session.RetrieveData(echo, 0, 10, null));
        Assert.Equal(session.MaxPayload, client.Receive(echo, 0, echo.Length, Patience, out _));
    }

    [Fact]
    public void AStaleSessionMakesPlaceAndAFreshOneDoesNot()
    {
        using SecureUdpSock server = new(CreateManager(), AnyPort);

        server.Limits.MaxSessions = 1;
        server.Limits.IdleTimeout = 400;
        server.Listen(Options(), Keys(1, 2));

        using SecureUdpSock first = UdpSock(SecureSockMode.Synchronous);
        using SecureUdpSock second = UdpSock(SecureSockMode.Synchronous);

        TlsManSession old = first.Connect(server.LocalEndPoint, Options(), Keys(1), SecureSockFlags.None);
        TlsSessionOptions hasty = new() { FirstTimeout = 50, HandshakeTimeout = 150 };

        Assert.Throws<SecureSockException>(
            () => second.Connect(server.LocalEndPoint, hasty, Keys(2), SecureSockFlags.None));
        Assert.True(server.Drops.Get(DropReason.TableFull) > 0);
        Thread.Sleep(450);

        TlsManSession late = second.Connect(server.LocalEndPoint, Options(), Keys(2), SecureSockFlags.None);

        Assert.True(late.IsConnected);

        // Whoever had to go was told.
        Assert.False(old.WaitForData(Patience));
        Assert.True(old.IsEnded);
        Assert.Null(old.EndReason);
    }

    [Fact]
    public void ARebootedPeerIsBackOnTheSamePort()
    {
        using SecureUdpSock server = new(CreateManager(), AnyPort);
        ConcurrentQueue<TlsManError?> ends = [];

        server.Ended += session => ends.Enqueue(session.EndReason);
        server.DataReceived += (session, buffer, offset, count) => session.SendData(buffer, offset, count);
        server.Listen(Options(), Keys(1));

        IPEndPoint port;

        using (UdpTransport transport = new(AnyPort))
        {
            port = transport.LocalEndPoint;

            // It goes without a word.
            SecureUdpSock lost = new(CreateManager(), transport, SecureSockMode.Synchronous, 1500);

            lost.Connect(server.LocalEndPoint, Options(), Keys(1), SecureSockFlags.None);
        }

        using SecureUdpSock rebooted = new(CreateManager(), port, SecureSockMode.Synchronous);

        TlsManSession session = rebooted.Connect(server.LocalEndPoint, Options(), Keys(1), SecureSockFlags.None);

        session.Send("back");
        Assert.Equal("back", Receive(rebooted, out _));
        WaitUntil(() => ends.Count == 1);
        Assert.True(ends.TryDequeue(out TlsManError? end));
        Assert.Equal(TlsErrorCause.Replaced, end!.Cause);
    }

    [Fact]
    public void AReceiveWithoutDataThrowsATimeout()
    {
        using SecureUdpSock sock = UdpSock(SecureSockMode.Synchronous);

        sock.Listen(Options(), Keys(1));
        Assert.Throws<TimeoutException>(() => sock.Receive(new byte[10], 0, 10, 100, out _));
        Assert.Null(sock.Accept(100));
    }

    [Fact]
    public void ThePeerChoosesTheCredentialByTag()
    {
        using SecureUdpSock server = new(CreateManager(), AnyPort);
        using SecureUdpSock client = UdpSock(SecureSockMode.Synchronous);

        server.Listen(Options(), Keys(1, 2, 3));

        TlsSessionOptions options = Options();

        options.CredentialTag = 3;

        TlsManSession session = client.Connect(server.LocalEndPoint, options, Keys(1, 2, 3), SecureSockFlags.None);

        Assert.Equal(3, session.CredentialTag);
        WaitUntil(() => server.SessionCount == 1 && server.GetSessions()[0].CredentialTag == 3);
    }

    [Fact]
    public void RehandshakeOpensAFreshChannelToTheSamePeer()
    {
        using SecureUdpSock server = new(CreateManager(), AnyPort);
        using SecureUdpSock client = UdpSock(SecureSockMode.Synchronous);
        int connected = 0;

        server.Connected += _ => Interlocked.Increment(ref connected);
        server.DataReceived += (session, buffer, offset, count) => session.SendData(buffer, offset, count);
        server.Listen(Options(), Keys(1));

        TlsManSession session = client.Connect(server.LocalEndPoint, Options(), Keys(1), SecureSockFlags.None);

        Assert.Equal(TlsManStatus.Ok, session.Rehandshake());
        session.Send("again");
        Assert.Equal("again", Receive(client, out _));
        Assert.Equal(2, connected);
    }

    [Fact]
    public void MisuseIsToldByExceptions()
    {
        using SecureUdpSock sock = UdpSock(SecureSockMode.Synchronous);

        Assert.Throws<ArgumentNullException>(() => sock.Connect(null, Options(), Keys(1), SecureSockFlags.None));
        Assert.Throws<ArgumentNullException>(() => sock.Connect(AnyPort, Options(), null, SecureSockFlags.None));
        Assert.Throws<ArgumentNullException>(() => sock.Listen(null, Keys(1)));
        Assert.Throws<ArgumentNullException>(() => new SecureUdpSock(null, AnyPort));
        Assert.Throws<ArgumentNullException>(() => new SecureUdpSock(CreateManager(), (IPEndPoint)null!));
        Assert.Throws<SocketException>(() => new SecureUdpSock(CreateManager(), sock.LocalEndPoint));
    }
}
