//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Wire;

namespace NanoTlsMan
{
    /// <summary>
    /// Where random values come from. It is given to the manager explicitly: what is a hardware generator on one board
    /// is a toy on another.
    /// </summary>
    public abstract class RandomSource
    {
        private const int CheckedLength = 16;

        private readonly byte[] _last = new byte[CheckedLength];

        /// <summary>
        /// Fills a stretch of a buffer with random bytes, and refuses a source that evidently fails: one that gives
        /// only zeros, or gives the same 16 bytes twice in a row.
        /// </summary>
        /// <param name="buffer">Receives the bytes.</param>
        /// <param name="offset">Where they begin.</param>
        /// <param name="count">How many; at least 16, for less could not be checked.</param>
        /// <returns><see langword="true"/>; or <see langword="false"/> if the source failed, and nothing of
        /// <paramref name="buffer"/> may be used.</returns>
        public bool TryFill(byte[] buffer, int offset, int count)
        {
            if (count < CheckedLength || !Generate(buffer, offset, count))
            {
                return false;
            }

            int any = 0;
            int end = offset + CheckedLength;

            // Two at a time: an interpreter pays for each turn of a loop.
            for (int i = offset; i < end; i += 2)
            {
                any |= buffer[i] | buffer[i + 1];
            }

            lock (_last)
            {
                if (any == 0 || ConstantTime.AreEqual(_last, 0, buffer, offset, CheckedLength))
                {
                    return false;
                }

                System.Array.Copy(buffer, offset, _last, 0, CheckedLength);
            }

            return true;
        }

        /// <summary>
        /// Makes random bytes.
        /// </summary>
        /// <param name="buffer">Receives the bytes.</param>
        /// <param name="offset">Where they begin.</param>
        /// <param name="count">How many.</param>
        /// <returns><see langword="false"/> if the source failed; otherwise, <see langword="true"/>.</returns>
        protected abstract bool Generate(byte[] buffer, int offset, int count);
    }
}
