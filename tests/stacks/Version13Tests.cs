//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Ciphers;
using NanoTlsMan.Ciphers.PublicKey;
using NanoTlsMan.Managed.PublicKey;
using NanoTlsMan.Managed13;
using NanoTlsMan.X509;

namespace NanoTlsMan.Tests.Stacks;

/// <summary>
/// Version 1.3: the managed stack and each native one that has it, each with each other, in both roles.
/// </summary>
public class Version13Tests
{
    private const string Managed13 = "managed13";

    private const TlsVersions Newer = TlsVersions.Dtls13 | TlsVersions.Tls13;
    private const TlsVersions Both = Newer | TlsVersions.Dtls12 | TlsVersions.Tls12;

    private static readonly string[] s_names = [Managed13, "mbedtls", "wolfssl"];

    private static readonly ushort[] s_suites =
    [
        TlsCipherSuite.Aes128GcmSha256, TlsCipherSuite.ChaCha20Poly1305Sha256, TlsCipherSuite.Aes128CcmSha256,
        TlsCipherSuite.Aes128Ccm8Sha256,
    ];

    public static TheoryData<string, string, ushort, TlsTransportKind> Matrix() => Add(s_suites);

    public static TheoryData<string, string, ushort, TlsTransportKind> OneSuite() =>
        Add([TlsCipherSuite.Aes128GcmSha256]);

