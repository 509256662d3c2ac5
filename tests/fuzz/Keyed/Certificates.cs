//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace NanoTlsMan.Tests.Fuzz.Keyed;

/// <summary>
/// An authority and what it has issued, the same in each run: signed by our own deterministic signatures, and valid for
/// good.
/// </summary>
internal static class Certificates
{
    public const string Host = "board.example";

    private static readonly DateTimeOffset s_from = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset s_to = new(2120, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly X500DistinguishedName s_issuer = new("CN=authority");

    public static byte[] Authority { get; } = MakeAuthority();

    public static byte[] Server { get; } = Issue(Keys.Server, 1, "1.3.6.1.5.5.7.3.1");

    public static byte[] Client { get; } = Issue(Keys.Client, 2, "1.3.6.1.5.5.7.3.2");

    private static byte[] MakeAuthority()
    {
        CertificateRequest request = new(s_issuer, GetKey(Keys.Stranger), HashAlgorithmName.SHA256);

        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        return request.Create(s_issuer, new Signer(), s_from, s_to, [9]).RawData;
    }

    private static byte[] Issue(int who, byte serial, string use)
    {
        CertificateRequest request =
            new(new X500DistinguishedName($"CN=peer {serial}"), GetKey(who), HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();

        names.AddDnsName(Host);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(use)], false));
        return request.Create(s_issuer, new Signer(), s_from, s_to, [serial]).RawData;
    }

    private static PublicKey GetKey(int who) => PublicKey.CreateFromSubjectPublicKeyInfo(
        CredentialStore.CreateKeyInfo(Keys.Public(who)), out _);

    /// <summary>Signs with the stranger's key, which is the authority's here.</summary>
    private sealed class Signer : X509SignatureGenerator
    {
        public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm) =>
            Convert.FromHexString("300a06082a8648ce3d040302");

        public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm)
        {
            using CurveOperation operation = new RememberedCurves().Sign(
                Keys.Private(Keys.Stranger), 0, SHA256.HashData(data), 0, null, SignatureForm.Der);

            while (!operation.Step())
            {
            }

            byte[] signature = new byte[operation.ResultLength];

            operation.GetResult(signature, 0);
            return signature;
        }

        protected override PublicKey BuildPublicKey() => GetKey(Keys.Stranger);
    }
}
