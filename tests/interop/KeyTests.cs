//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Host;
using NanoTlsMan.NativeStacks;

namespace NanoTlsMan.Tests.Interop;

/// <summary>
/// Public keys against other people's stacks, as the command has them: both roles, DTLS and TLS, all suites, and both
/// sides prove who they are.
/// </summary>
public class KeyTests
{
    private static readonly string[] s_suites =
    [
        "TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8", "TLS_ECDHE_ECDSA_WITH_AES_128_CCM",
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
    ];

    public static TheoryData<string, string, string, string, string> Matrix()
    {
        TheoryData<string, string, string, string, string> matrix = [];

        foreach (string stack in new[] { "managed", "mbedtls", "wolfssl", "tinydtls" })
        {
            Add(matrix, stack);
        }

        return matrix;
    }

    private static void Add(TheoryData<string, string, string, string, string> matrix, string stack)
    {
        foreach (KeyPeer peer in KeyPeer.All)
        {
            foreach (string kind in new[] { "dtls", "tls" })
            {
                foreach (string keys in peer.Keys)
                {
                    // Of suites with a pre-shared key and key shares, all of them have this one.
                    string[] suites =
                        keys == KeyPeer.Psk ? ["TLS_ECDHE_PSK_WITH_CHACHA20_POLY1305_SHA256"] : s_suites;

                    foreach (string suite in suites.Where(suite => Has(stack, kind, keys, suite)))
                    {
                        matrix.Add(stack, peer.Name, kind, keys, suite);
                    }
                }
            }
        }
    }

    /// <summary>What a native stack can with keys, if it is there: docs/native-stacks.md has the table. Of their suites
    /// two are enough here; tests/stacks has them all.</summary>
    private static bool Has(string stack, string kind, string keys, string suite) => stack switch
    {
        "mbedtls" => keys != KeyPeer.Raw && (suite == s_suites[0] || suite.Contains("CHACHA20")),
        "wolfssl" => (suite == s_suites[0] || suite.Contains("CHACHA20")),
        "tinydtls" => kind == "dtls" && keys == KeyPeer.Raw && suite == s_suites[0],
        _ => true,
    };

    [SkippableTheory]
    [MemberData(nameof(Matrix))]
    public void OurClientTalksToTheirServer(string stack, string name, string kind, string keys, string suite)
    {
        KeyPeer peer = Require(name);

        Tlsman.RequireStack(stack);

        KeyFolder files = KeyFolder.Shared;
        int port = Peer.FindPort(kind);
        using ChildProcess server = peer.StartServer(kind, keys, suite, files, port);

        Tlsman.AwaitPort(kind, port);

        using ChildProcess client = Tlsman.Run(
            ["client", "--" + kind, "--connect", $"127.0.0.1:{port}", .. files.Options(keys, false), "--stack", stack,
            "--suite", suite, "--wait", "60"]);

        client.WaitFor("connected: " + suite);
        client.WriteLine(peer.Question ?? "hello from a board");

        if (peer.Answer != null)
        {
            client.WaitFor(peer.Answer);
            client.CloseInput();
            client.WaitForExit();
            return;
        }

        Answer(peer, server, client);
        client.CloseInput();
        Assert.Equal(0, client.WaitForExit());
    }

    [SkippableTheory]
    [MemberData(nameof(Matrix))]
    public void TheirClientTalksToOurServer(string stack, string name, string kind, string keys, string suite)
    {
        KeyPeer peer = Require(name);

        Tlsman.RequireStack(stack);

        KeyFolder files = KeyFolder.Shared;

        Skip.IfNot(peer.HasClient(keys), $"{name}'s client fails by itself with these keys");

        using ChildProcess server =
            Tlsman.Server(kind, files.Options(keys, true), out int port, "--stack", stack, "--suite", suite, "--echo",
            "--count", "1");
        using ChildProcess client = peer.StartClient(kind, keys, suite, files, port);

        server.WaitFor(suite);

        string question = peer.Question ?? "hello from the other side";

        if (peer.Question == null)
        {
            client.WriteLine(question);
        }

        client.WaitFor(question);
        client.CloseInput();
        Assert.Equal(0, server.WaitForExit());
        Assert.Contains(question, server.Output);
    }

