//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Native;

namespace NanoTlsMan.NativeStacks
{
    /// <summary>
    /// One direction's authenticated cipher in native code.
    /// </summary>
    internal sealed class NativeAead : AeadCipher
    {
        private readonly int _tagLength;
        private int _handle;

        internal NativeAead(int handle, AeadAlgorithm algorithm)
        {
            _handle = handle;
            _tagLength = algorithm == AeadAlgorithm.Aes128Ccm8 ? 8 : 16;
        }

        /// <summary>
        /// Finalizes an instance of the <see cref="NativeAead"/> class.
        /// </summary>
        ~NativeAead()
        {
            Free();
        }

        /// <inheritdoc/>
        public override int TagLength
        {
            get { return _tagLength; }
        }

        /// <inheritdoc/>
        public override void Seal(
            byte[] nonce, int nonceOffset, byte[] aad, int aadOffset, int aadCount, byte[] buffer, int offset,
            int count)
        {
            NativeCiphers.Check(
                NativeCalls.AeadSeal(
                    _handle, nonce, nonceOffset, aad, aadOffset, aadCount, buffer, offset, count, _tagLength));
            Lifetime.Keep(this);
        }

        /// <inheritdoc/>
        public override bool Open(
            byte[] nonce, int nonceOffset, byte[] aad, int aadOffset, int aadCount, byte[] buffer, int offset,
            int count)
        {
            int status = NativeCalls.AeadUnseal(
                _handle, nonce, nonceOffset, aad, aadOffset, aadCount, buffer, offset, count, _tagLength);

            Lifetime.Keep(this);
            return NativeCiphers.Check(status) == 0;
        }

        /// <inheritdoc/>
        public override void Dispose()
        {
            Free();
            GC.SuppressFinalize(this);
        }

        private void Free()
        {
            int handle = _handle;

            _handle = 0;

            if (handle > 0)
            {
                NativeCalls.FreeCipher(handle);
            }
        }
    }
}
