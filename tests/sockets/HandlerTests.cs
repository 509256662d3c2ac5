//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Diagnostics;
using NanoTlsMan.Sockets;
using static NanoTlsMan.Tests.Sockets.Setup;

namespace NanoTlsMan.Tests.Sockets;

/// <summary>
/// What a handler of the program's does wrong is that session's affair, or the program's, never the sock's.
/// </summary>
public class HandlerTests
{
    [Theory]
    [InlineData("connected")]
    [InlineData("data")]
    [InlineData("disconnected")]
    public void AnExceptionInAHandlerEndsItsSessionAndNoOther(string which)
    {
        using SecureUdpSock server = new(CreateManager(), AnyPort);
        using SecureUdpSock first = UdpSock(SecureSockMode.Synchronous);
        using SecureUdpSock second = UdpSock(SecureSockMode.Synchronous);
        List<TlsManSession> ended = [];

        server.Connected += session => ThrowFor(1, which == "connected", session);
        server.DataReceived += (session, buffer, offset, count) =>
        {
            ThrowFor(1, which == "data", session);
            session.SendData(buffer, offset, count);
        };
        server.Ended += session =>
        {
            lock (ended)
            {
                ended.Add(session);
            }

            ThrowFor(1, which == "disconnected", session);
        };
        server.Listen(Options(), Keys(1, 2));

        TlsManSession bad = first.Connect(server.LocalEndPoint, Options(), Keys(1), SecureSockFlags.None);
        TlsManSession good = second.Connect(server.LocalEndPoint, Options(), Keys(2), SecureSockFlags.None);

        bad.Send("1");

        if (which == "disconnected")
        {
            bad.CloseChannel();
        }

        WaitUntil(() => ended.Count == 1);
        Assert.Equal(which == "disconnected" ? null : TlsErrorCause.HandlerFailed, ended[0].EndReason?.Cause);

        // The server lives: for who is there, and for who comes.
        good.Send("2");
        Assert.Equal("2", Receive(second, out _));

        using SecureUdpSock third = UdpSock(SecureSockMode.Synchronous);

        third.Connect(server.LocalEndPoint, Options(), Keys(2), SecureSockFlags.None).Send("3");
        Assert.Equal("3", Receive(third, out _));

        // And the peer of the session that was ended is told.
        WaitUntil(() => bad.IsDataReady || bad.IsEnded);
        Assert.True(bad.IsEnded || which == "disconnected");
    }

    [Fact]
    public void WhoListensForItDecidesOnAnExceptionHimself()
    {
        using SecureUdpSock server = new(CreateManager(), AnyPort);
        using SecureUdpSock client = UdpSock(SecureSockMode.Synchronous);
        List<Exception> told = [];
        int calls = 0;

        server.DataReceived += (session, buffer, offset, count) =>
        {
            if (calls++ == 0)
            {
                throw new InvalidOperationException("the first");
            }

            session.SendData(buffer, offset, count);
        };
        server.HandlerFailed += (_, exception) => told.Add(exception);
        server.Listen(Options(), Keys(1));

        TlsManSession session = client.Connect(server.LocalEndPoint, Options(), Keys(1), SecureSockFlags.None);

        session.Send("lost");
        session.Send("kept");
        Assert.Equal("kept", Receive(client, out _));
        Assert.Equal("the first", Assert.Single(told).Message);
    }

    [Fact]
    public void AHandlerMayEndTheSock()
    {
        SecureUdpSock server = new(CreateManager(), AnyPort);
        using SecureUdpSock client = UdpSock(SecureSockMode.Synchronous);
        using ManualResetEventSlim ended = new();

        server.DataReceived += (_, _, _, _) =>
        {
            server.Dispose();
            ended.Set();
        };
        server.Listen(Options(), Keys(1));

        TlsManSession session = client.Connect(server.LocalEndPoint, Options(), Keys(1), SecureSockFlags.None);

        session.Send("end");
        Assert.True(ended.Wait(Patience));
        WaitUntil(() => session.IsEnded || session.IsDataReady);
        Assert.True(session.IsEnded);
    }

    /// <summary>The channel was open, so opening it was a success.</summary>
    [Fact]
    public void AChannelThatAHandlerClosesAtOnceWasOpen()
    {
        using SecureTcpListener listener = new(CreateManager(), AnyPort, Options(), Keys(1));

        TcpTransport transport = TcpTransport.Connect(listener.LocalEndPoint);
        using SecureTcpSock server = listener.Accept(Patience, SecureSockMode.Asynchronous);
        using SecureTcpSock client = new(CreateManager(), transport, Options(), Keys(1), SecureSockMode.Asynchronous);

        server.Connected += session => session.CloseChannel();
        client.OpenClient(SecureSockFlags.NonBlock);
        server.OpenServer(SecureSockFlags.None);
        WaitUntil(() => client.Session.IsEnded);
        Assert.Null(client.Session.EndReason);
    }

    /// <summary>A handler that takes its time keeps no other thread waiting, least of all one that ends the
    /// sock.</summary>
    [Fact]
    public void AHandlerThatWaitsHoldsUpNobody()
    {
        SecureUdpSock server = new(CreateManager(), AnyPort);
        using SecureUdpSock client = UdpSock(SecureSockMode.Synchronous);
        using ManualResetEventSlim entered = new();
        using ManualResetEventSlim leave = new();

        server.DataReceived += (_, _, _, _) =>
        {
            entered.Set();
            leave.Wait(Patience);
        };
        server.Listen(Options(), Keys(1));
        client.Connect(server.LocalEndPoint, Options(), Keys(1), SecureSockFlags.None).Send("wait");
        Assert.True(entered.Wait(Patience));

        Stopwatch watch = Stopwatch.StartNew();

        Assert.False(server.GetSessions()[0].IsDataReady);
        Assert.Equal(2, server.GetSessions()[0].Send("hi"));
        server.Dispose();
        Assert.InRange(watch.ElapsedMilliseconds, 0, 2000);
        leave.Set();
    }

    [Fact]
    public void AKeyLogThatThrowsHarmsNoSession()
    {
        using SecureUdpSock server = new(CreateManager(), AnyPort);
        using SecureUdpSock client = UdpSock(SecureSockMode.Synchronous);
        TlsSessionOptions options = Options();
        int calls = 0;

        options.DangerousKeyLog = (_, _) =>
        {
            calls++;
            throw new IOException("full");
        };
        server.DataReceived += (session, buffer, offset, count) => session.SendData(buffer, offset, count);
        server.Listen(Options(), Keys(1));
        client.Connect(server.LocalEndPoint, options, Keys(1), SecureSockFlags.None).Send("echo");
        Assert.Equal("echo", Receive(client, out _));
        Assert.Equal(1, calls);
    }

    private static void ThrowFor(int tag, bool isMeant, TlsManSession session)
    {
        if (isMeant && session.CredentialTag == tag)
        {
            throw new InvalidOperationException("a handler's own fault");
        }
    }
}
