//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using NanoTlsMan.Sockets;
using static NanoTlsMan.Tests.Sockets.Setup;

namespace NanoTlsMan.Tests.Sockets;

/// <summary>
/// What is asked of a sock is answered from what has come by then, and time-outs are those of .NET.
/// </summary>
public class TruthTests
{
    /// <summary>Records two and three lie in the socket or in the input buffer while the first is fetched.</summary>
    [Theory]
    [InlineData(SecureSockMode.Synchronous)]
    [InlineData(SecureSockMode.Asynchronous)]
    public async Task DataIsAvailableWhereverItLies(SecureSockMode mode)
    {
        using SecureTcpListener listener = new(CreateManager(), AnyPort, Options(), Keys(1));
        using StreamPair pair = await StreamPair.OpenAsync(listener, mode);
        using SecureStream stream = pair.Client.GetStream();
        byte[] buffer = new byte[100];

        for (int i = 0; i < 3; i++)
        {
            pair.Server.Send(Bytes("record"), 0, 6);
        }

        WaitUntil(() => stream.DataAvailable);

        for (int i = 0; i < 3; i++)
        {
            WaitUntil(() => stream.DataAvailable);
            Assert.Equal(6, stream.Length);
            Assert.Equal(6, stream.Read(buffer, 0, buffer.Length));
        }

        Assert.False(stream.DataAvailable);
        Assert.Equal(0, stream.Length);
    }

    [Fact]
    public async Task AnAnswerOfManyRecordsIsReadToItsEnd()
    {
        using SecureTcpListener listener = new(CreateManager(), AnyPort, Options(), Keys(1));
        using StreamPair pair = await StreamPair.OpenAsync(listener, SecureSockMode.Synchronous);
        byte[] buffer = new byte[20_000];
        int total = 0;

        // All of it is in the client's socket once the call has come back, for the loopback holds more than that.
        pair.Server.Send(new byte[20_000], 0, 20_000);
        Assert.True(pair.Client.Session.WaitForData(Patience));

        while (pair.Client.Session.IsDataReady)
        {
            total += pair.Client.Receive(buffer, 0, buffer.Length, 0);
        }

        Assert.Equal(20_000, total);
    }

    [Fact]
    public async Task ASendAfterThePeersCloseIsRefused()
    {
        using SecureTcpListener listener = new(CreateManager(), AnyPort, Options(), Keys(1));
        using StreamPair pair = await StreamPair.OpenAsync(listener, SecureSockMode.Synchronous);

        pair.Server.Session.CloseChannel();
        Assert.Equal(TlsManStatus.Closed, pair.Client.Session.Send("too late"));
        Assert.Throws<SecureSockException>(() => pair.Client.Send([1], 0, 1));
    }

    [Fact]
    public async Task ADatagramAfterThePeersCloseIsRefused()
    {
        // Without a thread of its own the server has sent its close_notify once CloseChannel has returned.
        using SecureUdpSock server = UdpSock(SecureSockMode.Synchronous);
        using SecureUdpSock client = UdpSock(SecureSockMode.Synchronous);

        server.Listen(Options(), Keys(1));

        Task<TlsManSession> accepting = Task.Run(() => server.Accept(Patience));
        TlsManSession session = client.Connect(server.LocalEndPoint, Options(), Keys(1), SecureSockFlags.None);
        TlsManSession accepted = await accepting;

        accepted.CloseChannel();
        Assert.Equal(TlsManStatus.Closed, session.Send("too late"));
    }

    [Fact]
    public async Task ATimeOutOfMinusOneIsInfinite()
    {
        using SecureTcpListener listener = new(CreateManager(), AnyPort, Options(), Keys(1));
        using StreamPair pair = await StreamPair.OpenAsync(listener, SecureSockMode.Synchronous);
        using SecureStream stream = pair.Client.GetStream();
        using SecureUdpSock udp = UdpSock(SecureSockMode.Synchronous);

        Assert.Equal(Timeout.Infinite, stream.ReadTimeout);
        stream.ReadTimeout = 100;
        Assert.Throws<TimeoutException>(() => stream.Read(new byte[4], 0, 4));
        stream.ReadTimeout = Timeout.Infinite;

        Task<int> reading = Task.Run(() => stream.Read(new byte[4], 0, 4));
        Task<int> receiving = Task.Run(() => udp.Receive(new byte[4], 0, 4, Timeout.Infinite, out _));
        Task<TlsManSession> accepting = Task.Run(() => udp.Accept(Timeout.Infinite));

        Assert.NotSame(receiving, await Task.WhenAny(receiving, accepting, reading, Task.Delay(300)));
        pair.Server.Send([1, 2], 0, 2);
        Assert.Equal(2, await reading.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.False(receiving.IsCompleted || accepting.IsCompleted);
        udp.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => receiving.WaitAsync(TimeSpan.FromSeconds(20)));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => accepting.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    /// <summary>A port whose queue is full answers nothing, like a host behind a firewall.</summary>
    [Fact]
    public void ConnectingToSilenceEndsInTime()
    {
        using Socket silent = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

        silent.Bind(AnyPort);
        silent.Listen(0);

        IPEndPoint remote = (IPEndPoint)silent.LocalEndPoint!;
        List<Socket> waiting = [];

        for (int i = 0; i < 4; i++)
        {
            Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };

            waiting.Add(socket);

            try
            {
                socket.Connect(remote);
            }
            catch (SocketException)
            {
                // In progress.
            }
        }

        Stopwatch watch = Stopwatch.StartNew();

        Assert.Throws<TimeoutException>(() => TcpTransport.Connect(remote, 400, true));
        Assert.InRange(watch.ElapsedMilliseconds, 350, 10_000);
        watch.Restart();
        Assert.Throws<TimeoutException>(
            () =>
            SecureTcpSock.Connect(CreateManager(), remote, new TlsSessionOptions { HandshakeTimeout = 300 }, Keys(1)));
        Assert.InRange(watch.ElapsedMilliseconds, 250, 10_000);
        waiting.ForEach(socket => socket.Dispose());
    }

