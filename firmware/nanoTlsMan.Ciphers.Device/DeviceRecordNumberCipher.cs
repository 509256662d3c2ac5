//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Security.Cryptography;

namespace NanoTlsMan.Ciphers.Device
{
    /// <summary>
    /// Hides record numbers with the AES of stock firmware: the mask is the encrypted sample (RFC 9147, section 4.2.3).
    /// The firmware's class takes and gives whole arrays, so that each mask costs two of a block.
    /// </summary>
    internal sealed class DeviceRecordNumberCipher : RecordNumberCipher
    {
        private byte[] _key = new byte[DeviceAesCcm.KeyLength];
        private Aes _aes;

        internal DeviceRecordNumberCipher(byte[] key, int offset)
        {
            Array.Copy(key, offset, _key, 0, _key.Length);
            _aes = new Aes(CipherMode.ECB) { Key = _key };
        }

        /// <inheritdoc/>
        public override int GetMask(byte[] buffer, int offset)
        {
            byte[] block = new byte[SampleLength];

            Array.Copy(buffer, offset, block, 0, SampleLength);

            byte[] mask = _aes.Encrypt(block);

            return (mask[0] << 8) | mask[1];
        }

        /// <inheritdoc/>
        public override void Dispose()
        {
            if (_key != null)
            {
                Array.Clear(_key, 0, _key.Length);
                _key = null;
                _aes = null;
            }
        }
    }
}
