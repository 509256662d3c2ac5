//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NanoTlsMan.Host.Lasting;

namespace NanoTlsMan.Host.Keys;

/// <summary>
/// Keys and certificates to develop with: an authority of one's own, a server and a client, and raw keys.
/// </summary>
internal static class DevelopmentFiles
{
    private const string ServerUse = "1.3.6.1.5.5.7.3.1";
    private const string ClientUse = "1.3.6.1.5.5.7.3.2";
    private const int Days = 365;

    /// <summary>
    /// Makes all files.
    /// </summary>
    /// <param name="folder">Where they go.</param>
    /// <param name="hosts">The names and addresses of the server.</param>
    /// <returns>The names of the files.</returns>
    public static IReadOnlyList<string> Create(string folder, IReadOnlyList<string> hosts)
    {
        Directory.CreateDirectory(folder);

        DateTimeOffset from = DateTimeOffset.UtcNow.AddDays(-1);
        DateTimeOffset to = from.AddDays(Days);
        using ECDsa authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest authorityRequest =
            new("CN=nanoTlsMan development CA", authorityKey, HashAlgorithmName.SHA256);

        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        authorityRequest.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        authorityRequest.CertificateExtensions.Add(
            new X509SubjectKeyIdentifierExtension(authorityRequest.PublicKey, false));

        using X509Certificate2 authority = authorityRequest.CreateSelfSigned(from, to);
        List<string> files = [];

        Write(folder, files, "ca", authority, authorityKey);

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

        Issue(folder, files, "server", authority, from, to, ServerUse, names);
        Issue(folder, files, "client", authority, from, to, ClientUse, null);
        return files;
    }

    /// <summary>
    /// Writes a file that nobody but its owner reads.
    /// </summary>
    public static void WritePrivate(string path, string text) =>
        PrivateFile.Write(path, System.Text.Encoding.ASCII.GetBytes(text + "\n"));

    private static void Issue(
        string folder, List<string> files, string name, X509Certificate2 authority, DateTimeOffset from,
        DateTimeOffset to, string use, SubjectAlternativeNameBuilder? names)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN=nanoTlsMan development {name}", key, HashAlgorithmName.SHA256);

        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(use)], false));
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false));

        if (names != null)
        {
            request.CertificateExtensions.Add(names.Build());
        }

        byte[] serial = RandomNumberGenerator.GetBytes(16);

        serial[0] = (byte)((serial[0] & 0x7F) | 0x40);

        using X509Certificate2 certificate = request.Create(authority, from, to, serial);

        Write(folder, files, name, certificate, key);
    }

    private static void Write(
        string folder, List<string> files, string name, X509Certificate2 certificate, ECDsa key)
    {
        string certificatePath = Path.Combine(folder, name + ".crt");
        string keyPath = Path.Combine(folder, name + ".key");
        string publicPath = Path.Combine(folder, name + ".pub");

        File.WriteAllText(certificatePath, certificate.ExportCertificatePem() + "\n");
        WritePrivate(keyPath, key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(publicPath, key.ExportSubjectPublicKeyInfoPem() + "\n");
        files.AddRange([certificatePath, keyPath, publicPath]);
    }
}
