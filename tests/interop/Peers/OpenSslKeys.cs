//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Tests.Interop;

/// <summary>
/// OpenSSL's s_server and s_client with keys; raw ones from 3.2 on.
/// </summary>
internal sealed class OpenSslKeys(string name, string program, string[] keys) : KeyPeer
{
    public override string Name => name;

    public override string Program => program;

    public override string[] Keys => keys;

    public override bool IsEcho => false;

    public override ChildProcess StartServer(string kind, string keys, string suite, KeyFolder files, int port) => new(
        Program,
        ["s_server", "-quiet", .. kind == "dtls" ? ["-dtls1_2", "-listen", "-mtu", "1400"] : new[] { "-tls1_2" },
        "-accept", $"127.0.0.1:{port}", .. Credentials(keys, files, "server"), .. keys == Psk ? [] : new[] { "-Verify", "2" },
        "-cipher", NameOf(suite)]);

    public override ChildProcess StartClient(string kind, string keys, string suite, KeyFolder files, int port) => new(
        Program,
        ["s_client", kind == "dtls" ? "-dtls1_2" : "-tls1_2", "-connect", $"127.0.0.1:{port}",
        .. Credentials(keys, files, "client"), "-cipher", NameOf(suite)]);

    private static string[] Credentials(string keys, KeyFolder files, string own) => keys == Psk
        ? [.. own == "server" ? ["-nocert"] : Array.Empty<string>(), "-psk_identity", Tlsman.Identity, "-psk",
            Tlsman.Key]
        : [.. keys == Raw ? ["-enable_server_rpk", "-enable_client_rpk"] : Array.Empty<string>(), "-cert",
            files[own + ".crt"], "-key", files[own + ".key"], "-CAfile", files["ca.crt"]];

    // Tags of 8 bytes are below the least level that OpenSSL allows unasked.
    private static string NameOf(string suite) => suite switch
    {
        "TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8" => "ECDHE-ECDSA-AES128-CCM8",
        "TLS_ECDHE_ECDSA_WITH_AES_128_CCM" => "ECDHE-ECDSA-AES128-CCM",
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256" => "ECDHE-ECDSA-AES128-GCM-SHA256",
        "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256" => "ECDHE-ECDSA-CHACHA20-POLY1305",
        _ => "ECDHE-PSK-CHACHA20-POLY1305",
    } + ":@SECLEVEL=0";
}
