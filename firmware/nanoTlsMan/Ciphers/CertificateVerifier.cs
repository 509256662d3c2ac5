//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan
{
    /// <summary>
    /// Judges the certificates of peers; see nanoTlsMan.X509.
    /// </summary>
    public abstract class CertificateVerifier
    {
        /// <summary>
        /// Begins to verify a peer's certificates. The operation's result is the SubjectPublicKeyInfo of the peer's own
        /// certificate, which is the first.
        /// </summary>
        /// <param name="certificates">The certificates, each behind its length in 3 bytes (RFC 5246, section 7.4.2).
        /// They are read until the operation has ended.</param>
        /// <param name="peer">The peer's role.</param>
        /// <param name="host">The host that a server's certificate has to be for; <see langword="null"/> where it is
        /// known otherwise.</param>
        /// <param name="credentials">Whom to trust; <see langword="null"/> for anyone.</param>
        /// <returns>The operation.</returns>
        public abstract CertificateVerification Verify(
            byte[] certificates, TlsRole peer, string host, CredentialStore credentials);

        /// <summary>
        /// Tells whether the first of certificates is for a host, whoever has signed it.
        /// </summary>
        /// <param name="certificates">The certificates, each behind its length in 3 bytes.</param>
        /// <param name="host">The host's name.</param>
        /// <returns><see langword="true"/> if it is; otherwise, <see langword="false"/>.</returns>
        public abstract bool IsFor(byte[] certificates, string host);
    }
}
