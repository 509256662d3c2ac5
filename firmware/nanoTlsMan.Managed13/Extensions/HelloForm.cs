//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Managed13.Extensions
{
    /// <summary>
    /// Where extensions stand: the same ones look different in different messages (RFC 9846, section 4.2).
    /// </summary>
    internal enum HelloForm
    {
        /// <summary>ClientHello.</summary>
        Client,

        /// <summary>ServerHello.</summary>
        Server,

        /// <summary>HelloRetryRequest.</summary>
        Retry,

        /// <summary>EncryptedExtensions.</summary>
        Encrypted,
    }
}
