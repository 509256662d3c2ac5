//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Ciphers;
using NanoTlsMan.Ciphers.PublicKey;
using NanoTlsMan.Managed;
using NanoTlsMan.Managed.PublicKey;
using NanoTlsMan.NativeStacks;

namespace NanoTlsMan.Tests.Stacks;

/// <summary>
/// The managed stack with key shares, raw public keys and pre-shared keys: one side on native ciphers and curves, the
/// other on managed ones.
/// </summary>
public class CurveHandshakeTests
{
    private const int OwnTag = 11;
    private const int TrustTag = 12;

    public static TheoryData<string, bool, ushort, NamedCurve, TlsTransportKind> Cases()
    {
        TheoryData<string, bool, ushort, NamedCurve, TlsTransportKind> cases = [];
        ushort[] suites =
        [
            TlsCipherSuite.EcdheEcdsaWithAes128Ccm8, TlsCipherSuite.EcdheEcdsaWithChaCha20Poly1305Sha256,
            TlsCipherSuite.EcdhePskWithAes128GcmSha256, TlsCipherSuite.EcdhePskWithChaCha20Poly1305Sha256,
        ];

        foreach (string name in new[] { "mbedtls", "wolfssl" })
        {
            foreach (ushort suite in suites)
            {
                foreach (NamedCurve curve in Enum.GetValues<NamedCurve>())
                {
                    cases.Add(name, true, suite, curve, TlsTransportKind.Datagram);
                    cases.Add(name, false, suite, curve, TlsTransportKind.Datagram);
                    cases.Add(name, true, suite, curve, TlsTransportKind.Stream);
                    cases.Add(name, false, suite, curve, TlsTransportKind.Stream);
                }
            }
        }

        return cases;
    }

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void NativeAndManagedCurvesTalk(
        string name, bool isNativeClient, ushort suite, NamedCurve curve, TlsTransportKind kind)
    {
        Skip.If(NativeCurves.Find(name) == null, $"{name} is not in libtlsman, or there is no libtlsman");

        CountingSteps counted = new(NativeCurves.Find(name));
        TlsStack native = new ManagedStack(
            NativeCiphers.Find(name), new TestRandom(1), new PublicKeyExchanges(counted));
        TlsStack managed = new ManagedStack(
            new ManagedCiphers(), new TestRandom(2), new PublicKeyExchanges(new ManagedCurves(new ManagedCiphers())));
        TlsSessionOptions options = new() { CipherSuites = [suite], Curves = [curve] };
        bool hasKeys = suite is TlsCipherSuite.EcdheEcdsaWithAes128Ccm8
            or TlsCipherSuite.EcdheEcdsaWithChaCha20Poly1305Sha256;
        TlsSessionOptions serverOptions = new()
        {
            CipherSuites = [suite],
            Curves = [curve],
            ClientAuthentication = hasKeys ? TlsClientAuthentication.Required : TlsClientAuthentication.None,
        };
        byte[] client = MakePair(1);
        byte[] server = MakePair(2);

        using Couple couple = new(
            isNativeClient ? native : managed, isNativeClient ? managed : native, kind, options, serverOptions,
            hasKeys ? MakeStore(client, server) : Psk.Store(), hasKeys ? MakeStore(server, client) : Psk.Store());

        couple.Start();
        couple.Exchange();
        Assert.True(couple.Client.IsConnected);
        Assert.True(couple.Server.IsConnected);
        Assert.Equal(suite, couple.Client.Engine.CipherSuite);
        Assert.Equal(hasKeys ? TrustTag : Psk.Tag, couple.Client.Engine.CredentialTag);
        couple.Talk(1);
        couple.Talk(300);

        // A key pair and an agreement, and with keys a signature and a verification: one step each.
        Assert.Equal(hasKeys ? 4 : 2, counted.Steps);
        Assert.Equal(0, couple.Client.Drops.Total + couple.Server.Drops.Total);
    }

    private static byte[] MakePair(int seed)
    {
        using CurveOperation operation =
            new ManagedCurves(new ManagedCiphers()).GenerateKey(NamedCurve.P256, new TestRandom(seed));
        byte[] pair = new byte[97];

        while (!operation.Step())
        {
        }

        operation.GetResult(pair, 0);
        return pair;
    }

    private static CredentialStore MakeStore(byte[] own, byte[] trusted)
    {
        CredentialStore store = new();

        store.AddKeyPair(OwnTag, own[..32], own[32..]);
        store.TrustKey(TrustTag, CredentialStore.CreateKeyInfo(trusted[32..]));
        return store;
    }

    /// <summary>Counts the steps of every operation.</summary>
    private sealed class CountingSteps(CurveProvider curves) : CurveProvider
    {
        public int Steps { get; private set; }

        public override string Name => curves.Name;

        public override bool Supports(NamedCurve curve) => curves.Supports(curve);

        public override CurveOperation GenerateKey(NamedCurve curve, RandomSource random) =>
            new Counted(this, curves.GenerateKey(curve, random));

        public override CurveOperation Agree(
            NamedCurve curve, byte[] privateKey, int privateKeyOffset, byte[] peerKey, int peerKeyOffset,
            int peerKeyCount) => new Counted(
                this, curves.Agree(curve, privateKey, privateKeyOffset, peerKey, peerKeyOffset, peerKeyCount));

        public override CurveOperation Sign(
            byte[] privateKey, int privateKeyOffset, byte[] digest, int digestOffset, RandomSource random,
            SignatureForm form) =>
            new Counted(this, curves.Sign(privateKey, privateKeyOffset, digest, digestOffset, random, form));

        public override CurveOperation Verify(
            byte[] publicKey, int publicKeyOffset, int publicKeyCount, byte[] digest, int digestOffset,
            byte[] signature, int signatureOffset, int signatureCount, SignatureForm form) => new Counted(
                this,
                curves.Verify(
                    publicKey, publicKeyOffset, publicKeyCount, digest, digestOffset, signature, signatureOffset,
                    signatureCount, form));

        private sealed class Counted(CountingSteps counter, CurveOperation operation) : CurveOperation
        {
            public override bool Succeeded => operation.Succeeded;

            public override int ResultLength => operation.ResultLength;

            public override bool Step()
            {
                counter.Steps++;
                return operation.Step();
            }

            public override void GetResult(byte[] buffer, int offset) => operation.GetResult(buffer, offset);

            public override void Dispose() => operation.Dispose();
        }
    }
}
