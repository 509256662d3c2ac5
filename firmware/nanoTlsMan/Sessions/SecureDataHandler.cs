//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan
{
    /// <summary>
    /// Receives application data.
    /// </summary>
    /// <param name="session">The session that it came over.</param>
    /// <param name="buffer">Holds the data; valid during the call.</param>
    /// <param name="offset">Where the data begins.</param>
    /// <param name="count">Its length, in bytes.</param>
    public delegate void SecureDataHandler(TlsManSession session, byte[] buffer, int offset, int count);
}
