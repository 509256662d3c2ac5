//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Ciphers
{
    /// <summary>
    /// HMAC-SHA-256 (RFC 2104) under one key, for any number of messages one after the other.
    /// </summary>
    /// <remarks>
    /// The key's two blocks are hashed once, when the object is made: each further message saves two compressions of
    /// the four that a short one needs. Not thread-safe. Of no use once disposed of.
    /// </remarks>
    public sealed class HmacSha256 : HmacKey
    {
        /// <summary>
        /// Length of the code, in bytes.
        /// </summary>
        public const int MacLength = TranscriptHash.DigestLength;

        // Made when it is needed: a kept key goes without it between derivations.
        private Sha256 _hash;

        // The hash after the inner, and after it after the outer padded key.
        private uint[] _midstates;

        /// <summary>
        /// Takes a key.
        /// </summary>
        /// <param name="key">Holds the key, which is not kept; the caller wipes its own.</param>
        /// <param name="offset">Where the key begins.</param>
        /// <param name="count">Length of the key, in bytes; any.</param>
        public HmacSha256(byte[] key, int offset, int count)
        {
            Sha256 hash = new Sha256();
            uint[] midstates = new uint[2 * Sha256.MidstateLength];
            byte[] pad = new byte[Sha256.BlockLength];

            // RFC 2104, section 2: a key longer than a block is hashed first.
            if (count > pad.Length)
            {
                hash.Update(key, offset, count);
                hash.GetDigest(pad, 0);
                hash.Reset();
            }
            else
            {
                Array.Copy(key, offset, pad, 0, count);
            }

            for (int i = 0; i < pad.Length; i++)
            {
                pad[i] ^= 0x36;
            }

            hash.Update(pad, 0, pad.Length);
            hash.SaveMidstate(midstates, 0);
            hash.Reset();

            for (int i = 0; i < pad.Length; i++)
            {
                pad[i] ^= 0x36 ^ 0x5c;
            }

            hash.Update(pad, 0, pad.Length);
            hash.SaveMidstate(midstates, Sha256.MidstateLength);
            Array.Clear(pad, 0, pad.Length);

            _hash = hash;
            _midstates = midstates;
            Reset();
        }

        /// <summary>
        /// Adds bytes to the message.
        /// </summary>
        /// <param name="buffer">Holds the bytes.</param>
        /// <param name="offset">Where they begin.</param>
        /// <param name="count">How many there are.</param>
        public void Update(byte[] buffer, int offset, int count)
        {
            GetHash().Update(buffer, offset, count);
        }

        /// <summary>
        /// Ends the message and begins the next one.
        /// </summary>
        /// <param name="mac">Receives <see cref="MacLength"/> bytes.</param>
        /// <param name="offset">Where the code begins.</param>
        public void GetMac(byte[] mac, int offset)
        {
            GetHash().FinishOuter(_midstates, Sha256.MidstateLength, mac, offset);
            Reset();
        }

        /// <inheritdoc/>
        public override void ComputeMac(byte[] data, int dataOffset, int dataCount, byte[] mac, int macOffset)
        {
            GetHash().Update(data, dataOffset, dataCount);
            GetMac(mac, macOffset);
        }

        /// <inheritdoc/>
        public override void ComputePrf(
            byte[] label, byte[] seed, int seedOffset, int seedCount, byte[] output, int outputOffset,
            int outputCount)
        {
            // P_SHA256 (RFC 5246, section 5): A(i) and one block of output, which the result may take only a part of.
            // What each block ends with, label and seed, lies behind A(i).
            byte[] message = new byte[MacLength + label.Length + seedCount];
            byte[] block = new byte[MacLength];

            Array.Copy(label, 0, message, MacLength, label.Length);
            Array.Copy(seed, seedOffset, message, MacLength + label.Length, seedCount);
            ComputeMac(message, MacLength, message.Length - MacLength, message, 0);

            while (true)
            {
                ComputeMac(message, 0, message.Length, block, 0);

                int taken = outputCount < MacLength ? outputCount : MacLength;
                Array.Copy(block, 0, output, outputOffset, taken);
                outputOffset += taken;
                outputCount -= taken;
                if (outputCount == 0)
                {
                    break;
                }

                ComputeMac(message, 0, MacLength, message, 0);
            }

            Array.Clear(message, 0, message.Length);
            Array.Clear(block, 0, MacLength);
            _hash.Dispose();
            _hash = null;
        }

        /// <summary>
        /// Forgets the message, not the key.
        /// </summary>
        public void Reset()
        {
            GetHash().RestoreMidstate(_midstates, 0, 1);
        }

        /// <inheritdoc/>
        public override void Dispose()
        {
            if (_hash != null)
            {
                _hash.Dispose();
                _hash = null;
            }

            if (_midstates != null)
            {
                Array.Clear(_midstates, 0, _midstates.Length);
                _midstates = null;
            }
        }

        private Sha256 GetHash()
        {
            if (_hash == null)
            {
                Sha256 hash = new Sha256();

                hash.RestoreMidstate(_midstates, 0, 1);
                _hash = hash;
            }

            return _hash;
        }
    }
}
