//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan
{
    /// <summary>
    /// How the two numbers of an ECDSA signature are written.
    /// </summary>
    public enum SignatureForm
    {
        /// <summary>
        /// A sequence of two integers in DER (RFC 3279, section 2.2.3), as TLS and X.509 have it.
        /// </summary>
        Der,

        /// <summary>
        /// Two numbers of 32 bytes, as IEEE P1363 and COSE have it.
        /// </summary>
        Fixed,
    }
}
