//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.X509
{
    /// <summary>
    /// What kind of key a certificate is for.
    /// </summary>
    public enum CertificateKeyKind
    {
        /// <summary>None that is known here.</summary>
        None,

        /// <summary>A point on P-256, of 65 bytes.</summary>
        P256,

        /// <summary>A point on P-384, of 97 bytes.</summary>
        P384,

        /// <summary>An RSAPublicKey in DER.</summary>
        Rsa,
    }
}
