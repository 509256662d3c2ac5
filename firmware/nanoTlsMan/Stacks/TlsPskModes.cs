//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan
{
    /// <summary>
    /// How a pre-shared key is used in version 1.3 (RFC 9846, section 4.2.9).
    /// </summary>
    [Flags]
    public enum TlsPskModes
    {
        /// <summary>As far as the stack can: with key shares where it has curves, else without.</summary>
        None = 0,

        /// <summary>psk_ke: alone, so that who gets the key later reads what was recorded.</summary>
        PskOnly = 1,

        /// <summary>psk_dhe_ke: with key shares, for forward secrecy.</summary>
        WithKeyShare = 2,
    }
}
