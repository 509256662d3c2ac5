//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Sockets
{
    /// <summary>
    /// Is told of a session.
    /// </summary>
    /// <param name="session">The session.</param>
    public delegate void SecureSockHandler(TlsManSession session);
}
