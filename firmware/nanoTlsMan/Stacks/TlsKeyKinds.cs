//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan
{
    /// <summary>
    /// A set of kinds of credentials.
    /// </summary>
    [Flags]
    public enum TlsKeyKinds
    {
        /// <summary>None.</summary>
        None = 0,

        /// <summary>Pre-shared keys (RFC 4279).</summary>
        Psk = 1,

        /// <summary>Raw public keys (RFC 7250).</summary>
        RawPublicKey = 2,

        /// <summary>X.509 certificates (RFC 5280).</summary>
        X509 = 4,
    }
}
