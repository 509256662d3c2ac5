//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Managed
{
    /// <summary>
    /// Which alert tells the peer of an error (RFC 5246, section 7.2.2, and the sections that the causes cite).
    /// </summary>
    internal static class AlertMap
    {
        /// <summary>
        /// Gets the alert of a cause.
        /// </summary>
        /// <param name="cause">The cause.</param>
        /// <returns>The alert, or <see cref="TlsAlert.None"/> if the peer is told nothing.</returns>
        internal static TlsAlert GetAlert(TlsErrorCause cause)
        {
            switch (cause)
            {
                case TlsErrorCause.UnexpectedMessage:
                    return TlsAlert.UnexpectedMessage;
                case TlsErrorCause.DecodeError:
                    return TlsAlert.DecodeError;
                case TlsErrorCause.IllegalParameter:
                    return TlsAlert.IllegalParameter;
                case TlsErrorCause.MissingExtension:
                    return TlsAlert.MissingExtension;
                case TlsErrorCause.Downgraded:
                    return TlsAlert.IllegalParameter;
                case TlsErrorCause.UnsupportedExtension:
                    return TlsAlert.UnsupportedExtension;
                case TlsErrorCause.NoCommonSuite:
                case TlsErrorCause.LegacyPeer:
                case TlsErrorCause.NoCredential:
                    return TlsAlert.HandshakeFailure;
                case TlsErrorCause.ProtocolVersion:
                    return TlsAlert.ProtocolVersion;
                case TlsErrorCause.BadRecordMac:
                case TlsErrorCause.TooManyBadRecords:
                    return TlsAlert.BadRecordMac;
                case TlsErrorCause.RecordOverflow:
                    return TlsAlert.RecordOverflow;
                case TlsErrorCause.PeerNotTrusted:
                    return TlsAlert.CertificateUnknown;
                case TlsErrorCause.CertificateRefused:
                    return TlsAlert.BadCertificate;
                case TlsErrorCause.NoApplicationProtocol:
                    return TlsAlert.NoApplicationProtocol;
                case TlsErrorCause.SignatureMismatch:
                case TlsErrorCause.FinishedMismatch:
                    return TlsAlert.DecryptError;
                case TlsErrorCause.RandomFailed:
                case TlsErrorCause.SequenceExhausted:
                case TlsErrorCause.InternalError:
                    return TlsAlert.InternalError;
                default:
                    return TlsAlert.None;
            }
        }
    }
}
