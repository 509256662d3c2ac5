//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// Bytes that look random and are the same in each run.
    /// </summary>
    internal sealed class SeededRandom : RandomSource
    {
        private uint _state;

        public SeededRandom(uint seed)
        {
            _state = seed;
        }

        protected override bool Generate(byte[] buffer, int offset, int count)
        {
            for (int i = 0; i < count; i++)
            {
                _state = _state * 1664525 + 1013904223;
                buffer[offset + i] = (byte)(_state >> 24);
            }

            return true;
        }
    }
}
