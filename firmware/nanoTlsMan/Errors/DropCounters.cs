//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan
{
    /// <summary>
    /// Counts what was dropped, per reason. A count stops at its greatest value.
    /// </summary>
    public sealed class DropCounters
    {
        /// <summary>
        /// How many reasons there are.
        /// </summary>
        public const int ReasonCount = (int)DropReason.NoMemory + 1;

        private readonly int[] _counts = new int[ReasonCount];

        /// <summary>
        /// Gets the sum of all counts.
        /// </summary>
        public int Total
        {
            get
            {
                int total = 0;

                for (int i = 0; i < ReasonCount; i++)
                {
                    int sum = total + _counts[i];
                    total = sum < total ? int.MaxValue : sum;
                }

                return total;
            }
        }

        /// <summary>
        /// Tells how often something was dropped for a reason.
        /// </summary>
        /// <param name="reason">The reason.</param>
        /// <returns>The count.</returns>
        public int Get(DropReason reason)
        {
            return _counts[(int)reason];
        }

        /// <summary>
        /// Counts one more.
        /// </summary>
        /// <param name="reason">The reason.</param>
        public void Add(DropReason reason)
        {
            int count = _counts[(int)reason];

            if (count != int.MaxValue)
            {
                _counts[(int)reason] = count + 1;
            }
        }
    }
}
