//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Bench
{
    /// <summary>
    /// What the runtime can be asked for: time, in units of 100 ns, and allocations; on a counting host (see
    /// nanoclr.sh) instructions of IL instead of time.
    /// </summary>
    internal static class Meter
    {
#if COUNTING
        public const string Unit = "IL";
        public const bool HasAllocations = true;
        public const string AllocationUnit = "objects";
        public const int Repeat = 1;
#elif NANOFRAMEWORK_1_0
        public const string Unit = "ns";
        public const bool HasAllocations = false;
        public const string AllocationUnit = "";
        public const int Repeat = 10;
#else
        public const string Unit = "ns";
        public const bool HasAllocations = true;
        public const string AllocationUnit = "B";
        public const int Repeat = 200;
#endif

        private static long s_ownCost;

        /// <summary>Gets the count of now.</summary>
        public static long Now
        {
#if NANOFRAMEWORK_1_0
            get { return DateTime.UtcNow.Ticks; }
#else
            get
            {
                return System.Diagnostics.Stopwatch.GetElapsedTime(0, System.Diagnostics.Stopwatch.GetTimestamp())
                .Ticks;
            }
#endif
        }

        /// <summary>Gets what was allocated until now.</summary>
        public static long Allocated
        {
#if COUNTING
            get { return Environment.TickCount64; }
#elif NANOFRAMEWORK_1_0
            get { return 0; }
#else
            get { return GC.GetAllocatedBytesForCurrentThread(); }
#endif
        }

        /// <summary>Finds out what asking costs: the least of some times; where instructions are counted, they are all
        /// the same.</summary>
        public static void Calibrate()
        {
            long least = long.MaxValue;

            for (int i = 0; i < 10; i++)
            {
                long start = Now;
                long cost = Now - start;
                least = cost < least ? cost : least;
            }

            s_ownCost = least;
        }

        /// <summary>Counts since <paramref name="start"/>, without what asking costs.</summary>
        public static long Since(long start)
        {
            return Now - start - s_ownCost;
        }

        /// <summary>Turns counts of so many repetitions into units of one.</summary>
        public static long PerUnit(long counts, int units)
        {
#if COUNTING
            return counts / units;
#else
            return counts * 100 / units;
#endif
        }
    }
}
