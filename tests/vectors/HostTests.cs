//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using NanoTlsMan.Ciphers;
using Xunit;

namespace NanoTlsMan.Tests.Vectors;

/// <summary>
/// Promises of the ciphers that only the host can see kept.
/// </summary>
public sealed class HostTests
{
    [Theory]
    [InlineData(AeadAlgorithm.Aes128Ccm, AesKind.FourTables)]
    [InlineData(AeadAlgorithm.Aes128Ccm8, AesKind.FourTables)]
    [InlineData(AeadAlgorithm.Aes128Gcm, AesKind.FourTables)]
    [InlineData(AeadAlgorithm.Aes128Ccm, AesKind.ConstantTime)]
    [InlineData(AeadAlgorithm.Aes128Ccm8, AesKind.OneTable)]
    [InlineData(AeadAlgorithm.Aes128Ccm8, AesKind.ConstantTime)]
    [InlineData(AeadAlgorithm.Aes128Gcm, AesKind.OneTable)]
    [InlineData(AeadAlgorithm.Aes128Gcm, AesKind.ConstantTime)]
    [InlineData(AeadAlgorithm.ChaCha20Poly1305, AesKind.FourTables)]
    public void SealAndOpenAllocateNothing(AeadAlgorithm algorithm, AesKind aesKind)
    {
        using AeadCipher aead =
            new ManagedCiphers(aesKind).CreateAead(algorithm, new byte[32], 0, GetKeyLength(algorithm));
        byte[] nonce = new byte[AeadCipher.NonceLength];
        byte[] aad = new byte[13];
        byte[] record = new byte[77 + aead.TagLength];

        long allocated = CountAllocated(() =>
        {
            aead.Seal(nonce, 0, aad, 0, aad.Length, record, 0, 77);
            bool opened = aead.Open(nonce, 0, aad, 0, aad.Length, record, 0, 77);

            // The second time the tag is wrong: it is of the same ciphertext, which is now plaintext.
            bool wrong = aead.Open(nonce, 0, aad, 0, aad.Length, record, 0, 77);
            if (!opened || wrong)
            {
                throw new InvalidOperationException();
            }
        });
        Assert.Equal(0, allocated);
    }

    [Fact]
    public void HashAndCodeAllocateNothing()
    {
        using TranscriptHash hash = new ManagedCiphers().CreateTranscriptHash();
        using HmacSha256 hmac = new(new byte[16], 0, 16);
        byte[] message = new byte[61];
        byte[] digest = new byte[32];

        long allocated = CountAllocated(() =>
        {
            hash.Update(message, 0, message.Length);
            hash.GetDigest(digest, 0);
            hmac.Update(message, 0, message.Length);
            hmac.GetMac(digest, 0);
        });
        Assert.Equal(0, allocated);
    }

    [Theory]
    [InlineData(AeadAlgorithm.Aes128Ccm, AesKind.FourTables)]
    [InlineData(AeadAlgorithm.Aes128Ccm8, AesKind.OneTable)]
    [InlineData(AeadAlgorithm.Aes128Ccm8, AesKind.ConstantTime)]
    [InlineData(AeadAlgorithm.Aes128Gcm, AesKind.FourTables)]
    [InlineData(AeadAlgorithm.Aes128Gcm, AesKind.OneTable)]
    [InlineData(AeadAlgorithm.Aes128Gcm, AesKind.ConstantTime)]
    [InlineData(AeadAlgorithm.ChaCha20Poly1305, AesKind.FourTables)]
    public void DisposeWipesTheKeys(AeadAlgorithm algorithm, AesKind aesKind)
    {
        byte[] key = Enumerable.Range(1, GetKeyLength(algorithm)).Select(i => (byte)i).ToArray();
        AeadCipher aead = new ManagedCiphers(aesKind).CreateAead(algorithm, key, 0, key.Length);
        AssertWiped(aead, aead.Dispose, algorithm == AeadAlgorithm.Aes128Gcm ? 2 : 1);
    }

    [Fact]
    public void DisposeWipesHashAndCode()
    {
        byte[] secret = Enumerable.Range(1, 100).Select(i => (byte)i).ToArray();
        Sha256 hash = new();
        hash.Update(secret, 0, secret.Length);
        AssertWiped(hash, hash.Dispose, 2);

        HmacSha256 hmac = new(secret, 0, 20);
        hmac.Update(secret, 0, secret.Length);
        AssertWiped(hmac, hmac.Dispose, 3);
    }

    [Theory]
    [InlineData(AesKind.FourTables)]
    [InlineData(AesKind.OneTable)]
    [InlineData(AesKind.ConstantTime)]
    public void SealAndOpenLeaveNoKeystreamBehind(AesKind aesKind)
    {
        foreach (AeadAlgorithm algorithm in Enum.GetValues<AeadAlgorithm>())
        {
            using AeadCipher aead =
                new ManagedCiphers(aesKind).CreateAead(algorithm, new byte[32], 0, GetKeyLength(algorithm));
            uint[] scratch = (uint[])aead.GetType()
                .GetField("_blocks", BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(aead)!;
            byte[] record = new byte[40 + aead.TagLength];

            aead.Seal(record, 0, record, 0, 0, record, 0, 40);
            Assert.All(scratch, word => Assert.Equal(0u, word));
            aead.Open(record, 0, record, 0, 0, record, 0, 40);
            Assert.All(scratch, word => Assert.Equal(0u, word));
        }
    }

    private static int GetKeyLength(AeadAlgorithm algorithm) =>
        algorithm == AeadAlgorithm.ChaCha20Poly1305 ? 32 : 16;

    private static long CountAllocated(Action action)
    {
        action();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            action();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void AssertWiped(object target, Action dispose, int secretArrays)
    {
        List<Array> arrays = [];
        Collect(target, arrays);

        // Without secrets before, zeros afterwards would say nothing.
        Assert.True(
            arrays.Count(array => array.Cast<object>().Any(item => Convert.ToUInt64(item) != 0)) >= secretArrays);
        dispose();
        Assert.All(arrays.SelectMany(array => array.Cast<object>()), item => Assert.Equal(0ul, Convert.ToUInt64(item)));
    }

    private static void Collect(object target, List<Array> arrays)
    {
        for (Type? type = target.GetType(); type is not null; type = type.BaseType)
        {
            foreach (FieldInfo field in type.GetFields(
                BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly))
            {
                switch (field.GetValue(target))
                {
                    case Array array:
                        arrays.Add(array);
                        break;
                    case { } value when value.GetType().Assembly == typeof(ManagedCiphers).Assembly:
                        Collect(value, arrays);
                        break;
                }
            }
        }
    }
}
