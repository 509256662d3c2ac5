//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Security.Cryptography;
using NanoTlsMan.Ciphers;
using NanoTlsMan.Native;
using NanoTlsMan.NativeStacks;

namespace NanoTlsMan.Tests.Stacks;

/// <summary>
/// The ciphers of each native library, against the managed ones and .NET's own.
/// </summary>
public class CipherTests
{
    public static TheoryData<string, AeadAlgorithm> Aeads()
    {
        TheoryData<string, AeadAlgorithm> data = [];

        foreach (string name in Stacks.Native)
        {
            foreach (AeadAlgorithm algorithm in Enum.GetValues<AeadAlgorithm>())
            {
                data.Add(name, algorithm);
            }
        }

        return data;
    }

    public static TheoryData<string> Names() => [.. Stacks.Native];

    [SkippableTheory]
    [MemberData(nameof(Aeads))]
    public void AeadEqualsTheManagedOne(string name, AeadAlgorithm algorithm)
    {
        NativeCiphers ciphers = Get(name);

        if (!ciphers.Supports(algorithm))
        {
            Assert.Throws<NotSupportedException>(() => ciphers.CreateAead(algorithm, new byte[32], 0, 32));
            return;
        }

        int keyLength = algorithm == AeadAlgorithm.ChaCha20Poly1305 ? 32 : 16;
        Random random = new(7);

        for (int i = 0; i < 200; i++)
        {
            byte[] key = Bytes(random, keyLength + 4);
            byte[] nonce = Bytes(random, 15);
            byte[] aad = Bytes(random, 4 + random.Next(40));
            int count = i < 70 ? i : random.Next(1400);
            byte[] text = Bytes(random, count + 24);
            byte[] sealedText = (byte[])text.Clone();
            byte[] expected = (byte[])text.Clone();

            using AeadCipher native = ciphers.CreateAead(algorithm, key, 4, keyLength);
            using AeadCipher managed = new ManagedCiphers().CreateAead(algorithm, key, 4, keyLength);

            Assert.Equal(managed.TagLength, native.TagLength);
            native.Seal(nonce, 3, aad, 2, aad.Length - 3, sealedText, 5, count);
            managed.Seal(nonce, 3, aad, 2, aad.Length - 3, expected, 5, count);
            Assert.Equal(expected, sealedText);

            // One bit anywhere, in text, tag or additional data, and nothing is opened.
            byte[] forged = (byte[])sealedText.Clone();

            forged[5 + random.Next(count + native.TagLength)] ^= (byte)(1 << random.Next(8));
            Assert.False(native.Open(nonce, 3, aad, 2, aad.Length - 3, forged, 5, count));
            Assert.False(count > 16 && forged.AsSpan(5, count).SequenceEqual(text.AsSpan(5, count)));
            aad[2] ^= 1;
            Assert.False(native.Open(nonce, 3, aad, 2, aad.Length - 3, (byte[])sealedText.Clone(), 5, count));
            aad[2] ^= 1;

            Assert.True(native.Open(nonce, 3, aad, 2, aad.Length - 3, sealedText, 5, count));
            Assert.Equal(text.AsSpan(0, 5 + count).ToArray(), sealedText.AsSpan(0, 5 + count).ToArray());
        }
    }

    [SkippableTheory]
    [InlineData("mbedtls")]
    [InlineData("wolfssl")]
    public void LibrariesThatHaveEveryAeadLendIt(string name)
    {
        NativeCiphers ciphers = Get(name);

        Assert.All(Enum.GetValues<AeadAlgorithm>(), algorithm => Assert.True(ciphers.Supports(algorithm)));
    }

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void HashHmacAndPrfEqualTheManagedOnes(string name)
    {
        NativeCiphers ciphers = Get(name);
        ManagedCiphers managed = new();
        Random random = new(8);

        using TranscriptHash hash = ciphers.CreateTranscriptHash();

        for (int i = 0; i < 200; i++)
        {
            byte[] data = Bytes(random, random.Next(300));
            byte[] key = Bytes(random, random.Next(150));
            byte[] actual = new byte[40];
            byte[] expected = new byte[40];
            int cut = random.Next(data.Length + 1);

            // Read in between, and go on.
            hash.Reset();
            hash.Update(data, 0, cut);
            hash.GetDigest(actual, 1);
            Assert.Equal(SHA256.HashData(data.AsSpan(0, cut)), actual.AsSpan(1, 32).ToArray());
            hash.Update(data, cut, data.Length - cut);
            hash.GetDigest(actual, 1);
            Assert.Equal(SHA256.HashData(data), actual.AsSpan(1, 32).ToArray());

            ciphers.ComputeHmac(key, 0, key.Length, data, 0, data.Length, actual, 8);
            Assert.Equal(HMACSHA256.HashData(key, data), actual.AsSpan(8, 32).ToArray());

            byte[] label = Bytes(random, 1 + random.Next(20));
            byte[] seed = Bytes(random, random.Next(100));
            int count = random.Next(120);
            byte[] output = new byte[130];
            byte[] expectedOutput = new byte[130];

            ciphers.ComputePrf(key, 0, key.Length, label, seed, 0, seed.Length, output, 3, count);
            managed.ComputePrf(key, 0, key.Length, label, seed, 0, seed.Length, expectedOutput, 3, count);
            Assert.Equal(expectedOutput, output);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void RangesBeyondTheArrayAreRefused(string name)
    {
        NativeCiphers ciphers = Get(name);
        byte[] bytes = new byte[40];

        using AeadCipher aead = ciphers.CreateAead(AeadAlgorithm.Aes128Ccm8, bytes, 0, 16);

        Assert.Throws<ArgumentOutOfRangeException>(() => ciphers.CreateAead(AeadAlgorithm.Aes128Ccm8, bytes, 25, 16));
        Assert.Throws<ArgumentNullException>(() => ciphers.CreateAead(AeadAlgorithm.Aes128Ccm8, null, 0, 16));
        Assert.Throws<ArgumentOutOfRangeException>(() => ciphers.CreateAead(AeadAlgorithm.Aes128Ccm8, bytes, 0, 32));
        Assert.Throws<ArgumentOutOfRangeException>(() => aead.Seal(bytes, 0, bytes, 0, 10, bytes, 20, 13));
        Assert.Throws<ArgumentOutOfRangeException>(() => aead.Seal(bytes, 29, bytes, 0, 10, bytes, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => aead.Open(bytes, 0, bytes, 31, 10, bytes, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => aead.Open(bytes, 0, bytes, -1, 1, bytes, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => aead.Open(bytes, 0, bytes, 0, 1, bytes, 0, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => aead.Open(bytes, 0, bytes, 0, 1, bytes, 0, int.MaxValue));
        aead.Dispose();
        aead.Dispose();
        Assert.Throws<ObjectDisposedException>(() => aead.Seal(bytes, 0, bytes, 0, 10, bytes, 0, 1));
    }

    private static NativeCiphers Get(string name)
    {
        NativeCiphers ciphers = NativeCiphers.Find(name);

        Skip.If(ciphers == null, $"{name} is not in libtlsman, or there is no libtlsman");
        return ciphers!;
    }

    private static int GetIndex(string name)
    {
        Get(name);
        return Enumerable.Range(0, NativeCiphers.Count).Single(index => NativeCiphers.Get(index).Name == name);
    }

    private static byte[] Bytes(Random random, int count)
    {
        byte[] bytes = new byte[count];

        random.NextBytes(bytes);
        return bytes;
    }
}
