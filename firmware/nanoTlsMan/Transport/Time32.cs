//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan
{
    /// <summary>
    /// Time as 32-bit milliseconds that wrap around every 49 days. Two times can be compared where they are less than
    /// 24 days apart.
    /// </summary>
    public static class Time32
    {
        /// <summary>
        /// The longest wait, in milliseconds: 12 days, which leaves room to be late.
        /// </summary>
        public const int LongestWait = 0x40000000;

        private const uint Hour = 3600000;

        /// <summary>
        /// Tells how long it is until a time.
        /// </summary>
        /// <param name="time">The time.</param>
        /// <param name="now">The present time.</param>
        /// <returns>Milliseconds; 0 if the time has come.</returns>
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
        /// <returns><see langword="true"/> if it has; otherwise, <see langword="false"/>.</returns>
        public static bool IsDue(int time, int now)
        {
            return time - now <= 0;
        }

        /// <summary>
        /// Tells how long ago something was, for a stamp that is never ahead of the present. Unlike a difference of 32
        /// bits with a sign, which takes what is 25 days old for the future, it is right for 49 days. A clock that went
        /// back by less than an hour is taken for one that stood still.
        /// </summary>
        /// <param name="stamp">When it was.</param>
        /// <param name="now">The present time.</param>
        /// <returns>Milliseconds.</returns>
        public static uint Since(int stamp, int now)
        {
            uint since = (uint)(now - stamp);

            return since > uint.MaxValue - Hour ? 0 : since;
        }

        /// <summary>
        /// Tells what is left of a time-out.
        /// </summary>
        /// <param name="timeout">The time-out, in milliseconds; negative for one that never ends, as
        /// Timeout.Infinite.</param>
        /// <param name="start">When it began.</param>
        /// <param name="now">The present time.</param>
        /// <returns>Milliseconds, at most <see cref="LongestWait"/>; 0 if it is over.</returns>
        public static int Left(int timeout, int start, int now)
        {
            if (timeout < 0)
            {
                return LongestWait;
            }

            uint since = Since(start, now);
            int left = since >= (uint)timeout ? 0 : timeout - (int)(long)since;

            return left > LongestWait ? LongestWait : left;
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
