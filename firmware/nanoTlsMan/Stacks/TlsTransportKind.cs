//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan
{
    /// <summary>
    /// What carries the records.
    /// </summary>
    public enum TlsTransportKind
    {
        /// <summary>Datagrams, as UDP: DTLS.</summary>
        Datagram,

        /// <summary>A stream, as TCP: TLS.</summary>
        Stream,
    }
}
