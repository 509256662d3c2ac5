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
/// The managed verifier on Project Wycheproof's signatures. Groups with another hash are counted and left out; those of
/// the right hash with another salt, another mask or another size of key are run, and each has to be refused.
/// </summary>
public sealed class WycheproofSignatureTests
{
    private readonly ITestOutputHelper _output;
    private readonly List<string> _failures = [];
    private int _accepted;
    private int _refused;
    private int _left;

    public WycheproofSignatureTests(ITestOutputHelper output)
    {
        _output = output;
    }

    [WycheproofTheory]
    [InlineData("rsa_signature_2048_sha256_test.json")]
    [InlineData("rsa_signature_2048_sha384_test.json")]
    [InlineData("rsa_signature_3072_sha256_test.json")]
    [InlineData("rsa_signature_3072_sha384_test.json")]
    [InlineData("rsa_signature_4096_sha256_test.json")]
    [InlineData("rsa_signature_4096_sha384_test.json")]
    [InlineData("rsa_signature_8192_sha256_test.json")]
    [InlineData("rsa_signature_8192_sha384_test.json")]
    public void Pkcs1(string file)
    {
        Run(file, group => Convert.FromHexString(group.GetProperty("publicKeyAsn").GetString()!), SelectPkcs1);
    }

    [WycheproofTheory]
    [InlineData("rsa_pkcs1_1024_sig_gen_test.json")]
    [InlineData("rsa_pkcs1_1536_sig_gen_test.json")]
    [InlineData("rsa_pkcs1_2048_sig_gen_test.json")]
    [InlineData("rsa_pkcs1_3072_sig_gen_test.json")]
    [InlineData("rsa_pkcs1_4096_sig_gen_test.json")]
    public void Pkcs1OfGenerators(string file)
    {
        Run(file, group => Encode(group.GetProperty("privateKey")), SelectPkcs1);
    }

    [WycheproofTheory]
    [InlineData("rsa_pss_2048_sha256_mgf1_0_test.json")]
    [InlineData("rsa_pss_2048_sha256_mgf1_32_test.json")]
    [InlineData("rsa_pss_2048_sha256_mgf1sha1_20_test.json")]
    [InlineData("rsa_pss_2048_sha384_mgf1_48_test.json")]
    [InlineData("rsa_pss_3072_sha256_mgf1_32_test.json")]
    [InlineData("rsa_pss_4096_sha256_mgf1_32_test.json")]
    [InlineData("rsa_pss_4096_sha384_mgf1_48_test.json")]
    [InlineData("rsa_pss_misc_test.json")]
    public void Pss(string file)
    {
        Run(
            file,
            group => Convert.FromHexString(group.GetProperty("publicKeyAsn").GetString()!),
            group => Select(group, SignatureScheme.RsaPssRsaeSha256, SignatureScheme.RsaPssRsaeSha384));
    }

    [WycheproofTheory]
    [InlineData("ecdsa_secp256r1_sha256_test.json", SignatureScheme.EcdsaSecp256r1Sha256)]
    [InlineData("ecdsa_secp384r1_sha384_test.json", SignatureScheme.EcdsaSecp384r1Sha384)]
    public void Ecdsa(string file, int scheme)
    {
        Run(file, group => group.GetProperty("publicKey").GetBytes("uncompressed"), _ => scheme);
    }

    private static int SelectPkcs1(JsonElement group) =>
        Select(group, SignatureScheme.RsaPkcs1Sha256, SignatureScheme.RsaPkcs1Sha384);

    private static int Select(JsonElement group, int withSha256, int withSha384) =>
        group.GetProperty("sha").GetString() switch
        {
            "SHA-256" => withSha256,
            "SHA-384" => withSha384,
            _ => 0,
        };

    private static byte[] Encode(JsonElement key)
    {
        using RSA rsa = RSA.Create(new RSAParameters
        {
            Modulus = Convert.FromHexString(key.GetProperty("modulus").GetString()!.TrimStart('0')),
            Exponent = key.GetBytes("publicExponent"),
        });
        return rsa.ExportRSAPublicKey();
    }

    /// <summary>
    /// What is as TLS has it is to be taken: a modulus of 2048 to 4096 bits and, for PSS, one hash throughout and a
    /// salt as long as its digest (RFC 8446, section 4.2.3).
    /// </summary>
    private static bool IsOfTls(JsonElement group)
    {
        if (group.TryGetProperty("keySize", out JsonElement size) && size.GetInt32() is < 2048 or > 4096)
        {
            return false;
        }

        return !group.TryGetProperty("sLen", out JsonElement salt)
            || (group.GetProperty("mgfSha").GetString() == group.GetProperty("sha").GetString()
                && salt.GetInt32() == (group.GetProperty("sha").GetString() == "SHA-256" ? 32 : 48));
    }

    /// <summary>
    /// "acceptable" is what a verifier may refuse. Here: a DigestInfo without NULL is refused, for RFC 8017 wants it in
    /// what is signed (section 9.2, note 1) and one encoding is all that is compared with. The exponent 3 is taken:
    /// what it endangers are verifiers which parse.
    /// </summary>
    private static bool IsExpected(JsonElement group, JsonElement test)
    {
        string parameters =
            group.TryGetProperty("sLen", out JsonElement salt) ? $"{salt} of {group.GetProperty("sha")}" : "";

        if (parameters == "0 of SHA-256" && test.GetProperty("comment").GetString() == "s_len changed to 32")
        {
            // What is wrong there is right in TLS.
            return group.GetProperty("mgfSha").GetString() == "SHA-256";
        }

        return IsOfTls(group) && test.GetProperty("result").GetString() switch
        {
            "valid" => true,
            "acceptable" => !test.GetProperty("flags").EnumerateArray().Any(flag => flag.GetString() == "MissingNull"),
            _ => false,
        };
    }

    private void Run(string file, Func<JsonElement, byte[]> getKey, Func<JsonElement, int> getScheme)
    {
        JsonElement root = WycheproofFiles.Read(file);

        foreach (JsonElement group in root.GetProperty("testGroups").EnumerateArray())
        {
            int scheme = getScheme(group);
            byte[] key = scheme == 0 ? [] : getKey(group);

            foreach (JsonElement test in group.GetProperty("tests").EnumerateArray())
            {
                if (scheme == 0)
                {
                    _left++;
                    continue;
                }

                bool expected = IsExpected(group, test);
                bool accepted = Signatures.Verify(scheme, key, test.GetBytes("msg"), test.GetBytes("sig"));

                _accepted += accepted ? 1 : 0;
                _refused += accepted ? 0 : 1;
                if (accepted != expected)
                {
                    string verdict = accepted ? "accepted" : "refused";
                    _failures.Add($"test {test.GetProperty("tcId")} was {verdict}: {test.GetProperty("comment")}");
                }
            }
        }

        string summary = $"{file}: {_accepted} accepted, {_refused} refused, {_left} with another hash";
        _output.WriteLine(summary);
        Console.WriteLine(summary);

        Assert.Empty(_failures);
        Assert.True(_accepted + _refused > 0, summary);
        Assert.Equal(root.GetProperty("numberOfTests").GetInt32(), _accepted + _refused + _left);
    }
}
