//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Security.Cryptography;
using System.Text.RegularExpressions;
using NanoTlsMan.Host.Keys;

namespace NanoTlsMan.Tests.Samples;

/// <summary>
/// The samples that take public keys, against themselves and against the command.
/// </summary>
public partial class KeySampleTests
{
    private static readonly KeyFolder s_files = KeyFolder.Shared;

    [Theory]
    [InlineData("dtls", KeyPeer.Raw)]
    [InlineData("tls", KeyPeer.Raw)]
    [InlineData("dtls", KeyPeer.X509)]
    [InlineData("tls", KeyPeer.X509)]
    public void SecureEchoSendsItsEchoWithPublicKeys(string kind, string keys)
    {
        using ChildProcess server = Serve("SecureEcho", keys, out int port, "--" + kind, "--count", "1");
        using ChildProcess client = Tlsman.Run(
            ["sample", "SecureEcho", "--" + kind, "--connect", $"127.0.0.1:{port}", .. s_files.Options(keys, false)]);

        Assert.Equal(0, client.WaitForExit());
        Assert.Equal("hello\n", client.Output);
        Assert.Equal(0, server.WaitForExit());

        byte[] pin = SHA256.HashData(KeyFiles.ReadAnyPublicKey(s_files["client.pub"]));

        Assert.Contains($"connected: {Convert.ToHexStringLower(pin)}\nclosed\n", server.Output);
    }

    [Theory]
    [InlineData(KeyPeer.Raw)]
    [InlineData(KeyPeer.X509)]
    public void CoapsSensorIsReadWithPublicKeys(string keys)
    {
        using ChildProcess server = Serve("CoapsSensor", keys, out int port);
        using ChildProcess client = Tlsman.Run(
            ["sample", "CoapsSensor", "--connect", $"127.0.0.1:{port}", .. s_files.Options(keys, false)]);

        Assert.Equal(0, client.WaitForExit());
        Assert.Equal("2.05 21.4\n", client.Output);
    }

    [Fact]
    public void SecureEchoLetsNobodyInWhomItDoesNotTrust()
    {
        using ChildProcess server = Serve("SecureEcho", KeyPeer.Raw, out int port, "--dtls");
        using ChildProcess stranger = Tlsman.Run(
            "client", "--dtls", "--connect", $"127.0.0.1:{port}", "--rpk", s_files["ca.key"], "--peer-key",
            s_files["server.pub"], "--send", "secret");

        Assert.Equal(1, stranger.WaitForExit());
        Assert.DoesNotContain("connected", server.Output);
    }

    [Theory]
    [InlineData("Option '--psk' is required.")]
    [InlineData("--cert and --key go together", "--peer-key", "server.pub", "--cert", "client.crt")]
    public void MisuseEndsWithTwoAndAClearMessage(string message, params string[] arguments)
    {
        using ChildProcess sample = Tlsman.Run(
            ["sample", "SecureEcho", "--dtls", "--connect", "127.0.0.1:1",
            .. arguments.Select((argument, i) => i % 2 == 0 ? argument : s_files[argument])]);

        Assert.Equal(2, sample.WaitForExit());
        Assert.Contains(message, sample.Errors);
        Assert.DoesNotContain("   at ", sample.Errors);
    }

    private static ChildProcess Serve(string name, string keys, out int port, params string[] more)
    {
        ChildProcess server =
            Tlsman.Run(["sample", name, "--listen", "127.0.0.1:0", .. s_files.Options(keys, true), .. more]);

        port = int.Parse(server.WaitFor(Listening()).Groups[1].Value);
        return server;
    }

    [GeneratedRegex(@"^listening on \S+:(\d+)\r?\n", RegexOptions.Multiline)]
    private static partial Regex Listening();
}
