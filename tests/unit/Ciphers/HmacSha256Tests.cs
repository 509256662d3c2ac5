//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;
using NanoTlsMan.Ciphers;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// A key that is kept for many messages; what the code is of each is in CipherProviders.
    /// </summary>
    [TestClass]
    public class HmacSha256Tests
    {
        [TestMethod]
        public static void OneKeyServesManyMessages()
        {
            byte[] key = Hex.Parse("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b");
            byte[] message = Hex.FromText("Hi There");
            byte[] mac = new byte[HmacSha256.MacLength];
            HmacSha256 hmac = new HmacSha256(key, 0, key.Length);

            for (int i = 0; i < 3; i++)
            {
                // What was begun and given up must leave no trace.
                hmac.Update(key, 0, i);
                hmac.Reset();
                hmac.Update(message, 0, 3);
                hmac.Update(message, 3, message.Length - 3);
                hmac.GetMac(mac, 0);
                Assert.AreEqual("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7", Hex.Format(mac));
            }
        }

        [TestMethod]
        public static void ADisposedKeyRefusesToWork()
        {
            HmacSha256 hmac = new HmacSha256(new byte[1], 0, 1);
            hmac.Dispose();
            hmac.Dispose();

            bool refused = false;
            try
            {
                hmac.Reset();
            }
            catch (System.Exception)
            {
                refused = true;
            }

            Assert.IsTrue(refused);
        }
    }
}
