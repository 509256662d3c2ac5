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

        // The running chaining value; after it a copy while GetDigest pads, or the words of an inner digest.
        private uint[] _state;

        // The bytes that do not yet fill a block; behind them a copy while GetDigest pads.
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
            byte[] block = _block;
            int used = (int)(_length & (BlockLength - 1));

            _length += (uint)count;

            // Whole blocks are copied as well: indexing from 0 saves more than a native copy costs.
            while (used + count >= BlockLength)
            {
                int taken = BlockLength - used;

                Array.Copy(buffer, offset, block, used, taken);
                Sha256Compression.Compress(_state, block);
                offset += taken;
                count -= taken;
                used = 0;
            }

            if (count > 0)
            {
                Array.Copy(buffer, offset, block, used, count);
            }
        }

        /// <inheritdoc/>
        public override void GetDigest(byte[] digest, int offset)
        {
            uint[] state = _state;
            byte[] block = _block;
            int used = (int)(_length & (BlockLength - 1));

            Array.Copy(state, 0, state, MidstateLength, MidstateLength);
            Array.Copy(block, 0, block, BlockLength, used);
            Finish();
            WriteState(digest, offset);
            Array.Copy(state, MidstateLength, state, 0, MidstateLength);
            Array.Copy(block, BlockLength, block, 0, used);
        }

        /// <summary>
        /// Ends the inner hash of an HMAC, and computes the outer one, of the inner digest's words as they are. The
        /// hash is then of no use until it is restored.
        /// </summary>
        /// <param name="midstate">Holds the state after the outer padded key.</param>
        /// <param name="midstateOffset">Where it begins.</param>
        /// <param name="mac">Receives the code.</param>
        /// <param name="offset">Where it begins.</param>
        internal void FinishOuter(uint[] midstate, int midstateOffset, byte[] mac, int offset)
        {
            uint[] state = _state;

            Finish();
            Array.Copy(state, 0, state, MidstateLength, MidstateLength);
            Array.Copy(midstate, midstateOffset, state, 0, MidstateLength);
            Sha256Compression.Compress(state, null);
            WriteState(mac, offset);
        }

        /// <summary>
        /// Pads (FIPS 180-4, section 5.1.1): a one bit, zeros, and the length in bits as the last eight bytes of a
        /// block.
        /// </summary>
        private void Finish()
        {
            byte[] block = _block;
            int used = (int)(_length & (BlockLength - 1));

            block[used] = 0x80;
            Array.Clear(block, used + 1, BlockLength - 1 - used);
            if (used >= BlockLength - 8)
            {
                Sha256Compression.Compress(_state, block);
                Array.Clear(block, 0, BlockLength);
            }

            ulong bits = _length << 3;
            for (int i = BlockLength - 1; bits != 0; i--)
            {
                block[i] = (byte)bits;
                bits >>= 8;
            }

            Sha256Compression.Compress(_state, block);
        }

        private void WriteState(byte[] digest, int offset)
        {
            uint[] state = _state;

            for (int i = 0; i < MidstateLength; i++)
            {
                uint word = state[i];
                digest[offset] = (byte)(word >> 24);
                digest[offset + 1] = (byte)(word >> 16);
                digest[offset + 2] = (byte)(word >> 8);
                digest[offset + 3] = (byte)word;
                offset += 4;
            }
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
