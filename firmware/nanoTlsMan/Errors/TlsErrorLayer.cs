//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan
{
    /// <summary>
    /// Where an error arose.
    /// </summary>
    public enum TlsErrorLayer
    {
        /// <summary>In a call of the application's.</summary>
        Api,

        /// <summary>In the session's management: stack, credentials, timers.</summary>
        Session,

        /// <summary>In the handshake.</summary>
        Handshake,

        /// <summary>In the record layer.</summary>
        Record,

        /// <summary>Below: sockets, network.</summary>
        Transport,
    }
}
