//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using NanoTlsMan.Ciphers;
using NanoTlsMan.Ciphers.PublicKey;
using Xunit;
using static NanoTlsMan.Tests.Vectors.Curves;

namespace NanoTlsMan.Tests.Flow;

/// <summary>
/// Private keys and nonces of P-256 and X25519. Whether a key lies between 1 and the order is told, and only keys
/// that do are run here: a random key does not in one case of 2^32, nor does a nonce of RFC 6979, and then another is
/// drawn, so that nothing is told of the one that is used. A signature is written with numbers of fixed length: DER
/// takes a branch on how long they are, which everybody knows who sees the signature.
/// </summary>
public sealed class CurveFlowTests
{
    private static readonly BigInteger s_order = new(
        Convert.FromHexString("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"),
        isUnsigned: true,
        isBigEndian: true);

    private static readonly ManagedCurves s_curves = new(new ManagedCiphers(AesKind.ConstantTime));

    [Fact]
    public void AKeyPairOfP256TellsNothing() =>
        Flow.AssertSame(CreateKeys(withSmall: false), key => MakeKey(NamedCurve.P256, key));

    [Fact]
    public void AgreementOnP256TellsNothing()
    {
        byte[] peer = MakeKey(NamedCurve.P256, Bytes(s_order / 3))[32..];

        Flow.AssertSame(CreateKeys(withSmall: true), key =>
        {
            using CurveOperation operation = s_curves.Agree(NamedCurve.P256, key, 0, peer, 0, peer.Length);
            Assert.Equal(32, Run(operation).Length);
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TheKeyOfASignatureIsNotTold(bool withRandom)
    {
        byte[] digest = [.. Enumerable.Range(0, 32).Select(i => (byte)(5 * i))];

        // Each key makes another nonce.
        Flow.AssertSame(CreateKeys(withSmall: true), key => Sign(key, digest, withRandom ? digest : null));
    }

    [Fact]
    public void TheNonceOfASignatureIsNotTold()
    {
        byte[] key = Bytes(s_order / 5);

        Flow.AssertSame(
            Flow.CreateSecrets(32, 21).Where(bytes => bytes.Take(16).Any(item => item != 0)),
            random => Sign(key, new byte[32], random));
    }

    [Fact]
    public void WhatIsSignedIsNotTold()
    {
        // Digests below and above the order as well.
        byte[] key = Bytes(s_order / 7);

        Flow.AssertSame(Flow.CreateSecrets(32, 22), digest => Sign(key, digest, null));
    }

    [Fact]
    public void AKeyPairOfX25519TellsNothing() =>
        Flow.AssertSame(
            Flow.CreateSecrets(32, 23).Where(bytes => bytes.Take(16).Any(item => item != 0)),
            key => MakeKey(NamedCurve.X25519, key));

    [Fact]
    public void AgreementOnX25519TellsNothing()
    {
        byte[] peer = MakeKey(NamedCurve.X25519, Bytes(s_order / 3))[32..];

        Flow.AssertSame(Flow.CreateSecrets(32, 24), key =>
        {
            using CurveOperation operation = s_curves.Agree(NamedCurve.X25519, key, 0, peer, 0, peer.Length);
            Assert.Equal(32, Run(operation).Length);
        });
    }

    [Fact]
    public void VerificationTells()
    {
        // It may: all of it is public. So the comparison would have seen it in what is secret.
        byte[] pair = MakeKey(NamedCurve.P256, Bytes(s_order / 11));
        byte[][] signatures =
            [.. Enumerable.Range(2, 4).Select(i => Sign(pair[..32], new byte[32], Bytes(s_order / i)))];

        string difference = Flow.FindDifference(signatures, signature =>
        {
            using CurveOperation operation = s_curves.Verify(
                pair, 32, 65, new byte[32], 0, signature, 0, signature.Length, SignatureForm.Fixed);
            Run(operation);
            Assert.True(operation.Succeeded);
        });

        Assert.Contains("a block in", difference);
    }

    /// <summary>
    /// Keys between 1 and the order: both ends, single bits, patterns and random ones. Small ones have 16 zeros in
    /// front, which a random source must not give.
    /// </summary>
    private static IEnumerable<byte[]> CreateKeys(bool withSmall)
    {
        IEnumerable<byte[]> keys = Flow.CreateSecrets(32, 20)
            .Concat(Enumerable.Range(1, 9).SelectMany(i => new[] { Bytes(i), Bytes(s_order - i) }))
            .Concat(Enumerable.Range(0, 16).Select(i => Bytes(BigInteger.One << ((16 * i) + 15))))
            .Append(Bytes(s_order / 2))
            .Append(Bytes((s_order / 2) + 1))
            .Where(key => Number(key) is var number && number > 0 && number < s_order);

        return withSmall ? keys : keys.Where(key => key.Take(16).Any(item => item != 0));
    }

    private static byte[] MakeKey(NamedCurve curve, byte[] random)
    {
        using CurveOperation operation = s_curves.GenerateKey(curve, new GivenRandom(random));
        byte[] pair = Run(operation);

        Assert.True(operation.Succeeded);
        return pair;
    }

    private static byte[] Sign(byte[] key, byte[] digest, byte[]? random)
    {
        using CurveOperation operation = s_curves.Sign(
            key, 0, digest, 0, random is null ? null! : new GivenRandom(random), SignatureForm.Fixed);
        byte[] signature = Run(operation);

        Assert.Equal(64, signature.Length);
        return signature;
    }

    private static BigInteger Number(byte[] bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    private static byte[] Bytes(BigInteger number)
    {
        byte[] bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[32 - bytes.Length], .. bytes];
    }

    private sealed class GivenRandom(byte[] bytes) : RandomSource
    {
        protected override bool Generate(byte[] buffer, int offset, int count)
        {
            bytes.AsSpan(0, count).CopyTo(buffer.AsSpan(offset));
            return true;
        }
    }
}
