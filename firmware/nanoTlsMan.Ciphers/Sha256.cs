//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Ciphers
{
    /// <summary>
    /// SHA-256 (FIPS 180-4), which can be read while it runs, and saved and restored at the end of a block.
    /// </summary>
    /// <remarks>
    /// Not thread-safe. Of no use once disposed of: every member but <see cref="Dispose"/> then throws, and so nothing
    /// is hashed from a wiped state.
    /// </remarks>
    public sealed class Sha256 : TranscriptHash
    {
        /// <summary>
        /// Length of a block, in bytes.
        /// </summary>
        public const int BlockLength = Sha256Compression.BlockLength;

        /// <summary>
        /// Length of a saved state, in 32-bit words.
        /// </summary>
        public const int MidstateLength = Sha256Compression.StateLength;

        // The running chaining value; after it a copy while GetDigest pads.
        private uint[] _state;

        // The bytes that do not yet fill a block; padding may take a second block behind them.
        private byte[] _block;

        // Bytes added so far.
        private ulong _length;

        /// <summary>
        /// Makes a hash of nothing.
        /// </summary>
        public Sha256()
        {
            _state = new uint[2 * Sha256Compression.StateLength];
            _block = new byte[2 * BlockLength];
            Sha256Compression.Initialize(_state);
        }

        /// <inheritdoc/>
        public override void Update(byte[] buffer, int offset, int count)
        {
            uint[] state = _state;
            byte[] block = _block;
            int used = (int)(_length & (BlockLength - 1));

            _length += (uint)count;
            if (used != 0)
            {
                int taken = BlockLength - used;
                if (taken > count)
                {
                    taken = count;
                }

                Array.Copy(buffer, offset, block, used, taken);
                if (used + taken < BlockLength)
                {
                    return;
                }

                Sha256Compression.Compress(state, block, 0);
                offset += taken;
                count -= taken;
            }

            while (count >= BlockLength)
            {
                Sha256Compression.Compress(state, buffer, offset);
                offset += BlockLength;
                count -= BlockLength;
            }

            if (count > 0)
            {
                Array.Copy(buffer, offset, block, 0, count);
            }
        }

        /// <inheritdoc/>
        public override void GetDigest(byte[] digest, int offset)
        {
            uint[] state = _state;
            byte[] block = _block;
            int used = (int)(_length & (BlockLength - 1));

            // FIPS 180-4, section 5.1.1: a one bit, zeros, and the length in bits as the last eight bytes of a block.
            int end = used < BlockLength - 8 ? BlockLength : 2 * BlockLength;
            block[used] = 0x80;
            Array.Clear(block, used + 1, end - used - 1);

            ulong bits = _length << 3;
            for (int i = end - 1; bits != 0; i--)
            {
                block[i] = (byte)bits;
                bits >>= 8;
            }

            Array.Copy(state, 0, state, MidstateLength, MidstateLength);
            Sha256Compression.Compress(state, block, 0);
            if (end > BlockLength)
            {
                Sha256Compression.Compress(state, block, BlockLength);
            }

            for (int i = 0; i < MidstateLength; i++)
            {
                uint word = state[i];
                digest[offset] = (byte)(word >> 24);
                digest[offset + 1] = (byte)(word >> 16);
                digest[offset + 2] = (byte)(word >> 8);
                digest[offset + 3] = (byte)word;
                offset += 4;
            }

            Array.Copy(state, MidstateLength, state, 0, MidstateLength);
        }

        /// <inheritdoc/>
        public override void Reset()
        {
            Array.Clear(_block, 0, _block.Length);
            Array.Clear(_state, MidstateLength, MidstateLength);
            Sha256Compression.Initialize(_state);
            _length = 0;
        }

        /// <summary>
        /// Saves what was hashed so far, so that a common beginning is paid for once.
        /// </summary>
        /// <param name="midstate">Receives <see cref="MidstateLength"/> words, as secret as what was hashed.</param>
        /// <param name="offset">Where they begin.</param>
        /// <exception cref="InvalidOperationException">The bytes added so far do not end with a block.</exception>
        public void SaveMidstate(uint[] midstate, int offset)
        {
            if ((_length & (BlockLength - 1)) != 0)
            {
                throw new InvalidOperationException();
            }

            Array.Copy(_state, 0, midstate, offset, MidstateLength);
        }

        /// <summary>
        /// Goes on from where <see cref="SaveMidstate"/> was called, on this hash or on another.
        /// </summary>
        /// <param name="midstate">Holds the saved words.</param>
        /// <param name="offset">Where they begin.</param>
        /// <param name="blocks">How many blocks had been hashed then.</param>
        public void RestoreMidstate(uint[] midstate, int offset, int blocks)
        {
            Array.Copy(midstate, offset, _state, 0, MidstateLength);
            _length = (ulong)blocks * BlockLength;
        }

        /// <inheritdoc/>
        public override void Dispose()
        {
            if (_state == null)
            {
                return;
            }

            Array.Clear(_state, 0, _state.Length);
            Array.Clear(_block, 0, _block.Length);
            _state = null;
            _block = null;
        }
    }
}
