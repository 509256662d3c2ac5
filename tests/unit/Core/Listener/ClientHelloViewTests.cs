//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Tests
{
    [TestClass]
    public class ClientHelloViewTests
    {
        private const string Start = "fefd 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

        [TestMethod]
        public static void FieldsAreFound()
        {
            ClientHelloView view = new ClientHelloView();

            Assert.IsTrue(
                Parse(view, Start + "02 aabb 03 010203 0004 c0a800ff 01 00 0004 00170000", TlsTransportKind.Datagram));
            Assert.AreEqual(0xFEFD, view.Version);
            Assert.AreEqual(0, view.Offset);
            Assert.AreEqual(2, view.RandomOffset);
            Assert.AreEqual(35, view.SessionIdOffset);
            Assert.AreEqual(2, view.SessionIdLength);
            Assert.AreEqual(38, view.CookieOffset);
            Assert.AreEqual(3, view.CookieLength);
            Assert.AreEqual(43, view.SuitesOffset);
            Assert.AreEqual(4, view.SuitesLength);
            Assert.AreEqual(48, view.CompressionOffset);
            Assert.AreEqual(1, view.CompressionLength);
            Assert.AreEqual(51, view.ExtensionsOffset);
            Assert.AreEqual(4, view.ExtensionsLength);
            Assert.IsTrue(view.Offers(0xC0A8));
            Assert.IsTrue(view.Offers(0x00FF));
            Assert.IsFalse(view.Offers(0xA800));
            Assert.IsFalse(view.Offers(0x0100));
        }

        [TestMethod]
        public static void StreamHasNoCookie()
        {
            ClientHelloView view = new ClientHelloView();

            Assert.IsTrue(Parse(view, Start + "00 0002 c0a8 01 00", TlsTransportKind.Stream));
            Assert.AreEqual(0, view.CookieLength);
            Assert.AreEqual(37, view.SuitesOffset);
            Assert.AreEqual(0, view.ExtensionsLength);
            Assert.IsFalse(Parse(view, Start + "00 0002 c0a8 01 00", TlsTransportKind.Datagram));
        }

        /// <summary>Of all its beginnings only the one that ends before the extensions is a ClientHello (RFC 5246,
        /// section 7.4.1.2).</summary>
        [TestMethod]
        [DataRow(0)]
        [DataRow(1)]
        public static void CutShortItIsMalformed(int kind)
        {
            bool isDatagram = kind == (int)TlsTransportKind.Datagram;
            byte[] body = Hex.Parse(
                Start + "02 aabb" + (isDatagram ? "03 010203" : string.Empty) + "0004 c0a800ff 01 00 0004 00170000");
            WireReader reader = new WireReader();

            for (int i = 0; i <= body.Length; i++)
            {
                reader.Reset(body, 0, i);
                Assert.AreEqual(
                    i == body.Length
                    || i == body.Length - 6, new ClientHelloView().Parse(reader, (TlsTransportKind)kind));
            }
        }

        [TestMethod]
        [DataRow("00 00 0002 c0a8 01 00", true)]
        [DataRow("00 00 0002 c0a8 01 00 0000", true)]
        [DataRow("00 00 0002 c0a8 02 0001", true)]
        [DataRow("00 00 0000 01 00", false)]
        [DataRow("00 00 0003 c0a800 01 00", false)]
        [DataRow("00 00 0001 c0 01 00", false)]
        [DataRow("00 00 0002 c0a8 00", false)]
        [DataRow("00 00 ffff c0a8 01 00", false)]
        [DataRow("00 00 0002 c0a8 01 00 00", false)]
        [DataRow("00 00 0002 c0a8 01 00 0000 00", false)]
        [DataRow("00 00 0002 c0a8 01 00 0001", false)]
        [DataRow("00 00 0002 c0a8 01 00 ffff 00", false)]
        [DataRow("00 01 0002 c0a8 01 00", false)]
        [DataRow("00 ff 0002 c0a8 01 00", false)]
        [DataRow("ff 00 0002 c0a8 01 00", false)]
        public static void LengthsHaveToAgree(string rest, bool isWellFormed)
        {
            Assert.AreEqual(isWellFormed, Parse(new ClientHelloView(), Start + rest, TlsTransportKind.Datagram));
        }

        [TestMethod]
        [DataRow(32, true)]
        [DataRow(33, false)]
        public static void SessionIdHasALimit(int length, bool isWellFormed)
        {
            byte[] body = new byte[34 + 1 + length + 7];

            body[34] = (byte)length;
            body[34 + 1 + length + 2] = 2;
            body[34 + 1 + length + 5] = 1;
            Assert.AreEqual(isWellFormed, Parse(new ClientHelloView(), body, TlsTransportKind.Datagram));
        }

        private static bool Parse(ClientHelloView view, string body, TlsTransportKind kind)
        {
            return Parse(view, Hex.Parse(body), kind);
        }

        private static bool Parse(ClientHelloView view, byte[] body, TlsTransportKind kind)
        {
            WireReader reader = new WireReader();

            reader.Reset(body, 0, body.Length);
            return view.Parse(reader, kind);
        }
    }
}
