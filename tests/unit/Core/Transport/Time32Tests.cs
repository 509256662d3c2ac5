//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests
{
    [TestClass]
    public class Time32Tests
    {
        private const int LastBeforeTheWrap = 2147483647;
        private const int FirstBehindTheWrap = -2147483648;

        [TestMethod]
        [DataRow(100, 40, 60)]
        [DataRow(100, 100, 0)]
        [DataRow(100, 101, 0)]
        [DataRow(5, -5, 10)]
        [DataRow(-5, 5, 0)]
        [DataRow(FirstBehindTheWrap + 9, LastBeforeTheWrap - 10, 20)]
        [DataRow(LastBeforeTheWrap - 10, FirstBehindTheWrap + 9, 0)]
        [DataRow(FirstBehindTheWrap, LastBeforeTheWrap, 1)]
        public static void UntilIsTheTimeLeft(int time, int now, int left)
        {
            Assert.AreEqual(left, Time32.Until(time, now));
            Assert.AreEqual(left == 0, Time32.IsDue(time, now));
        }

        [TestMethod]
        [DataRow(1, 2, 1)]
        [DataRow(2, 1, 1)]
        [DataRow(7, 7, 7)]
        [DataRow(-1, 0, -1)]
        [DataRow(LastBeforeTheWrap, FirstBehindTheWrap, LastBeforeTheWrap)]
        [DataRow(FirstBehindTheWrap, LastBeforeTheWrap, LastBeforeTheWrap)]
        [DataRow(FirstBehindTheWrap + 5, FirstBehindTheWrap + 4, FirstBehindTheWrap + 4)]
        public static void EarlierIsTheOneThatComesFirst(int left, int right, int earlier)
        {
            Assert.AreEqual(earlier, Time32.Earlier(left, right));
        }

        [TestMethod]
        public static void LongestWaitWorksFromEveryTime()
        {
            // In steps of an eighth of the clock's round.
            int now = 0;

            for (int i = 0; i < 8; i++)
            {
                now += 0x20000000;

                int end = now + Time32.LongestWait;

                Assert.AreEqual(1073741824, Time32.Until(end, now));
                Assert.IsFalse(Time32.IsDue(end, now));
                Assert.IsTrue(Time32.IsDue(end, end));
                Assert.IsTrue(Time32.IsDue(end, end + 1000000000));
                Assert.AreEqual(now, Time32.Earlier(end, now));
            }
        }
    }
}
