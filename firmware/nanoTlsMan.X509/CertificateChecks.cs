//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.X509.Der;

namespace NanoTlsMan.X509
{
    /// <summary>
    /// What a certificate has to say of itself to be a peer's, or an issuer's (RFC 5280, section 6.1).
    /// </summary>
    internal sealed class CertificateChecks
    {
        private const int MinModulusBits = 2048;
        private const int MaxModulusBits = 4096;

        private readonly CertificateTrust _trust;
        private readonly SignatureVerifier _verifier;
        private readonly TlsRole _peer;
        private readonly HostName _host;
        private readonly long _now;

        internal CertificateChecks(
            CertificateTrust trust, SignatureVerifier verifier, TlsRole peer, HostName host, long now)
        {
            _trust = trust;
            _verifier = verifier;
            _peer = peer;
            _host = host;
            _now = now;
        }

        /// <summary>
        /// Checks a peer's own certificate.
        /// </summary>
        internal CertificateRule CheckPeer(Certificate certificate)
        {
            if (certificate.Version != 3)
            {
                return CertificateRule.UnsupportedVersion;
            }

            CertificateRule rule = CheckEach(certificate);
            if (rule != CertificateRule.None)
            {
                return rule;
            }

            // It signs the handshake (RFC 5246, section 7.4.2; RFC 8446, section 4.4.2.2).
            if ((certificate.KeyUsage & Certificate.DigitalSignature) == 0)
            {
                return CertificateRule.WrongKeyUsage;
            }

            return CheckHost(certificate);
        }

        /// <summary>
        /// Checks a certificate as the issuer of another one.
        /// </summary>
        /// <param name="issuer">The certificate.</param>
        /// <param name="authorities">How many authorities are between it and the peer, those not counted that issued
        /// for themselves.</param>
        internal CertificateRule CheckIssuer(Certificate issuer, int authorities)
        {
            if (!issuer.IsAuthority)
            {
                return CertificateRule.NotAnAuthority;
            }

            if ((issuer.KeyUsage & Certificate.KeyCertSign) == 0)
            {
                return CertificateRule.WrongKeyUsage;
            }

            if (issuer.PathLength >= 0 && authorities > issuer.PathLength)
            {
                return CertificateRule.PathTooLong;
            }

            return CheckEach(issuer);
        }

        /// <summary>
        /// Checks whether a signature is one that its issuer's key makes and that can be verified.
        /// </summary>
        internal CertificateRule CheckScheme(Certificate certificate, Certificate issuer)
        {
            return issuer.CanSign(certificate.Scheme) && _verifier.Supports(certificate.Scheme)
                ? CertificateRule.None
                : CertificateRule.UnsupportedSignature;
        }

        private CertificateRule CheckEach(Certificate certificate)
        {
            if (certificate.HasUnknownCritical)
            {
                return CertificateRule.CriticalExtension;
            }

            // Of an authority it limits what is below, as everybody reads it although RFC 5280 does not say so.
            int role = _peer == TlsRole.Server ? Certificate.ServerAuth : Certificate.ClientAuth;
            if ((certificate.Roles & role) == 0)
            {
                return CertificateRule.WrongExtendedKeyUsage;
            }

            CertificateRule rule = CheckKey(certificate);
            return rule != CertificateRule.None ? rule : CheckTime(certificate);
        }

        private static CertificateRule CheckKey(Certificate certificate)
        {
            if (certificate.KeyKind == CertificateKeyKind.None || certificate.ModulusBits > MaxModulusBits)
            {
                return CertificateRule.UnsupportedKey;
            }

            return certificate.KeyKind == CertificateKeyKind.Rsa && certificate.ModulusBits < MinModulusBits
                ? CertificateRule.WeakKey
                : CertificateRule.None;
        }

        private CertificateRule CheckTime(Certificate certificate)
        {
            if (_now == CertificateTrust.NoClock || _now < _trust.EarliestTime)
            {
                if (!_trust.DangerousAllowNoClock)
                {
                    return CertificateRule.NoClock;
                }

                return certificate.NotAfter < _trust.EarliestTime ? CertificateRule.Expired : CertificateRule.None;
            }

            if (_now < certificate.NotBefore)
            {
                return CertificateRule.NotYetValid;
            }

            return _now > certificate.NotAfter ? CertificateRule.Expired : CertificateRule.None;
        }

        private CertificateRule CheckHost(Certificate certificate)
        {
            return _host != null ? MatchHost(certificate, _host)
                : _peer == TlsRole.Server && _trust.RequiresHost ? CertificateRule.NoHost : CertificateRule.None;
        }

        /// <summary>
        /// Tells whether a certificate is for a host (RFC 9525, section 6).
        /// </summary>
        internal static CertificateRule MatchHost(Certificate certificate, HostName host)
        {
            DerReader names = new DerReader();
            bool hasHosts = false;

            names.Reset(certificate.Buffer, certificate.NamesOffset, certificate.NamesCount);
            while (!names.IsAtEnd)
            {
                int form = names.Tag;

                names.SkipAny();
                if ((form == GeneralName.Dns
                    && host.MatchesName(names.Buffer, names.ContentOffset, names.ContentCount))
                    || (form == GeneralName.Address
                    && host.MatchesAddress(names.Buffer, names.ContentOffset, names.ContentCount)))
                {
                    return CertificateRule.None;
                }

                hasHosts |= form == GeneralName.Dns || form == GeneralName.Address;
            }

            return hasHosts ? CertificateRule.WrongHost : CertificateRule.NoNames;
        }
    }
}
