//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Bench
{
    /// <summary>
    /// Measures somebody's calls: it is told when one begins and when it has ended.
    /// </summary>
    internal abstract class Gauge
    {
        public abstract void Enter();

        public abstract void Leave();
    }

    /// <summary>
    /// Adds up what calls cost.
    /// </summary>
    internal sealed class CostGauge : Gauge
    {
        private long _start;
        private long _allocatedBefore;

        /// <summary>What the calls cost, in counts of <see cref="Meter"/>.</summary>
        public long Cost { get; private set; }

        /// <summary>What the calls allocated.</summary>
        public long Allocated { get; private set; }

        /// <summary>Begins to count anew.</summary>
        public void Clear()
        {
            Cost = 0;
            Allocated = 0;
        }

        public override void Enter()
        {
            _allocatedBefore = Meter.Allocated;
            _start = Meter.Now;
        }

        public override void Leave()
        {
            Cost += Meter.Since(_start);
            Allocated += Meter.Allocated - _allocatedBefore;
        }
    }
}
