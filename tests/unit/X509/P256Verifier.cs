//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Ciphers;
using NanoTlsMan.Ciphers.PublicKey;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// Verifies signatures on P-256 with the managed curves.
    /// </summary>
    internal sealed class P256Verifier : SignatureVerifier
    {
        private readonly ManagedCiphers _ciphers = new ManagedCiphers();

        /// <inheritdoc/>
        public override bool Supports(int scheme)
        {
            return scheme == SignatureScheme.EcdsaSecp256r1Sha256;
        }

        /// <inheritdoc/>
        public override CurveOperation Verify(
            int scheme, byte[] key, int keyOffset, int keyCount, byte[] message, int messageOffset, int messageCount,
            byte[] signature, int signatureOffset, int signatureCount)
        {
            byte[] digest = new byte[TranscriptHash.DigestLength];

            using (TranscriptHash hash = _ciphers.CreateTranscriptHash())
            {
                hash.Update(message, messageOffset, messageCount);
                hash.GetDigest(digest, 0);
            }

            return new ManagedCurves(_ciphers).Verify(
                key, keyOffset, keyCount, digest, 0, signature, signatureOffset, signatureCount, SignatureForm.Der);
        }
    }
}
