//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests
{
    [TestClass]
    public class CookieGateTests
    {
        private static readonly byte[] s_peer =
            { 6, 192, 0, 2, 1, 0x16, 0x34, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 };

        [TestMethod]
        public static void ReplyIsAHelloVerifyRequestWithTheNumbersOfTheHello()
        {
            byte[] reply = new byte[44];
            Hello hello = new Hello { Sequence = 0x1234, MessageSequence = 0x0005 };

            Assert.AreEqual(44, Gate(new ScriptedRandom()).WriteHelloVerifyRequest(hello.View(), 0, s_peer, reply, 0));
            Assert.AreEqual("16feff0000000000001234001f" + "030000130005000000000013" + "feff10",
                Hex.Format(reply, 0, 28));
        }

        /// <summary>A reply that is no longer than what it answers makes nobody's flood greater.</summary>
        [TestMethod]
        public static void ReplyIsNeverLongerThanTheShortestHello()
        {
            Hello shortest = new Hello();
            byte[] datagram = shortest.Build();
            byte[] reply = new byte[datagram.Length];

            Assert.AreEqual(67, datagram.Length);
            Assert.AreEqual(
                44, Gate(new ScriptedRandom()).WriteHelloVerifyRequest(shortest.View(), 0, s_peer, reply, 0));
        }

        [TestMethod]
        public static void CookieComesBackAndProvesTheAddress()
        {
            CookieGate gate = Gate(new ScriptedRandom());
            Hello hello = new Hello();

            Assert.IsFalse(gate.IsProven(hello.View(), s_peer, 0));
            hello.Cookie = Ask(gate, hello, 0);
            Assert.IsTrue(gate.IsProven(hello.View(), s_peer, 0));

            for (int i = 0; i < CookieGate.CookieLength; i++)
            {
                hello.Cookie[i] ^= 1;
                Assert.IsFalse(gate.IsProven(hello.View(), s_peer, 0));
                hello.Cookie[i] ^= 1;
            }
        }

        [TestMethod]
        [DataRow(0)]
        [DataRow(15)]
        [DataRow(17)]
        [DataRow(32)]
        public static void CookieOfAnotherLengthProvesNothing(int length)
        {
            CookieGate gate = Gate(new ScriptedRandom());
            Hello hello = new Hello();
            byte[] cookie = Ask(gate, hello, 0);

            hello.Cookie = new byte[length];
            System.Array.Copy(cookie, 0, hello.Cookie, 0, length < cookie.Length ? length : cookie.Length);
            Assert.IsFalse(gate.IsProven(hello.View(), s_peer, 0));
        }

        [TestMethod]
        public static void CookieBelongsToAddressAndHello()
        {
            CookieGate gate = Gate(new ScriptedRandom());
            Hello hello = new Hello();

            hello.Cookie = Ask(gate, hello, 0);

            for (int i = 0; i < PeerAddress.Size; i++)
            {
                byte[] other = PeerAddress.Copy(s_peer);

                other[i] ^= 1;
                Assert.IsFalse(gate.IsProven(hello.View(), other, 0));
            }

            Assert.IsFalse(gate.IsProven(new Hello { Cookie = hello.Cookie, Random = 1 }.View(), s_peer, 0));
            Assert.IsFalse(
                gate.IsProven(new Hello { Cookie = hello.Cookie, SessionId = new byte[1] }.View(), s_peer, 0));
            Assert.IsFalse(
                gate.IsProven(new Hello { Cookie = hello.Cookie, Suites = new ushort[] { 0xC0A4 } }.View(), s_peer, 0));
            Assert.IsTrue(gate.IsProven(new Hello { Cookie = hello.Cookie }.View(), s_peer, 0));
        }

        /// <summary>A client may change its extensions between its hellos, and its sequence numbers do
        /// change.</summary>
        [TestMethod]
        public static void CookieOutlivesOtherExtensionsAndNumbers()
        {
            CookieGate gate = Gate(new ScriptedRandom());
            byte[] cookie = Ask(gate, new Hello(), 0);
            Hello second = new Hello
            {
                Cookie = cookie,
                Sequence = 1,
                MessageSequence = 1,
                Extensions = Hex.Parse("000400170000")
            };

            Assert.IsTrue(gate.IsProven(second.View(), s_peer, 0));
        }

        /// <summary>A secret is in use for a minute, and accepted for one more; whatever the clock says when it
        /// begins.</summary>
        [TestMethod]
        [DataRow(0)]
        [DataRow(2147483647)]
        [DataRow(2147413647)]
        [DataRow(-30000)]
        public static void SecretIsRenewedAndItsPredecessorAcceptedOnce(int start)
        {
            CookieGate gate = Gate(new ScriptedRandom());
            byte[] first = Ask(gate, new Hello(), start);

            Assert.AreEqual(Hex.Format(first), Hex.Format(Ask(gate, new Hello(), start + 59999)));
            Assert.IsTrue(IsProven(gate, first, start + 59999));

            byte[] second = Ask(gate, new Hello(), start + 60000);

            Assert.AreNotEqual(Hex.Format(first), Hex.Format(second));
            Assert.IsTrue(IsProven(gate, first, start + 60000));
            Assert.IsTrue(IsProven(gate, second, start + 60000));
            Assert.IsTrue(IsProven(gate, first, start + 119999));
            Assert.IsFalse(IsProven(gate, first, start + 120000));
            Assert.IsTrue(IsProven(gate, second, start + 120000));
            Assert.IsTrue(IsProven(gate, second, start + 179999));
            Assert.IsFalse(IsProven(gate, second, start + 180000));
        }

        /// <summary>Nobody asked for two minutes: what is left is no predecessor any more.</summary>
        [TestMethod]
        [DataRow(119999, true)]
        [DataRow(120000, false)]
        [DataRow(1000000, false)]
        public static void SecretThatWasNotUsedExpires(int later, bool isProven)
        {
            CookieGate gate = Gate(new ScriptedRandom());
            byte[] cookie = Ask(gate, new Hello(), 0);

            Assert.AreEqual(isProven, IsProven(gate, cookie, later));
        }

        [TestMethod]
        public static void WithoutRandomnessThereIsNoReplyAndNoProof()
        {
            ScriptedRandom random = new ScriptedRandom { IsBroken = true };
            CookieGate gate = Gate(random);
            byte[] reply = new byte[44];

            Assert.AreEqual(0, gate.WriteHelloVerifyRequest(new Hello().View(), 0, s_peer, reply, 0));
            Assert.AreEqual(Hex.Format(new byte[44]), Hex.Format(reply));
            random.IsBroken = false;

            byte[] cookie = Ask(gate, new Hello(), 0);

            Assert.IsTrue(IsProven(gate, cookie, 0));

            // The source fails when the secret is to be renewed: nothing made with the old one is believed any more.
            random.IsBroken = true;
            Assert.IsFalse(IsProven(gate, cookie, 60000));
            random.IsBroken = false;
            Assert.IsFalse(IsProven(gate, cookie, 60000));
            Assert.IsTrue(IsProven(gate, Ask(gate, new Hello(), 60000), 60000));
        }

        private static CookieGate Gate(RandomSource random)
        {
            return new CookieGate(new FakeCiphers(), random);
        }

        private static byte[] Ask(CookieGate gate, Hello hello, int now)
        {
            byte[] reply = new byte[44];

            Assert.AreEqual(44, gate.WriteHelloVerifyRequest(hello.View(), 0, s_peer, reply, now));
            return Hello.GetCookie(reply);
        }

        private static bool IsProven(CookieGate gate, byte[] cookie, int now)
        {
            return gate.IsProven(new Hello { Cookie = cookie }.View(), s_peer, now);
        }
    }
}
