//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests
{
    [TestClass]
    public class PeerAddressTests
    {
        [TestMethod]
        public static void EachByteOfAnAddressCounts()
        {
            for (int length = 1; length < PeerAddress.Size; length++)
            {
                byte[] left = Address(length);

                Assert.IsTrue(PeerAddress.AreEqual(left, Address(length)));

                for (int i = 0; i <= length; i++)
                {
                    byte[] right = Address(length);

                    right[i] ^= 0x80;
                    Assert.IsFalse(PeerAddress.AreEqual(left, right));
                }
            }
        }

        [TestMethod]
        public static void AddressIsNoneOfItsBeginnings()
        {
            byte[] shorter = Address(6);
            byte[] longer = Address(6);

            longer[0] = 7;
            Assert.IsFalse(PeerAddress.AreEqual(shorter, longer));
            Assert.IsFalse(PeerAddress.AreEqual(longer, shorter));
        }

        [TestMethod]
        public static void CopyIsAnArrayOfItsOwn()
        {
            byte[] address = Address(18);
            byte[] copy = PeerAddress.Copy(address);

            CollectionAssert.AreEqual(address, copy);
            address[18]++;
            Assert.IsFalse(PeerAddress.AreEqual(address, copy));
            Assert.AreEqual(PeerAddress.Size, copy.Length);
        }

        private static byte[] Address(int length)
        {
            byte[] address = new byte[PeerAddress.Size];

            address[0] = (byte)length;

            for (int i = 1; i <= length; i++)
            {
                address[i] = (byte)(i * 3);
            }

            return address;
        }
    }
}
