//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Native;

namespace NanoTlsMan.NativeStacks
{
    /// <summary>
    /// P-256 and X25519 of a native library, so that the managed stack's handshakes with key shares and public keys run
    /// on them. Each calculation is one step, and in it one long native call.
    /// </summary>
    /// <remarks>
    /// Keys and nonces come from what is passed in; the library asks the firmware's own generator for masks only, which
    /// hide a secret while it is calculated with.
    /// </remarks>
    public sealed class NativeCurves : CurveProvider
    {
        private const int ScalarLength = 32;
        private const int PointLength = 65;
        private const int SignatureLength = 64;
        private const int MaxDerLength = 72;

        private readonly NativeCiphers _ciphers;

        private NativeCurves(NativeCiphers ciphers)
        {
            _ciphers = ciphers;
        }

        /// <inheritdoc/>
        public override string Name
        {
            get { return _ciphers.Name; }
        }

        /// <summary>
        /// Gets the ciphers of the same library.
        /// </summary>
        internal NativeCiphers Ciphers
        {
            get { return _ciphers; }
        }

        /// <summary>
        /// Finds the curves of a library, which has ciphers as well.
        /// </summary>
        /// <param name="name">The name of the library, as <c>mbedtls</c>.</param>
        /// <returns>The provider, or <see langword="null"/> if the firmware lacks the library or its curves.</returns>
        public static NativeCurves Find(string name)
        {
            NativeCiphers ciphers = NativeCiphers.Find(name);
            NativeCurves curves = ciphers == null ? null : new NativeCurves(ciphers);

            return curves != null && curves.Supports(NamedCurve.P256) ? curves : null;
        }

        /// <inheritdoc/>
        public override bool Supports(NamedCurve curve)
        {
            int id = GetId(curve);

            return id != 0 && NativeCalls.AeadSupports(_ciphers.Index, id) > 0;
        }

        /// <inheritdoc/>
        /// <exception cref="ArgumentNullException"><paramref name="random"/> is <see langword="null"/>.</exception>
        /// <exception cref="NotSupportedException">There is no such curve.</exception>
        public override CurveOperation GenerateKey(NamedCurve curve, RandomSource random)
        {
            int id = Check(curve);

            if (random == null)
            {
                throw new ArgumentNullException();
            }

            return new NativeKeyGeneration(_ciphers.Index, id, ScalarLength, GetPublicLength(curve), random);
        }

        /// <inheritdoc/>
        /// <exception cref="NotSupportedException">There is no such curve.</exception>
        /// <exception cref="ArgumentNullException">An array is <see langword="null"/>.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A range does not lie in its array.</exception>
        public override CurveOperation Agree(
            NamedCurve curve, byte[] privateKey, int privateKeyOffset, byte[] peerKey, int peerKeyOffset,
            int peerKeyCount)
        {
            int id = Check(curve);
            byte[] peer = Copy(peerKey, peerKeyOffset, peerKeyCount);
            byte[] key = Copy(privateKey, privateKeyOffset, ScalarLength);
            NativeOperation operation = new NativeOperation(
                _ciphers.Index, id, key, NativeId.CurveSecret, ScalarLength);

            operation.Add(NativeId.CurvePeerKey, peer, peerKeyCount == GetPublicLength(curve));
            return operation;
        }

        /// <inheritdoc/>
        /// <exception cref="ArgumentNullException">An array is <see langword="null"/>.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A range does not lie in its array.</exception>
        public override CurveOperation Sign(
            byte[] privateKey, int privateKeyOffset, byte[] digest, int digestOffset, RandomSource random,
            SignatureForm form)
        {
            byte[] message = Copy(digest, digestOffset, ScalarLength);
            byte[] key = Copy(privateKey, privateKeyOffset, ScalarLength);
            NativeOperation operation = new NativeOperation(
                _ciphers.Index, NativeId.CurveP256, key, GetId(form), GetMaxLength(form));

            operation.Add(NativeId.CurveDigest, message, true);

            if (random != null)
            {
                byte[] fresh = new byte[ScalarLength];

                operation.Add(NativeId.CurveFresh, fresh, random.TryFill(fresh, 0, ScalarLength));
            }

            return operation;
        }

        /// <inheritdoc/>
        /// <exception cref="ArgumentNullException">An array is <see langword="null"/>.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A range does not lie in its array.</exception>
        public override CurveOperation Verify(
            byte[] publicKey, int publicKeyOffset, int publicKeyCount, byte[] digest, int digestOffset,
            byte[] signature, int signatureOffset, int signatureCount, SignatureForm form)
        {
            byte[] key = Copy(publicKey, publicKeyOffset, publicKeyCount);
            byte[] message = Copy(digest, digestOffset, ScalarLength);
            byte[] signed = Copy(signature, signatureOffset, signatureCount);
            NativeOperation operation = new NativeOperation(
                _ciphers.Index, NativeId.CurveP256, key, NativeId.CurveIsSigned, 0);

            operation.Add(NativeId.CurveDigest, message, publicKeyCount == PointLength);
            operation.Add(GetId(form), signed, signatureCount <= GetMaxLength(form));
            return operation;
        }

        private static int GetId(NamedCurve curve)
        {
            return curve == NamedCurve.P256
                ? NativeId.CurveP256
                : curve == NamedCurve.X25519
                ? NativeId.CurveX25519
                : 0;
        }

        private static int GetId(SignatureForm form)
        {
            return form == SignatureForm.Der ? NativeId.CurveSignatureDer : NativeId.CurveSignature;
        }

        private static int GetMaxLength(SignatureForm form)
        {
            return form == SignatureForm.Der ? MaxDerLength : SignatureLength;
        }

        private static int GetPublicLength(NamedCurve curve)
        {
            return curve == NamedCurve.P256 ? PointLength : ScalarLength;
        }

        private static byte[] Copy(byte[] buffer, int offset, int count)
        {
            if (buffer == null)
            {
                throw new ArgumentNullException();
            }

            if (offset < 0 || count < 0 || offset > buffer.Length || count > buffer.Length - offset)
            {
                throw new ArgumentOutOfRangeException();
            }

            byte[] copy = new byte[count];

            Array.Copy(buffer, offset, copy, 0, count);
            return copy;
        }

        private int Check(NamedCurve curve)
        {
            if (!Supports(curve))
            {
                throw new NotSupportedException();
            }

            return GetId(curve);
        }
    }
}
