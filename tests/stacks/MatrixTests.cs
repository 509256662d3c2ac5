//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Tests.Stacks;

/// <summary>
/// Each stack with each other, in both roles, with every suite that both have, over datagrams and streams: handshake,
/// data both ways, close.
/// </summary>
public class MatrixTests
{
    private static readonly ushort[] s_suites =
        [TlsCipherSuite.PskWithAes128Ccm8, TlsCipherSuite.PskWithAes128Ccm, TlsCipherSuite.PskWithAes128GcmSha256];

    public static TheoryData<string, string, ushort, TlsTransportKind> Matrix()
    {
        TheoryData<string, string, ushort, TlsTransportKind> matrix = [];

        string[] there = [.. Stacks.AllWithCiphers.Where(Stacks.IsThere)];

        foreach (string client in there)
        {
            foreach (string server in there)
            {
                foreach (ushort suite in s_suites)
                {
                    AddWhereBothCan(matrix, client, server, suite, TlsTransportKind.Datagram);
                    AddWhereBothCan(matrix, client, server, suite, TlsTransportKind.Stream);
                }
            }
        }

        return matrix;
    }

    private static void AddWhereBothCan(
        TheoryData<string, string, ushort, TlsTransportKind> matrix, string client, string server, ushort suite,
        TlsTransportKind kind)
    {
        TlsStack[] both = [Stacks.Create(client, new TestRandom(1)), Stacks.Create(server, new TestRandom(2))];

        if (both.All(stack => stack.Capabilities.HasSuite(suite) && Stacks.Can(stack, kind)))
        {
            matrix.Add(client, server, suite, kind);
        }
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public void ClientAndServerTalk(string client, string server, ushort suite, TlsTransportKind kind)
    {
        TlsStack clientStack = Stacks.Create(client, new TestRandom(1));
        TlsStack serverStack = Stacks.Create(server, new TestRandom(2));

        using Couple couple = new(clientStack, serverStack, kind, new TlsSessionOptions { CipherSuites = [suite] });

        couple.AssertTalks(suite, kind);
        Assert.Equal(Psk.Tag, couple.Client.Engine.CredentialTag);
        Assert.Equal(Psk.Tag, couple.Server.Engine.CredentialTag);
        Assert.Equal(Psk.Identity, couple.Server.Engine.PeerIdentity);
    }
}
