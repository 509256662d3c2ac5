//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan
{
    /// <summary>
    /// Where an engine's output belongs.
    /// </summary>
    public enum TlsOutputPath
    {
        /// <summary>To the peer, wherever it is taken to be.</summary>
        Peer,

        /// <summary>To where the last input came from: the answer to a check of that path.</summary>
        Source,

        /// <summary>To the address that is being checked, or nowhere.</summary>
        Checked,
    }
}
