//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Tests.Interop;

/// <summary>
/// Mbed TLS's own ssl_server2 and ssl_client2 with keys.
/// </summary>
internal sealed class MbedTlsKeys : KeyPeer
{
    public override string Name => "Mbed TLS 3.6";

    public override string Program => PeerProgram.PathOf("ssl_server2");

    public override string[] Keys => [Psk, X509];

    public override bool IsEcho => false;

    public override string? Question => "GET / HTTP/1.0";

    public override string? Answer => "HTTP/1.0 200 OK";

    public override ChildProcess StartServer(string kind, string keys, string suite, KeyFolder files, int port) => new(
        Program,
        [.. Options(kind, keys, suite, files, "server", port), "server_addr=127.0.0.1",
        .. keys == X509 ? ["auth_mode=required"] : Array.Empty<string>()]);

    public override ChildProcess StartClient(string kind, string keys, string suite, KeyFolder files, int port) => new(
        PeerProgram.PathOf("ssl_client2"),
        [.. Options(kind, keys, suite, files, "client", port), "server_name=localhost", "server_addr=127.0.0.1"]);

    private static string[] Options(string kind, string keys, string suite, KeyFolder files, string own, int port) =>
    [
        $"server_port={port}", $"dtls={(kind == "dtls" ? 1 : 0)}",
        "force_version=" + (kind == "dtls" ? "dtls12" : "tls12"),
        "force_ciphersuite=" + suite.Replace('_', '-'),
        .. keys == Psk
            ? new[] { $"psk={Tlsman.Key}", $"psk_identity={Tlsman.Identity}" }
            :
            [
                "crt_file=" + files[own + ".crt"], "key_file=" + files[own + ".key"], "ca_file=" + files["ca.crt"],
            ],
    ];
}
