//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan
{
    /// <summary>
    /// What is to be done with a datagram.
    /// </summary>
    public enum TlsListenerResult
    {
        /// <summary>Nothing: it was dropped and counted.</summary>
        Drop,

        /// <summary><see cref="TlsListener.ReplyCount"/> bytes of the reply are to be sent back; nothing was remembered.</summary>
        Reply,

        /// <summary><see cref="TlsListener.Engine"/> is new and takes the datagram.</summary>
        Accept,

        /// <summary><see cref="TlsListener.Session"/> takes the datagram.</summary>
        Route,
    }
}
