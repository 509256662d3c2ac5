//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// What comes, or happens, while an engine is in the middle of a calculation.
    /// </summary>
    [TestClass]
    public class HostileCalculationTests
    {
        private const int Datagram = (int)TlsTransportKind.Datagram;
        private const int Stream = (int)TlsTransportKind.Stream;

        // When to stop the server: it makes its key share, or it computes the shared secret.
        private const int AtHello = 0;
        private const int AtShare = 1;

        private const int MostSteps = 10000;

        private static readonly byte[] s_room = new byte[1400];

        /// <summary>However a session ends in the middle of a calculation, it ends once and says nothing
        /// more.</summary>
        [TestMethod]
        [DataRow(AtHello, 0)]
        [DataRow(AtHello, 1)]
        [DataRow(AtHello, 2)]
        [DataRow(AtShare, 0)]
        [DataRow(AtShare, 1)]
        [DataRow(AtShare, 2)]
        public static void SessionMayEndInTheMiddleOfACalculation(int moment, int how)
        {
            for (int kind = Datagram; kind <= Stream; kind++)
            {
                KeyedPair pair = CreatePair(kind);

                LeadTo(pair, moment);

                TlsEngine engine = pair.Server.Engine;

                Assert.AreEqual((int)TlsPollResult.Busy, (int)engine.Poll(s_room, 0, s_room.Length));

                switch (how)
                {
                    case 0:
                        engine.Close();
                        pair.Server.Drain();
                        Assert.IsTrue(pair.Server.IsClosed);
                        break;

                    case 1:
                        engine.HandleTimeout(1000000);
                        pair.Server.Drain();
                        Assert.AreEqual((int)TlsErrorCause.HandshakeTimeout, (int)engine.Error.Cause);
                        break;

                    default:
                        engine.Dispose();
                        pair.Server.Drain();
                        Assert.AreEqual(0, pair.Server.EndCount);
                        Assert.AreEqual(0, pair.Server.Outbox.Count);
                        break;
                }

                int said = pair.Server.Outbox.Count;
                int ends = pair.Server.EndCount;

                // Whatever comes now is nobody's.
                engine.HandleInput(new byte[64], 0, 64, 0);
                engine.HandleTimeout(2000000);
                engine.Close();
                engine.HandleEndOfStream();
                engine.Dispose();
                pair.Server.Drain();
                Assert.AreEqual(said, pair.Server.Outbox.Count, "something was said behind the end");
                Assert.AreEqual(ends, pair.Server.EndCount, "there are two ends");
                Assert.AreEqual(0, pair.Server.ConnectedCount);
            }
        }

        /// <summary>A stream that ends in the middle of a calculation.</summary>
        [TestMethod]
        [DataRow(AtHello)]
        [DataRow(AtShare)]
        public static void StreamMayEndInTheMiddleOfACalculation(int moment)
        {
            KeyedPair pair = CreatePair(Stream);

            LeadTo(pair, moment);
            pair.Server.Engine.HandleEndOfStream();
            pair.Server.Drain();
            Assert.IsTrue(pair.Server.IsFailed);
            Assert.AreEqual((int)TlsErrorCause.Truncated, (int)pair.Server.Engine.Error.Cause);
        }

        /// <summary>Case 12: more records than are kept, of any kind, while the server computes: they are dropped, and
        /// the
        /// handshake goes on.</summary>
        [TestMethod]
        [DataRow(ContentType.Handshake, 0)]
        [DataRow(ContentType.Handshake, 1)]
        [DataRow(ContentType.ChangeCipherSpec, 0)]
        [DataRow(ContentType.Alert, 0)]
        [DataRow(ContentType.ApplicationData, 0)]
        [DataRow(ContentType.ApplicationData, 1)]
        [DataRow(99, 0)]
        public static void FloodInTheMiddleOfACalculationIsKeptWithinBounds(int type, int epoch)
        {
            KeyedPair pair = CreatePair(Datagram);

            LeadTo(pair, AtHello);

            for (int i = 0; i < 100; i++)
            {
                byte[] content = type == ContentType.Handshake && epoch == 0
                    ? Forge.Fragment(HandshakeType.ClientKeyExchange, 3, 200, 0, new byte[50])
                    : type == ContentType.Alert ? Forge.Alert(2, TlsAlert.HandshakeFailure) : new byte[] { 1 };
                byte[] record =
                    Forge.Record(TlsTransportKind.Datagram, type, epoch, (ulong)(100 + i), content);

                pair.Server.Engine.HandleInput(record, 0, record.Length, 0);
                Assert.AreEqual(
                    (int)TlsPollResult.Busy, (int)pair.Server.Engine.Poll(s_room, 0, s_room.Length),
                    "the calculation is over before all of it came");
            }


            // 512 bytes are kept of what may be wanted, that is 36 of the shortest records, and nothing of the rest.
            int least = type == ContentType.Handshake || type == ContentType.ChangeCipherSpec ? 64 : 100;

            Assert.IsTrue(pair.Server.Drops.Total >= least, "dropped only " + pair.Server.Drops.Total.ToString());
            pair.Server.Drain();
            Assert.AreEqual(1, pair.Server.Outbox.Count, "the server's flight");
            Assert.AreEqual(0, pair.Server.EndCount);
            pair.Exchange();

            // What was kept of it has the place of the client's flight, which is repeated then.
            for (int now = 2000; now < 20000 && !pair.IsConnected; now += 2000)
            {
                pair.Client.Pass(now);
                Exchange(pair, now);
            }

            Assert.IsTrue(pair.IsConnected);
        }

        /// <summary>Case 11: application data behind the client's Finished while the server still verifies the proof is
        /// not
        /// taken before the channel is open.</summary>
        [TestMethod]
        public static void ForgedDataInTheMiddleOfACalculationIsDropped()
        {
            KeyedPair pair = CreatePair(Datagram);
            byte[] data = Forge.Record(
                TlsTransportKind.Datagram, ContentType.ApplicationData, 1, 1, new byte[40]);

            LeadTo(pair, AtShare);
            pair.Server.Engine.HandleInput(data, 0, data.Length, 0);
            pair.Server.Drain();
            pair.Exchange();
            Assert.AreEqual(0, pair.Server.Inbox.Count);
            Assert.AreEqual(1, pair.Server.Drops.Get(DropReason.WrongEpoch));
            Assert.IsTrue(pair.IsConnected);
        }

        /// <summary>Case 34: the client repeats itself while the server computes: it is answered once.</summary>
        [TestMethod]
        public static void RepetitionsInTheMiddleOfACalculationAreAnsweredOnce()
        {
            KeyedPair pair = CreatePair(Datagram);

            pair.Server.Start(0);
            pair.Client.Start(0);

            byte[] hello = pair.Client.Take();

            pair.Server.Engine.HandleInput(Forge.Copy(hello), 0, hello.Length, 0);

            for (int i = 0; i < 20; i++)
            {
                Assert.AreEqual((int)TlsPollResult.Busy, (int)pair.Server.Engine.Poll(s_room, 0, s_room.Length));
                pair.Server.Engine.HandleInput(Forge.Copy(hello), 0, hello.Length, 0);
            }

            pair.Server.Drain();
            Assert.AreEqual(1, pair.Server.Outbox.Count);
            pair.Exchange();
            Assert.IsTrue(pair.IsConnected);
        }

        /// <summary>Case 34: the whole of the client's last flight comes again, again and again, while the server
        /// computes.</summary>
        [TestMethod]
        public static void RepeatedFlightInTheMiddleOfACalculationDoesNoHarm()
        {
            KeyedPair pair = CreatePair(Datagram);

            pair.Server.Start(0);
            pair.Client.Start(0);
            pair.Server.Deliver(pair.Client.Take(), 0);
            pair.Client.Deliver(pair.Server.Take(), 0);

            byte[] flight = pair.Client.Take();

            pair.Server.Engine.HandleInput(Forge.Copy(flight), 0, flight.Length, 0);

            for (int i = 0; i < 20; i++)
            {
                Assert.AreEqual((int)TlsPollResult.Busy, (int)pair.Server.Engine.Poll(s_room, 0, s_room.Length));
                pair.Server.Engine.HandleInput(Forge.Copy(flight), 0, flight.Length, 0);
            }

            pair.Server.Drain();
            pair.Exchange();
            Assert.IsTrue(pair.IsConnected);
            Assert.AreEqual(0, pair.Server.EndCount);
        }

        /// <summary>Case 50: a forged fatal alert in the middle of a calculation is no cause of its end.</summary>
        [TestMethod]
        public static void ForgedAlertInTheMiddleOfACalculationIsDropped()
        {
            KeyedPair pair = CreatePair(Datagram);
            byte[] alert = Forge.Record(
                TlsTransportKind.Datagram, ContentType.Alert, 0, 50, Forge.Alert(2, TlsAlert.HandshakeFailure));

            LeadTo(pair, AtShare);
            pair.Server.Engine.HandleInput(alert, 0, alert.Length, 0);
            pair.Server.Drain();
            pair.Exchange();
            Assert.IsTrue(pair.IsConnected);
        }

        /// <summary>A stream is not read on while there is something to compute.</summary>
        [TestMethod]
        public static void InputOnAStreamWaitsForTheCalculation()
        {
            KeyedPair pair = CreatePair(Stream);

            LeadTo(pair, AtHello);
            Assert.AreEqual(0, pair.Server.Engine.HandleInput(new byte[100], 0, 100, 0), "nothing is taken");
            pair.Server.Drain();
            Assert.AreEqual(0, pair.Server.EndCount);
            pair.Exchange();
            Assert.IsTrue(pair.IsConnected);
        }

        /// <summary>A calculation is always due, so that nobody waits for the network in the middle of one.</summary>
        [TestMethod]
        [DataRow(AtHello)]
        [DataRow(AtShare)]
        public static void CalculationIsAlwaysDue(int moment)
        {
            for (int kind = Datagram; kind <= Stream; kind++)
            {
                KeyedPair pair = CreatePair(kind);
                int steps = 0;

                LeadTo(pair, moment);

                while (pair.Server.Engine.Poll(s_room, 0, s_room.Length) == TlsPollResult.Busy)
                {
                    Assert.IsTrue(pair.Server.Engine.HasDeadline, "nothing is due");
                    Assert.IsTrue(Time32.IsDue(pair.Server.Engine.Deadline, 0), "it is due later");
                    Assert.IsTrue(++steps < MostSteps, "it ends");
                }

                Assert.IsTrue(steps > 5, "only " + steps.ToString() + " steps");
            }
        }

        // Until the server has something to compute.
        private static void LeadTo(KeyedPair pair, int moment)
        {
            pair.Server.Start(0);
            pair.Client.Start(0);

            if (moment == AtShare)
            {
                pair.Server.Deliver(pair.Client.Take(), 0);
                pair.Client.Deliver(pair.Server.Take(), 0);
            }

            byte[] input = pair.Client.Take();
            int offset = 0;

            do
            {
                offset += pair.Server.Engine.HandleInput(input, offset, input.Length - offset, 0);
            }
            while (!IsBusy(pair) && offset < input.Length);

            // The rest of a stream comes when it is wanted.
            if (offset < input.Length)
            {
                pair.Client.Outbox.Add(Forge.Slice(input, offset, input.Length - offset));
            }
        }

        private static bool IsBusy(KeyedPair pair)
        {
            return pair.Server.Engine.Poll(s_room, 0, s_room.Length) == TlsPollResult.Busy;
        }

        private static void Exchange(KeyedPair pair, int now)
        {
            while (pair.Client.Outbox.Count + pair.Server.Outbox.Count > 0)
            {
                if (pair.Client.Outbox.Count > 0)
                {
                    pair.Server.Deliver(pair.Client.Take(), now);
                }

                if (pair.Server.Outbox.Count > 0)
                {
                    pair.Client.Deliver(pair.Server.Take(), now);
                }
            }
        }

        private static KeyedPair CreatePair(int kind)
        {
            return new KeyedPair(
                (TlsTransportKind)kind, new TlsSessionOptions(),
                new TlsSessionOptions { ClientAuthentication = TlsClientAuthentication.Required },
                Keys.Store(Keys.Client, Keys.Server), Keys.Store(Keys.Server, Keys.Client));
        }
    }
}
