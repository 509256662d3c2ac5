//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Net;
using System.Text;
using NanoTlsMan.Sockets;

namespace NanoTlsMan.Tests.Interop;

/// <summary>
/// record_size_limit (RFC 8449) with GnuTLS, which offers it for 1.2 as well and ends a session that does not keep to
/// it, as this library does.
/// </summary>
public class RecordSizeTests
{
    private const int Patience = 60_000;
    private const int Limit = 512;
    private const string Suite = "TLS_PSK_WITH_AES_128_CCM_8";

    private static readonly string s_line = string.Concat(Enumerable.Repeat("0123456789abcdef", 125));

    [SkippableFact]
    public void GnuTlsKeepsToOurLimit()
    {
        using ChildProcess server = Require().StartServer("tls", Suite, out int port);
        using SecureTcpSock client = SecureTcpSock.Connect(
            Channel.CreateManager(), new IPEndPoint(IPAddress.Loopback, port), CreateOptions(Limit),
            Channel.CreateCredentials());
        byte[] line = Encoding.UTF8.GetBytes(s_line + "\n");
        byte[] echo = new byte[line.Length];
        int received = 0;

        client.Send(line, 0, line.Length);

        // A record that is longer than the limit would end the session.
        while (received < echo.Length)
        {
            int count = client.Receive(echo, received, echo.Length - received, Patience);

            Assert.True(count > 0, "it said no more");
            received += count;
        }

        Assert.Equal(line, echo);
    }

    [SkippableFact]
    public void WeKeepToTheLimitOfGnuTlsOverAStream()
    {
        Require();

        using SecureTcpListener listener = new(
            Channel.CreateManager(), new IPEndPoint(IPAddress.Loopback, 0), CreateOptions(0),
            Channel.CreateCredentials());
        using ChildProcess client = StartClient("tls", listener.LocalEndPoint.Port);
        using SecureTcpSock server = listener.Accept(Patience);
        byte[] line = Encoding.UTF8.GetBytes(s_line + "\n");

        server.Send(line, 0, line.Length);
        client.WaitFor(s_line);
    }

    [SkippableFact]
    public void WeKeepToTheLimitOfGnuTlsOverDatagrams()
    {
        Require();

        int? most = null;
        using SecureUdpSock server =
            new(Channel.CreateManager(), new IPEndPoint(IPAddress.Loopback, 0), SecureSockMode.Asynchronous);

        server.DataReceived += (session, buffer, offset, count) =>
        {
            most = session.MaxPayload;
            session.SendData(Encoding.UTF8.GetBytes(s_line), 0, Limit);
        };
        server.Listen(CreateOptions(0), Channel.CreateCredentials());

        using ChildProcess client = StartClient("dtls", server.LocalEndPoint.Port);

        client.WriteLine("hello");
        client.WaitFor(s_line[..Limit]);
        Assert.Equal(Limit, most);
    }

    private static ChildProcess StartClient(string kind, int port) =>
        ((GnuTls)Peer.Get("gnutls")).StartClient(
            kind, port, Suite, Tlsman.Identity, Tlsman.Key, "--recordsize", $"{Limit}");

    private static Peer Require()
    {
        Peer peer = Peer.Get("gnutls");

        Skip.IfNot(ChildProcess.IsInstalled(peer.Program), $"{peer.Program} is not installed");
        return peer;
    }

    private static TlsSessionOptions CreateOptions(int limit) =>
        new()
        {
            CipherSuites = [TlsCipherSuite.PskWithAes128Ccm8],
            HandshakeTimeout = Patience,
            RecordSizeLimit = limit,
        };
}
