//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Tests.Interop.Peers;

/// <summary>
/// A program of other people that resumes sessions, by ticket or by session ID.
/// </summary>
internal abstract class ResumingPeer
{
    public static IReadOnlyList<ResumingPeer> All { get; } =
    [
        new ResumingOpenSsl("OpenSSL 3.0", "openssl"), new ResumingOpenSsl("OpenSSL 3.5", Bin("openssl-trixie")),
        new ResumingGnuTls("GnuTLS 3.7", "gnutls-serv", "gnutls-cli"),
        new ResumingGnuTls("GnuTLS 3.8", Bin("gnutls-serv-trixie"), Bin("gnutls-cli-trixie")), new ResumingMbedTls(),
        new ResumingWolfSsl(),
    ];

    public abstract string Name { get; }

    public abstract bool IsThere { get; }

    public virtual string Identity => Tlsman.Identity;

    public virtual string Key => Tlsman.Key;

    public ushort Suite => TlsCipherSuite.PskWithAes128Ccm8;

    public virtual bool HasServer(string kind, string how) => true;

    public virtual bool HasClient(string kind, string how) => true;

    /// <summary>Starts a server that takes one client after the other.</summary>
    public abstract ChildProcess StartServer(string kind, string how, int port);

    /// <summary>Runs a client that says something, gets an answer and ends, and comes back to resume.</summary>
    public abstract void ConnectTwice(string kind, string how, int port);

    protected static string Bin(string program) =>
        Path.Combine(PeerProgram.Folder ?? "", "bin", program);

    protected static bool Has(string program) =>
        program.Contains('/') ? File.Exists(program) : ChildProcess.IsInstalled(program);

    protected static string NewFile(string name) =>
        Path.Combine(Directory.CreateTempSubdirectory("tlsman-test").FullName, name);
}

/// <summary>OpenSSL's s_server and s_client.</summary>
internal sealed class ResumingOpenSsl(string name, string program) : ResumingPeer
{
    private const string Cipher = "PSK-AES128-CCM8:@SECLEVEL=0";

    public override string Name => name;

    public override bool IsThere => Has(program);

    public override ChildProcess StartServer(string kind, string how, int port) => new(
        program,
        ["s_server", .. kind == "dtls" ? ["-dtls1_2", "-mtu", "1400"] : new[] { "-tls1_2" }, "-nocert", "-accept",
        $"127.0.0.1:{port}", "-psk_identity", Identity, "-psk", Key, "-cipher", Cipher, .. Without(how)]);

    public override void ConnectTwice(string kind, string how, int port)
    {
        string session = NewFile("session");

        Connect(kind, how, port, "New", "-sess_out", session);
        Connect(kind, how, port, "Reused", "-sess_in", session);
    }

    private static string[] Without(string how) => how == "id" ? ["-no_ticket"] : [];

    private void Connect(string kind, string how, int port, params string[] more)
    {
        using ChildProcess client = new(
            program,
            ["s_client", kind == "dtls" ? "-dtls1_2" : "-tls1_2", "-connect", $"127.0.0.1:{port}", "-psk_identity",
            Identity, "-psk", Key, "-cipher", Cipher, .. Without(how), .. more[1..]]);

        client.WaitFor(more[0] + ", TLSv1.2");
        client.WriteLine("hello from openssl");
        client.WaitFor("hello from openssl");
        client.CloseInput();
        client.WaitForExit();
    }
}

/// <summary>GnuTLS's gnutls-serv and gnutls-cli.</summary>
internal sealed class ResumingGnuTls(string name, string server, string client) : ResumingPeer
{
    private const string Priority =
        "NORMAL:-VERS-ALL:+VERS-DTLS1.2:+VERS-TLS1.2:-KX-ALL:+PSK:-CIPHER-ALL:+AES-128-CCM-8";

    public override string Name => name;

    public override bool IsThere => Has(server) && Has(client);

    public override ChildProcess StartServer(string kind, string how, int port)
    {
        string passwords = NewFile("psk");

        File.WriteAllText(passwords, $"{Identity}:{Key}\n");
        return new(
            server,
            [.. kind == "dtls" ? ["--udp"] : Array.Empty<string>(), "--echo", "-p", $"{port}", "--pskpasswd", passwords,
            "--priority", Priority, .. Without(how)]);
    }

    public override void ConnectTwice(string kind, string how, int port)
    {
        using ChildProcess process = new(
            client,
            [.. kind == "dtls" ? ["--udp"] : Array.Empty<string>(), "--resume", "-p", $"{port}", "127.0.0.1",
            "--pskusername", Identity, "--pskkey", Key, "--priority", Priority, .. Without(how)]);

        process.WaitFor("This is a resumed session");
        process.WriteLine("hello from gnutls");
        process.WaitFor("hello from gnutls");
        process.CloseInput();
        process.WaitForExit();
    }

    private static string[] Without(string how) => how == "id" ? ["--noticket"] : [];
}

/// <summary>Mbed TLS's ssl_server2 and ssl_client2.</summary>
internal sealed class ResumingMbedTls : ResumingPeer
{
    public override string Name => "Mbed TLS 3.6 examples";

    public override bool IsThere => PeerProgram.Folder != null && Has(Bin("ssl_client2")) && Has(Bin("ssl_server2"));

    public override ChildProcess StartServer(string kind, string how, int port) =>
        new(Bin("ssl_server2"), [.. Options(kind, how, port), "server_addr=127.0.0.1"]);

    public override void ConnectTwice(string kind, string how, int port)
    {
        using ChildProcess client =
            new(Bin("ssl_client2"), [.. Options(kind, how, port), "server_addr=127.0.0.1", "reconnect=1"]);

        client.WaitFor("Reconnecting with saved session");
        client.WaitForExit();
    }

    private string[] Options(string kind, string how, int port) =>
    [
        $"server_port={port}", $"dtls={(kind == "dtls" ? 1 : 0)}", $"psk={Key}", $"psk_identity={Identity}",
        "force_version=" + (kind == "dtls" ? "dtls12" : "tls12"), "force_ciphersuite=TLS-PSK-WITH-AES-128-CCM-8",
        $"tickets={(how == "ticket" ? 1 : 0)}",
    ];
}

/// <summary>wolfSSL's own examples, whose build has no tickets.</summary>
internal sealed class ResumingWolfSsl : ResumingPeer
{
    public override string Name => "wolfSSL 5.7 examples";

    public override bool IsThere =>
        PeerProgram.Folder != null && Has(Bin("wolfssl-client")) && Has(Bin("wolfssl-server"));

    public override string Identity => "Client_identity";

    public override string Key => "1a2b3c4d";

    public override bool HasServer(string kind, string how) => how == "id";

    public override bool HasClient(string kind, string how) => how == "id";

    public override ChildProcess StartServer(string kind, string how, int port) =>
        new(Bin("wolfssl-server"), Options(kind, port));

    public override void ConnectTwice(string kind, string how, int port)
    {
        using ChildProcess client = new(Bin("wolfssl-client"), ["-h", "127.0.0.1", .. Options(kind, port)]);

        client.WaitForExit();
    }

    private static string[] Options(string kind, int port) =>
        ["-p", $"{port}", "-s", "-v", "3", "-l", "TLS_PSK_WITH_AES_128_CCM_8", "-r",
        .. kind == "dtls" ? ["-u"] : Array.Empty<string>()];
}
