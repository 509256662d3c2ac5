//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Net;
using System.Reflection;
using System.Text;
using NanoTlsMan.Ciphers;
using NanoTlsMan.Host;
using NanoTlsMan.Sockets;
using NanoTlsMan.Tests.Interop.Peers;

namespace NanoTlsMan.Tests.Interop;

/// <summary>
/// Sessions that are resumed with other people's stacks, in both roles, by ticket and by session ID: what is said goes
/// through the first session and the second, and the second one is an abbreviated handshake.
/// </summary>
public class ResumptionTests
{
    private const int Patience = 60_000;
    private const string Hello = "hello from a board";

    public static TheoryData<string, string, string, string> Pairs()
    {
        TheoryData<string, string, string, string> pairs = [];

        foreach (ResumingPeer peer in ResumingPeer.All)
        {
            foreach (string kind in new[] { "dtls", "tls" })
            {
                foreach (string how in new[] { "ticket", "id" })
                {
                    pairs.Add("managed", peer.Name, kind, how);
                    pairs.Add("mbedtls", peer.Name, kind, how);
                }
            }
        }

        return pairs;
    }

    public static TheoryData<string, string> Ticketers()
    {
        TheoryData<string, string> all = [];

        foreach (ResumingPeer peer in ResumingPeer.All.Where(each => each.HasServer("dtls", "ticket")))
        {
            all.Add(peer.Name, "dtls");
            all.Add(peer.Name, "tls");
        }

        return all;
    }

    [SkippableTheory]
    [MemberData(nameof(Pairs))]
    public void OurClientResumesWithTheirServer(string stack, string name, string kind, string how)
    {
        ResumingPeer peer = Require(name);
        TlsMan man = Manage(stack, TlsResumptions.Client, peer);

        Skip.IfNot(peer.HasServer(kind, how), "it does not do that");

        int port = Peer.FindPort(kind);
        using ChildProcess server = peer.StartServer(kind, how, port);
        TlsSessionOptions options = CreateOptions(peer);

        options.Resumption = new ResumableSession();
        Tlsman.AwaitPort(kind, port);
        Assert.False(Talk(man, peer, kind, port, options, server, Hello + " 1"));
        Assert.False(options.Resumption.IsEmpty);
        Assert.True(Talk(man, peer, kind, port, options, server, Hello + " 2"));
    }

    [SkippableTheory]
    [MemberData(nameof(Pairs))]
    public void TheirClientResumesWithOurServer(string stack, string name, string kind, string how)
    {
        ResumingPeer peer = Require(name);
        TlsMan man = Manage(
            stack, how == "ticket" ? TlsResumptions.ServerTickets : TlsResumptions.ServerSessionIds, peer);

        Skip.IfNot(peer.HasClient(kind, how), "it does not do that");

        IPEndPoint any = new(IPAddress.Loopback, 0);
        TlsSessionOptions options = CreateOptions(peer);
        List<bool> resumed = [];

        if (how == "ticket")
        {
            options.TicketKeys = new TicketKeys(new ManagedCiphers(), new HostRandom());
        }
        else
        {
            options.SessionCache = new SessionCache(10);
        }

        if (kind == "dtls")
        {
            using SecureUdpSock server = new(man, any, SecureSockMode.Asynchronous);

            server.Connected += session =>
            {
                lock (resumed)
                {
                    resumed.Add(session.IsResumed);
                }
            };
            server.DataReceived += (session, buffer, offset, count) => session.SendData(buffer, offset, count);
            server.Listen(options, Keys(peer));
            peer.ConnectTwice(kind, how, server.LocalEndPoint.Port);
        }
        else
        {
            using SecureTcpListener listener = new(man, any, options, Keys(peer));
            Task serving = Task.Run(() =>
            {
                byte[] message = new byte[1000];

                for (int i = 0; i < 2; i++)
                {
                    using SecureTcpSock server = listener.Accept(Patience);
                    int count;

                    resumed.Add(server.Session.IsResumed);

                    // Until the peer closes, some of them without having said anything.
                    while ((count = server.Receive(message, 0, message.Length, Patience)) > 0)
                    {
                        server.Send(message, 0, count);
                    }
                }
            });

            peer.ConnectTwice(kind, how, listener.LocalEndPoint.Port);
            Assert.True(serving.Wait(Patience));
        }

        Assert.False(resumed[0]);
        Assert.True(resumed[^1]);
    }

    /// <summary>A ticket of another server, with other keys.</summary>
    [SkippableTheory]
    [MemberData(nameof(Ticketers))]
    public void TheirServerAnswersAForeignTicketWithAFullHandshake(string name, string kind)
    {
        ResumingPeer peer = Require(name);
        TlsSessionOptions options = CreateOptions(peer);

        options.Resumption = new ResumableSession();

        for (int i = 0; i < 2; i++)
        {
            int port = Peer.FindPort(kind);
            using ChildProcess server = peer.StartServer(kind, "ticket", port);

            Tlsman.AwaitPort(kind, port);
            Assert.False(Talk(Channel.CreateManager(), peer, kind, port, options, server, Hello + " 1"));
            Assert.True(Talk(Channel.CreateManager(), peer, kind, port, options, server, Hello + " 2"));
        }
    }

