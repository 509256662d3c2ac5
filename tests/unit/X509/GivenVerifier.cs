//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// A verifier that says of every signature what it is told to, after two steps, and counts.
    /// </summary>
    internal sealed class GivenVerifier : SignatureVerifier
    {
        internal bool IsRight = true;
        internal int Scheme;
        internal int Count;
        internal int DisposedCount;

        /// <inheritdoc/>
        public override bool Supports(int scheme)
        {
            return Scheme == 0 || scheme == Scheme;
        }

        /// <inheritdoc/>
        public override CurveOperation Verify(
            int scheme, byte[] key, int keyOffset, int keyCount, byte[] message, int messageOffset, int messageCount,
            byte[] signature, int signatureOffset, int signatureCount)
        {
            Count++;
            return new GivenOperation(this);
        }

        private sealed class GivenOperation : CurveOperation
        {
            private readonly GivenVerifier _verifier;
            private int _steps;

            internal GivenOperation(GivenVerifier verifier)
            {
                _verifier = verifier;
            }

            /// <inheritdoc/>
            public override bool Succeeded
            {
                get { return _steps == 2 && _verifier.IsRight; }
            }

            /// <inheritdoc/>
            public override int ResultLength
            {
                get { return 0; }
            }

            /// <inheritdoc/>
            public override bool Step()
            {
                _steps++;
                return _steps == 2;
            }

            /// <inheritdoc/>
            public override void GetResult(byte[] buffer, int offset)
            {
            }

            /// <inheritdoc/>
            public override void Dispose()
            {
                _verifier.DisposedCount++;
            }
        }
    }
}
