//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan
{
    /// <summary>
    /// Content types of records (RFC 5246, section 6.2.1).
    /// </summary>
    public static class ContentType
    {
        /// <summary>A change of ciphers.</summary>
        public const int ChangeCipherSpec = 20;

        /// <summary>An alert.</summary>
        public const int Alert = 21;

        /// <summary>Handshake messages.</summary>
        public const int Handshake = 22;

        /// <summary>Data of the application.</summary>
        public const int ApplicationData = 23;

        /// <summary>A protected record with a connection ID, whose content type is within (RFC 9146, section
        /// 4).</summary>
        public const int Tls12ConnectionId = 25;

        /// <summary>
        /// ACK (RFC 9147, section 7).
        /// </summary>
        public const int Ack = 26;

        /// <summary>A check of a path (RFC 9853, section 4).</summary>
        public const int ReturnRoutabilityCheck = 27;
    }
}
