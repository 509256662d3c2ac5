//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Net;
using NanoTlsMan.Host;
using NanoTlsMan.Sockets;
using NanoTlsMan.Tests.Interop.Bouncy;
using NanoTlsMan.Tests.Interop.Network;
using Org.BouncyCastle.Tls;

namespace NanoTlsMan.Tests.Interop;

/// <summary>
/// Connection IDs (RFC 9146) against BouncyCastle, both roles, behind a relay whose port changes.
/// </summary>
public class ConnectionIdTests
{
    private const int Patience = 60_000;
    private const int Rounds = 6;
    private static readonly byte[] s_theirs = [0xC1, 0xD0, 0x01, 0x02, 0x03];
    private static readonly byte[] s_message = "hello from elsewhere"u8.ToArray();

    public static TheoryData<string, int, int, int> Matrix()
    {
        TheoryData<string, int, int, int> matrix = [];

        foreach (string stack in new[] { "managed", "mbedtls", "wolfssl", "tinydtls" })
        {
            foreach (int suite in new int[]
                {
                    TlsCipherSuite.PskWithAes128Ccm8, TlsCipherSuite.PskWithAes128Ccm,
                    TlsCipherSuite.PskWithAes128GcmSha256
                })
            {
                matrix.Add(stack, suite, 8, s_theirs.Length);
                matrix.Add(stack, suite, 0, s_theirs.Length);
                matrix.Add(stack, suite, 20, 0);
            }
        }

        return matrix;
    }

    /// <summary>The port changes between any two datagrams of the data, at each of them in the last rounds.</summary>
    [SkippableTheory]
    [MemberData(nameof(Matrix))]
    public async Task BouncyCastleMovesAndIsFollowed(string stack, int suite, int ours, int theirs)
    {
        TlsMan man = Require(stack, suite);
        using SecureUdpSock server = new(man, new IPEndPoint(IPAddress.Loopback, 0), SecureSockMode.Asynchronous);
        int moved = 0;

        server.PeerMoved += _ => Interlocked.Increment(ref moved);
        server.DataReceived += (session, buffer, offset, count) => session.SendData(buffer, offset, count);
        server.Listen(CreateOptions(suite, ours), Channel.CreateCredentials());

        // Without an ID of its own the server knows its client by the address only.
        using RebindingRelay relay = new(server.LocalEndPoint, ordinal => ours > 0 && ordinal >= 4);
        IPEndPoint address = relay.LocalEndPoint;

        await Task.Run(() =>
        {
            using BouncySocket socket = new(address);
            DtlsTransport channel = new DtlsClientProtocol().Connect(
                new BouncyClient(suite, BouncyHello.AsShipped, s_theirs[..theirs]), socket);
            byte[] answer = new byte[100];

            for (int i = 0; i < Rounds; i++)
            {
                channel.Send(s_message, 0, s_message.Length);
                Assert.Equal(s_message.Length, channel.Receive(answer, 0, answer.Length, Patience));
            }

            channel.Close();
        });

        Assert.Equal(ours > 0, moved >= Rounds - 1);
    }

    [SkippableTheory]
    [MemberData(nameof(Matrix))]
    public async Task OurClientHasConnectionIdsWithBouncyCastle(string stack, int suite, int ours, int theirs)
    {
        TlsMan man = Require(stack, suite);
        using BouncySocket socket = new(null);
        Task serving = Task.Run(() =>
        {
            DtlsTransport channel = new DtlsServerProtocol().Accept(
                new BouncyServer(suite, BouncyHello.AsShipped, s_theirs[..theirs]), socket);
            byte[] message = new byte[1000];

            for (int i = 0; i < Rounds; i++)
            {
                int count = channel.Receive(message, 0, message.Length, Patience);

                channel.Send(message, 0, count);
            }

            channel.Close();
        });

        using SecureUdpClient client = SecureUdpClient.Connect(
            man, socket.LocalEndPoint, CreateOptions(suite, ours), Channel.CreateCredentials());
        byte[] answer = new byte[100];

        for (int i = 0; i < Rounds; i++)
        {
            client.Send(s_message, 0, s_message.Length);
            Assert.Equal(s_message.Length, client.Receive(answer, 0, answer.Length, Patience));
            Assert.Equal(s_message, answer[..s_message.Length]);
        }

        await serving;
    }

    private static TlsSessionOptions CreateOptions(int suite, int length) =>
        new() { CipherSuites = [(ushort)suite], ConnectionIdLength = length, HandshakeTimeout = Patience };

    private static TlsMan Require(string name, int suite)
    {
        HostStacks stacks = new("managed");
        TlsStack? stack = stacks.Find(name);

        Skip.If(stack == null, $"{name} is not in libtlsman, or there is no libtlsman");
        Skip.If(!stack.Capabilities.SupportsConnectionId, $"{name} has no connection IDs");
        Skip.If(!stack.Capabilities.HasSuite((ushort)suite), $"{name} does not have the suite");
        return stacks.CreateManager(stack);
    }
}
