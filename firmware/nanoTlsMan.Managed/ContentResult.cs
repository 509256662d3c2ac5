//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Managed
{
    /// <summary>
    /// What became of a record's content.
    /// </summary>
    internal enum ContentResult
    {
        /// <summary>It was handled, or dropped and counted.</summary>
        Done,

        /// <summary>It came too early, and the record is to be kept.</summary>
        KeepForLater,

        /// <summary>It is application data.</summary>
        Data,
    }
}
