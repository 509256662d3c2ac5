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
    public sealed class HmacSha256 : IDisposable
    {
        /// <summary>
        /// Length of the code, in bytes.
        /// </summary>
        public const int MacLength = TranscriptHash.DigestLength;

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
            _hash.Update(buffer, offset, count);
        }

        /// <summary>
        /// Ends the message and begins the next one.
        /// </summary>
        /// <param name="mac">Receives <see cref="MacLength"/> bytes.</param>
        /// <param name="offset">Where the code begins.</param>
        public void GetMac(byte[] mac, int offset)
        {
            Sha256 hash = _hash;

            hash.GetDigest(mac, offset);
            hash.RestoreMidstate(_midstates, Sha256.MidstateLength, 1);
            hash.Update(mac, offset, MacLength);
            hash.GetDigest(mac, offset);
            Reset();
        }

        /// <summary>
        /// Forgets the message, not the key.
        /// </summary>
        public void Reset()
        {
            _hash.RestoreMidstate(_midstates, 0, 1);
        }

        /// <summary>
        /// Wipes the key. May be called more than once.
        /// </summary>
        public void Dispose()
        {
            if (_hash == null)
            {
                return;
            }

            _hash.Dispose();
            Array.Clear(_midstates, 0, _midstates.Length);
            _hash = null;
            _midstates = null;
        }
    }
}
