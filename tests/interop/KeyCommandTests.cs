//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Security.Cryptography;
using NanoTlsMan.Host.Keys;

namespace NanoTlsMan.Tests.Interop;

/// <summary>
/// Public keys and certificates as somebody at a terminal meets them: the files, the options, and what is said where
/// they do not fit.
/// </summary>
public sealed class KeyCommandTests : IDisposable
{
    private const string Suite = "TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8";

    private static readonly string[] s_fileOptions = ["--cert", "--key", "--ca", "--rpk", "--peer-key"];

    private readonly string _folder = Directory.CreateTempSubdirectory("tlsman-test").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void ANewKeyIsItsOwnersAloneAndIsNotOverwritten()
    {
        string path = Path.Combine(_folder, "board.key");

        Assert.StartsWith("pin: ", Succeed("key", "new", path));

        string content = File.ReadAllText(path);

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }

        AssertMisuse("is there already", "key", "new", path);
        Assert.Equal(content, File.ReadAllText(path));
        File.Delete(path);
        AssertMisuse("is there already", "key", "new", path);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void KeyPublicKeyAndCertificateHaveOnePin()
    {
        Succeed("cert", "dev", _folder);

        string[] shown =
            [.. new[] { "server.key", "server.pub", "server.crt" }.Select(
                name => Succeed("key", "show", Path.Combine(_folder, name)))];

        Assert.StartsWith("pin: ", shown[0]);
        Assert.Contains("BEGIN PUBLIC KEY", shown[0]);
        Assert.Single(shown.Distinct());
        Assert.NotEqual(shown[0], Succeed("key", "show", Path.Combine(_folder, "client.key")));
    }

    [Theory]
    [InlineData("dtls", KeyPeer.Raw)]
    [InlineData("tls", KeyPeer.Raw)]
    [InlineData("dtls", KeyPeer.X509)]
    [InlineData("tls", KeyPeer.X509)]
    public void WhatTheCommandMakesIsWhatItTalksWith(string kind, string keys)
    {
        Succeed("cert", "dev", _folder);

        using ChildProcess server = Tlsman.Server(kind, Own(keys, "server", "client"), out int port, "--echo");
        using ChildProcess client = Connect(kind, port, Own(keys, "client", "server"));

        Assert.Equal(0, client.WaitForExit());
        Assert.Equal("hello\n", client.Output);
        server.WaitFor("key " + Pin(_folder, "client.pub"));
    }

    [Theory]
    [InlineData("--cert and --key go together", "--cert", "server.crt")]
    [InlineData("--cert and --key go together", "--key", "server.key")]
    [InlineData("is not the key of", "--cert", "server.crt", "--key", "client.key", "--ca", "ca.crt")]
    [InlineData("is not a private key in PEM or DER", "--rpk", "server.crt", "--peer-key", "client.pub")]
    [InlineData("is not a public key in PEM or DER", "--peer-key", "text")]
    [InlineData("is not a certificate in PEM or DER", "--ca", "server.key")]
    [InlineData("cannot read", "--ca", "nowhere")]
    [InlineData("is an RSA key, not one on P-256", "--rpk", "rsa.key", "--peer-key", "client.pub")]
    [InlineData("the key is not on P-256", "--rpk", "p384.key", "--peer-key", "client.pub")]
    [InlineData("unknown curve 'P-384'", "--peer-key", "client.pub", "--curve", "P-384")]
    [InlineData("--alpn takes 1 to 255 ASCII characters", "--peer-key", "client.pub", "--alpn", "")]
    public void MisuseEndsWithTwoAndAClearMessage(string message, params string[] arguments)
    {
        DevelopmentFiles.Create(_folder, ["localhost"]);
        File.WriteAllText(Path.Combine(_folder, "text"), "no key at all\n");
        File.WriteAllText(Path.Combine(_folder, "rsa.key"), RSA.Create(2048).ExportPkcs8PrivateKeyPem());
        File.WriteAllText(
            Path.Combine(_folder, "p384.key"),
            ECDsa.Create(ECCurve.NamedCurves.nistP384).ExportPkcs8PrivateKeyPem());

        IEnumerable<string> all = arguments.Select((argument, i) =>
            i % 2 == 1 && s_fileOptions.Contains(arguments[i - 1])
                ? At(argument)
                : argument);

        AssertMisuse(
            message,
            ["client", "--dtls", "--connect", "127.0.0.1:1", "--psk-identity", "a", "--psk", "12", .. all]);
    }

    [Theory]
    [InlineData("dtls", false)]
    [InlineData("tls", true)]
    public void AServerCanBePinned(string kind, bool isFile)
    {
        KeyFolder files = KeyFolder.Shared;
        using ChildProcess server = Tlsman.Server(
            kind, ["--cert", files["server.crt"], "--key", files["server.key"]], out int port, "--echo");
        using ChildProcess client =
            Connect(kind, port, "--pin", isFile ? files["server.crt"] : Pin(files, "server.key"));
        using ChildProcess stranger =
            Connect(kind, port, "--pin", isFile ? files["client.crt"] : Pin(files, "client.key"));

        Assert.Equal(0, client.WaitForExit());
        Assert.Equal("hello\n", client.Output);
        Assert.Equal(1, stranger.WaitForExit());
        Assert.Contains("CertificateRefused", stranger.Errors);
    }

