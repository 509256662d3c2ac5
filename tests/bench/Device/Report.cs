//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Bench
{
    /// <summary>
    /// The table that is printed.
    /// </summary>
    internal static class Report
    {
        private const int NameWidth = 52;
        private const int NumberWidth = 12;

        public static void Row(string name, long value, string unit, string remark)
        {
            Console.WriteLine(
                Pad(name, NameWidth, false) + Pad(value.ToString(), NumberWidth, true) + " "
                + (remark.Length == 0 ? unit : Pad(unit, 14, false) + remark));
        }

        /// <summary>A row with what a gauge has counted, for each repetition.</summary>
        public static void Gauge(string name, CostGauge gauge)
        {
            Row(
                name, Meter.PerUnit(gauge.Cost, Meter.Repeat), Meter.Unit,
                Meter.HasAllocations
                ? (gauge.Allocated / Meter.Repeat).ToString() + " " + Meter.AllocationUnit + " allocated"
                : "");
        }

        /// <summary>A row with a quotient, with two decimals.</summary>
        public static void Ratio(string name, long value, long yardstick)
        {
            long hundredths = yardstick == 0 ? 0 : (value * 100 + yardstick / 2) / yardstick;
            string fraction = (hundredths % 100).ToString();

            Console.WriteLine(
                Pad(name, NameWidth, false)
                + Pad((hundredths / 100).ToString() + (fraction.Length < 2 ? ".0" : ".") + fraction, NumberWidth, true)
                + " times");
        }

        private static string Pad(string text, int width, bool left)
        {
            string spaces = "";

            for (int i = text.Length; i < width; i++)
            {
                spaces += " ";
            }

            return left ? spaces + text : text + spaces;
        }
    }
}
