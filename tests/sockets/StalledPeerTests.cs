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
/// A peer that reads nothing, or slowly: nobody but who sends to it waits for it, and he no longer than he says.
/// </summary>
public class StalledPeerTests
{
    private const int Much = 64_000_000;

    /// <summary>Nothing here waits, so it takes next to no time; what a loaded machine adds is far from the time-outs
    /// that would be waited for.</summary>
    private const int AtOnce = 2000;

    [Theory]
    [InlineData(SecureSockMode.Synchronous)]
    [InlineData(SecureSockMode.Asynchronous)]
    public async Task BothDirectionsOfAStreamAreIndependent(SecureSockMode mode)
    {
        using SecureTcpListener listener = new(CreateManager(), AnyPort, Options(), Keys(1));
        using StreamPair pair = await StreamPair.OpenAsync(listener, mode);
        byte[] data = new byte[6_000_000];

        new Random(1).NextBytes(data);

        // More than all buffers on the way hold, from both sides at once; and one side reads slowly.
        Task[] sending = [Task.Run(() => pair.Client.Send(data, 0, data.Length)),
            Task.Run(() => pair.Server.Send(data, 0, data.Length))];
        Task<byte[]>[] reading = [Task.Run(() => ReadAll(pair.Client, data.Length, 0)),
            Task.Run(() => ReadAll(pair.Server, data.Length, 1))];

        await Task.WhenAll(sending).WaitAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(data, await reading[0]);
        Assert.Equal(data, await reading[1]);
    }

    [Theory]
    [InlineData(SecureSockMode.Synchronous)]
    [InlineData(SecureSockMode.Asynchronous)]
    public async Task WhileASendWaitsNothingElseDoes(SecureSockMode mode)
    {
        using SecureTcpListener listener = new(CreateManager(), AnyPort, Options(), Keys(1));
        using StreamPair pair = await StreamPair.OpenAsync(listener, mode);
        Task sending = StartMuch(pair.Client);
        Stopwatch watch = Stopwatch.StartNew();

        Assert.False(pair.Client.Session.IsDataReady);
        Assert.Equal(0, pair.Client.Session.Available);
        Assert.True(pair.Client.Session.IsConnected);
        Assert.InRange(watch.ElapsedMilliseconds, 0, AtOnce);

        // The other direction goes on.
        pair.Server.Send(Bytes("back"), 0, 4);
        Assert.Equal("back", Receive(pair.Client));
        watch.Restart();
        Assert.Throws<TimeoutException>(() => pair.Client.Receive(new byte[10], 0, 10, 300));
        Assert.InRange(watch.ElapsedMilliseconds, 250, 300 + AtOnce);

        watch.Restart();
        pair.Client.Dispose();
        Assert.InRange(watch.ElapsedMilliseconds, 0, AtOnce);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => sending.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task ASendKeepsItsTimeOut()
    {
        using SecureTcpListener listener = new(CreateManager(), AnyPort, Options(), Keys(1));
        using StreamPair pair = await StreamPair.OpenAsync(listener, SecureSockMode.Synchronous);
        Stopwatch watch = Stopwatch.StartNew();
        SecureSockException exception =
            Assert.Throws<SecureSockException>(() => pair.Client.Send(new byte[Much], 0, Much, 500));

        Assert.Equal(TlsErrorCause.PeerStalled, exception.Error.Cause);
        Assert.Contains("took nothing more in time", exception.Message);
        Assert.InRange(watch.ElapsedMilliseconds, 450, 20_000);
        Assert.True(pair.Client.Session.IsEnded);
    }

    [Fact]
    public async Task ASecondSenderKeepsItsOwnTimeOutAndEndsNothing()
    {
        using SecureTcpListener listener = new(CreateManager(), AnyPort, Options(), Keys(1));
        using StreamPair pair = await StreamPair.OpenAsync(listener, SecureSockMode.Synchronous);
        Task sending = StartMuch(pair.Client);
        Stopwatch watch = Stopwatch.StartNew();

        Assert.Throws<TimeoutException>(() => pair.Client.Send([1], 0, 1, 200));
        Assert.InRange(watch.ElapsedMilliseconds, 150, 200 + AtOnce);
        Assert.True(pair.Client.Session.IsConnected);
        pair.Client.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => sending.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task AStreamsWriteTimeOutIsKept()
    {
        using SecureTcpListener listener = new(CreateManager(), AnyPort, Options(), Keys(1));
        using StreamPair pair = await StreamPair.OpenAsync(listener, SecureSockMode.Synchronous);
        using SecureStream stream = pair.Client.GetStream();

        Assert.Equal(30000, stream.WriteTimeout);
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.WriteTimeout = 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.WriteTimeout = -2);
        stream.WriteTimeout = 300;
        Assert.Throws<SecureSockException>(() => stream.Write(new byte[Much], 0, Much));
    }

    /// <summary>The peer has not read, nor have we, and yet all that was sent arrives before the end.</summary>
    [Fact]
    public async Task WhatWasSentArrivesThoughTheSenderHasUnreadData()
    {
        using SecureTcpListener listener = new(CreateManager(), AnyPort, Options(), Keys(1));
        using StreamPair pair = await StreamPair.OpenAsync(listener, SecureSockMode.Synchronous);
        byte[] data = new byte[20_000];

        new Random(2).NextBytes(data);
        pair.Server.Send(new byte[3000], 0, 3000);
        WaitUntil(() => pair.Client.Session.IsDataReady);
        pair.Client.Send(data, 0, data.Length);
        pair.Client.Dispose();
        Assert.Equal(data, ReadAll(pair.Server, data.Length, 0));
        Assert.Equal(0, pair.Server.Receive(new byte[10], 0, 10, Patience));
        Assert.Null(pair.Server.Session.EndReason);
    }

    /// <summary>Records are as long as the buffer that was chosen, and not one is cut where it need not be.</summary>
    [Theory]
    [InlineData(1024)]
    [InlineData(4096)]
    [InlineData(17000)]
    public void RecordsFollowTheBuffer(int bufferSize)
    {
        RecordingTransport transport = new();
        SecureTcpSock client = transport.Connect(bufferSize);
        int before = transport.Records.Count;

        client.Send(new byte[60_000], 0, 60_000);

        int longest = Math.Min(bufferSize - 29 - 64, 16384);

        Assert.Equal((60_000 + longest - 1) / longest, transport.Records.Count - before);
    }

    [Fact]
    public void AKilobyteIsOneRecordByDefault()
    {
        RecordingTransport transport = new();
        SecureTcpSock client = transport.Connect(null);
        int before = transport.Records.Count;

        client.Send(new byte[1024], 0, 1024);
        Assert.Single(transport.Records.Skip(before));
    }

    private static Task StartMuch(SecureTcpSock sock)
    {
        Task sending = Task.Run(() => sock.Send(new byte[Much], 0, Much));

        // It is on its way when the peer could read something.
        WaitUntil(() => sending.Status == TaskStatus.Running);
        Thread.Sleep(300);
        Assert.False(sending.IsCompleted);
        return sending;
    }

    private static byte[] ReadAll(SecureTcpSock sock, int count, int pause)
    {
        byte[] all = new byte[count];
        int read = 0;

        while (read < count)
        {
            int part = sock.Receive(all, read, count - read, 60_000);

            Assert.NotEqual(0, part);
            read += part;

            if (pause > 0 && read % 97 == 0)
            {
                Thread.Sleep(pause);
            }
        }

        return all;
    }
}
