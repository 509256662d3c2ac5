//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using NanoTlsMan.Sockets;
using NanoTlsMan.Tests.Interop.Bouncy;

namespace NanoTlsMan.Tests.Interop;

/// <summary>
/// Keying material (RFC 5705): ours is theirs.
/// </summary>
public partial class ExportTests
{
    private const int Patience = 60_000;
    private const int Length = 40;
    private const string Label = "EXPERIMENTAL nanoTlsMan";
    private static readonly byte[] s_message = "hello from a board"u8.ToArray();

    public static TheoryData<string, string, string?> Matrix()
    {
        TheoryData<string, string, string?> matrix = [];

        foreach (string stack in new[] { "managed", "mbedtls", "wolfssl" })
        {
            foreach (string kind in new[] { "dtls", "tls" })
            {
                matrix.Add(stack, kind, null);
                matrix.Add(stack, kind, "");
                matrix.Add(stack, kind, "0102ff");
            }
        }

        return matrix;
    }

    [SkippableTheory]
    [MemberData(nameof(Matrix))]
    public async Task OurClientExportsWhatBouncyCastleDoes(string stack, string kind, string? context)
    {
        TlsMan man = Channel.RequireManager(stack);
        byte[]? theirs = null;
        string? ours = null;
        BouncyServer server = new(TlsCipherSuite.PskWithAes128Ccm8, BouncyHello.AsShipped)
        {
            Completed = tls => theirs = tls.ExportKeyingMaterial(Label, Parse(context), Length),
        };

        byte[] answer = await BouncyPeer.AnswerOurs(
            man, kind, CreateOptions(), server, s_message, session => ours = Export(session, context));

        Assert.Equal(BouncyPeer.Reverse(s_message), answer);
        Assert.Equal(Convert.ToHexString(theirs!), ours);
    }

    [SkippableTheory]
    [MemberData(nameof(Matrix))]
    public async Task OurServerExportsWhatBouncyCastleDoes(string stack, string kind, string? context)
    {
        TlsMan man = Channel.RequireManager(stack);
        IPEndPoint any = new(IPAddress.Loopback, 0);
        byte[]? theirs = null;
        string? ours = null;
        BouncyClient client = new(TlsCipherSuite.PskWithAes128Ccm8, BouncyHello.AsShipped)
        {
            Completed = tls => theirs = tls.ExportKeyingMaterial(Label, Parse(context), Length),
        };

        if (kind == "dtls")
        {
            using SecureUdpSock server = new(man, any, SecureSockMode.Asynchronous);

            server.DataReceived += (session, buffer, offset, count) =>
            {
                ours = Export(session, context);
                session.SendData(buffer, offset, count);
            };
            server.Listen(CreateOptions(), Channel.CreateCredentials());
            await Task.Run(() => BouncyPeer.AskDtls(server.LocalEndPoint, client, s_message));
        }
        else
        {
            using SecureTcpListener listener =
                new(man, any, CreateOptions(), Channel.CreateCredentials());
            Task asking = Task.Run(() => BouncyPeer.AskTls(listener.LocalEndPoint, client, s_message));
            using SecureTcpSock server = listener.Accept(Patience);
            byte[] message = new byte[100];

            ours = Export(server.Session, context);

            int count = server.Receive(message, 0, message.Length, Patience);

            server.Send(message, 0, count);
            await asking;
        }

        Assert.Equal(Convert.ToHexString(theirs!), ours);
    }

    /// <summary>OpenSSL's programs print what they export, without a context.</summary>
    [SkippableTheory]
    [InlineData("dtls")]
    [InlineData("tls")]
    public void OurServerExportsWhatOpenSslDoes(string kind)
    {
        Skip.IfNot(ChildProcess.IsInstalled("openssl"), "openssl is not installed");

        IPEndPoint any = new(IPAddress.Loopback, 0);
        string? ours = null;
        string theirs;

        if (kind == "dtls")
        {
            using SecureUdpSock server = new(Channel.CreateManager(), any, SecureSockMode.Asynchronous);

            server.DataReceived += (session, buffer, offset, count) =>
            {
                ours = Export(session, null);
                session.SendData(buffer, offset, count);
            };
            server.Listen(CreateOptions(), Channel.CreateCredentials());
            theirs = AskOpenSsl(kind, server.LocalEndPoint.Port);
        }
        else
        {
            using SecureTcpListener listener =
                new(Channel.CreateManager(), any, CreateOptions(), Channel.CreateCredentials());
            Task serving = Task.Run(() =>
            {
                using SecureTcpSock server = listener.Accept(Patience);
                byte[] message = new byte[100];
                int count = server.Receive(message, 0, message.Length, Patience);

                ours = Export(server.Session, null);
                server.Send(message, 0, count);
                server.Receive(message, 0, message.Length, Patience);
            });

            theirs = AskOpenSsl(kind, listener.LocalEndPoint.Port);
            Assert.True(serving.Wait(Patience));
        }

        Assert.Equal(theirs, ours);
    }

    private static string AskOpenSsl(string kind, int port)
    {
        using ChildProcess client = new(
            "openssl", "s_client", kind == "dtls" ? "-dtls1_2" : "-tls1_2", "-connect", $"127.0.0.1:{port}",
            "-psk_identity", Tlsman.Identity, "-psk", Tlsman.Key, "-cipher", "PSK-AES128-CCM8", "-keymatexport", Label,
            "-keymatexportlen", $"{Length}");

        string exported = client.WaitFor(Exported()).Groups[1].Value;

        client.WriteLine("hello from openssl");
        client.WaitFor("hello from openssl");
        client.CloseInput();
        client.WaitForExit();
        return exported;
    }

    private static TlsSessionOptions CreateOptions() =>
        new()
        {
            CipherSuites = [TlsCipherSuite.PskWithAes128Ccm8],
            HandshakeTimeout = Patience,
            KeepMasterSecret = true,
        };

    private static byte[]? Parse(string? context) => context == null ? null : Convert.FromHexString(context);

    private static string Export(TlsManSession session, string? context)
    {
        byte[] material = new byte[Length];

        Assert.Equal(
            TlsManStatus.Ok,
            session.ExportKeyingMaterial(Encoding.UTF8.GetBytes(Label), Parse(context), material, 0, Length));
        return Convert.ToHexString(material);
    }

    [GeneratedRegex(@"Keying material: ([0-9A-F]+)\r?\n")]
    private static partial Regex Exported();
}
