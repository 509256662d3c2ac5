//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan
{
    /// <summary>
    /// Where a stack takes its public-key calculations from. Each gives an operation, which is stepped to its end; what
    /// comes from a peer is judged there, so that a bad point or signature is a failed operation and never an
    /// exception.
    /// </summary>
    /// <remarks>
    /// What is passed in is copied. A provider may be shared by sessions and threads, an operation not.
    /// </remarks>
    public abstract class CurveProvider
    {
        /// <summary>
        /// Gets the provider's name, for capability lists.
        /// </summary>
        public abstract string Name { get; }

        /// <summary>
        /// Tells whether keys can be made and agreed on a curve; for P-256, signed and verified with as well.
        /// </summary>
        /// <param name="curve">The curve.</param>
        /// <returns><see langword="true"/> if they can; otherwise, <see langword="false"/>.</returns>
        public abstract bool Supports(NamedCurve curve);

        /// <summary>
        /// Makes a key pair: the result is the private key of 32 bytes and the public key after it.
        /// </summary>
        /// <param name="curve">The curve.</param>
        /// <param name="random">Where the private key comes from; the operation fails with it.</param>
        /// <returns>The operation.</returns>
        public abstract CurveOperation GenerateKey(NamedCurve curve, RandomSource random);

        /// <summary>
        /// Agrees a shared secret of 32 bytes. It fails where the peer's key is no point of the curve (SP 800-56A,
        /// section 5.6.2.3.4), or where an X25519 secret is all zeros (RFC 7748, section 6.1).
        /// </summary>
        /// <param name="curve">The curve.</param>
        /// <param name="privateKey">Holds the 32-byte private key.</param>
        /// <param name="privateKeyOffset">Where it begins.</param>
        /// <param name="peerKey">Holds the peer's public key.</param>
        /// <param name="peerKeyOffset">Where it begins.</param>
        /// <param name="peerKeyCount">Its length, in bytes.</param>
        /// <returns>The operation.</returns>
        public abstract CurveOperation Agree(
            NamedCurve curve, byte[] privateKey, int privateKeyOffset, byte[] peerKey, int peerKeyOffset,
            int peerKeyCount);

        /// <summary>
        /// Signs a 32-byte digest with ECDSA on P-256. The nonce is made of key and digest (RFC 6979) and of fresh
        /// random bytes (section 3.6): neither a poor source nor a glitch that repeats gives the key away.
        /// </summary>
        /// <param name="privateKey">Holds the 32-byte private key.</param>
        /// <param name="privateKeyOffset">Where it begins.</param>
        /// <param name="digest">Holds the digest.</param>
        /// <param name="digestOffset">Where it begins.</param>
        /// <param name="random">Where the fresh bytes come from; <see langword="null"/> for the signature of RFC 6979
        /// alone. The operation fails where the source does.</param>
        /// <param name="form">How the signature is to be written.</param>
        /// <returns>The operation.</returns>
        public abstract CurveOperation Sign(
            byte[] privateKey, int privateKeyOffset, byte[] digest, int digestOffset, RandomSource random,
            SignatureForm form);

        /// <summary>
        /// Verifies an ECDSA signature of a 32-byte digest on P-256. The operation succeeds if it is right.
        /// </summary>
        /// <param name="publicKey">Holds the public key.</param>
        /// <param name="publicKeyOffset">Where it begins.</param>
        /// <param name="publicKeyCount">Its length, in bytes.</param>
        /// <param name="digest">Holds the digest.</param>
        /// <param name="digestOffset">Where it begins.</param>
        /// <param name="signature">Holds the signature.</param>
        /// <param name="signatureOffset">Where it begins.</param>
        /// <param name="signatureCount">Its length, in bytes.</param>
        /// <param name="form">How the signature is written; another form is refused.</param>
        /// <returns>The operation.</returns>
        public abstract CurveOperation Verify(
            byte[] publicKey, int publicKeyOffset, int publicKeyCount, byte[] digest, int digestOffset,
            byte[] signature, int signatureOffset, int signatureCount, SignatureForm form);
    }
}
