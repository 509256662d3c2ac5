//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Collections;
using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// What DTLS 1.3 costs on the wire, and what it makes of a link that loses, reorders and repeats.
    /// </summary>
    [TestClass]
    public class Link13Tests
    {
        private static readonly byte[] s_text = new byte[32];

        [TestMethod]
        [DataRow(0x1305, 43)]
        [DataRow(0x1304, 51)]
        [DataRow(0x1301, 51)]
        [DataRow(0x1303, 51)]
        public static void DataTakesSoManyBytes(int suite, int expected)
        {
            Pair13 pair = Run(suite);
            int before = pair.Bytes;

            pair.Client.Send(s_text);
            pair.Exchange();
            Assert.AreEqual(expected, pair.Bytes - before);
        }

        [TestMethod]
        [DataRow(0)]
        [DataRow(1)]
        [DataRow(2)]
        [DataRow(3)]
        [DataRow(4)]
        [DataRow(5)]
        [DataRow(6)]
        [DataRow(7)]
        public static void EachDatagramMayBeLostThreeTimes(int lost)
        {
            for (int i = 0; i < 3; i++)
            {
                Pair13 pair = Create(i, 0);

                pair.Lost = lost;
                pair.Start();
                pair.ExchangeUntil(30000);
                Finish(pair, "kind " + i.ToString());
            }
        }

        [TestMethod]
        public static void ThirtyOfAHundredMayBeLost()
        {
            int ended = 0;

            for (int seed = 0; seed < 200; seed++)
            {
                TlsSessionOptions client = Pair13.NewOptions();
                TlsSessionOptions server = Pair13.NewOptions();

                client.HandshakeTimeout = 300000;
                server.HandshakeTimeout = 300000;

                Pair13 pair =
                    new Pair13(TlsTransportKind.Datagram, client, server, Psk.Store(), Psk.Store(), false, seed);

                pair.Loss = 30;
                pair.Start();
                pair.ExchangeUntil(300000);
                ended += pair.IsConnected ? 1 : 0;
            }

            Assert.AreEqual(200, ended);
        }

        [TestMethod]
        [DataRow(300)]
        [DataRow(420)]
        [DataRow(500)]
        public static void EachOrderOfTheServersFlightIsGood(int mtu)
        {
            int[] order = { 0, 1, 2, 3 };

            do
            {
                Pair13 pair = CreateKeyed(mtu, 0);
                EngineSide server = pair.Server;

                pair.Start();
                server.Deliver(pair.Client.Take(), 0);

                while (pair.Client.Outbox.Count > 0)
                {
                    server.Deliver(pair.Client.Take(), 0);
                }

                ArrayList flight = new ArrayList();

                while (server.Outbox.Count > 0)
                {
                    flight.Add(server.Take());
                }

                for (int i = 0; i < order.Length; i++)
                {
                    if (order[i] < flight.Count)
                    {
                        pair.Client.Deliver((byte[])flight[order[i]], 0);
                    }
                }

                pair.ExchangeUntil(20000);
                Finish(pair, order[0].ToString() + order[1].ToString() + order[2].ToString());
            }
            while (MoveOn(order));
        }

        [TestMethod]
        public static void NothingThatComesTwiceDoesHarm()
        {
            Pair13 pair = CreateKeyed(300, 0);

            pair.Start();

            for (int i = 0; i < 40 && pair.Client.Outbox.Count + pair.Server.Outbox.Count > 0; i++)
            {
                Twice(pair.Client, pair.Server);
                Twice(pair.Server, pair.Client);
            }

            pair.ExchangeUntil(10000);
            Finish(pair, "twice");
        }

        [TestMethod]
        public static void LastAcknowledgementMayBeLost()
        {
            Pair13 pair = Create(0, 0);

            pair.Start();
            pair.Server.Deliver(pair.Client.Take(), 0);
            pair.Client.Deliver(pair.Server.Take(), 0);
            pair.Server.Deliver(pair.Client.Take(), 0);
            Assert.IsTrue(pair.Server.IsConnected);
            Assert.AreEqual(1, pair.Server.Outbox.Count);
            pair.Server.Take();

            // The client asks again, the server tells again, and then there is silence.
            pair.Wait(2000);
            Finish(pair, "once more");

            int count = pair.Count;

            pair.Wait(60000);
            Assert.AreEqual(count, pair.Count);
        }

        [TestMethod]
        public static void KeyUpdatesMayCross()
        {
            Pair13 pair = Run(0x1301);

            for (int i = 0; i < 5; i++)
            {
                Assert.AreEqual(TlsManStatus.Ok, pair.Client.Engine.UpdateKeys(true));
                Assert.AreEqual(TlsManStatus.Ok, pair.Server.Engine.UpdateKeys(true));
                pair.Client.Drain();
                pair.Server.Drain();
                pair.Wait(1500);
                Finish(pair, "update " + i.ToString());
            }
        }

        [TestMethod]
        [DataRow(0)]
        [DataRow(1)]
        [DataRow(2)]
        [DataRow(3)]
        public static void KeyUpdateMayBeLost(int lost)
        {
            Pair13 pair = Run(0x1301);

            pair.Lost = pair.Count + lost;
            Assert.AreEqual(TlsManStatus.Ok, pair.Client.Engine.UpdateKeys(true));
            Assert.AreEqual(TlsManStatus.WouldBlock, pair.Client.Engine.UpdateKeys(true));
            pair.Client.Drain();
            pair.Exchange();
            pair.Wait(30000);
            Finish(pair, "update");
            Assert.AreEqual(TlsManStatus.Ok, pair.Client.Engine.UpdateKeys(false));
            pair.Client.Drain();
            pair.Exchange();
            Finish(pair, "another");
        }

        // In the flight of Finished it would come again as soon as Finished alone is acknowledged.
        [TestMethod]
        public static void KeyUpdateWaitsUntilFinishedIsAcknowledged()
        {
            Pair13 pair = new Pair13(
                TlsTransportKind.Datagram, Pair13.NewOptions(0x1301), Pair13.NewOptions(0x1301), Psk.Store(),
                Psk.Store(), false);

            pair.Start();
            pair.Server.Deliver(pair.Client.Take(), pair.Now);

            while (pair.Server.Outbox.Count > 0)
            {
                pair.Client.Deliver(pair.Server.Take(), pair.Now);
            }

            Assert.AreEqual(1, pair.Client.Outbox.Count);
            Assert.AreEqual(TlsManStatus.Ok, pair.Client.Engine.UpdateKeys(true));
            Assert.AreEqual(TlsManStatus.WouldBlock, pair.Client.Engine.UpdateKeys(true));
            pair.Client.Drain();
            Assert.AreEqual(1, pair.Client.Outbox.Count, "it waits");
            pair.Exchange();
            pair.Wait(10000);
            Finish(pair, "update");

            // Both had it, for the server was asked: nothing is under way.
            Assert.AreEqual(TlsManStatus.Ok, pair.Client.Engine.UpdateKeys(false));
            Assert.AreEqual(TlsManStatus.Ok, pair.Server.Engine.UpdateKeys(false));
        }

        // A client sends its first request right behind its proof, which the server is still looking at.
        [TestMethod]
        public static void DataThatComesWhileTheProofIsVerifiedIsDelivered()
        {
            Pair13 pair = CreateKeyed(1400, 0);
            byte[] output = new byte[1400];

            pair.Start();
            pair.Server.Deliver(pair.Client.Take(), 0);

            while (pair.Server.Outbox.Count > 0)
            {
                pair.Client.Deliver(pair.Server.Take(), 0);
            }

            Assert.IsTrue(pair.Client.IsConnected);

            byte[] proof = pair.Client.Take();

            Assert.AreEqual(0, pair.Client.Outbox.Count);
            pair.Client.Send(s_text);

            byte[] data = pair.Client.Take();

            pair.Server.Engine.HandleInput(proof, 0, proof.Length, 0);

            while (pair.Server.Engine.Poll(output, 0, output.Length) != TlsPollResult.Busy)
            {
            }

            pair.Server.Deliver(data, 0);
            pair.Exchange();
            Assert.IsTrue(pair.Server.IsConnected);
            Assert.AreEqual(1, pair.Server.Inbox.Count);
        }

        [TestMethod]
        public static void KeyUpdatesInARowHaveAnEnd()
        {
            const int Suite = 0x1301;
            Pair13 pair = new Pair13(
                TlsTransportKind.Datagram, Pair13.NewOptions(Suite), Pair13.NewOptions(Suite), Psk.Store(), Psk.Store(),
                false).Run();
            byte[] secret = pair.ServerSecrets.Get("CLIENT_TRAFFIC_SECRET_0");

            for (int i = 0; i <= 32; i++)
            {
                Assert.IsTrue(pair.Server.IsConnected);
                pair.Server.Deliver(
                    Forger13.Protect(Suite, secret, 3 + i, 40, 22, Forger13.Message(24, 2 + i, new byte[1])), 0);
                secret = Forger13.Update(secret);
            }

            Assert.AreEqual((int)TlsErrorCause.UnexpectedMessage, (int)pair.Server.Engine.Error.Cause);
        }

        // What it names belongs to an earlier flight, or to none.
        [TestMethod]
        public static void AcknowledgementOfAnotherFlightRepeatsNothing()
        {
            const int Suite = 0x1301;
            Pair13 pair = new Pair13(
                TlsTransportKind.Datagram, Pair13.NewOptions(Suite), Pair13.NewOptions(Suite), Psk.Store(), Psk.Store(),
                false).Run();
            byte[] secret = pair.ClientSecrets.Get("SERVER_TRAFFIC_SECRET_0");

            pair.Client.Engine.UpdateKeys(false);
            pair.Client.Drain();
            Assert.AreEqual(1, pair.Client.Outbox.Count);
            pair.Client.Deliver(Forger13.Protect(Suite, secret, 3, 40, 26, Forger13.Ack(0, 0)), 0);
            Assert.AreEqual(1, pair.Client.Outbox.Count);
        }

        [TestMethod]
        public static void NarrowPathIsFoundOut()
        {
            Pair13 pair = CreateKeyed(1200, 0);

            pair.Start();

            // What is longer than 260 bytes does not get through.
            for (int i = 0; i < 600 && !pair.IsConnected; i++)
            {
                Narrow(pair.Client, pair.Server, pair.Now);
                Narrow(pair.Server, pair.Client, pair.Now);
                pair.Now += 50;
                pair.Client.Pass(pair.Now);
                pair.Server.Pass(pair.Now);
            }

            Assert.IsTrue(pair.IsConnected);
        }

        [TestMethod]
        public static void ServerSendsAtMostThreeTimesWhatItGot()
        {
            Pair13 pair = CreateKeyed(1200, 0);

            pair.Start();

            byte[] hello = pair.Client.Take();
            int sent = 0;

            pair.Server.Deliver(hello, 0);

            for (int now = 0; now < 29000; now += 50)
            {
                pair.Server.Pass(now);

                while (pair.Server.Outbox.Count > 0)
                {
                    sent += pair.Server.Take().Length;
                }
            }

            Assert.IsTrue(sent <= 3 * hello.Length, sent.ToString() + " for " + hello.Length.ToString());
        }

        private static Pair13 Run(int suite)
        {
            return new Pair13(
                TlsTransportKind.Datagram, Pair13.NewOptions(suite), Pair13.NewOptions(suite), Psk.Store(), Psk.Store(),
                false).Run();
        }

        private static Pair13 Create(int kind, int seed)
        {
            return kind == 0
                ? new Pair13(
                    TlsTransportKind.Datagram, Pair13.NewOptions(), Pair13.NewOptions(), Psk.Store(), Psk.Store(),
                    false, seed)
                : CreateKeyed(kind == 1 ? 300 : 1200, seed);
        }

        private static Pair13 CreateKeyed(int mtu, int seed)
        {
            TlsSessionOptions client = Pair13.NewOptions();
            TlsSessionOptions server = Pair13.NewOptions();

            client.Mtu = mtu;
            server.Mtu = mtu;
            server.ClientAuthentication = TlsClientAuthentication.Required;
            return new Pair13(
                TlsTransportKind.Datagram, client, server, Keys.Store(Keys.Client, Keys.Server),
                Keys.Store(Keys.Server, Keys.Client), true, seed);
        }

        private static void Finish(Pair13 pair, string name)
        {
            Assert.IsTrue(pair.IsConnected, name + ": connected");

            int client = pair.Client.Inbox.Count;
            int server = pair.Server.Inbox.Count;

            pair.Lost = -1;
            Assert.AreEqual(TlsManStatus.Ok, pair.Client.Send(s_text));
            Assert.AreEqual(TlsManStatus.Ok, pair.Server.Send(s_text));
            pair.Exchange();
            Assert.AreEqual(server + 1, pair.Server.Inbox.Count, name + ": to the server");
            Assert.AreEqual(client + 1, pair.Client.Inbox.Count, name + ": to the client");
        }

        private static void Twice(EngineSide from, EngineSide to)
        {
            if (from.Outbox.Count > 0)
            {
                byte[] datagram = from.Take();

                to.Deliver(datagram, 0);
                to.Deliver(datagram, 0);
            }
        }

        private static void Narrow(EngineSide from, EngineSide to, int now)
        {
            while (from.Outbox.Count > 0)
            {
                byte[] datagram = from.Take();

                if (datagram.Length <= 260)
                {
                    to.Deliver(datagram, now);
                }
            }
        }

        // The next order of all, in the order of words.
        private static bool MoveOn(int[] order)
        {
            int i = order.Length - 2;

            while (i >= 0 && order[i] > order[i + 1])
            {
                i--;
            }

            if (i < 0)
            {
                return false;
            }

            int j = order.Length - 1;

            while (order[j] < order[i])
            {
                j--;
            }

            Swap(order, i, j);

            for (int left = i + 1, right = order.Length - 1; left < right; left++, right--)
            {
                Swap(order, left, right);
            }

            return true;
        }

        private static void Swap(int[] order, int first, int second)
        {
            int value = order[first];

            order[first] = order[second];
            order[second] = value;
        }
    }
}
