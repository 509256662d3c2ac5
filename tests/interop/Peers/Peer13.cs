//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Tests.Interop;

/// <summary>
/// Somebody else's version 1.3. Both sides prove who they are; a server sends back what it gets, or says the lines of
/// its input.
/// </summary>
internal abstract class Peer13
{
    public static IReadOnlyList<Peer13> All { get; } = [new OpenSsl13(), new GnuTls13(), new WolfSsl13()];

    public abstract string Name { get; }

    public abstract string Program { get; }

    public abstract string[] Kinds { get; }

    public abstract string[] Keys { get; }

    public abstract bool IsEcho { get; }

    /// <summary>Whether its client sends the lines of its input; otherwise it says one by itself.</summary>
    public virtual bool ReadsInput => true;

    /// <summary>Whether it can use a suite with a kind of keys.</summary>
    public abstract bool Has(string keys, string suite);

    public abstract ChildProcess StartServer(string kind, string keys, string suite, KeyFolder files, int port);

    public abstract ChildProcess StartClient(string kind, string keys, string suite, KeyFolder files, int port);

    private sealed class OpenSsl13 : Peer13
    {
        public override string Name => "openssl";

        public override string Program => "openssl";

        public override string[] Kinds => ["tls"];

        public override string[] Keys => [KeyPeer.Psk, KeyPeer.X509];

        public override bool IsEcho => false;

        // With -psk it makes a key for the one suite.
        public override bool Has(string keys, string suite) => keys != KeyPeer.Psk || suite == "TLS_AES_128_GCM_SHA256";

        public override ChildProcess StartServer(string kind, string keys, string suite, KeyFolder files, int port) =>
            new(
                Program,
                ["s_server", "-quiet", "-tls1_3", "-accept", $"127.0.0.1:{port}", .. Own(keys, files, "server"),
                .. keys == KeyPeer.Psk ? ["-nocert"] : new[] { "-Verify", "2" }, "-ciphersuites", suite]);

        public override ChildProcess StartClient(string kind, string keys, string suite, KeyFolder files, int port) =>
            new(
                Program,
                ["s_client", "-tls1_3", "-connect", $"127.0.0.1:{port}", .. Own(keys, files, "client"),
                "-ciphersuites", suite]);

        private static string[] Own(string keys, KeyFolder files, string own) => keys == KeyPeer.Psk
            ? ["-psk_identity", Tlsman.Identity, "-psk", Tlsman.Key]
            : ["-cert", files[own + ".crt"], "-key", files[own + ".key"], "-CAfile", files["ca.crt"]];
    }

    private sealed class GnuTls13 : Peer13
    {
        public override string Name => "gnutls";

        public override string Program => "gnutls-serv";

        public override string[] Kinds => ["tls"];

        public override string[] Keys => [KeyPeer.Psk, KeyPeer.Raw, KeyPeer.X509];

        public override bool IsEcho => true;

        public override bool Has(string keys, string suite) => true;

        public override ChildProcess StartServer(string kind, string keys, string suite, KeyFolder files, int port)
        {
            string[] own = keys switch
            {
                KeyPeer.Psk => ["--pskpasswd", GnuTlsKeys.WritePasswords()],
                KeyPeer.Raw => ["--rawpkkeyfile", files["server.key"], "--rawpkfile", files["server.pub"]],
                _ =>
                [
                    "--x509certfile", files["server.crt"], "--x509keyfile", files["server.key"], "--x509cafile",
                    files["ca.crt"], "--require-client-cert",
                ],
            };

            return new ChildProcess(
                Program, ["--echo", "-p", $"{port}", .. own, "--priority", Priority(keys, suite)]);
        }

        public override ChildProcess StartClient(string kind, string keys, string suite, KeyFolder files, int port)
        {
            string[] own = keys switch
            {
                KeyPeer.Psk => ["--pskusername", Tlsman.Identity, "--pskkey", Tlsman.Key],
                KeyPeer.Raw =>
                    ["--no-ca-verification", "--rawpkkeyfile", files["client.key"], "--rawpkfile", files["client.pub"]],
                _ =>
                [
                    "--x509cafile", files["ca.crt"], "--x509certfile", files["client.crt"], "--x509keyfile",
                    files["client.key"],
                ],
            };

            return new ChildProcess(
                "gnutls-cli", ["-p", $"{port}", "127.0.0.1", .. own, "--priority", Priority(keys, suite)]);
        }

        private static string Priority(string keys, string suite)
        {
            string cipher = suite switch
            {
                "TLS_AES_128_CCM_8_SHA256" => "AES-128-CCM-8",
                "TLS_AES_128_CCM_SHA256" => "AES-128-CCM",
                "TLS_AES_128_GCM_SHA256" => "AES-128-GCM",
                _ => "CHACHA20-POLY1305",
            };

            return $"NORMAL:-VERS-ALL:+VERS-TLS1.3:-CIPHER-ALL:+{cipher}" + keys switch
            {
                KeyPeer.Psk => ":+ECDHE-PSK:+PSK",
                KeyPeer.Raw => ":+CTYPE-SRV-RAWPK:+CTYPE-CLI-RAWPK:-CTYPE-X509",
                _ => "",
            };
        }
    }

    /// <summary>wolfSSL by its own functions (native-interop/tests/peers), which alone has DTLS 1.3.</summary>
    private sealed class WolfSsl13 : Peer13
    {
        public override string Name => "wolfSSL 5.7";

        public override string Program => PeerProgram.PathOf("wolfssl13");

        public override string[] Kinds => ["dtls", "tls"];

        public override bool ReadsInput => false;

        public override string[] Keys => [KeyPeer.Psk, KeyPeer.Raw, KeyPeer.X509];

        public override bool IsEcho => true;

        public override bool Has(string keys, string suite) => true;

        public override ChildProcess StartServer(string kind, string keys, string suite, KeyFolder files, int port) =>
            new(
                Program,
                ["server", $"{port}", .. Options(kind, keys, suite, files, "server", "client"),
                .. keys == KeyPeer.Psk ? [] : new[] { "--ask" }]);

        public override ChildProcess StartClient(string kind, string keys, string suite, KeyFolder files, int port) =>
            new(
                Program,
                ["client", $"{port}", .. Options(kind, keys, suite, files, "client", "server"), "--say",
                "hello from the other side"]);

        private static string[] Options(
            string kind, string keys, string suite, KeyFolder files, string own, string peer) =>
        [
            .. kind == "tls" ? ["--tcp"] : Array.Empty<string>(), "--suite", suite,
            .. keys switch
            {
                KeyPeer.Psk => new[] { "--psk-identity", Tlsman.Identity, "--psk", Tlsman.Key },
                KeyPeer.Raw =>
                [
                    "--rpk", "--cert", files[own + ".pub"], "--key", files[own + ".key"], "--ca", files[peer + ".pub"],
                ],
                _ => ["--cert", files[own + ".crt"], "--key", files[own + ".key"], "--ca", files["ca.crt"]],
            },
        ];
    }
}
