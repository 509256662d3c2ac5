//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan
{
    /// <summary>
    /// What a credential that is no pre-shared key is.
    /// </summary>
    public enum CredentialKind
    {
        /// <summary>Our own key pair, known by its raw public key (RFC 7250).</summary>
        KeyPair,

        /// <summary>Our own key pair, with certificates.</summary>
        CertifiedKey,

        /// <summary>A public key of a peer.</summary>
        TrustedKey,

        /// <summary>A certificate of a peer.</summary>
        TrustedCertificate,

        /// <summary>A certificate of an authority, whose certificates are trusted.</summary>
        Anchor,
    }
}
