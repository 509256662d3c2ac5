//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Size
{
    /// <summary>
    /// What sessions with TLS_PSK_WITH_AES_128_CCM_8, over datagrams and streams, may take of a device's managed heap.
    /// </summary>
    public static class Budgets
    {
        /// <summary>An open session, in bytes.</summary>
        public const int EstablishedSession = 2000;

        /// <summary>An engine in its handshake, beside the datagram buffer, in bytes.</summary>
        public const int HandshakePeak = 5000;

        /// <summary>The most that a handshake with public keys takes, in bytes, beside the datagram buffer: 12
        /// KB.</summary>
        public const int KeyHandshakePeak = 12288;
    }
}
