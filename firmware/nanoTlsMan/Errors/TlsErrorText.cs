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

            string text = Explain(error) + " [" + GetName(error.Cause) + " (" + ((int)error.Cause).ToString() + ")";

            if (error.Awaited != TlsAwaited.Nothing)
            {
                text += ", waiting for " + GetName(error.Awaited);
            }

            if (error.Alert != TlsAlert.None)
            {
                text += (error.IsAlertReceived ? ", alert received: " : ", alert sent: ") + GetName(error.Alert) + " ("
                    + ((int)error.Alert).ToString() + ")";
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
            switch (alert)
            {
                case TlsAlert.CloseNotify:
                    return "close_notify";
                case TlsAlert.UnexpectedMessage:
                    return "unexpected_message";
                case TlsAlert.BadRecordMac:
                    return "bad_record_mac";
                case TlsAlert.RecordOverflow:
                    return "record_overflow";
                case TlsAlert.HandshakeFailure:
                    return "handshake_failure";
                case TlsAlert.BadCertificate:
                    return "bad_certificate";
                case TlsAlert.UnsupportedCertificate:
                    return "unsupported_certificate";
                case TlsAlert.CertificateRevoked:
                    return "certificate_revoked";
                case TlsAlert.CertificateExpired:
                    return "certificate_expired";
                case TlsAlert.CertificateUnknown:
                    return "certificate_unknown";
                case TlsAlert.UnknownCa:
                    return "unknown_ca";
                case TlsAlert.NoApplicationProtocol:
                    return "no_application_protocol";
                case TlsAlert.IllegalParameter:
                    return "illegal_parameter";
                case TlsAlert.DecodeError:
                    return "decode_error";
                case TlsAlert.DecryptError:
                    return "decrypt_error";
                case TlsAlert.ProtocolVersion:
                    return "protocol_version";
                case TlsAlert.InternalError:
                    return "internal_error";
                case TlsAlert.UserCanceled:
                    return "user_canceled";
                case TlsAlert.NoRenegotiation:
                    return "no_renegotiation";
                case TlsAlert.UnsupportedExtension:
                    return "unsupported_extension";
                case TlsAlert.UnknownPskIdentity:
                    return "unknown_psk_identity";
                case TlsAlert.MissingExtension:
                    return "missing_extension";
                case TlsAlert.CertificateRequired:
                    return "certificate_required";
                default:
                    return "alert";
            }
        }

        /// <summary>
        /// Gets what a cause means, as a sentence.
        /// </summary>
        /// <param name="cause">The cause.</param>
        /// <returns>The sentence.</returns>
        public static string Explain(TlsErrorCause cause)
        {
            switch (cause)
            {
                case TlsErrorCause.None:
                    return "No error.";
                case TlsErrorCause.WouldBlock:
                    return "Nothing can be done at this moment: call again later.";
                case TlsErrorCause.NotConnected:
                    return "The channel is not open: connect first, or wait until the handshake is complete.";
                case TlsErrorCause.TooLong:
                    return "The data is too long for one datagram (see MaxPayload), or for the buffer that is to take "
                        + "it.";
                case TlsErrorCause.TimedOut:
                    return "Nothing came in time.";
                case TlsErrorCause.InvalidState:
                    return "The call does not fit what was called before, as opening a channel twice.";
                case TlsErrorCause.NoStack:
                    return "No loaded stack can do what the options ask for: load another one, or ask for less.";
                case TlsErrorCause.HandshakeTimeout:
                    return "The handshake did not end in time: likely a wrong key or identity, or the peer is gone.";
                case TlsErrorCause.AlertReceived:
                    return "The peer refused.";
                case TlsErrorCause.Truncated:
                    return "The peer ended the connection without close_notify: what came may be cut short.";
                case TlsErrorCause.UnexpectedMessage:
                    return "The peer sent a message that has no place there.";
                case TlsErrorCause.DecodeError:
                    return "The peer sent a message that cannot be read.";
                case TlsErrorCause.IllegalParameter:
                    return "The peer contradicted what was agreed.";
                case TlsErrorCause.UnsupportedExtension:
                    return "The peer answered an extension that was not offered.";
                case TlsErrorCause.NoCommonSuite:
                    return "Client and server have no cipher suite in common: compare what both allow.";
                case TlsErrorCause.ProtocolVersion:
                    return "The peer does not speak version 1.2.";
                case TlsErrorCause.LegacyPeer:
                    return "The peer lacks extended_master_secret (see DangerousAllowLegacyMasterSecret), or secure "
                        + "renegotiation where that is demanded: update it.";
                case TlsErrorCause.BadRecordMac:
                    return "A record could not be authenticated: in a handshake likely a wrong key or identity.";
                case TlsErrorCause.RecordOverflow:
                    return "The peer sent a record longer than was agreed, or than ReceiveBufferSize.";
                case TlsErrorCause.FinishedMismatch:
                    return "The peer's Finished does not match the handshake: somebody may have changed messages.";
                case TlsErrorCause.NoCredential:
                    return "There is no key for this peer: add one to the credential store.";
                case TlsErrorCause.RandomFailed:
                    return "The random source failed, or repeated itself.";
                case TlsErrorCause.TooManyBadRecords:
                    return "More records than BadRecordLimit allows could not be authenticated.";
                case TlsErrorCause.SequenceExhausted:
                    return "All sequence numbers are used up: connect again.";
                case TlsErrorCause.TransportFailed:
                    return "The network failed: nobody listens there, or the connection is lost.";
                case TlsErrorCause.Replaced:
                    return "The peer opened a new association from the same address.";
                case TlsErrorCause.Evicted:
                    return "The session was idle when its place was needed.";
                case TlsErrorCause.NativeFailure:
                    return "A native stack failed: its code says how.";
                case TlsErrorCause.InternalError:
                    return "This library has a fault: please report it with what led to it.";
                case TlsErrorCause.OutOfMemory:
                    return "There was no memory for the session: free some, or allow fewer sessions at once.";
                case TlsErrorCause.HandlerFailed:
                    return "A handler of this program threw an exception.";
                case TlsErrorCause.TableFull:
                    return "No place is left for another session: raise MaxSessions, or end one.";
                case TlsErrorCause.PeerStalled:
                    return "The peer took nothing more in time: it is slow, or hangs; allow a longer time-out.";
                case TlsErrorCause.NameNotResolved:
                    return "The host's name cannot be resolved: check it, and this board's network and DNS server.";
                case TlsErrorCause.Saved:
                    return "The session was saved here: it goes on where it is restored.";
                case TlsErrorCause.SavedSessionMissing:
                    return "There is no saved session of that name: connect instead.";
                case TlsErrorCause.SavedSessionConsumed:
                    return "The saved session was opened before, or is older than one that was: connect instead.";
                case TlsErrorCause.SavedSessionInvalid:
                    return "The saved session is damaged, or sealed under another key: connect instead.";
                case TlsErrorCause.SavedSessionForeign:
                    return "The saved session is of a stack, or a version of it, that is not here: connect instead.";
                case TlsErrorCause.StoreFailed:
                    return "The store of saved sessions failed: look at its medium.";
                case TlsErrorCause.NothingTrusted:
                    return "There is nothing to verify the server by: trust its key, or an anchor and set TargetHost.";
                case TlsErrorCause.PeerNotTrusted:
                    return "The peer's key is none that is trusted here: compare it, and add it if it is right.";
                case TlsErrorCause.CertificateRefused:
                    return "The peer's certificates were refused.";
                case TlsErrorCause.SignatureMismatch:
                    return "The peer has not the key that it claims: somebody may pose as it.";
                case TlsErrorCause.NoApplicationProtocol:
                    return "Client and server have no application protocol in common: compare what both allow.";
                case TlsErrorCause.MissingExtension:
                    return "The peer leaves out an extension that version 1.3 cannot do without.";
                case TlsErrorCause.Downgraded:
                    return "Both sides know version 1.3 and yet agreed on 1.2: somebody on the way changes hellos.";
                default:
                    return "";
            }
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
            switch (alert)
            {
                case TlsAlert.CloseNotify:
                    return "it closed during the handshake";
                case TlsAlert.UnexpectedMessage:
                    return "it sees a message in the wrong place";
                case TlsAlert.BadRecordMac:
                case TlsAlert.DecryptError:
                    return "likely a wrong key or identity";
                case TlsAlert.RecordOverflow:
                    return "our record is too long for it";
                case TlsAlert.HandshakeFailure:
                    return "likely no cipher suite in common";
                case TlsAlert.BadCertificate:
                case TlsAlert.UnsupportedCertificate:
                case TlsAlert.CertificateUnknown:
                case TlsAlert.UnknownCa:
                    return "it does not accept our certificate or key";
                case TlsAlert.CertificateRevoked:
                case TlsAlert.CertificateExpired:
                    return "our certificate is not valid any more";
                case TlsAlert.NoApplicationProtocol:
                    return "it has none of our application protocols";
                case TlsAlert.MissingExtension:
                    return "it misses an extension";
                case TlsAlert.CertificateRequired:
                    return "it wants a certificate of ours";
                case TlsAlert.IllegalParameter:
                    return "it does not accept a field of ours";
                case TlsAlert.DecodeError:
                    return "it cannot read a message of ours";
                case TlsAlert.ProtocolVersion:
                    return "it does not speak version 1.2";
                case TlsAlert.InternalError:
                    return "it has a fault of its own";
                case TlsAlert.UserCanceled:
                    return "it gave up";
                case TlsAlert.NoRenegotiation:
                    return "it refuses a new handshake";
                case TlsAlert.UnsupportedExtension:
                    return "it did not ask for an extension of ours";
                case TlsAlert.UnknownPskIdentity:
                    return "it does not know the identity";
                default:
                    return "it says no more than the alert";
            }
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

        private static string GetName(TlsErrorCause cause)
        {
            switch (cause)
            {
                case TlsErrorCause.None:
                    return "None";
                case TlsErrorCause.WouldBlock:
                    return "WouldBlock";
                case TlsErrorCause.NotConnected:
                    return "NotConnected";
                case TlsErrorCause.TooLong:
                    return "TooLong";
                case TlsErrorCause.TimedOut:
                    return "TimedOut";
                case TlsErrorCause.InvalidState:
                    return "InvalidState";
                case TlsErrorCause.NoStack:
                    return "NoStack";
                case TlsErrorCause.HandshakeTimeout:
                    return "HandshakeTimeout";
                case TlsErrorCause.AlertReceived:
                    return "AlertReceived";
                case TlsErrorCause.Truncated:
                    return "Truncated";
                case TlsErrorCause.UnexpectedMessage:
                    return "UnexpectedMessage";
                case TlsErrorCause.DecodeError:
                    return "DecodeError";
                case TlsErrorCause.IllegalParameter:
                    return "IllegalParameter";
                case TlsErrorCause.UnsupportedExtension:
                    return "UnsupportedExtension";
                case TlsErrorCause.NoCommonSuite:
                    return "NoCommonSuite";
                case TlsErrorCause.ProtocolVersion:
                    return "ProtocolVersion";
                case TlsErrorCause.LegacyPeer:
                    return "LegacyPeer";
                case TlsErrorCause.BadRecordMac:
                    return "BadRecordMac";
                case TlsErrorCause.RecordOverflow:
                    return "RecordOverflow";
                case TlsErrorCause.FinishedMismatch:
                    return "FinishedMismatch";
                case TlsErrorCause.NoCredential:
                    return "NoCredential";
                case TlsErrorCause.RandomFailed:
                    return "RandomFailed";
                case TlsErrorCause.TooManyBadRecords:
                    return "TooManyBadRecords";
                case TlsErrorCause.SequenceExhausted:
                    return "SequenceExhausted";
                case TlsErrorCause.TransportFailed:
                    return "TransportFailed";
                case TlsErrorCause.Replaced:
                    return "Replaced";
                case TlsErrorCause.Evicted:
                    return "Evicted";
                case TlsErrorCause.NativeFailure:
                    return "NativeFailure";
                case TlsErrorCause.InternalError:
                    return "InternalError";
                case TlsErrorCause.OutOfMemory:
                    return "OutOfMemory";
                case TlsErrorCause.HandlerFailed:
                    return "HandlerFailed";
                case TlsErrorCause.TableFull:
                    return "TableFull";
                case TlsErrorCause.PeerStalled:
                    return "PeerStalled";
                case TlsErrorCause.NameNotResolved:
                    return "NameNotResolved";
                case TlsErrorCause.Saved:
                    return "Saved";
                case TlsErrorCause.SavedSessionMissing:
                    return "SavedSessionMissing";
                case TlsErrorCause.SavedSessionConsumed:
                    return "SavedSessionConsumed";
                case TlsErrorCause.SavedSessionInvalid:
                    return "SavedSessionInvalid";
                case TlsErrorCause.SavedSessionForeign:
                    return "SavedSessionForeign";
                case TlsErrorCause.StoreFailed:
                    return "StoreFailed";
                case TlsErrorCause.NothingTrusted:
                    return "NothingTrusted";
                case TlsErrorCause.PeerNotTrusted:
                    return "PeerNotTrusted";
                case TlsErrorCause.CertificateRefused:
                    return "CertificateRefused";
                case TlsErrorCause.SignatureMismatch:
                    return "SignatureMismatch";
                case TlsErrorCause.NoApplicationProtocol:
                    return "NoApplicationProtocol";
                case TlsErrorCause.MissingExtension:
                    return "MissingExtension";
                case TlsErrorCause.Downgraded:
                    return "Downgraded";
                default:
                    return "unknown";
            }
        }
    }
}
