//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Managed.Extensions;
using NanoTlsMan.Managed.Messages;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed.Handshake
{
    /// <content>
    /// The exchange of keys with public-key cryptography (RFC 8422), as a server has it.
    /// </content>
    internal sealed partial class Server12
    {
        private HelloExtensions _answers;

        /// <inheritdoc/>
        protected override TlsErrorCause Continue()
        {
            if (_answers == null)
            {
                return UseKeyShare();
            }

            HelloExtensions answers = _answers;

            _answers = null;
            return SendServerHello(answers);
        }

        private TlsErrorCause PrepareExchange(HelloExtensions offered, HelloExtensions answers)
        {
            TlsErrorCause error = Exchange.Select(CipherSuite, Randoms);

            if (error == TlsErrorCause.None)
            {
                error = PrepareGifts(offered, answers);
            }

            if (error != TlsErrorCause.None)
            {
                return error;
            }

            answers.More = Exchange;

            if (!IsEphemeral)
            {
                return SendServerHello(answers);
            }

            _answers = answers;
            Flight.Reserve(Exchange.FlightLength);
            return WhenComputed(Exchange.PrepareServerKey());
        }

        /// <summary>
        /// Queues what lies between ServerHello and ServerHelloDone.
        /// </summary>
        private TlsErrorCause QueueKeyShare()
        {
            TlsErrorCause error =
                Exchange.IsPreShared ? TlsErrorCause.None : QueueExchangeMessage(HandshakeType.Certificate);

            if (error == TlsErrorCause.None)
            {
                error = QueueExchangeMessage(HandshakeType.ServerKeyExchange);
            }

            return error == TlsErrorCause.None && Exchange.IsClientAsked
                ? QueueExchangeMessage(HandshakeType.CertificateRequest)
                : error;
        }

        private TlsErrorCause HandleKeyShare(byte[] message, int offset, int count)
        {
            byte[] identity = null;

            if (Exchange.IsPreShared)
            {
                int length = ClientKeyExchange.Read(Reader, true);

                if (length < 0)
                {
                    return TlsErrorCause.DecodeError;
                }

                identity = Reader.CopyLast(length);
            }

            TlsErrorCause error = Exchange.ReadMessage(HandshakeType.ClientKeyExchange, Reader, Transcript);

            if (error != TlsErrorCause.None)
            {
                return error;
            }

            Identity = identity;
            Transcript.Update(message, offset, count);
            ExtendTime();
            return WhenComputed(Exchange.Agree());
        }

        private TlsErrorCause UseKeyShare()
        {
            if (Exchange.IsPreShared)
            {
                return UseIdentity(Identity, 0, Identity.Length);
            }

            CredentialTag = Exchange.CredentialTag;
            Identity = Exchange.PeerIdentity;
            DeriveKeys(Exchange.TakeSecret());
            return TlsErrorCause.None;
        }
    }
}
