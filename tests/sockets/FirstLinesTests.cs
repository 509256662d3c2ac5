//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Net.Sockets;
using NanoTlsMan.Ciphers;
using NanoTlsMan.Host;
using NanoTlsMan.Managed;
using NanoTlsMan.Sockets;
using static NanoTlsMan.Tests.Sockets.Setup;

namespace NanoTlsMan.Tests.Sockets;

/// <summary>
/// The calls that a first program makes, which choose everything else themselves.
/// </summary>
public class FirstLinesTests
{
    private static readonly TlsMan s_man = ManagedStack.CreateManager(new ManagedCiphers(), new HostRandom());

    [Fact]
    public void AClientOfOneObjectTalksToAServerOfEvents()
    {
        using SecureUdpSock server = new(s_man, AnyPort);

        server.DataReceived += (session, buffer, offset, count) => session.SendData(buffer, offset, count);
        server.Listen(Keys(1));

        using SecureUdpClient client = SecureUdpClient.Connect(s_man, server.LocalEndPoint, Keys(1));
        byte[] buffer = new byte[100];

        client.Send(Bytes("hello"), 0, 5);
        Assert.Equal(5, client.Receive(buffer, 0, buffer.Length, Patience));
        Assert.Equal(server.LocalEndPoint, client.RemoteEndPoint);
        Assert.NotEqual(0, client.LocalEndPoint.Port);
        Assert.Equal("device-1", System.Text.Encoding.UTF8.GetString(client.Session.PeerIdentity));
    }

    [Fact]
    public void WhatTheClientOfOneObjectCannotDoThrows()
    {
        using SecureUdpSock server = new(s_man, AnyPort);

        server.Listen(Keys(1));

        SecureUdpClient client = SecureUdpClient.Connect(s_man, server.LocalEndPoint, Keys(1));
        SecureSockException tooLong =
            Assert.Throws<SecureSockException>(
                () => client.Send(new byte[client.MaxPayload + 1], 0, client.MaxPayload + 1));

        Assert.Equal(TlsManStatus.TooLong, tooLong.Status);
        Assert.Throws<TimeoutException>(() => client.Receive(new byte[9], 0, 9, 20));
        client.Dispose();
        client.Dispose();
        Assert.Throws<ObjectDisposedException>(() => client.Send([1], 0, 1));
        Assert.Throws<ObjectDisposedException>(() => client.Receive(new byte[9], 0, 9, 20));
        Assert.Throws<SecureSockException>(
            () => SecureUdpClient.Connect(
                s_man, server.LocalEndPoint, new TlsSessionOptions { HandshakeTimeout = 300 }, Keys(2)));
    }

    [Fact]
    public async Task AcceptGivesAChannelThatIsOpen()
    {
        using SecureTcpListener listener = new(s_man, AnyPort, Keys(1));
        Task<SecureTcpSock> connecting =
            Task.Run(() => SecureTcpSock.Connect(s_man, listener.LocalEndPoint, Keys(1)));
        using SecureTcpSock server = listener.Accept(Patience);
        using SecureTcpSock client = await connecting;

        Assert.True(server.Session.IsConnected);
        client.Send(Bytes("hello"), 0, 5);
        Assert.Equal("hello", Receive(server));
        server.Send(Bytes("world"), 0, 5);
        Assert.Equal("world", Receive(client));
        Assert.Null(listener.Accept(0));
    }

    /// <summary>
    /// Connections that say nothing, fewer and more than there are places for, and one with the wrong key.
    /// </summary>
    [Theory]
    [InlineData(3)]
    [InlineData(12)]
    public async Task SilentClientsKeepNobodyOut(int count)
    {
        using SecureTcpListener listener = new(s_man, AnyPort, Options(), Keys(1), 32);
        List<TcpClient> silent = [];

        for (int i = 0; i < count; i++)
        {
            silent.Add(new TcpClient());
            await silent[i].ConnectAsync(listener.LocalEndPoint);
        }

        Task stranger = Task.Run(
            () => Assert.Throws<SecureSockException>(
                () => SecureTcpSock.Connect(s_man, listener.LocalEndPoint, Options(), Keys(2))));
        Task<SecureTcpSock> connecting =
            Task.Run(() => SecureTcpSock.Connect(s_man, listener.LocalEndPoint, Options(), Keys(1)));
        using SecureTcpSock server = listener.Accept(2 * Patience);
        using SecureTcpSock client = await connecting;

        Assert.NotNull(server);
        await stranger;

        silent.ForEach(connection => connection.Dispose());
    }

    [Fact]
    public async Task AClientThatHasSaidAllAndGoneIsAcceptedStill()
    {
        using SecureTcpListener listener = new(s_man, AnyPort, Keys(1));
        using Task<SecureTcpSock> accepting = Task.Run(() => listener.Accept(Patience));

        using (SecureTcpSock client = SecureTcpSock.Connect(s_man, listener.LocalEndPoint, Keys(1)))
        {
            client.Send(Bytes("and gone"), 0, 8);
        }

        using SecureTcpSock server = await accepting;

        Assert.Equal("and gone", Receive(server));
        Assert.Equal(0, server.Receive(new byte[9], 0, 9, Patience));
    }

    [Fact]
    public async Task DisposingTheListenerEndsAcceptAndWhatIsUnderWay()
    {
        SecureTcpListener listener = new(s_man, AnyPort, Keys(1));
        using TcpClient silent = new();
        await silent.ConnectAsync(listener.LocalEndPoint);
        Task accepting = Task.Run(() => listener.Accept(Timeout.Infinite));

        Assert.NotSame(accepting, await Task.WhenAny(accepting, Task.Delay(100)));
        listener.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => accepting.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.True(await Task.Run(() => IsEnded(silent)).WaitAsync(TimeSpan.FromSeconds(20)));
    }

    // An alert may come before the end; and one that was not accepted yet is reset.
    private static bool IsEnded(TcpClient client)
    {
        try
        {
            while (client.GetStream().Read(new byte[16]) > 0)
            {
            }
        }
        catch (IOException)
        {
            return true;
        }

        return true;
    }

    [Fact]
    public void TheStoreChoosesTagsThatAreFree()
    {
        using CredentialStore store = new();

        store.AddPsk(2, Bytes("b"), [1]);
        Assert.Equal(3, store.AddPsk(Bytes("c"), [2]));
        Assert.True(store.Remove(2));
        Assert.Equal(2, store.AddPsk(Bytes("d"), [3]));
        Assert.Throws<ArgumentException>(() => store.AddPsk(Bytes("d"), [4]));
        Assert.Equal(2, store.Count);
    }
}