    [Fact]
    public async Task AfterItsOwnDisposeASockSaysSo()
    {
        using SecureTcpListener listener = new(CreateManager(), AnyPort, Options(), Keys(1));
        StreamPair pair = await StreamPair.OpenAsync(listener, SecureSockMode.Synchronous);
        SecureUdpSock udp = UdpSock(SecureSockMode.Synchronous);

        pair.Client.Dispose();
        udp.Dispose();
        Assert.Throws<ObjectDisposedException>(() => pair.Client.Receive(new byte[4], 0, 4, 100));
        Assert.Throws<ObjectDisposedException>(() => pair.Client.Send([1], 0, 1));
        Assert.Throws<ObjectDisposedException>(() => udp.Receive(new byte[4], 0, 4, 100, out _));

        // The peer closed in order, and the end of its stream is no error.
        Assert.Equal(0, pair.Server.Receive(new byte[4], 0, 4, Patience));
        pair.Server.Dispose();
    }

    [Fact]
    public void AResetConnectionIsNotTheEndOfThePort()
    {
        using SecureTcpListener listener = new(CreateManager(), AnyPort, Options(), Keys(1));

        for (int i = 0; i < 5; i++)
        {
            using Socket socket = new(
                AddressFamily.InterNetwork, SocketType.Stream,
                ProtocolType.Tcp)
            { LingerState = new LingerOption(true, 0) };

            socket.Connect(listener.LocalEndPoint);
        }

        for (SecureTcpSock? reset = listener.Accept(200, SecureSockMode.Synchronous); reset != null; reset =
            listener.Accept(200, SecureSockMode.Synchronous))
        {
            Assert.Throws<SecureSockException>(() => reset.OpenServer(SecureSockFlags.None));
            reset.Dispose();
        }

        using TcpPair pair = new(listener);

        pair.Open();
        pair.Client.Send(Bytes("still here"), 0, 10);
        Assert.Equal("still here", Receive(pair.Server));
    }

    [Fact]
    public async Task DisposingAListenerEndsItsAccept()
    {
        SecureTcpListener listener = new(CreateManager(), AnyPort, Options(), Keys(1));
        Task accepting = Task.Run(() => listener.Accept(Timeout.Infinite, SecureSockMode.Synchronous));

        Assert.NotSame(accepting, await Task.WhenAny(accepting, Task.Delay(200)));
        listener.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => accepting.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Throws<ObjectDisposedException>(() => listener.Accept(0, SecureSockMode.Synchronous));
    }

    /// <summary>One peer's data that nobody fetches costs the others nothing.</summary>
    [Fact]
    public void UndeliveredDataIsEachPeersOwn()
    {
        using SecureUdpSock server = UdpSock(SecureSockMode.Synchronous);
        using SecureUdpSock first = new(CreateManager(), AnyPort);
        using SecureUdpSock second = new(CreateManager(), AnyPort);

        server.Listen(Options(), Keys(1, 2));

        TlsManSession loud = first.Connect(server.LocalEndPoint, Options(), Keys(1), SecureSockFlags.NonBlock);

        server.Accept(Patience);

        TlsManSession quiet = second.Connect(server.LocalEndPoint, Options(), Keys(2), SecureSockFlags.NonBlock);
        TlsManSession accepted = server.Accept(Patience);

        for (int i = 0; i < 20; i++)
        {
            WaitUntil(() => loud.IsConnected);
            loud.Send($"{i}");
        }

        WaitUntil(() => quiet.IsConnected);
        quiet.Send("heard");
        Assert.True(accepted.WaitForData(Patience));

        byte[] buffer = new byte[10];

        Assert.Equal(5, accepted.RetrieveData(buffer, 0, buffer.Length, Patience));
        Assert.Equal(16, server.Drops.Get(DropReason.QueueFull));
    }

    /// <summary>Nothing is left of a sock whose construction failed, least of all its port.</summary>
    [Fact]
    public void AFailedConstructionClosesItsPort()
    {
        int port;

        using (SecureUdpSock sock = UdpSock(SecureSockMode.Synchronous))
        {
            port = sock.LocalEndPoint.Port;
        }

        IPEndPoint local = new(IPAddress.Loopback, port);

        Assert.Throws<ArgumentNullException>(() => new SecureUdpSock(null!, local));
        new SecureUdpSock(CreateManager(), local, SecureSockMode.Synchronous).Dispose();
    }
}
