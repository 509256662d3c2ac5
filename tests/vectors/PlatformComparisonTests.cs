//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Security.Cryptography;
using NanoTlsMan.Ciphers;
using Xunit;

namespace NanoTlsMan.Tests.Vectors;

/// <summary>
/// The managed ciphers against those of .NET, on random input of a fixed seed: lengths that no published vector has.
/// </summary>
public sealed class PlatformComparisonTests
{
    [Theory]
    [InlineData(AeadAlgorithm.Aes128Ccm, AesKind.FourTables)]
    [InlineData(AeadAlgorithm.Aes128Ccm, AesKind.ConstantTime)]
    [InlineData(AeadAlgorithm.Aes128Ccm8, AesKind.FourTables)]
    [InlineData(AeadAlgorithm.Aes128Ccm8, AesKind.OneTable)]
    [InlineData(AeadAlgorithm.Aes128Ccm8, AesKind.ConstantTime)]
    [InlineData(AeadAlgorithm.Aes128Gcm, AesKind.FourTables)]
    [InlineData(AeadAlgorithm.Aes128Gcm, AesKind.OneTable)]
    [InlineData(AeadAlgorithm.Aes128Gcm, AesKind.ConstantTime)]
    [InlineData(AeadAlgorithm.ChaCha20Poly1305, AesKind.FourTables)]
    public void AeadGivesTheSameRecords(AeadAlgorithm algorithm, AesKind aesKind)
    {
        Random random = new(20260701);
        ManagedCiphers ciphers = new(aesKind);
        for (int i = 0; i < 400; i++)
        {
            // All short lengths, then some up to a full record, and additional data up to the contract's limit.
            int length = i < 300 ? i : random.Next(1 << 14);
            int aadLength = i % 50 == 49 ? random.Next(65280) : random.Next(70);
            byte[] key = Next(random, algorithm == AeadAlgorithm.ChaCha20Poly1305 ? 32 : 16);
            byte[] nonce = Next(random, AeadCipher.NonceLength);
            byte[] aad = Next(random, aadLength);
            byte[] plaintext = Next(random, length);

            using AeadCipher aead = ciphers.CreateAead(algorithm, key, 0, key.Length);
            byte[] record = [.. plaintext, .. new byte[aead.TagLength]];
            aead.Seal(nonce, 0, aad, 0, aad.Length, record, 0, length);
            Assert.Equal(Encrypt(algorithm, key, nonce, aad, plaintext, aead.TagLength), record);

            Assert.True(aead.Open(nonce, 0, aad, 0, aad.Length, record, 0, length));
            Assert.Equal(plaintext, record[..length]);
        }
    }

    [Fact]
    public void HashesAndCodesAreTheSame()
    {
        Random random = new(20260702);
        ManagedCiphers ciphers = new();
        using TranscriptHash hash = ciphers.CreateTranscriptHash();
        for (int i = 0; i < 400; i++)
        {
            byte[] key = Next(random, i % 150);
            byte[] message = Next(random, i);
            byte[] digest = new byte[32];
            hash.Reset();
            hash.Update(message, 0, message.Length);
            hash.GetDigest(digest, 0);
            Assert.Equal(SHA256.HashData(message), digest);

            ciphers.ComputeHmac(key, 0, key.Length, message, 0, message.Length, digest, 0);
            Assert.Equal(HMACSHA256.HashData(key, message), digest);
        }
    }

    [Fact]
    public void HashesAMillionLetters()
    {
        // The long example of FIPS 180-4, which takes a device too long.
        byte[] message = new byte[1_000_000];
        Array.Fill(message, (byte)'a');
        byte[] digest = new byte[32];
        using Sha256 hash = new();
        hash.Update(message, 0, message.Length);
        hash.GetDigest(digest, 0);

        Assert.Equal("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
            Convert.ToHexStringLower(digest));
    }

    private static byte[] Encrypt(
        AeadAlgorithm algorithm, byte[] key, byte[] nonce, byte[] aad, byte[] plaintext, int tagLength)
    {
        byte[] ciphertext = new byte[plaintext.Length];
        byte[] tag = new byte[tagLength];
        if (algorithm == AeadAlgorithm.Aes128Gcm)
        {
            using System.Security.Cryptography.AesGcm gcm = new(key, tagLength);
            gcm.Encrypt(nonce, plaintext, ciphertext, tag, aad);
        }
        else if (algorithm == AeadAlgorithm.ChaCha20Poly1305)
        {
            using System.Security.Cryptography.ChaCha20Poly1305 chaCha = new(key);
            chaCha.Encrypt(nonce, plaintext, ciphertext, tag, aad);
        }
        else
        {
            using System.Security.Cryptography.AesCcm ccm = new(key);
            ccm.Encrypt(nonce, plaintext, ciphertext, tag, aad);
        }

        return [.. ciphertext, .. tag];
    }

    private static byte[] Next(Random random, int count)
    {
        byte[] bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
