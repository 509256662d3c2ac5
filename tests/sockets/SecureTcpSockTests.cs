//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Net;
using System.Net.Sockets;
using NanoTlsMan.Sockets;
using static NanoTlsMan.Tests.Sockets.Setup;

namespace NanoTlsMan.Tests.Sockets;

public class SecureTcpSockTests
{
    [Fact]
    public async Task AStreamCarriesMuchMoreThanARecordBothWays()
    {
        using SecureTcpListener listener = new(CreateManager(), AnyPort, Options(), Keys(1));

        Task<byte[]> served = Task.Run(() =>
        {
            using SecureTcpSock sock = listener.Accept(Patience, SecureSockMode.Synchronous);

            sock.OpenServer(SecureSockFlags.None);

            using SecureStream stream = sock.GetStream();

            byte[] received = new byte[100000];

            stream.ReadExactly(received);
            stream.Write(received, 0, received.Length);
            Assert.Equal(0, stream.Read(new byte[1], 0, 1));
            return received;
        });

        byte[] sent = new byte[100000];
        byte[] echo = new byte[sent.Length];

        new Random(1).NextBytes(sent);

        using (SecureStream stream =
            SecureTcpSock.Connect(CreateManager(), listener.LocalEndPoint, Options(), Keys(1)).GetStream())
        {
            stream.Write(sent, 0, sent.Length);
            stream.ReadExactly(echo);
            Assert.Equal(1, stream.Session.CredentialTag);
        }

        Assert.Equal(sent, await served);
        Assert.Equal(sent, echo);
    }

    [Fact]
    public void AnAsynchronousServerEchoes()
    {
        using SecureTcpListener listener = new(CreateManager(), AnyPort, Options(), Keys(1));
        using TcpPair pair = new(listener);

        pair.Server.DataReceived += (session, buffer, offset, count) => session.SendData(buffer, offset, count);
        pair.Server.OpenServer(SecureSockFlags.NonBlock);
        pair.Client.OpenClient(SecureSockFlags.None);
        pair.Client.Send(Bytes("ping"), 0, 4);
        Assert.Equal("ping", Receive(pair.Client));
    }

    [Fact]
    public void AnEndWithoutCloseNotifyIsAnError()
    {
        using SecureTcpListener listener = new(CreateManager(), AnyPort, Options(), Keys(1));
        using TcpPair pair = new(listener);

        pair.Server.OpenServer(SecureSockFlags.NonBlock);
        pair.Client.OpenClient(SecureSockFlags.None);
        WaitUntil(() => pair.Server.Session.IsConnected);
        pair.ClientTransport.Dispose();
        WaitUntil(() => pair.Server.Session.IsEnded);
        Assert.Equal(TlsErrorCause.Truncated, pair.Server.Session.EndReason.Cause);
    }

    [Fact]
    public async Task AWrongKeyIsRefusedWithOneAlert()
    {
        using SecureTcpListener listener = new(CreateManager(), AnyPort, Options(), Keys(2));
        using CredentialStore wrong = new();

        wrong.AddPsk(1, Bytes("device-2"), [9]);

        Task server = Task.Run(() =>
        {
            using SecureTcpSock sock = listener.Accept(Patience, SecureSockMode.Synchronous);

            Assert.Equal(
                TlsErrorCause.BadRecordMac,
                Assert.Throws<SecureSockException>(() => sock.OpenServer(SecureSockFlags.None)).Error.Cause);
        });
        SecureSockException exception = Assert.Throws<SecureSockException>(
            () => SecureTcpSock.Connect(CreateManager(), listener.LocalEndPoint, Options(), wrong));

        Assert.Equal(TlsErrorCause.AlertReceived, exception.Error.Cause);
        Assert.Equal(TlsAlert.BadRecordMac, exception.Error.Alert);
        await server;
    }

    [Fact]
    public void ASilentServerEndsByTheDeadline()
    {
        using Socket silent = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

        silent.Bind(AnyPort);
        silent.Listen();

        SecureSockException exception = Assert.Throws<SecureSockException>(() =>
            SecureTcpSock.Connect(
                CreateManager(), (IPEndPoint)silent.LocalEndPoint!, new TlsSessionOptions { HandshakeTimeout = 300 },
                Keys(1)));

        Assert.Equal(TlsErrorCause.HandshakeTimeout, exception.Error.Cause);
    }

    [Fact]
    public void ReadsTimeOutAndTheChannelLivesOn()
    {
        using SecureTcpListener listener = new(CreateManager(), AnyPort, Options(), Keys(1));
        using TcpPair pair = new(listener);

        pair.Server.OpenServer(SecureSockFlags.NonBlock);
        pair.Client.OpenClient(SecureSockFlags.None);

        using SecureStream stream = pair.Client.GetStream();

        stream.ReadTimeout = 100;
        Assert.Throws<TimeoutException>(() => stream.Read(new byte[1], 0, 1));
        WaitUntil(() => pair.Server.Session.IsConnected);
        pair.Server.Send(Bytes("late"), 0, 4);
        stream.ReadTimeout = Patience;
        Assert.Equal('l', stream.ReadByte());
        Assert.Equal(3, stream.Read(new byte[10], 0, 10));
    }

    [Fact]
    public void DisposeMayBeCalledTwiceAndByAHandler()
    {
        using SecureTcpListener listener = new(CreateManager(), AnyPort, Options(), Keys(1));
        using TcpPair pair = new(listener);
        using ManualResetEventSlim done = new();

        pair.Server.DataReceived += (_, _, _, _) =>
        {
            pair.Server.Dispose();
            done.Set();
        };
        pair.Server.OpenServer(SecureSockFlags.NonBlock);
        pair.Client.OpenClient(SecureSockFlags.None);
        pair.Client.Send(Bytes("x"), 0, 1);
        Assert.True(done.Wait(Patience));
        Assert.Equal("", Receive(pair.Client));
        pair.Server.Dispose();
    }
}
