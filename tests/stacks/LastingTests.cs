//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Tests.Stacks;

/// <summary>
/// Each stack with each other: connection IDs both ways, and sessions that go on after they were saved.
/// </summary>
public class LastingTests
{
    private const int None = TlsSessionOptions.NoConnectionId;
    private static readonly int[] s_lengths = [None, 0, 1, 8, TlsSessionOptions.MaxConnectionIdLength];

    private static readonly ushort[] s_suites =
        [TlsCipherSuite.PskWithAes128Ccm8, TlsCipherSuite.PskWithAes128Ccm, TlsCipherSuite.PskWithAes128GcmSha256];

    public static TheoryData<string, string, ushort> Pairs()
    {
        TheoryData<string, string, ushort> pairs = [];

        foreach (string client in Stacks.All.Where(Stacks.IsThere))
        {
            foreach (string server in Stacks.All.Where(Stacks.IsThere))
            {
                foreach (ushort suite in s_suites)
                {
                    if (Get(client).Capabilities.HasSuite(suite) && Get(server).Capabilities.HasSuite(suite))
                    {
                        pairs.Add(client, server, suite);
                    }
                }
            }
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void ConnectionIdsAreAgreedOn(string client, string server, ushort suite)
    {
        foreach (int clientLength in s_lengths)
        {
            foreach (int serverLength in s_lengths)
            {
                using Couple couple = Connect(client, server, suite, clientLength, serverLength);
                bool isAgreed = couple.Client.Engine.ConnectionId != null && couple.Server.Engine.ConnectionId != null;

                Assert.Equal(isAgreed && clientLength > 0, couple.Client.Engine.HasConnectionId);
                Assert.Equal(isAgreed && serverLength > 0, couple.Server.Engine.HasConnectionId);
                couple.Talk(1);
                couple.Talk(
                    Math.Min(
                        couple.Client.Engine.GetMaxPayload(Couple.Mtu),
                        couple.Server.Engine.GetMaxPayload(Couple.Mtu)));
                couple.Client.Close();
                couple.Exchange();
                Assert.True(couple.Client.IsClosed && couple.Server.IsClosed);
                Assert.Equal(0, couple.Client.Drops.Total + couple.Server.Drops.Total);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void OnlyTheNewestRecordTellsWhereThePeerIs(string client, string server, ushort suite)
    {
        using Couple couple = Connect(client, server, suite, 0, 4);
        TlsEngine engine = couple.Server.Engine;

        Assert.Equal(TlsManStatus.Ok, couple.Client.Send([1]));
        Assert.Equal(TlsManStatus.Ok, couple.Client.Send([2]));

        byte[] first = couple.Client.Take();
        byte[] second = couple.Client.Take();

        foreach ((byte[] datagram, bool isNewest) in new[] { (second, true), (first, false), (second, false) })
        {
            couple.Server.Deliver(datagram, couple.Now);
            Assert.Equal(isNewest && engine.HasConnectionId, engine.IsInputNewest);
        }

        Assert.Equal(1, couple.Server.Drops.Get(DropReason.Replayed));

        Assert.Equal(TlsManStatus.Ok, couple.Client.Send([3]));

        byte[] third = couple.Client.Take();

        // Damaged, it says nothing.
        third[^1] ^= 1;
        couple.Server.Deliver(third, couple.Now);
        Assert.False(engine.IsInputNewest);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void SavedSessionsGoOn(string client, string server, ushort suite)
    {
        foreach (TlsRole role in new[] { TlsRole.Client, TlsRole.Server })
        {
            TlsStack stack = Get(role == TlsRole.Client ? client : server);

            foreach (int length in new[] { None, 0, 8 })
            {
                using Couple couple = Connect(client, server, suite, length, length);
                TlsSessionOptions options = CreateOptions(stack, suite);
                EngineSide side = role == TlsRole.Client ? couple.Client : couple.Server;

                if (!stack.Capabilities.SupportsSaveRestore)
                {
                    Assert.Null(side.Engine.Save());
                    couple.Talk(10);
                    continue;
                }

                // Before any data, when the last flight may still have to be repeated, and after some.
                for (int i = 0; i < 3; i++)
                {
                    bool hasId = side.Engine.HasConnectionId;

                    couple.Restart(role, stack, options);
                    side = role == TlsRole.Client ? couple.Client : couple.Server;
                    Assert.Equal(suite, side.Engine.CipherSuite);
                    Assert.Equal(Psk.Tag, side.Engine.CredentialTag);
                    Assert.Equal(Psk.Identity, side.Engine.PeerIdentity);
                    Assert.Equal(hasId, side.Engine.HasConnectionId);
                    couple.Talk(20 + i);
                }

                couple.Client.Close();
                couple.Exchange();
                Assert.True(couple.Client.IsClosed && couple.Server.IsClosed);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void WhatCameBeforeASaveIsAReplayAfterIt(string client, string server, ushort suite)
    {
        TlsStack stack = Get(server);

        if (!stack.Capabilities.SupportsSaveRestore)
        {
            return;
        }

        using Couple couple = Connect(client, server, suite, 0, 8);

        Assert.Equal(TlsManStatus.Ok, couple.Client.Send([1, 2, 3]));

        byte[] datagram = couple.Client.Take();

        couple.Server.Deliver(datagram, couple.Now);
        Assert.Single(couple.Server.Inbox);
        couple.Restart(TlsRole.Server, stack, CreateOptions(stack, suite));
        couple.Server.Deliver(datagram, couple.Now);
        Assert.Empty(couple.Server.Inbox);
        Assert.Equal(1, couple.Server.Drops.Get(DropReason.Replayed));
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void AnotherStackOrRoleDoesNotTakeAState(string client, string server, ushort suite)
    {
        TlsStack stack = Get(client);

        if (!stack.Capabilities.SupportsSaveRestore)
        {
            return;
        }

        using Couple couple = Connect(client, server, suite, 8, 8);
        byte[] state = couple.Client.Engine.Save();

        // The managed stack's says nothing of the role: a session seals that beside it.
        if (client != Stacks.Managed)
        {
            AssertRefused(stack, TlsRole.Server, suite, state);
        }

        AssertRefused(stack, TlsRole.Client, suite, state[..^1]);
        AssertRefused(stack, TlsRole.Client, suite, [.. state, 0]);
        AssertRefused(stack, TlsRole.Client, suite, []);

        if (server != client)
        {
            AssertRefused(Get(server), TlsRole.Client, suite, state);
        }
    }

    private static void AssertRefused(TlsStack stack, TlsRole role, ushort suite, byte[] state)
    {
        DropCounters drops = new();
        using TlsEngine engine = stack.CreateEngine(
            role, TlsTransportKind.Datagram, CreateOptions(stack, suite), Psk.Store(), drops);

        Assert.False(engine.Restore([.. state], 0));
        Assert.False(engine.IsConnected);
        Assert.Equal(TlsPollResult.Idle, engine.Poll(new byte[Couple.Mtu], 0, Couple.Mtu));
    }

    private static TlsStack Get(string name) => Stacks.Create(name, new TestRandom(1));

    private static TlsSessionOptions CreateOptions(TlsStack stack, ushort suite) =>
        new() { CipherSuites = [suite], KeepMasterSecret = stack.Capabilities.SupportsExport };

    private static Couple Connect(string client, string server, ushort suite, int clientLength, int serverLength)
    {
        TlsStack clientStack = Stacks.Create(client, new TestRandom(1));
        TlsStack serverStack = Stacks.Create(server, new TestRandom(2));
        Couple couple = new(
            clientStack, serverStack, TlsTransportKind.Datagram, CreateOptions(clientStack, suite),
            CreateOptions(serverStack, suite), Psk.Store(), Psk.Store());

        Name(couple.Client.Engine, clientStack, clientLength, 0xC1);
        Name(couple.Server.Engine, serverStack, serverLength, 0x51);
        couple.Start();
        couple.Exchange();
        Assert.True(couple.Client.IsConnected && couple.Server.IsConnected);
        return couple;
    }

    private static void Name(TlsEngine engine, TlsStack stack, int length, byte first)
    {
        if (length != None && stack.Capabilities.SupportsConnectionId)
        {
            engine.ConnectionId = [.. Enumerable.Range(first, length).Select(value => (byte)value)];
        }
    }
}
