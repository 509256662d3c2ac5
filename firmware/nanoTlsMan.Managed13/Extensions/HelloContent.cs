//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Managed.Extensions;
using NanoTlsMan.Managed.PublicKey.Extensions;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed13.Extensions
{
    /// <summary>
    /// What a hello of 1.3 says beyond what 1.2 knows: what was read, or what is to be written. Each extension has a
    /// file of its own.
    /// </summary>
    internal sealed class HelloContent : IHelloExtensions
    {
        internal const int Versions = 1;
        internal const int Cookie = 2;
        internal const int PskModes = 4;
        internal const int KeyShare = 8;
        internal const int PreSharedKey = 16;
        internal const int EarlyData = 32;
        internal const int Other = 64;

        /// <summary>Whose hello it is, and whether it is a HelloRetryRequest: most extensions look different in
        /// each.</summary>
        internal HelloForm Form;

        /// <summary>What carries the records.</summary>
        internal TlsTransportKind Kind;

        /// <summary>The extensions that are there.</summary>
        internal int Present;

        /// <summary>Names, groups, schemes, protocols and types of certificates.</summary>
        internal readonly HelloKeys Keys = new HelloKeys();

        /// <summary>Whether 1.2 is offered as well, for which some extensions are needed.</summary>
        internal bool Offers12;

        /// <summary>Whether 1.3 was read.</summary>
        internal bool Has13;

        /// <summary>Whether 1.2 was.</summary>
        internal bool Has12;

        /// <summary>The cookie.</summary>
        internal byte[] CookieContent;

        /// <summary>The cookie of a HelloVerifyRequest, which a server of DTLS 1.2 asks with; <see langword="null"/>
        /// for none.</summary>
        internal byte[] OlderCookie;

        /// <summary>The modes of pre-shared keys: a bit for each.</summary>
        internal TlsPskModes Modes;

        /// <summary>The group of the key share, or that a HelloRetryRequest asks for; -1 for none.</summary>
        internal int Group = -1;

        /// <summary>The key share that is written, or was read.</summary>
        internal byte[] Share;

        /// <summary>The group that a server looks for among a client's shares, best first.</summary>
        internal NamedCurve[] Wanted;

        /// <summary>The pre-shared keys that a client offers, or a server has read.</summary>
        internal PskOffers Psks;

        /// <summary>Which of them the server has chosen; -1 for none.</summary>
        internal int SelectedPsk = -1;

        /// <inheritdoc/>
        public bool IsEmpty
        {
            get { return false; }
        }

        internal bool Has(int extension)
        {
            return (Present & extension) != 0;
        }

        /// <inheritdoc/>
        public void Write(WireWriter writer)
        {
            HelloKeys keys = Keys;

            if (Form == HelloForm.Client)
            {
                ServerNameExtension.Write(writer, keys);
                SupportedGroupsExtension.Write(writer, keys);
                PointFormatsExtension.Write(writer, keys);
                SignatureAlgorithmsExtension.Write(writer, keys);
                ApplicationProtocolsExtension.Write(writer, keys);
                CertificateTypeExtension.Write(writer, keys);
            }

            SupportedVersionsExtension.Write(writer, this);
            CookieExtension.Write(writer, this);
            PskKeyExchangeModesExtension.Write(writer, this);
            KeyShareExtension.Write(writer, this);

            // RFC 9846, section 4.2.11: the last of a ClientHello, for the binders cover all before them.
            PreSharedKeyExtension.Write(writer, this);
        }

        /// <inheritdoc/>
        public bool TryRead(int type, WireReader reader, out TlsErrorCause error)
        {
            bool isLast = Has(PreSharedKey) && Form == HelloForm.Client;

            // RFC 9846, section 4.2.11.
            if (isLast)
            {
                error = TlsErrorCause.IllegalParameter;
                return true;
            }

            // RFC 9846, section 4.2: what is known, and not for this message.
            if (Form == HelloForm.Encrypted && IsForHellos(type))
            {
                error = TlsErrorCause.IllegalParameter;
                return true;
            }

            switch (type)
            {
                case ExtensionType.SupportedVersions:
                    error = Note(Versions, SupportedVersionsExtension.Read(reader, this));
                    return true;

                case ExtensionType.Cookie:
                    error = Note(Cookie, CookieExtension.Read(reader, this));
                    return true;

                case ExtensionType.PskKeyExchangeModes:
                    error = Note(PskModes, PskKeyExchangeModesExtension.Read(reader, this));
                    return true;

                case ExtensionType.KeyShare:
                    error = Note(KeyShare, KeyShareExtension.Read(reader, this));
                    return true;

                case ExtensionType.PreSharedKey:
                    error = Note(PreSharedKey, PreSharedKeyExtension.Read(reader, this));
                    return true;

                case ExtensionType.EarlyData:
                    error = Note(EarlyData, TlsErrorCause.None);
                    return true;

                default:
                    return TryReadKeys(type, reader, out error);
            }
        }

        private static bool IsForHellos(int type)
        {
            switch (type)
            {
                case ExtensionType.SupportedVersions:
                case ExtensionType.Cookie:
                case ExtensionType.PskKeyExchangeModes:
                case ExtensionType.KeyShare:
                case ExtensionType.PreSharedKey:
                case ExtensionType.CertificateAuthorities:
                case NanoTlsMan.Managed.Extensions.ExtensionType.SignatureAlgorithms:
                    return true;

                default:
                    return false;
            }
        }

        private bool TryReadKeys(int type, WireReader reader, out TlsErrorCause error)
        {
            // What a client has in its hello comes from a server in EncryptedExtensions.
            if (Form != HelloForm.Client && Form != HelloForm.Encrypted)
            {
                Present |= Other;
                error = TlsErrorCause.None;
                return false;
            }

            switch (type)
            {
                case NanoTlsMan.Managed.Extensions.ExtensionType.ServerName:
                    error = ServerNameExtension.Read(reader, Keys);
                    return true;

                case NanoTlsMan.Managed.Extensions.ExtensionType.SupportedGroups:
                    error = SupportedGroupsExtension.Read(reader, Keys);
                    return true;

                case NanoTlsMan.Managed.Extensions.ExtensionType.SignatureAlgorithms:
                    error = SignatureAlgorithmsExtension.Read(reader, Keys);
                    return true;

                case NanoTlsMan.Managed.Extensions.ExtensionType.ApplicationProtocols:
                    error = ApplicationProtocolsExtension.Read(reader, Keys);
                    return true;

                case NanoTlsMan.Managed.Extensions.ExtensionType.ClientCertificateType:
                    error = CertificateTypeExtension.ReadClientTypes(reader, Keys);
                    return true;

                case NanoTlsMan.Managed.Extensions.ExtensionType.ServerCertificateType:
                    error = CertificateTypeExtension.ReadServerTypes(reader, Keys);
                    return true;

                case ExtensionType.CertificateAuthorities:
                    error = CertificateAuthoritiesExtension.Read(reader);
                    return true;

                default:
                    Present |= Other;
                    error = TlsErrorCause.None;
                    return false;
            }
        }

        private TlsErrorCause Note(int extension, TlsErrorCause error)
        {
            Present |= extension;
            return error;
        }
    }
}
