//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan
{
    /// <summary>
    /// What <see cref="TlsEngine.Poll"/> found to do.
    /// </summary>
    public enum TlsPollResult
    {
        /// <summary>Nothing until there is input, a call, or <see cref="TlsEngine.Deadline"/> is due.</summary>
        Idle,

        /// <summary><see cref="TlsEngine.OutputCount"/> bytes of the output are to be sent: a datagram, or the next
        /// bytes of the stream.</summary>
        Transmit,

        /// <summary><see cref="TlsEngine.DataCount"/> bytes of application data lie in
        /// <see cref="TlsEngine.DataBuffer"/>.</summary>
        Data,

        /// <summary>The handshake is complete. Reported once.</summary>
        Connected,

        /// <summary>The channel was closed in order. Reported once; the session has ended.</summary>
        Closed,

        /// <summary><see cref="TlsEngine.Error"/> ended the session. Reported once.</summary>
        Failed,

        /// <summary>There is more to compute: poll again, after other sessions had their turn.</summary>
        Busy,
    }
}
