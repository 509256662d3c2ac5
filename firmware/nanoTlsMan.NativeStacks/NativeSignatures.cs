//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.NativeStacks
{
    /// <summary>
    /// Verifies ECDSA signatures on P-256 with a native library, and leaves the other schemes to another verifier.
    /// </summary>
    public sealed class NativeSignatures : SignatureVerifier
    {
        private readonly NativeCurves _curves;
        private readonly SignatureVerifier _others;

        /// <summary>
        /// Makes a verifier.
        /// </summary>
        /// <param name="curves">The library's curves; its SHA-256 is used with them.</param>
        /// <param name="others">Verifies, or refuses, what is no ECDSA on P-256; as the managed verifier.</param>
        /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
        public NativeSignatures(NativeCurves curves, SignatureVerifier others)
        {
            if (curves == null || others == null)
            {
                throw new ArgumentNullException();
            }

            _curves = curves;
            _others = others;
        }

        /// <inheritdoc/>
        public override bool Supports(int scheme)
        {
            return scheme == SignatureScheme.EcdsaSecp256r1Sha256 || _others.Supports(scheme);
        }

        /// <inheritdoc/>
        /// <remarks>The message is hashed here; the signature is verified in the operation's one step.</remarks>
        public override CurveOperation Verify(
            int scheme, byte[] key, int keyOffset, int keyCount, byte[] message, int messageOffset, int messageCount,
            byte[] signature, int signatureOffset, int signatureCount)
        {
            if (scheme != SignatureScheme.EcdsaSecp256r1Sha256)
            {
                return _others.Verify(
                    scheme, key, keyOffset, keyCount, message, messageOffset, messageCount, signature,
                    signatureOffset, signatureCount);
            }

            byte[] digest = new byte[TranscriptHash.DigestLength];

            using (TranscriptHash hash = _curves.Ciphers.CreateTranscriptHash())
            {
                hash.Update(message, messageOffset, messageCount);
                hash.GetDigest(digest, 0);
            }

            return _curves.Verify(
                key, keyOffset, keyCount, digest, 0, signature, signatureOffset, signatureCount, SignatureForm.Der);
        }
    }
}
