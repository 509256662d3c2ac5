//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text.Json;
using Xunit;
using Xunit.Abstractions;

namespace NanoTlsMan.Tests.Vectors;

/// <summary>
/// Ciphers and curves of every provider on Project Wycheproof's tests, as far as they have TLS's parameters. Each test
/// is run or counted with the reason why not.
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

    public static TheoryData<string> Ccm() => [.. Providers.WithAead(AeadAlgorithm.Aes128Ccm)];

    public static TheoryData<string> Gcm() => [.. Providers.WithAead(AeadAlgorithm.Aes128Gcm)];

    public static TheoryData<string> ChaCha() => [.. Providers.WithAead(AeadAlgorithm.ChaCha20Poly1305)];

    public static TheoryData<string> Ciphers() => [.. Providers.All];

    public static TheoryData<string> CurveProviders() => [.. Providers.WithCurves];

    [WycheproofTheory]
    [MemberData(nameof(Ccm))]
    public void AesCcm(string provider) => RunAead(
        "aes_ccm_test.json", provider, tagBits => tagBits switch
        {
            64 => AeadAlgorithm.Aes128Ccm8,
            128 => AeadAlgorithm.Aes128Ccm,
            _ => null,
        });

    [WycheproofTheory]
    [MemberData(nameof(Gcm))]
    public void AesGcm(string provider) =>
        RunAead("aes_gcm_test.json", provider, tagBits => tagBits == 128 ? AeadAlgorithm.Aes128Gcm : null);

    [WycheproofTheory]
    [MemberData(nameof(ChaCha))]
    public void ChaCha20Poly1305(string provider) => RunAead(
        "chacha20_poly1305_test.json", provider, tagBits => tagBits == 128 ? AeadAlgorithm.ChaCha20Poly1305 : null,
        256);

    [WycheproofTheory]
    [MemberData(nameof(Ciphers))]
    public void HkdfSha256(string provider) => RunHkdf("hkdf_sha256_test.json", Providers.GetCiphers(provider));

    [WycheproofTheory]
    [MemberData(nameof(Ciphers))]
    public void HmacSha256(string provider) => RunHmac("hmac_sha256_test.json", Providers.GetCiphers(provider));

    [WycheproofTheory]
    [MemberData(nameof(CurveProviders))]
    public void P256Agreements(string provider) =>
        RunAgreements("ecdh_secp256r1_ecpoint_test.json", NamedCurve.P256, provider);

    [WycheproofTheory]
    [MemberData(nameof(CurveProviders))]
    public void X25519Agreements(string provider) => RunAgreements("x25519_test.json", NamedCurve.X25519, provider);

    [WycheproofTheory]
    [MemberData(nameof(CurveProviders))]
    public void SignaturesInDer(string provider) =>
        RunSignatures("ecdsa_secp256r1_sha256_test.json", SignatureForm.Der, provider);

    [WycheproofTheory]
    [MemberData(nameof(CurveProviders))]
    public void SignaturesOfFixedLength(string provider) =>
        RunSignatures("ecdsa_secp256r1_sha256_p1363_test.json", SignatureForm.Fixed, provider);

    private void RunAgreements(string file, NamedCurve curve, string provider)
    {
        CurveProvider curves = Providers.GetCurves(provider);

        RunFile(file, (group, test) =>
        {
            // Private keys of P-256 are numbers there, with zeros in front or without.
            byte[] key = test.GetBytes("private");
            key = curve == NamedCurve.P256 ? [.. new byte[32], .. key] : key;
            byte[] peer = test.GetBytes("public");
            byte[] shared = test.GetBytes("shared");
            using CurveOperation operation =
                curves.Agree(curve, key, key.Length - 32, peer, 0, peer.Length);
            byte[] secret = Curves.Run(operation);

            if (test.GetProperty("result").GetString() == "acceptable")
            {
                // Either a compressed point, or a u coordinate of small order or not reduced: what is agreed has to be
                // right, and all zeros have to be refused (RFC 7748, section 6.1).
                bool refused = curve == NamedCurve.P256
                    ? peer.Length != 65
                    : !shared.AsSpan().ContainsAnyExcept((byte)0);
                Judge(test, operation.Succeeded != refused, "a wrong verdict");
                Require(test, refused || secret.AsSpan().SequenceEqual(shared), "another secret");
                return;
            }

            Judge(test, operation.Succeeded, "a wrong verdict");
            Require(test, !operation.Succeeded || secret.AsSpan().SequenceEqual(shared), "another secret");
        });
    }

    private void RunSignatures(string file, SignatureForm form, string provider)
    {
        CurveProvider curves = Providers.GetCurves(provider);

        RunFile(file, (group, test) =>
        {
            byte[] key = group.GetProperty("publicKey").GetBytes("uncompressed");
            byte[] digest = SHA256.HashData(test.GetBytes("msg"));
            byte[] signature = test.GetBytes("sig");
            using CurveOperation operation =
                curves.Verify(key, 0, key.Length, digest, 0, signature, 0, signature.Length, form);

            Curves.Run(operation);
            Judge(test, operation.Succeeded, "a wrong verdict");
        });
    }

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

    private void RunAead(string file, string provider, Func<int, AeadAlgorithm?> select, int keyBits = 128)
    {
        CipherProvider ciphers = Providers.GetCiphers(provider);

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
        Assert.True(_valid > 0 && (_invalid > 0 || !HasInvalid(root)), summary);
        Assert.Equal(root.GetProperty("numberOfTests").GetInt32(), _valid + _invalid + _skipped.Values.Sum());
    }

    private static bool HasInvalid(JsonElement root) => root.GetProperty("testGroups").EnumerateArray()
        .SelectMany(group => group.GetProperty("tests").EnumerateArray())
        .Any(test => test.GetProperty("result").GetString() == "invalid");

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
