//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan
{
    /// <summary>
    /// Time as 32-bit milliseconds that wrap around every 49 days. Two times can be compared where they are less than 24 days apart.
    /// </summary>
    public static class Time32
    {
        /// <summary>
        /// The longest wait, in milliseconds: 12 days, which leaves room to be late.
        /// </summary>
        public const int LongestWait = 0x40000000;

        /// <summary>
        /// Tells how long it is until a time.
        /// </summary>
        /// <param name="time">The time.</param>
        /// <param name="now">The present time.</param>
        /// <returns>Milliseconds; 0 where the time has come.</returns>
        public static int Until(int time, int now)
        {
            int left = time - now;

            return left > 0 ? left : 0;
        }

        /// <summary>
        /// Tells whether a time has come.
        /// </summary>
        /// <param name="time">The time.</param>
        /// <param name="now">The present time.</param>
        /// <returns><see langword="true"/> if it has.</returns>
        public static bool IsDue(int time, int now)
        {
            return time - now <= 0;
        }

        /// <summary>
        /// Gets the earlier of two times.
        /// </summary>
        /// <param name="left">One time.</param>
        /// <param name="right">The other.</param>
        /// <returns>The earlier.</returns>
        public static int Earlier(int left, int right)
        {
            return left - right < 0 ? left : right;
        }
    }
}
