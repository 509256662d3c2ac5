//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Net;
using NanoTlsMan.Host.Tracing;

namespace NanoTlsMan.Host.Clients;

/// <summary>
/// Says why a client has no channel: what was waited for, what came, what is likely, and what to try.
/// </summary>
/// <param name="settings">What was asked for.</param>
/// <param name="summary">What came.</param>
internal sealed class Diagnosis(ChannelSettings settings, TrafficSummary summary)
{
    private const int DefaultCoapsPort = 5684;

    private string Address => settings.EndPointText;

    private bool IsDatagram => settings.Kind == TlsTransportKind.Datagram;

    private string Protocol => IsDatagram ? "DTLS" : "TLS";

    private string Waited => FormattableString.Invariant($"{settings.TimeoutMilliseconds / 1000.0:0.###} s");

    /// <summary>
    /// Explains why a handshake failed.
    /// </summary>
    /// <param name="error">What the library says.</param>
    /// <param name="isRefused">Whether the server's host has said that nobody listens.</param>
    public Exception Explain(TlsManError error, bool isRefused)
    {
        if (isRefused)
        {
            return new NetworkException(Refused());
        }

        if (summary.UnreadableCount > 0 && summary.UnreadableCount == summary.ReceivedCount || IsStreamOfOthers)
        {
            return new SecurityFailureException(OtherProtocol());
        }

        return error.Cause switch
        {
            TlsErrorCause.HandshakeTimeout when summary.ReceivedCount == 0 => new NetworkException(Silence()),
            TlsErrorCause.HandshakeTimeout => new SecurityFailureException($"{TimedOut(error)} {Names(error)}"),
            TlsErrorCause.Truncated or TlsErrorCause.TransportFailed when !IsDatagram =>
                new SecurityFailureException($"{HungUp()} {Names(error)}"),
            _ => new SecurityFailureException($"{Address}: {ErrorText.Describe(error)}{Advice(error)}"),
        };
    }

    /// <summary>
    /// Explains why there is no connection to open a channel over.
    /// </summary>
    public NetworkException ExplainConnect(string reason, bool isRefused) => new(
        isRefused
        ? $"cannot connect to {Address}: nobody listens on that TCP port; likely the server does not run, or speaks "
            + "DTLS over UDP; try to start it, another port, or --dtls"
        : $"cannot connect to {Address}: {reason}; likely a wrong address, or a firewall; try to reach that host with "
            + "another program");

    private bool IsStreamOfOthers => !IsDatagram && summary.UnreadableCount > 0;

    private string Refused() => $"no answer from {Address} but that nobody listens on that UDP port (ICMP port "
        + "unreachable); likely the server does not run, or speaks TLS over TCP; try to start it, another port, or "
        + "--tls";

    private string OtherProtocol()
    {
        string? name = ProtocolGuess.Name(settings.Kind, summary.Sample);
        string quote = ProtocolGuess.Quote(summary.Sample);
        string came = IsDatagram
            ? $"received {Count(summary.UnreadableCount, "datagram")} that are no DTLS, the first begins with {quote}"
            : $"received bytes that are no TLS: {quote}";
        string likely = name == null ? $"this port does not speak {Protocol}" : $"this port speaks {name}";
        string port = name == ProtocolGuess.Coap
            ? $"the port of coaps, which is {DefaultCoapsPort} as a rule"
            : $"the port where the server speaks {Protocol}";

        return $"no channel with {Address}: waited for ServerHello, {came}; {likely}; try {port}";
    }

    private string Silence()
    {
        if (!IsDatagram)
        {
            return $"no answer from {Address}: it took the connection, waited {Waited} for ServerHello, and nothing "
                + "came; likely the port speaks a protocol without TLS that waits for its client, or the server hangs; "
                + "try the port where it speaks TLS, or a longer --timeout";
        }

        return summary.Strays.Count > 0
            ? OtherSource()
            : $"no answer from {Address}: waited {Waited} for one, and nothing came; likely a wrong address or port, a "
                + "firewall, or a server that drops what it cannot serve, as without a cipher suite in common; try "
                + "whether that host is there, and compare the cipher suites of both";
    }

    private string OtherSource()
    {
        (IPEndPoint from, int count) = summary.Strays.MaxBy(stray => stray.Value);

        return $"no answer from {Address}: waited {Waited} for one, and received {Count(count, "datagram")} from "
            + $"{from} instead, which cannot be taken for its answer; likely the server listens on all addresses of a "
            + $"host that has several; try --connect {from}, or let the server listen on the address itself";
    }

    private string TimedOut(TlsManError error)
    {
        if (summary.ReceivedCount == summary.HelloVerifyRequestCount && summary.HelloVerifyRequestCount > 0)
        {
            return $"no channel with {Address}: waited {Waited} for ServerHello; received "
                + $"{Count(summary.HelloVerifyRequestCount, "HelloVerifyRequest")} and nothing else; likely the server "
                + "has no place for another session, drops in silence what this side offers, or something on the way "
                + "changes this side's address; try again later, raise the server's limits (of tlsman server: "
                + "--max-sessions, --max-half-open), or compare --suite with what it takes";
        }

        // Alerts, wrong keys: the library knows as much.
        return error.Awaited is TlsAwaited.Finished || error.Alert != TlsAlert.None
            ? $"no channel with {Address}: waited {Waited}. {Sentence(error)}"
            : $"no channel with {Address}: waited {Waited}, and the handshake was under way; likely datagrams are "
                + "lost, as long ones may be; try a longer --timeout";
    }

    private string HungUp() => summary.ReceivedCount == 0
        ? $"no channel with {Address}: waited for ServerHello, and the server ended the connection without a word; "
            + "likely it speaks no TLS at this port, takes no pre-shared keys, or has no place left; try the port "
            + "where it speaks TLS, and look into its log"
        : $"no channel with {Address}: the server ended the connection in the middle of the handshake, without an "
            + "alert; likely a wrong key or identity, or it has crashed; try to look into its log";

    private static string Advice(TlsManError error) => error.Cause == TlsErrorCause.AlertReceived
        ? "; try to look into the server's log, which may say more"
        : "";

    private static string Sentence(TlsManError error)
    {
        string text = TlsErrorText.Describe(error);
        int names = text.LastIndexOf(" [", StringComparison.Ordinal);

        return names < 0 ? text : text[..names];
    }

    private static string Names(TlsManError error)
    {
        string text = TlsErrorText.Describe(error);

        return text[(text.LastIndexOf(" [", StringComparison.Ordinal) + 1)..];
    }

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
