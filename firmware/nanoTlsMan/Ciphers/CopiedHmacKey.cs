//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Wire;

namespace NanoTlsMan
{
    /// <summary>
    /// A copy of a key, for a provider that has nothing better: each call gives it the whole key.
    /// </summary>
    internal sealed class CopiedHmacKey : HmacKey
    {
        private readonly CipherProvider _ciphers;
        private byte[] _key;

        internal CopiedHmacKey(CipherProvider ciphers, byte[] key, int offset, int count)
        {
            _ciphers = ciphers;
            _key = Bytes.Copy(key, offset, count);
        }

        /// <inheritdoc/>
        public override void ComputeMac(byte[] data, int dataOffset, int dataCount, byte[] mac, int macOffset)
        {
            _ciphers.ComputeHmac(_key, 0, _key.Length, data, dataOffset, dataCount, mac, macOffset);
        }

        /// <inheritdoc/>
        public override void ComputePrf(
            byte[] label, byte[] seed, int seedOffset, int seedCount, byte[] output, int outputOffset,
            int outputCount)
        {
            _ciphers.ComputePrf(
                _key, 0, _key.Length, label, seed, seedOffset, seedCount, output, outputOffset, outputCount);
        }

        /// <inheritdoc/>
        public override void Dispose()
        {
            Bytes.Wipe(_key);
            _key = null;
        }
    }
}
