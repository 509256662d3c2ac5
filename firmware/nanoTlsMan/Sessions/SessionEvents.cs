//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan
{
    /// <summary>
    /// What happened to a session since it was asked last.
    /// </summary>
    [Flags]
    public enum SessionEvents
    {
        /// <summary>Nothing.</summary>
        None = 0,

        /// <summary>The channel is open.</summary>
        Connected = 1,

        /// <summary>Application data came.</summary>
        Data = 2,

        /// <summary>The channel was closed in order.</summary>
        Closed = 4,

        /// <summary>The session failed; <see cref="TlsManSession.EndReason"/> says why.</summary>
        Failed = 8,
    }
}
