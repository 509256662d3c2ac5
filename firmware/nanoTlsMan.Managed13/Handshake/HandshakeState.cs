//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Managed13.Handshake
{
    /// <summary>
    /// What a handshake waits for.
    /// </summary>
    internal enum HandshakeState
    {
        /// <summary>A client waits for ServerHello or HelloRetryRequest.</summary>
        AwaitServerHello,

        /// <summary>A client waits for EncryptedExtensions.</summary>
        AwaitEncryptedExtensions,

        /// <summary>A client waits for CertificateRequest or the server's Certificate.</summary>
        AwaitCertificateRequest,

        /// <summary>A client waits for the server's Certificate.</summary>
        AwaitCertificate,

        /// <summary>A client waits for the server's CertificateVerify.</summary>
        AwaitCertificateVerify,

        /// <summary>A client waits for the server's Finished.</summary>
        AwaitServerFinished,

        /// <summary>A server waits for ClientHello, once or twice.</summary>
        AwaitClientHello,

        /// <summary>A server waits for the Certificate that it has asked for.</summary>
        AwaitClientCertificate,

        /// <summary>A server waits for the client's CertificateVerify.</summary>
        AwaitClientCertificateVerify,

        /// <summary>A server waits for the client's Finished.</summary>
        AwaitClientFinished,

        /// <summary>The peer's Finished was right.</summary>
        Verified,
    }
}
