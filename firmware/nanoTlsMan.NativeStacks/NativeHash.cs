//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Native;

namespace NanoTlsMan.NativeStacks
{
    /// <summary>
    /// A running SHA-256 in native code.
    /// </summary>
    internal sealed class NativeHash : TranscriptHash
    {
        private int _handle;

        internal NativeHash(int handle)
        {
            _handle = handle;
        }

        /// <summary>
        /// Finalizes an instance of the <see cref="NativeHash"/> class.
        /// </summary>
        ~NativeHash()
        {
            Free();
        }

        /// <inheritdoc/>
        public override void Update(byte[] buffer, int offset, int count)
        {
            NativeCiphers.Check(NativeCalls.HashUpdate(_handle, buffer, offset, count));
            Lifetime.Keep(this);
        }

        /// <inheritdoc/>
        public override void GetDigest(byte[] digest, int offset)
        {
            NativeCiphers.Check(NativeCalls.HashDigest(_handle, digest, offset));
            Lifetime.Keep(this);
        }

        /// <inheritdoc/>
        public override void Reset()
        {
            NativeCiphers.Check(NativeCalls.HashReset(_handle));
            Lifetime.Keep(this);
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
