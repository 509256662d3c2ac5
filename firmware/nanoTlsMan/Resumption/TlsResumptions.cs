//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan
{
    /// <summary>
    /// Which sides of resumption (RFC 5246, section 7.3; RFC 5077) a stack has.
    /// </summary>
    [Flags]
    public enum TlsResumptions
    {
        /// <summary>None: every handshake is a full one.</summary>
        None = 0,

        /// <summary>A client resumes, by session ID or ticket.</summary>
        Client = 1,

        /// <summary>A server issues tickets and takes them.</summary>
        ServerTickets = 2,

        /// <summary>A server keeps sessions by ID.</summary>
        ServerSessionIds = 4,
    }
}
