//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

// Counting that far would take a device a day; reflection, which device code does without, takes no time.
#if !NANOFRAMEWORK_1_0

using System.Reflection;
using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests
{
    [TestClass]
    public class DropCountersLimitTests
    {
        [TestMethod]
        public static void CountStopsAtItsGreatestValue()
        {
            DropCounters drops = new DropCounters();

            Preset(drops, DropReason.BadMac, 2147483646);
            drops.Add(DropReason.BadMac);
            Assert.AreEqual(2147483647, drops.Get(DropReason.BadMac));
            drops.Add(DropReason.BadMac);
            Assert.AreEqual(2147483647, drops.Get(DropReason.BadMac));
            Assert.AreEqual(2147483647, drops.Total);
        }

        [TestMethod]
        public static void SumStopsAtItsGreatestValue()
        {
            DropCounters drops = new DropCounters();

            Preset(drops, DropReason.TooShort, 2147483647);
            Preset(drops, DropReason.Replayed, 1);
            Assert.AreEqual(2147483647, drops.Total);
            Preset(drops, DropReason.Replayed, 2147483647);
            Preset(drops, DropReason.QueueFull, 2147483647);
            Assert.AreEqual(2147483647, drops.Total);
        }

        private static void Preset(DropCounters drops, DropReason reason, int count)
        {
            FieldInfo field = typeof(DropCounters).GetField("_counts", BindingFlags.NonPublic | BindingFlags.Instance);

            ((int[])field.GetValue(drops))[(int)reason] = count;
        }
    }
}

#endif
