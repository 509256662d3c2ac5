//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests
{
    [TestClass]
    public class RandomSourceTests
    {
        [TestMethod]
        public static void BytesAreWrittenWhereTheyBelong()
        {
            byte[] buffer = new byte[20];

            Assert.IsTrue(new ScriptedRandom { Constant = 0xA5 }.TryFill(buffer, 2, 17));
            Assert.AreEqual("0000a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a500", Hex.Format(buffer));
        }

        [TestMethod]
        public static void SourceThatSaysItFailedIsRefused()
        {
            ScriptedRandom random = new ScriptedRandom { IsBroken = true };

            Assert.IsFalse(random.TryFill(new byte[32], 0, 32));
            random.IsBroken = false;
            Assert.IsTrue(random.TryFill(new byte[32], 0, 32));
        }

        [TestMethod]
        public static void NothingButZerosIsRefused()
        {
            ScriptedRandom random = new ScriptedRandom { Constant = 0 };

            Assert.IsFalse(random.TryFill(new byte[32], 0, 32));
            random.Constant = 1;
            Assert.IsTrue(random.TryFill(new byte[32], 0, 32));
            random.Constant = 0;
            Assert.IsFalse(random.TryFill(new byte[32], 0, 32));
        }

        [TestMethod]
        [DataRow(16)]
        [DataRow(32)]
        public static void SameBytesTwiceInARowAreRefused(int second)
        {
            ScriptedRandom random = new ScriptedRandom { Constant = 0x42 };

            Assert.IsTrue(random.TryFill(new byte[32], 0, 32));
            Assert.IsFalse(random.TryFill(new byte[32], 0, second));
            Assert.IsFalse(random.TryFill(new byte[32], 0, second));
            random.Constant = 0x43;
            Assert.IsTrue(random.TryFill(new byte[32], 0, second));
            random.Constant = 0x42;
            Assert.IsTrue(random.TryFill(new byte[32], 0, second));
        }

        [TestMethod]
        [DataRow(15)]
        [DataRow(1)]
        [DataRow(0)]
        [DataRow(-1)]
        public static void LessThanCanBeCheckedIsRefusedUnasked(int count)
        {
            ScriptedRandom random = new ScriptedRandom();

            Assert.IsFalse(random.TryFill(new byte[32], 0, count));
            Assert.AreEqual(0, random.Calls);
        }

        [TestMethod]
        public static void GoodSourceIsNeverRefused()
        {
            ScriptedRandom random = new ScriptedRandom();

            for (int i = 0; i < 100; i++)
            {
                Assert.IsTrue(random.TryFill(new byte[16], 0, 16));
            }

            Assert.AreEqual(100, random.Calls);
        }
    }
}
