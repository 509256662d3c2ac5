//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Tests.Interop;

/// <summary>
/// Bytes that go into the command come out of it at the other end.
/// </summary>
public class MessageTests
{
    private static readonly byte[] s_noText = [.. Enumerable.Range(0, 256).Select(i => (byte)i).Where(b => b != '\n')];

    [Theory]
    [InlineData("tls")]
    [InlineData("dtls")]
    public void LinesThatAreNoTextKeepTheirBytes(string kind)
    {
        using ChildProcess server = Tlsman.Server(kind, out int port, "--echo", "--count", "1");
        using ChildProcess client = Tlsman.Client(kind, port, "--wait", "60");

        client.Write([.. s_noText, (byte)'\n']);
        client.WaitForBytes(s_noText.Length + 1);
        client.CloseInput();
        Assert.Equal(0, client.WaitForExit());
        Assert.Equal([.. s_noText, (byte)'\n'], client.OutputBytes);
        Assert.Equal(0, server.WaitForExit());
        Assert.Equal([.. s_noText, (byte)'\n'], server.OutputBytes[^(s_noText.Length + 1)..]);
    }

    [Theory]
    [InlineData("tls")]
    [InlineData("dtls")]
    public void RawBytesPassAsTheyAreAndNothingElseIsWritten(string kind)
    {
        byte[] bytes = new byte[40000];

        new Random(1).NextBytes(bytes);

        using ChildProcess server = Tlsman.RawServer(kind, out int port, "--echo");
        using ChildProcess client = Tlsman.Client(kind, port, "--raw", "--wait", "2");

        client.Write(bytes);
        client.WaitForBytes(bytes.Length);
        client.CloseInput();
        Assert.Equal(0, client.WaitForExit());
        Assert.Equal(bytes, client.OutputBytes);
        Assert.Equal(bytes, server.OutputBytes);
    }

    [SkippableTheory]
    [InlineData("openssl", "tls")]
    [InlineData("openssl", "dtls")]
    public void RawBytesReachOtherStacksAsTheyAre(string name, string kind)
    {
        Peer peer = Peer.Get(name);

        Skip.IfNot(ChildProcess.IsInstalled(peer.Program), $"{peer.Program} is not installed");

        byte[] bytes = [0xFF, 0, (byte)'\r', 0xC3, 0x28, (byte)'\n', (byte)'e', (byte)'n', (byte)'d'];

        using ChildProcess server = peer.StartServer(kind, "TLS_PSK_WITH_AES_128_CCM_8", out int port);
        using ChildProcess client = Tlsman.Client(kind, port, "--raw", "--wait", "1");

        client.Write(bytes);
        server.WaitFor("end");
        Assert.True(server.OutputBytes.AsSpan().IndexOf(bytes) >= 0);
        client.CloseInput();
        Assert.Equal(0, client.WaitForExit());
        Assert.Empty(client.OutputBytes);
    }

    [Theory]
    [InlineData("tls")]
    [InlineData("dtls")]
    public void HexLinesAreMessages(string kind)
    {
        using ChildProcess server = Tlsman.Server(kind, out int port, "--echo", "--hex");
        using ChildProcess client = Tlsman.Client(kind, port, "--hex", "--wait", "60");

        client.WriteLine("00ff0a0D");
        client.WriteLine("de:ad be:ef");
        client.CloseInput();
        Assert.Equal(0, client.WaitForExit());
        Assert.Equal("00ff0a0d\ndeadbeef\n", client.Output);
        Assert.EndsWith("00ff0a0d\ndeadbeef\n", server.Output);
    }

