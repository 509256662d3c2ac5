//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using NanoTlsMan.Sockets;
using static NanoTlsMan.Tests.Sockets.Setup;

namespace NanoTlsMan.Tests.Sockets;

/// <summary>
/// What is printed of errors, docs/errors.md, which lists it, and docs/troubleshooting.md, which quotes it.
/// </summary>
public class ErrorPageTests
{
    private static readonly string[][] s_rows =
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "errors.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)[1..^1]),
    ];

    private static readonly Dictionary<string, TlsAwaited> s_awaited = new()
    {
        ["ServerHello"] = TlsAwaited.ServerHello,
        ["ServerHello after a cookie"] = TlsAwaited.ServerHelloAfterCookie,
        ["Finished"] = TlsAwaited.Finished
    };

    public static TheoryData<TlsErrorCause> Causes =>
        [.. Enum.GetValues<TlsErrorCause>().Where(cause => cause != TlsErrorCause.None)];

    public static TheoryData<TlsAlert> Alerts =>
        [.. Enum.GetValues<TlsAlert>().Where(alert => alert != TlsAlert.None)];

    public static TheoryData<string> QuotedErrors =>
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "troubleshooting.md"))
            .Where(line => Regex.IsMatch(line, @" \[\w+ \(\d+\).*\]$"))];

    [Theory]
    [MemberData(nameof(Causes))]
    public void ThePageSaysWhatABoardPrints(TlsErrorCause cause)
    {
        string[] row = Assert.Single(s_rows, cells => cells[0] == $"{cause}");
        TlsManError error = new(cause, TlsErrorLayer.Session, TlsAlert.None, 0);

        Assert.Equal($"{(int)cause}", row[1]);
        Assert.Equal(TlsErrorText.Explain(cause), row[2]);
        Assert.EndsWith($"[{cause} ({(int)cause})]", error.ToString());
        Assert.All(row, Assert.NotEmpty);
    }

    [Theory]
    [MemberData(nameof(Alerts))]
    public void ThePageSaysWhatAnAlertMeans(TlsAlert alert)
    {
        string[] row = Assert.Single(s_rows, cells => cells[0] == TlsErrorText.GetName(alert));
        TlsManError error = new(TlsErrorCause.AlertReceived, TlsErrorLayer.Handshake, alert, 0);

        Assert.Equal($"{(int)alert}", row[1]);
        Assert.StartsWith($"The peer refused: {row[2]}. [", error.ToString());
        Assert.Equal(
            $"{alert}", string.Concat(row[0].Split('_').Select(part => char.ToUpperInvariant(part[0]) + part[1..])));
    }

    [Theory]
    [MemberData(nameof(QuotedErrors))]
    public void TroubleshootingQuotesWhatIsPrinted(string quoted)
    {
        Match names = Regex.Match(
            quoted, @"\[(\w+) \(\d+\)(?:, waiting for ([\w ]+))?(?:, alert (?:received|sent): \w+ \((\d+)\))?\]$");
        TlsManError error = new(
            Enum.Parse<TlsErrorCause>(names.Groups[1].Value),
            TlsErrorLayer.Handshake,
            names.Groups[3].Success ? (TlsAlert)int.Parse(names.Groups[3].Value) : TlsAlert.None,
            0,
            names.Groups[2].Success ? s_awaited[names.Groups[2].Value] : TlsAwaited.Nothing);

        Assert.Equal(error.ToString(), quoted);
    }

    [Fact]
    public void AClosedPortSaysThatNobodyListens()
    {
        IPEndPoint closed;

        using (Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
        {
            socket.Bind(AnyPort);
            closed = (IPEndPoint)socket.LocalEndPoint!;
        }

        SecureSockException exception =
            Assert.Throws<SecureSockException>(
                () => SecureTcpSock.Connect(CreateManager(), closed, Options(), Keys(1)));

        Assert.StartsWith("The network failed: nobody listens there", exception.Message);
        Assert.IsType<SocketException>(exception.InnerException);
    }

    [Fact]
    public void ExceptionsHaveAMessage()
    {
        using SecureUdpSock sock = UdpSock(SecureSockMode.Synchronous);

        Assert.NotEmpty(Assert.Throws<TimeoutException>(() => sock.Receive(new byte[9], 0, 9, 10, out _)).Message);
        Assert.Equal("The channel was closed.", new SecureSockException(TlsManStatus.Closed, null).Message);
    }
}
