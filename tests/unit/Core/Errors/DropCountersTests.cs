//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

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

            Assert.AreEqual(21, DropCounters.ReasonCount);

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

            Assert.AreEqual(231, drops.Total);
        }
    }
}