    [Fact]
    public void HexOnTheCommandLineIsSentAsBytes()
    {
        using ChildProcess server = Tlsman.Server("dtls", out int port, "--echo");
        using ChildProcess client =
            Tlsman.Client("dtls", port, "--hex", "--send", "6869", "--send", "0102", "--wait", "60");

        Assert.Equal(0, client.WaitForExit());
        Assert.Equal("6869\n0102\n", client.Output);
        server.WaitFor("hi\n");
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("xx")]
    public void AMessageThatIsNoHexIsMisuseBeforeAnythingIsSent(string text)
    {
        using ChildProcess client = Tlsman.Client("dtls", 1, "--hex", "--send", text);

        Assert.Equal(2, client.WaitForExit());
        Assert.Contains($"'{text}' is not pairs of hexadecimal digits", client.Errors);
    }

    [Fact]
    public void ALineThatIsNoHexIsNamed()
    {
        using ChildProcess server = Tlsman.Server("dtls", out int port, "--echo");
        using ChildProcess client = Tlsman.Client("dtls", port, "--hex", "--wait", "60");

        client.WriteLine("01");
        client.WriteLine("bogus");
        Assert.Equal(2, client.WaitForExit());
        Assert.Contains("line 2 is not pairs of hexadecimal digits", client.Errors);
        Assert.Equal("01\n", client.Output);
    }

    /// <summary>A TLS record holds 16 KB at most, and the line goes on in the next one.</summary>
    [Fact]
    public void ALineLongerThanARecordStaysOneLine()
    {
        string line = new('x', 50000);

        using ChildProcess server = Tlsman.Server("tls", out int port, "--count", "1");
        using ChildProcess client = Tlsman.Client("tls", port, "--wait", "0");

        client.WriteLine(line);
        client.CloseInput();
        Assert.Equal(0, client.WaitForExit());
        Assert.Equal(0, server.WaitForExit());
        Assert.EndsWith($"\n{line}\n", server.Output);
    }

    [Fact]
    public void ALineThatIsNeverEndedIsEndedWithTheChannel()
    {
        using ChildProcess server = Tlsman.Server("tls", out int port, "--count", "1");
        using ChildProcess client = Tlsman.Client("tls", port, "--wait", "0", "--raw", "--send", "no end");

        Assert.Equal(0, client.WaitForExit());
        Assert.Equal(0, server.WaitForExit());
        Assert.EndsWith("\nno end\n", server.Output);
    }

    [Theory]
    [InlineData("tls")]
    [InlineData("dtls")]
    public void QuietSaysNothingButDataAndErrors(string kind)
    {
        int port = Peer.FindPort(kind);

        using ChildProcess server = Tlsman.Run(
            "server", "--" + kind, "--listen", $"127.0.0.1:{port}", "--psk-identity", Tlsman.Identity, "--psk",
            Tlsman.Key, "--echo", "--count", "1", "--quiet");

        Tlsman.AwaitPort(kind, port);

        using ChildProcess client = Tlsman.Client(kind, port, "--quiet", "--wait", "60", "--send", "only this");

        Assert.Equal(0, client.WaitForExit());
        Assert.Equal(0, server.WaitForExit());
        Assert.Equal("only this\n", client.Output);
        Assert.Equal("only this\n", server.Output);
        Assert.Empty(client.Errors);
        Assert.Empty(server.Errors);
    }

    [Fact]
    public void RawAndHexExcludeEachOther()
    {
        using ChildProcess client = Tlsman.Client("dtls", 1, "--raw", "--hex");

        Assert.Equal(2, client.WaitForExit());
        Assert.Contains("only one of --raw and --hex", client.Errors);
    }

    /// <summary>To a terminal control characters are shown rather than sent.</summary>
    [SkippableFact]
    public void WhatWouldMoveTheCursorIsShownOnATerminal()
    {
        Skip.IfNot(ChildProcess.IsInstalled("script"), "script is not installed");

        using ChildProcess server = Tlsman.TerminalServer("dtls", out int port, "--count", "1");
        using ChildProcess client = Tlsman.Client("dtls", port, "--hex", "--send", "1b5b324aff41", "--wait", "0");

        Assert.Equal(0, client.WaitForExit());
        Assert.Equal(0, server.WaitForExit());
        Assert.Contains("\n\\x1b[2J\\xffA\r\n", server.Output);
    }
}
