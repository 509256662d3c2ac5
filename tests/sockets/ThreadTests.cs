//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using NanoTlsMan.Ciphers;
using NanoTlsMan.Host;
using NanoTlsMan.Sockets;
using NanoTlsMan.Wire;
using static NanoTlsMan.Tests.Sockets.Setup;

namespace NanoTlsMan.Tests.Sockets;

/// <summary>
/// What threads do to each other and to the processor: nobody spins, nobody waits past a deadline of its own, and
/// nobody hangs on what is disposed of.
/// </summary>
public class ThreadTests
{
    [Fact]
    public void DataThatNobodyFetchesCostsNoProcessorTime()
    {
        using SecureTcpListener listener = new(CreateManager(), AnyPort, Options(), Keys(1));
        using TcpPair pair = new(listener);

        pair.Open();
        pair.Client.Send(Bytes("first"), 0, 5);
        pair.Client.Send(Bytes("second"), 0, 6);
        WaitUntil(() => pair.Server.Session.IsDataReady);
        AssertIdle();
        Assert.Equal("first", Receive(pair.Server));
        Assert.Equal("second", Receive(pair.Server));
    }

    [Fact]
    public void AnEndedStreamThatNobodyDisposedOfCostsNoProcessorTime()
    {
        using SecureTcpListener listener = new(CreateManager(), AnyPort, Options(), Keys(1));
        using TcpPair pair = new(listener);

        pair.Open();
        pair.Client.Dispose();
        WaitUntil(() => pair.Server.Session.IsEnded);
        AssertIdle();
    }

    [Fact]
    public void ATransportThatFailsEndsTheSessionsAndCostsNoProcessorTime()
    {
        UdpTransport transport = new(AnyPort);

        using SecureUdpSock server = new(CreateManager(), AnyPort);
        using SecureUdpSock client = new(CreateManager(), transport, SecureSockMode.Asynchronous, 1500);

        server.Listen(Options(), Keys(1));

        TlsManSession session = client.Connect(server.LocalEndPoint, Options(), Keys(1), SecureSockFlags.None);

        transport.Dispose();
        WaitUntil(() => session.IsEnded);
        Assert.Equal(TlsErrorCause.TransportFailed, session.EndReason.Cause);
        AssertIdle();
    }

    [Fact]
    public void DataIsFetchedInTheOrderInWhichItCame()
    {
        using SecureUdpSock server = UdpSock(SecureSockMode.Asynchronous);

        server.Listen(Options(), Keys(1, 2));

        using SecureUdpSock first = UdpSock(SecureSockMode.Synchronous);
        using SecureUdpSock second = UdpSock(SecureSockMode.Synchronous);

        TlsManSession fromFirst = first.Connect(server.LocalEndPoint, Options(), Keys(1), SecureSockFlags.None);
        TlsManSession fromSecond = second.Connect(server.LocalEndPoint, Options(), Keys(2), SecureSockFlags.None);

        WaitUntil(() => server.SessionCount == 2 && server.GetSessions().All(each => each.IsConnected));

        TlsManSession[] accepted = [.. server.GetSessions().OrderBy(each => each.CredentialTag)];

        fromFirst.Send("1");
        WaitUntil(() => accepted[0].IsDataReady);
        fromSecond.Send("2");
        WaitUntil(() => accepted[1].IsDataReady);
        Assert.Equal("1", Receive(server, out _));
        Assert.Equal("2", Receive(server, out _));
    }

    [Theory]
    [InlineData(SecureSockMode.Synchronous)]
    [InlineData(SecureSockMode.Asynchronous)]
    public void ADisposedSockOpensNothing(SecureSockMode mode)
    {
        SecureUdpSock sock = UdpSock(mode);

        sock.Dispose();
        EndsInTime(
            () =>
            Assert.Throws<SecureSockException>(
                () => sock.Connect(new IPEndPoint(IPAddress.Loopback, 9), Options(), Keys(1), SecureSockFlags.None)));
    }

    [Theory]
    [InlineData(SecureSockMode.Synchronous)]
    [InlineData(SecureSockMode.Asynchronous)]
    public void WhoWaitsOnASockThatIsDisposedOfIsToldSo(SecureSockMode mode)
    {
        SecureUdpSock sock = UdpSock(mode);

        sock.Listen(Options(), Keys(1));

        Task receiving = Task.Run(
            () => Assert.Throws<ObjectDisposedException>(() => sock.Receive(new byte[10], 0, 10, 60000, out _)));
        Task accepting = Task.Run(() => Assert.Throws<ObjectDisposedException>(() => sock.Accept(60000)));

        Thread.Sleep(200);
        sock.Dispose();
        EndsInTime(() => Task.WaitAll(receiving, accepting));
    }

    [Fact]
    public void OneThreadsWaitDoesNotHoldUpAnothers()
    {
        using SecureUdpSock sock = UdpSock(SecureSockMode.Synchronous);

        sock.Listen(Options(), Keys(1));

        Task patient =
            Task.Run(() => Assert.Throws<TimeoutException>(() => sock.Receive(new byte[10], 0, 10, 3000, out _)));

        Thread.Sleep(100);

        Stopwatch watch = Stopwatch.StartNew();

        Assert.Null(sock.Accept(200));
        Assert.InRange(watch.ElapsedMilliseconds, 150, 1500);
        EndsInTime(() => patient.Wait());
    }

