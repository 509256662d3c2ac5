//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Ciphers.PublicKey
{
    /// <summary>
    /// P-256 and X25519 in managed code alone, which run on any firmware. No branch and no address depends on a private
    /// key, a nonce or a shared secret.
    /// </summary>
    public sealed class ManagedCurves : CurveProvider
    {
        private readonly CipherProvider _ciphers;

        /// <summary>
        /// Makes a provider.
        /// </summary>
        /// <param name="ciphers">Computes the HMAC of which nonces are made.</param>
        /// <exception cref="ArgumentNullException"><paramref name="ciphers"/> is <see langword="null"/>.</exception>
        public ManagedCurves(CipherProvider ciphers)
        {
            if (ciphers == null)
            {
                throw new ArgumentNullException();
            }

            _ciphers = ciphers;
        }

        /// <inheritdoc/>
        public override string Name
        {
            get { return "managed"; }
        }

        /// <inheritdoc/>
        public override bool Supports(NamedCurve curve)
        {
            return curve == NamedCurve.P256 || curve == NamedCurve.X25519;
        }

        /// <inheritdoc/>
        /// <exception cref="ArgumentNullException"><paramref name="random"/> is <see langword="null"/>.</exception>
        /// <exception cref="NotSupportedException">There is no such curve.</exception>
        public override CurveOperation GenerateKey(NamedCurve curve, RandomSource random)
        {
            Check(curve);
            if (random == null)
            {
                throw new ArgumentNullException();
            }

            if (curve == NamedCurve.X25519)
            {
                return X25519Operation.GenerateKey(random);
            }

            return new KeyGeneration(random);
        }

        /// <inheritdoc/>
        /// <exception cref="NotSupportedException">There is no such curve.</exception>
        public override CurveOperation Agree(
            NamedCurve curve, byte[] privateKey, int privateKeyOffset, byte[] peerKey, int peerKeyOffset,
            int peerKeyCount)
        {
            Check(curve);
            if (curve == NamedCurve.X25519)
            {
                return X25519Operation.Agree(privateKey, privateKeyOffset, peerKey, peerKeyOffset, peerKeyCount);
            }

            return new Agreement(privateKey, privateKeyOffset, peerKey, peerKeyOffset, peerKeyCount);
        }

        /// <inheritdoc/>
        public override CurveOperation Sign(
            byte[] privateKey, int privateKeyOffset, byte[] digest, int digestOffset, RandomSource random,
            SignatureForm form)
        {
            return new Signing(_ciphers, privateKey, privateKeyOffset, digest, digestOffset, random, form);
        }

        /// <inheritdoc/>
        public override CurveOperation Verify(
            byte[] publicKey, int publicKeyOffset, int publicKeyCount, byte[] digest, int digestOffset,
            byte[] signature, int signatureOffset, int signatureCount, SignatureForm form)
        {
            return new Verification(
                publicKey, publicKeyOffset, publicKeyCount, digest, digestOffset, signature, signatureOffset,
                signatureCount, form);
        }

        private void Check(NamedCurve curve)
        {
            if (!Supports(curve))
            {
                throw new NotSupportedException();
            }
        }
    }
}
