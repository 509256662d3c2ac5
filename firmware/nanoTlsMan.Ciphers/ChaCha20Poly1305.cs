//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Ciphers
{
    /// <summary>
    /// ChaCha20-Poly1305 (RFC 8439, section 2.8). It needs no table, and no branch or address depends on a secret.
    /// </summary>
    public sealed class ChaCha20Poly1305 : AeadCipher
    {
        /// <summary>
        /// Length of a key, in bytes.
        /// </summary>
        public const int KeyLength = 32;

        private const int BlockLength = 4 * ChaCha20.BlockWords;
        private const int PolyTagLength = 16;

        private readonly Poly1305 _mac = new Poly1305();

        private uint[] _key;

        // A block of keystream; the tag takes its first words when all is done.
        private uint[] _blocks;

        /// <summary>
        /// Takes a key.
        /// </summary>
        /// <param name="key">Holds the <see cref="KeyLength"/>-byte key, which is copied; the caller wipes its
        /// own.</param>
        /// <param name="offset">Where the key begins.</param>
        public ChaCha20Poly1305(byte[] key, int offset)
        {
            uint[] words = new uint[ChaCha20.KeyWords];

            for (int i = 0; i < words.Length; i++)
            {
                words[i] = ReadWord(key, offset + 4 * i);
            }

            _key = words;
            _blocks = new uint[ChaCha20.BlockWords];
        }

        /// <inheritdoc/>
        public override int TagLength
        {
            get { return PolyTagLength; }
        }

        /// <inheritdoc/>
        /// <exception cref="ArgumentOutOfRangeException">A length is negative or more than the contract allows, or a
        /// range does not lie in its array.</exception>
        /// <exception cref="ObjectDisposedException">The key has been wiped.</exception>
        public override void Seal(
            byte[] nonce, int nonceOffset, byte[] aad, int aadOffset, int aadCount, byte[] buffer, int offset,
            int count)
        {
            Start(nonce, nonceOffset, aad, aadOffset, aadCount, buffer, offset, count);
            Crypt(nonce, nonceOffset, buffer, offset, count);
            _mac.Update(buffer, offset, count);
            Finish(aadCount, count);

            uint[] tag = _blocks;
            offset += count;
            for (int i = 0; i < PolyTagLength; i++)
            {
                buffer[offset + i] = (byte)(tag[i >> 2] >> 8 * (i & 3));
            }

            Array.Clear(tag, 0, tag.Length);
        }

        /// <inheritdoc/>
        /// <exception cref="ArgumentOutOfRangeException">A length is negative or more than the contract allows, or a
        /// range does not lie in its array.</exception>
        /// <exception cref="ObjectDisposedException">The key has been wiped.</exception>
        public override bool Open(
            byte[] nonce, int nonceOffset, byte[] aad, int aadOffset, int aadCount, byte[] buffer, int offset,
            int count)
        {
            Start(nonce, nonceOffset, aad, aadOffset, aadCount, buffer, offset, count);
            _mac.Update(buffer, offset, count);
            Finish(aadCount, count);

            // Every byte is compared, whatever the others were.
            uint[] tag = _blocks;
            int difference = 0;
            for (int i = 0; i < PolyTagLength; i++)
            {
                difference |= buffer[offset + count + i] ^ (byte)(tag[i >> 2] >> 8 * (i & 3));
            }

            Array.Clear(tag, 0, tag.Length);
            if (difference != 0)
            {
                Array.Clear(buffer, offset, count);
                return false;
            }

            Crypt(nonce, nonceOffset, buffer, offset, count);
            Array.Clear(tag, 0, tag.Length);
            return true;
        }

        /// <inheritdoc/>
        public override void Dispose()
        {
            if (_key != null)
            {
                Array.Clear(_key, 0, _key.Length);
                Array.Clear(_blocks, 0, _blocks.Length);
                _mac.Wipe();
                _key = null;
            }
        }

        private static uint ReadWord(byte[] buffer, int offset)
        {
            return (uint)(buffer[offset] | buffer[offset + 1] << 8 | buffer[offset + 2] << 16
                | buffer[offset + 3] << 24);
        }

        /// <summary>
        /// Checks the arguments, makes the one-time key of the code (section 2.6) and adds the additional data to it.
        /// </summary>
        private void Start(
            byte[] nonce, int nonceOffset, byte[] aad, int aadOffset, int aadCount, byte[] buffer, int offset,
            int count)
        {
            if (_key == null)
            {
                throw new ObjectDisposedException(null);
            }

            CheckRanges(aad, aadOffset, aadCount, buffer, offset, count);
            ChaCha20.MakeBlock(
                _key,
                0,
                ReadWord(nonce, nonceOffset),
                ReadWord(nonce, nonceOffset + 4),
                ReadWord(nonce, nonceOffset + 8),
                _blocks);
            _mac.Start(_blocks);
            _mac.Update(aad, aadOffset, aadCount);
        }

        /// <summary>
        /// Leaves the tag in the first words of the scratch, and nothing of the one-time key.
        /// </summary>
        private void Finish(int aadCount, int count)
        {
            _mac.Finish(aadCount, count, _blocks);
            _mac.Wipe();
        }

        /// <summary>
        /// Encrypts or decrypts in place, from block 1 on (section 2.8).
        /// </summary>
        private void Crypt(byte[] nonce, int nonceOffset, byte[] buffer, int offset, int count)
        {
            uint[] key = _key;
            uint[] block = _blocks;
            uint n0 = ReadWord(nonce, nonceOffset);
            uint n1 = ReadWord(nonce, nonceOffset + 4);
            uint n2 = ReadWord(nonce, nonceOffset + 8);
            uint counter = 0;

            while (count > 0)
            {
                counter++;
                ChaCha20.MakeBlock(key, counter, n0, n1, n2, block);

                int taken = count < BlockLength ? count : BlockLength;
                int whole = taken >> 2;

                for (int i = 0; i < whole; i++)
                {
                    uint word = block[i];
                    buffer[offset] = (byte)(buffer[offset] ^ word);
                    buffer[offset + 1] = (byte)(buffer[offset + 1] ^ word >> 8);
                    buffer[offset + 2] = (byte)(buffer[offset + 2] ^ word >> 16);
                    buffer[offset + 3] = (byte)(buffer[offset + 3] ^ word >> 24);
                    offset += 4;
                }

                for (int i = 4 * whole; i < taken; i++)
                {
                    buffer[offset] = (byte)(buffer[offset] ^ block[i >> 2] >> 8 * (i & 3));
                    offset++;
                }

                count -= taken;
            }
        }
    }
}
