//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Managed.Handshake;

namespace NanoTlsMan.Managed
{
    /// <summary>
    /// What an open session keeps of its handshake beyond keys and names: an object of its own, for most sessions keep
    /// nothing.
    /// </summary>
    internal sealed class KeptState
    {
        /// <summary>What the keys were derived from, for who saves the session or exports; else
        /// <see langword="null"/>.</summary>
        internal SessionSecrets Secrets;

        /// <summary>Of a server whose session is in its cache: the session ID; else <see langword="null"/>.</summary>
        internal byte[] CachedSessionId;

        /// <summary>The application protocol that was agreed, or <see langword="null"/>.</summary>
        internal string ApplicationProtocol;

        /// <summary>Whether the handshake was an abbreviated one.</summary>
        internal bool IsResumed;
    }
}
