//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.X509.Der
{
    /// <summary>
    /// The times of a certificate (RFC 5280, section 4.1.2.5): seconds, always in UTC, UTCTime until 2049 and
    /// GeneralizedTime after it.
    /// </summary>
    internal static class DerTime
    {
        private const int FirstGeneralizedYear = 2050;

        /// <summary>
        /// Reads a time.
        /// </summary>
        /// <returns>Seconds since 1970.</returns>
        internal static long Read(DerReader reader)
        {
            bool isGeneralized = reader.Tag == DerTag.GeneralizedTime;
            int yearDigits = isGeneralized ? 4 : 2;

            reader.Skip(isGeneralized ? DerTag.GeneralizedTime : DerTag.UtcTime);
            byte[] buffer = reader.Buffer;
            int offset = reader.ContentOffset;
            if (reader.ContentCount != yearDigits + 11 || buffer[offset + yearDigits + 10] != 'Z')
            {
                reader.Fail();
                return 0;
            }

            int year = ReadPair(buffer, offset);
            if (isGeneralized)
            {
                int low = ReadPair(buffer, offset + 2);
                year = year < 0 || low < 0 ? -1 : year * 100 + low;
            }
            else if (year >= 0)
            {
                year += year < 50 ? 2000 : 1900;
            }

            offset += yearDigits;
            int month = ReadPair(buffer, offset);
            int day = ReadPair(buffer, offset + 2);
            int hour = ReadPair(buffer, offset + 4);
            int minute = ReadPair(buffer, offset + 6);
            int second = ReadPair(buffer, offset + 8);
            if (year < 0 || (isGeneralized && year < FirstGeneralizedYear) || month < 1 || month > 12 || day < 1
                || day > GetDays(year, month) || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0
                || second > 59)
            {
                reader.Fail();
                return 0;
            }

            return CountDays(year, month, day) * 86400L + hour * 3600 + minute * 60 + second;
        }

        private static int ReadPair(byte[] buffer, int offset)
        {
            int high = buffer[offset] - '0';
            int low = buffer[offset + 1] - '0';

            return high < 0 || high > 9 || low < 0 || low > 9 ? -1 : high * 10 + low;
        }

        private static int GetDays(int year, int month)
        {
            if (month == 2)
            {
                return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
            }

            return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
        }

        // Days since 1970, with years that begin in March, so that the odd day is the last one.
        private static int CountDays(int year, int month, int day)
        {
            if (month <= 2)
            {
                year--;
                month += 12;
            }

            return year * 365 + year / 4 - year / 100 + year / 400 + (153 * (month - 3) + 2) / 5 + day - 719469;
        }
    }
}
