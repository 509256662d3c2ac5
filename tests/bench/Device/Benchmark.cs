//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Bench
{
    /// <summary>
    /// Work that is done some times over, and measured.
    /// </summary>
    internal abstract class Benchmark
    {
        private readonly string _name;
        private readonly int _units;

        /// <summary>Describes work that consists of so many units at each time.</summary>
        protected Benchmark(string name, int units)
        {
            _name = name;
            _units = units;
        }

        /// <summary>Measures, and prints a row.</summary>
        /// <returns>What one unit costs.</returns>
        public long Measure()
        {
            // Tables are made, and on .NET code is compiled, before.
            Run(Meter.Repeat);

            long allocated = Meter.Allocated;
            long start = Meter.Now;
            Run(Meter.Repeat);
            long cost = Meter.PerUnit(Meter.Since(start), Meter.Repeat * _units);
            allocated = (Meter.Allocated - allocated) / (Meter.Repeat * _units);
            Report.Row(
                _name, cost, Meter.Unit, Meter.HasAllocations
                ? allocated.ToString() + " " + Meter.AllocationUnit + " allocated"
                : "");
            return cost;
        }

        /// <summary>Does the work.</summary>
        protected abstract void Run(int times);
    }
}
