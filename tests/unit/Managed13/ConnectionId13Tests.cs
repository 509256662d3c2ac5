//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// Messages about connection IDs (RFC 9147, section 9).
    /// </summary>
    [TestClass]
    public class ConnectionId13Tests
    {
        private const int Suite = 0x1301;
        private const int Handshake = 22;
        private const int RequestConnectionId = 9;
        private const int NewConnectionId = 10;
        private const int FarNumber = 40;

        private static readonly byte[] s_own = { 1, 2, 3 };

        [TestMethod]
        [DataRow("000504090909" + "09" + "00", "09090909")]
        [DataRow("000a00030908070401020304" + "00", "090807")]
        [DataRow("000504090909" + "09" + "01", "010203")]
        [DataRow("000001", "010203")]
        public static void NewOneIsUsedIfThatIsWanted(string body, string used)
        {
            Pair13 pair = Create(s_own, new byte[0]);

            Say(pair, NewConnectionId, body, null);
            pair.Server.Send(new byte[10]);

            // The acknowledgement goes first or last, and carries it as well.
            while (pair.Server.Outbox.Count > 0)
            {
                byte[] record = pair.Server.Take();

                Assert.AreEqual(0x30, record[0] & 0x30);
                Assert.AreEqual(used, Hex.Format(record, 1, used.Length / 2));
            }

            Assert.IsTrue(pair.Server.IsConnected);
        }

        [TestMethod]
        [DataRow("000000", (int)TlsErrorCause.IllegalParameter)]
        [DataRow("00010000", (int)TlsErrorCause.IllegalParameter)]
        [DataRow("0005040909090902", (int)TlsErrorCause.IllegalParameter)]
        [DataRow("00050409090909", (int)TlsErrorCause.DecodeError)]
        [DataRow("0004040909090900", (int)TlsErrorCause.DecodeError)]
        [DataRow("00020509090909090900", (int)TlsErrorCause.DecodeError)]
        [DataRow("", (int)TlsErrorCause.DecodeError)]
        public static void MalformedOneEndsTheSession(string body, int cause)
        {
            Pair13 pair = Create(s_own, new byte[0]);

            Say(pair, NewConnectionId, body, null);
            Assert.AreEqual(cause, (int)pair.Server.Engine.Error.Cause);
        }

        [TestMethod]
        public static void RequestIsAnsweredWithNone()
        {
            Pair13 pair = Create(new byte[0], s_own);

            Say(pair, RequestConnectionId, "03", s_own);
            Assert.IsTrue(pair.Server.IsConnected);
            Assert.AreEqual(1, pair.Server.Outbox.Count, "the answer");

            pair.Exchange();
            pair.Wait(2000);
            pair.Talk();
        }

        [TestMethod]
        public static void WhoSendsNoneMayNotAsk()
        {
            Pair13 pair = Create(s_own, new byte[0]);

            Say(pair, RequestConnectionId, "01", null);
            Assert.AreEqual((int)TlsErrorCause.UnexpectedMessage, (int)pair.Server.Engine.Error.Cause);
        }

        [TestMethod]
        public static void EmptyOnesAreNone()
        {
            Pair13 pair = Create(new byte[0], new byte[0]);

            pair.Talk();
            Say(pair, NewConnectionId, "0005040909090900", null);
            Assert.AreEqual((int)TlsErrorCause.UnexpectedMessage, (int)pair.Server.Engine.Error.Cause);
        }

        private static Pair13 Create(byte[] client, byte[] server)
        {
            Pair13 pair = new Pair13(
                TlsTransportKind.Datagram, Pair13.NewOptions(Suite), Pair13.NewOptions(Suite), Psk.Store(), Psk.Store(),
                false);

            pair.Client.Engine.ConnectionId = client;
            pair.Server.Engine.ConnectionId = server;
            pair.Run();
            Assert.IsTrue(pair.IsConnected);
            return pair;
        }

        // As the client would: its Finished was its second message.
        private static void Say(Pair13 pair, int type, string body, byte[] connectionId)
        {
            byte[] secret = pair.ServerSecrets.Get("CLIENT_TRAFFIC_SECRET_0");
            byte[] message = Forger13.Message(type, 2, Hex.Parse(body));

            pair.Server.Deliver(
                Forger13.Protect(Suite, secret, 3, FarNumber, Handshake, message, connectionId), pair.Now);
        }
    }
}
