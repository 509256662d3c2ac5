//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Tests
{
    [TestClass]
    public class AsciiTextTests
    {
        [TestMethod]
        public static void TextIsFoundWhereItWasPut()
        {
            byte[] buffer = new byte[6];

            AsciiText.Put("abc", buffer, 2);
            Assert.AreEqual("000061626300", Hex.Format(buffer));
            Assert.IsTrue(AsciiText.IsAt("abc", buffer, 2, 3));
        }

        [TestMethod]
        public static void OtherBytesAreNotTheText()
        {
            byte[] buffer = Hex.Parse("61626361");

            Assert.IsFalse(AsciiText.IsAt("abc", buffer, 0, 4));
            Assert.IsFalse(AsciiText.IsAt("abc", buffer, 0, 2));
            Assert.IsFalse(AsciiText.IsAt("abc", buffer, 1, 3));
            Assert.IsFalse(AsciiText.IsAt("abd", buffer, 0, 3));
            Assert.IsTrue(AsciiText.IsAt("", buffer, 4, 0));
        }
    }
}
