//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Sockets
{
    /// <summary>
    /// Is told that a handler of the program's threw an exception.
    /// </summary>
    /// <param name="session">The session whose handler it was.</param>
    /// <param name="exception">The exception.</param>
    public delegate void SecureSockErrorHandler(TlsManSession session, Exception exception);
}
