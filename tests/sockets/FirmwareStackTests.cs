//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using NanoTlsMan.FirmwareTls;
using NanoTlsMan.Sockets;
using static NanoTlsMan.Tests.Sockets.Setup;

namespace NanoTlsMan.Tests.Sockets;

/// <summary>
/// The platform's own TLS behind the same socks and sessions as the other stacks: .NET's, in the place of a firmware's.
/// </summary>
public class FirmwareStackTests
{
    private const string Host = "localhost";

    public static TheoryData<SecureSockMode> Modes() =>
        [SecureSockMode.Synchronous, SecureSockMode.Asynchronous];

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task ItTalksToTheManagedStacksServer(SecureSockMode mode)
    {
        using SecureTcpListener listener = ManagedServer(new TlsSessionOptions());
        using StreamPair pair = await ConnectAsync(listener, mode, Trusting(Authority));

        pair.Client.Send(Bytes("hello"), 0, 5);
        Assert.Equal("hello", Receive(pair.Server));
        pair.Server.Send(Bytes("there"), 0, 5);
        Assert.Equal("there", Receive(pair.Client));
        Assert.True(pair.Client.Session.IsConnected);
        Assert.Equal(0, pair.Client.Session.CredentialTag);
        Assert.Equal(0, pair.Client.Session.CipherSuite);

        // The goodbye arrives as one, and not as an end that nobody announced.
        pair.Client.Dispose();
        Assert.Equal(0, pair.Server.Receive(new byte[1], 0, 1, Patience));
        Assert.Null(pair.Server.Session.EndReason);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task ItProvesWhoItIs(SecureSockMode mode)
    {
        CredentialStore credentials = Trusting(Authority);

        credentials.AddCertificate(1, Certificates.ClientKey, [Certificates.Client]);

        using SecureTcpListener listener =
            ManagedServer(new TlsSessionOptions { ClientAuthentication = TlsClientAuthentication.Required });
        using StreamPair pair = await ConnectAsync(listener, mode, credentials);

        pair.Client.Send(Bytes("who"), 0, 3);
        Assert.Equal("who", Receive(pair.Server));
        Assert.Equal(ManagedAnchorTag, pair.Server.Session.CredentialTag);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task MuchGoesBothWaysAtOnce(SecureSockMode mode)
    {
        using SecureTcpListener listener = ManagedServer(new TlsSessionOptions());
        using StreamPair pair = await ConnectAsync(listener, mode, Trusting(Authority));
        byte[] data = new byte[3_000_000];

        new Random(1).NextBytes(data);

        Task[] sending = [Task.Run(() => pair.Client.Send(data, 0, data.Length)),
            Task.Run(() => pair.Server.Send(data, 0, data.Length))];
        Task<byte[]>[] reading = [Task.Run(() => ReadAll(pair.Client, data.Length)),
            Task.Run(() => ReadAll(pair.Server, data.Length))];

        await Task.WhenAll(sending).WaitAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(data, await reading[0]);
        Assert.Equal(data, await reading[1]);
    }

    [Fact]
    public async Task AStreamOverItEndsWhenTheServerCloses()
    {
        using SecureTcpListener listener = ManagedServer(new TlsSessionOptions());
        using StreamPair pair = await ConnectAsync(listener, SecureSockMode.Synchronous, Trusting(Authority));
        using SecureStream stream = pair.Client.GetStream();

        pair.Server.Send(Bytes("bye"), 0, 3);
        pair.Server.Dispose();
        stream.ReadTimeout = Patience;

        using StreamReader reader = new(stream);

        Assert.Equal("bye", reader.ReadToEnd());
        Assert.Null(pair.Client.Session.EndReason);
    }

    [Theory]
    [InlineData("otherhost")]
    [InlineData("127.0.0.2")]
    public void AnotherHostIsRefused(string host) =>
        Assert.Equal(TlsErrorCause.CertificateRefused, Refuse(Trusting(Authority), host));

    [Fact]
    public void AnotherAuthorityIsRefused() =>
        Assert.Equal(TlsErrorCause.CertificateRefused, Refuse(Trusting(Certificates.Stranger), Host));

    [Fact]
    public void ClientsCertificateIsNoServers()
    {
        using SecureTcpListener listener =
            ManagedServer(new TlsSessionOptions(), Certificates.ClientKey, Certificates.Client);

        Assert.Equal(TlsErrorCause.CertificateRefused, Refuse(listener, Trusting(Authority), Host));
    }

    [Fact]
    public async Task WithoutAnythingToVerifyByNothingIsSent()
    {
        foreach ((CredentialStore credentials, string? host) in
            new[] { (Trusting(Authority), null), (WithCertificateOnly(), Host) })
        {
            using TcpListener listener = new(IPAddress.Loopback, 0);

            listener.Start();

            using SecureTcpSock sock = Sock((IPEndPoint)listener.LocalEndpoint, credentials, host);
            using TcpClient server = await listener.AcceptTcpClientAsync();
            SecureSockException exception =
                Assert.Throws<SecureSockException>(() => sock.OpenClient(SecureSockFlags.None));

            Assert.Equal(TlsErrorCause.NothingTrusted, exception.Error.Cause);
            sock.Dispose();
            Assert.Equal(0, await server.GetStream().ReadAsync(new byte[1]));
        }
    }

    [Fact]
    public async Task AnyoneIsTakenWhereTheProgramSaysSo()
    {
        using SecureTcpListener listener = ManagedServer(new TlsSessionOptions());
        using SecureTcpSock sock = Sock(
            listener.LocalEndPoint, WithCertificateOnly(),
            new TlsSessionOptions { DangerousTrustAnyone = true, HandshakeTimeout = Patience });
        Task<SecureTcpSock> accepting = Task.Run(() => listener.Accept(Patience));

        sock.OpenClient(SecureSockFlags.None);
        (await accepting).Dispose();
        Assert.True(sock.Session.IsConnected);
        Assert.Equal(-1, sock.Session.CredentialTag);
    }

    [Fact]
    public async Task SilentServerCostsTheHandshakesTime()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);

        listener.Start();

        using SecureTcpSock sock = Sock(
            (IPEndPoint)listener.LocalEndpoint, Trusting(Authority),
            new TlsSessionOptions { TargetHost = Host, HandshakeTimeout = 500 });
        using TcpClient server = await listener.AcceptTcpClientAsync();
        Stopwatch watch = Stopwatch.StartNew();
        SecureSockException exception = Assert.Throws<SecureSockException>(() => sock.OpenClient(SecureSockFlags.None));

        Assert.Equal(TlsErrorCause.HandshakeTimeout, exception.Error.Cause);
        Assert.InRange(watch.ElapsedMilliseconds, 450, Patience);
        Assert.True(sock.Session.IsEnded);
    }

