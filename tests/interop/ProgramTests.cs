//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Net;
using System.Text;
using NanoTlsMan.Host;
using NanoTlsMan.Sockets;

namespace NanoTlsMan.Tests.Interop;

/// <summary>
/// Every stack against the programs that programs/prepare.sh makes, in both roles: see docs/interop.md.
/// </summary>
public class ProgramTests
{
    private const int Patience = 60_000;
    private const string Hello = "hello from a board";

    public static TheoryData<string, string, string> Servers() => Pairs(program => program.HasServer);

    public static TheoryData<string, string, string> Clients() => Pairs(_ => true);

    [SkippableTheory]
    [MemberData(nameof(Servers))]
    public void OurClientTalksToTheirServer(string name, string kind, string stack)
    {
        PeerProgram program = Require(name);
        TlsMan man = Require(stack, out TlsSessionOptions options, program);
        int port = Peer.FindPort(kind);
        using ChildProcess server = program.StartServer(kind, port);
        IPEndPoint address = new(IPAddress.Loopback, port);
        byte[] hello = Encoding.UTF8.GetBytes(Hello + "\n");

        Assert.True(SpinWait.SpinUntil(() => !Peer.IsFree(kind, port), Patience), "it does not listen");

        if (kind == "dtls")
        {
            using SecureUdpClient client = SecureUdpClient.Connect(man, address, options, Keys(program));

            client.Send(hello, 0, hello.Length);
            AssertSays(program.Says(true), buffer => client.Receive(buffer, 0, buffer.Length, Patience));
        }
        else
        {
            using SecureTcpSock client = SecureTcpSock.Connect(man, address, options, Keys(program));

            client.Send(hello, 0, hello.Length);
            AssertSays(program.Says(true), buffer => client.Receive(buffer, 0, buffer.Length, Patience));
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Clients))]
    public void TheirClientTalksToOurServer(string name, string kind, string stack)
    {
        PeerProgram program = Require(name);
        TlsMan man = Require(stack, out TlsSessionOptions options, program);
        IPEndPoint any = new(IPAddress.Loopback, 0);

        if (kind == "dtls")
        {
            using SecureUdpSock server = new(man, any, SecureSockMode.Asynchronous);

            server.DataReceived += (session, buffer, offset, count) => session.SendData(buffer, offset, count);
            server.Listen(options, Keys(program));

            using ChildProcess client = program.StartClient(kind, server.LocalEndPoint.Port);

            client.WaitFor(program.Says(false));
        }
        else
        {
            using SecureTcpListener listener = new(man, any, options, Keys(program));
            using ChildProcess client = program.StartClient(kind, listener.LocalEndPoint.Port);
            using SecureTcpSock server = listener.Accept(Patience);
            byte[] message = new byte[1000];

            Assert.NotNull(server);

            int count = server.Receive(message, 0, message.Length, Patience);

            server.Send(message, 0, count);
            client.WaitFor(program.Says(false));
        }
    }

    private static TheoryData<string, string, string> Pairs(Func<PeerProgram, bool> isWanted)
    {
        TheoryData<string, string, string> pairs = [];

        foreach (PeerProgram program in PeerProgram.All.Where(isWanted))
        {
            foreach (string kind in program.Kinds)
            {
                foreach (string stack in new[] { "managed", "mbedtls", "wolfssl", "tinydtls" })
                {
                    // tinyDTLS has neither TLS nor GCM.
                    if (stack != "tinydtls" || kind == "dtls")
                    {
                        pairs.Add(program.Name, kind, stack);
                    }
                }
            }
        }

        return pairs;
    }

    private static PeerProgram Require(string name)
    {
        PeerProgram program = PeerProgram.All.Single(each => each.Name == name);

        Skip.IfNot(program.IsThere, $"{name} is not there: tests/interop/programs/prepare.sh makes it");
        return program;
    }

    private static TlsMan Require(string stackName, out TlsSessionOptions options, PeerProgram program)
    {
        HostStacks stacks = new("managed");
        TlsStack? stack = stacks.Find(stackName);

        Skip.If(stack == null, $"{stackName} is not in libtlsman, or there is no libtlsman");
        options = new TlsSessionOptions
        {
            CipherSuites = [program.Suite],
            HandshakeTimeout = Patience,
            DangerousAllowLegacyMasterSecret = program.IsOld,
        };
        return stacks.CreateManager(stack);
    }

    private static CredentialStore Keys(PeerProgram program)
    {
        CredentialStore keys = new();

        keys.AddPsk(Encoding.UTF8.GetBytes(program.Identity), Convert.FromHexString(program.Key));
        return keys;
    }

    // A peer may say more than that, and in several records.
    private static void AssertSays(string expected, Func<byte[], int> receive)
    {
        StringBuilder said = new();
        byte[] buffer = new byte[2000];

        while (!said.ToString().Contains(expected))
        {
            int count = receive(buffer);

            Assert.True(count > 0, $"it said only '{said}'");
            said.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }
    }
}
