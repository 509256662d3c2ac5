//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Tests.Stacks;

/// <summary>
/// Whatever a stack claims to be able to do, done with the managed stack as the other side; what it does not claim is
/// refused. Versions and suites are proved by <see cref="MatrixTests"/> and, with other people's stacks, by the interop
/// tests; the cookie gate and the refusal of legacy peers by <see cref="SuiteTests"/>.
/// </summary>
public class CapabilityTests
{
    public static TheoryData<string> Natives() => [.. Stacks.Native];

    public static TheoryData<string, TlsRole> NativesAndRoles()
    {
        TheoryData<string, TlsRole> data = [];

        foreach (string name in Stacks.Native)
        {
            data.Add(name, TlsRole.Client);
            data.Add(name, TlsRole.Server);
        }

        return data;
    }

    /// <summary>Stacks without certificates would leave them out without a word; curves are of use to raw keys
    /// too.</summary>
    [SkippableTheory]
    [MemberData(nameof(Natives))]
    public void WhatGoesWithPublicKeysIsRefusedWithoutThem(string name)
    {
        TlsCapabilities can = Get(name).Capabilities;
        TlsRefusals names =
            (can.KeyKinds & TlsKeyKinds.X509) == 0 ? TlsRefusals.Omission : TlsRefusals.None;
        TlsRefusals curves = can.KeyKinds == TlsKeyKinds.Psk ? TlsRefusals.Omission : TlsRefusals.None;

        Assert.Equal(names, Match(new TlsSessionOptions { ApplicationProtocols = ["coap"] }));
        Assert.Equal(names, Match(new TlsSessionOptions { ServerName = "example.com" }));
        Assert.Equal(curves, Match(new TlsSessionOptions { Curves = [NamedCurve.P256] }));

        TlsRefusals Match(TlsSessionOptions options) =>
            can.Match(TlsTransportKind.Datagram, options, Psk.Store());
    }

    [SkippableTheory]
    [MemberData(nameof(NativesAndRoles))]
    public void LongestKeyAndIdentityConnectAndLongerOnesAreRefused(string name, TlsRole role)
    {
        TlsStack stack = Get(name);
        TlsCapabilities can = stack.Capabilities;

        using (Couple couple = Pair(
            stack, role, new TlsSessionOptions(), new TlsSessionOptions(),
            Keys(can.MaxIdentityLength, can.MaxKeyLength)))
        {
            AssertConnects(couple);
        }

        if (can.MaxKeyLength < CredentialStore.MaxKeyLength)
        {
            Assert.Equal(
                TlsRefusals.KeyLength,
                can.Match(TlsTransportKind.Datagram, new TlsSessionOptions(), Keys(1, can.MaxKeyLength + 1)));
            AssertFails(stack, role, new TlsSessionOptions(), Keys(1, can.MaxKeyLength + 1));
        }

        if (can.MaxIdentityLength < CredentialStore.MaxIdentityLength)
        {
            Assert.Equal(
                TlsRefusals.KeyLength,
                can.Match(TlsTransportKind.Datagram, new TlsSessionOptions(), Keys(can.MaxIdentityLength + 1, 1)));
            AssertFails(stack, role, new TlsSessionOptions(), Keys(can.MaxIdentityLength + 1, 1));
        }
    }

    [SkippableTheory]
    [MemberData(nameof(NativesAndRoles))]
    public void MaxFragmentLengthIsAgreedAndKept(string name, TlsRole role)
    {
        TlsStack stack = Get(name);
        TlsSessionOptions short512 = new() { MaxFragmentLength = 512 };

        if (!stack.Capabilities.SupportsMaxFragmentLength)
        {
            Assert.Equal(
                TlsRefusals.MaxFragmentLength,
                stack.Capabilities.Match(TlsTransportKind.Datagram, short512, Psk.Store()));
            AssertFails(stack, role, short512, Psk.Store());
            return;
        }

        using Couple couple = Pair(stack, role, short512, new TlsSessionOptions(), Psk.Store());

        AssertConnects(couple);
        Assert.Equal(512, couple.Client.Engine.GetMaxPayload(Couple.Mtu));
        Assert.Equal(512, couple.Server.Engine.GetMaxPayload(Couple.Mtu));
        couple.Talk(512);
        Assert.Equal(TlsManStatus.TooLong, couple.Client.Send(new byte[513]));
        Assert.Equal(TlsManStatus.TooLong, couple.Server.Send(new byte[513]));
    }

    [SkippableTheory]
    [MemberData(nameof(NativesAndRoles))]
    public void KeyLogHoldsTheSessionsSecrets(string name, TlsRole role)
    {
        TlsStack stack = Get(name);
        List<string> ours = [];
        List<string> theirs = [];
        TlsSessionOptions logged = new()
        {
            DangerousKeyLog = (random, secret) =>
            ours.Add(Convert.ToHexString(random) + Convert.ToHexString(secret))
        };
        TlsSessionOptions reference = new()
        {
            DangerousKeyLog = (random, secret) =>
            theirs.Add(Convert.ToHexString(random) + Convert.ToHexString(secret))
        };

        if (!stack.Capabilities.SupportsKeyLog)
        {
            Assert.Equal(TlsRefusals.KeyLog, stack.Capabilities.Match(TlsTransportKind.Datagram, logged, Psk.Store()));
            return;
        }

        using Couple couple = Pair(
            stack, role, role == TlsRole.Client
            ? logged
            : reference, role == TlsRole.Client ? reference : logged, Psk.Store());

        AssertConnects(couple);
        Assert.Equal(Assert.Single(theirs), Assert.Single(ours));
    }

