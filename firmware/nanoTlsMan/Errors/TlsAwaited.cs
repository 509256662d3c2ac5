//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan
{
    /// <summary>
    /// What a handshake was waiting for.
    /// </summary>
    public enum TlsAwaited
    {
        /// <summary>Nothing: there was no handshake under way.</summary>
        Nothing,

        /// <summary>The client's offer.</summary>
        ClientHello,

        /// <summary>The server's choice, or its cookie.</summary>
        ServerHello,

        /// <summary>The rest of the server's flight.</summary>
        ServerHelloDone,

        /// <summary>The client's identity.</summary>
        ClientKeyExchange,

        /// <summary>The peer's first protected record.</summary>
        Finished,

        /// <summary>The server's choice, after it had asked for a cookie and was sent it.</summary>
        ServerHelloAfterCookie,
    }
}
