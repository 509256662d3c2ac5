//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Host;
using NanoTlsMan.Host.Decoding;
using NanoTlsMan.Host.Messages;

namespace NanoTlsMan.Tests.Interop;

/// <summary>
/// <c>tlsman decode</c> on captures of handshakes that took place.
/// </summary>
public sealed class DecodeTests : IDisposable
{
    private const int Seed = 7;

    private readonly SessionRecorder _recorder = new();

    public void Dispose() => _recorder.Dispose();

    public static TheoryData<string, string> KindsAndSuites()
    {
        TheoryData<string, string> data = [];

        foreach (string kind in new[] { "dtls", "tls" })
        {
            // Our servers have no RSA keys; those of 1.3 have tests of their own.
            foreach (string suite in SuiteNames.All.Where(
                name => name.Contains("_WITH_") && (!name.Contains("RSA_") || name.Contains("ECDSA"))))
            {
                data.Add(kind, suite);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(KindsAndSuites))]
    public void RecordsOfEachSuiteAreOpenedWithTheKeyLog(string kind, string suite)
    {
        string capture = _recorder.Write(kind, _recorder.Record(kind, GetKeys(suite), ["--suite", suite]));
        using ChildProcess decode = Tlsman.Run("decode", capture, "--keylog", KeyLogPath);

        Assert.Equal(0, decode.WaitForExit());
        Assert.Contains("ClientHello", decode.Output);
        Assert.Contains("ServerHelloDone", decode.Output);
        Assert.Contains("Finished ", decode.Output);
        Assert.Contains("ApplicationData [", decode.Output);
        Assert.Contains(": 'a secret message'...]", decode.Output);
        Assert.Contains("Alert(close_notify)", decode.Output);
        Assert.Contains(", 0 not", decode.Output);
        Assert.Contains("client 10.0.0.1:40000, server 10.0.0.2:5684", decode.Output);
        Assert.Empty(decode.Errors);
    }

    [Theory]
    [InlineData("dtls")]
    [InlineData("tls")]
    public void WithoutKeysWhatIsProtectedStaysClosed(string kind)
    {
        string capture = _recorder.Write(kind, Record(kind));
        using ChildProcess decode = Tlsman.Run("decode", capture);

        Assert.Equal(0, decode.WaitForExit());
        Assert.Contains("Finished*", decode.Output);
        Assert.Contains("ApplicationData*", decode.Output);
        Assert.Contains("Alert*", decode.Output);
        Assert.DoesNotContain("secret", decode.Output);
        Assert.Equal(kind == "dtls", decode.Output.Contains("HelloVerifyRequest"));
    }

    [Theory]
    [InlineData("dtls")]
    [InlineData("tls")]
    public void AWrongKeySaysSo(string kind)
    {
        string capture = _recorder.Write(kind, Record(kind));
        string line = File.ReadAllText(KeyLogPath).TrimEnd();

        File.WriteAllText(KeyLogPath, line[..^96] + new string('a', 96) + "\n");

        using ChildProcess decode = Tlsman.Run("decode", capture, "--keylog", KeyLogPath);

        Assert.Equal(1, decode.WaitForExit());
        Assert.Contains("0 records opened", decode.Output);
        Assert.Contains("it is a wrong one", decode.Output);
        Assert.Contains("ApplicationData*", decode.Output);
    }

    [Fact]
    public void AKeyLogOfAnotherSessionSaysSo()
    {
        string capture = _recorder.Write("dtls", Record("dtls"));

        File.WriteAllText(KeyLogPath, $"# comment\nCLIENT_RANDOM {new string('0', 64)} {new string('0', 96)}\n");

        using ChildProcess decode = Tlsman.Run("decode", capture, "--keylog", KeyLogPath);

        Assert.Equal(1, decode.WaitForExit());
        Assert.Contains("has no secret for the client random", decode.Output);
    }

    [Fact]
    public void ADamagedKeyLogIsMisuse()
    {
        File.WriteAllText(KeyLogPath, "CLIENT_RANDOM 00 11\n");

        using ChildProcess decode = Tlsman.Run("decode", "00", "--keylog", KeyLogPath);

        Assert.Equal(2, decode.WaitForExit());
        Assert.Contains("line 1 of the key log", decode.Errors);
    }

    /// <summary>Segments come twice, late, and cut otherwise than they were sent at first.</summary>
    [Fact]
    public void AStreamIsPutInOrder()
    {
        IReadOnlyList<Datagram> shares = Record("tls");
        List<Datagram> small =
            [.. shares.SelectMany(share => share.Bytes.Chunk(7).Select(part =>
                new Datagram(share.Index, share.IsFromClient, part)))];
        string expected = Decode(Capture.Tcp(shares));

        string shuffled = Decode(Capture.Tcp(small, packets =>
        {
            Random random = new(Seed);
            List<byte[]> all = [.. packets];

            for (int i = 2; i + 1 < all.Count; i++)
            {
                if (random.Next(3) == 0)
                {
                    (all[i], all[i + 1]) = (all[i + 1], all[i]);
                }
            }

            return all.SelectMany(packet => random.Next(4) == 0 ? [packet, packet] : new[] { packet });
        }));

        // What one side says may be captured before what the other said; the order of each side is what counts.
        Assert.Equal(Names(expected).Order(), Names(shuffled).Order());
    }

    [Fact]
    public void AStreamWithAHoleSaysSo()
    {
        string text = Decode(Capture.Tcp(Record("tls"), packets => packets.Where((_, index) => index != 4)));

        Assert.Contains("The capture lacks ", text);
        Assert.Contains("bytes of the stream", text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TheYoungerFormatIsReadInBothByteOrders(bool isBigEndian)
    {
        IReadOnlyList<Datagram> datagrams = Record("dtls");

        string text = Decode(Capture.PcapNg(datagrams.Select(Capture.Wrap), isBigEndian));

        Assert.Equal(Names(Decode(Capture.Udp(datagrams))), Names(text));

        // A packet each 1.5 ms.
        Assert.Contains("1.5 ", text);
    }

    [SkippableFact]
    public void WiresharksOwnFilesAreRead()
    {
        Skip.IfNot(ChildProcess.IsInstalled("editcap"), "editcap is not installed");

        string capture = _recorder.Write("dtls", Record("dtls"));
        string converted = Path.Combine(_recorder.Folder, "converted");

        foreach (string format in new[] { "pcapng", "nsecpcap" })
        {
            using ChildProcess editcap = new("editcap", "-F", format, capture, converted);

            Assert.Equal(0, editcap.WaitForExit());
            Assert.Equal(Names(Decode(File.ReadAllBytes(capture))), Names(Decode(File.ReadAllBytes(converted))));
        }
    }

    [Fact]
    public void HexadecimalTextIsShownAsWell()
    {
        IReadOnlyList<Datagram> datagrams = Record("dtls");
        string text = string.Concat(datagrams.Select(datagram => Convert.ToHexString(datagram.Bytes) + "\n"));

        using ChildProcess decode = Tlsman.Run("decode", "-", "--keylog", KeyLogPath);

        decode.Write(System.Text.Encoding.ASCII.GetBytes(text));
        decode.CloseInput();
        Assert.Equal(0, decode.WaitForExit());
        Assert.Contains("'a secret messag", decode.Output);
        Assert.Contains("HelloVerifyRequest", decode.Output);
    }

    [Fact]
    public void HexadecimalTextMayBeAnArgument()
    {
        using ChildProcess decode = Tlsman.Run("decode", "15 03 03 00 02 02 46");

        Assert.Equal(0, decode.WaitForExit());
        Assert.Contains("Alert(protocol_version) 7", decode.Output);
        Assert.Contains("TLS over TCP", decode.Output);
    }

    /// <summary>As OpenSSL does where it may; and a message may go on in the next record.</summary>
    [Fact]
    public void SeveralMessagesMayShareARecord()
    {
        // ServerHello without extensions, 38 bytes long.
        string hello = "02000026" + "0303" + new string('0', 64) + "00" + "c0a8" + "00";
        string text = $"< 160303002e{hello}0e000000\n< 1603030006060000040102\n< 16030300020304";

        Assert.Contains("ServerHello+ServerHelloDone 51", Decode(System.Text.Encoding.ASCII.GetBytes(text)));
        Assert.Contains("Handshake (rest) 7", Decode(System.Text.Encoding.ASCII.GetBytes(text)));
    }

    [Fact]
    public void APortChoosesWhatIsShown()
    {
        string capture = _recorder.Write("dtls", Record("dtls"));
        using ChildProcess other = Tlsman.Run("decode", capture, "--port", "1");
        using ChildProcess same = Tlsman.Run("decode", capture, "--port", "5684");

        Assert.Equal(2, other.WaitForExit());
        Assert.Contains("has no DTLS and no TLS at port 1", other.Errors);
        Assert.Equal(0, same.WaitForExit());
        Assert.Contains("ClientHello", same.Output);
    }

    [Fact]
    public void WhatIsNoTlsAtAChosenPortIsSaid()
    {
        Datagram request = new(0, true, "GET / HTTP/1.1\r\n"u8.ToArray());

        Assert.Contains("This is no TLS; it begins with 'GET / HTTP/1.1'", Decode(Capture.Tcp([request]), 5684));
        Assert.Contains(
            "has no DTLS and no TLS", Assert.Throws<InputException>(() => Decode(Capture.Tcp([request]))).Message);
    }

    [Theory]
    [InlineData("/nowhere/at/all", "there is no file")]
    [InlineData("xyz", "there is no file")]
    [InlineData("123", "there is no file")]
    public void WhatIsNeitherFileNorHexIsMisuse(string source, string message)
    {
        using ChildProcess decode = Tlsman.Run("decode", source);

        Assert.Equal(2, decode.WaitForExit());
        Assert.Contains(message, decode.Errors);
    }

    [Fact]
    public void ACaptureThatIsCutShortShowsWhatThereIs()
    {
        string path = _recorder.Write("dtls", Record("dtls"));

        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^5]);

        using ChildProcess decode = Tlsman.Run("decode", path);

        Assert.Equal(2, decode.WaitForExit());
        Assert.Contains("ClientHello", decode.Output);
        Assert.Contains("the capture is cut short behind packet", decode.Errors);
    }

    /// <summary>Whatever a file says, the end is a sentence.</summary>
    [Theory]
    [InlineData("dtls")]
    [InlineData("tls")]
    public void DamagedCapturesAreNoCrash(string kind)
    {
        IReadOnlyList<Datagram> pieces = Record(kind);
        byte[][] files =
        [
            kind == "dtls" ? Capture.Udp(pieces) : Capture.Tcp(pieces),
            Capture.PcapNg(pieces.Select(Capture.Wrap), false),
        ];

        foreach (byte[] damaged in files.SelectMany(SessionRecorder.Damage))
        {
            DecodeAnything(damaged);
        }
    }

    [Fact]
    public void NoiseIsNoCrash()
    {
        Random random = new(Seed);

        for (int round = 0; round < 300; round++)
        {
            byte[] noise = new byte[random.Next(200)];

            random.NextBytes(noise);
            DecodeAnything(noise);
            DecodeAnything([22, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte)noise.Length, .. noise]);
            DecodeAnything([22, 3, 3, 0, (byte)noise.Length, .. noise]);
        }
    }

    private string KeyLogPath => _recorder.KeyLogPath;

    private static string[] Names(string ladder) =>
        [.. ladder.Split([' ', '\n', '│'], StringSplitOptions.RemoveEmptyEntries)
            .Where(word => char.IsLetter(word[0]) && (word.Contains("Hello") || word.Contains('*')
                || word.Contains("Key") || word.Contains("Cipher")))];

    private static string GetKeys(string suite) => suite.Contains("ECDSA") ? KeyPeer.Raw : KeyPeer.Psk;

    private IReadOnlyList<Datagram> Record(string kind) => _recorder.Record(kind, KeyPeer.Psk, []);

    private static string Decode(byte[] file, int? port = null) => SessionRecorder.Decode(file, port);

    private void DecodeAnything(byte[] file) => SessionRecorder.DecodeAnything(
        file, File.Exists(KeyLogPath) ? KeyLog.Read(File.ReadLines(KeyLogPath)) : null);
}
