//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Ciphers
{
    /// <summary>
    /// Hides record numbers with ChaCha20: the sample is counter and nonce, and the mask the first of the key stream
    /// (RFC 9147, section 4.2.3).
    /// </summary>
    internal sealed class ChaCha20RecordNumberCipher : RecordNumberCipher
    {
        private readonly uint[] _key = new uint[ChaCha20.KeyWords];
        private readonly uint[] _block = new uint[ChaCha20.BlockWords];

        internal ChaCha20RecordNumberCipher(byte[] key, int offset)
        {
            for (int i = 0; i < ChaCha20.KeyWords; i++)
            {
                _key[i] = ReadLittleEndian(key, offset + 4 * i);
            }
        }

        /// <inheritdoc/>
        public override int GetMask(byte[] buffer, int offset)
        {
            ChaCha20.MakeBlock(
                _key, ReadLittleEndian(buffer, offset), ReadLittleEndian(buffer, offset + 4),
                ReadLittleEndian(buffer, offset + 8), ReadLittleEndian(buffer, offset + 12), _block);

            uint first = _block[0];

            // The stream is little-endian, and the mask's first byte goes into the upper place.
            return (ushort)((first & 0xFF) << 8 | (first >> 8 & 0xFF));
        }

        /// <inheritdoc/>
        public override void Dispose()
        {
            Array.Clear(_key, 0, _key.Length);
            Array.Clear(_block, 0, _block.Length);
        }

        private static uint ReadLittleEndian(byte[] buffer, int offset)
        {
            return (uint)(buffer[offset] | buffer[offset + 1] << 8 | buffer[offset + 2] << 16)
                | (uint)buffer[offset + 3] << 24;
        }
    }
}