    [Theory]
    [InlineData("dtls")]
    [InlineData("tls")]
    public void ACertificateForAnotherHostIsRefusedByName(string kind)
    {
        DevelopmentFiles.Create(_folder, ["board.example"]);

        using ChildProcess server = Tlsman.Server(
            kind, ["--cert", At("server.crt"), "--key", At("server.key")], out int port, "--echo");
        using ChildProcess client = Connect(kind, port, "--ca", At("ca.crt"));

        Assert.Equal(1, client.WaitForExit());
        Assert.Contains("CertificateRefused", client.Errors);
        Assert.Contains("WrongHost (the peer's own certificate)", client.Errors);
        Assert.DoesNotContain("hello", server.Output);
    }

    [Theory]
    [InlineData("dtls")]
    [InlineData("tls")]
    public void AnApplicationProtocolIsAgreedAndShown(string kind)
    {
        KeyFolder files = KeyFolder.Shared;
        using ChildProcess server = Tlsman.Server(
            kind, files.Options(KeyPeer.Raw, true), out int port, "--echo", "--alpn", "coap", "--alpn", "mqtt");
        using ChildProcess client =
            Connect(kind, port, [.. files.Options(KeyPeer.Raw, false), "--alpn", "other", "--alpn", "mqtt"]);
        using ChildProcess stranger = Connect(kind, port, [.. files.Options(KeyPeer.Raw, false), "--alpn", "http/1.1"]);

        Assert.Equal(0, client.WaitForExit());
        Assert.Contains(", application protocol mqtt\n", client.Errors);
        server.WaitFor(", application protocol mqtt\n");
        Assert.Equal(1, stranger.WaitForExit());
        Assert.Contains("no_application_protocol", stranger.Errors);
    }

    [Theory]
    [InlineData("dtls", "X25519")]
    [InlineData("tls", "X25519")]
    [InlineData("dtls", "P-256")]
    public void ACurveCanBeChosen(string kind, string curve)
    {
        KeyFolder files = KeyFolder.Shared;
        using ChildProcess server = Tlsman.Server(kind, files.Options(KeyPeer.Raw, true), out int port, "--echo");
        using ChildProcess client =
            Connect(kind, port, [.. files.Options(KeyPeer.Raw, false), "--curve", curve, "--suite", Suite]);

        Assert.Equal(0, client.WaitForExit());
        Assert.Contains("connected: " + Suite, client.Errors);
        Assert.DoesNotContain("application protocol", client.Errors);
    }

    /// <summary>The name is a hint for the server; which host the certificate has to be for is another
    /// matter.</summary>
    [Theory]
    [InlineData("dtls")]
    [InlineData("tls")]
    public void AServerNameThatIsSentDoesNotChangeWhomTheClientTrusts(string kind)
    {
        KeyFolder files = KeyFolder.Shared;
        using ChildProcess server = Tlsman.Server(kind, files.Options(KeyPeer.X509, true), out int port, "--echo");
        using ChildProcess client =
            Connect(kind, port, [.. files.Options(KeyPeer.X509, false), "--sni", "board.example"]);

        Assert.Equal(0, client.WaitForExit());
        Assert.Equal("hello\n", client.Output);
    }

    private static ChildProcess Connect(string kind, int port, params string[] more) => Tlsman.Run(
        ["client", "--" + kind, "--connect", $"127.0.0.1:{port}", "--wait", "60", "--send", "hello", .. more]);

    private static string Succeed(params string[] arguments)
    {
        using ChildProcess command = Tlsman.Run(arguments);

        Assert.Equal(0, command.WaitForExit());
        return command.Output;
    }

    private static void AssertMisuse(string message, params string[] arguments)
    {
        using ChildProcess command = Tlsman.Run(arguments);

        Assert.Equal(2, command.WaitForExit());
        Assert.Contains(message, command.Errors);
        Assert.DoesNotContain("   at ", command.Errors);
    }

    private static string Pin(KeyFolder files, string name) => ReadPin(files[name]);

    private static string Pin(string folder, string name) => ReadPin(Path.Combine(folder, name));

    private static string ReadPin(string path) =>
        Convert.ToHexStringLower(SHA256.HashData(KeyFiles.ReadAnyPublicKey(path)));

    private string At(string name) => Path.Combine(_folder, name);

    private string[] Own(string keys, string own, string peer) => keys == KeyPeer.Raw
        ? ["--rpk", At(own + ".key"), "--peer-key", At(peer + ".pub")]
        : ["--cert", At(own + ".crt"), "--key", At(own + ".key"), "--ca", At("ca.crt")];
}
