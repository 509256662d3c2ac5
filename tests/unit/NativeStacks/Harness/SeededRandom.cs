//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// Random bytes for the managed side that a seed determines.
    /// </summary>
    internal sealed class SeededRandom : RandomSource
    {
        private uint _state;

        public SeededRandom(int seed)
        {
            _state = (uint)(seed * 2 + 1) * 2654435761u;
        }

        protected override bool Generate(byte[] buffer, int offset, int count)
        {
            for (int i = 0; i < count; i++)
            {
                // xorshift32 (Marsaglia 2003).
                _state ^= _state << 13;
                _state ^= _state >> 17;
                _state ^= _state << 5;
                buffer[offset + i] = (byte)(_state >> 8);
            }

            return true;
        }
    }
}
