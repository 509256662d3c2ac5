//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.NativeStacks;

namespace NanoTlsMan.Tests.Interop;

/// <summary>
/// Version 1.3 against other people's stacks, as the command has it: both roles, all suites, each kind of
/// keys.
/// </summary>
public class Version13Tests
{
    private static readonly string[] s_suites =
    [
        "TLS_AES_128_GCM_SHA256", "TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_128_CCM_SHA256", "TLS_AES_128_CCM_8_SHA256",
    ];

    public static TheoryData<string, string, string, string, string> Matrix()
    {
        TheoryData<string, string, string, string, string> matrix = [];

        foreach (string stack in new[] { "managed13", "mbedtls", "wolfssl" })
        {
            foreach (Peer13 peer in Peer13.All)
            {
                foreach (string kind in peer.Kinds)
                {
                    foreach (string keys in peer.Keys)
                    {
                        foreach (string suite in s_suites.Where(suite => peer.Has(keys, suite)))
                        {
                            if (Has(stack, kind, keys, suite))
                            {
                                matrix.Add(stack, peer.Name, kind, keys, suite);
                            }
                        }
                    }
                }
            }
        }

        return matrix;
    }

    // docs/native-stacks.md has the table.
    private static bool Has(string stack, string kind, string keys, string suite) => stack switch
    {
        // The only peer with DTLS cannot read records of eight bytes' tag that are as short as ours may be.
        "managed13" => kind == "tls" || suite != s_suites[3],

        // Of the native stacks' suites two are enough here; tests/stacks has them all.
        "mbedtls" => kind == "tls" && keys != KeyPeer.Raw && (suite == s_suites[0] || suite == s_suites[1]),
        _ => suite == s_suites[0] || suite == s_suites[1],
    };

    [SkippableTheory]
    [MemberData(nameof(Matrix))]
    public void OurClientTalksToTheirServer(string stack, string name, string kind, string keys, string suite)
    {
        Peer13 peer = Require(stack, name, kind);
        KeyFolder files = KeyFolder.Shared;
        int port = Peer.FindPort(kind);
        using ChildProcess server = peer.StartServer(kind, keys, suite, files, port);

        Tlsman.AwaitPort(kind, port);

        using ChildProcess client = Tlsman.Run(
            ["client", "--" + kind, "--connect", $"127.0.0.1:{port}", .. files.Options(keys, false), "--stack", stack,
            "--suite", suite, "--version-min", "1.3", "--version-max", "1.3", "--wait", "60"]);

        client.WaitFor("connected: " + suite);
        client.WriteLine("hello from a board");

        if (!peer.IsEcho)
        {
            server.WaitFor("hello from a board");
            server.WriteLine("hello from the other side");
            client.WaitFor("hello from the other side");
        }
        else
        {
            client.WaitFor("hello from a board");
        }

        client.CloseInput();
        Assert.Equal(0, client.WaitForExit());
    }

    [SkippableTheory]
    [MemberData(nameof(Matrix))]
    public void TheirClientTalksToOurServer(string stack, string name, string kind, string keys, string suite)
    {
        Peer13 peer = Require(stack, name, kind);
        KeyFolder files = KeyFolder.Shared;
        using ChildProcess server = Tlsman.Server(
            kind, files.Options(keys, true), out int port, "--stack", stack, "--suite", suite, "--version-min", "1.3",
            "--version-max", "1.3", "--echo", "--count", "1");
        using ChildProcess client = peer.StartClient(kind, keys, suite, files, port);

        server.WaitFor(suite);

        if (peer.ReadsInput)
        {
            client.WriteLine("hello from the other side");
        }

        client.WaitFor("hello from the other side");
        client.CloseInput();
        Assert.Equal(0, server.WaitForExit());
        Assert.Contains("hello from the other side", server.Output);
    }

    private static Peer13 Require(string stack, string name, string kind)
    {
        Peer13 peer = Peer13.All.Single(each => each.Name == name);

        Tlsman.RequireStack(stack);
        Skip.IfNot(
            stack == "managed13"
                || (NativeStack.Find(stack).Capabilities.Versions
                    & (kind == "dtls" ? TlsVersions.Dtls13 : TlsVersions.Tls13)) != 0,
            $"libtlsman is built without 1.3 of {stack}");
        Skip.IfNot(
            ChildProcess.IsInstalled(peer.Program) || File.Exists(peer.Program), $"{peer.Program} is not there");
        return peer;
    }
}
