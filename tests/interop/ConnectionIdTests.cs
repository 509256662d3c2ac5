//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Net;
using System.Net.Sockets;
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

    /// <summary>BouncyCastle cannot be asked (RFC 9853): whoever sends a record of its client from a victim's address,
    /// and keeps the record itself away from the server, gets three times its length sent there at most.</summary>
    [Fact]
    public async Task RedirectedRecordFloodsNobody()
    {
        TlsMan man = Require("managed", TlsCipherSuite.PskWithAes128Ccm8);
        using SecureUdpSock server = new(man, new IPEndPoint(IPAddress.Loopback, 0), SecureSockMode.Asynchronous);
        using Socket victim = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        TaskCompletionSource<TlsManSession> heard = new(TaskCreationOptions.RunContinuationsAsynchronously);
        byte[]? caught = null;
        bool isCatching = false;

        victim.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        server.DataReceived += (session, buffer, offset, count) =>
        {
            if (Volatile.Read(ref isCatching))
            {
                heard.TrySetResult(session);
            }

            session.SendData(buffer, offset, count);
        };
        server.Listen(CreateOptions(TlsCipherSuite.PskWithAes128Ccm8, 8), Channel.CreateCredentials());

        using UdpRelay relay = new(server.LocalEndPoint, datagram =>
        {
            if (!datagram.IsFromClient || !Volatile.Read(ref isCatching) || caught != null)
            {
                return [datagram.Bytes];
            }

            caught = datagram.Bytes;
            victim.SendTo(caught, server.LocalEndPoint);
            return [];
        });
        IPEndPoint address = relay.LocalEndPoint;

        await Task.Run(async () =>
        {
            using BouncySocket socket = new(address);
            DtlsTransport channel = new DtlsClientProtocol().Connect(
                new BouncyClient(TlsCipherSuite.PskWithAes128Ccm8, BouncyHello.AsShipped, []), socket);
            byte[] answer = new byte[2000];

            channel.Send(s_message, 0, s_message.Length);
            Assert.Equal(s_message.Length, channel.Receive(answer, 0, answer.Length, Patience));
            Volatile.Write(ref isCatching, true);
            channel.Send(s_message, 0, s_message.Length);

            TlsManSession session = await heard.Task;
            byte[] push = new byte[300];

            for (int i = 0; i < 30; i++)
            {
                Assert.Equal(push.Length, session.SendData(push, 0, push.Length));
            }

            // What was too much for the victim's address went where the client is proven to be.
            Assert.Equal(push.Length, channel.Receive(answer, 0, answer.Length, Patience));

            int flooded = 0;

            while (victim.Available > 0)
            {
                flooded += victim.Receive(answer);
            }

            Assert.InRange(flooded, 1, 3 * caught!.Length);

            // The next record of its own tells where the client is.
            channel.Send(s_message, 0, s_message.Length);

            while (channel.Receive(answer, 0, answer.Length, Patience) != s_message.Length)
            {
                // Pushes before it.
            }

            Assert.NotEqual(victim.LocalEndPoint, SecureUdpSock.GetRemoteEndPoint(session));
            channel.Close();
        });
    }

    private static TlsSessionOptions CreateOptions(int suite, int length) =>
        new() { CipherSuites = [(ushort)suite], ConnectionIdLength = length, HandshakeTimeout = Patience };

    private static TlsMan Require(string name, int suite)
    {
        TlsMan man = Channel.RequireManager(name, out TlsStack stack);

        Skip.If(!stack.Capabilities.SupportsConnectionId, $"{name} has no connection IDs");
        Skip.If(!stack.Capabilities.HasSuite((ushort)suite), $"{name} does not have the suite");
        return man;
    }
}
