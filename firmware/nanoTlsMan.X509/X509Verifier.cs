//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.X509
{
    /// <summary>
    /// Judges the certificates of peers by what a <see cref="CredentialStore"/> trusts: the peer's key, the certificate
    /// itself, or an authority.
    /// </summary>
    /// <remarks>
    /// One object may serve many sessions and threads. A key or certificate that is trusted itself needs no authority
    /// and no host; its validity is looked at all the same.
    /// </remarks>
    public class X509Verifier : CertificateVerifier
    {
        private readonly SignatureVerifier _signatures;
        private readonly CipherProvider _ciphers;

        /// <summary>
        /// Initializes a new instance of the <see cref="X509Verifier"/> class.
        /// </summary>
        /// <param name="signatures">Verifies the signatures of certificates.</param>
        /// <param name="ciphers">Computes SHA-256.</param>
        /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
        /// <example>
        /// <code>
        /// SignatureVerifier signatures = new ManagedSignatures(ciphers);
        /// PublicKeyExchanges exchanges = new PublicKeyExchanges(
        ///     new ManagedCurves(ciphers), signatures, new X509Verifier(signatures, ciphers));
        /// </code>
        /// </example>
        public X509Verifier(SignatureVerifier signatures, CipherProvider ciphers)
        {
            if (signatures == null || ciphers == null)
            {
                throw new ArgumentNullException();
            }

            _signatures = signatures;
            _ciphers = ciphers;
        }

        /// <summary>
        /// Gets or sets where certificates are remembered whose signatures were found right, so that they are not
        /// verified again; <see langword="null"/> for nowhere.
        /// </summary>
        public VerifiedCertificates Verified { get; set; }

        /// <summary>
        /// Gets or sets a time, in seconds since 1970, that is over for certain; see
        /// <see cref="CertificateTrust.EarliestTime"/>.
        /// </summary>
        public long EarliestTime { get; set; } = CertificateTrust.DefaultEarliestTime;

        /// <summary>
        /// Gets or sets a value indicating whether certificates are accepted while the clock is not set; see
        /// <see cref="CertificateTrust.DangerousAllowNoClock"/>.
        /// </summary>
        public bool DangerousAllowNoClock { get; set; }

        internal SignatureVerifier Signatures
        {
            get { return _signatures; }
        }

        internal long Now
        {
            get { return GetTime(); }
        }

        internal CipherProvider Ciphers
        {
            get { return _ciphers; }
        }

        /// <inheritdoc/>
        /// <exception cref="ArgumentNullException"><paramref name="certificates"/> is
        /// <see langword="null"/>.</exception>
        public override CertificateVerification Verify(
            byte[] certificates, TlsRole peer, string host, CredentialStore credentials)
        {
            if (certificates == null)
            {
                throw new ArgumentNullException();
            }

            return new PeerVerification(this, certificates, peer, host, credentials);
        }

        /// <inheritdoc/>
        /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
        public override bool IsFor(byte[] certificates, string host)
        {
            if (certificates == null || host == null)
            {
                throw new ArgumentNullException();
            }

            Certificate certificate = ReadFirst(certificates);
            HostName name = HostName.Read(host);

            return certificate != null && certificate.Rule == CertificateRule.None && name != null
                && CertificateChecks.MatchHost(certificate, name) == CertificateRule.None;
        }

        /// <summary>
        /// Gets the time that validity is held against.
        /// </summary>
        /// <returns>Seconds since 1970, or <see cref="CertificateTrust.NoClock"/>.</returns>
        protected virtual long GetTime()
        {
            return (DateTime.UtcNow.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond;
        }

        /// <summary>
        /// Reads the first of certificates, each behind its length.
        /// </summary>
        /// <returns>The certificate; <see langword="null"/> if there is none.</returns>
        internal static Certificate ReadFirst(byte[] certificates)
        {
            if (certificates.Length < 3)
            {
                return null;
            }

            int length = (certificates[0] << 16) | (certificates[1] << 8) | certificates[2];

            return length > certificates.Length - 3 ? null : Certificate.Read(certificates, 3, length);
        }

        /// <summary>
        /// Makes what a verification trusts, with the limits of this object.
        /// </summary>
        internal CertificateTrust CreateTrust()
        {
            return new CertificateTrust
            {
                EarliestTime = EarliestTime,
                DangerousAllowNoClock = DangerousAllowNoClock,
                Verified = Verified,
            };
        }
    }
}
