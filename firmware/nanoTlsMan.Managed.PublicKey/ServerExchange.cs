//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Managed.Extensions;
using NanoTlsMan.Managed.Handshake;
using NanoTlsMan.Managed.PublicKey.Extensions;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed.PublicKey
{
    /// <summary>
    /// The exchange as a server has it.
    /// </summary>
    internal sealed class ServerExchange : PublicKeyExchange
    {
        // ecdsa_sign (RFC 8422, section 5.5): of RSA keys the transcript would have to be hashed otherwise.
        private const int EcdsaSign = 64;

        private static readonly byte[] s_certificateOnly = { HelloKeys.X509 };

        internal ServerExchange(PublicKeyExchanges provider, HandshakeParameters parameters)
            : base(TlsRole.Server, provider, parameters)
        {
            Offer.Protocols = parameters.Options.ApplicationProtocols;
            Answer.Protocols = parameters.Options.ApplicationProtocols;
        }

        /// <inheritdoc/>
        internal override ushort[] SelectSuites(ushort[] suites)
        {
            bool hasKey = FindOwn(CredentialKind.KeyPair) >= 0 || FindOwn(CredentialKind.CertifiedKey) >= 0;

            return Leave(suites, (Credentials.Kinds & TlsKeyKinds.Psk) != 0, hasKey, false);
        }

        /// <inheritdoc/>
        internal override TlsErrorCause Start()
        {
            return TlsErrorCause.None;
        }

        /// <inheritdoc/>
        public override bool TryRead(int type, WireReader reader, out TlsErrorCause error)
        {
            HelloKeys offer = Offer;

            switch (type)
            {
                case ExtensionType.ServerName:
                    error = ServerNameExtension.Read(reader, offer);
                    return true;

                case ExtensionType.SupportedGroups:
                    error = SupportedGroupsExtension.Read(reader, offer);
                    return true;

                case ExtensionType.PointFormats:
                    error = PointFormatsExtension.Read(reader, offer);
                    return true;

                case ExtensionType.SignatureAlgorithms:
                    error = SignatureAlgorithmsExtension.Read(reader, offer);
                    return true;

                case ExtensionType.ApplicationProtocols:
                    error = ApplicationProtocolsExtension.Read(reader, offer);
                    return true;

                case ExtensionType.ClientCertificateType:
                    error = CertificateTypeExtension.ReadClientTypes(reader, offer);
                    return true;

                case ExtensionType.ServerCertificateType:
                    error = CertificateTypeExtension.ReadServerTypes(reader, offer);
                    return true;

                default:
                    error = TlsErrorCause.None;
                    return false;
            }
        }

        /// <inheritdoc/>
        internal override bool CanServe(int suite)
        {
            ExchangeKind kind = ExchangeSuites.GetKind(suite);

            if (kind == ExchangeKind.Psk)
            {
                return true;
            }

            if (!SelectCurve())
            {
                return false;
            }

            if (kind != ExchangeKind.EcdheEcdsa || !Offer.HasEcdsaRead)
            {
                return kind == ExchangeKind.EcdhePsk;
            }

            bool canProve = SelectOwn() && SelectClientType();

            // RFC 7250, section 4.2, if no other suite will do.
            if (!canProve
                && Offer.Has(OwnTag < 0 ? HelloKeys.ServerCertificateType : HelloKeys.ClientCertificateType))
            {
                PreciseAlert = TlsAlert.UnsupportedCertificate;
            }

            return canProve;
        }

        /// <inheritdoc/>
        internal override void WriteMessage(int type, WireWriter writer)
        {
            switch (type)
            {
                case HandshakeType.Certificate:
                    CertificateMessage.Write(writer, Credentials.GetContent(OwnTag));
                    break;

                case HandshakeType.ServerKeyExchange:
                    WriteServerKeyExchange(writer);
                    break;

                default:
                    WriteRequest(writer);
                    break;
            }
        }

        /// <inheritdoc/>
        internal override TlsErrorCause ReadMessage(int type, WireReader reader, TranscriptHash transcript)
        {
            switch (type)
            {
                case HandshakeType.Certificate:
                    return ReadCertificate(reader);

                case HandshakeType.ClientKeyExchange:
                    TlsErrorCause error = ReadShare(reader, false);

                    return error == TlsErrorCause.None && !reader.IsWhole ? TlsErrorCause.DecodeError : error;

                default:
                    return ReadProof(reader, transcript);
            }
        }

        /// <inheritdoc/>
        protected override TlsErrorCause SelectKeys()
        {
            PreciseAlert = TlsAlert.None;

            HelloKeys offer = Offer;
            HelloKeys answer = Answer;

            // RFC 7301, section 3.2: a server that has protocols, and none of the client's, ends the handshake.
            if (offer.Has(HelloKeys.ApplicationProtocols) && answer.Protocols != null)
            {
                if (offer.ProtocolIndex < 0)
                {
                    return TlsErrorCause.NoApplicationProtocol;
                }

                answer.ProtocolIndex = offer.ProtocolIndex;
                answer.Present |= HelloKeys.ApplicationProtocols;
            }

            if (!IsEphemeral)
            {
                OwnTag = -1;
                return TlsErrorCause.None;
            }

            answer.Present |= offer.Present & HelloKeys.PointFormats;

            if (IsPreShared)
            {
                OwnTag = -1;
                return TlsErrorCause.None;
            }

            // RFC 6066, section 3: answered where it decides which certificate is sent.
            answer.Present |= IsOwnRaw ? 0 : offer.Present & HelloKeys.ServerName;
            IsClientAsked = Options.ClientAuthentication != TlsClientAuthentication.None;

            if (offer.Has(HelloKeys.ServerCertificateType))
            {
                answer.ServerTypes = new byte[] { (byte)(IsOwnRaw ? HelloKeys.RawPublicKey : HelloKeys.X509) };
                answer.Present |= HelloKeys.ServerCertificateType;
            }

            // RFC 7250, section 4.2: answered only if the client is asked.
            if (IsClientAsked && offer.Has(HelloKeys.ClientCertificateType))
            {
                answer.ClientTypes = new byte[] { (byte)(IsPeerRaw ? HelloKeys.RawPublicKey : HelloKeys.X509) };
                answer.Present |= HelloKeys.ClientCertificateType;
            }

            return TlsErrorCause.None;
        }

        private bool SelectCurve()
        {
            NamedCurve[] curves = GetCurves();

            for (int i = 0; i < curves.Length; i++)
            {
                // RFC 8422, section 4: a client that names none takes any; the oldest of them is the safest guess.
                if (Offer.Has(HelloKeys.SupportedGroups)
                    ? (Offer.CurvesRead & (1 << (int)curves[i])) != 0
                    : curves[i] == NamedCurve.P256)
                {
                    Curve = curves[i];
                    return true;
                }
            }

            return false;
        }

        /// <summary>
        /// Selects the key pair: of the first type of certificate that the client takes and there is one of.
        /// </summary>
        private bool SelectOwn()
        {
            byte[] types = Offer.Has(HelloKeys.ServerCertificateType) ? Offer.ServerTypes : s_certificateOnly;

            for (int i = 0; i < types.Length; i++)
            {
                IsOwnRaw = types[i] == HelloKeys.RawPublicKey;
                OwnTag = IsOwnRaw ? FindOwn(CredentialKind.KeyPair)
                    : types[i] == HelloKeys.X509
                        ? KeyChoices.FindCertificate(Options, Credentials, Provider, Offer.NameRead)
                        : -1;

                if (OwnTag >= 0)
                {
                    return true;
                }
            }

            return false;
        }

        /// <summary>
        /// Selects the type of the client's certificate, if it is to be asked for one.
        /// </summary>
        private bool SelectClientType()
        {
            if (Options.ClientAuthentication == TlsClientAuthentication.None)
            {
                return true;
            }

            byte[] types = Offer.Has(HelloKeys.ClientCertificateType) ? Offer.ClientTypes : s_certificateOnly;

            for (int i = 0; i < types.Length; i++)
            {
                IsPeerRaw = types[i] == HelloKeys.RawPublicKey;

                if (IsPeerRaw
                    ? Trust.TakesRawKeys(Options, Credentials)
                    : types[i] == HelloKeys.X509 && Trust.TakesCertificates(
                        Options, Credentials, Provider.Certificates, TlsRole.Client))
                {
                    return true;
                }
            }

            return false;
        }

        private void WriteServerKeyExchange(WireWriter writer)
        {
            if (IsPreShared)
            {
                byte[] hint = Options.IdentityHint;
                int length = hint == null ? 0 : hint.Length;

                writer.WriteUInt16(length);

                if (length > 0)
                {
                    writer.WriteBytes(hint, 0, length);
                }
            }

            WriteShare(writer, true);

            if (!IsPreShared)
            {
                WriteSignature(writer);
            }
        }

        private void WriteRequest(WireWriter writer)
        {
            writer.WriteByte(1);
            writer.WriteByte(EcdsaSign);
            SignatureAlgorithmsExtension.WriteList(writer, GetSchemes());

            // Any authority: a client that has one certificate sends that.
            writer.WriteUInt16(0);
        }

        private TlsErrorCause ReadCertificate(WireReader reader)
        {
            byte[] content = CertificateMessage.Read(reader, IsPeerRaw);

            if (content == null)
            {
                return TlsErrorCause.DecodeError;
            }

            if (content.Length == 0)
            {
                if (Options.ClientAuthentication != TlsClientAuthentication.Required)
                {
                    return TlsErrorCause.None;
                }

                // RFC 5246, section 7.4.6.
                PreciseAlert = TlsAlert.HandshakeFailure;
                return TlsErrorCause.PeerNotTrusted;
            }

            IsClientProving = true;
            return IsPeerRaw ? UseRawKey(content) : BeginCertificates(content);
        }

        private TlsErrorCause ReadProof(WireReader reader, TranscriptHash transcript)
        {
            int scheme = reader.ReadUInt16();
            byte[] signature = reader.ReadVector16(1, 65535);
            byte[] digest = new byte[TranscriptHash.DigestLength];

            if (!reader.IsWhole)
            {
                return TlsErrorCause.DecodeError;
            }

            if (scheme != SignatureScheme.EcdsaSecp256r1Sha256)
            {
                return TlsErrorCause.IllegalParameter;
            }

            transcript.GetDigest(digest, 0);
            return BeginVerification(digest, signature, 0, signature.Length);
        }
    }
}
