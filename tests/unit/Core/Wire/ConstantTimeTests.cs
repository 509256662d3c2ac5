//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Tests
{
    [TestClass]
    public class ConstantTimeTests
    {
        [TestMethod]
        public static void EqualStretchesAreEqualWhereverTheyLie()
        {
            Assert.IsTrue(ConstantTime.AreEqual(Hex.Parse("00010203ff"), 1, Hex.Parse("aabb01020399"), 2, 3));
            Assert.IsTrue(ConstantTime.AreEqual(Hex.Parse("00"), 1, Hex.Parse("11"), 0, 0));
        }

        [TestMethod]
        public static void EachBitOfEachByteCounts()
        {
            byte[] left = Hex.Parse("ee0011aaff55ee");

            for (int i = 0; i < 5; i++)
            {
                for (int bit = 1; bit < 256; bit <<= 1)
                {
                    byte[] right = Hex.Parse("0011aaff55");

                    right[i] ^= (byte)bit;
                    Assert.IsFalse(ConstantTime.AreEqual(left, 1, right, 0, 5));
                    Assert.IsFalse(ConstantTime.AreEqual(right, 0, left, 1, 5));
                }
            }
        }

        [TestMethod]
        public static void BytesOutsideTheStretchesDoNotCount()
        {
            Assert.IsTrue(ConstantTime.AreEqual(Hex.Parse("01aa02"), 1, Hex.Parse("03aa04"), 1, 1));
        }
    }
}
