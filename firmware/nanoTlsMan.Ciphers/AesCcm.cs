//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Ciphers
{
    /// <summary>
    /// AES-CCM (RFC 3610) with a 12-byte nonce, hence a length field of three bytes, as TLS uses it (RFC 6655).
    /// </summary>
    public sealed class AesCcm : AeadCipher
    {
        // L - 1, in the flags of the counter blocks and of B_0 (RFC 3610, sections 2.2 and 2.3).
        private const uint LengthFieldFlags = 2u << 24;

        // The flag Adata of B_0.
        private const uint AadFlag = 0x40u << 24;

        // Longer data would need the second form of its length (RFC 3610, section 2.2).
        private const uint AadLimit = 0xff00;

        private const uint PlaintextLimit = 1u << 24;

        private readonly int _tagLength;

        private Aes128 _aes;

        // Four words of counter block, then keystream; four words of CBC-MAC. Side by side, so that one call encrypts both.
        private uint[] _blocks;

        /// <summary>
        /// Makes the mode over a block cipher.
        /// </summary>
        /// <param name="aes">The block cipher with its key, which is disposed of with the mode.</param>
        /// <param name="tagLength">Length of the tag, in bytes: 8 or 16.</param>
        /// <exception cref="ArgumentOutOfRangeException"><paramref name="tagLength"/> is neither 8 nor 16.</exception>
        public AesCcm(Aes128 aes, int tagLength)
        {
            if (tagLength != 8 && tagLength != 16)
            {
                throw new ArgumentOutOfRangeException();
            }

            _aes = aes;
            _tagLength = tagLength;
            _blocks = new uint[8];
        }

        /// <inheritdoc/>
        public override int TagLength
        {
            get { return _tagLength; }
        }

        /// <inheritdoc/>
        /// <exception cref="ArgumentOutOfRangeException">A length is negative or more than the mode can authenticate.</exception>
        /// <exception cref="ObjectDisposedException">The key has been wiped.</exception>
        public override void Seal(byte[] nonce, int nonceOffset, byte[] aad, int aadOffset, int aadCount, byte[] buffer, int offset, int count)
        {
            uint[] s = _blocks;
            Process(nonce, nonceOffset, aad, aadOffset, aadCount, buffer, offset, count, 0);

            offset += count;
            for (int i = 0; i < _tagLength; i++)
            {
                buffer[offset + i] = (byte)(s[4 + (i >> 2)] >> (24 - 8 * (i & 3)));
            }

            Array.Clear(s, 0, s.Length);
        }

        /// <inheritdoc/>
        /// <exception cref="ArgumentOutOfRangeException">A length is negative or more than the mode can authenticate.</exception>
        /// <exception cref="ObjectDisposedException">The key has been wiped.</exception>
        public override bool Open(byte[] nonce, int nonceOffset, byte[] aad, int aadOffset, int aadCount, byte[] buffer, int offset, int count)
        {
            uint[] s = _blocks;
            Process(nonce, nonceOffset, aad, aadOffset, aadCount, buffer, offset, count, 0xffffffff);

            // Every byte is compared, whatever the others were.
            int difference = 0;
            for (int i = 0; i < _tagLength; i++)
            {
                difference |= buffer[offset + count + i] ^ (byte)(s[4 + (i >> 2)] >> (24 - 8 * (i & 3)));
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
                Array.Clear(_blocks, 0, _blocks.Length);
                _aes = null;
            }
        }

        /// <summary>
        /// Encrypts or decrypts in place and leaves the tag in the last four words of the scratch.
        /// </summary>
        /// <remarks>
        /// <paramref name="opening"/> is a mask, all ones to decrypt: the plaintext, which CBC-MAC takes, is the input, and when opening
        /// the input with the keystream. The keystream runs one block ahead, so that it and the CBC-MAC share the calls of the block
        /// cipher.
        /// </remarks>
        private void Process(
            byte[] nonce,
            int nonceOffset,
            byte[] aad,
            int aadOffset,
            int aadCount,
            byte[] buffer,
            int offset,
            int count,
            uint opening)
        {
            Aes128 aes = _aes;
            uint[] s = _blocks;

            if (aes == null)
            {
                throw new ObjectDisposedException(null);
            }

            if ((uint)count >= PlaintextLimit || (uint)aadCount >= AadLimit)
            {
                throw new ArgumentOutOfRangeException();
            }

            // Counter blocks A_i: flags, nonce, three bytes of counter (RFC 3610, section 2.3).
            uint a0 = LengthFieldFlags | (uint)(nonce[nonceOffset] << 16 | nonce[nonceOffset + 1] << 8 | nonce[nonceOffset + 2]);
            uint a1 = BigEndian.ReadUInt32(nonce, nonceOffset + 3);
            uint a2 = BigEndian.ReadUInt32(nonce, nonceOffset + 7);
            uint a3 = (uint)(nonce[nonceOffset + 11] << 24);

            s[0] = a0;
            s[1] = a1;
            s[2] = a2;
            s[3] = a3;

            // B_0: flags, nonce, three bytes of length (section 2.2).
            s[4] = a0 | (aadCount > 0 ? AadFlag : 0) | (uint)(_tagLength - 2) << 26;
            s[5] = a1;
            s[6] = a2;
            s[7] = a3 | (uint)count;
            aes.Encrypt(s, 0, 2);

            uint tagMask0 = s[0];
            uint tagMask1 = s[1];
            uint tagMask2 = s[2];
            uint tagMask3 = s[3];

            if (aadCount > 0)
            {
                s[4] = s[4] ^ (uint)aadCount << 16;
                int position = 2;
                for (int end = aadOffset + aadCount; aadOffset < end; aadOffset++)
                {
                    if (position == Aes128.BlockLength)
                    {
                        aes.Encrypt(s, 4, 1);
                        position = 0;
                    }

                    int word = 4 + (position >> 2);
                    s[word] = s[word] ^ (uint)aad[aadOffset] << (24 - 8 * (position & 3));
                    position++;
                }
            }

            a3++;
            s[0] = a0;
            s[1] = a1;
            s[2] = a2;
            s[3] = a3;
            if (count > 0)
            {
                aes.Encrypt(s, 0, aadCount > 0 ? 2 : 1);
            }
            else if (aadCount > 0)
            {
                aes.Encrypt(s, 4, 1);
            }

            while (count >= Aes128.BlockLength)
            {
                for (int i = 0; i < 4; i++)
                {
                    uint input = (uint)(buffer[offset] << 24 | buffer[offset + 1] << 16 | buffer[offset + 2] << 8 | buffer[offset + 3]);
                    uint keystream = s[i];
                    s[i + 4] = s[i + 4] ^ input ^ (keystream & opening);
                    input ^= keystream;
                    buffer[offset] = (byte)(input >> 24);
                    buffer[offset + 1] = (byte)(input >> 16);
                    buffer[offset + 2] = (byte)(input >> 8);
                    buffer[offset + 3] = (byte)input;
                    offset += 4;
                }

                count -= Aes128.BlockLength;
                if (count == 0)
                {
                    aes.Encrypt(s, 4, 1);
                    break;
                }

                a3++;
                s[0] = a0;
                s[1] = a1;
                s[2] = a2;
                s[3] = a3;
                aes.Encrypt(s, 0, 2);
            }

            if (count > 0)
            {
                for (int i = 0; i < count; i++)
                {
                    int shift = 24 - 8 * (i & 3);
                    int word = i >> 2;
                    uint input = buffer[offset + i];
                    uint keystream = (byte)(s[word] >> shift);
                    s[word + 4] = s[word + 4] ^ (input ^ (keystream & opening)) << shift;
                    buffer[offset + i] = (byte)(input ^ keystream);
                }

                aes.Encrypt(s, 4, 1);
            }

            s[4] = s[4] ^ tagMask0;
            s[5] = s[5] ^ tagMask1;
            s[6] = s[6] ^ tagMask2;
            s[7] = s[7] ^ tagMask3;
        }
    }
}
