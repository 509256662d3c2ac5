//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan
{
    /// <summary>
    /// What the endpoint keeps of a session whose peer is known by a connection ID: an object of its own, for most
    /// sessions have none.
    /// </summary>
    internal sealed class SessionName
    {
        internal TlsManSession NextInIds; // of ConnectionIdTable
        internal PeerPath Path; // while the peer's address is in doubt
    }
}
