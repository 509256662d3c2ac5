//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NanoTlsMan.X509;
using Pair = NanoTlsMan.Tests.Stacks.KeyRing.Pair;

namespace NanoTlsMan.Tests.Stacks;

/// <summary>
/// Whom a native stack trusts: what the managed one trusts, by the same credential, and else for the same rule.
/// </summary>
public class KeyTrustTests
{
    private static readonly Dictionary<CertificateRule, Pair> s_servers = new()
    {
        [CertificateRule.WrongHost] = new("other", KeyRing.Authority, pair => pair.Hosts = ["other.example"]),
        [CertificateRule.NoNames] = new(KeyRing.Host, KeyRing.Authority, _ => { }),
        [CertificateRule.Expired] = Named(pair => (pair.From, pair.To) = (-30, -2)),
        [CertificateRule.NotYetValid] = Named(pair => (pair.From, pair.To) = (2, 30)),
        [CertificateRule.WrongKeyUsage] = Named(pair => pair.KeyUsage = X509KeyUsageFlags.KeyEncipherment),
        [CertificateRule.WrongExtendedKeyUsage] = Named(pair => pair.Use = Pair.ClientUse),
        [CertificateRule.SelfSigned] = KeyRing.Stranger,
    };

    public static TheoryData<string, TlsTransportKind> Natives() => OfEachKind(Has);

    public static TheoryData<string, TlsTransportKind> NativesWithCertificates() => OfEachKind(HasCertificates);

    private static TheoryData<string, TlsTransportKind> OfEachKind(Func<string, bool> isMeant)
    {
        TheoryData<string, TlsTransportKind> data = [];

        foreach (string name in Stacks.Native.Where(isMeant))
        {
            foreach (TlsTransportKind kind in new[] { TlsTransportKind.Datagram, TlsTransportKind.Stream })
            {
                if (Stacks.Can(Get(name), kind))
                {
                    data.Add(name, kind);
                }
            }
        }

        return data;
    }

    public static TheoryData<string, CertificateRule> Refusals()
    {
        TheoryData<string, CertificateRule> data = [];

        foreach (string name in Stacks.Native.Where(HasCertificates))
        {
            foreach (CertificateRule rule in s_servers.Keys)
            {
                data.Add(name, rule);
            }
        }

        return data;
    }

