//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Net;
using NanoTlsMan.Sockets;
using NanoTlsMan.Tests.Interop.Bouncy;

namespace NanoTlsMan.Tests.Interop;

/// <summary>
/// Every stack against BouncyCastle, in this process: both roles, DTLS and TLS, every suite; and BouncyCastle as a
/// client or a server of before extended_master_secret.
/// </summary>
public class BouncyCastleTests
{
    private const int Patience = 60_000;
    private const int Suite = TlsCipherSuite.PskWithAes128Ccm8;
    private static readonly byte[] s_message = "hello from a board"u8.ToArray();

    public static TheoryData<string, string, int> Matrix()
    {
        TheoryData<string, string, int> matrix = [];

        foreach (string stack in new[] { "managed", "mbedtls", "wolfssl", "tinydtls" })
        {
            foreach (string kind in new[] { "dtls", "tls" })
            {
                foreach (int suite in new int[]
                    {
                        TlsCipherSuite.PskWithAes128Ccm8, TlsCipherSuite.PskWithAes128Ccm,
                        TlsCipherSuite.PskWithAes128GcmSha256
                    })
                {
                    // tinyDTLS has neither TLS nor GCM.
                    if (stack != "tinydtls" || (kind == "dtls" && suite != TlsCipherSuite.PskWithAes128GcmSha256))
                    {
                        matrix.Add(stack, kind, suite);
                    }
                }
            }
        }

        return matrix;
    }

    public static TheoryData<string, string> StacksAndKinds()
    {
        TheoryData<string, string> all = [];

        foreach (string stack in new[] { "managed", "mbedtls", "wolfssl", "tinydtls" })
        {
            foreach (string kind in stack == "tinydtls" ? new[] { "dtls" } : ["dtls", "tls"])
            {
                all.Add(stack, kind);
            }
        }

        return all;
    }

    [SkippableTheory]
    [MemberData(nameof(Matrix))]
    public async Task OurClientTalksToBouncyCastle(string stack, string kind, int suite) =>
        await AssertAnswered(
            Channel.RequireManager(stack), kind, suite, BouncyHello.AsShipped, new TlsSessionOptions());

    [SkippableTheory]
    [MemberData(nameof(Matrix))]
    public async Task BouncyCastleTalksToOurServer(string stack, string kind, int suite) =>
        await AssertAnswers(
            Channel.RequireManager(stack), kind, suite, BouncyHello.AsShipped, new TlsSessionOptions());

    [SkippableTheory]
    [MemberData(nameof(StacksAndKinds))]
    public async Task AnOldClientIsTakenWhereThatIsAllowed(string stack, string kind)
    {
        TlsSessionOptions options = new() { DangerousAllowLegacyMasterSecret = true };

        await AssertAnswers(Channel.RequireManager(stack), kind, Suite, BouncyHello.WithoutMasterSecret, options);
        await AssertAnswers(Channel.RequireManager(stack), kind, Suite, BouncyHello.WithoutExtensions, options);
    }

    [SkippableTheory]
    [MemberData(nameof(StacksAndKinds))]
    public async Task AnOldServerIsTakenWhereThatIsAllowed(string stack, string kind) =>
        await AssertAnswered(
            Channel.RequireManager(stack), kind, Suite, BouncyHello.WithoutMasterSecret,
            new TlsSessionOptions { DangerousAllowLegacyMasterSecret = true });

    [SkippableTheory]
    [MemberData(nameof(StacksAndKinds))]
    public async Task AnOldServerIsRefusedByDefault(string stack, string kind)
    {
        TlsMan man = Channel.RequireManager(stack);
        SecureSockException exception = await Assert.ThrowsAsync<SecureSockException>(
            () => AssertAnswered(man, kind, Suite, BouncyHello.WithoutMasterSecret, new TlsSessionOptions()));

        Assert.Equal(TlsErrorCause.LegacyPeer, exception.Error.Cause);
    }

    /// <summary>The command's two choices, to a client that sends no extensions.</summary>
    [Fact]
    public void TheCommandTakesAnOldClientIfItIsTold()
    {
        using (ChildProcess server =
            Tlsman.Server("dtls", out int port, "--echo", "--dangerous-allow-legacy-master-secret"))
        {
            IPEndPoint address = new(IPAddress.Loopback, port);

            Assert.Equal(s_message, BouncyPeer.AskDtls(address, new(Suite, BouncyHello.WithoutExtensions), s_message));
        }

        using ChildProcess strict = Tlsman.Server("dtls", out int other, "--echo");

        Assert.ThrowsAny<Exception>(
            () => BouncyPeer.AskDtls(
                new IPEndPoint(IPAddress.Loopback, other), new(Suite, BouncyHello.WithoutExtensions), s_message));
        strict.WaitFor("lacks extended_master_secret");
    }

    private static TlsSessionOptions Fill(TlsSessionOptions options, int suite)
    {
        options.CipherSuites = [(ushort)suite];
        options.HandshakeTimeout = Patience;
        return options;
    }

    /// <summary>Our client, their server.</summary>
    private static async Task AssertAnswered(
        TlsMan man, string kind, int suite, BouncyHello hello, TlsSessionOptions options)
    {
        Fill(options, suite);
        Assert.Equal(
            BouncyPeer.Reverse(s_message),
            await BouncyPeer.AnswerOurs(man, kind, options, new(suite, hello), s_message));
    }

    /// <summary>Their client, our server.</summary>
    private static async Task AssertAnswers(
        TlsMan man, string kind, int suite, BouncyHello hello, TlsSessionOptions options)
    {
        IPEndPoint any = new(IPAddress.Loopback, 0);
        Task<byte[]> asking;

        Fill(options, suite);

        if (kind == "dtls")
        {
            using SecureUdpSock server = new(man, any, SecureSockMode.Asynchronous);

            server.DataReceived += (session, buffer, offset, count) =>
                session.SendData(BouncyPeer.Reverse(buffer[offset..(offset + count)]), 0, count);
            server.Listen(options, Channel.CreateCredentials());
            asking = Task.Run(() => BouncyPeer.AskDtls(server.LocalEndPoint, new(suite, hello), s_message));
            Assert.Equal(BouncyPeer.Reverse(s_message), await asking);
        }
        else
        {
            using SecureTcpListener listener = new(man, any, options, Channel.CreateCredentials());

            asking = Task.Run(() => BouncyPeer.AskTls(listener.LocalEndPoint, new(suite, hello), s_message));

            using SecureTcpSock server = listener.Accept(Patience);
            byte[] message = new byte[100];
            int count = server.Receive(message, 0, message.Length, Patience);

            server.Send(BouncyPeer.Reverse(message[..count]), 0, count);
            Assert.Equal(BouncyPeer.Reverse(s_message), await asking);
        }
    }
}