    [Fact]
    public async Task DisposeEndsAHandshakeAtOnce()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);

        listener.Start();

        SecureTcpSock sock = Sock(
            (IPEndPoint)listener.LocalEndpoint, Trusting(Authority),
            new TlsSessionOptions { TargetHost = Host, HandshakeTimeout = 60_000 });
        using TcpClient server = await listener.AcceptTcpClientAsync();
        Task opening = Task.Run(() => sock.OpenClient(SecureSockFlags.None));

        // Its hello says that the handshake is under way.
        Assert.Equal(1, await server.GetStream().ReadAsync(new byte[1]));
        sock.Dispose();
        await Assert.ThrowsAnyAsync<Exception>(() => opening.WaitAsync(TimeSpan.FromMilliseconds(Patience)));
        Assert.True(opening.IsCompleted);
    }

    [Fact]
    public async Task AServerThatIsNoneIsAnError()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);

        listener.Start();

        using SecureTcpSock sock = Sock((IPEndPoint)listener.LocalEndpoint, Trusting(Authority), Host);
        using TcpClient server = await listener.AcceptTcpClientAsync();
        Task opening = Task.Run(() => sock.OpenClient(SecureSockFlags.None));

        await server.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());
        server.Close();
        await Assert.ThrowsAsync<SecureSockException>(() => opening);
        Assert.NotNull(sock.Session.EndReason);
    }

    [Fact]
    public async Task AReaderThatStallsEndsTheSendAndNoMore()
    {
        using SecureTcpListener listener = ManagedServer(new TlsSessionOptions());
        using StreamPair pair =
            await ConnectAsync(listener, SecureSockMode.Synchronous, Trusting(Authority), SecureSockMode.Synchronous);
        byte[] much = new byte[64_000_000];
        SecureSockException exception =
            Assert.Throws<SecureSockException>(() => pair.Client.Send(much, 0, much.Length, 500));

        Assert.Equal(TlsErrorCause.PeerStalled, exception.Error.Cause);
    }

    [Fact]
    public async Task ItTakesDotNetsOwnServerToo()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);

        listener.Start();

        Task<string> serving = Task.Run(() => ServeOnce(listener));
        TlsMan man = Manager(new FirmwareStack());
        using SecureTcpSock sock = SecureTcpSock.Connect(
            man, (IPEndPoint)listener.LocalEndpoint,
            new TlsSessionOptions { TargetHost = Host, HandshakeTimeout = Patience }, Trusting(Authority));

        sock.Send(Bytes("over"), 0, 4);
        Assert.Equal("OVER", Receive(sock));
        sock.Dispose();
        Assert.Equal("over", await serving);
    }

    [Fact]
    public void WhatItCannotDoIsLeftToOthers()
    {
        FirmwareStack firmware = new();
        TlsMan man = Manager(firmware);
        TlsStack managed = Certificates.ManagedStack();

        man.LoadStack(managed);

        CredentialStore anchors = Trusting(Authority);
        CredentialStore pinned = Trusting(Authority);
        CredentialStore keyed = Keys(1);

        CredentialStore both = Trusting(Authority);

        both.AddPsk(5, [1], new byte[16]);
        pinned.TrustCertificate(7, Certificates.Server);
        Assert.Same(firmware, Select(man, anchors, new() { TargetHost = Host }));
        Assert.Same(managed, Select(man, pinned, new() { TargetHost = Host }));
        Assert.Same(managed, Select(man, keyed, new()));
        Assert.Same(firmware, Select(man, both, new() { TargetHost = Host }));
        Assert.Same(managed, Select(man, both, new() { TargetHost = Host, CredentialTag = 5 }));
        Assert.Same(managed, Select(man, anchors, new() { TargetHost = Host, ApplicationProtocols = ["h2"] }));
        Assert.Same(managed, Select(man, anchors, new() { TargetHost = Host, ServerName = "other" }));
        Assert.Same(managed, Select(man, anchors, new() { TargetHost = Host, Curves = [NamedCurve.X25519] }));
        Assert.Same(managed, Select(man, anchors,
            new() { TargetHost = Host, CipherSuites = [TlsCipherSuite.EcdheEcdsaWithAes128GcmSha256] }));
        Assert.Same(managed, Select(man, anchors, new() { TargetHost = Host, RequireSecureRenegotiation = true }));
        Assert.Same(managed,
            man.SelectStack(TlsTransportKind.Datagram, new TlsSessionOptions { TargetHost = Host }, anchors));
        Assert.Equal(
            TlsRefusals.Omission,
            firmware.Capabilities.Match(TlsTransportKind.Stream, new TlsSessionOptions(), pinned));
    }

    [Fact]
    public async Task ServersAreLeftToOthers()
    {
        TlsMan man = Manager(new FirmwareStack());

        man.LoadStack(Certificates.ManagedStack());

        using SecureTcpListener listener = new(man, AnyPort, new TlsSessionOptions(), Certificates.ServerStore());
        using StreamPair pair = await ConnectAsync(listener, SecureSockMode.Synchronous, Trusting(Authority));

        Assert.NotEqual(0, pair.Server.Session.CipherSuite);
    }

    private const int ManagedAnchorTag = Certificates.AnchorTag;

    private static byte[] Authority => Certificates.Authority;

    private static string ServeOnce(TcpListener listener)
    {
        using TcpClient client = listener.AcceptTcpClient();
        using SslStream stream = new(client.GetStream());
        byte[] buffer = new byte[16];

        stream.AuthenticateAsServer(Certificates.ServerWithKey, false, SslProtocols.Tls12, false);

        int count = stream.Read(buffer);
        string text = System.Text.Encoding.ASCII.GetString(buffer, 0, count);

        stream.Write(System.Text.Encoding.ASCII.GetBytes(text.ToUpperInvariant()));
        Assert.Equal(0, stream.Read(buffer));
        return text;
    }

    private static TlsStack? Select(TlsMan man, CredentialStore credentials, TlsSessionOptions options) =>
        man.SelectStack(TlsTransportKind.Stream, options, credentials);

    private static TlsMan Manager(TlsStack stack)
    {
        TlsMan man = new(new NanoTlsMan.Ciphers.ManagedCiphers(), new NanoTlsMan.Host.HostRandom());

        man.LoadStack(stack);
        return man;
    }

    private static CredentialStore Trusting(byte[] authority)
    {
        CredentialStore store = new();

        store.TrustAnchor(0, authority);
        return store;
    }

    private static CredentialStore WithCertificateOnly()
    {
        CredentialStore store = new();

        store.AddCertificate(1, Certificates.ClientKey, [Certificates.Client]);
        return store;
    }

    private static SecureTcpSock Sock(IPEndPoint server, CredentialStore credentials, string? host) =>
        Sock(server, credentials, new TlsSessionOptions { TargetHost = host, HandshakeTimeout = Patience });

    private static SecureTcpSock Sock(
        IPEndPoint server, CredentialStore credentials, TlsSessionOptions options,
        SecureSockMode mode = SecureSockMode.Synchronous) =>
        new(Manager(new FirmwareStack()), TcpTransport.Connect(server), options, credentials, mode);

    private static SecureTcpListener ManagedServer(TlsSessionOptions options) =>
        ManagedServer(options, Certificates.ServerKey, Certificates.Server);

    private static SecureTcpListener ManagedServer(TlsSessionOptions options, byte[] key, byte[] certificate) =>
        new(Manager(Certificates.ManagedStack()), AnyPort, options, Certificates.Store(key, certificate));

    private static async Task<StreamPair> ConnectAsync(
        SecureTcpListener listener, SecureSockMode mode, CredentialStore credentials,
        SecureSockMode serverMode = SecureSockMode.Asynchronous)
    {
        SecureTcpSock client = Sock(
            listener.LocalEndPoint, credentials,
            new TlsSessionOptions { TargetHost = Host, HandshakeTimeout = Patience }, mode);
        SecureTcpSock server = listener.Accept(Patience, serverMode);
        Task opening = Task.Run(() => server.OpenServer(SecureSockFlags.None));

        client.OpenClient(SecureSockFlags.None);
        await opening;
        return new StreamPair(client, server);
    }

    private static TlsErrorCause Refuse(CredentialStore credentials, string host)
    {
        using SecureTcpListener listener = ManagedServer(new TlsSessionOptions());

        return Refuse(listener, credentials, host);
    }

    private static TlsErrorCause Refuse(SecureTcpListener listener, CredentialStore credentials, string host)
    {
        using SecureTcpSock sock = Sock(listener.LocalEndPoint, credentials, host);
        using SecureTcpSock server = listener.Accept(Patience, SecureSockMode.Asynchronous);

        server.OpenServer(SecureSockFlags.NonBlock);

        SecureSockException exception = Assert.Throws<SecureSockException>(() => sock.OpenClient(SecureSockFlags.None));

        Assert.Same(exception.Error, sock.Session.EndReason);
        return exception.Error.Cause;
    }

    private static byte[] ReadAll(SecureTcpSock sock, int length)
    {
        byte[] data = new byte[length];

        for (int read = 0; read < length;)
        {
            int count = sock.Receive(data, read, length - read, 60_000);

            Assert.NotEqual(0, count);
            read += count;
        }

        return data;
    }
}
