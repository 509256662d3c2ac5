//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Host;

namespace NanoTlsMan.Tests.Interop;

/// <summary>
/// Both ways, both roles, all suites, DTLS and TLS, against OpenSSL and GnuTLS.
/// </summary>
public class PeerTests
{
    private const string Ccm8 = "TLS_PSK_WITH_AES_128_CCM_8";
    private const string Gcm = "TLS_PSK_WITH_AES_128_GCM_SHA256";

    public static TheoryData<string, string, string, string> Matrix()
    {
        TheoryData<string, string, string, string> matrix = [];

        foreach (string stack in new[] { "managed", "mbedtls", "wolfssl", "tinydtls" })
        {
            foreach (string peer in new[] { "openssl", "gnutls" })
            {
                foreach (string kind in new[] { "dtls", "tls" })
                {
                    foreach (string suite in new[] { "TLS_PSK_WITH_AES_128_CCM_8", "TLS_PSK_WITH_AES_128_CCM", "TLS_PSK_WITH_AES_128_GCM_SHA256" })
                    {
                        // tinyDTLS has neither TLS nor GCM.
                        if (stack != "tinydtls" || (kind == "dtls" && suite != Gcm))
                        {
                            matrix.Add(stack, peer, kind, suite);
                        }
                    }
                }
            }
        }

        return matrix;
    }

    public static TheoryData<string, string> PeersAndKinds() =>
        new() { { "openssl", "dtls" }, { "openssl", "tls" }, { "gnutls", "dtls" }, { "gnutls", "tls" } };

    [SkippableTheory]
    [MemberData(nameof(Matrix))]
    public void OurClientTalksToTheirServer(string stack, string peerName, string kind, string suite)
    {
        Peer peer = Require(peerName);

        Tlsman.RequireStack(stack);

        using ChildProcess server = peer.StartServer(kind, suite, out int port);
        using ChildProcess client = Tlsman.Client(kind, port, "--stack", stack, "--suite", suite, "--wait", "60");

        client.WaitFor("connected: " + suite);
        client.WriteLine("hello from a board");

        if (peer.IsEcho(kind))
        {
            client.WaitFor("hello from a board");
        }
        else
        {
            server.WaitFor("hello from a board");
            server.WriteLine("hello from the other side");
            client.WaitFor("hello from the other side");
        }

        client.CloseInput();
        Assert.Equal(0, client.WaitForExit());
    }

    [SkippableTheory]
    [MemberData(nameof(Matrix))]
    public void TheirClientTalksToOurServer(string stack, string peerName, string kind, string suite)
    {
        Peer peer = Require(peerName);

        Tlsman.RequireStack(stack);

        using ChildProcess server = Tlsman.Server(kind, out int port, "--stack", stack, "--echo", "--count", "1");
        using ChildProcess client = peer.StartClient(kind, port, suite, Tlsman.Identity, Tlsman.Key);

        server.WaitFor(suite);
        client.WriteLine("hello from the other side");
        client.WaitFor("hello from the other side");
        client.CloseInput();
        Assert.Equal(0, server.WaitForExit());
        Assert.Contains("hello from the other side", server.Output);
    }

    [SkippableTheory]
    [MemberData(nameof(PeersAndKinds))]
    public void OurClientWithTheWrongKeyEndsInTime(string peerName, string kind) =>
        AssertRefused(peerName, kind, Tlsman.Identity, Tlsman.WrongKey, Ccm8, Ccm8, "key");

    // OpenSSL's s_server takes any identity, so there is nothing to be refused.
    [SkippableTheory]
    [InlineData("gnutls", "dtls")]
    [InlineData("gnutls", "tls")]
    public void OurClientWithAnUnknownIdentityEndsInTime(string peerName, string kind) =>
        AssertRefused(peerName, kind, "nobody", Tlsman.Key, Ccm8, Ccm8, "identity");

    [SkippableTheory]
    [MemberData(nameof(PeersAndKinds))]
    public void OurClientWithoutACommonSuiteEndsInTime(string peerName, string kind) =>
        AssertRefused(peerName, kind, Tlsman.Identity, Tlsman.Key, Ccm8, Gcm, "suite");

    [SkippableTheory]
    [MemberData(nameof(PeersAndKinds))]
    public void OurServerRefusesAWrongKeyAndLivesOn(string peerName, string kind) =>
        AssertRefusesAndLivesOn(peerName, kind, Tlsman.Identity, Tlsman.WrongKey, Ccm8);

    [SkippableTheory]
    [MemberData(nameof(PeersAndKinds))]
    public void OurServerRefusesAnUnknownIdentityAndLivesOn(string peerName, string kind) =>
        AssertRefusesAndLivesOn(peerName, kind, "nobody", Tlsman.Key, Ccm8);

    [SkippableTheory]
    [MemberData(nameof(PeersAndKinds))]
    public void OurServerRefusesAnUnknownSuiteAndLivesOn(string peerName, string kind) =>
        AssertRefusesAndLivesOn(
            peerName, kind, Tlsman.Identity, Tlsman.Key, peerName == "openssl"
            ? "PSK-AES256-CBC-SHA384"
            : "AES-256-GCM");

    // Over DTLS a refused handshake ends when its time is over, so a test has to wait for that; over TLS an alert ends
    // it.
    private static string Timeout(string kind) => kind == "dtls" ? "8" : "60";

    private static Peer Require(string name)
    {
        Peer peer = Peer.Get(name);

        Skip.IfNot(ChildProcess.IsInstalled(peer.Program), $"{peer.Program} is not installed");
        return peer;
    }

    private static void AssertRefused(
        string peerName, string kind, string identity, string key, string suite, string theirSuite, string hint)
    {
        Peer peer = Require(peerName);

        using ChildProcess server = peer.StartServer(kind, theirSuite, out int port);
        using ChildProcess client = Tlsman.Client(
            kind, port, identity, key, ["--timeout", Timeout(kind), "--send", "secret", "--suite", suite]);

        Assert.Equal(1, client.WaitForExit());
        Assert.Contains(hint, client.Errors);
        Assert.DoesNotContain("secret", server.Output);
    }

    private static void AssertRefusesAndLivesOn(string peerName, string kind, string identity, string key, string suite)
    {
        Peer peer = Require(peerName);

        using ChildProcess server =
            Tlsman.Server(kind, out int port, "--echo", "--count", "1", "--timeout", Timeout(kind));

        using (ChildProcess stranger = peer.StartClient(kind, port, suite, identity, key))
        {
            stranger.WriteLine("secret");
            server.WaitFor("session failed");
        }

        using ChildProcess friend = Tlsman.Client(kind, port, "--wait", "60", "--send", "hello again");

        Assert.Equal(0, friend.WaitForExit());
        Assert.Contains("hello again", friend.Output);
        Assert.Equal(0, server.WaitForExit());
        Assert.DoesNotContain("secret", server.Output);
    }
}
