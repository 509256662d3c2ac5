//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Samples.Coap
{
    /// <summary>
    /// A body that grows block by block, up to a limit.
    /// </summary>
    internal sealed class CoapBody
    {
        private readonly int _limit;
        private byte[] _bytes = new byte[0];

        /// <summary>
        /// Initializes a new instance of the <see cref="CoapBody"/> class, which is empty.
        /// </summary>
        /// <param name="limit">The longest body, in bytes.</param>
        public CoapBody(int limit)
        {
            _limit = limit;
        }

        /// <summary>
        /// Gets its length, in bytes.
        /// </summary>
        public int Length { get; private set; }

        /// <summary>
        /// Adds a block.
        /// </summary>
        /// <param name="block">The block.</param>
        /// <returns><see langword="false"/> if the body would be longer than its limit.</returns>
        public bool TryAdd(byte[] block)
        {
            if (block.Length > _limit - Length)
            {
                return false;
            }

            int length = Length + block.Length;

            if (length > _bytes.Length)
            {
                // Twice as much each time, so that not every block copies all blocks before it.
                int room = length > _limit / 2 ? _limit : 2 * length;
                byte[] bytes = new byte[room];

                Array.Copy(_bytes, 0, bytes, 0, Length);
                _bytes = bytes;
            }

            Array.Copy(block, 0, _bytes, Length, block.Length);
            Length = length;
            return true;
        }

        /// <summary>
        /// Copies the body.
        /// </summary>
        /// <returns>The copy.</returns>
        public byte[] ToArray()
        {
            byte[] copy = new byte[Length];

            Array.Copy(_bytes, 0, copy, 0, Length);
            return copy;
        }
    }
}
