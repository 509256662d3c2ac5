//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan
{
    /// <summary>
    /// Signature schemes, numbered as IANA registers them (RFC 8446, section 4.2.3). TLS 1.2 reads the same numbers as
    /// a hash and a signature algorithm (RFC 5246, section 7.4.1.4.1).
    /// </summary>
    public static class SignatureScheme
    {
        /// <summary>
        /// RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017, section 8.2).
        /// </summary>
        public const int RsaPkcs1Sha256 = 0x0401;

        /// <summary>
        /// ECDSA with SHA-256; here always on P-256.
        /// </summary>
        public const int EcdsaSecp256r1Sha256 = 0x0403;

        /// <summary>
        /// RSASSA-PKCS1-v1_5 with SHA-384.
        /// </summary>
        public const int RsaPkcs1Sha384 = 0x0501;

        /// <summary>
        /// ECDSA with SHA-384; here always on P-384.
        /// </summary>
        public const int EcdsaSecp384r1Sha384 = 0x0503;

        /// <summary>
        /// RSASSA-PSS with SHA-256, MGF1 with SHA-256 and a salt of 32 bytes (RFC 8017, section 8.1).
        /// </summary>
        public const int RsaPssRsaeSha256 = 0x0804;

        /// <summary>
        /// RSASSA-PSS with SHA-384, MGF1 with SHA-384 and a salt of 48 bytes.
        /// </summary>
        public const int RsaPssRsaeSha384 = 0x0805;
    }
}
