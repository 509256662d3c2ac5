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
    /// The exchange as a client has it.
    /// </summary>
    internal sealed class ClientExchange : PublicKeyExchange
    {
        // ecdsa_sign (RFC 8422, section 5.5).
        private const int EcdsaSign = 64;

        internal ClientExchange(PublicKeyExchanges provider, HandshakeParameters parameters)
            : base(TlsRole.Client, provider, parameters)
        {
        }

        private bool TakesRawKeys
        {
            get { return Trust.TakesRawKeys(Options, Credentials); }
        }

        private bool TakesCertificates
        {
            get { return Trust.TakesCertificates(Options, Credentials, Provider.Certificates, TlsRole.Server); }
        }

        /// <inheritdoc/>
        internal override ushort[] SelectSuites(ushort[] suites)
        {
            bool takesCertificates = TakesCertificates;

            return Leave(suites, Credentials.Count > 0, TakesRawKeys || takesCertificates, takesCertificates);
        }

        /// <inheritdoc/>
        internal override TlsErrorCause Start()
        {
            bool takesRawKeys = TakesRawKeys;
            bool takesCertificates = TakesCertificates;

            if (Credentials.Count == 0 && !takesRawKeys && !takesCertificates)
            {
                return TlsErrorCause.NothingTrusted;
            }

            HelloKeys offer = Offer;
            string name = Options.ServerName == null ? Options.TargetHost : Options.ServerName;

            if (name != null && KeyChoices.IsName(name))
            {
                offer.Name = name;
                offer.Present |= HelloKeys.ServerName;
            }

            if (HasKeyShares)
            {
                offer.Curves = GetCurves();
                offer.Present |= HelloKeys.SupportedGroups | HelloKeys.PointFormats;
            }

            Answer.Protocols = Options.ApplicationProtocols;

            if (Options.ApplicationProtocols != null)
            {
                offer.Protocols = Options.ApplicationProtocols;
                offer.Present |= HelloKeys.ApplicationProtocols;
            }

            if (takesRawKeys || takesCertificates)
            {
                offer.Schemes = GetSchemes();
                offer.Present |= HelloKeys.SignatureAlgorithms;
                OfferTypes(takesRawKeys, takesCertificates);
            }

            return TlsErrorCause.None;
        }

        /// <inheritdoc/>
        public override bool TryRead(int type, WireReader reader, out TlsErrorCause error)
        {
            HelloKeys answer = Answer;
            int extension;

            switch (type)
            {
                case ExtensionType.ServerName:
                    extension = HelloKeys.ServerName;
                    error = ServerNameExtension.Read(reader, answer);
                    break;

                case ExtensionType.SupportedGroups:
                    // Some servers tell theirs, which says nothing for this handshake.
                    extension = HelloKeys.SupportedGroups;
                    error = SupportedGroupsExtension.Read(reader, answer);
                    break;

                case ExtensionType.PointFormats:
                    extension = HelloKeys.PointFormats;
                    error = PointFormatsExtension.Read(reader, answer);
                    break;

                case ExtensionType.ApplicationProtocols:
                    extension = HelloKeys.ApplicationProtocols;
                    error = ReadProtocol(reader);
                    break;

                case ExtensionType.ClientCertificateType:
                    extension = HelloKeys.ClientCertificateType;
                    error = CertificateTypeExtension.ReadClientTypes(reader, answer);
                    break;

                case ExtensionType.ServerCertificateType:
                    extension = HelloKeys.ServerCertificateType;
                    error = CertificateTypeExtension.ReadServerTypes(reader, answer);
                    break;

                default:
                    error = TlsErrorCause.None;
                    return false;
            }

            if (Offer.Has(extension))
            {
                return true;
            }

            // RFC 5246, section 7.4.1.4: nothing is answered that was not offered, and what it says is of no matter.
            error = TlsErrorCause.None;
            return false;
        }

        /// <inheritdoc/>
        internal override bool CanServe(int suite)
        {
            return false;
        }

        /// <inheritdoc/>
        internal override void WriteMessage(int type, WireWriter writer)
        {
            switch (type)
            {
                case HandshakeType.Certificate:
                    CertificateMessage.Write(writer, IsClientProving ? Credentials.GetContent(OwnTag) : null);
                    break;

                case HandshakeType.ClientKeyExchange:
                    WriteShare(writer, false);
                    break;

                default:
                    WriteSignature(writer);
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

                case HandshakeType.ServerKeyExchange:
                    return ReadServerKeyExchange(reader);

                default:
                    return ReadRequest(reader);
            }
        }

        /// <inheritdoc/>
        protected override TlsErrorCause SelectKeys()
        {
            HelloKeys answer = Answer;

            if (answer.Has(HelloKeys.ServerCertificateType))
            {
                if (!KeyChoices.HasType(Offer.ServerTypes, answer.ServerTypes[0]))
                {
                    return TlsErrorCause.IllegalParameter;
                }

                IsPeerRaw = answer.ServerTypes[0] == HelloKeys.RawPublicKey;
            }

            if (answer.Has(HelloKeys.ClientCertificateType))
            {
                if (!KeyChoices.HasType(Offer.ClientTypes, answer.ClientTypes[0]))
                {
                    return TlsErrorCause.IllegalParameter;
                }

                IsOwnRaw = answer.ClientTypes[0] == HelloKeys.RawPublicKey;
            }

            // A server that knows no raw keys sends certificates, whatever it was asked for.
            return IsEphemeral && !IsPreShared && !IsPeerRaw && !TakesCertificates
                ? TlsErrorCause.PeerNotTrusted
                : TlsErrorCause.None;
        }

        private void OfferTypes(bool takesRawKeys, bool takesCertificates)
        {
            HelloKeys offer = Offer;
            bool hasPair = FindOwn(CredentialKind.KeyPair) >= 0;

            if (takesRawKeys)
            {
                offer.ServerTypes = takesCertificates
                    ? new byte[] { HelloKeys.RawPublicKey, HelloKeys.X509 }
                    : new byte[] { HelloKeys.RawPublicKey };
                offer.Present |= HelloKeys.ServerCertificateType;
            }

            if (hasPair)
            {
                offer.ClientTypes = FindOwn(CredentialKind.CertifiedKey) >= 0
                    ? new byte[] { HelloKeys.RawPublicKey, HelloKeys.X509 }
                    : new byte[] { HelloKeys.RawPublicKey };
                offer.Present |= HelloKeys.ClientCertificateType;
            }
        }

        private TlsErrorCause ReadProtocol(WireReader reader)
        {
            TlsErrorCause error = ApplicationProtocolsExtension.Read(reader, Answer);

            // RFC 7301, section 3.1: exactly one; and one that was offered.
            return error != TlsErrorCause.None ? error
                : Answer.ProtocolsRead != 1 ? TlsErrorCause.DecodeError
                : Answer.ProtocolIndex < 0 ? TlsErrorCause.IllegalParameter : TlsErrorCause.None;
        }

        private TlsErrorCause ReadCertificate(WireReader reader)
        {
            byte[] content = CertificateMessage.Read(reader, IsPeerRaw);

            if (content == null)
            {
                return TlsErrorCause.DecodeError;
            }

            // RFC 5246, section 7.4.2: a server sends one.
            return content.Length == 0 ? TlsErrorCause.DecodeError
                : IsPeerRaw ? UseRawKey(content) : BeginCertificates(content);
        }

        private TlsErrorCause ReadServerKeyExchange(WireReader reader)
        {
            if (IsPreShared)
            {
                Hint = reader.ReadVector16(0, CredentialStore.MaxIdentityLength);

                if (reader.Failed)
                {
                    return TlsErrorCause.DecodeError;
                }
            }

            int share = reader.Position;
            TlsErrorCause error = ReadShare(reader, true);

            if (error != TlsErrorCause.None || IsPreShared)
            {
                return error == TlsErrorCause.None && !reader.IsWhole ? TlsErrorCause.DecodeError : error;
            }

            int count = reader.Position - share;
            int scheme = reader.ReadUInt16();
            int length = reader.SkipVector16(1, 65535);

            if (!reader.IsWhole)
            {
                return TlsErrorCause.DecodeError;
            }

            bool isRsa = scheme != SignatureScheme.EcdsaSecp256r1Sha256
                && scheme != SignatureScheme.EcdsaSecp384r1Sha384;

            // RFC 5246, section 7.4.3: one that was offered, and of the suite.
            if (System.Array.IndexOf(Offer.Schemes, scheme, 0, Offer.Schemes.Length) < 0
                || isRsa != (Kind == ExchangeKind.EcdheRsa))
            {
                return TlsErrorCause.IllegalParameter;
            }

            return BeginVerification(scheme, reader.Buffer, share, count, reader.Position - length, length);
        }

        private TlsErrorCause ReadRequest(WireReader reader)
        {
            byte[] types = reader.ReadVector8(1, 255);
            HelloKeys request = new HelloKeys();

            if (reader.Failed || !SignatureAlgorithmsExtension.ReadList(reader, request))
            {
                return TlsErrorCause.DecodeError;
            }

            reader.SkipVector16(0, 65535);

            if (!reader.IsWhole)
            {
                return TlsErrorCause.DecodeError;
            }

            OwnTag = request.HasEcdsaRead && KeyChoices.HasType(types, EcdsaSign)
                ? FindOwn(IsOwnRaw ? CredentialKind.KeyPair : CredentialKind.CertifiedKey)
                : -1;
            IsClientAsked = true;
            IsClientProving = OwnTag >= 0;
            return TlsErrorCause.None;
        }
    }
}
