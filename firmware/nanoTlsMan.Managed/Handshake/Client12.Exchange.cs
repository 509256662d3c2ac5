//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Managed.Handshake
{
    /// <content>
    /// The exchange of keys with public-key cryptography (RFC 8422), as a client has it.
    /// </content>
    internal sealed partial class Client12
    {
        private bool _isShareSent;

        /// <inheritdoc/>
        protected override TlsErrorCause Continue()
        {
            return _isShareSent ? SendProof() : SendClientKeyExchange();
        }

        private TlsErrorCause PrepareExchange()
        {
            if (Exchange == null)
            {
                return TlsErrorCause.None;
            }

            TlsErrorCause error = Exchange.Start();

            if (error == TlsErrorCause.None)
            {
                _offer.More = Exchange;
                Flight.Reserve(Exchange.FlightLength);
            }

            return error;
        }

        /// <summary>
        /// Sends the key share, and before it the certificate or raw key if the server has asked for it.
        /// </summary>
        private TlsErrorCause SendKeyShare()
        {
            TlsErrorCause error = TlsErrorCause.None;

            Flight.Clear();
            Flight.Reserve(Exchange.FlightLength);
            BeginFlight();

            if (Exchange.IsClientAsked)
            {
                error = QueueExchangeMessage(HandshakeType.Certificate);
            }

            if (error == TlsErrorCause.None)
            {
                error = QueueExchangeMessage(HandshakeType.ClientKeyExchange);
            }

            if (error != TlsErrorCause.None)
            {
                return error;
            }

            _isShareSent = true;
            DeriveKeys(Exchange.TakeSecret());
            return Exchange.IsClientProving ? WhenComputed(Exchange.Sign(Transcript)) : SendProof();
        }

        /// <summary>
        /// Sends what shows that the key of the certificate is this side's (RFC 5246, section 7.4.8), where it was
        /// sent, and Finished.
        /// </summary>
        private TlsErrorCause SendProof()
        {
            CredentialTag = Exchange.CredentialTag;
            Identity = Exchange.PeerIdentity;

            TlsErrorCause error = Exchange.IsClientProving
                ? QueueExchangeMessage(HandshakeType.CertificateVerify)
                : TlsErrorCause.None;

            return error == TlsErrorCause.None ? QueueFinished() : error;
        }
    }
}
