//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Managed.Record
{
    /// <summary>
    /// What became of a record that was read.
    /// </summary>
    internal enum RecordStatus
    {
        /// <summary>Its content is ready.</summary>
        Ready,

        /// <summary>It was dropped and counted; the next one follows.</summary>
        Dropped,

        /// <summary>The rest of the datagram was dropped and counted.</summary>
        DropRest,

        /// <summary>It belongs to the next epoch, which has not begun.</summary>
        Future,

        /// <summary>It could not be authenticated, and was counted.</summary>
        BadMac,

        /// <summary>Stream only: its type or version is wrong.</summary>
        Malformed,

        /// <summary>Stream only: it is longer than allowed.</summary>
        Overflow,
    }
}
