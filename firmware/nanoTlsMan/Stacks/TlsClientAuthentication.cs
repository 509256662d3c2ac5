//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan
{
    /// <summary>
    /// Whether a server asks its clients for a certificate or raw public key (RFC 5246, section 7.4.4).
    /// </summary>
    public enum TlsClientAuthentication
    {
        /// <summary>It does not ask.</summary>
        None,

        /// <summary>It asks, and goes on without one. One that is sent has to be trusted.</summary>
        Requested,

        /// <summary>It asks, and refuses who has none.</summary>
        Required,
    }
}
