//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace NanoTlsMan.Tests.Stacks;

/// <summary>
/// Key pairs on P-256 with certificates, made anew for each run, and stores with them.
/// </summary>
internal static class KeyRing
{
    public const int OwnTag = 21;
    public const int TrustTag = 22;
    public const string Host = "board.example";
    public const string Address = "192.0.2.7";

    public static readonly Pair Authority = new("authority", null, authority => authority.IsAuthority = true);
    public static readonly Pair Server = new("server", Authority, server => server.Hosts = [Host, Address]);
    public static readonly Pair Client = new("client", Authority, client => client.Use = Pair.ClientUse);
    public static readonly Pair Stranger = new("stranger", null, stranger => stranger.Hosts = [Host]);

    /// <summary>A store with our own raw key, or certificate, and what knows the other by the same.</summary>
    public static CredentialStore Store(TlsKeyKinds kind, Pair? own, Pair? trusted)
    {
        CredentialStore store = new();

        if (own != null)
        {
            AddOwn(store, kind, OwnTag, own);
        }

        if (trusted != null && kind == TlsKeyKinds.RawPublicKey)
        {
            store.TrustKey(TrustTag, trusted.KeyInfo);
        }
        else if (trusted != null)
        {
            store.TrustAnchor(TrustTag, Authority.Certificate);
        }

        return store;
    }

    /// <summary>tinyDTLS as a server takes only clients that could send a raw key, whether it asks for one or
    /// not.</summary>
    public static Pair? ClientFor(string server) => server == "tinydtls" ? Client : null;

    public static void AddOwn(CredentialStore store, TlsKeyKinds kind, int tag, Pair own)
    {
        if (kind == TlsKeyKinds.RawPublicKey)
        {
            store.AddKeyPair(tag, own.PrivateKey, own.PublicKey);
        }
        else
        {
            store.AddCertificate(tag, own.PrivateKey, [own.Certificate]);
        }
    }

    /// <summary>What a certificate says, and its key.</summary>
    internal sealed class Pair
    {
        public const string ServerUse = "1.3.6.1.5.5.7.3.1";
        public const string ClientUse = "1.3.6.1.5.5.7.3.2";

        private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        public Pair(string name, Pair? issuer, Action<Pair> describe)
        {
            describe(this);
            Certificate = Issue(new CertificateRequest("CN=" + name, _key, HashAlgorithmName.SHA256), issuer);
        }

        public string[]? Hosts { get; set; }

        public string? Use { get; set; } = ServerUse;

        public bool IsAuthority { get; set; }

        /// <summary>In days from now.</summary>
        public int From { get; set; } = -1;

        public int To { get; set; } = 30;

        public X509KeyUsageFlags KeyUsage { get; set; } = X509KeyUsageFlags.DigitalSignature;

        public byte[] Certificate { get; }

        public byte[] KeyInfo => _key.ExportSubjectPublicKeyInfo();

        public byte[] Digest => SHA256.HashData(KeyInfo);

        public byte[] PrivateKey => _key.ExportParameters(true).D!;

        public byte[] PublicKey => KeyInfo[^CredentialStore.PublicKeyLength..];

        private byte[] Issue(CertificateRequest request, Pair? issuer)
        {
            DateTimeOffset from = DateTimeOffset.UtcNow.AddDays(From);
            DateTimeOffset to = DateTimeOffset.UtcNow.AddDays(To);

            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(IsAuthority, false, 0, true));
            request.CertificateExtensions.Add(
                new X509KeyUsageExtension(IsAuthority ? X509KeyUsageFlags.KeyCertSign : KeyUsage, true));

            if (Hosts != null)
            {
                request.CertificateExtensions.Add(Names(Hosts));
            }

            if (Use != null && !IsAuthority)
            {
                request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(Use)], false));
            }

            if (issuer == null)
            {
                return request.CreateSelfSigned(from, to).RawData;
            }

            using X509Certificate2 authority = X509CertificateLoader.LoadCertificate(issuer.Certificate);

            return request.Create(
                authority.SubjectName, X509SignatureGenerator.CreateForECDsa(issuer._key), from, to,
                RandomNumberGenerator.GetBytes(8)).RawData;
        }

        private static X509Extension Names(string[] hosts)
        {
            SubjectAlternativeNameBuilder names = new();

            foreach (string host in hosts)
            {
                if (IPAddress.TryParse(host, out IPAddress? address))
                {
                    names.AddIpAddress(address);
                }
                else
                {
                    names.AddDnsName(host);
                }
            }

            return names.Build();
        }
    }
}
