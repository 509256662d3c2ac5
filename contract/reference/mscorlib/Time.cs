//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace System
{
    public struct TimeSpan
    {
        public const long TicksPerMillisecond = 10000;
        public const long TicksPerSecond = TicksPerMillisecond * 1000;
        public const long TicksPerMinute = TicksPerSecond * 60;
        public const long TicksPerHour = TicksPerMinute * 60;
        public const long TicksPerDay = TicksPerHour * 24;

        public static readonly TimeSpan Zero;
        public static readonly TimeSpan MaxValue;
        public static readonly TimeSpan MinValue;

        private long _ticks;

        public extern TimeSpan(long ticks);

        public extern TimeSpan(int hours, int minutes, int seconds);

        public extern TimeSpan(int days, int hours, int minutes, int seconds);

        public extern TimeSpan(int days, int hours, int minutes, int seconds, int milliseconds);

        public extern long Ticks { get; }

        public extern int Days { get; }

        public extern int Hours { get; }

        public extern int Milliseconds { get; }

        public extern int Minutes { get; }

        public extern int Seconds { get; }

        public extern double TotalMilliseconds { get; }

        public extern double TotalSeconds { get; }

        public static extern TimeSpan operator +(TimeSpan t1, TimeSpan t2);

        public static extern TimeSpan operator -(TimeSpan t1, TimeSpan t2);

        public static extern bool operator ==(TimeSpan t1, TimeSpan t2);

        public static extern bool operator !=(TimeSpan t1, TimeSpan t2);

        public static extern bool operator <(TimeSpan t1, TimeSpan t2);

        public static extern bool operator <=(TimeSpan t1, TimeSpan t2);

        public static extern bool operator >(TimeSpan t1, TimeSpan t2);

        public static extern bool operator >=(TimeSpan t1, TimeSpan t2);

        public static extern TimeSpan FromTicks(long value);

        public static extern TimeSpan FromMilliseconds(long value);

        public static extern TimeSpan FromSeconds(long value);

        public static extern TimeSpan FromMinutes(long value);

        public extern TimeSpan Add(TimeSpan ts);

        public extern TimeSpan Subtract(TimeSpan ts);

        public extern TimeSpan Negate();

        public override extern bool Equals(object value);

        public override extern int GetHashCode();

        public override extern string ToString();
    }

    public struct DateTime
    {
        public static readonly DateTime MinValue;
        public static readonly DateTime MaxValue;
        public static readonly DateTime UnixEpoch;

        private ulong _ticks;

        public extern DateTime(long ticks);

        public extern DateTime(int year, int month, int day);

        public extern DateTime(int year, int month, int day, int hour, int minute, int second);

        public static extern DateTime UtcNow { get; }

        public extern int Day { get; }

        public extern int Hour { get; }

        public extern int Millisecond { get; }

        public extern int Minute { get; }

        public extern int Month { get; }

        public extern int Second { get; }

        public extern long Ticks { get; }

        public extern int Year { get; }

        public static extern DateTime operator +(DateTime d, TimeSpan t);

        public static extern DateTime operator -(DateTime d, TimeSpan t);

        public static extern TimeSpan operator -(DateTime d1, DateTime d2);

        public static extern bool operator ==(DateTime d1, DateTime d2);

        public static extern bool operator !=(DateTime t1, DateTime t2);

        public static extern bool operator <(DateTime t1, DateTime t2);

        public static extern bool operator <=(DateTime t1, DateTime t2);

        public static extern bool operator >(DateTime t1, DateTime t2);

        public static extern bool operator >=(DateTime t1, DateTime t2);

        public static extern DateTime FromUnixTimeSeconds(long seconds);

        public extern long ToUnixTimeSeconds();

        public extern DateTime AddTicks(long val);

        public override extern bool Equals(object obj);

        public override extern int GetHashCode();

        public override extern string ToString();

        public extern string ToString(string format);
    }
}
