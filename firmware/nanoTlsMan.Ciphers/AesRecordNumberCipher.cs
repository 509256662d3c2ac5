//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Ciphers
{
    /// <summary>
    /// Hides record numbers with AES-128: the mask is the encrypted sample (RFC 9147, section 4.2.3).
    /// </summary>
    internal sealed class AesRecordNumberCipher : RecordNumberCipher
    {
        private readonly Aes128 _aes;
        private readonly uint[] _block = new uint[4];

        internal AesRecordNumberCipher(Aes128 aes)
        {
            _aes = aes;
        }

        /// <inheritdoc/>
        public override int GetMask(byte[] buffer, int offset)
        {
            uint[] block = _block;

            for (int i = 0; i < 4; i++)
            {
                block[i] = BigEndian.ReadUInt32(buffer, offset + 4 * i);
            }

            _aes.Encrypt(block, 0, 1);
            return (ushort)(block[0] >> 16);
        }

        /// <inheritdoc/>
        public override void Dispose()
        {
            _aes.Dispose();
            Array.Clear(_block, 0, _block.Length);
        }
    }
}