    /// <summary>A ticket that was changed or cut: a full handshake, which brings another one.</summary>
    [SkippableTheory]
    [MemberData(nameof(Ticketers))]
    public void TheirServerAnswersADamagedTicketWithAFullHandshake(string name, string kind)
    {
        ResumingPeer peer = Require(name);
        TlsSessionOptions options = CreateOptions(peer);
        int port = Peer.FindPort(kind);
        using ChildProcess server = peer.StartServer(kind, "ticket", port);

        options.Resumption = new ResumableSession();
        Tlsman.AwaitPort(kind, port);
        Assert.False(Talk(Channel.CreateManager(), peer, kind, port, options, server, Hello + " 1"));

        foreach (Func<byte[], byte[]> change in new Func<byte[], byte[]>[]
            {
                ticket => Flip(ticket, 0), ticket => Flip(ticket, ticket.Length / 2),
                ticket => Flip(ticket, ticket.Length - 1), ticket => ticket[..^1], ticket => ticket[..10],
            })
        {
            ChangeTicket(options.Resumption, change);
            Assert.False(Talk(Channel.CreateManager(), peer, kind, port, options, server, Hello + " 2"));
        }

        Assert.True(Talk(Channel.CreateManager(), peer, kind, port, options, server, Hello + " 3"));
    }

    private static byte[] Flip(byte[] ticket, int index)
    {
        ticket[index] ^= 1;
        return ticket;
    }

    // The ticket is the last of what is kept: behind mark and version, transport, length, suite, tag, identity, master
    // secret and session ID.
    private static void ChangeTicket(ResumableSession session, Func<byte[], byte[]> change)
    {
        FieldInfo field = typeof(ResumableSession).GetField("_state", BindingFlags.NonPublic | BindingFlags.Instance)!;
        byte[] state = (byte[])field.GetValue(session)!;
        int offset = 12 + state[11] + 48;

        offset += 1 + state[offset];

        byte[] ticket = change(state[(offset + 2)..]);

        field.SetValue(
            session, (byte[])[.. state[..offset], (byte)(ticket.Length >> 8), (byte)ticket.Length, .. ticket]);
    }

    // Says something, waits until it was understood, and tells whether the session was resumed.
    private static bool Talk(
        TlsMan man, ResumingPeer peer, string kind, int port, TlsSessionOptions options, ChildProcess server,
        string text)
    {
        IPEndPoint address = new(IPAddress.Loopback, port);
        byte[] message = Encoding.UTF8.GetBytes(text + "\n");
        byte[] answer = new byte[2000];

        if (kind == "dtls")
        {
            using SecureUdpClient client = SecureUdpClient.Connect(man, address, options, Keys(peer));

            client.Send(message, 0, message.Length);
            AwaitAnswer(server, text, client.Session);
            return client.Session.IsResumed;
        }

        using SecureTcpSock stream = SecureTcpSock.Connect(man, address, options, Keys(peer));

        stream.Send(message, 0, message.Length);
        AwaitAnswer(server, text, stream.Session);
        return stream.Session.IsResumed;
    }

    // Some servers print what they get, and some answer.
    private static void AwaitAnswer(ChildProcess server, string text, TlsManSession session) =>
        Assert.True(
            SpinWait.SpinUntil(() => server.Output.Contains(text) || session.WaitForData(50), Patience),
            $"nothing came of '{text}'");

    private static ResumingPeer Require(string name)
    {
        ResumingPeer peer = ResumingPeer.All.Single(each => each.Name == name);

        Skip.IfNot(peer.IsThere, $"{name} is not there");
        return peer;
    }

    private static TlsMan Manage(string name, TlsResumptions wanted, ResumingPeer peer)
    {
        HostStacks stacks = new("managed");
        TlsStack? stack = stacks.Find(name);

        Skip.If(stack == null, $"{name} is not in libtlsman, or there is no libtlsman");
        Skip.If((stack.Capabilities.SupportsResumption & wanted) == 0, $"{name} does not resume that way");
        Skip.IfNot(stack.Capabilities.HasSuite(peer.Suite), $"{name} does not have the suite");
        return stacks.CreateManager(stack);
    }

    private static TlsSessionOptions CreateOptions(ResumingPeer peer) =>
        new() { CipherSuites = [peer.Suite], HandshakeTimeout = Patience };

    private static CredentialStore Keys(ResumingPeer peer)
    {
        CredentialStore keys = new();

        keys.AddPsk(Encoding.UTF8.GetBytes(peer.Identity), Convert.FromHexString(peer.Key));
        return keys;
    }
}
