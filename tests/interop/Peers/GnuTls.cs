//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Tests.Interop;

/// <summary>
/// GnuTLS's gnutls-serv and gnutls-cli.
/// </summary>
internal sealed class GnuTls : Peer
{
    public override string Program => "gnutls-serv";

    public override bool IsEcho(string kind) => true;

    public override ChildProcess StartServer(string kind, string suite, out int port)
    {
        port = FindPort(kind);

        string passwords = Path.Combine(Directory.CreateTempSubdirectory("tlsman-test").FullName, "psk");

        File.WriteAllText(passwords, $"{Tlsman.Identity}:{Tlsman.Key}\n");

        ChildProcess server = new(
            Program,
            [.. kind == "dtls"
            ? ["--udp"]
            : Array.Empty<string>(), "--echo", "-p", $"{port}", "--pskpasswd", passwords, "--priority",
            Priority(kind, suite)]);

        server.WaitFor("listening on");
        return server;
    }

    public override ChildProcess StartClient(string kind, int port, string suite, string identity, string key) =>
        StartClient(kind, port, suite, identity, key, []);

    public ChildProcess StartClient(
        string kind, int port, string suite, string identity, string key, params string[] more) =>
        new("gnutls-cli",
        [.. kind == "dtls"
        ? ["--udp"]
        : Array.Empty<string>(), "-p", $"{port}", "127.0.0.1", "--pskusername", identity, "--pskkey",
        key, "--priority", Priority(kind, suite), .. more]);

    private static string Priority(string kind, string suite)
    {
        string cipher = suite switch
        {
            "TLS_PSK_WITH_AES_128_CCM_8" => "AES-128-CCM-8",
            "TLS_PSK_WITH_AES_128_CCM" => "AES-128-CCM",
            "TLS_PSK_WITH_AES_128_GCM_SHA256" => "AES-128-GCM",
            _ => suite,
        };

        return $"NORMAL:-VERS-ALL:+VERS-{(kind == "dtls" ? "DTLS" : "TLS")}1.2:-KX-ALL:+PSK:-CIPHER-ALL:+{cipher}";
    }
}
