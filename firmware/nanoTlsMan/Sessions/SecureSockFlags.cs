//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan
{
    /// <summary>
    /// How a channel is opened and used.
    /// </summary>
    [Flags]
    public enum SecureSockFlags
    {
        /// <summary>Calls return when they are done.</summary>
        None = 0,

        /// <summary>Calls return at once; opening a channel returns after the first flight is sent.</summary>
        NonBlock = 1,
    }
}
