//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan
{
    /// <summary>
    /// Where signatures of others are verified: those of certificates, and of a server's key exchange. What comes from
    /// a peer is judged by the operation, so that a bad key or signature is a failed operation and never an exception.
    /// </summary>
    /// <remarks>
    /// The arrays that are passed in are read until the operation has ended, and not copied.
    /// </remarks>
    public abstract class SignatureVerifier
    {
        /// <summary>
        /// Tells whether signatures of a scheme can be verified.
        /// </summary>
        /// <param name="scheme">One of <see cref="SignatureScheme"/>, or any other number.</param>
        /// <returns><see langword="true"/> if they can; otherwise, <see langword="false"/>.</returns>
        public abstract bool Supports(int scheme);

        /// <summary>
        /// Verifies the signature of a message, which is hashed here. The operation succeeds if it is right.
        /// </summary>
        /// <param name="scheme">One of <see cref="SignatureScheme"/>; the operation fails with any that is not
        /// supported.</param>
        /// <param name="key">Holds the public key as the BIT STRING of a SubjectPublicKeyInfo has it: the point of 65
        /// (P-256) or 97 bytes (P-384), or an RSAPublicKey in DER (RFC 8017, appendix A.1.1).</param>
        /// <param name="keyOffset">Where it begins.</param>
        /// <param name="keyCount">Its length, in bytes.</param>
        /// <param name="message">Holds the message.</param>
        /// <param name="messageOffset">Where it begins.</param>
        /// <param name="messageCount">Its length, in bytes.</param>
        /// <param name="signature">Holds the signature; of ECDSA in DER.</param>
        /// <param name="signatureOffset">Where it begins.</param>
        /// <param name="signatureCount">Its length, in bytes.</param>
        /// <returns>The operation.</returns>
        public abstract CurveOperation Verify(
            int scheme, byte[] key, int keyOffset, int keyCount, byte[] message, int messageOffset, int messageCount,
            byte[] signature, int signatureOffset, int signatureCount);
    }
}
