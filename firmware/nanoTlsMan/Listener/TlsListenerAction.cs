//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan
{
    /// <summary>
    /// What is to be done with a datagram.
    /// </summary>
    public enum TlsListenerAction
    {
        /// <summary>Nothing: it was dropped and counted.</summary>
        Drop,

        /// <summary>A reply is to be sent back; nothing was remembered.</summary>
        Reply,

        /// <summary>A new engine takes the datagram.</summary>
        Accept,

        /// <summary>A session takes the datagram.</summary>
        Route,
    }
}
