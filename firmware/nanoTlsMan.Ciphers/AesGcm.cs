//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Ciphers
{
    /// <summary>
    /// AES-GCM (NIST SP 800-38D) with a 12-byte nonce and a 16-byte tag, as TLS uses it (RFC 5288).
    /// </summary>
    public sealed class AesGcm : AeadCipher
    {
        private const int GcmTagLength = 16;

        // Which of the two GHASH takes: it is the ciphertext, the input to open and the output to seal.
        private const uint AuthenticateInput = 0;
        private const uint AuthenticateOutput = 0xffffffff;

        // Of the text; J_0 has the one before (SP 800-38D, section 7.1).
        private const uint FirstCounter = 2;

        private Aes128 _aes;
        private GHash _hash;

        // Two blocks of counter, then keystream; the tag takes the first when all is done.
        private uint[] _blocks;

        /// <summary>
        /// Makes the mode over a block cipher.
        /// </summary>
        /// <param name="aes">The block cipher with its key, which is disposed of with the mode.</param>
        public AesGcm(Aes128 aes)
        {
            uint[] s = new uint[8];
            aes.Encrypt(s, 0, 1);
            _hash = new GHash((ulong)s[0] << 32 | s[1], (ulong)s[2] << 32 | s[3]);
            Array.Clear(s, 0, s.Length);
            _aes = aes;
            _blocks = s;
        }

        /// <inheritdoc/>
        public override int TagLength
        {
            get { return GcmTagLength; }
        }

        /// <inheritdoc/>
        /// <exception cref="ArgumentOutOfRangeException">A length is negative or more than the contract allows, or a
        /// range does not lie in its array.</exception>
        /// <exception cref="ObjectDisposedException">The key has been wiped.</exception>
        public override void Seal(
            byte[] nonce, int nonceOffset, byte[] aad, int aadOffset, int aadCount, byte[] buffer, int offset,
            int count)
        {
            uint[] s = _blocks;
            Process(nonce, nonceOffset, aad, aadOffset, aadCount, buffer, offset, count, AuthenticateOutput);

            offset += count;
            for (int i = 0; i < GcmTagLength; i++)
            {
                buffer[offset + i] = (byte)(s[i >> 2] >> (24 - 8 * (i & 3)));
            }

            Array.Clear(s, 0, s.Length);
        }

        /// <inheritdoc/>
        /// <exception cref="ArgumentOutOfRangeException">A length is negative or more than the contract allows, or a
        /// range does not lie in its array.</exception>
        /// <exception cref="ObjectDisposedException">The key has been wiped.</exception>
        public override bool Open(
            byte[] nonce, int nonceOffset, byte[] aad, int aadOffset, int aadCount, byte[] buffer, int offset,
            int count)
        {
            uint[] s = _blocks;
            Process(nonce, nonceOffset, aad, aadOffset, aadCount, buffer, offset, count, AuthenticateInput);

            // Every byte is compared, whatever the others were.
            int difference = 0;
            for (int i = 0; i < GcmTagLength; i++)
            {
                difference |= buffer[offset + count + i] ^ (byte)(s[i >> 2] >> (24 - 8 * (i & 3)));
            }

            Array.Clear(s, 0, s.Length);
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
            if (_aes != null)
            {
                _aes.Dispose();
                _hash.Wipe();
                Array.Clear(_blocks, 0, _blocks.Length);
                _aes = null;
            }
        }

        /// <summary>
        /// Encrypts or decrypts in place and leaves the tag in the first four words of the scratch.
        /// </summary>
        private void Process(
            byte[] nonce,
            int nonceOffset,
            byte[] aad,
            int aadOffset,
            int aadCount,
            byte[] buffer,
            int offset,
            int count,
            uint outputMask)
        {
            GHash hash = _hash;

            if (_aes == null)
            {
                throw new ObjectDisposedException(null);
            }

            CheckRanges(aad, aadOffset, aadCount, buffer, offset, count);
            Start(nonce, nonceOffset, count);

            uint[] s = _blocks;
            uint tagMask0 = s[0];
            uint tagMask1 = s[1];
            uint tagMask2 = s[2];
            uint tagMask3 = s[3];

            hash.Reset();
            Absorb(hash, aad, aadOffset, aadCount);
            ProcessText(hash, nonce, nonceOffset, buffer, offset, count, outputMask);

            // The lengths in bits (section 6.4).
            hash.Update((ulong)(uint)aadCount << 3, (ulong)(uint)count << 3);

            ulong high = hash.High;
            ulong low = hash.Low;
            s[0] = (uint)(high >> 32) ^ tagMask0;
            s[1] = (uint)high ^ tagMask1;
            s[2] = (uint)(low >> 32) ^ tagMask2;
            s[3] = (uint)low ^ tagMask3;
        }

        /// <summary>
        /// Encrypts J_0, which masks the tag, and with it the first block of keystream where there is text (SP 800-38D,
        /// section 7.1).
        /// </summary>
        private void Start(byte[] nonce, int nonceOffset, int count)
        {
            uint[] s = _blocks;
            uint n0 = BigEndian.ReadUInt32(nonce, nonceOffset);
            uint n1 = BigEndian.ReadUInt32(nonce, nonceOffset + 4);
            uint n2 = BigEndian.ReadUInt32(nonce, nonceOffset + 8);

            s[0] = n0;
            s[1] = n1;
            s[2] = n2;
            s[3] = 1;
            s[4] = n0;
            s[5] = n1;
            s[6] = n2;
            s[7] = FirstCounter;
            _aes.Encrypt(s, 0, count > 0 ? 2 : 1);
        }

        /// <summary>
        /// Encrypts or decrypts the text in place and hashes its ciphertext. Two blocks of keystream share a call of
        /// the block cipher.
        /// </summary>
        private void ProcessText(
            GHash hash, byte[] nonce, int nonceOffset, byte[] buffer, int offset, int count, uint outputMask)
        {
            Aes128 aes = _aes;
            uint[] s = _blocks;
            uint n0 = BigEndian.ReadUInt32(nonce, nonceOffset);
            uint n1 = BigEndian.ReadUInt32(nonce, nonceOffset + 4);
            uint n2 = BigEndian.ReadUInt32(nonce, nonceOffset + 8);
            uint counter = FirstCounter;

            // Which of the two blocks of keystream comes next.
            int slot = 4;
            for (; count > 0; count -= Aes128.BlockLength)
            {
                if (slot == 8)
                {
                    slot = 0;
                    s[0] = n0;
                    s[1] = n1;
                    s[2] = n2;
                    s[3] = ++counter;
                    s[4] = n0;
                    s[5] = n1;
                    s[6] = n2;
                    s[7] = ++counter;
                    aes.Encrypt(s, 0, count > Aes128.BlockLength ? 2 : 1);
                }

                if (count < Aes128.BlockLength)
                {
                    ProcessTail(hash, buffer, offset, count, slot, outputMask);
                    return;
                }

                for (int end = slot + 4; slot < end; slot++)
                {
                    uint input = (uint)(buffer[offset] << 24 | buffer[offset + 1] << 16 | buffer[offset + 2] << 8
                        | buffer[offset + 3]);
                    uint keystream = s[slot];
                    s[slot] = input ^ (keystream & outputMask);
                    input ^= keystream;
                    buffer[offset] = (byte)(input >> 24);
                    buffer[offset + 1] = (byte)(input >> 16);
                    buffer[offset + 2] = (byte)(input >> 8);
                    buffer[offset + 3] = (byte)input;
                    offset += 4;
                }

                hash.Update((ulong)s[slot - 4] << 32 | s[slot - 3], (ulong)s[slot - 2] << 32 | s[slot - 1]);
            }
        }

        /// <summary>
        /// Encrypts or decrypts the last, short block in place.
        /// </summary>
        private void ProcessTail(GHash hash, byte[] buffer, int offset, int count, int slot, uint outputMask)
        {
            uint[] s = _blocks;
            ulong high = 0;
            ulong low = 0;

            for (int i = 0; i < count; i++)
            {
                int shift = 24 - 8 * (i & 3);
                uint input = buffer[offset + i];
                uint keystream = (byte)(s[slot + (i >> 2)] >> shift);
                uint output = input ^ keystream;
                buffer[offset + i] = (byte)output;

                ulong hashed = input ^ (keystream & outputMask);
                if (i < 8)
                {
                    high |= hashed << (56 - 8 * i);
                }
                else
                {
                    low |= hashed << (120 - 8 * i);
                }
            }

            hash.Update(high, low);
        }

        /// <summary>
        /// Hashes the additional data, padded with zeros to whole blocks.
        /// </summary>
        private static void Absorb(GHash hash, byte[] data, int offset, int count)
        {
            while (count > 0)
            {
                ulong high = 0;
                ulong low = 0;
                int length = count < Aes128.BlockLength ? count : Aes128.BlockLength;

                for (int i = 0; i < length; i++)
                {
                    if (i < 8)
                    {
                        high |= (ulong)data[offset + i] << (56 - 8 * i);
                    }
                    else
                    {
                        low |= (ulong)data[offset + i] << (120 - 8 * i);
                    }
                }

                hash.Update(high, low);
                offset += length;
                count -= length;
            }
        }
    }
}
