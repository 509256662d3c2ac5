//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Reflection;
using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests
{
    [TestClass]
    public class DropCountersTests
    {
        [TestMethod]
        public static void EachReasonHasACountOfItsOwn()
        {
            DropCounters drops = new DropCounters();

            Assert.AreEqual(20, DropCounters.ReasonCount);

            for (int i = 0; i < DropCounters.ReasonCount; i++)
            {
                for (int j = 0; j <= i; j++)
                {
                    drops.Add((DropReason)i);
                }
            }

            for (int i = 0; i < DropCounters.ReasonCount; i++)
            {
                Assert.AreEqual(i + 1, drops.Get((DropReason)i));
            }

            Assert.AreEqual(210, drops.Total);
        }

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

        // Counting that far would take a device a day.
        private static void Preset(DropCounters drops, DropReason reason, int count)
        {
            FieldInfo field = typeof(DropCounters).GetField("_counts", BindingFlags.NonPublic | BindingFlags.Instance);

            ((int[])field.GetValue(drops))[(int)reason] = count;
        }
    }
}
