//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// A source that gives known bytes.
    /// </summary>
    internal sealed class GivenRandom : RandomSource
    {
        private readonly byte[] _bytes;

        internal GivenRandom(string bytes)
        {
            _bytes = Hex.Parse(bytes);
        }

        /// <inheritdoc/>
        protected override bool Generate(byte[] buffer, int offset, int count)
        {
            Array.Copy(_bytes, 0, buffer, offset, count);
            return true;
        }
    }
}
