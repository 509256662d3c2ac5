//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Concurrent;
using NanoTlsMan.Ciphers;
using NanoTlsMan.Ciphers.PublicKey;

namespace NanoTlsMan.Tests.Fuzz.Keyed;

/// <summary>
/// The managed curves, each calculation of which is done once: scripts repeat the same ones over and over, and a
/// handshake takes them a hundred times as long as all the rest. Random values are the same in each run, so are the
/// results.
/// </summary>
internal sealed class RememberedCurves : CurveProvider
{
    private const int Most = 20000;

    private static readonly ConcurrentDictionary<string, byte[]> s_known = [];
    private static readonly ManagedCurves s_curves = new(new ManagedCiphers());

    /// <summary>Gets how many bytes were allocated for what is remembered, calculations included.</summary>
    public static long Allocated { get; private set; }

    public override string Name => "remembered";

    public override bool Supports(NamedCurve curve) => s_curves.Supports(curve);

    public override CurveOperation GenerateKey(NamedCurve curve, RandomSource random)
    {
        byte[] seed = new byte[32];

        return random.TryFill(seed, 0, seed.Length)
            ? Do(
                $"key {curve} {Convert.ToHexString(seed)}",
                () => s_curves.GenerateKey(curve, new TestRandom(BitConverter.ToInt32(seed))))
            : new RememberedOperation(null);
    }

    public override CurveOperation Agree(
        NamedCurve curve, byte[] privateKey, int privateKeyOffset, byte[] peerKey, int peerKeyOffset,
        int peerKeyCount)
    {
        string name = $"agree {curve} {Convert.ToHexString(privateKey, privateKeyOffset, 32)} "
            + Convert.ToHexString(peerKey, peerKeyOffset, peerKeyCount);

        return Do(name, () => s_curves.Agree(
            curve, privateKey, privateKeyOffset, peerKey, peerKeyOffset, peerKeyCount));
    }

    public override CurveOperation Sign(
        byte[] privateKey, int privateKeyOffset, byte[] digest, int digestOffset, RandomSource random,
        SignatureForm form)
    {
        string name = $"sign {form} {Convert.ToHexString(privateKey, privateKeyOffset, 32)} "
            + Convert.ToHexString(digest, digestOffset, 32);

        return Do(name, () => s_curves.Sign(privateKey, privateKeyOffset, digest, digestOffset, null, form));
    }

    public override CurveOperation Verify(
        byte[] publicKey, int publicKeyOffset, int publicKeyCount, byte[] digest, int digestOffset, byte[] signature,
        int signatureOffset, int signatureCount, SignatureForm form)
    {
        string name = $"verify {form} {Convert.ToHexString(publicKey, publicKeyOffset, publicKeyCount)} "
            + $"{Convert.ToHexString(digest, digestOffset, 32)} "
            + Convert.ToHexString(signature, signatureOffset, signatureCount);

        return Do(name, () => s_curves.Verify(
            publicKey, publicKeyOffset, publicKeyCount, digest, digestOffset, signature, signatureOffset,
            signatureCount, form));
    }

    private static RememberedOperation Do(string name, Func<CurveOperation> begin)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();

        if (!s_known.TryGetValue(name, out byte[] result))
        {
            using CurveOperation operation = begin();

            while (!operation.Step())
            {
            }

            if (operation.Succeeded)
            {
                // A verification has no result but that.
                result = new byte[operation.ResultLength];

                if (result.Length > 0)
                {
                    operation.GetResult(result, 0);
                }
            }

            if (s_known.Count < Most)
            {
                s_known.TryAdd(name, result);
            }
        }

        // The name was made before, of characters of two bytes.
        Allocated += GC.GetAllocatedBytesForCurrentThread() - before + (8L * name.Length);
        return new RememberedOperation(result);
    }
}
