//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Tests.Interop;

/// <summary>
/// gnutls-serv and gnutls-cli with keys.
/// </summary>
internal sealed class GnuTlsKeys : KeyPeer
{
    public override string Name => "gnutls";

    public override string Program => "gnutls-serv";

    public override string[] Keys => [Psk, Raw, X509];

    public override bool IsEcho => true;

    /// <summary>gnutls-cli 3.7 ends with a segmentation fault when it describes a session of ECDHE-PSK.</summary>
    public override bool HasClient(string keys) => keys != Psk;

    public override ChildProcess StartServer(string kind, string keys, string suite, KeyFolder files, int port)
    {
        string[] own = keys switch
        {
            Psk => ["--pskpasswd", WritePasswords()],
            Raw => ["--rawpkkeyfile", files["server.key"], "--rawpkfile", files["server.pub"]],
            _ =>
            [
                "--x509certfile", files["server.crt"], "--x509keyfile", files["server.key"], "--x509cafile",
                files["ca.crt"], "--require-client-cert",
            ],
        };

        return new ChildProcess(
            "gnutls-serv",
            [.. kind == "dtls" ? ["--udp"] : Array.Empty<string>(), "--echo", "-p", $"{port}", .. own, "--priority",
            Priority(keys, suite)]);
    }

    public override ChildProcess StartClient(string kind, string keys, string suite, KeyFolder files, int port)
    {
        string[] own = keys switch
        {
            Psk => ["--pskusername", Tlsman.Identity, "--pskkey", Tlsman.Key],
            Raw => ["--no-ca-verification", "--rawpkkeyfile", files["client.key"], "--rawpkfile", files["client.pub"]],
            _ =>
            [
                "--x509cafile", files["ca.crt"], "--x509certfile", files["client.crt"], "--x509keyfile",
                files["client.key"],
            ],
        };

        return new ChildProcess(
            "gnutls-cli",
            [.. kind == "dtls" ? ["--udp"] : Array.Empty<string>(), "-p", $"{port}", "127.0.0.1", .. own, "--priority",
            Priority(keys, suite)]);
    }

    private static string Priority(string keys, string suite)
    {
        string cipher = suite switch
        {
            _ when suite.EndsWith("CCM_8", StringComparison.Ordinal) => "AES-128-CCM-8",
            _ when suite.EndsWith("CCM", StringComparison.Ordinal) => "AES-128-CCM",
            _ when suite.Contains("GCM") => "AES-128-GCM",
            _ => "CHACHA20-POLY1305",
        };
        string raw = keys == Raw ? ":+CTYPE-SRV-RAWPK:+CTYPE-CLI-RAWPK:-CTYPE-X509" : "";

        return "NORMAL:-VERS-ALL:+VERS-DTLS1.2:+VERS-TLS1.2:-KX-ALL:"
            + $"{(keys == Psk ? "+ECDHE-PSK" : "+ECDHE-ECDSA")}:-CIPHER-ALL:+{cipher}{raw}";
    }

    internal static string WritePasswords()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("tlsman-test").FullName, "psk");

        File.WriteAllText(path, $"{Tlsman.Identity}:{Tlsman.Key}\n");
        return path;
    }
}
