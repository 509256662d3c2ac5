//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NanoTlsMan.Ciphers;
using NanoTlsMan.Ciphers.PublicKey;
using NanoTlsMan.Host;
using NanoTlsMan.Host.Keys;
using NanoTlsMan.Managed;
using NanoTlsMan.Managed.PublicKey;
using NanoTlsMan.X509;

namespace NanoTlsMan.Tests.Sockets;

/// <summary>
/// Certificates of an authority for a server, localhost and 127.0.0.1, and for a client; and those of a stranger.
/// </summary>
internal static class Certificates
{
    public const int AnchorTag = 9;

    private static readonly DirectoryInfo s_folder = Directory.CreateTempSubdirectory("nanotlsman");

    static Certificates()
    {
        DevelopmentFiles.Create(s_folder.FullName, ["localhost", "127.0.0.1"]);
        Authority = Read("ca");
        Server = Read("server");
        Client = Read("client");
        ServerKey = ReadKey("server");
        ClientKey = ReadKey("client");
        ServerWithKey = X509Certificate2.CreateFromPem(
            File.ReadAllText(Name("server", "crt")), File.ReadAllText(Name("server", "key")));

        DevelopmentFiles.Create(s_folder.FullName, ["localhost"]);
        Stranger = Read("ca");
        s_folder.Delete(true);
    }

    public static byte[] Authority { get; }

    public static byte[] Server { get; }

    public static byte[] Client { get; }

    public static byte[] Stranger { get; }

    public static byte[] ServerKey { get; }

    public static byte[] ClientKey { get; }

    public static X509Certificate2 ServerWithKey { get; }

    public static TlsStack ManagedStack()
    {
        ManagedCiphers ciphers = new();
        ManagedSignatures signatures = new(ciphers);

        return new ManagedStack(
            ciphers, new HostRandom(),
            new PublicKeyExchanges(new ManagedCurves(ciphers), signatures, new X509Verifier(signatures, ciphers)));
    }

    public static CredentialStore ServerStore() => Store(ServerKey, Server);

    public static CredentialStore Store(byte[] key, byte[] certificate)
    {
        CredentialStore store = new();

        store.AddCertificate(1, key, [certificate]);
        store.TrustAnchor(AnchorTag, Authority);
        return store;
    }

    private static string Name(string name, string extension) => Path.Combine(s_folder.FullName, $"{name}.{extension}");

    private static byte[] Read(string name) =>
        X509Certificate2.CreateFromPem(File.ReadAllText(Name(name, "crt"))).RawData;

    private static byte[] ReadKey(string name)
    {
        using ECDsa key = ECDsa.Create();

        key.ImportFromPem(File.ReadAllText(Name(name, "key")));
        return key.ExportParameters(true).D!;
    }
}
