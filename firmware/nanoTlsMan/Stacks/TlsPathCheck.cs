//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan
{
    /// <summary>
    /// How far the check of a path is (RFC 9853).
    /// </summary>
    public enum TlsPathCheck
    {
        /// <summary>There is none.</summary>
        None,

        /// <summary>The peer was asked and has not answered yet.</summary>
        Pending,

        /// <summary>The peer has answered: it receives what is sent there.</summary>
        Proven,

        /// <summary>The peer has not answered in time.</summary>
        Failed,
    }
}
