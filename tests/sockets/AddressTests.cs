//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using NanoTlsMan.Sockets;
using static NanoTlsMan.Tests.Sockets.Setup;

namespace NanoTlsMan.Tests.Sockets;

/// <summary>
/// Peers are told by their whole address, and a host by all of its addresses.
/// </summary>
public class AddressTests
{
    // Nobody is there: 127/8 is this machine, and a port that was just given back is closed.
    private static readonly IPAddress s_nobody = IPAddress.Parse("127.9.9.9");

    [Theory]
    [InlineData("192.0.2.1", 5684)]
    [InlineData("2001:db8::1", 1)]
    [InlineData("fe80::1%3", 65535)]
    [InlineData("fe80::1%4294967295", 5684)]
    public void AnAddressComesBackAsItWas(string address, int port)
    {
        IPEndPoint endPoint = new(IPAddress.Parse(address), port);

        Assert.Equal(endPoint, PeerEndPoint.ToEndPoint(PeerEndPoint.ToPeer(endPoint)));
    }

    [Fact]
    public void OneAddressBehindTwoInterfacesIsTwoPeers()
    {
        byte[] left = PeerEndPoint.ToPeer(new IPEndPoint(IPAddress.Parse("fe80::1%2"), 5684));
        byte[] right = PeerEndPoint.ToPeer(new IPEndPoint(IPAddress.Parse("fe80::1%3"), 5684));

        Assert.False(PeerAddress.AreEqual(left, right));
        Assert.True(PeerAddress.AreEqual(left, PeerAddress.Copy(left)));
    }

    /// <summary>Both roles over a link-local address of this machine, where it has one.</summary>
    [SkippableFact]
    public void AChannelOverALinkLocalAddressOpens()
    {
        IPAddress? address = NetworkInterface.GetAllNetworkInterfaces()
            .Where(each => each.OperationalStatus == OperationalStatus.Up)
            .SelectMany(each => each.GetIPProperties().UnicastAddresses)
            .Select(each => each.Address)
            .FirstOrDefault(each => each.IsIPv6LinkLocal && each.ScopeId != 0);

        Skip.If(address == null, "no interface here has a link-local address");

        using SecureUdpSock server = new(CreateManager(), new IPEndPoint(address, 0));

        server.Listen(Options(), Keys(1));

        using SecureUdpClient client =
            SecureUdpClient.Connect(CreateManager(), server.LocalEndPoint, Options(), Keys(1));

        client.Send(Bytes("hello"), 0, 5);
        WaitUntil(() => server.SessionCount == 1);
        Assert.Equal(address.ScopeId, client.RemoteEndPoint.Address.ScopeId);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("4 4 4", "4 4 4")]
    [InlineData("6 6 4", "6 4 6")]
    [InlineData("4 4 4 6 6", "4 6 4 6 4")]
    [InlineData("6 6 6 6 6 6 6 6 6 4", "6 4 6 6 6 6 6 6")]
    public void TheFamiliesTakeTurns(string given, string expected)
    {
        IPAddress[] addresses =
            [.. given.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select((family, i) => IPAddress.Parse(family == "4" ? $"192.0.2.{i}" : $"2001:db8::{i}"))];
        IPAddress[] ordered = HostAddresses.Order(addresses);

        Assert.Equal(
            expected,
            string.Join(' ', ordered.Select(each => each.AddressFamily == AddressFamily.InterNetwork ? "4" : "6")));

        // Within a family the platform's order stays.
        foreach (AddressFamily family in ordered.Select(each => each.AddressFamily))
        {
            Assert.Equal(
                addresses.Where(each => each.AddressFamily == family).Take(ordered.Count(Is)), ordered.Where(Is));

            bool Is(IPAddress each) => each.AddressFamily == family;
        }
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("localhost")]
    public void AnAddressOrANameIsResolved(string host) => Assert.NotEmpty(HostAddresses.Resolve(host));

