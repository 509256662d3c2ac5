//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Host;

/// <summary>
/// Errors in words that a person can act on.
/// </summary>
internal static class ErrorText
{
    public static string Describe(TlsManError? error)
    {
        if (error == null)
        {
            return "the channel was closed";
        }

        string alert = error.Alert == TlsAlert.None
            ? ""
            : $"; alert {(error.IsAlertReceived ? "received" : "sent")}: {Name(error.Alert)}";

        string state = error.Awaited == TlsAwaited.Nothing ? "" : $", waiting for {error.Awaited}";

        return $"{Explain(error)} [{error.Cause}, {error.Layer}{state}{alert}]";
    }

    /// <summary>
    /// The alert's name, as RFC 5246 writes it.
    /// </summary>
    public static string Name(TlsAlert alert) =>
        Enum.IsDefined(alert)
        ? string.Concat(
            alert.ToString()
            .Select((c, i) => char.IsUpper(c) ? (i > 0 ? "_" : "") + char.ToLowerInvariant(c) : c.ToString()))
        : $"{(int)alert}";

    private static string Explain(TlsManError error) => error.Cause switch
    {
        TlsErrorCause.HandshakeTimeout when error.Alert != TlsAlert.None =>
            $"the handshake did not end in time; {ExplainAlert(error.Alert)}",
        TlsErrorCause.HandshakeTimeout when error.Awaited == TlsAwaited.ServerHello =>
            "the server did not answer the ClientHello in time; likely no cipher suite in common (see --suite), or the server is gone",
        TlsErrorCause.HandshakeTimeout => "the handshake did not end in time; likely a wrong key or identity, or the peer is gone",
        TlsErrorCause.AlertReceived => $"the peer refused: {ExplainAlert(error.Alert)}",
        TlsErrorCause.BadRecordMac => "a record could not be authenticated; in a handshake likely a wrong key or identity",
        TlsErrorCause.NoCommonSuite => "client and server have no cipher suite in common; see --suite",
        TlsErrorCause.NoStack => "no stack can serve these options; see 'tlsman stacks'",
        TlsErrorCause.NoCredential => "there is no key for this peer; see --psk-identity and --psk",
        TlsErrorCause.ProtocolVersion => "the peer does not speak version 1.2",
        TlsErrorCause.LegacyPeer => "the peer lacks extended_master_secret or secure renegotiation",
        TlsErrorCause.Truncated => "the peer ended the connection without close_notify",
        TlsErrorCause.TransportFailed => "the network failed",
        TlsErrorCause.Replaced => "the peer opened a new association",
        TlsErrorCause.Evicted => "the session was idle when its place was needed",
        TlsErrorCause.FinishedMismatch => "the peer's Finished does not match the handshake; somebody may have changed messages",
        TlsErrorCause.RandomFailed => "the random source failed",
        _ => "the peer broke the protocol",
    };

    private static string ExplainAlert(TlsAlert alert) => alert switch
    {
        TlsAlert.BadRecordMac or TlsAlert.DecryptError => "likely a wrong key or identity",
        TlsAlert.UnknownPskIdentity => "the server does not know the identity; see --psk-identity",
        TlsAlert.HandshakeFailure => "likely no cipher suite in common; see --suite",
        TlsAlert.ProtocolVersion => "it does not speak version 1.2",
        TlsAlert.CloseNotify => "it closed during the handshake",
        _ => $"it sent {Name(alert)}",
    };
}