    /// <summary>With the ciphers of a library go its curves: key shares, signatures, the chain. With .NET's go the
    /// managed ones.</summary>
    [SkippableTheory]
    [InlineData("mbedtls", "dtls")]
    [InlineData("mbedtls", "tls")]
    [InlineData("wolfssl", "dtls")]
    [InlineData("wolfssl", "tls")]
    [InlineData("host", "dtls")]
    [InlineData("host", "tls")]
    public void OtherCiphersThanTheManagedTalkToGnuTls(string ciphers, string kind)
    {
        KeyPeer peer = Require("gnutls");
        KeyFolder files = KeyFolder.Shared;
        int port = Peer.FindPort(kind);

        Skip.IfNot(HostStacks.CipherNames.Contains(ciphers), $"{ciphers} is not in libtlsman, or there is no libtlsman");
        Assert.Equal(ciphers != "host", NativeCurves.Find(ciphers) != null);

        foreach (string suite in s_suites)
        {
            using ChildProcess server = peer.StartServer(kind, KeyPeer.X509, suite, files, port);

            Tlsman.AwaitPort(kind, port);

            using ChildProcess client = Tlsman.Run(
                ["client", "--" + kind, "--connect", $"127.0.0.1:{port}", .. files.Options(KeyPeer.X509, false),
                "--suite", suite, "--ciphers", ciphers, "--send", "hello from a board", "--wait", "60"]);

            Assert.Equal(0, client.WaitForExit());
            Assert.Contains("connected: " + suite, client.Errors);
            Assert.Contains("hello from a board", client.Output);
        }

        using ChildProcess ours = Tlsman.Server(
            kind, [.. files.Options(KeyPeer.X509, true), "--ciphers", ciphers], out int ourPort, "--suite", s_suites[3],
            "--echo", "--count", "1");
        using ChildProcess theirs = peer.StartClient(kind, KeyPeer.X509, s_suites[3], files, ourPort);

        ours.WaitFor(s_suites[3]);
        theirs.WriteLine("hello from the other side");
        theirs.WaitFor("hello from the other side");
        theirs.CloseInput();
        Assert.Equal(0, ours.WaitForExit());
    }

    [SkippableTheory]
    [InlineData("openssl")]
    [InlineData("gnutls")]
    public void ThePlatformsTlsTalksToTheirServer(string name)
    {
        KeyPeer peer = Require(name);
        KeyFolder files = KeyFolder.Shared;
        int port = Peer.FindPort("tls");
        using ChildProcess server = peer.StartServer("tls", KeyPeer.X509, s_suites[2], files, port);

        Tlsman.AwaitPort("tls", port);

        using ChildProcess client = Tlsman.Run(
            ["client", "--tls", "--stack", "firmware", "--connect", $"127.0.0.1:{port}",
            .. files.Options(KeyPeer.X509, false), "--wait", "60"]);

        client.WaitFor("connected: a suite that the platform does not tell");
        client.WriteLine("hello from a board");
        Answer(peer, server, client);
        client.CloseInput();
        Assert.Equal(0, client.WaitForExit());
    }

    // The client waits for an answer, whoever gives it.
    private static void Answer(KeyPeer peer, ChildProcess server, ChildProcess client)
    {
        if (peer.IsEcho)
        {
            client.WaitFor("hello from a board");
            return;
        }

        server.WaitFor("hello from a board");
        server.WriteLine("hello from the other side");
        client.WaitFor("hello from the other side");
    }

    [SkippableTheory]
    [InlineData("openssl", "tls")]
    [InlineData("gnutls", "dtls")]
    [InlineData("gnutls", "tls")]
    public void ServerWithAnotherKeyIsRefused(string name, string kind)
    {
        KeyPeer peer = Require(name);
        KeyFolder files = KeyFolder.Shared;
        string keys = peer.Keys.Contains(KeyPeer.Raw) ? KeyPeer.Raw : KeyPeer.X509;
        int port = Peer.FindPort(kind);
        using ChildProcess server = peer.StartServer(kind, keys, s_suites[2], files, port);

        Tlsman.AwaitPort(kind, port);

        // It trusts the authority's own key, and nobody else's.
        using ChildProcess client = Tlsman.Run(
            "client", "--" + kind, "--connect", $"127.0.0.1:{port}", "--peer-key", files["ca.pub"], "--send", "secret");

        Assert.Equal(1, client.WaitForExit());
        Assert.Contains(keys == KeyPeer.Raw ? "PeerNotTrusted" : "CertificateRefused", client.Errors);
        Assert.DoesNotContain("secret", server.Output);
    }

    private static KeyPeer Require(string name)
    {
        KeyPeer peer = KeyPeer.All.Single(each => each.Name == name);

        Skip.IfNot(
            File.Exists(peer.Program) || ChildProcess.IsInstalled(peer.Program), $"{peer.Program} is not installed");
        return peer;
    }
}
