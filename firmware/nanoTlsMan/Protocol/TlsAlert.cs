//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan
{
    /// <summary>
    /// Alert descriptions (RFC 5246, section 7.2).
    /// </summary>
    public enum TlsAlert
    {
        /// <summary>No alert was sent or received.</summary>
        None = -1,

        /// <summary>The sender will send no more.</summary>
        CloseNotify = 0,

        /// <summary>A message came out of turn.</summary>
        UnexpectedMessage = 10,

        /// <summary>A record could not be authenticated.</summary>
        BadRecordMac = 20,

        /// <summary>A record is longer than was agreed.</summary>
        RecordOverflow = 22,

        /// <summary>Nothing in common with the peer.</summary>
        HandshakeFailure = 40,

        /// <summary>A certificate cannot be read, or its signature is wrong.</summary>
        BadCertificate = 42,

        /// <summary>The kind of certificate, or of its key, is not supported.</summary>
        UnsupportedCertificate = 43,

        /// <summary>A certificate was revoked.</summary>
        CertificateRevoked = 44,

        /// <summary>A certificate has expired, or is not valid yet.</summary>
        CertificateExpired = 45,

        /// <summary>A certificate or raw public key is not acceptable for another reason.</summary>
        CertificateUnknown = 46,

        /// <summary>A field is out of range or contradicts another.</summary>
        IllegalParameter = 47,

        /// <summary>No issuer of the certificate is trusted.</summary>
        UnknownCa = 48,

        /// <summary>A message could not be parsed.</summary>
        DecodeError = 50,

        /// <summary>A handshake's cryptographic check failed.</summary>
        DecryptError = 51,

        /// <summary>The version is not supported.</summary>
        ProtocolVersion = 70,

        /// <summary>A fault of the sender's own.</summary>
        InternalError = 80,

        /// <summary>The user cancelled the handshake.</summary>
        UserCanceled = 90,

        /// <summary>Renegotiation is refused; a warning.</summary>
        NoRenegotiation = 100,

        /// <summary>An extension was answered that was not asked for.</summary>
        UnsupportedExtension = 110,

        /// <summary>A message lacks an extension that it must have (RFC 9846, section 6.2).</summary>
        MissingExtension = 109,

        /// <summary>The client has to send a certificate (RFC 9846, section 6.2).</summary>
        CertificateRequired = 116,

        /// <summary>The server does not know the PSK identity (RFC 4279, section 2).</summary>
        UnknownPskIdentity = 115,

        /// <summary>Client and server have no application protocol in common (RFC 7301, section 3.2).</summary>
        NoApplicationProtocol = 120,
    }
}
