//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;
using PlatformCcm = System.Security.Cryptography.AesCcm;

namespace NanoTlsMan.Tests.Vectors;

/// <summary>
/// Records with tags of 8 bytes that have to be refused, of which Wycheproof has none: .NET seals, from a fixed seed,
/// and then one thing is changed. Each is tried with tags of 16 bytes as well.
/// </summary>
public sealed class CcmDamageTests
{
    private static readonly int[] s_lengths = [0, 1, 7, 8, 15, 16, 17, 31, 32, 33, 64];
    private static readonly int[] s_aadLengths = [0, 1, 13, 14, 15, 22, 46];

    private int _refused;

    public static TheoryData<string, int> ProvidersAndTags()
    {
        TheoryData<string, int> data = [];

        foreach (string provider in Providers.All)
        {
            data.Add(provider, 8);
            data.Add(provider, 16);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(ProvidersAndTags))]
    public void WhateverIsChangedIsRefused(string provider, int tagLength)
    {
        CipherProvider ciphers = Providers.GetCiphers(provider);
        Random random = new(20261203);

        foreach (int length in s_lengths)
        {
            foreach (int aadLength in s_aadLengths)
            {
                Sealed original = Sealed.Make(random, length, aadLength, tagLength);
                int refused = _refused;

                AssertOpens(ciphers, original, true);
                foreach (Sealed changed in Change(original, random))
                {
                    AssertOpens(ciphers, changed, false);
                }

                // All bits of the tag and those of nonce and text, at least.
                Assert.True(_refused - refused >= (8 * tagLength) + 12 + length);
                AssertOpens(ciphers, original, true);
            }
        }
    }

    private static IEnumerable<Sealed> Change(Sealed of, Random random)
    {
        int text = of.Text.Length;

        for (int bit = 0; bit < 8 * of.Tag.Length; bit++)
        {
            yield return of with { Tag = Flip(of.Tag, bit) };
        }

        for (int i = 0; i < text; i++)
        {
            yield return of with { Text = Flip(of.Text, (8 * i) + random.Next(8)) };
        }

        for (int i = 0; i < of.Aad.Length; i++)
        {
            yield return of with { Aad = Flip(of.Aad, (8 * i) + random.Next(8)) };
        }

        for (int i = 0; i < of.Nonce.Length; i++)
        {
            yield return of with { Nonce = Flip(of.Nonce, (8 * i) + random.Next(8)) };
        }

        yield return of with { Key = Flip(of.Key, random.Next(128)) };
        yield return of with { Aad = [.. of.Aad, 0] };
        yield return of with { Tag = new byte[of.Tag.Length] };
        yield return of with { Tag = [.. of.Tag.Reverse()] };

        // Tags that are cut: each byte of the record moves up, and the last one is a zero or one of the next record.
        byte[] record = [.. of.Text, .. of.Tag];
        if (text > 0)
        {
            yield return of with { Text = record[..(text - 1)], Tag = record[(text - 1)..^1] };
            yield return of with { Text = [.. of.Text, 0] };
        }

        for (int cut = 1; cut < of.Tag.Length; cut++)
        {
            // Zeros that are in the tag are no change.
            if (of.Tag[^cut..].Any(item => item != 0))
            {
                yield return of with { Tag = [.. of.Tag[..^cut], .. new byte[cut]] };
            }
        }

        if (of.Aad.Length > 0)
        {
            yield return of with { Aad = of.Aad[..^1] };
            yield return of with { Aad = [] };
        }

        // The tag of another length, cut or filled up: CBC-MAC begins with its length (RFC 3610, section 2.2).
        foreach (int other in new[] { 4, 6, 8, 10, 12, 14, 16 })
        {
            if (other != of.Tag.Length)
            {
                byte[] tag = of.Seal(other).Tag;
                yield return of with { Tag = [.. tag.Concat(new byte[16]).Take(of.Tag.Length)] };
            }
        }
    }

    private static byte[] Flip(byte[] bytes, int bit)
    {
        byte[] flipped = [.. bytes];
        flipped[bit / 8] ^= (byte)(1 << (bit % 8));
        return flipped;
    }

    private void AssertOpens(CipherProvider ciphers, Sealed record, bool expected)
    {
        AeadAlgorithm algorithm = record.Tag.Length == 8 ? AeadAlgorithm.Aes128Ccm8 : AeadAlgorithm.Aes128Ccm;
        using AeadCipher aead = ciphers.CreateAead(algorithm, record.Key, 0, record.Key.Length);
        byte[] buffer = [.. record.Text, .. record.Tag];
        bool opened =
            aead.Open(record.Nonce, 0, record.Aad, 0, record.Aad.Length, buffer, 0, record.Text.Length);

        Assert.Equal(expected, opened);
        if (expected)
        {
            Assert.Equal(record.Plaintext, buffer[..record.Text.Length]);
        }
        else
        {
            // Nothing is left of what was not authentic.
            Assert.DoesNotContain(buffer[..record.Text.Length], item => item != 0);
            _refused++;
        }
    }

    private sealed record Sealed(byte[] Key, byte[] Nonce, byte[] Aad, byte[] Plaintext, byte[] Text, byte[] Tag)
    {
        public static Sealed Make(Random random, int length, int aadLength, int tagLength) =>
            new Sealed(Next(random, 16), Next(random, 12), Next(random, aadLength), Next(random, length), [], [])
                .Seal(tagLength);

        public Sealed Seal(int tagLength)
        {
            byte[] text = new byte[Plaintext.Length];
            byte[] tag = new byte[tagLength];
            using PlatformCcm ccm = new(Key);

            ccm.Encrypt(Nonce, Plaintext, text, tag, Aad);
            return this with { Text = text, Tag = tag };
        }

        private static byte[] Next(Random random, int count)
        {
            byte[] bytes = new byte[count];
            random.NextBytes(bytes);
            return bytes;
        }
    }
}
