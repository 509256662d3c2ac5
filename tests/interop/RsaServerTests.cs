//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace NanoTlsMan.Tests.Interop;

/// <summary>
/// Servers with RSA certificates, as most of the world's are: OpenSSL's, with an authority of the same kind.
/// </summary>
public class RsaServerTests
{
    [SkippableTheory]
    [InlineData("managed", "dtls", 2048, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "ECDHE-RSA-AES128-GCM-SHA256")]
    [InlineData("managed", "tls", 2048, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "ECDHE-RSA-AES128-GCM-SHA256")]
    [InlineData("managed", "dtls", 4096, "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", "ECDHE-RSA-CHACHA20-POLY1305")]
    [InlineData("managed", "tls", 3072, "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", "ECDHE-RSA-CHACHA20-POLY1305")]
    [InlineData("mbedtls", "dtls", 2048, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "ECDHE-RSA-AES128-GCM-SHA256")]
    [InlineData("mbedtls", "tls", 2048, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "ECDHE-RSA-AES128-GCM-SHA256")]
    [InlineData("mbedtls", "dtls", 4096, "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", "ECDHE-RSA-CHACHA20-POLY1305")]
    [InlineData("mbedtls", "tls", 3072, "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", "ECDHE-RSA-CHACHA20-POLY1305")]
    [InlineData("wolfssl", "dtls", 2048, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "ECDHE-RSA-AES128-GCM-SHA256")]
    [InlineData("wolfssl", "tls", 2048, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "ECDHE-RSA-AES128-GCM-SHA256")]
    [InlineData("wolfssl", "dtls", 4096, "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", "ECDHE-RSA-CHACHA20-POLY1305")]
    [InlineData("wolfssl", "tls", 3072, "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", "ECDHE-RSA-CHACHA20-POLY1305")]
    public void OurClientTalksToTheirServer(
        string stack, string kind, int bits, string suite, string theirName)
    {
        Skip.IfNot(ChildProcess.IsInstalled("openssl"), "openssl is not installed");
        Tlsman.RequireStack(stack);

        string folder = Directory.CreateTempSubdirectory("tlsman-test").FullName;
        string authority = Path.Combine(folder, "ca.crt");
        string certificate = Path.Combine(folder, "server.crt");
        string key = Path.Combine(folder, "server.key");
        int port = Peer.FindPort(kind);

        WriteFiles(bits, authority, certificate, key);

        using ChildProcess server = new(
            "openssl",
            ["s_server", "-quiet", .. kind == "dtls" ? ["-dtls1_2", "-listen", "-mtu", "1400"] : new[] { "-tls1_2" },
            "-accept", $"127.0.0.1:{port}", "-cert", certificate, "-key", key, "-cipher", theirName]);

        Tlsman.AwaitPort(kind, port);

        using ChildProcess client = Tlsman.Run(
            "client", "--" + kind, "--connect", $"127.0.0.1:{port}", "--ca", authority, "--stack", stack,
            "--suite", suite, "--wait", "60");

        client.WaitFor("connected: " + suite);
        client.WriteLine("hello from a board");
        server.WaitFor("hello from a board");
        server.WriteLine("hello from the other side");
        client.WaitFor("hello from the other side");
        client.CloseInput();
        Assert.Equal(0, client.WaitForExit());
    }

    private static void WriteFiles(int bits, string authorityPath, string certificatePath, string keyPath)
    {
        DateTimeOffset from = DateTimeOffset.UtcNow.AddDays(-1);
        DateTimeOffset to = from.AddDays(30);
        using RSA authorityKey = RSA.Create(2048);
        CertificateRequest authority =
            new("CN=authority", authorityKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        authority.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));

        using X509Certificate2 issuer = authority.CreateSelfSigned(from, to);
        using RSA key = RSA.Create(bits);
        CertificateRequest server = new("CN=server", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        SubjectAlternativeNameBuilder names = new();

        names.AddIpAddress(IPAddress.Loopback);
        server.CertificateExtensions.Add(names.Build());
        server.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));

        using X509Certificate2 certificate = server.Create(issuer, from, to, [1, 2, 3, 4]);

        File.WriteAllText(authorityPath, issuer.ExportCertificatePem());
        File.WriteAllText(certificatePath, certificate.ExportCertificatePem());
        File.WriteAllText(keyPath, key.ExportPkcs8PrivateKeyPem());
    }
}
