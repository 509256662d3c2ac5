//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Net;
using System.Text;
using NanoTlsMan.Sockets;

namespace NanoTlsMan.Tests.Interop;

/// <summary>
/// CoAP over DTLS (RFC 7252, section 9.1) through <see cref="SecureUdpSock"/>, against libcoap's server.
/// </summary>
public class CoapTests
{
    [SkippableTheory]
    [InlineData("coap-server-openssl")]
    [InlineData("coap-server-gnutls")]
    public void AGetIsAnsweredByCoapServer(string program)
    {
        Skip.IfNot(ChildProcess.IsInstalled(program), $"{program} is not installed");

        using ChildProcess server = Libcoap.StartServer(program, "secretPSK", out int port);
        using SecureUdpSock sock =
            new(Channel.CreateManager(), new IPEndPoint(IPAddress.Loopback, 0), SecureSockMode.Synchronous);
        using CredentialStore credentials = new();

        credentials.AddPsk(1, "CoAP"u8.ToArray(), "secretPSK"u8.ToArray());

        TlsSessionOptions options = new() { FirstTimeout = 250, HandshakeTimeout = 60000 };
        TlsManSession session =
            sock.Connect(new IPEndPoint(IPAddress.Loopback, port), options, credentials, SecureSockFlags.None);

        // GET /.well-known/core, confirmable, message ID 0x1234, no token (RFC 7252, sections 3 and 5.10.1).
        byte[] get = [0x40, 0x01, 0x12, 0x34, 0xBB, .. ".well-known"u8, 0x04, .. "core"u8];
        byte[] answer = new byte[1500];

        Assert.Equal(get.Length, session.SendData(get, 0, get.Length));

        int count = sock.Receive(answer, 0, answer.Length, 60000, out _);

        Assert.Equal(0x60, answer[0] & 0xF0);
        Assert.Equal(0x45, answer[1]);
        Assert.Equal(0x12, answer[2]);
        Assert.Equal(0x34, answer[3]);
        Assert.Contains("</time>", Encoding.UTF8.GetString(answer, 0, count));
    }
}
