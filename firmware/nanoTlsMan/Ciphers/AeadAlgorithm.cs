//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan
{
    /// <summary>
    /// An authenticated cipher of a record layer, named as RFC 5116 and RFC 6655 register them.
    /// </summary>
    public enum AeadAlgorithm
    {
        /// <summary>
        /// AEAD_AES_128_CCM: 16-byte key, 12-byte nonce, 16-byte tag (RFC 5116, section 5.3).
        /// </summary>
        Aes128Ccm,

        /// <summary>
        /// AEAD_AES_128_CCM_8: 16-byte key, 12-byte nonce, 8-byte tag (RFC 6655, section 6.1).
        /// </summary>
        Aes128Ccm8,

        /// <summary>
        /// AEAD_AES_128_GCM: 16-byte key, 12-byte nonce, 16-byte tag (RFC 5116, section 5.1).
        /// </summary>
        Aes128Gcm,

        /// <summary>
        /// AEAD_CHACHA20_POLY1305: 32-byte key, 12-byte nonce, 16-byte tag (RFC 8439, section 2.8).
        /// </summary>
        ChaCha20Poly1305,
    }
}
