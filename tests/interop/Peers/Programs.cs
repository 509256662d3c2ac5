//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Tests.Interop;

/// <summary>OpenSSL of the next Debian. It says the lines of its standard input.</summary>
internal sealed class NewerOpenSsl : PeerProgram
{
    public override string Name => "OpenSSL 3.5";

    public override bool IsThere => HasBin("openssl-trixie");

    public override string Says(bool isServer) => "hello from openssl";

    public override ChildProcess StartServer(string kind, int port) => Say(new ChildProcess(
        Bin("openssl-trixie"),
        ["s_server", .. kind == "dtls" ? ["-dtls1_2", "-mtu", "1400"] : Array.Empty<string>(), "-nocert", "-accept",
        $"127.0.0.1:{port}", "-psk_identity", Identity, "-psk", Key, "-cipher", "PSK-AES128-CCM8:@SECLEVEL=0"]));

    public override ChildProcess StartClient(string kind, int port) => Say(new ChildProcess(
        Bin("openssl-trixie"),
        ["s_client", kind == "dtls" ? "-dtls1_2" : "-tls1_2", "-connect", $"127.0.0.1:{port}", "-psk_identity", Identity,
        "-psk", Key, "-cipher", "PSK-AES128-CCM8:@SECLEVEL=0"]));

    // The line waits in the pipe until the channel is open.
    private ChildProcess Say(ChildProcess process)
    {
        process.WriteLine(Says(true));
        return process;
    }
}

/// <summary>GnuTLS of the next Debian.</summary>
internal sealed class NewerGnuTls : PeerProgram
{
    private const string Priority =
        "NORMAL:-VERS-ALL:+VERS-DTLS1.2:+VERS-TLS1.2:-KX-ALL:+PSK:-CIPHER-ALL:+AES-128-CCM-8";

    public override string Name => "GnuTLS 3.8";

    public override bool IsThere => HasBin("gnutls-cli-trixie", "gnutls-serv-trixie");

    public override string Says(bool isServer) => isServer ? "hello from a board" : "hello from gnutls";

    public override ChildProcess StartServer(string kind, int port) => new(
        Bin("gnutls-serv-trixie"),
        [.. kind == "dtls" ? ["--udp"] : Array.Empty<string>(), "--echo", "-p", $"{port}", "--pskpasswd",
        WriteFile("psk", $"{Identity}:{Key}\n"), "--priority", Priority]);

    public override ChildProcess StartClient(string kind, int port)
    {
        ChildProcess client = new(
            Bin("gnutls-cli-trixie"),
            [.. kind == "dtls" ? ["--udp"] : Array.Empty<string>(), "-p", $"{port}", "127.0.0.1", "--pskusername",
            Identity, "--pskkey", Key, "--priority", Priority]);

        client.WriteLine(Says(false));
        return client;
    }
}

/// <summary>Mbed TLS's own ssl_client2 and ssl_server2, with its configuration as it is shipped.</summary>
internal sealed class MbedTlsExamples : PeerProgram
{
    public override string Name => "Mbed TLS 3.6 examples";

    public override bool IsThere => HasBin("ssl_client2", "ssl_server2");

    public override string Says(bool isServer) => isServer ? "Successful connection" : "GET / HTTP/1.0";

    public override ChildProcess StartServer(string kind, int port) =>
        new(Bin("ssl_server2"), [.. Options(kind, port), "server_addr=127.0.0.1"]);

    public override ChildProcess StartClient(string kind, int port) =>
        new(Bin("ssl_client2"), [.. Options(kind, port), "server_name=localhost", "server_addr=127.0.0.1"]);

    private string[] Options(string kind, int port) =>
        [$"server_port={port}", $"dtls={(kind == "dtls" ? 1 : 0)}", $"psk={Key}", $"psk_identity={Identity}",
        "force_version=" + (kind == "dtls" ? "dtls12" : "tls12"), "force_ciphersuite=TLS-PSK-WITH-AES-128-CCM-8"];
}

/// <summary>
/// wolfSSL's own examples, without renegotiation_info, as it is shipped. Key and identity are theirs.
/// </summary>
internal sealed class WolfSslExamples : PeerProgram
{
    public override string Name => "wolfSSL 5.7 examples";

    public override bool IsThere => HasBin("wolfssl-client", "wolfssl-server");

    public override string Identity => "Client_identity";

    public override string Key => "1a2b3c4d";

    public override string Says(bool isServer) => isServer ? "I hear you fa shizzle!" : "hello wolfssl!";

    public override ChildProcess StartServer(string kind, int port) => new(Bin("wolfssl-server"), Options(kind, port));

    public override ChildProcess StartClient(string kind, int port) =>
        new(Bin("wolfssl-client"), ["-h", "127.0.0.1", .. Options(kind, port)]);

    private static string[] Options(string kind, int port) =>
        ["-p", $"{port}", "-s", "-v", "3", "-l", "TLS_PSK_WITH_AES_128_CCM_8",
        .. kind == "dtls" ? ["-u"] : Array.Empty<string>()];
}

/// <summary>pion/dtls, through programs/pion.</summary>
internal sealed class Pion : PeerProgram
{
    public override string Name => "pion/dtls 2.2";

    public override bool IsThere => HasBin("pion");

    public override string[] Kinds => ["dtls"];

    public override string Says(bool isServer) => "hello from pion";

    public override ChildProcess StartServer(string kind, int port) => Start("server", port);

    public override ChildProcess StartClient(string kind, int port) => Start("client", port);

    private ChildProcess Start(string role, int port) =>
        new(Bin("pion"), role, $"127.0.0.1:{port}", Identity, Key, $"{Suite:x4}");
}

/// <summary>Python's ssl, through programs/tls_psk.py.</summary>
internal sealed class Python : PeerProgram
{
    public override string Name => "Python 3.13";

    public override bool IsThere => HasBin("python3.13-trixie");

    public override string[] Kinds => ["tls"];

    public override ushort Suite => TlsCipherSuite.PskWithAes128GcmSha256;

    public override string Says(bool isServer) => "hello from python";

    public override ChildProcess StartServer(string kind, int port) => Start("server", port);

    public override ChildProcess StartClient(string kind, int port) => Start("client", port);

    private ChildProcess Start(string role, int port) => new(
        Bin("python3.13-trixie"), Path.Combine(AppContext.BaseDirectory, "programs", "tls_psk.py"), role, $"{port}",
        Identity, Key);
}

/// <summary>node-dtls-client, which sends no extensions, through programs/dtls_client.js.</summary>
internal sealed class NodeDtlsClient : PeerProgram
{
    private static string Modules => Path.Combine(Folder ?? "", "node", "node_modules");

    public override string Name => "node-dtls-client 1.1";

    public override bool IsThere =>
        ChildProcess.IsInstalled("node") && Directory.Exists(Path.Combine(Modules, "node-dtls-client"));

    public override string[] Kinds => ["dtls"];

    public override bool HasServer => false;

    public override bool IsOld => true;

    public override string Says(bool isServer) => "hello from node";

    public override ChildProcess StartServer(string kind, int port) => throw new NotSupportedException();

    public override ChildProcess StartClient(string kind, int port) => new(
        "node", Path.Combine(AppContext.BaseDirectory, "programs", "dtls_client.js"), Modules, $"{port}", Identity, Key);
}
