//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Ciphers;
using NanoTlsMan.Ciphers.PublicKey;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// The managed curves, with a count of all steps.
    /// </summary>
    internal sealed class CountingCurves : CurveProvider
    {
        private readonly ManagedCurves _curves = new ManagedCurves(new ManagedCiphers());

        public int Steps { get; set; }

        public override string Name
        {
            get { return "counting"; }
        }

        public override bool Supports(NamedCurve curve)
        {
            return _curves.Supports(curve);
        }

        public override CurveOperation GenerateKey(NamedCurve curve, RandomSource random)
        {
            return new Counted(this, _curves.GenerateKey(curve, random));
        }

        public override CurveOperation Agree(
            NamedCurve curve, byte[] privateKey, int privateKeyOffset, byte[] peerKey, int peerKeyOffset,
            int peerKeyCount)
        {
            return new Counted(
                this, _curves.Agree(curve, privateKey, privateKeyOffset, peerKey, peerKeyOffset, peerKeyCount));
        }

        public override CurveOperation Sign(
            byte[] privateKey, int privateKeyOffset, byte[] digest, int digestOffset, RandomSource random,
            SignatureForm form)
        {
            return new Counted(
                this, _curves.Sign(privateKey, privateKeyOffset, digest, digestOffset, random, form));
        }

        public override CurveOperation Verify(
            byte[] publicKey, int publicKeyOffset, int publicKeyCount, byte[] digest, int digestOffset,
            byte[] signature, int signatureOffset, int signatureCount, SignatureForm form)
        {
            return new Counted(
                this,
                _curves.Verify(
                    publicKey, publicKeyOffset, publicKeyCount, digest, digestOffset, signature, signatureOffset,
                    signatureCount, form));
        }

        private sealed class Counted : CurveOperation
        {
            private readonly CountingCurves _counter;
            private readonly CurveOperation _operation;

            internal Counted(CountingCurves counter, CurveOperation operation)
            {
                _counter = counter;
                _operation = operation;
            }

            public override bool Succeeded
            {
                get { return _operation.Succeeded; }
            }

            public override int ResultLength
            {
                get { return _operation.ResultLength; }
            }

            public override bool Step()
            {
                _counter.Steps++;
                return _operation.Step();
            }

            public override void GetResult(byte[] buffer, int offset)
            {
                _operation.GetResult(buffer, offset);
            }

            public override void Dispose()
            {
                _operation.Dispose();
            }
        }
    }
}
