//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan
{
    /// <summary>
    /// Handshake message types (RFC 5246, section 7.4; RFC 6347, section 4.3.2).
    /// </summary>
    public static class HandshakeType
    {
        /// <summary>The server asks for a renegotiation.</summary>
        public const int HelloRequest = 0;

        /// <summary>The client's offer.</summary>
        public const int ClientHello = 1;

        /// <summary>The server's choice.</summary>
        public const int ServerHello = 2;

        /// <summary>The server's cookie.</summary>
        public const int HelloVerifyRequest = 3;

        /// <summary>The server's ticket (RFC 5077, section 3.3).</summary>
        public const int NewSessionTicket = 4;

        /// <summary>The certificates, or the raw public key, of the server or of the client.</summary>
        public const int Certificate = 11;

        /// <summary>The server's key share; with PSK, its identity hint.</summary>
        public const int ServerKeyExchange = 12;

        /// <summary>The server asks for the client's certificate or raw public key.</summary>
        public const int CertificateRequest = 13;

        /// <summary>The end of the server's flight.</summary>
        public const int ServerHelloDone = 14;

        /// <summary>The client's proof that its key is its own.</summary>
        public const int CertificateVerify = 15;

        /// <summary>The client's key share; with PSK, its identity.</summary>
        public const int ClientKeyExchange = 16;

        /// <summary>The proof that both saw the same handshake.</summary>
        public const int Finished = 20;

        /// <summary>
        /// end_of_early_data (RFC 9846, section 4.5); never taken here.
        /// </summary>
        public const int EndOfEarlyData = 5;

        /// <summary>
        /// encrypted_extensions (RFC 9846, section 4.3.1).
        /// </summary>
        public const int EncryptedExtensions = 8;

        /// <summary>
        /// request_connection_id (RFC 9147, section 9).
        /// </summary>
        public const int RequestConnectionId = 9;

        /// <summary>
        /// new_connection_id (RFC 9147, section 9).
        /// </summary>
        public const int NewConnectionId = 10;

        /// <summary>
        /// key_update (RFC 9846, section 4.6.3).
        /// </summary>
        public const int KeyUpdate = 24;

        /// <summary>
        /// message_hash (RFC 9846, section 4.4.1): stands in a transcript for a first ClientHello.
        /// </summary>
        public const int MessageHash = 254;
    }
}
