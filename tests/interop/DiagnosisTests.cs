//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NanoTlsMan.Tests.Interop;

/// <summary>
/// Failures that a test provokes, and what the command says of them.
/// </summary>
public class DiagnosisTests
{
    // A HelloVerifyRequest with a cookie of four bytes (RFC 6347, section 4.2.1).
    private static readonly byte[] s_helloVerifyRequest = Convert.FromHexString(
        "16feff000000000000000000130300000700000000000000" + "07" + "fefd0401020304");

    // The ServerHello of a server that then says no more: TLS_PSK_WITH_AES_128_CCM_8, with the two extensions.
    private static readonly byte[] s_serverHello = Convert.FromHexString(
        "160303003502000031" + "0303" + string.Concat(Enumerable.Repeat("5a", 32)) + "00c0a8000009ff0100010000170000");

    [Fact]
    public void NobodyListensOnTheUdpPort() => AssertFails(
        "dtls", Peer.FindPort("dtls"), 3, "nobody listens on that UDP port (ICMP port unreachable)", "--tls");

    [Fact]
    public void NobodyListensOnTheTcpPort() => AssertFails(
        "tls", Peer.FindPort("tls"), 3, "cannot connect to", "nobody listens on that TCP port", "--dtls");

    /// <summary>What is known at once is not waited for.</summary>
    [Fact]
    public void ARefusalIsNotWaitedFor()
    {
        using ChildProcess client =
            Tlsman.Client("dtls", Peer.FindPort("dtls"), "--timeout", "86400", "--send", "x");

        Assert.Equal(3, client.WaitForExit());
    }

    [Fact]
    public void AUdpPortIsSilent()
    {
        using Silence silence = new();

        AssertFails("dtls", silence.Port, 3, "no answer from", "waited 4 s", "nothing came", "firewall");
    }

    [SkippableFact]
    public void AServerAnswersFromAnotherAddress()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "127.0.0.2 is an address on Linux");

        using FakeServer server = FakeServer.Udp(_ => s_helloVerifyRequest, IPAddress.Parse("127.0.0.2"));

        string errors = AssertFails("dtls", server.Port, 3, "from 127.0.0.2:", "instead", "listens on all addresses");

        Assert.DoesNotContain("cipher suite", errors);
    }

    [Fact]
    public void OnlyHelloVerifyRequestsCome()
    {
        using FakeServer server = FakeServer.Udp(hello => IsHelloWithoutCookie(hello) ? s_helloVerifyRequest : null);

        string errors = AssertFails(
            "dtls", server.Port, 1, "waited 4 s for ServerHello", "HelloVerifyRequest", "and nothing else",
            "no place for another session", "--max-sessions");

        Assert.DoesNotContain("cipher suite", errors);
    }

    [Fact]
    public void AServerIsFull()
    {
        using ChildProcess server =
            Tlsman.Server("dtls", out int port, "--echo", "--max-sessions", "1", "--idle-timeout", "3600");
        using ChildProcess first = Tlsman.Client("dtls", port, "--wait", "60");

        first.WriteLine("one");
        first.WaitFor("one");

        string errors = AssertFails(
            "dtls", port, 1, "HelloVerifyRequest", "and nothing else", "no place for another session");

        Assert.DoesNotContain("cipher suite", errors);
    }

    [Theory]
    [InlineData("7000abcd", "CoAP without DTLS", "5684")] // a reset
    [InlineData("6080abcd", "CoAP without DTLS", "5684")] // 4.00, acknowledged
    [InlineData("48656c6c6f20796f75", "'Hello you'", "does not speak DTLS")]
    [InlineData("16030100020102", "16 03 01", "does not speak DTLS")] // TLS over UDP
    public void AUdpPortSpeaksAnotherProtocol(string answer, string what, string advice)
    {
        using FakeServer server = FakeServer.Udp(_ => Convert.FromHexString(answer));

        AssertFails("dtls", server.Port, 1, "that are no DTLS", what, advice);
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n", "speaks HTTP", "'HTTP/1.1 400 Bad Request'")]
    [InlineData("SSH-2.0-OpenSSH_10.0\r\n", "speaks SSH", "'SSH-2.0-OpenSSH_10.0'")]
    [InlineData("220 mail.example ESMTP\r\n", "speaks SMTP or FTP", "'220 mail.example ESMTP'")]
    [InlineData("\u0020\u0002\0\u0001", "speaks MQTT without TLS", "20 02 00 01")]
    [InlineData("what?\u001b[2J\r\n", "does not speak TLS", "77 68 61 74 3f 1b")]
    public void ATcpPortSpeaksAnotherProtocol(string answer, string likely, string quote)
    {
        using FakeServer server = FakeServer.Tcp(Encoding.Latin1.GetBytes(answer));

        AssertFails("tls", server.Port, 1, "bytes that are no TLS", likely, quote);
    }

    [Fact]
    public void ATcpPortTakesConnectionsAndIsSilent()
    {
        using FakeServer server = FakeServer.Tcp(socket =>
        {
            while (socket.Receive(new byte[4096]) > 0)
            {
                // Until the client has enough.
            }
        });

        AssertFails("tls", server.Port, 3, "took the connection", "waited 4 s for ServerHello", "nothing came");
    }

    [Fact]
    public void ATcpPortClosesWithoutAWord()
    {
        using FakeServer server = FakeServer.Tcp(socket => socket.Receive(new byte[4096]));

        AssertFails("tls", server.Port, 1, "ended the connection without a word", "no place left");
    }

    [Fact]
    public void ATcpPortResetsTheConnection()
    {
        using FakeServer server = FakeServer.Tcp(socket =>
        {
            socket.Receive(new byte[4096]);
            socket.LingerState = new LingerOption(true, 0);
        });

        AssertFails("tls", server.Port, 1, "ended the connection without a word");
    }

    [Fact]
    public void AServerClosesWithinTheHandshake()
    {
        using FakeServer server = FakeServer.Tcp(s_serverHello);

        AssertFails("tls", server.Port, 1, "in the middle of the handshake", "without an alert");
    }

    [Theory]
    [InlineData(70, "does not speak a version that we offer")]
    [InlineData(40, "likely no cipher suite in common")]
    [InlineData(115, "does not know the identity")]
    public void AServerRefusesWithAnAlert(byte alert, string reason)
    {
        using FakeServer server = FakeServer.Tcp([21, 3, 3, 0, 2, 2, alert]);

        AssertFails("tls", server.Port, 1, "The peer refused", reason, "log");
    }

    [Fact]
    public void AnAddressThatNoWayLeadsTo()
    {
        using ChildProcess client = Tlsman.Run(
            "client", "--dtls", "--connect", "255.255.255.255:5684", "--psk-identity", "a", "--psk", "12", "--send",
            "x");

        Assert.Equal(3, client.WaitForExit());
        Assert.Contains("cannot connect to 255.255.255.255:5684", client.Errors);
    }

    private static bool IsHelloWithoutCookie(byte[] hello) => hello[13 + 12 + 2 + 32 + 1] == 0;

    private static string AssertFails(string kind, int port, int code, params string[] parts)
    {
        using ChildProcess client = Tlsman.Client(kind, port, "--timeout", "4", "--send", "x");

        Assert.Equal(code, client.WaitForExit());
        Assert.All(parts, part => Assert.Contains(part, client.Errors));

        // What is likely and what to try is said in one line, and nothing is printed as data.
        Assert.Single(client.Errors.Trim().Split('\n'));
        Assert.Empty(client.Output);
        return client.Errors;
    }
}
