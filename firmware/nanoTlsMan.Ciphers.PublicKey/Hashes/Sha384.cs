//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Ciphers.PublicKey
{
    /// <summary>
    /// SHA-384 (FIPS 180-4), of public data only: nothing is wiped.
    /// </summary>
    internal sealed class Sha384 : MessageHash
    {
        private const int DigestLength = 48;
        private const int BlockLength = Sha384Compression.BlockLength;

        // The length takes 16 bytes of the last block, of which a message here fills four.
        private const int LengthLength = 16;

        private readonly ulong[] _state = new ulong[Sha384Compression.StateLength];

        // The bytes that do not yet fill a block; padding may take a second one.
        private readonly byte[] _block = new byte[2 * BlockLength];
        private long _length;

        public Sha384()
        {
            Sha384Compression.Initialize(_state);
        }

        /// <inheritdoc/>
        public override int Length
        {
            get { return DigestLength; }
        }

        /// <inheritdoc/>
        public override int BytesPerStep
        {
            get { return 4 * BlockLength; }
        }

        /// <inheritdoc/>
        public override byte[] CreateDigestInfo()
        {
            return new byte[]
            {
                0x30, 0x41, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01,
                0x65, 0x03, 0x04, 0x02, 0x02, 0x05, 0x00, 0x04, 0x30,
            };
        }

        /// <inheritdoc/>
        public override void Update(byte[] buffer, int offset, int count)
        {
            int used = (int)(_length & (BlockLength - 1));

            _length += count;
            if (used != 0)
            {
                int taken = BlockLength - used < count ? BlockLength - used : count;

                Array.Copy(buffer, offset, _block, used, taken);
                if (used + taken < BlockLength)
                {
                    return;
                }

                Sha384Compression.Compress(_state, _block, 0);
                offset += taken;
                count -= taken;
            }

            while (count >= BlockLength)
            {
                Sha384Compression.Compress(_state, buffer, offset);
                offset += BlockLength;
                count -= BlockLength;
            }

            if (count > 0)
            {
                Array.Copy(buffer, offset, _block, 0, count);
            }
        }

        /// <inheritdoc/>
        public override void Finish(byte[] digest, int offset)
        {
            int used = (int)(_length & (BlockLength - 1));

            // FIPS 180-4, section 5.1.2: a one bit, zeros, and the length in bits.
            int end = used < BlockLength - LengthLength ? BlockLength : 2 * BlockLength;

            _block[used] = 0x80;
            Array.Clear(_block, used + 1, end - used - 1);
            long bits = _length << 3;
            for (int i = end - 1; bits != 0; i--)
            {
                _block[i] = (byte)bits;
                bits >>= 8;
            }

            Sha384Compression.Compress(_state, _block, 0);
            if (end > BlockLength)
            {
                Sha384Compression.Compress(_state, _block, BlockLength);
            }

            for (int i = 0; i < DigestLength; i++)
            {
                digest[offset + i] = (byte)(_state[i >> 3] >> (56 - 8 * (i & 7)));
            }

            Sha384Compression.Initialize(_state);
            _length = 0;
        }

        /// <inheritdoc/>
        public override void Dispose()
        {
        }
    }
}
