//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Net;
using NanoTlsMan.Sockets;
using NanoTlsMan.Tests.Interop.Bouncy;
using Org.BouncyCastle.Tls;

namespace NanoTlsMan.Tests.Interop;

/// <summary>
/// Sessions that are resumed with BouncyCastle, which knows session IDs only.
/// </summary>
public class BouncyResumptionTests
{
    private const int Patience = 60_000;
    private static readonly byte[] s_message = "hello from a board"u8.ToArray();

    public static TheoryData<string, int> KindsAndSuites()
    {
        TheoryData<string, int> all = [];

        foreach (string kind in new[] { "dtls", "tls" })
        {
            all.Add(kind, TlsCipherSuite.PskWithAes128Ccm8);
            all.Add(kind, TlsCipherSuite.PskWithAes128Ccm);
            all.Add(kind, TlsCipherSuite.PskWithAes128GcmSha256);
        }

        return all;
    }

    [Theory]
    [MemberData(nameof(KindsAndSuites))]
    public async Task OurClientResumesWithBouncyCastle(string kind, int suite)
    {
        Dictionary<string, TlsSession> sessions = [];
        TlsSessionOptions options = CreateOptions(suite);
        List<bool> theirs = [];

        options.Resumption = new ResumableSession();

        for (int i = 0; i < 3; i++)
        {
            BouncyServer server = new(suite, BouncyHello.AsShipped)
            {
                Sessions = sessions,
                Completed = context => theirs.Add(context.SecurityParameters.IsResumedSession),
            };

            Assert.Equal(i > 0, await Ask(kind, options, server));
        }

        Assert.Equal([false, true, true], theirs);

        // A server that has forgotten makes a full handshake.
        sessions.Clear();
        Assert.False(await Ask(kind, options, new(suite, BouncyHello.AsShipped) { Sessions = sessions }));
        Assert.True(await Ask(kind, options, new(suite, BouncyHello.AsShipped) { Sessions = sessions }));
    }

    [Theory]
    [MemberData(nameof(KindsAndSuites))]
    public void BouncyCastleResumesWithOurServer(string kind, int suite)
    {
        TlsSessionOptions options = CreateOptions(suite);
        TlsSession? session = null;

        options.SessionCache = new SessionCache(4);

        using Answerer answerer = new(kind, options);

        for (int i = 0; i < 3; i++)
        {
            bool isResumed = false;
            BouncyClient client = new(suite, BouncyHello.AsShipped)
            {
                Session = session,
                Completed = context => isResumed = context.SecurityParameters.IsResumedSession,
            };

            if (i == 2)
            {
                options.SessionCache.Clear();
            }

            Assert.Equal(
                s_message, kind == "dtls"
                ? BouncyPeer.AskDtls(answerer.Address, client, s_message)
                : BouncyPeer.AskTls(answerer.Address, client, s_message));
            Assert.Equal(i == 1, isResumed);
            session = client.Session;
        }
    }

    private static TlsSessionOptions CreateOptions(int suite) =>
        new() { CipherSuites = [(ushort)suite], HandshakeTimeout = Patience };

    private static async Task<bool> Ask(string kind, TlsSessionOptions options, BouncyServer server)
    {
        bool isResumed = false;
        byte[] answer = await BouncyPeer.AnswerOurs(
            Channel.CreateManager(), kind, options, server, s_message, session => isResumed = session.IsResumed);

        Assert.Equal(BouncyPeer.Reverse(s_message), answer);
        return isResumed;
    }

    /// <summary>Our server, which sends back what it gets.</summary>
    private sealed class Answerer : IDisposable
    {
        private readonly IDisposable _server;

        public Answerer(string kind, TlsSessionOptions options)
        {
            IPEndPoint any = new(IPAddress.Loopback, 0);

            if (kind == "dtls")
            {
                SecureUdpSock server = new(Channel.CreateManager(), any, SecureSockMode.Asynchronous);

                server.DataReceived += (session, buffer, offset, count) => session.SendData(buffer, offset, count);
                server.Listen(options, Channel.CreateCredentials());
                _server = server;
                Address = server.LocalEndPoint;
                return;
            }

            SecureTcpListener listener = new(Channel.CreateManager(), any, options, Channel.CreateCredentials());

            _server = listener;
            Address = listener.LocalEndPoint;
            _ = Task.Run(() => AnswerAll(listener));
        }

        public IPEndPoint Address { get; }

        public void Dispose() => _server.Dispose();

        private static void AnswerAll(SecureTcpListener listener)
        {
            byte[] message = new byte[100];

            for (int i = 0; i < 3; i++)
            {
                using SecureTcpSock server = listener.Accept(Patience);
                int count = server.Receive(message, 0, message.Length, Patience);

                server.Send(message, 0, count);
            }
        }
    }
}
