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

        // Which of the two CBC-MAC takes: it is the plaintext, the input to seal and the output to open.
        private const uint AuthenticateInput = 0;
        private const uint AuthenticateOutput = 0xffffffff;

        private readonly int _tagLength;

        private Aes128 _aes;

        // Four words of counter block, then keystream; four words of CBC-MAC. Side by side, so that one call encrypts
        // both.
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
        /// <exception cref="ArgumentOutOfRangeException">A length is negative or more than the mode can authenticate,
        /// or a range does not lie in its array.</exception>
        /// <exception cref="ObjectDisposedException">The key has been wiped.</exception>
        public override void Seal(
            byte[] nonce, int nonceOffset, byte[] aad, int aadOffset, int aadCount, byte[] buffer, int offset,
            int count)
        {
            uint[] s = _blocks;
            int tagEnd = 4 + (_tagLength >> 2);

            Process(nonce, nonceOffset, aad, aadOffset, aadCount, buffer, offset, count, AuthenticateInput);

            offset += count;
            for (int i = 4; i < tagEnd; i++)
            {
                uint word = s[i];

                buffer[offset] = (byte)(word >> 24);
                buffer[offset + 1] = (byte)(word >> 16);
                buffer[offset + 2] = (byte)(word >> 8);
                buffer[offset + 3] = (byte)word;
                offset += 4;
            }

            Array.Clear(s, 0, s.Length);
        }

        /// <inheritdoc/>
        /// <exception cref="ArgumentOutOfRangeException">A length is negative or more than the mode can authenticate,
        /// or a range does not lie in its array.</exception>
        /// <exception cref="ObjectDisposedException">The key has been wiped.</exception>
        public override bool Open(
            byte[] nonce, int nonceOffset, byte[] aad, int aadOffset, int aadCount, byte[] buffer, int offset,
            int count)
        {
            uint[] s = _blocks;
            int tagEnd = 4 + (_tagLength >> 2);

            Process(nonce, nonceOffset, aad, aadOffset, aadCount, buffer, offset, count, AuthenticateOutput);

            // Every byte is compared, whatever the others were.
            uint difference = 0;
            int tag = offset + count;
            for (int i = 4; i < tagEnd; i++)
            {
                difference |= s[i]
                    ^ (uint)(buffer[tag] << 24 | buffer[tag + 1] << 16 | buffer[tag + 2] << 8 | buffer[tag + 3]);
                tag += 4;
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
        /// Encrypts or decrypts in place and leaves the tag in the words of CBC-MAC.
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
            if (_aes == null)
            {
                throw new ObjectDisposedException(null);
            }

            CheckRanges(aad, aadOffset, aadCount, buffer, offset, count);
            Start(nonce, nonceOffset, aadCount, count);

            uint[] s = _blocks;
            uint tagMask0 = s[0];
            uint tagMask1 = s[1];
            uint tagMask2 = s[2];
            uint tagMask3 = s[3];

            if (aadCount > 0)
            {
                Absorb(aad, aadOffset, aadCount);
            }

            if (count > 0)
            {
                ProcessText(nonce, nonceOffset, aadCount, buffer, offset, count, outputMask);
            }
            else if (aadCount > 0)
            {
                _aes.Encrypt(s, 4, 1);
            }

            s[4] = s[4] ^ tagMask0;
            s[5] = s[5] ^ tagMask1;
            s[6] = s[6] ^ tagMask2;
            s[7] = s[7] ^ tagMask3;
        }

        /// <summary>
        /// Encrypts A_0, which masks the tag, into the words of the keystream, and B_0, with which CBC-MAC begins, into
        /// its own.
        /// </summary>
        private void Start(byte[] nonce, int nonceOffset, int aadCount, int count)
        {
            uint[] s = _blocks;

            // Counter blocks A_i: flags, nonce, three bytes of counter (RFC 3610, section 2.3).
            uint a0 = LengthFieldFlags
                | (uint)(nonce[nonceOffset] << 16 | nonce[nonceOffset + 1] << 8 | nonce[nonceOffset + 2]);
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
            _aes.Encrypt(s, 0, 2);
        }

        /// <summary>
        /// Adds the additional data, with its length of two bytes in front, to CBC-MAC. Its last block is not encrypted
        /// yet.
        /// </summary>
        private void Absorb(byte[] aad, int offset, int count)
        {
            uint[] s = _blocks;
            int end = offset + count;
            int word = 4;
            int shift = 8;

            s[4] = s[4] ^ (uint)count << 16;

            while (offset < end)
            {
                if (word == 8)
                {
                    _aes.Encrypt(s, 4, 1);
                    word = 4;
                }

                if (shift == 24 && end - offset >= 4)
                {
                    s[word] = s[word] ^ (uint)(aad[offset] << 24 | aad[offset + 1] << 16 | aad[offset + 2] << 8
                        | aad[offset + 3]);
                    offset += 4;
                    word++;
                }
                else
                {
                    s[word] = s[word] ^ (uint)aad[offset] << shift;
                    offset++;
                    shift -= 8;

                    if (shift < 0)
                    {
                        shift = 24;
                        word++;
                    }
                }
            }
        }

        /// <summary>
        /// Encrypts or decrypts the text in place. The keystream runs one block ahead, so that it and CBC-MAC share the
        /// calls of the block cipher: the first of them encrypts what the additional data has left.
        /// </summary>
        private void ProcessText(
            byte[] nonce, int nonceOffset, int aadCount, byte[] buffer, int offset, int count, uint outputMask)
        {
            Aes128 aes = _aes;
            uint[] s = _blocks;
            uint a0 = LengthFieldFlags
                | (uint)(nonce[nonceOffset] << 16 | nonce[nonceOffset + 1] << 8 | nonce[nonceOffset + 2]);
            uint a1 = BigEndian.ReadUInt32(nonce, nonceOffset + 3);
            uint a2 = BigEndian.ReadUInt32(nonce, nonceOffset + 7);
            uint a3 = (uint)(nonce[nonceOffset + 11] << 24) + 1;

            s[0] = a0;
            s[1] = a1;
            s[2] = a2;
            s[3] = a3;
            aes.Encrypt(s, 0, aadCount > 0 ? 2 : 1);

            while (count >= Aes128.BlockLength)
            {
                for (int i = 0; i < 4; i++)
                {
                    uint input = (uint)(buffer[offset] << 24 | buffer[offset + 1] << 16 | buffer[offset + 2] << 8
                        | buffer[offset + 3]);
                    uint keystream = s[i];
                    s[i + 4] = s[i + 4] ^ input ^ (keystream & outputMask);
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
                    return;
                }

                a3++;
                s[0] = a0;
                s[1] = a1;
                s[2] = a2;
                s[3] = a3;
                aes.Encrypt(s, 0, 2);
            }

            ProcessTail(buffer, offset, count, outputMask);
        }

        /// <summary>
        /// Encrypts or decrypts the last, short block in place.
        /// </summary>
        private void ProcessTail(byte[] buffer, int offset, int count, uint outputMask)
        {
            uint[] s = _blocks;

            for (int i = 0; i < count; i++)
            {
                int shift = 24 - 8 * (i & 3);
                int word = i >> 2;
                uint input = buffer[offset + i];
                uint keystream = (byte)(s[word] >> shift);
                s[word + 4] = s[word + 4] ^ (input ^ (keystream & outputMask)) << shift;
                buffer[offset + i] = (byte)(input ^ keystream);
            }

            _aes.Encrypt(s, 4, 1);
        }
    }
}
