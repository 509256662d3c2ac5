//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Tests.Stacks;

/// <summary>
/// Every stack with public keys talks to every other, and both know who the other one is.
/// </summary>
public class KeyMatrixTests
{
    private static readonly ushort[] s_signed =
    [
        TlsCipherSuite.EcdheEcdsaWithAes128Ccm8, TlsCipherSuite.EcdheEcdsaWithAes128Ccm,
        TlsCipherSuite.EcdheEcdsaWithAes128GcmSha256, TlsCipherSuite.EcdheEcdsaWithChaCha20Poly1305Sha256,
    ];

    private static readonly ushort[] s_preShared =
    [
        TlsCipherSuite.EcdhePskWithAes128Ccm8Sha256, TlsCipherSuite.EcdhePskWithAes128CcmSha256,
        TlsCipherSuite.EcdhePskWithAes128GcmSha256, TlsCipherSuite.EcdhePskWithChaCha20Poly1305Sha256,
    ];

    public static TheoryData<string, string, ushort, TlsTransportKind, TlsKeyKinds> Signed()
    {
        TheoryData<string, string, ushort, TlsTransportKind, TlsKeyKinds> matrix = [];

        foreach ((string client, string server, ushort suite, TlsTransportKind kind) in Pairs(s_signed))
        {
            foreach (TlsKeyKinds keys in new[] { TlsKeyKinds.RawPublicKey, TlsKeyKinds.X509 })
            {
                if (Can(client, keys) && Can(server, keys))
                {
                    matrix.Add(client, server, suite, kind, keys);
                }
            }
        }

        return matrix;
    }

    public static TheoryData<string, string, ushort, TlsTransportKind> PreShared()
    {
        TheoryData<string, string, ushort, TlsTransportKind> matrix = [];

        foreach ((string client, string server, ushort suite, TlsTransportKind kind) in Pairs(s_preShared))
        {
            matrix.Add(client, server, suite, kind);
        }

        return matrix;
    }

    [Theory]
    [MemberData(nameof(Signed))]
    public void BothProveThemselves(
        string client, string server, ushort suite, TlsTransportKind kind, TlsKeyKinds keys)
    {
        using Couple couple = new(
            Stacks.CreateWithKeys(client, new TestRandom(1)), Stacks.CreateWithKeys(server, new TestRandom(2)), kind,
            new TlsSessionOptions { CipherSuites = [suite], TargetHost = KeyRing.Host },
            new TlsSessionOptions
            {
                CipherSuites = [suite],
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
    [MemberData(nameof(Signed))]
    public void ClientNeedsNoKeyWhereItIsNotAsked(
        string client, string server, ushort suite, TlsTransportKind kind, TlsKeyKinds keys)
    {
        using Couple couple = new(
            Stacks.CreateWithKeys(client, new TestRandom(1)), Stacks.CreateWithKeys(server, new TestRandom(2)), kind,
            new TlsSessionOptions { CipherSuites = [suite], TargetHost = KeyRing.Host },
            new TlsSessionOptions { CipherSuites = [suite] },
            KeyRing.Store(keys, KeyRing.ClientFor(server), KeyRing.Server),
            KeyRing.Store(keys, KeyRing.Server, null));

        couple.AssertTalks(suite, kind);
        Assert.Equal(KeyRing.TrustTag, couple.Client.Engine.CredentialTag);
        Assert.Equal(KeyRing.OwnTag, couple.Server.Engine.CredentialTag);
        Assert.Empty(couple.Server.Engine.PeerIdentity);
    }

    [Theory]
    [MemberData(nameof(PreShared))]
    public void PreSharedKeysWithKeyShares(string client, string server, ushort suite, TlsTransportKind kind)
    {
        using Couple couple = new(
            Stacks.CreateWithKeys(client, new TestRandom(1)), Stacks.CreateWithKeys(server, new TestRandom(2)), kind,
            new TlsSessionOptions { CipherSuites = [suite] });

        couple.AssertTalks(suite, kind);
        Assert.Equal(Psk.Tag, couple.Client.Engine.CredentialTag);
        Assert.Equal(Psk.Tag, couple.Server.Engine.CredentialTag);
        Assert.Equal(Psk.Identity, couple.Server.Engine.PeerIdentity);
    }

    private static bool Can(string name, TlsKeyKinds keys) =>
        (Stacks.CreateWithKeys(name, new TestRandom(1)).Capabilities.KeyKinds & keys) != 0;

    private static IEnumerable<(string Client, string Server, ushort Suite, TlsTransportKind Kind)> Pairs(
        ushort[] suites)
    {
        TlsTransportKind[] kinds = [TlsTransportKind.Datagram, TlsTransportKind.Stream];
        string[] there = [.. Stacks.All.Where(Stacks.IsThere)];

        // The managed stack with itself is ManagedPublicKeyTests' affair.
        return
            from client in there
            from server in there
            from suite in suites
            from kind in kinds
            where (client != Stacks.Managed || server != Stacks.Managed) && CanBoth(client, server, suite, kind)
            select (client, server, suite, kind);
    }

    private static bool CanBoth(string client, string server, ushort suite, TlsTransportKind kind) =>
        new[] { client, server }
            .Select(name => Stacks.CreateWithKeys(name, new TestRandom(1)))
            .All(stack => stack.Capabilities.HasSuite(suite) && Stacks.Can(stack, kind));
}
