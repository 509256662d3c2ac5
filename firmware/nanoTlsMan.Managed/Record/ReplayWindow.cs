//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Managed.Record
{
    /// <summary>
    /// The sliding window of RFC 6347, section 4.1.2.6: 64 sequence numbers. It is asked first, and told only after
    /// authentication.
    /// </summary>
    internal sealed class ReplayWindow
    {
        private const int Width = 64;

        // Bit 0 stands for _next - 1, the greatest number seen.
        private ulong _seen;
        private ulong _next;

        /// <summary>Gets the number behind the greatest one seen.</summary>
        internal ulong Next
        {
            get { return _next; }
        }

        /// <summary>Gets which numbers before <see cref="Next"/> were seen, one for each bit.</summary>
        internal ulong Seen
        {
            get { return _seen; }
        }

        /// <summary>
        /// Goes on where another window was.
        /// </summary>
        internal void Continue(ulong next, ulong seen)
        {
            _next = next;
            _seen = seen;
        }

        /// <summary>
        /// Tells whether a record with this number may be new.
        /// </summary>
        /// <param name="number">The sequence number.</param>
        /// <returns><see langword="false"/> if it was seen, or is older than the window; otherwise,
        /// <see langword="true"/>.</returns>
        internal bool MayBeNew(ulong number)
        {
            if (number >= _next)
            {
                return true;
            }

            ulong age = _next - 1 - number;

            return age < Width && ((_seen >> (byte)age) & 1) == 0;
        }

        /// <summary>
        /// Takes note of an authenticated record.
        /// </summary>
        /// <param name="number">The sequence number.</param>
        internal void Accept(ulong number)
        {
            if (number >= _next)
            {
                ulong advance = number - _next + 1;

                _seen = advance >= Width ? 1 : (_seen << (byte)advance) | 1;
                _next = number + 1;
            }
            else
            {
                _seen |= 1UL << (byte)(_next - 1 - number);
            }
        }
    }
}
