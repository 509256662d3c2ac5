//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Text.RegularExpressions;

namespace NanoTlsMan.Tests.Interop;

/// <summary>
/// OpenSSL's s_server and s_client.
/// </summary>
internal sealed partial class OpenSsl : Peer
{
    public override string Program => "openssl";

    public override bool IsEcho(string kind) => false;

    public override ChildProcess StartServer(string kind, string suite, out int port)
    {
        string[] mode = kind == "dtls" ? ["-dtls1_2", "-listen", "-mtu", "1400"] : ["-tls1_2"];
        string[] key = ["-psk_identity", Tlsman.Identity, "-psk", Tlsman.Key];
        ChildProcess server =
            new(Program, ["s_server", .. mode, "-accept", "127.0.0.1:0", "-nocert", .. key, "-cipher", Name(suite)]);

        // It chooses the port, and says which: "ACCEPT 127.0.0.1:40000".
        port = int.Parse(server.WaitFor(Listening()).Groups[1].Value);
        return server;
    }

    /// <summary>
    /// Starts a server that ends each channel once it is open, for it has nothing to say.
    /// </summary>
    public static ChildProcess StartServerThatCloses(out int port)
    {
        port = FindPort("tls");

        ChildProcess server = new(
            "openssl", "s_server", "-quiet", "-tls1_2", "-accept", $"127.0.0.1:{port}", "-nocert", "-psk_identity",
            Tlsman.Identity, "-psk", Tlsman.Key, "-cipher", "PSK");

        server.CloseInput();
        Tlsman.AwaitPort("tls", port);
        return server;
    }

    public override ChildProcess StartClient(string kind, int port, string suite, string identity, string key) =>
        new(
            Program, "s_client", kind == "dtls"
            ? "-dtls1_2"
            : "-tls1_2", "-connect", $"127.0.0.1:{port}", "-psk_identity", identity, "-psk", key, "-cipher",
            Name(suite));

    [GeneratedRegex(@"^ACCEPT \S+:(\d+)\n", RegexOptions.Multiline)]
    private static partial Regex Listening();

    private static string Name(string suite) => suite switch
    {
        "TLS_PSK_WITH_AES_128_CCM_8" => "PSK-AES128-CCM8",
        "TLS_PSK_WITH_AES_128_CCM" => "PSK-AES128-CCM",
        "TLS_PSK_WITH_AES_128_GCM_SHA256" => "PSK-AES128-GCM-SHA256",
        _ => suite,
    };
}
