//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Net;
using System.Net.Sockets;
using NanoTlsMan.Sockets;
using static NanoTlsMan.Tests.Sockets.Setup;

namespace NanoTlsMan.Tests.Sockets;

/// <summary>
/// What is printed of errors, and docs/errors.md, which lists it.
/// </summary>
public class ErrorPageTests
{
    private static readonly string[][] s_rows =
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "errors.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)[1..^1]),
    ];

    public static TheoryData<TlsErrorCause> Causes =>
        [.. Enum.GetValues<TlsErrorCause>().Where(cause => cause != TlsErrorCause.None)];

    public static TheoryData<TlsAlert> Alerts =>
        [.. Enum.GetValues<TlsAlert>().Where(alert => alert != TlsAlert.None)];

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
