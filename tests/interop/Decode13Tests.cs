//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Ciphers;
using NanoTlsMan.Host;
using NanoTlsMan.Host.Decoding;

namespace NanoTlsMan.Tests.Interop;

/// <summary>
/// <c>tlsman decode</c> on captures of version 1.3.
/// </summary>
public sealed class Decode13Tests : IDisposable
{
    private static readonly string[] s_newer = ["--version-min", "1.3", "--version-max", "1.3"];

    private readonly SessionRecorder _recorder = new();

    public void Dispose() => _recorder.Dispose();

    public static TheoryData<TlsTransportKind, ushort> Suites()
    {
        TheoryData<TlsTransportKind, ushort> data = [];

        foreach (TlsTransportKind kind in Enum.GetValues<TlsTransportKind>())
        {
            data.Add(kind, TlsCipherSuite.Aes128GcmSha256);
            data.Add(kind, TlsCipherSuite.ChaCha20Poly1305Sha256);
            data.Add(kind, TlsCipherSuite.Aes128CcmSha256);
            data.Add(kind, TlsCipherSuite.Aes128Ccm8Sha256);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void RecordsOfEachSuiteAreOpened(TlsTransportKind kind, ushort suite)
    {
        RecordedPair pair = new(kind, TlsPskModes.PskOnly, suite);

        pair.Say(pair.Client, "a question").Say(pair.Server, "an answer").Client.Close();
        pair.Exchange();

        foreach (bool hasLog in new[] { true, false })
        {
            string text = SessionRecorder.Decode(
                pair.File, keys: hasLog ? pair.Log : null, psk: hasLog ? null : RecordedPair.Psk);

            Assert.Contains("EncryptedExtensions", text);
            Assert.Contains("Finished ", text);
            Assert.Contains("ApplicationData [10 B: 'a question']", text);
            Assert.Contains("ApplicationData [9 B: 'an answer']", text);
            Assert.Contains("Alert(close_notify)", text);
            Assert.Contains(", 0 not", text);
            Assert.Equal(kind == TlsTransportKind.Datagram, text.Contains("ACK [2:0]"));
        }
    }

    [Theory]
    [InlineData("dtls", KeyPeer.Psk)]
    [InlineData("tls", KeyPeer.Psk)]
    [InlineData("tls", KeyPeer.X509)]
    public void TheCommandOpensWhatTheCommandSaid(string kind, string keys)
    {
        string capture = _recorder.Write(kind, _recorder.Record(kind, keys, s_newer));
        using ChildProcess decode = Tlsman.Run("decode", capture, "--keylog", _recorder.KeyLogPath);

        Assert.Equal(0, decode.WaitForExit());
        Assert.Contains(": 'a secret message'...]", decode.Output);
        Assert.Contains("Alert(close_notify)", decode.Output);
        Assert.Contains(", 0 not", decode.Output);
        Assert.Equal(keys != KeyPeer.Psk, decode.Output.Contains("CertificateVerify"));
        Assert.Equal(kind == "dtls", decode.Output.Contains("HelloRetryRequest"));
        Assert.Empty(decode.Errors);
    }

    [Theory]
    [InlineData(TlsTransportKind.Datagram)]
    [InlineData(TlsTransportKind.Stream)]
    public void MessagesOfPublicKeysAreNamed(TlsTransportKind kind)
    {
        RecordedPair pair = new(kind, TlsPskModes.None, isRaw: true);
        string text = SessionRecorder.Decode(pair.Say(pair.Client, "a question").File, keys: pair.Log);

        Assert.Contains("CertificateRequest", text);
        Assert.Matches(@"\bCertificate\b", text);
        Assert.Contains("CertificateVerify", text);
        Assert.Contains("'a question'", text);
        Assert.Contains(", 0 not", text);
    }

    /// <summary>The cookie's HelloRetryRequest belongs to what keys are made of.</summary>
    [Theory]
    [InlineData("dtls")]
    [InlineData("tls")]
    public void APreSharedKeyIsEnoughWhereNothingElseGoesIntoTheKeys(string kind)
    {
        string capture = _recorder.Write(
            kind, _recorder.Record(kind, KeyPeer.Psk, [.. s_newer, "--psk-mode", "ke"]));
        using ChildProcess decode = Tlsman.Run("decode", capture, "--psk", Tlsman.Key);
        using ChildProcess other = Tlsman.Run("decode", capture, "--psk", Tlsman.WrongKey);

        Assert.Equal(0, decode.WaitForExit());
        Assert.Contains(": 'a secret message'...]", decode.Output);
        Assert.Contains(", 0 not", decode.Output);
        Assert.Equal(1, other.WaitForExit());
        Assert.Contains("0 records opened", other.Output);
        Assert.Contains("the pre-shared key is not the one of this session", other.Output);
    }

    [Theory]
    [InlineData(TlsTransportKind.Datagram)]
    [InlineData(TlsTransportKind.Stream)]
    public void AnImportedKeyIsTriedAsWell(TlsTransportKind kind)
    {
        RecordedPair pair = new(kind, TlsPskModes.PskOnly, isImported: true);

        pair.Say(pair.Client, "a question");
        Assert.Contains("'a question'", SessionRecorder.Decode(pair.File, psk: RecordedPair.Psk));
    }

    [Theory]
    [InlineData(TlsTransportKind.Datagram)]
    [InlineData(TlsTransportKind.Stream)]
    public void KeySharesNeedAKeyLog(TlsTransportKind kind)
    {
        RecordedPair pair = new(kind, TlsPskModes.WithKeyShare);
        string text = SessionRecorder.Decode(pair.Say(pair.Client, "a question").File, psk: RecordedPair.Psk);

        Assert.Contains("key shares went into the keys", text);
        Assert.Contains("protected*", text);
        Assert.Contains("'a question'", SessionRecorder.Decode(pair.File, keys: pair.Log, psk: RecordedPair.Psk));
    }

    [Theory]
    [InlineData(TlsTransportKind.Datagram)]
    [InlineData(TlsTransportKind.Stream)]
    public void WithoutKeysWhatIsProtectedStaysClosed(TlsTransportKind kind)
    {
        RecordedPair pair = new(kind, TlsPskModes.PskOnly);
        string text = SessionRecorder.Decode(pair.Say(pair.Client, "a question").File);

        Assert.Contains("ServerHello", text);
        Assert.Contains("protected*", text);
        Assert.DoesNotContain("question", text);
        Assert.DoesNotContain("opened", text);
    }

    /// <summary>Each side's keys change by themselves; more often than the epoch's two bits tell apart.</summary>
    [Theory]
    [InlineData(TlsTransportKind.Datagram)]
    [InlineData(TlsTransportKind.Stream)]
    public void KeyUpdatesAreFollowed(TlsTransportKind kind)
    {
        RecordedPair pair = new(kind, TlsPskModes.PskOnly);

        for (int i = 0; i < 6; i++)
        {
            Assert.Equal(TlsManStatus.Ok, pair.Client.UpdateKeys(i % 2 == 0));
            pair.Exchange().Say(pair.Client, $"question {i}").Say(pair.Server, $"answer {i}");
        }

        string text = SessionRecorder.Decode(pair.File, keys: pair.Log);

        Assert.Contains("KeyUpdate ", text);
        Assert.Contains("KeyUpdate(update_requested)", text);
        Assert.Contains("'question 5'", text);
        Assert.Contains("'answer 5'", text);
        Assert.Contains(", 0 not", text);
    }

    /// <summary>What the capture lacks of a key update is made good.</summary>
    [Fact]
    public void AKeyUpdateThatTheCaptureLacksIsGuessed()
    {
        RecordedPair pair = new(TlsTransportKind.Datagram, TlsPskModes.PskOnly);
        int before = pair.Pieces.Count;

        Assert.Equal(TlsManStatus.Ok, pair.Client.UpdateKeys(false));
        pair.Exchange();

        int behind = pair.Pieces.Count;

        pair.Say(pair.Client, "a question");

        byte[] file = Capture.Udp([.. pair.Pieces.Take(before), .. pair.Pieces.Skip(behind)]);

        Assert.Contains("'a question'", SessionRecorder.Decode(file, keys: pair.Log));
    }

    [Theory]
    [InlineData(TlsTransportKind.Datagram)]
    [InlineData(TlsTransportKind.Stream)]
    public void TicketsAreNamed(TlsTransportKind kind)
    {
        RecordedPair pair = new(
            kind, TlsPskModes.PskOnly, tickets: new TicketKeys(new ManagedCiphers(), new HostRandom()));

        Assert.Contains("NewSessionTicket", SessionRecorder.Decode(pair.File, psk: RecordedPair.Psk));
    }

    [Theory]
    [InlineData(0, 4)]
    [InlineData(4, 0)]
    [InlineData(3, 9)]
    public void ConnectionIdsAreSteppedOver(int client, int server)
    {
        RecordedPair pair = new(
            TlsTransportKind.Datagram, TlsPskModes.PskOnly, clientId: new byte[client], serverId: new byte[server]);
        string text = SessionRecorder.Decode(
            pair.Say(pair.Client, "a question").Say(pair.Server, "an answer").File, keys: pair.Log);

        Assert.Contains("'a question'", text);
        Assert.Contains("'an answer'", text);
        Assert.Contains(", 0 not", text);
    }

    /// <summary>A damaged record costs itself, and not what comes behind it.</summary>
    [Theory]
    [InlineData(TlsTransportKind.Datagram)]
    [InlineData(TlsTransportKind.Stream)]
    public void ADamagedRecordIsSaidAndPassedOver(TlsTransportKind kind)
    {
        RecordedPair pair = new(kind, TlsPskModes.PskOnly);

        pair.Say(pair.Client, "the first").Say(pair.Client, "the second");

        byte[] damaged = pair.Pieces.Last(piece => piece.IsFromClient).Bytes;

        damaged[^1] ^= 1;
        pair.Say(pair.Server, "an answer");
        pair.Client.Send("the third"u8.ToArray(), 0, 9);
        pair.Exchange();

        string text = SessionRecorder.Decode(pair.File, keys: pair.Log);

        Assert.Contains("'the first'", text);
        Assert.DoesNotContain("'the second'", text);
        Assert.Contains("'the third'", text);
        Assert.Contains(", 1 not", text);
        Assert.Contains("or the records are damaged", text);
    }

    [Theory]
    [InlineData("dtls")]
    [InlineData("tls")]
    public void WrongSecretsSaySo(string kind)
    {
        string capture = _recorder.Write(kind, _recorder.Record(kind, KeyPeer.Psk, s_newer));
        string[] lines =
            [.. File.ReadLines(_recorder.KeyLogPath).Select(line => line[..^64] + new string('a', 64))];

        File.WriteAllLines(_recorder.KeyLogPath, lines);

        using ChildProcess decode = Tlsman.Run("decode", capture, "--keylog", _recorder.KeyLogPath);

        Assert.Equal(1, decode.WaitForExit());
        Assert.Contains("0 records opened", decode.Output);
        Assert.Contains("they are wrong ones", decode.Output);
    }

    [Fact]
    public void ADamagedLineOfTheKeyLogIsMisuse()
    {
        File.WriteAllText(_recorder.KeyLogPath, $"# comment\nCLIENT_TRAFFIC_SECRET_0 {new string('0', 64)} 11\n");

        using ChildProcess decode = Tlsman.Run("decode", "00", "--keylog", _recorder.KeyLogPath);

        Assert.Equal(2, decode.WaitForExit());
        Assert.Contains("line 2 of the key log is not 'CLIENT_TRAFFIC_SECRET_0 RANDOM SECRET'", decode.Errors);
    }

    /// <summary>Whatever a file says, the end is a sentence.</summary>
    [Theory]
    [InlineData(TlsTransportKind.Datagram)]
    [InlineData(TlsTransportKind.Stream)]
    public void DamagedCapturesAreNoCrash(TlsTransportKind kind)
    {
        RecordedPair pair = new(
            kind, TlsPskModes.PskOnly, clientId: kind == TlsTransportKind.Datagram ? [1, 2] : null,
            serverId: kind == TlsTransportKind.Datagram ? [3] : null);

        pair.Client.UpdateKeys(true);
        pair.Exchange().Say(pair.Client, "a question").Say(pair.Server, "an answer");

        foreach (byte[] damaged in SessionRecorder.Damage(pair.File))
        {
            SessionRecorder.DecodeAnything(damaged, pair.Log);
            SessionRecorder.DecodeAnything(damaged, null, RecordedPair.Psk);
        }
    }

    [SkippableTheory]
    [InlineData(KeyPeer.Psk)]
    [InlineData(KeyPeer.X509)]
    public void WhatOpenSslSaysIsOpened(string keys)
    {
        Peer13 peer = Peer13.All.Single(each => each.Name == "openssl");

        Skip.IfNot(ChildProcess.IsInstalled(peer.Program), "openssl is not installed");

        int port = Peer.FindPort("tls");
        using ChildProcess server =
            peer.StartServer("tls", keys, "TLS_AES_128_GCM_SHA256", KeyFolder.Shared, port);

        Tlsman.AwaitPort("tls", port);

        IReadOnlyList<Datagram> pieces = _recorder.Record(
            "tls", keys, port, ["--suite", "TLS_AES_128_GCM_SHA256", .. s_newer], wait: "1");
        string text = SessionRecorder.Decode(
            Capture.Tcp(pieces), keys: KeyLog.Read(File.ReadLines(_recorder.KeyLogPath)));

        Assert.Contains("EncryptedExtensions", text);
        Assert.Contains("NewSessionTicket", text);
        Assert.Contains("'a secret message'...]", text);
        Assert.Contains(", 0 not", text);
    }
}
