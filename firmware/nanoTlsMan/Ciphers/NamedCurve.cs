//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan
{
    /// <summary>
    /// A curve for agreement, and P-256 for signatures too.
    /// </summary>
    public enum NamedCurve
    {
        /// <summary>
        /// P-256, secp256r1 (FIPS 186-4, section D.1.2.3): keys of 32 bytes, points of 65, uncompressed.
        /// </summary>
        P256,

        /// <summary>
        /// X25519 (RFC 7748): private and public keys of 32 bytes.
        /// </summary>
        X25519,
    }
}
