//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Security.Cryptography;
using NanoTlsMan.Ciphers;
using NanoTlsMan.Ciphers.PublicKey;
using Xunit;

namespace NanoTlsMan.Tests.Vectors;

/// <summary>
/// Keys and signatures that are cut, changed or made up: each is a failed operation and never an exception. Nothing
/// lies behind the arrays that would hide a byte too many being read.
/// </summary>
public sealed class SignatureDamageTests
{
    private static readonly ManagedSignatures s_signatures = new(new ManagedCiphers());
    private static readonly byte[] s_message = [1, 2, 3, 4, 5];

    [Theory]
    [InlineData(SignatureScheme.RsaPkcs1Sha256)]
    [InlineData(SignatureScheme.RsaPkcs1Sha384)]
    [InlineData(SignatureScheme.RsaPssRsaeSha256)]
    [InlineData(SignatureScheme.RsaPssRsaeSha384)]
    [InlineData(SignatureScheme.EcdsaSecp256r1Sha256)]
    [InlineData(SignatureScheme.EcdsaSecp384r1Sha384)]
    public void WhateverIsGivenNothingIsThrown(int scheme)
    {
        (byte[] key, byte[] signature) = Sign(scheme);
        Random random = new(scheme);

        Assert.True(Verify(scheme, key, signature));
        for (int length = 0; length < key.Length; length++)
        {
            Assert.False(Verify(scheme, key[..length], signature));
        }

        for (int length = 0; length < signature.Length; length++)
        {
            Assert.False(Verify(scheme, key, signature[..length]));
        }

        for (int i = 0; i < 1500; i++)
        {
            // The first bytes are those that are parsed.
            Assert.False(Verify(scheme, Change(random, key, i % 2 == 0 ? 12 : key.Length), signature));
            Assert.False(Verify(scheme, key, Change(random, signature, i % 2 == 0 ? 6 : signature.Length)));

            byte[] noise = new byte[random.Next(1200)];
            random.NextBytes(noise);
            Assert.False(Verify(scheme, noise, signature));
            Assert.False(Verify(scheme, key, noise));
        }
    }

    private static byte[] Change(Random random, byte[] bytes, int below)
    {
        byte[] changed = [.. bytes];
        changed[random.Next(below)] ^= (byte)random.Next(1, 256);
        return changed;
    }

    private static bool Verify(int scheme, byte[] key, byte[] signature)
    {
        using CurveOperation operation = s_signatures.Verify(
            scheme, key, 0, key.Length, s_message, 0, s_message.Length, signature, 0, signature.Length);

        Curves.Run(operation);
        return operation.Succeeded;
    }

    private static (byte[] Key, byte[] Signature) Sign(int scheme)
    {
        HashAlgorithmName hash = scheme is SignatureScheme.RsaPkcs1Sha256 or SignatureScheme.RsaPssRsaeSha256
            or SignatureScheme.EcdsaSecp256r1Sha256 ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA384;

        if (scheme is SignatureScheme.EcdsaSecp256r1Sha256 or SignatureScheme.EcdsaSecp384r1Sha384)
        {
            using ECDsa curve = ECDsa.Create(
                scheme == SignatureScheme.EcdsaSecp256r1Sha256
                    ? ECCurve.NamedCurves.nistP256
                    : ECCurve.NamedCurves.nistP384);
            ECPoint point = curve.ExportParameters(false).Q;
            return ([4, .. point.X!, .. point.Y!],
                curve.SignData(s_message, hash, DSASignatureFormat.Rfc3279DerSequence));
        }

        using RSA rsa = RSA.Create(2048);
        return (rsa.ExportRSAPublicKey(), rsa.SignData(
            s_message, hash, scheme < 0x0800 ? RSASignaturePadding.Pkcs1 : RSASignaturePadding.Pss));
    }
}