    public static TheoryData<string, string, ushort, TlsTransportKind, TlsKeyKinds> Signed()
    {
        TheoryData<string, string, ushort, TlsTransportKind, TlsKeyKinds> matrix = [];

        foreach ((string client, string server, ushort suite, TlsTransportKind kind) in Pairs(s_suites))
        {
            foreach (TlsKeyKinds keys in new[] { TlsKeyKinds.RawPublicKey, TlsKeyKinds.X509 })
            {
                if ((Create(client, 1).Capabilities.KeyKinds & Create(server, 1).Capabilities.KeyKinds & keys) != 0)
                {
                    matrix.Add(client, server, suite, kind, keys);
                }
            }
        }

        return matrix;
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public void PreSharedKeysConnect(string client, string server, ushort suite, TlsTransportKind kind)
    {
        using Couple couple = Pair(
            client, server, kind, new TlsSessionOptions { CipherSuites = [suite], Versions = Newer },
            new TlsSessionOptions { CipherSuites = [suite], Versions = Newer });

        couple.AssertTalks(suite, kind);
        Assert.Equal(Psk.Tag, couple.Client.Engine.CredentialTag);
        Assert.Equal(Psk.Tag, couple.Server.Engine.CredentialTag);
        Assert.Equal(Psk.Identity, couple.Server.Engine.PeerIdentity);
    }

    [Theory]
    [MemberData(nameof(OneSuite))]
    public void PreSharedKeysConnectWithoutKeyShare(string client, string server, ushort suite, TlsTransportKind kind)
    {
        using Couple couple = Pair(
            client, server, kind,
            new TlsSessionOptions { CipherSuites = [suite], Versions = Newer, PskModes = TlsPskModes.PskOnly },
            new TlsSessionOptions { CipherSuites = [suite], Versions = Newer, PskModes = TlsPskModes.PskOnly });

        couple.AssertTalks(suite, kind);
    }

    [Theory]
    [MemberData(nameof(Signed))]
    public void BothProveThemselves(
        string client, string server, ushort suite, TlsTransportKind kind, TlsKeyKinds keys)
    {
        using Couple couple = new(
            Create(client, 1), Create(server, 2), kind,
            new TlsSessionOptions { CipherSuites = [suite], Versions = Newer, TargetHost = KeyRing.Host },
            new TlsSessionOptions
            {
                CipherSuites = [suite],
                Versions = Newer,
                ClientAuthentication = TlsClientAuthentication.Required,
            },
            KeyRing.Store(keys, KeyRing.Client, KeyRing.Server), KeyRing.Store(keys, KeyRing.Server, KeyRing.Client));

        couple.AssertTalks(suite, kind);
        Assert.Equal(KeyRing.TrustTag, couple.Client.Engine.CredentialTag);
        Assert.Equal(KeyRing.TrustTag, couple.Server.Engine.CredentialTag);
        Assert.Equal(KeyRing.Server.Digest, couple.Client.Engine.PeerIdentity);
        Assert.Equal(KeyRing.Client.Digest, couple.Server.Engine.PeerIdentity);
    }

    [Theory]
    [MemberData(nameof(OneSuite))]
    public void NewestCommonVersionIsChosen(string client, string server, ushort suite, TlsTransportKind kind)
    {
        _ = suite;

        foreach (TlsVersions other in new[] { Both, Newer, TlsVersions.Dtls12 | TlsVersions.Tls12 })
        {
            foreach (bool isClient in new[] { true, false })
            {
                using Couple couple = Pair(
                    client, server, kind, new TlsSessionOptions { Versions = isClient ? Both : other },
                    new TlsSessionOptions { Versions = isClient ? other : Both });
                bool is13 = other != (TlsVersions.Dtls12 | TlsVersions.Tls12);

                couple.Start();
                couple.ExchangeUntil(10000);
                Assert.True(couple.Client.IsConnected, couple.Client.Engine.Error + " / " + couple.Server.Engine.Error);
                Assert.True(couple.Server.IsConnected);
                Assert.Equal(is13, TlsCipherSuite.Is13(couple.Client.Engine.CipherSuite));
                Assert.Equal(couple.Client.Engine.CipherSuite, couple.Server.Engine.CipherSuite);
                AssertVersion(couple.Client, client, kind, is13);
                AssertVersion(couple.Server, server, kind, is13);
                couple.Talk(64);
            }
        }
    }

    [Theory]
    [MemberData(nameof(OneSuite))]
    public void WrongKeyAndUnknownIdentityLookAlike(
        string client, string server, ushort suite, TlsTransportKind kind)
    {
        List<string> seen = [];

        foreach (byte[] identity in new[] { Psk.Identity, "nobody"u8.ToArray() })
        {
            CredentialStore wrong = new();

            wrong.AddPsk(1, identity, new byte[16]);

            using Couple couple = new(
                Create(client, 1), Create(server, 2), kind,
                new TlsSessionOptions { CipherSuites = [suite], Versions = Newer },
                new TlsSessionOptions { CipherSuites = [suite], Versions = Newer }, wrong, Psk.Store());

            couple.Start();
            couple.ExchangeUntil(60000);
            Assert.False(couple.Client.IsConnected || couple.Server.IsConnected);
            Assert.True(couple.Client.IsFailed);
            seen.Add(couple.Client.Engine.Error.ToString()!);
        }

        Assert.Equal(seen[0], seen[1]);
    }

    private static void AssertVersion(EngineSide side, string name, TlsTransportKind kind, bool is13)
    {
        bool isDatagram = kind == TlsTransportKind.Datagram;

        if (name != Managed13)
        {
            Assert.Equal(
                is13 ? (isDatagram ? TlsVersions.Dtls13 : TlsVersions.Tls13)
                : (isDatagram ? TlsVersions.Dtls12 : TlsVersions.Tls12),
                side.Engine.Version);
        }
    }

    private static TheoryData<string, string, ushort, TlsTransportKind> Add(ushort[] suites)
    {
        TheoryData<string, string, ushort, TlsTransportKind> matrix = [];

        foreach ((string client, string server, ushort suite, TlsTransportKind kind) in Pairs(suites))
        {
            matrix.Add(client, server, suite, kind);
        }

        return matrix;
    }

    // The managed stack with itself is its own tests' affair.
    private static IEnumerable<(string Client, string Server, ushort Suite, TlsTransportKind Kind)> Pairs(
        ushort[] suites) =>
        from client in s_names
        from server in s_names
        from suite in suites
        from kind in new[] { TlsTransportKind.Datagram, TlsTransportKind.Stream }
        where (client != Managed13 || server != Managed13) && Can(client, suite, kind) && Can(server, suite, kind)
        select (client, server, suite, kind);

    // wolfSSL 5.7 does not pad what is too short for the mask of a record's number (RFC 9147, section 4.2.3), which
    // with CCM_8 a close_notify is.
    private static bool Can(string name, ushort suite, TlsTransportKind kind)
    {
        if (name != Managed13 && !Stacks.IsThere(name))
        {
            return false;
        }

        TlsCapabilities can = Create(name, 1).Capabilities;
        bool isDatagram = kind == TlsTransportKind.Datagram;

        return can.HasSuite(suite) && (can.Versions & (isDatagram ? TlsVersions.Dtls13 : TlsVersions.Tls13)) != 0
            && (name != "wolfssl" || Deviations.Variant == "newest" || !isDatagram
            || suite != TlsCipherSuite.Aes128Ccm8Sha256);
    }

    private static TlsStack Create(string name, int seed)
    {
        if (name != Managed13)
        {
            return Stacks.Create(name, new TestRandom(seed));
        }

        ManagedCiphers ciphers = new();
        ManagedSignatures signatures = new(ciphers);

        return new Managed13Stack(
            ciphers, new TestRandom(seed),
            new PublicKeyExchanges(
                new ManagedCurves(ciphers), signatures, new X509Verifier(signatures, ciphers)));
    }

    private static Couple Pair(
        string client, string server, TlsTransportKind kind, TlsSessionOptions clientOptions,
        TlsSessionOptions serverOptions) =>
        new(
            Create(client, 1), Create(server, 2), kind, clientOptions, serverOptions, Psk.Store(), Psk.Store());
}