    /// <summary>The second level of names ".invalid" has no addresses (RFC 6761, section 6.4).</summary>
    [Theory]
    [InlineData("no-such-host.invalid")]
    [InlineData("300.1.2.3")]
    [InlineData("")]
    public void ANameWithoutAnAddressIsSaidToBeOne(string host)
    {
        SecureSockException exception = Assert.Throws<SecureSockException>(
            () => SecureTcpSock.Connect(CreateManager(), host, 5684, Keys(1)));

        Assert.Equal(TlsErrorCause.NameNotResolved, exception.Error.Cause);
        Assert.Contains("cannot be resolved", exception.Message);
        Assert.Equal(
            TlsErrorCause.NameNotResolved,
            Assert.Throws<SecureSockException>(
                () => SecureUdpClient.Connect(CreateManager(), host, 5684, Keys(1))).Error.Cause);
    }

    [Fact]
    public async Task ATlsClientFindsTheAddressThatAnswers()
    {
        using SecureTcpListener listener = new(CreateManager(), AnyPort, Options(), Keys(1));
        Task<SecureTcpSock> accepting = Task.Run(() => listener.Accept(2 * Patience));
        using SecureTcpSock client = SecureTcpSock.Connect(
            CreateManager(), [IPAddress.IPv6Loopback, s_nobody, IPAddress.Loopback], listener.LocalEndPoint.Port,
            Options(), Keys(1));
        using SecureTcpSock server = await accepting;

        client.Send(Bytes("here"), 0, 4);
        Assert.Equal("here", Receive(server));
        Assert.Equal(IPAddress.Loopback, client.RemoteEndPoint.Address);
    }

    [Fact]
    public void ADtlsClientFindsTheAddressThatAnswers()
    {
        using SecureUdpSock server = UdpSock(SecureSockMode.Asynchronous);

        server.Listen(Options(), Keys(1));

        using SecureUdpClient client = SecureUdpClient.Connect(
            CreateManager(), [IPAddress.IPv6Loopback, s_nobody, IPAddress.Loopback], server.LocalEndPoint.Port,
            Options(), Keys(1));

        Assert.Equal(IPAddress.Loopback, client.RemoteEndPoint.Address);
        client.Send(Bytes("here"), 0, 4);
    }

    /// <summary>The wildcard of IPv6 is that of IPv4 as well.</summary>
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task AServerOnBothFamiliesTakesBoth(string host)
    {
        using SecureUdpSock udp = new(CreateManager(), new IPEndPoint(IPAddress.IPv6Any, 0));
        using SecureTcpListener tcp =
            new(CreateManager(), new IPEndPoint(IPAddress.IPv6Any, 0), Options(), Keys(1));

        udp.DataReceived += (session, buffer, offset, count) => session.SendData(buffer, offset, count);
        udp.Listen(Options(), Keys(1));

        using (SecureUdpClient client =
            SecureUdpClient.Connect(CreateManager(), host, udp.LocalEndPoint.Port, Options(), Keys(1)))
        {
            byte[] echo = new byte[10];

            client.Send(Bytes("both"), 0, 4);
            Assert.Equal(4, client.Receive(echo, 0, echo.Length, Patience));
        }

        Task<SecureTcpSock> accepting = Task.Run(() => tcp.Accept(2 * Patience));
        using SecureTcpSock stream =
            SecureTcpSock.Connect(CreateManager(), host, tcp.LocalEndPoint.Port, Options(), Keys(1));
        using SecureTcpSock server = await accepting;

        stream.Send(Bytes("both"), 0, 4);
        Assert.Equal("both", Receive(server));
    }

    [Fact]
    public void AHostWithoutAnAnswerFailsAsItsLastAddressDoes()
    {
        int port;

        using (TcpListener closed = new(IPAddress.Loopback, 0))
        {
            closed.Start();
            port = ((IPEndPoint)closed.LocalEndpoint).Port;
        }

        SecureSockException exception = Assert.Throws<SecureSockException>(
            () => SecureTcpSock.Connect(
                CreateManager(), [s_nobody, IPAddress.Loopback], port, Options(), Keys(1)));

        Assert.Equal(TlsErrorCause.TransportFailed, exception.Error.Cause);
    }
}
