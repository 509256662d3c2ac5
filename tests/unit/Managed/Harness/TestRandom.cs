//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// A random source that a seed determines, so that a failing run can be repeated; and that can be made to fail.
    /// </summary>
    internal sealed class TestRandom : RandomSource
    {
        private uint _state;

        public TestRandom(int seed)
        {
            _state = (uint)(seed * 2 + 1) * 2654435761u;
        }

        public bool IsBroken { get; set; }

        public bool IsZero { get; set; }

        /// <summary>
        /// Draws a number from 0 to <paramref name="limit"/> - 1.
        /// </summary>
        public int Next(int limit)
        {
            // xorshift32 (Marsaglia 2003).
            uint state = _state;

            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            _state = state;
            return (int)(long)((state >> 8) % (uint)limit);
        }

        protected override bool Generate(byte[] buffer, int offset, int count)
        {
            for (int i = 0; i < count; i++)
            {
                buffer[offset + i] = IsZero ? (byte)0 : (byte)Next(256);
            }

            return !IsBroken;
        }
    }
}
