//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Tests.Samples;

/// <summary>
/// SecureEcho against OpenSSL, and against itself.
/// </summary>
public class SecureEchoTests
{
    private const string Suite = "TLS_PSK_WITH_AES_128_CCM_8";

    private static readonly OpenSsl s_openSsl = new();

    [SkippableTheory]
    [InlineData("dtls")]
    [InlineData("tls")]
    public void TheClientShowsWhatOpenSslAnswers(string kind)
    {
        Skip.IfNot(ChildProcess.IsInstalled(s_openSsl.Program), "openssl is not installed");

        using ChildProcess server = s_openSsl.StartServer(kind, Suite, out int port);
        using ChildProcess client =
            Sample.Run("SecureEcho", "--" + kind, "--connect", $"127.0.0.1:{port}", "--send", "is anybody there");

        server.WaitFor("is anybody there");
        server.WriteLine("yes, somebody is");
        Assert.Equal(0, client.WaitForExit());
        Assert.Equal("yes, somebody is\n", client.Output);
    }

    [SkippableTheory]
    [InlineData("dtls")]
    [InlineData("tls")]
    public void TheServerSendsBackWhatOpenSslSends(string kind)
    {
        Skip.IfNot(ChildProcess.IsInstalled(s_openSsl.Program), "openssl is not installed");

        using ChildProcess server = Sample.Serve("SecureEcho", Tlsman.Key, out int port, "--" + kind, "--count", "1");
        using ChildProcess client = s_openSsl.StartClient(kind, port, Suite, Tlsman.Identity, Tlsman.Key);

        client.WriteLine("there and back again");
        client.WaitFor("there and back again");
        client.WriteLine("Q");
        Assert.Equal(0, server.WaitForExit());
        Assert.Contains("connected: client\nclosed\n", server.Output);
    }

    [Theory]
    [InlineData("dtls")]
    [InlineData("tls")]
    public void TheClientGetsItsEchoFromTheServer(string kind)
    {
        using ChildProcess server = Sample.Serve("SecureEcho", Tlsman.Key, out int port, "--" + kind, "--count", "1");
        using ChildProcess client = Sample.Run("SecureEcho", "--" + kind, "--connect", $"127.0.0.1:{port}");

        Assert.Equal(0, client.WaitForExit());
        Assert.Equal("hello\n", client.Output);
        Assert.Equal(0, server.WaitForExit());
    }

    [Fact]
    public void AWrongKeyEndsTheClientWithAnErrorAndTheServerServesOn()
    {
        using ChildProcess server = Sample.Serve("SecureEcho", Tlsman.Key, out int port, "--tls", "--count", "2");
        using ChildProcess stranger =
            Sample.Run("SecureEcho", Tlsman.WrongKey, ["--tls", "--connect", $"127.0.0.1:{port}"]);

        Assert.Equal(1, stranger.WaitForExit());
        Assert.Contains("likely a wrong key or identity", stranger.Errors);
        server.WaitFor("failed: ");

        using ChildProcess client = Sample.Run("SecureEcho", "--tls", "--connect", $"127.0.0.1:{port}");

        Assert.Equal(0, client.WaitForExit());
        Assert.Equal(0, server.WaitForExit());
    }

    [Theory]
    [InlineData("one of --dtls and --tls", "--listen", "127.0.0.1:0")]
    [InlineData("one of --listen and --connect", "--dtls")]
    [InlineData("one of --listen and --connect", "--dtls", "--listen", "127.0.0.1:0", "--connect", "127.0.0.1:1")]
    [InlineData("1 to 1024 bytes", "--dtls", "--connect", "127.0.0.1:1", "--send", "")]
    public void MisuseEndsWithTwoAndAClearMessage(string message, params string[] arguments)
    {
        using ChildProcess sample = Sample.Run("SecureEcho", arguments);

        Assert.Equal(2, sample.WaitForExit());
        Assert.Contains(message, sample.Errors);
        Assert.DoesNotContain("   at ", sample.Errors);
    }
}
