//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan
{
    /// <summary>
    /// When a server of DTLS 1.3 has a client prove its address with a cookie before it keeps anything of it (RFC 9147,
    /// section 5.1). It costs a round trip and about 330 bytes.
    /// </summary>
    public enum TlsHelloRetry
    {
        /// <summary>Always: nothing is kept for who has only sent a datagram.</summary>
        Always,

        /// <summary>When half of the places for handshakes are taken.</summary>
        UnderLoad,

        /// <summary>Never: for networks whose members do not forge addresses.</summary>
        Never,
    }
}
