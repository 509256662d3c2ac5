//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Sockets
{
    /// <summary>
    /// Who moves the bytes of a sock.
    /// </summary>
    public enum SecureSockMode
    {
        /// <summary>A thread of the sock's own, which raises events; calls of other threads may wait for it.</summary>
        Asynchronous,

        /// <summary>The calls themselves. There is no thread, and there are no events.</summary>
        Synchronous,
    }
}
