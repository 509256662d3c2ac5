//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Linq;
using NanoTlsMan.Ciphers;
using NanoTlsMan.Wire;
using Xunit;

namespace NanoTlsMan.Tests.Flow;

/// <summary>
/// Ciphers and codes: keys and texts are secret, their lengths are not. Whether a tag was right is not secret either,
/// where it was wrong is.
/// </summary>
public sealed class CipherFlowTests
{
    private static readonly ManagedCiphers s_ciphers = new(AesKind.ConstantTime);

    // Less than a block, a block, more, and several of ChaCha20's.
    private static readonly int[] s_lengths = [0, 5, 16, 33, 150];

    [Theory]
    [InlineData("Aes128Ccm")]
    [InlineData("Aes128Ccm8")]
    [InlineData("Aes128Gcm")]
    [InlineData("ChaCha20Poly1305")]
    public void KeysAreNotTold(string name)
    {
        AeadAlgorithm algorithm = Enum.Parse<AeadAlgorithm>(name);

        foreach (int length in s_lengths)
        {
            byte[] text = [.. Enumerable.Range(0, length).Select(i => (byte)i)];

            Flow.AssertSame(Flow.CreateSecrets(GetKeyLength(algorithm), 11), key => SealAndOpen(algorithm, key, text));
        }
    }

    [Theory]
    [InlineData("Aes128Ccm")]
    [InlineData("Aes128Ccm8")]
    [InlineData("Aes128Gcm")]
    [InlineData("ChaCha20Poly1305")]
    public void TextsAreNotTold(string name)
    {
        AeadAlgorithm algorithm = Enum.Parse<AeadAlgorithm>(name);
        byte[] key = [.. Enumerable.Range(0, GetKeyLength(algorithm)).Select(i => (byte)(3 * i))];

        foreach (int length in s_lengths.Skip(1))
        {
            Flow.AssertSame(Flow.CreateSecrets(length, 12), text => SealAndOpen(algorithm, key, text));
        }
    }

    [Theory]
    [InlineData("Aes128Ccm")]
    [InlineData("Aes128Ccm8")]
    [InlineData("Aes128Gcm")]
    [InlineData("ChaCha20Poly1305")]
    public void WhereATagIsWrongIsNotTold(string name)
    {
        AeadAlgorithm algorithm = Enum.Parse<AeadAlgorithm>(name);
        byte[] key = new byte[GetKeyLength(algorithm)];
        using AeadCipher aead = s_ciphers.CreateAead(algorithm, key, 0, key.Length);
        byte[] record = new byte[20 + aead.TagLength];
        aead.Seal(new byte[12], 0, new byte[13], 0, 13, record, 0, 20);

        byte[][] wrong =
        [
            .. Enumerable.Range(0, 8 * aead.TagLength).Select(bit =>
            {
                byte[] changed = [.. record];
                changed[20 + (bit / 8)] ^= (byte)(1 << (bit % 8));
                return changed;
            }),
            [.. record[..20], .. new byte[aead.TagLength]],
        ];

        Flow.AssertSame(wrong, changed =>
        {
            byte[] buffer = [.. changed];
            Assert.False(aead.Open(new byte[12], 0, new byte[13], 0, 13, buffer, 0, 20));
        });
    }

    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(64)]
    [InlineData(100)]
    public void KeysOfHmacAreNotTold(int length)
    {
        Flow.AssertSame(Flow.CreateSecrets(length, 13), key =>
        {
            byte[] mac = new byte[32];
            s_ciphers.ComputeHmac(key, 0, key.Length, new byte[70], 0, 70, mac, 0);
        });
    }

    [Fact]
    public void WhatIsHashedIsNotTold()
    {
        Flow.AssertSame(Flow.CreateSecrets(130, 14), secret =>
        {
            byte[] mac = new byte[32];
            s_ciphers.ComputeHmac(new byte[32], 0, 32, secret, 0, secret.Length, mac, 0);
        });
    }

    [Fact]
    public void HkdfTellsNothing()
    {
        Flow.AssertSame(Flow.CreateSecrets(32, 15), secret =>
        {
            byte[] key = new byte[32];
            byte[] output = new byte[80];
            s_ciphers.ExtractKey(new byte[32], 0, 32, secret, 0, secret.Length, key, 0);
            s_ciphers.ExpandKey(key, 0, key.Length, new byte[9], 0, 9, output, 0, output.Length);
        });
    }

    [Fact]
    public void ThePseudorandomFunctionTellsNothing()
    {
        Flow.AssertSame(Flow.CreateSecrets(48, 16), secret =>
        {
            byte[] output = new byte[72];
            s_ciphers.ComputePrf(secret, 0, secret.Length, new byte[13], new byte[64], 0, 64, output, 0, output.Length);
        });
    }

    [Fact]
    public void WhereTwoValuesDifferIsNotTold()
    {
        Flow.AssertSame(Flow.CreateSecrets(32, 17), secret =>
        {
            byte[] other = [.. secret];
            other[secret[5] % 32] ^= 1;
            Assert.False(ConstantTime.AreEqual(secret, 0, other, 0, 32));
        });
    }

    private static int GetKeyLength(AeadAlgorithm algorithm) =>
        algorithm == AeadAlgorithm.ChaCha20Poly1305 ? 32 : 16;

    private static void SealAndOpen(AeadAlgorithm algorithm, byte[] key, byte[] text)
    {
        byte[] nonce = [.. Enumerable.Range(0, 12).Select(i => (byte)i)];
        using AeadCipher aead = s_ciphers.CreateAead(algorithm, key, 0, key.Length);
        byte[] buffer = [.. text, .. new byte[aead.TagLength]];

        aead.Seal(nonce, 0, new byte[13], 0, 13, buffer, 0, text.Length);
        Assert.True(aead.Open(nonce, 0, new byte[13], 0, 13, buffer, 0, text.Length));
    }
}
