//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Ciphers.PublicKey
{
    /// <summary>
    /// What the managed operations share: they end once, well or not, and hold their result.
    /// </summary>
    internal abstract class ManagedOperation : CurveOperation
    {
        private byte[] _result;
        private bool _ended;
        private bool _succeeded;

        /// <inheritdoc/>
        public override bool Succeeded
        {
            get { return _succeeded; }
        }

        /// <inheritdoc/>
        public override int ResultLength
        {
            get { return _result == null ? 0 : _result.Length; }
        }

        /// <inheritdoc/>
        public override bool Step()
        {
            if (!_ended)
            {
                Advance();
            }

            return _ended;
        }

        /// <inheritdoc/>
        public override void GetResult(byte[] buffer, int offset)
        {
            if (_result == null)
            {
                throw new InvalidOperationException();
            }

            Array.Copy(_result, 0, buffer, offset, _result.Length);
        }

        /// <inheritdoc/>
        public override void Dispose()
        {
            _ended = true;
            _succeeded = false;
            Wipe();
            if (_result != null)
            {
                Array.Clear(_result, 0, _result.Length);
                _result = null;
            }
        }

        /// <summary>Does the next piece of the work; the last one ends with <see cref="End"/>.</summary>
        protected abstract void Advance();

        /// <summary>Wipes what the calculation holds.</summary>
        protected abstract void Wipe();

        /// <summary>Ends the operation.</summary>
        protected void End(bool succeeded, byte[] result)
        {
            Wipe();
            _result = result;
            _succeeded = succeeded;
            _ended = true;
        }
    }
}
