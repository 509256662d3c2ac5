//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// Flights that are lost and flights that are repeated, on virtual time.
    /// </summary>
    [TestClass]
    public class HostileFlightTests
    {
        private const int Datagram = (int)TlsTransportKind.Datagram;
        private const int Stream = (int)TlsTransportKind.Stream;
        private const int Client = (int)TlsRole.Client;
        private const int Server = (int)TlsRole.Server;

        /// <summary>Case 34: a repeated flight is answered once in half a period, however often it comes.</summary>
        [TestMethod]
        public static void FloodOfARepeatedFlightIsAnsweredOnce()
        {
            Duel duel = new Duel(Server, Datagram);
            byte[] hello = duel.Peer.ClientHello();

            duel.Deliver(hello);
            Assert.AreEqual(1, duel.Sent);

            for (int i = 0; i < 50; i++)
            {
                duel.Deliver(hello);
            }

            Assert.AreEqual(1, duel.Sent);
            duel.Now = 600;

            for (int i = 0; i < 50; i++)
            {
                duel.Deliver(hello);
            }

            Assert.AreEqual(2, duel.Sent);
            Assert.AreEqual(100, duel.Side.Drops.Get(DropReason.Duplicate));
        }

        /// <summary>Case 34: so it is with all records of a repeated flight in one datagram.</summary>
        [TestMethod]
        public static void RepeatedFlightOfSeveralRecordsIsAnsweredOnce()
        {
            Duel duel = new Duel(Client, Datagram);
            byte[] hello = duel.Peer.ServerHello();
            byte[] flight = Forge.Join(hello, duel.Peer.ServerHelloDone());

            duel.Deliver(flight);
            Assert.AreEqual(2, duel.Sent);
            duel.Now = 999;
            duel.Deliver(flight);
            Assert.AreEqual(3, duel.Sent);
            duel.Deliver(flight);
            Assert.AreEqual(3, duel.Sent);
        }

        /// <summary>Case 34, over a stream: nothing is ever sent twice, so a repetition is an error.</summary>
        [TestMethod]
        public static void RepeatedFlightEndsAStream()
        {
            Duel duel = new Duel(Server, Stream);
            byte[] hello = duel.Peer.ClientHello();

            duel.Deliver(hello);
            duel.ExpectFatal(hello, TlsErrorCause.UnexpectedMessage, TlsAlert.UnexpectedMessage);
        }

        /// <summary>Case 35: a server that is connected still answers the Finished of a client that is not.</summary>
        [TestMethod]
        public static void LostLastFlightIsSentAgain()
        {
            Duel duel = Duel.At(Server, Datagram, Duel.Changed);
            byte[] verifyData = duel.Peer.VerifyData(TlsRole.Client);
            byte[] finished = Forge.Fragment(HandshakeType.Finished, duel.Peer.NextSent, 12, 0, verifyData);

            duel.Advance(Duel.Open);

            int sent = duel.Sent;
            byte[] repeated = duel.Peer.Write(ContentType.Handshake, 1, finished);

            duel.Deliver(repeated);
            Assert.AreEqual(sent + 1, duel.Sent);
            Assert.AreEqual(1, duel.Side.Drops.Get(DropReason.Duplicate));

            // The same record once more is a replay, and gets nothing.
            duel.ExpectDrop(repeated, DropReason.Replayed);
            duel.ExpectLives();
        }

        /// <summary>Case 35: the client, for its part, passes over a Finished that comes again.</summary>
        [TestMethod]
        public static void RepeatedLastFlightIsPassedOver()
        {
            Duel duel = Duel.At(Client, Datagram, Duel.Changed);
            byte[] finished =
                Forge.Fragment(HandshakeType.Finished, duel.Peer.NextSent, 12, 0, duel.Peer.VerifyData(TlsRole.Server));

            duel.Advance(Duel.Open);
            duel.ExpectDrop(duel.Peer.ChangeCipherSpec(), DropReason.WrongEpoch);
            duel.ExpectDrop(duel.Peer.Write(ContentType.Handshake, 1, finished), DropReason.Unexpected);
            duel.ExpectLives();
        }

        /// <summary>Case 35: where no datagram holds the whole last flight, all of it is sent again.</summary>
        [TestMethod]
        public static void LostLastFlightIsSentAgainInNarrowDatagrams()
        {
            TlsSessionOptions options =
                new TlsSessionOptions { Mtu = 100, CipherSuites = new ushort[] { TlsCipherSuite.PskWithAes128Ccm8 } };
            EnginePair pair = new EnginePair(TlsTransportKind.Datagram, options, options, Psk.Store(), Psk.Store(), 64);

            pair.Start();

            // The server's last flight is lost entirely.
            while (!pair.Server.IsConnected)
            {
                if (pair.Server.Outbox.Count > 0)
                {
                    pair.Client.Deliver(pair.Server.Take(), pair.Now);
                }
                else
                {
                    pair.Server.Deliver(pair.Client.Take(), pair.Now);
                }
            }

            pair.Server.Outbox.Clear();
            Assert.IsFalse(pair.Client.IsConnected);
            pair.ExchangeUntil(1600);
            Assert.IsTrue(pair.Client.IsConnected, "the client never got the Finished");
        }

        /// <summary>Case 36: 1, 2, 4 ... 60 seconds (RFC 6347, section 4.2.4.1), each up to half longer, and an
        /// end.</summary>
        [TestMethod]
        public static void TimerDoublesUpToItsLimit()
        {
            Duel duel = new Duel(Client, Datagram, new TlsSessionOptions { HandshakeTimeout = 400000 });
            int[] periods = { 1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000, 60000 };

            for (int i = 0; i < periods.Length; i++)
            {
                duel.ExpectDue(periods[i]);
                duel.Now = duel.Side.Engine.Deadline - 1;
                duel.AdvanceTime(0);
                Assert.AreEqual(1 + i, duel.Sent);
                duel.AdvanceTime(1);
                Assert.AreEqual(2 + i, duel.Sent);
            }

            duel.Now = 400000;
            duel.AdvanceTime(0);
            duel.ExpectEnd(TlsErrorCause.HandshakeTimeout, TlsAlert.None);
        }

        /// <summary>Clients that begin together do not repeat together.</summary>
        [TestMethod]
        public static void TimersOfACrowdAreSpread()
        {
            int[] due = new int[16];
            int different = 0;

            for (int i = 0; i < due.Length; i++)
            {
                DropCounters drops = new DropCounters();
                TlsEngine engine = StackUnderTest.Create(new TestRandom(1000 + i)).CreateEngine(
                    TlsRole.Client, TlsTransportKind.Datagram, new TlsSessionOptions(), Psk.Store(), drops);

                new EngineSide(engine, drops, 1500).Start(0);
                due[i] = engine.Deadline;

                if (System.Array.IndexOf(due, due[i], 0, i) < 0)
                {
                    different++;
                }
            }

            Assert.IsTrue(different >= 12, different.ToString() + " of 16 differ");
        }

        /// <summary>Case 36: first and longest timeout are the session's own.</summary>
        [TestMethod]
        public static void TimersAreOptions()
        {
            Duel duel = new Duel(
                Client, Datagram,
                new TlsSessionOptions { FirstTimeout = 9000, MaxTimeout = 20000, HandshakeTimeout = 80000 });
            int[] periods = { 9000, 18000, 20000 };

            for (int i = 0; i < periods.Length; i++)
            {
                duel.ExpectDue(periods[i]);
                duel.AdvanceToDeadline();
            }

            duel.AdvanceToDeadline();
            Assert.AreEqual(80000, duel.Side.Engine.Deadline);
        }

        /// <summary>Case 36: the next flight begins with the first timeout again.</summary>
        [TestMethod]
        public static void AnswerResetsTheTimer()
        {
            Duel duel = new Duel(Client, Datagram);

            duel.AdvanceToDeadline();
            duel.AdvanceToDeadline();
            duel.ExpectDue(4000);
            duel.Deliver(duel.Peer.HelloVerifyRequest(new byte[] { 1, 2, 3 }));
            duel.ExpectDue(1000);
            duel.AdvanceToDeadline();
            duel.ExpectDue(2000);
            duel.Advance(Duel.Keys);
            duel.ExpectDue(1000);
            duel.ExpectLives();
            Assert.IsFalse(duel.Side.Engine.HasDeadline);
        }

        /// <summary>
        /// Case 36: a server repeats its flight as well, but sends no more than three times what it got before there is
        /// a key exchange: a hello that is played back, with its good cookie, makes it send to somebody who has not
        /// asked. And a client that says nothing more has half the time.
        /// </summary>
        [TestMethod]
        public static void ServerRepeatsItsFlightWithinBounds()
        {
            Duel duel = Duel.At(Server, Datagram, Duel.Hello);

            while (duel.Side.EndCount == 0)
            {
                duel.AdvanceToDeadline();
            }

            Assert.IsTrue(duel.Sent >= 2, "nothing was repeated");
            Assert.IsTrue(
                duel.SentBytes <= 3 * duel.GivenBytes, duel.SentBytes.ToString() + " bytes for "
                + duel.GivenBytes.ToString());
            Assert.AreEqual(15000, duel.Now);
            duel.ExpectEnd(TlsErrorCause.HandshakeTimeout, TlsAlert.None);
        }

        /// <summary>Case 36: once the client has sent its key exchange, the handshake has all of its time.</summary>
        [TestMethod]
        public static void ServerWaitsForFinishedAllOfTheTime()
        {
            Duel duel = Duel.At(Server, Datagram, Duel.Keys);

            while (duel.Side.EndCount == 0)
            {
                duel.AdvanceToDeadline();
            }

            Assert.AreEqual(30000, duel.Now);
        }

        /// <summary>Case 36, over a stream: nothing is repeated, but the whole has its deadline.</summary>
        [TestMethod]
        [DataRow(Client)]
        [DataRow(Server)]
        public static void HandshakeOverAStreamHasADeadline(int role)
        {
            Duel duel = new Duel(role, Stream);
            int sent = duel.Sent;

            Assert.AreEqual(30000, duel.Side.Engine.Deadline);
            duel.AdvanceTime(29999);
            Assert.AreEqual(0, duel.Side.EndCount);
            duel.AdvanceTime(1);
            Assert.AreEqual(sent, duel.Sent);
            duel.ExpectEnd(TlsErrorCause.HandshakeTimeout, TlsAlert.None);
        }

        /// <summary>Case 36: what was repeated in vain is tried in smaller datagrams (RFC 6347, section
        /// 4.1.1.1).</summary>
        [TestMethod]
        public static void RepeatedLossNarrowsTheDatagrams()
        {
            Duel duel = new Duel(Client, Datagram);

            duel.Deliver(duel.Peer.HelloVerifyRequest(new byte[255]));

            for (int i = 0; i < 4; i++)
            {
                duel.Now = duel.Side.Engine.Deadline;
                duel.Side.Pass(duel.Now);

                int count = duel.Side.Outbox.Count;

                Assert.AreEqual(i < 2 ? 1 : 2, count);

                for (int j = 0; j < count; j++)
                {
                    Assert.AreEqual(i < 2, duel.Side.Take().Length > 256);
                }
            }
        }

        /// <summary>Case 36: the clock wraps around in the middle of a handshake.</summary>
        [TestMethod]
        public static void TimerSurvivesTheWrapOfTheClock()
        {
            EnginePair pair = new EnginePair(TlsTransportKind.Datagram);

            pair.Now = int.MaxValue - 500;
            pair.Start();
            pair.Client.Outbox.Clear();
            pair.Now = pair.Client.Engine.Deadline - 1;
            pair.Client.Pass(pair.Now);
            Assert.AreEqual(0, pair.Client.Outbox.Count);
            pair.Now += 1;
            pair.Client.Pass(pair.Now);
            Assert.AreEqual(1, pair.Client.Outbox.Count);
            pair.Exchange();
            Assert.IsTrue(pair.IsConnected);
        }
    }
}