    public static TheoryData<string, string> Pins()
    {
        TheoryData<string, string> data = [];

        foreach (string name in Stacks.Native.Where(HasCertificates))
        {
            foreach (string pin in new[] { "key", "hash of key", "certificate", "hash of certificate" })
            {
                data.Add(name, pin);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Natives))]
    public void NothingLeavesWhereNothingIsTrusted(string name, TlsTransportKind kind)
    {
        CredentialStore[] stores = [new(), KeyRing.Store(KindOf(name), KeyRing.Client, null), AnchorOnly()];

        foreach (CredentialStore store in stores)
        {
            using Couple couple =
                new(Get(name), Managed(), kind, new TlsSessionOptions(), new TlsSessionOptions(), store, ServerStore());

            couple.Client.Start(0);
            Assert.True(couple.Client.IsFailed);
            Assert.Equal(TlsErrorCause.NothingTrusted, couple.Client.Engine.Error.Cause);
            Assert.Empty(couple.Client.Outbox);
        }
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public void CertificateIsRefusedByTheRule(string name, CertificateRule rule)
    {
        CredentialStore own = new();

        KeyRing.AddOwn(own, TlsKeyKinds.X509, KeyRing.OwnTag, s_servers[rule]);

        foreach (TlsTransportKind kind in new[] { TlsTransportKind.Datagram, TlsTransportKind.Stream })
        {
            using Couple couple = new(
                Get(name), Managed(), kind, new TlsSessionOptions { TargetHost = KeyRing.Host },
                new TlsSessionOptions(), KeyRing.Store(TlsKeyKinds.X509, null, KeyRing.Server), own);

            AssertRefused(couple, couple.Client, couple.Server, rule);
        }
    }

    [Theory]
    [MemberData(nameof(NativesWithCertificates))]
    public void AuthorityThatVouchesIsNamedAmongOthers(string name, TlsTransportKind kind)
    {
        Pair intermediate = new("intermediate", KeyRing.Authority, pair => pair.IsAuthority = true);
        Pair server = new("server", intermediate, pair => pair.Hosts = [KeyRing.Host]);
        CredentialStore own = new();
        CredentialStore trusted = new();

        own.AddCertificate(3, server.PrivateKey, [server.Certificate, intermediate.Certificate]);
        trusted.TrustAnchor(4, new Pair("another", null, pair => pair.IsAuthority = true).Certificate);
        trusted.TrustAnchor(5, KeyRing.Authority.Certificate);
        trusted.TrustAnchor(6, new Pair("one more", null, pair => pair.IsAuthority = true).Certificate);

        using Couple couple = new(
            Get(name), Get(name), kind, new TlsSessionOptions { TargetHost = KeyRing.Host }, new TlsSessionOptions(),
            trusted, own);

        AssertConnects(couple);
        Assert.Equal(5, couple.Client.Engine.CredentialTag);

        // Without the one between, nobody vouches.
        using Couple broken = new(
            Get(name), Managed(), kind, new TlsSessionOptions { TargetHost = KeyRing.Host }, new TlsSessionOptions(),
            trusted, OwnStore(server));

        AssertRefused(broken, broken.Client, broken.Server, CertificateRule.UnknownIssuer);
    }

    [Theory]
    [MemberData(nameof(Pins))]
    public void PinnedCertificateNeedsNoAuthority(string name, string pin)
    {
        using Couple couple = new(
            Get(name), Managed(), TlsTransportKind.Datagram, new TlsSessionOptions(), new TlsSessionOptions(),
            PinStore(pin, KeyRing.Stranger), OwnStore(KeyRing.Stranger));

        AssertConnects(couple);
        Assert.Equal(5, couple.Client.Engine.CredentialTag);
        Assert.Equal(KeyRing.Stranger.Digest, couple.Client.Engine.PeerIdentity);

        using Couple other = new(
            Get(name), Managed(), TlsTransportKind.Datagram, new TlsSessionOptions(), new TlsSessionOptions(),
            PinStore(pin, KeyRing.Client), OwnStore(KeyRing.Stranger));

        AssertRefused(other, other.Client, other.Server, CertificateRule.UnknownIssuer);
    }

    [Theory]
    [MemberData(nameof(Pins))]
    public void PinnedCertificateThatHasExpiredIsRefused(string name, string pin)
    {
        using Couple couple = new(
            Get(name), Managed(), TlsTransportKind.Datagram, new TlsSessionOptions(), new TlsSessionOptions(),
            PinStore(pin, s_servers[CertificateRule.Expired]), OwnStore(s_servers[CertificateRule.Expired]));

        AssertRefused(couple, couple.Client, couple.Server, CertificateRule.Expired);
    }

    [Theory]
    [MemberData(nameof(Natives))]
    public void AnyoneIsTrustedWhereThatIsAskedFor(string name, TlsTransportKind kind)
    {
        using Couple couple = new(
            Get(name), Managed(), kind, new TlsSessionOptions { DangerousTrustAnyone = true },
            new TlsSessionOptions(), new CredentialStore(), KeyRing.Store(KindOf(name), KeyRing.Stranger, null));

        AssertConnects(couple);
        Assert.Equal(KeyRing.Stranger.Digest, couple.Client.Engine.PeerIdentity);
    }

    [Theory]
    [MemberData(nameof(Natives))]
    public void ServerRefusesAClientThatItDoesNotKnow(string name, TlsTransportKind kind)
    {
        foreach (TlsClientAuthentication asks in new[]
        {
            TlsClientAuthentication.Requested, TlsClientAuthentication.Required,
        })
        {
            TlsKeyKinds keys = KindOf(name);
            using Couple couple = new(
                Managed(), Get(name), kind, new TlsSessionOptions { TargetHost = KeyRing.Host },
                new TlsSessionOptions { ClientAuthentication = asks },
                KeyRing.Store(keys, KeyRing.Stranger, KeyRing.Server),
                KeyRing.Store(keys, KeyRing.Server, KeyRing.Client));

            couple.Start();
            couple.Exchange();
            Assert.True(couple.Server.IsFailed);
            Assert.False(couple.Client.IsConnected);
            Assert.Equal(
                keys == TlsKeyKinds.X509 ? TlsErrorCause.CertificateRefused : TlsErrorCause.PeerNotTrusted,
                couple.Server.Engine.Error.Cause);
        }
    }

    /// <summary>tinyDTLS knows no client without a key, and refuses its hello already.</summary>
    [Theory]
    [MemberData(nameof(NativesWithCertificates))]
    public void ClientWithoutAKeyIsTakenWhereOneIsOnlyRequested(string name, TlsTransportKind kind)
    {
        foreach (TlsClientAuthentication asks in new[]
        {
            TlsClientAuthentication.Requested, TlsClientAuthentication.Required,
        })
        {
            using Couple couple = new(
                Managed(), Get(name), kind, new TlsSessionOptions { TargetHost = KeyRing.Host },
                new TlsSessionOptions { ClientAuthentication = asks },
                KeyRing.Store(KindOf(name), null, KeyRing.Server),
                KeyRing.Store(KindOf(name), KeyRing.Server, KeyRing.Client));

            couple.Start();
            couple.Exchange();

            if (asks == TlsClientAuthentication.Requested)
            {
                Assert.True(couple.Client.IsConnected, couple.Client.Engine.Error + " / " + couple.Server.Engine.Error);
                Assert.True(couple.Server.IsConnected);
                Assert.Empty(couple.Server.Engine.PeerIdentity);
            }
            else
            {
                Assert.Equal(TlsErrorCause.PeerNotTrusted, couple.Server.Engine.Error.Cause);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Natives))]
    public void ServerWithPreSharedKeysAndAPairServesBoth(string name, TlsTransportKind kind)
    {
        CredentialStore both = KeyRing.Store(KindOf(name), KeyRing.Server, null);
        CredentialStore psk = Psk.Store();

        both.AddPsk(Psk.Tag, Psk.Identity, Psk.Key);

        foreach (CredentialStore store in new[]
        {
            psk, KeyRing.Store(KindOf(name), KeyRing.ClientFor(name), KeyRing.Server),
        })
        {
            using Couple couple = new(
                Managed(), Get(name), kind, new TlsSessionOptions { TargetHost = KeyRing.Host },
                new TlsSessionOptions(), store, both);

            AssertConnects(couple);
            Assert.Equal(store == psk ? Psk.Tag : KeyRing.OwnTag, couple.Server.Engine.CredentialTag);
        }
    }

    /// <summary>With only one curve in common there is no other that could have been used.</summary>
    [Theory]
    [MemberData(nameof(Natives))]
    public void CurvesThatAreAskedForAreUsed(string name, TlsTransportKind kind)
    {
        foreach (NamedCurve curve in new[] { NamedCurve.P256, NamedCurve.X25519 })
        {
            TlsSessionOptions one = new() { TargetHost = KeyRing.Host, Curves = [curve] };
            TlsSessionOptions any = new() { TargetHost = KeyRing.Host };

            bool isThere = name != "tinydtls" || curve == NamedCurve.P256;

            foreach (bool isClient in new[] { true, false })
            {
                using Couple couple = new(
                    isClient ? Get(name) : Managed(), isClient ? Managed() : Get(name), kind, isClient ? one : any,
                    isClient ? any : one,
                    KeyRing.Store(KindOf(name), KeyRing.ClientFor(name), KeyRing.Server),
                    KeyRing.Store(KindOf(name), KeyRing.Server, null));

                if (isThere)
                {
                    AssertConnects(couple);
                    continue;
                }

                couple.Start();
                Assert.Equal(
                    TlsErrorCause.NativeFailure, (isClient ? couple.Client : couple.Server).Engine.Error.Cause);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Natives))]
    public void SessionByKeysIsSavedWhereOthersAre(string name, TlsTransportKind kind)
    {
        TlsSessionOptions options = new() { TargetHost = KeyRing.Host };

        using Couple couple = new(
            Get(name), Managed(), kind, options, options, KeyRing.Store(KindOf(name), null, KeyRing.Server),
            KeyRing.Store(KindOf(name), KeyRing.Server, null));

        AssertConnects(couple);

        if (kind == TlsTransportKind.Stream || !Get(name).Capabilities.SupportsSaveRestore)
        {
            Assert.Null(couple.Client.Engine.Save());
            return;
        }

        couple.Restart(TlsRole.Client, Get(name), options);
        couple.Talk(20);
    }

    [Theory]
    [InlineData("mbedtls")]
    [InlineData("wolfssl")]
    public void ApplicationProtocolIsAgreedOn(string name)
    {
        if (!Has(name))
        {
            return;
        }

        foreach (bool isClient in new[] { true, false })
        {
            using Couple couple = Speaking(name, isClient, ["coap", "mqtt"], ["mqtt", "coap"]);

            AssertConnects(couple);
            Assert.Equal(couple.Client.Engine.ApplicationProtocol, couple.Server.Engine.ApplicationProtocol);
            Assert.Contains(couple.Client.Engine.ApplicationProtocol, new[] { "coap", "mqtt" });

            using Couple strangers = Speaking(name, isClient, ["coap"], ["mqtt"]);

            strangers.Start();
            strangers.Exchange();
            Assert.Equal(TlsErrorCause.NoApplicationProtocol, strangers.Server.Engine.Error.Cause);
        }
    }

    [Theory]
    [InlineData("mbedtls")]
    [InlineData("wolfssl")]
    public void CertificateMayBeForAnAddress(string name)
    {
        if (!HasCertificates(name))
        {
            return;
        }

        using Couple couple = new(
            Get(name), Managed(), TlsTransportKind.Stream, new TlsSessionOptions { TargetHost = KeyRing.Address },
            new TlsSessionOptions(), KeyRing.Store(TlsKeyKinds.X509, null, KeyRing.Server), ServerStore());

        AssertConnects(couple);
    }

    private static Couple Speaking(string name, bool isClient, string[] client, string[] server) => new(
        isClient ? Get(name) : Managed(), isClient ? Managed() : Get(name), TlsTransportKind.Stream,
        new TlsSessionOptions { ApplicationProtocols = client, TargetHost = KeyRing.Host },
        new TlsSessionOptions { ApplicationProtocols = server },
        KeyRing.Store(TlsKeyKinds.X509, null, KeyRing.Server), ServerStore());

    private static Pair Named(Action<Pair> describe) => new(
        "server", KeyRing.Authority, pair =>
        {
            pair.Hosts = [KeyRing.Host];
            describe(pair);
        });

    private static TlsStack Get(string name) => Stacks.CreateWithKeys(name, new TestRandom(1));

    private static TlsStack Managed() => Stacks.CreateWithKeys(Stacks.Managed, new TestRandom(2));

    private static bool Has(string name) =>
        Stacks.IsThere(name) && (Get(name).Capabilities.KeyKinds & ~TlsKeyKinds.Psk) != 0;

    private static bool HasCertificates(string name) =>
        Stacks.IsThere(name) && (Get(name).Capabilities.KeyKinds & TlsKeyKinds.X509) != 0;

    private static TlsKeyKinds KindOf(string name) =>
        HasCertificates(name) ? TlsKeyKinds.X509 : TlsKeyKinds.RawPublicKey;

    private static CredentialStore ServerStore() => OwnStore(KeyRing.Server);

    private static CredentialStore OwnStore(Pair own) => KeyRing.Store(TlsKeyKinds.X509, own, null);

    private static CredentialStore AnchorOnly() => KeyRing.Store(TlsKeyKinds.X509, null, KeyRing.Server);

    private static CredentialStore PinStore(string pin, Pair peer)
    {
        CredentialStore store = new();

        switch (pin)
        {
            case "key":
                store.TrustKey(5, peer.KeyInfo);
                break;
            case "hash of key":
                store.TrustKey(5, peer.Digest);
                break;
            case "certificate":
                store.TrustCertificate(5, peer.Certificate);
                break;
            default:
                store.TrustCertificate(5, SHA256.HashData(peer.Certificate));
                break;
        }

        return store;
    }

    private static void AssertConnects(Couple couple)
    {
        couple.Start();
        couple.Exchange();
        Assert.True(couple.Client.IsConnected, couple.Client.Engine.Error + " / " + couple.Server.Engine.Error);
        Assert.True(couple.Server.IsConnected);
        couple.Talk(20);
    }

    private static void AssertRefused(Couple couple, EngineSide native, EngineSide managed, CertificateRule rule)
    {
        couple.Start();
        couple.Exchange();
        Assert.True(native.IsFailed);
        Assert.Equal(TlsErrorCause.CertificateRefused, native.Engine.Error.Cause);
        Assert.Equal(rule, (CertificateRule)(native.Engine.Error.NativeCode >> 8));
        Assert.Equal(0, native.Engine.Error.NativeCode & 0xFF);
        Assert.Equal(TlsAlert.BadCertificate, native.Engine.Error.Alert);
        Assert.False(managed.IsConnected);
    }
}
