//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan
{
    /// <summary>
    /// Errors in words: one sentence that a person can act on, and then the names, for who looks them up in
    /// docs/errors.md. On a board an enumeration prints as a number, so the names are written out here.
    /// </summary>
    public static class TlsErrorText
    {
        // An entry is a number, a name and a text: one literal takes less code than a case for each name and each text,
        // and on a board a literal stays in flash.
        private const string Causes =
            "|0 None No error."
            + "|1 WouldBlock Nothing can be done at this moment: call again later."
            + "|2 NotConnected The channel is not open: connect first, or wait until the handshake is complete."
            + "|3 TooLong The data is too long for one datagram (see MaxPayload), or for the buffer that is to take "
            + "it."
            + "|4 TimedOut Nothing came in time."
            + "|5 InvalidState The call does not fit what was called before, as opening a channel twice."
            + "|6 NoStack No loaded stack can do what the options ask for: load another one, or ask for less."
            + "|7 HandshakeTimeout The handshake did not end in time: likely a wrong key or identity, or the peer is "
            + "gone."
            + "|8 AlertReceived The peer refused."
            + "|9 Truncated The peer ended the connection without close_notify: what came may be cut short."
            + "|10 UnexpectedMessage The peer sent a message that has no place there."
            + "|11 DecodeError The peer sent a message that cannot be read."
            + "|12 IllegalParameter The peer contradicted what was agreed."
            + "|13 UnsupportedExtension The peer answered an extension that was not offered."
            + "|14 NoCommonSuite Client and server have no cipher suite in common: compare what both allow."
            + "|15 ProtocolVersion The peer speaks no version that is allowed here."
            + "|16 LegacyPeer The peer lacks extended_master_secret (see DangerousAllowLegacyMasterSecret), or secure "
            + "renegotiation where that is demanded: update it."
            + "|17 BadRecordMac A record could not be authenticated: in a handshake likely a wrong key or identity."
            + "|18 RecordOverflow The peer sent a record longer than was agreed, or than ReceiveBufferSize."
            + "|19 FinishedMismatch The peer's Finished does not match the handshake: somebody may have changed "
            + "messages."
            + "|20 NoCredential There is no key for this peer: add one to the credential store."
            + "|21 RandomFailed The random source failed, or repeated itself."
            + "|22 TooManyBadRecords More records than BadRecordLimit allows could not be authenticated."
            + "|23 SequenceExhausted All sequence numbers are used up: connect again."
            + "|24 TransportFailed The network failed: nobody listens there, or the connection is lost."
            + "|25 Replaced The peer opened a new association from the same address."
            + "|26 Evicted The session was idle when its place was needed."
            + "|27 NativeFailure A native stack failed: its code says how."
            + "|28 InternalError This library has a fault: please report it with what led to it."
            + "|29 OutOfMemory There was no memory for the session: free some, or allow fewer sessions at once."
            + "|30 HandlerFailed A handler of this program threw an exception."
            + "|31 TableFull No place is left for another session: raise MaxSessions, or end one."
            + "|32 PeerStalled The peer took nothing more in time: it is slow, or hangs; allow a longer time-out."
            + "|33 NameNotResolved The host's name cannot be resolved: check it, and this board's network and DNS "
            + "server."
            + "|34 Saved The session was saved here: it goes on where it is restored."
            + "|35 SavedSessionMissing There is no saved session of that name: connect instead."
            + "|36 SavedSessionConsumed The saved session was opened before, or is older than one that was: connect "
            + "instead."
            + "|37 SavedSessionInvalid The saved session is damaged, or sealed under another key: connect instead."
            + "|38 SavedSessionForeign The saved session is of a stack, or a version of it, that is not here: connect "
            + "instead."
            + "|39 StoreFailed The store of saved sessions failed: look at its medium."
            + "|40 NothingTrusted There is nothing to verify the server by: trust its key, or an anchor and set "
            + "TargetHost."
            + "|41 PeerNotTrusted The peer's key is none that is trusted here: compare it, and add it if it is right."
            + "|42 CertificateRefused The peer's certificates were refused."
            + "|43 SignatureMismatch The peer has not the key that it claims: somebody may pose as it."
            + "|44 NoApplicationProtocol Client and server have no application protocol in common: compare what both "
            + "allow."
            + "|45 MissingExtension The peer leaves out an extension that version 1.3 cannot do without."
            + "|46 Downgraded Both sides know version 1.3 and yet agreed on 1.2: somebody on the way changes hellos."
            + "|";

        // In order of the numbers, which are those of the protocol (RFC 5246, section 7.2).
        private const string Alerts =
            "|0 close_notify it closed during the handshake"
            + "|10 unexpected_message it sees a message in the wrong place"
            + "|20 bad_record_mac likely a wrong key or identity"
            + "|22 record_overflow our record is too long for it"
            + "|40 handshake_failure likely no cipher suite in common"
            + "|42 bad_certificate it does not accept our certificate or key"
            + "|43 unsupported_certificate it does not accept our certificate or key"
            + "|44 certificate_revoked our certificate is not valid any more"
            + "|45 certificate_expired our certificate is not valid any more"
            + "|46 certificate_unknown it does not accept our certificate or key"
            + "|47 illegal_parameter it does not accept a field of ours"
            + "|48 unknown_ca it does not accept our certificate or key"
            + "|50 decode_error it cannot read a message of ours"
            + "|51 decrypt_error likely a wrong key or identity"
            + "|70 protocol_version it does not speak a version that we offer"
            + "|80 internal_error it has a fault of its own"
            + "|90 user_canceled it gave up"
            + "|100 no_renegotiation it refuses a new handshake"
            + "|109 missing_extension it misses an extension"
            + "|110 unsupported_extension it did not ask for an extension of ours"
            + "|115 unknown_psk_identity it does not know the identity"
            + "|116 certificate_required it wants a certificate of ours"
            + "|120 no_application_protocol it has none of our application protocols"
            + "|";

        private const string UnknownAlert = "alert";

        /// <summary>
        /// Describes an error.
        /// </summary>
        /// <param name="error">The error; <see langword="null"/> if a session was closed in order.</param>
        /// <returns>A sentence, and in brackets the cause with its number, what a handshake was waiting for, and the
        /// alert.</returns>
        /// <example>
        /// The handshake did not end in time: likely a wrong key or identity, or the peer is gone.
        /// [HandshakeTimeout (7), waiting for Finished]
        /// </example>
        public static string Describe(TlsManError error)
        {
            if (error == null)
            {
                return "The channel was closed.";
            }

            string text = Explain(error) + " [" + GetNumbered(Causes, (int)error.Cause, "unknown");

            if (error.Awaited != TlsAwaited.Nothing)
            {
                text += ", waiting for " + GetName(error.Awaited);
            }

            if (error.Alert != TlsAlert.None)
            {
                text += (error.IsAlertReceived ? ", alert received: " : ", alert sent: ")
                    + GetNumbered(Alerts, (int)error.Alert, UnknownAlert);
            }

            if (error.NativeCode != 0)
            {
                text += error.Cause == TlsErrorCause.CertificateRefused
                    ? ", certificate " + (error.NativeCode & 0xFF).ToString() + " of the peer's, rule "
                    + (error.NativeCode >> 8).ToString()
                    : ", native code " + error.NativeCode.ToString();
            }

            return text + "]";
        }

        /// <summary>
        /// Gets the name of an alert.
        /// </summary>
        /// <param name="alert">The alert.</param>
        /// <returns>The name as RFC 5246, section 7.2, writes it; "alert" for one that this library does not
        /// know.</returns>
        public static string GetName(TlsAlert alert)
        {
            return GetName(Alerts, (int)alert, UnknownAlert);
        }

        /// <summary>
        /// Gets what a cause means, as a sentence.
        /// </summary>
        /// <param name="cause">The cause.</param>
        /// <returns>The sentence.</returns>
        public static string Explain(TlsErrorCause cause)
        {
            return GetText(Causes, (int)cause, "");
        }

        private static string Explain(TlsManError error)
        {
            switch (error.Cause)
            {
                case TlsErrorCause.AlertReceived:
                    return "The peer refused: " + Explain(error.Alert) + ".";
                case TlsErrorCause.HandshakeTimeout:
                    if (error.Alert != TlsAlert.None)
                    {
                        return "The handshake did not end in time: " + Explain(error.Alert) + ".";
                    }

                    if (error.Awaited == TlsAwaited.ServerHelloAfterCookie)
                    {
                        return "The server asked for a cookie, and then did not answer: it has no place for another "
                            + "session, or no cipher suite in common with this side.";
                    }

                    return error.Awaited == TlsAwaited.ServerHello
                        ? "The server did not answer: nobody is there, or has no cipher suite in common with this side."
                        : Explain(error.Cause);
                default:
                    return Explain(error.Cause);
            }
        }

        private static string Explain(TlsAlert alert)
        {
            return GetText(Alerts, (int)alert, "it says no more than the alert");
        }

        private static string GetName(TlsAwaited awaited)
        {
            switch (awaited)
            {
                case TlsAwaited.ClientHello:
                    return "ClientHello";
                case TlsAwaited.ServerHello:
                    return "ServerHello";
                case TlsAwaited.ServerHelloDone:
                    return "ServerHelloDone";
                case TlsAwaited.ClientKeyExchange:
                    return "ClientKeyExchange";
                case TlsAwaited.Finished:
                    return "Finished";
                case TlsAwaited.ServerHelloAfterCookie:
                    return "ServerHello after a cookie";
                default:
                    return "nothing";
            }
        }

        private static string GetNumbered(string table, int number, string otherwise)
        {
            return GetName(table, number, otherwise) + " (" + number.ToString() + ")";
        }

        private static string GetName(string table, int number, string otherwise)
        {
            int begin = Find(table, number);

            return begin < 0 ? otherwise : table.Substring(begin, table.IndexOf(' ', begin) - begin);
        }

        private static string GetText(string table, int number, string otherwise)
        {
            int begin = Find(table, number);

            if (begin < 0)
            {
                return otherwise;
            }

            begin = table.IndexOf(' ', begin) + 1;
            return table.Substring(begin, table.IndexOf('|', begin) - begin);
        }

        // Where the name of a number begins, or -1.
        private static int Find(string table, int number)
        {
            string start = "|" + number.ToString() + " ";
            int begin = table.IndexOf(start);

            return begin < 0 ? -1 : begin + start.Length;
        }
    }
}
