//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// Gives what the test says next.
    /// </summary>
    internal sealed class ScriptedRandom : RandomSource
    {
        private int _counter;

        /// <summary>Gets or sets a value indicating whether the source says that it failed.</summary>
        public bool IsBroken { get; set; }

        /// <summary>Gets or sets the value of each byte; -1 for bytes that never come twice in a row.</summary>
        public int Constant { get; set; } = -1;

        /// <summary>Gets how often bytes were asked for.</summary>
        public int Calls { get; private set; }

        protected override bool Generate(byte[] buffer, int offset, int count)
        {
            Calls++;

            for (int i = 0; i < count; i++)
            {
                buffer[offset + i] = (byte)(Constant >= 0 ? Constant : ++_counter * 7);
            }

            return !IsBroken;
        }
    }
}
