//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan
{
    /// <summary>
    /// Who opens the handshake. The role belongs to a session, not to a socket.
    /// </summary>
    public enum TlsRole
    {
        /// <summary>This side sends the ClientHello.</summary>
        Client,

        /// <summary>This side answers one.</summary>
        Server,
    }
}
