//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using NanoTlsMan.Ciphers;
using NanoTlsMan.Ciphers.Device;
using Xunit;
using Xunit.Abstractions;

namespace NanoTlsMan.Tests.Vectors;

/// <summary>
/// The managed ciphers on Project Wycheproof's tests, as far as they have TLS's parameters. Each test is run or counted
/// with the reason why not.
/// </summary>
public sealed class WycheproofTests
{
    private readonly ITestOutputHelper _output;
    private readonly SortedDictionary<string, int> _skipped = new(StringComparer.Ordinal);
    private readonly List<string> _failures = [];
    private int _valid;
    private int _invalid;

    public WycheproofTests(ITestOutputHelper output)
    {
        _output = output;
    }

    [WycheproofTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void AesCcm(bool constantTimeAes)
    {
        RunAead("aes_ccm_test.json", new ManagedCiphers(constantTimeAes), SelectCcm);
    }

    [WycheproofTheory]
    [InlineData("aes_ccm_test.json")]
    public void AesCcmOfTheFirmware(string file)
    {
        RunAead(file, new DeviceCiphers(), SelectCcm);
    }

    [WycheproofTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void AesGcm(bool constantTimeAes)
    {
        RunAead("aes_gcm_test.json", new ManagedCiphers(constantTimeAes), tagBits => tagBits == 128
            ? AeadAlgorithm.Aes128Gcm
            : null);
    }

    [WycheproofTheory]
    [InlineData("chacha20_poly1305_test.json")]
    public void ChaCha20Poly1305(string file)
    {
        RunAead(file, new ManagedCiphers(), tagBits => tagBits == 128 ? AeadAlgorithm.ChaCha20Poly1305 : null, 256);
    }

    [WycheproofTheory]
    [InlineData("hkdf_sha256_test.json")]
    public void HkdfSha256(string file) => RunHkdf(file, new ManagedCiphers());

    [WycheproofTheory]
    [InlineData("hkdf_sha256_test.json")]
    public void HkdfSha256OfTheFirmware(string file) => RunHkdf(file, new DeviceCiphers());

    [WycheproofTheory]
    [InlineData("hmac_sha256_test.json")]
    public void HmacSha256(string file) => RunHmac(file, new ManagedCiphers());

    [WycheproofTheory]
    [InlineData("hmac_sha256_test.json")]
    public void HmacSha256OfTheFirmware(string file) => RunHmac(file, new DeviceCiphers());

    private static AeadAlgorithm? SelectCcm(int tagBits) => tagBits switch
    {
        64 => AeadAlgorithm.Aes128Ccm8,
        128 => AeadAlgorithm.Aes128Ccm,
        _ => null,
    };

    private void RunHmac(string file, CipherProvider ciphers)
    {
        RunFile(file, (group, test) =>
        {
            byte[] key = test.GetBytes("key");
            byte[] message = test.GetBytes("msg");
            byte[] tag = test.GetBytes("tag");
            byte[] mac = new byte[32];
            ciphers.ComputeHmac(key, 0, key.Length, message, 0, message.Length, mac, 0);
            Judge(test, mac.AsSpan(0, tag.Length).SequenceEqual(tag), "a wrong verdict");
        });
    }

    private void RunHkdf(string file, CipherProvider ciphers)
    {
        RunFile(file, (group, test) =>
        {
            byte[] secret = test.GetBytes("ikm");
            byte[] salt = test.GetBytes("salt");
            byte[] info = test.GetBytes("info");
            byte[] output = new byte[test.GetProperty("size").GetInt32()];
            byte[] key = new byte[32];
            bool made = true;

            ciphers.ExtractKey(salt, 0, salt.Length, secret, 0, secret.Length, key, 0);
            try
            {
                ciphers.ExpandKey(key, 0, key.Length, info, 0, info.Length, output, 0, output.Length);
            }
            catch (ArgumentOutOfRangeException)
            {
                made = false;
            }

            Judge(test, made && output.AsSpan().SequenceEqual(test.GetBytes("okm")), "a wrong verdict");
        });
    }

    private void RunAead(string file, CipherProvider ciphers, Func<int, AeadAlgorithm?> select, int keyBits = 128)
    {
        RunFile(file, (group, test) =>
        {
            int testKeyBits = group.GetProperty("keySize").GetInt32();
            int nonceBits = group.GetProperty("ivSize").GetInt32();
            int tagBits = group.GetProperty("tagSize").GetInt32();
            AeadAlgorithm? algorithm = select(tagBits);
            string? reason = testKeyBits != keyBits ? $"{testKeyBits}-bit key"
                : nonceBits != 8 * AeadCipher.NonceLength ? $"{nonceBits}-bit nonce"
                : algorithm is null ? $"{tagBits}-bit tag"
                : null;

            if (reason is not null)
            {
                _skipped[reason] = _skipped.GetValueOrDefault(reason) + 1;
                return;
            }

            byte[] nonce = test.GetBytes("iv");
            byte[] aad = test.GetBytes("aad");
            byte[] plaintext = test.GetBytes("msg");
            byte[] record = [.. test.GetBytes("ct"), .. test.GetBytes("tag")];
            using AeadCipher aead =
                ciphers.CreateAead(algorithm!.Value, test.GetBytes("key"), 0, test.GetBytes("key").Length);

            byte[] buffer = [.. record];
            bool opened = aead.Open(nonce, 0, aad, 0, aad.Length, buffer, 0, plaintext.Length);
            Judge(test, opened, "a wrong verdict");
            if (opened)
            {
                Require(test, buffer.AsSpan(0, plaintext.Length).SequenceEqual(plaintext), "another plaintext");
                aead.Seal(nonce, 0, aad, 0, aad.Length, buffer, 0, plaintext.Length);
                Require(test, buffer.AsSpan().SequenceEqual(record), "another ciphertext");
            }
            else
            {
                Require(test, !buffer.AsSpan(0, plaintext.Length).ContainsAnyExcept((byte)0), "left plaintext behind");
            }
        });
    }

    private void RunFile(string file, Action<JsonElement, JsonElement> run)
    {
        JsonElement root = WycheproofFiles.Read(file);
        foreach (JsonElement group in root.GetProperty("testGroups").EnumerateArray())
        {
            foreach (JsonElement test in group.GetProperty("tests").EnumerateArray())
            {
                run(group, test);
            }
        }

        string skipped = string.Join(", ", _skipped.Select(pair => $"{pair.Value} with a {pair.Key}"));
        string summary =
            $"{file}: {_valid} valid and {_invalid} invalid run, {_skipped.Values.Sum()} not of TLS's kind ({skipped})";
        _output.WriteLine(summary);
        Console.WriteLine(summary);

        Assert.Empty(_failures);
        Assert.True(_valid > 0 && _invalid > 0, summary);
        Assert.Equal(root.GetProperty("numberOfTests").GetInt32(), _valid + _invalid + _skipped.Values.Sum());
    }

    private void Judge(JsonElement test, bool accepted, string complaint)
    {
        // "acceptable" tests, which a library may refuse, hold right tags: 8-byte ones are marked so.
        bool expected = test.GetProperty("result").GetString() != "invalid";
        if (expected)
        {
            _valid++;
        }
        else
        {
            _invalid++;
        }

        Require(test, accepted == expected, complaint);
    }

    private void Require(JsonElement test, bool condition, string complaint)
    {
        if (!condition)
        {
            _failures.Add($"test {test.GetProperty("tcId")}: {complaint}");
        }
    }
}
