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

        /// <summary>The session ended; its <see cref="TlsManSession.EndReason"/> says why, and is
        /// <see langword="null"/> if it was closed in order.</summary>
        Ended = 4,

        /// <summary>The peer is at another address than before, which
        /// <see cref="TlsManSession.RemoteAddress"/> tells: it is known by its connection ID.</summary>
        PeerMoved = 8,
    }
}
