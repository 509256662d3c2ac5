//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Security.Cryptography;

namespace NanoTlsMan.Ciphers.Device
{
    /// <summary>
    /// AES-CCM (RFC 3610) with a 12-byte nonce on the firmware's AES: the keystream is one call in ECB mode over all
    /// counter blocks, the CBC-MAC one call in CBC mode, for each KiB.
    /// </summary>
    internal sealed class DeviceAesCcm : AeadCipher
    {
        internal const int KeyLength = 16;

        private const int BlockLength = 16;

        // What is given to the firmware at once: it takes and gives whole arrays and makes two copies, and a TLS record
        // may hold 16 KiB.
        private const int ChunkLength = 1024;

        // L - 1 (RFC 3610, sections 2.2 and 2.3), and the flag Adata of B_0.
        private const int LengthFieldFlags = 2;
        private const int AadFlag = 0x40;

        private readonly int _tagLength;
        private readonly byte[] _tag = new byte[BlockLength];
        private byte[] _key;
        private Aes _keystream;
        private Aes _mac;

        internal DeviceAesCcm(byte[] key, int offset, int tagLength)
        {
            _tagLength = tagLength;
            _key = new byte[KeyLength];
            Array.Copy(key, offset, _key, 0, KeyLength);
            _keystream = new Aes(CipherMode.ECB) { Key = _key };
            _mac = new Aes(CipherMode.CBC) { Key = _key, IV = new byte[BlockLength] };
        }

        /// <inheritdoc/>
        public override int TagLength
        {
            get { return _tagLength; }
        }

        /// <inheritdoc/>
        /// <exception cref="ArgumentOutOfRangeException">A length is negative or more than the mode can authenticate,
        /// or a range does not lie in its array.</exception>
        /// <exception cref="ObjectDisposedException">The key has been wiped.</exception>
        public override void Seal(
            byte[] nonce, int nonceOffset, byte[] aad, int aadOffset, int aadCount, byte[] buffer, int offset,
            int count)
        {
            Process(nonce, nonceOffset, aad, aadOffset, aadCount, buffer, offset, count, false);
            Array.Copy(_tag, 0, buffer, offset + count, _tagLength);
            Array.Clear(_tag, 0, BlockLength);
        }

        /// <inheritdoc/>
        /// <exception cref="ArgumentOutOfRangeException">A length is negative or more than the mode can authenticate,
        /// or a range does not lie in its array.</exception>
        /// <exception cref="ObjectDisposedException">The key has been wiped.</exception>
        public override bool Open(
            byte[] nonce, int nonceOffset, byte[] aad, int aadOffset, int aadCount, byte[] buffer, int offset,
            int count)
        {
            Process(nonce, nonceOffset, aad, aadOffset, aadCount, buffer, offset, count, true);

            // Every byte is compared, whatever the others were.
            int difference = 0;

            for (int i = 0; i < _tagLength; i++)
            {
                difference |= buffer[offset + count + i] ^ _tag[i];
            }

            Array.Clear(_tag, 0, BlockLength);

            if (difference != 0)
            {
                Array.Clear(buffer, offset, count);
                return false;
            }

            return true;
        }

        /// <inheritdoc/>
        public override void Dispose()
        {
            if (_key != null)
            {
                Array.Clear(_key, 0, KeyLength);
                Array.Clear(_mac.IV, 0, BlockLength);
                _key = null;
                _keystream = null;
                _mac = null;
            }
        }

        /// <summary>
        /// Encrypts or decrypts in place and leaves the tag in its field.
        /// </summary>
        private void Process(
            byte[] nonce, int nonceOffset, byte[] aad, int aadOffset, int aadCount, byte[] buffer, int offset,
            int count, bool isOpening)
        {
            if (_key == null)
            {
                throw new ObjectDisposedException(null);
            }

            CheckRanges(aad, aadOffset, aadCount, buffer, offset, count);

            byte[] chain = _mac.IV;
            int counter = 0;

            Array.Clear(chain, 0, BlockLength);

            do
            {
                bool isFirst = counter == 0;
                int chunk = count < ChunkLength ? count : ChunkLength;

                // Before the first chunk come A_0, which masks the tag, and what CBC-MAC takes of nonce, lengths and
                // additional data.
                byte[] counters = new byte[(isFirst ? BlockLength : 0) + RoundUp(chunk)];
                byte[] blocks = isFirst
                    ? CreateHeader(nonce, nonceOffset, aad, aadOffset, aadCount, count, RoundUp(chunk))
                    : new byte[RoundUp(chunk)];
                int keyAt = isFirst ? BlockLength : 0;
                int macAt = blocks.Length - RoundUp(chunk);

                counter = WriteCounters(counters, nonce, nonceOffset, counter);

                byte[] stream = _keystream.Encrypt(counters);

                if (isFirst)
                {
                    Array.Copy(stream, 0, _tag, 0, BlockLength);
                }

                if (!isOpening)
                {
                    Array.Copy(buffer, offset, blocks, macAt, chunk);
                }

                for (int i = 0; i < chunk; i++)
                {
                    buffer[offset + i] ^= stream[keyAt + i];
                }

                if (isOpening)
                {
                    Array.Copy(buffer, offset, blocks, macAt, chunk);
                }

                // The last block of CBC is the MAC so far, and what the next chunk is chained to.
                byte[] macs = _mac.Encrypt(blocks);

                Array.Copy(macs, macs.Length - BlockLength, chain, 0, BlockLength);
                Array.Clear(stream, 0, stream.Length);
                Array.Clear(blocks, 0, blocks.Length);
                Array.Clear(macs, 0, macs.Length);
                offset += chunk;
                count -= chunk;
            }
            while (count > 0);

            for (int i = 0; i < BlockLength; i++)
            {
                _tag[i] ^= chain[i];
            }

            Array.Clear(chain, 0, BlockLength);
        }

        // B_0 and the additional data with its length in front (RFC 3610, section 2.2), with room for a chunk behind
        // them.
        private byte[] CreateHeader(
            byte[] nonce, int nonceOffset, byte[] aad, int aadOffset, int aadCount, int count, int room)
        {
            int aadBlocks = aadCount == 0 ? 0 : RoundUp(2 + aadCount);
            byte[] header = new byte[BlockLength + aadBlocks + room];

            header[0] = (byte)(LengthFieldFlags | (aadCount > 0 ? AadFlag : 0) | ((_tagLength - 2) / 2) << 3);
            Array.Copy(nonce, nonceOffset, header, 1, NonceLength);
            header[13] = (byte)(count >> 16);
            header[14] = (byte)(count >> 8);
            header[15] = (byte)count;

            if (aadCount > 0)
            {
                header[BlockLength] = (byte)(aadCount >> 8);
                header[BlockLength + 1] = (byte)aadCount;
                Array.Copy(aad, aadOffset, header, BlockLength + 2, aadCount);
            }

            return header;
        }

        // Counter blocks A_i: flags, nonce, three bytes of counter (RFC 3610, section 2.3).
        private static int WriteCounters(byte[] counters, byte[] nonce, int nonceOffset, int counter)
        {
            for (int at = 0; at < counters.Length; at += BlockLength)
            {
                counters[at] = LengthFieldFlags;
                Array.Copy(nonce, nonceOffset, counters, at + 1, NonceLength);
                counters[at + 13] = (byte)(counter >> 16);
                counters[at + 14] = (byte)(counter >> 8);
                counters[at + 15] = (byte)counter;
                counter++;
            }

            return counter;
        }

        private static int RoundUp(int count)
        {
            return (count + BlockLength - 1) & ~(BlockLength - 1);
        }
    }
}
