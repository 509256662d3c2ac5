//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.Linq;
using NanoTlsMan.Ciphers;
using NanoTlsMan.Ciphers.PublicKey;
using NanoTlsMan.Managed;
using NanoTlsMan.Managed.PublicKey;
using Xunit;

namespace NanoTlsMan.Tests.Hostile;

/// <summary>
/// Case 52 with public keys: wherever in its calculations an engine is ended, nothing of it still holds a private key,
/// its own or that of a key share, the shared secret or the master secret.
/// </summary>
public sealed class KeyedHygieneTests
{
    private static readonly byte[][] s_own = [Keys.Private(Keys.Client), Keys.Private(Keys.Server)];

    [Theory]
    [InlineData(NamedCurve.P256, "close")]
    [InlineData(NamedCurve.P256, "timeout")]
    [InlineData(NamedCurve.P256, "dispose")]
    [InlineData(NamedCurve.X25519, "close")]
    [InlineData(NamedCurve.X25519, "timeout")]
    [InlineData(NamedCurve.X25519, "dispose")]
    public void SecretsAreGoneWhereverTheEndComes(NamedCurve curve, string end)
    {
        int most = 0;
        int found = 0;
        bool isWhole = false;

        for (int steps = 0; !isWhole; steps += 3)
        {
            List<byte[]> secrets = [.. s_own];
            TlsEngine[] engines = Run(curve, steps, secrets, out isWhole);

            most = Math.Max(most, secrets.Count);

            foreach (TlsEngine engine in engines)
            {
                // The search finds what there is to find: a key pair that waits for the peer's share.
                found += HygieneTests.Find(engine, secrets).Count;
                End(engine, end);
                Assert.True(
                    HygieneTests.Find(engine, secrets) is { Count: 0 },
                    $"after {steps} steps: " + string.Join(", ", HygieneTests.Find(engine, secrets)));
            }
        }

        // Two own keys, two of key shares, the shared secret of each side, the master secret of each side.
        Assert.Equal(8, most);
        Assert.True(found > 0);
    }

    [Theory]
    [InlineData(NamedCurve.P256)]
    [InlineData(NamedCurve.X25519)]
    public void SecretsOfTheHandshakeAreGoneOnceItIsOver(NamedCurve curve)
    {
        List<byte[]> secrets = [.. s_own];
        TlsEngine[] engines = Run(curve, int.MaxValue, secrets, out bool isWhole);

        Assert.True(isWhole && engines.All(engine => engine.IsConnected));

        foreach (TlsEngine engine in engines)
        {
            Assert.Empty(HygieneTests.Find(engine, secrets));
        }
    }

    private static void End(TlsEngine engine, string end)
    {
        byte[] room = new byte[1400];

        switch (end)
        {
            case "close":
                engine.Close();
                break;
            case "timeout" when !engine.IsConnected:
                engine.HandleTimeout(1000000);
                break;
            default:
                engine.Dispose();
                break;
        }

        for (int i = 0; i < 100 && engine.Poll(room, 0, room.Length) != TlsPollResult.Idle; i++)
        {
        }
    }

    private static TlsEngine[] Run(NamedCurve curve, int steps, List<byte[]> secrets, out bool isWhole)
    {
        TlsSessionOptions options = new()
        {
            Curves = [curve],
            ClientAuthentication = TlsClientAuthentication.Required,
            DangerousKeyLog = (_, secret) => secrets.Add((byte[])secret.Clone()),
        };
        TlsEngine[] engines =
        [
            Create(TlsRole.Client, options, Keys.Store(Keys.Client, Keys.Server), secrets),
            Create(TlsRole.Server, options, Keys.Store(Keys.Server, Keys.Client), secrets),
        ];
        byte[] room = new byte[1400];
        int quiet = 0;

        engines[1].Start(0);
        engines[0].Start(0);
        isWhole = false;

        for (int turn = 0; quiet < 2; turn ^= 1)
        {
            TlsPollResult result = engines[turn].Poll(room, 0, room.Length);

            quiet = result == TlsPollResult.Idle ? quiet + 1 : 0;

            if (result == TlsPollResult.Busy && --steps < 0)
            {
                return engines;
            }

            if (result == TlsPollResult.Transmit)
            {
                byte[] datagram = room.AsSpan(0, engines[turn].OutputCount).ToArray();

                engines[turn ^ 1].HandleInput(datagram, 0, datagram.Length, 0);
            }
        }

        isWhole = true;
        return engines;
    }

    private static TlsEngine Create(
        TlsRole role, TlsSessionOptions options, CredentialStore keys, List<byte[]> secrets)
    {
        CipherProvider ciphers = new ManagedCiphers();
        ManagedStack stack = new(
            ciphers, new TestRandom(1 + (int)role),
            new PublicKeyExchanges(new ObservedCurves(new ManagedCurves(ciphers), secrets.Add)));

        return stack.CreateEngine(role, TlsTransportKind.Datagram, options, keys, new DropCounters());
    }

    /// <summary>Curves that tell of each private key and each shared secret that they make.</summary>
    private sealed class ObservedCurves(CurveProvider curves, Action<byte[]> tell) : CurveProvider
    {
        public override string Name => "observed";

        public override bool Supports(NamedCurve curve) => curves.Supports(curve);

        public override CurveOperation GenerateKey(NamedCurve curve, RandomSource random) =>
            new Observed(curves.GenerateKey(curve, random), tell);

        public override CurveOperation Agree(
            NamedCurve curve, byte[] privateKey, int privateKeyOffset, byte[] peerKey, int peerKeyOffset,
            int peerKeyCount) =>
            new Observed(
                curves.Agree(curve, privateKey, privateKeyOffset, peerKey, peerKeyOffset, peerKeyCount), tell);

        public override CurveOperation Sign(
            byte[] privateKey, int privateKeyOffset, byte[] digest, int digestOffset, RandomSource random,
            SignatureForm form) =>
            curves.Sign(privateKey, privateKeyOffset, digest, digestOffset, random, form);

        public override CurveOperation Verify(
            byte[] publicKey, int publicKeyOffset, int publicKeyCount, byte[] digest, int digestOffset,
            byte[] signature, int signatureOffset, int signatureCount, SignatureForm form) =>
            curves.Verify(
                publicKey, publicKeyOffset, publicKeyCount, digest, digestOffset, signature, signatureOffset,
                signatureCount, form);
    }

    private sealed class Observed(CurveOperation operation, Action<byte[]> tell) : CurveOperation
    {
        public override bool Succeeded => operation.Succeeded;

        public override int ResultLength => operation.ResultLength;

        public override bool Step() => operation.Step();

        public override void GetResult(byte[] buffer, int offset)
        {
            operation.GetResult(buffer, offset);
            tell(buffer.AsSpan(offset, 32).ToArray());
        }

        public override void Dispose() => operation.Dispose();
    }
}
