//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Ciphers;

namespace NanoTlsMan.Tests.Stacks;

/// <summary>
/// Each stack with each other: what the client keeps is resumed where both can, and all else is a full handshake.
/// </summary>
public sealed class ResumptionMatrixTests : IDisposable
{
    private const int Lifetime = 60_000;
    private readonly ResumableSession _resumption = new();
    private readonly TicketKeys _keys = new(new ManagedCiphers(), new TestRandom(5), Lifetime);
    private int _now = 1000;

    public static TheoryData<string, string, ushort, TlsTransportKind> Matrix()
    {
        TheoryData<string, string, ushort, TlsTransportKind> matrix = [];
        ushort[] suites =
            [TlsCipherSuite.PskWithAes128Ccm8, TlsCipherSuite.PskWithAes128Ccm, TlsCipherSuite.PskWithAes128GcmSha256];

        foreach (string client in Stacks.All.Where(Stacks.IsThere))
        {
            foreach (string server in Stacks.All.Where(Stacks.IsThere))
            {
                TlsStack[] both = [Get(client), Get(server)];

                foreach (TlsTransportKind kind in new[] { TlsTransportKind.Datagram, TlsTransportKind.Stream })
                {
                    foreach (ushort suite in suites)
                    {
                        if (both.All(stack => stack.Capabilities.HasSuite(suite) && Stacks.Can(stack, kind)))
                        {
                            matrix.Add(client, server, suite, kind);
                        }
                    }
                }
            }
        }

        return matrix;
    }

    public void Dispose()
    {
        _resumption.Dispose();
        _keys.Dispose();
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public void SessionsAreResumedByTicket(string client, string server, ushort suite, TlsTransportKind kind)
    {
        bool canBoth = CanBoth(client, server);

        Assert.False(Connects(client, server, suite, kind));
        Assert.Equal(canBoth, Connects(client, server, suite, kind));
        Assert.Equal(canBoth, Connects(client, server, suite, kind));
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public void KeysRotateAndTicketsEnd(string client, string server, ushort suite, TlsTransportKind kind)
    {
        if (!CanBoth(client, server))
        {
            return;
        }

        Assert.False(Connects(client, server, suite, kind));
        _now += Lifetime - 5000;
        Assert.True(Connects(client, server, suite, kind));
        _now += 3 * Lifetime;
        Assert.False(Connects(client, server, suite, kind));
        Assert.True(Connects(client, server, suite, kind));
        _keys.Clear();
        Assert.False(Connects(client, server, suite, kind));
        Assert.True(Connects(client, server, suite, kind));
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public void WhoeverWasRemovedOrHasAnotherKeyComesBackNoMore(
        string client, string server, ushort suite, TlsTransportKind kind)
    {
        if (!CanBoth(client, server))
        {
            return;
        }

        CredentialStore others = new();
        CredentialStore changed = new();

        others.AddPsk(4, "somebody else"u8.ToArray(), new byte[16]);
        changed.AddPsk(Psk.Tag, Psk.Identity, new byte[16]);

        foreach (CredentialStore keys in new[] { others, changed })
        {
            Assert.False(Connects(client, server, suite, kind));

            using Couple couple = Create(client, server, suite, kind, keys);

            couple.Start();
            couple.ExchangeUntil(couple.Now + 60_000);
            Assert.False(couple.Client.IsConnected || couple.Server.IsConnected);
            _resumption.Clear();
        }
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public void WhatAnotherStackKeptIsNotOffered(string client, string server, ushort suite, TlsTransportKind kind)
    {
        string other = client == Stacks.Managed ? "mbedtls" : Stacks.Managed;

        if (!CanBoth(client, server) || !Stacks.IsThere(other))
        {
            return;
        }

        Assert.False(Connects(other, server, suite, kind));
        Assert.False(_resumption.IsEmpty);
        Assert.False(Connects(client, server, suite, kind));
        Assert.True(Connects(client, server, suite, kind));
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public void ResumptionGoesWithConnectionIds(string client, string server, ushort suite, TlsTransportKind kind)
    {
        bool canBoth = CanBoth(client, server);

        for (int i = 0; i < 3; i++)
        {
            using Couple couple = Create(client, server, suite, kind, Psk.Store());
            bool haveIds = kind == TlsTransportKind.Datagram && Get(client).Capabilities.SupportsConnectionId
                && Get(server).Capabilities.SupportsConnectionId;

            if (haveIds)
            {
                couple.Client.Engine.ConnectionId = [];
                couple.Server.Engine.ConnectionId = [1, 2, 3, (byte)i];
            }

            couple.Start();
            couple.Exchange();
            AssertTalk(couple);
            Assert.Equal(canBoth && i > 0, couple.Server.Engine.IsResumed);
            Assert.Equal(haveIds, couple.Server.Engine.HasConnectionId);
            Assert.Equal(haveIds, couple.Client.Engine.SendsConnectionId);
        }
    }

    private static bool CanBoth(string client, string server) =>
        (Get(client).Capabilities.SupportsResumption & TlsResumptions.Client) != 0
        && (Get(server).Capabilities.SupportsResumption & TlsResumptions.ServerTickets) != 0;

    private static TlsStack Get(string name) => Stacks.Create(name, new TestRandom(1));

    private static void AssertTalk(Couple couple)
    {
        Assert.True(couple.Client.IsConnected && couple.Server.IsConnected);
        Assert.Equal(couple.Client.Engine.IsResumed, couple.Server.Engine.IsResumed);
        Assert.Equal(Psk.Tag, couple.Client.Engine.CredentialTag);
        Assert.Equal(Psk.Tag, couple.Server.Engine.CredentialTag);
        Assert.Equal(Psk.Identity, couple.Client.Engine.PeerIdentity);
        Assert.Equal(Psk.Identity, couple.Server.Engine.PeerIdentity);
        couple.Talk(30);
    }

    private bool Connects(string client, string server, ushort suite, TlsTransportKind kind)
    {
        using Couple couple = Create(client, server, suite, kind, Psk.Store());

        couple.Start();
        couple.Exchange();
        AssertTalk(couple);
        return couple.Client.Engine.IsResumed;
    }

    private Couple Create(string client, string server, ushort suite, TlsTransportKind kind, CredentialStore serverKeys)
    {
        // Random values of another handshake each time.
        _now += 1000;

        return new Couple(
            Stacks.Create(client, new TestRandom(_now)), Stacks.Create(server, new TestRandom(_now + 1)), kind,
            new TlsSessionOptions { CipherSuites = [suite], Resumption = _resumption },
            new TlsSessionOptions { CipherSuites = [suite], TicketKeys = _keys }, Psk.Store(), serverKeys)
        {
            Now = _now,
        };
    }
}