    [Fact]
    public async Task ThreadsThatShareASynchronousSockBothGetTheirData()
    {
        using SecureUdpSock server = new(CreateManager(), AnyPort);
        using SecureUdpSock client = UdpSock(SecureSockMode.Synchronous);
        using SecureUdpSock other = new(CreateManager(), AnyPort);

        server.DataReceived += (session, buffer, offset, count) => session.SendData(buffer, offset, count);
        other.DataReceived += (session, buffer, offset, count) => session.SendData(buffer, offset, count);
        server.Listen(Options(), Keys(1));
        other.Listen(Options(), Keys(1));

        TlsManSession[] sessions =
        [
            client.Connect(server.LocalEndPoint, Options(), Keys(1), SecureSockFlags.None),
            client.Connect(other.LocalEndPoint, Options(), Keys(1), SecureSockFlags.None),
        ];

        await Task.WhenAll(sessions.Select(session => Task.Run(() =>
        {
            byte[] buffer = new byte[10];

            for (int i = 0; i < 50; i++)
            {
                session.Send($"{i}");
                Assert.True(session.WaitForData(Patience));
                Assert.Equal($"{i}".Length, session.RetrieveData(buffer, 0, buffer.Length, null));
            }
        })));
    }

    [Fact]
    public void APeerThatReadsNothingDoesNotKeepASockFromEnding()
    {
        using SecureTcpListener listener = new(CreateManager(), AnyPort, Options(), Keys(1));
        using TcpPair pair = new(listener);

        pair.Open();
        WaitUntil(() => pair.Server.Session.IsConnected);
        pair.ClientTransport.SendTimeout = 300;

        // Nobody fetches on the other side, so at some point nothing goes any more.
        byte[] much = new byte[64000000];
        SecureSockException? exception = null;

        EndsInTime(() => exception = Assert.Throws<SecureSockException>(() => pair.Client.Send(much, 0, much.Length)));
        Assert.Equal(TlsErrorCause.PeerStalled, exception!.Error.Cause);
        EndsInTime(pair.Client.Dispose);
    }

    [Fact]
    public void AFreshChannelOfAnEndedSessionStillRaisesEvents()
    {
        using SecureUdpSock server = new(CreateManager(), AnyPort);
        using SecureUdpSock client = UdpSock(SecureSockMode.Asynchronous);
        int ended = 0;
        string heard = "";

        server.DataReceived += (session, buffer, offset, count) => session.SendData(buffer, offset, count);
        server.Listen(Options(), Keys(1));
        client.Ended += _ => ended++;
        client.DataReceived += (_, buffer, offset, count) =>
            heard += System.Text.Encoding.UTF8.GetString(buffer, offset, count);

        TlsManSession session = client.Connect(server.LocalEndPoint, Options(), Keys(1), SecureSockFlags.None);

        session.CloseChannel();
        WaitUntil(() => ended == 1);
        Thread.Sleep(200);
        Assert.Equal(TlsManStatus.Ok, session.Rehandshake());
        session.Send("again");
        WaitUntil(() => heard == "again");
    }

    [Fact]
    public void OneManagerServesManyThreads()
    {
        TlsMan man = CreateManager();
        CookieGate gate = new(new ManagedCiphers(), new HostRandom());
        byte[] body = [0xFE, 0xFD, .. new byte[32], 0, 0, 0, 2, 0xC0, 0xA8, 1, 0];

        Assert.Equal(1, man.StackCount);
        Parallel.For(0, 8, thread =>
        {
            WireReader reader = new();
            ClientHelloView hello = new();
            byte[] peer = new byte[PeerAddress.Size];
            byte[] reply = new byte[44];

            peer[0] = 6;
            peer[1] = (byte)thread;

            for (int i = 0; i < 2000; i++)
            {
                byte[] datagram = [.. new byte[25], .. body];

                reader.Reset(datagram, 25, body.Length);
                Assert.True(hello.Parse(reader, TlsTransportKind.Datagram));
                Assert.Equal(44, gate.WriteHelloVerifyRequest(hello, 0, peer, reply, 0));

                byte[] second = [.. new byte[25], .. body[..35], 16, .. reply[28..44], .. body[36..]];

                reader.Reset(second, 25, second.Length - 25);
                Assert.True(hello.Parse(reader, TlsTransportKind.Datagram));
                Assert.True(gate.IsProven(hello, peer, 0), "a cookie of its own was refused");
            }
        });
    }

    private static void AssertIdle()
    {
        // Whoever spins spins always; what the runtime does beside the tests passes.
        Assert.InRange(Enumerable.Range(0, 4).Min(_ => MeasureProcessorTime(500)), 0, 200);
    }

    private static double MeasureProcessorTime(int milliseconds)
    {
        using Process process = Process.GetCurrentProcess();

        TimeSpan before = process.TotalProcessorTime;

        Thread.Sleep(milliseconds);
        process.Refresh();
        return (process.TotalProcessorTime - before).TotalMilliseconds;
    }

    private static void EndsInTime(Action action)
    {
        Exception? thrown = null;
        Thread thread = new(() =>
        {
            try
            {
                action();
            }
            catch (Exception exception)
            {
                thrown = exception;
            }
        })
        { IsBackground = true };

        thread.Start();
        Assert.True(thread.Join(Patience), "it hangs");
        Assert.Null(thrown);
    }
}
