//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Sockets
{
    /// <summary>
    /// The time since the board started, which no clock setting moves.
    /// </summary>
    internal static class MonotonicClock
    {
        /// <summary>
        /// Gets wrapping milliseconds.
        /// </summary>
        internal static int Now
        {
            get { return (int)Environment.TickCount64; }
        }
    }
}
