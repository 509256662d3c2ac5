//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan
{
    /// <summary>
    /// A set of protocol versions.
    /// </summary>
    [Flags]
    public enum TlsVersions
    {
        /// <summary>None.</summary>
        None = 0,

        /// <summary>DTLS 1.2.</summary>
        Dtls12 = 1,

        /// <summary>TLS 1.2.</summary>
        Tls12 = 2,

        /// <summary>DTLS 1.3.</summary>
        Dtls13 = 4,

        /// <summary>TLS 1.3.</summary>
        Tls13 = 8,
    }
}
