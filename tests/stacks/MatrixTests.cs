//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Tests.Stacks;

/// <summary>
/// Each stack with each other, in both roles, with every suite that both have, over datagrams and streams: handshake, data both ways, close.
/// </summary>
public class MatrixTests
{
    private static readonly ushort[] s_suites = [TlsCipherSuite.PskWithAes128Ccm8, TlsCipherSuite.PskWithAes128Ccm, TlsCipherSuite.PskWithAes128GcmSha256];

    public static TheoryData<string, string, ushort, TlsTransportKind> Matrix()
    {
        TheoryData<string, string, ushort, TlsTransportKind> matrix = [];

        foreach (string client in Stacks.AllWithCiphers)
        {
            foreach (string server in Stacks.AllWithCiphers)
            {
                foreach (ushort suite in s_suites)
                {
                    matrix.Add(client, server, suite, TlsTransportKind.Datagram);
                    matrix.Add(client, server, suite, TlsTransportKind.Stream);
                }
            }
        }

        return matrix;
    }

    [SkippableTheory]
    [MemberData(nameof(Matrix))]
    public void ClientAndServerTalk(string client, string server, ushort suite, TlsTransportKind kind)
    {
        Stacks.Require(client, server);

        TlsStack clientStack = Stacks.Create(client, new TestRandom(1));
        TlsStack serverStack = Stacks.Create(server, new TestRandom(2));

        foreach (TlsStack stack in new[] { clientStack, serverStack })
        {
            Skip.IfNot(stack.Capabilities.HasSuite(suite), $"{stack.Name} does not have the suite");
            Skip.IfNot(Stacks.Can(stack, kind), $"{stack.Name} does not have the version");
        }

        using Couple couple = new(clientStack, serverStack, kind, new TlsSessionOptions { CipherSuites = [suite] });

        couple.Start();
        couple.Exchange();
        Assert.True(couple.Client.IsConnected);
        Assert.True(couple.Server.IsConnected);
        Assert.Equal(suite, couple.Client.Engine.CipherSuite);
        Assert.Equal(suite, couple.Server.Engine.CipherSuite);
        Assert.Equal(Psk.Tag, couple.Client.Engine.CredentialTag);
        Assert.Equal(Psk.Tag, couple.Server.Engine.CredentialTag);
        Assert.Equal(Psk.Identity, couple.Server.Engine.PeerIdentity);

        couple.Talk(1);
        couple.Talk(64);
        couple.Talk(kind == TlsTransportKind.Datagram ? Math.Min(couple.Client.Engine.GetMaxPayload(Couple.Mtu), couple.Server.Engine.GetMaxPayload(Couple.Mtu)) : 20000);

        couple.Client.Close();
        couple.Exchange();
        Assert.True(couple.Client.IsClosed);
        Assert.True(couple.Server.IsClosed);
        Assert.Equal(0, couple.Client.Drops.Total + couple.Server.Drops.Total);
    }
}