    [SkippableTheory]
    [MemberData(nameof(Natives))]
    public void ServersHintSelectsTheClientsKey(string name)
    {
        TlsStack stack = Get(name);
        TlsSessionOptions hinting = new() { IdentityHint = "plant 2"u8.ToArray() };

        if (!stack.Capabilities.SupportsIdentityHint)
        {
            Assert.Equal(
                TlsRefusals.IdentityHint, stack.Capabilities.Match(TlsTransportKind.Datagram, hinting, Psk.Store()));
            return;
        }

        CredentialStore keys = Keys(4, 16);

        keys.AddPsk(2, "second"u8.ToArray(), "another key 1234"u8.ToArray(), hinting.IdentityHint);

        using Couple couple = Pair(stack, TlsRole.Server, new TlsSessionOptions(), hinting, keys);

        AssertConnects(couple);
        Assert.Equal(2, couple.Server.Engine.CredentialTag);
        Assert.Equal("second"u8.ToArray(), couple.Server.Engine.PeerIdentity);
    }

    [SkippableTheory]
    [MemberData(nameof(Natives))]
    public void ClientTakesTheCredentialOfItsTag(string name)
    {
        TlsStack stack = Get(name);
        CredentialStore keys = Keys(4, 16);

        keys.AddPsk(2, "second"u8.ToArray(), "another key 1234"u8.ToArray());

        using (Couple couple =
            Pair(stack, TlsRole.Client, new TlsSessionOptions { CredentialTag = 2 }, new TlsSessionOptions(), keys))
        {
            AssertConnects(couple);
            Assert.Equal(2, couple.Server.Engine.CredentialTag);
            Assert.Equal(2, couple.Client.Engine.CredentialTag);
            Assert.Equal("second"u8.ToArray(), couple.Client.Engine.PeerIdentity);
        }

        using Couple lost =
            Pair(stack, TlsRole.Client, new TlsSessionOptions { CredentialTag = 77 }, new TlsSessionOptions(), keys);

        lost.Start();
        lost.ExchangeUntil(1000);
        Assert.True(lost.Client.IsFailed);
        Assert.Equal(TlsErrorCause.NoCredential, lost.Client.Engine.Error.Cause);
    }

    [SkippableTheory]
    [MemberData(nameof(NativesAndRoles))]
    public void SuitesThatAreNotAllowedAreNotTaken(string name, TlsRole role)
    {
        TlsStack stack = Get(name);
        TlsSessionOptions only = new() { CipherSuites = [TlsCipherSuite.PskWithAes128Ccm] };
        TlsSessionOptions other = new() { CipherSuites = [TlsCipherSuite.PskWithAes128Ccm8], HandshakeTimeout = 3000 };

        using Couple couple = Pair(
            stack, role, role == TlsRole.Client ? only : other, role == TlsRole.Client ? other : only, Psk.Store());

        couple.Start();
        couple.ExchangeUntil(40000);
        Assert.False(couple.Client.IsConnected || couple.Server.IsConnected);
        Assert.True(couple.Client.IsFailed && couple.Server.IsFailed);
    }

    [SkippableTheory]
    [MemberData(nameof(NativesAndRoles))]
    public void RecordsThatComeTwiceAreTakenOnce(string name, TlsRole role)
    {
        TlsStack stack = Get(name);

        using Couple couple = Pair(stack, role, new TlsSessionOptions(), new TlsSessionOptions(), Psk.Store());

        AssertConnects(couple);

        EngineSide native = role == TlsRole.Client ? couple.Client : couple.Server;
        EngineSide managed = role == TlsRole.Client ? couple.Server : couple.Client;

        native.Inbox.Clear();
        managed.Send("once"u8.ToArray());

        byte[] record = managed.Take();

        for (int i = 0; i < 10; i++)
        {
            native.Deliver(record, couple.Now);
        }

        Assert.Equal("once"u8.ToArray(), (byte[])Assert.Single(native.Inbox)!);
        Assert.Equal(9, native.Drops.Get(DropReason.Replayed));
        couple.Talk(10);
    }

    private static TlsStack Get(string name)
    {
        Stacks.Require(name);
        return Stacks.Create(name, new TestRandom(1));
    }

    private static Couple Pair(
        TlsStack stack, TlsRole role, TlsSessionOptions client, TlsSessionOptions server, CredentialStore keys)
    {
        TlsStack managed = Stacks.Create(Stacks.Managed, new TestRandom(2));

        return role == TlsRole.Client
            ? new Couple(stack, managed, TlsTransportKind.Datagram, client, server, keys, keys)
            : new Couple(managed, stack, TlsTransportKind.Datagram, client, server, keys, keys);
    }

    private static CredentialStore Keys(int identityLength, int keyLength)
    {
        CredentialStore store = new();

        store.AddPsk(
            1, [.. Enumerable.Range(1, identityLength).Select(i => (byte)i)],
            [.. Enumerable.Range(100, keyLength).Select(i => (byte)i)]);
        return store;
    }

    private static void AssertConnects(Couple couple)
    {
        couple.Start();
        couple.Exchange();
        Assert.True(couple.Client.IsConnected);
        Assert.True(couple.Server.IsConnected);
        couple.Talk(20);
    }

    private static void AssertFails(TlsStack stack, TlsRole role, TlsSessionOptions options, CredentialStore keys)
    {
        DropCounters drops = new();
        EngineSide side =
            new(stack.CreateEngine(role, TlsTransportKind.Datagram, options, keys, drops), drops, Couple.Mtu);

        side.Start(0);
        Assert.True(side.IsFailed);
        Assert.Equal(TlsErrorCause.NativeFailure, side.Engine.Error.Cause);
    }
}
