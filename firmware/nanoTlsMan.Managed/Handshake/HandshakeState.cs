//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Managed.Messages;

namespace NanoTlsMan.Managed.Handshake
{
    /// <summary>
    /// What a handshake waits for. Flights are queued whole while the message before them is handled, so that sending
    /// needs no states.
    /// </summary>
    internal enum HandshakeState
    {
        /// <summary>A client waits for HelloVerifyRequest or ServerHello.</summary>
        AwaitServerHello,

        /// <summary>A client waits for ServerKeyExchange or ServerHelloDone.</summary>
        AwaitServerKeyExchange,

        /// <summary>A client waits for ServerHelloDone.</summary>
        AwaitServerHelloDone,

        /// <summary>A client waits for the server's Certificate.</summary>
        AwaitCertificate,

        /// <summary>A client waits for the ServerKeyExchange that has the server's key share.</summary>
        AwaitKeyShare,

        /// <summary>A client waits for CertificateRequest or ServerHelloDone.</summary>
        AwaitCertificateRequest,

        /// <summary>A server waits for ClientHello.</summary>
        AwaitClientHello,

        /// <summary>A server waits for ClientKeyExchange.</summary>
        AwaitClientKeyExchange,

        /// <summary>A server waits for the Certificate that it has asked for.</summary>
        AwaitClientCertificate,

        /// <summary>A server waits for the client's CertificateVerify.</summary>
        AwaitCertificateVerify,

        /// <summary>A client waits for the ticket that the server has announced.</summary>
        AwaitNewSessionTicket,

        /// <summary>Either waits for the peer's ChangeCipherSpec.</summary>
        AwaitChangeCipherSpec,

        /// <summary>Either waits for the peer's Finished.</summary>
        AwaitFinished,

        /// <summary>The peer's Finished was right.</summary>
        Verified,
    }
}
