//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan
{
    /// <summary>
    /// The verification of a peer's certificates, in steps.
    /// </summary>
    public abstract class CertificateVerification : CurveOperation
    {
        /// <summary>
        /// Gets the tag of the credential by which the certificates are trusted; -1 before, and if they are not.
        /// </summary>
        public abstract int CredentialTag { get; }

        /// <summary>
        /// Gets the number of the rule that was broken, or 0.
        /// </summary>
        public abstract int Rule { get; }

        /// <summary>
        /// Gets which certificate broke it, from 0.
        /// </summary>
        public abstract int CertificateIndex { get; }
    }
}
