//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// Whole sessions through the blocking calls, over a simulated link.
    /// </summary>
    [TestClass]
    public class SessionTests
    {
        private const int ServerAddress = 1;
        private const int ClientAddress = 2;

        [TestMethod]
        public static void HandshakeThroughTheCookieGateHasExactlyTheBudgetedBytes()
        {
            SimulatedLink link = new SimulatedLink(1);
            LinkEndpoint server = CreateServer(link);
            LinkEndpoint client = LinkEndpoint.Create(link, TlsTransportKind.Datagram, ClientAddress);
            TlsSessionOptions options =
                new TlsSessionOptions { CipherSuites = new ushort[] { TlsCipherSuite.PskWithAes128Ccm8 } };
            TlsManSession session = client.CreateSession(ServerAddress, options);
            int[] sizes = { 75, 44, 91, 99, 109, 67 };
            int total = 0;

            Assert.AreEqual(TlsManStatus.Ok, session.OpenClientChannel(SecureSockFlags.None));
            Assert.AreEqual(sizes.Length, link.Sent.Count);

            for (int i = 0; i < sizes.Length; i++)
            {
                SimulatedPacket packet = (SimulatedPacket)link.Sent[i];

                Assert.AreEqual(sizes[i], packet.Content.Length);
                Assert.AreEqual(i % 2 == 0 ? ClientAddress : ServerAddress, (int)packet.From[1]);
                total += packet.Content.Length;
            }

            Assert.AreEqual(485, total);
            Assert.AreEqual(32, session.SendData(new byte[32], 0, 32));
            Assert.AreEqual(61, ((SimulatedPacket)link.Sent[sizes.Length]).Content.Length);
            Assert.AreEqual(0, server.Drops.Total);
            Assert.AreEqual(0, client.Drops.Total);
        }

        /// <summary>With the two datagrams that repeat it: the handshake needs 1 + 2 + 4 seconds more, or up to half
        /// longer.</summary>
        [TestMethod]
        [DataRow(0)]
        [DataRow(1)]
        [DataRow(2)]
        [DataRow(3)]
        [DataRow(4)]
        [DataRow(5)]
        public static void EachDatagramOfTheHandshakeMayBeLostThreeTimes(int ordinal)
        {
            SimulatedLink link = new SimulatedLink(1);
            LinkEndpoint server = CreateServer(link);
            LinkEndpoint client = LinkEndpoint.Create(link, TlsTransportKind.Datagram, ClientAddress);
            TlsManSession session = client.CreateSession(ServerAddress, new TlsSessionOptions());

            link.LoseRepeatedly(ordinal, 3);
            Assert.AreEqual(TlsManStatus.Ok, session.OpenClientChannel(SecureSockFlags.None));
            Assert.IsTrue(link.Sent.Count >= 9, "nothing was lost");
            Assert.IsTrue(link.Now >= 2000 && link.Now <= 10500, "it took " + link.Now.ToString());
            ExpectEcho(link, session, server.GetAccepted(server.Accepted.Count - 1));
        }

        [TestMethod]
        [DataRow(1)]
        [DataRow(2)]
        [DataRow(3)]
        public static void CompleteSessionSurvivesALossyLink(int seed)
        {
            SimulatedLink link =
                new SimulatedLink(seed) { Loss = 20, Duplication = 10, Corruption = 5, Delay = 20, Jitter = 100 };
            LinkEndpoint server = CreateServer(link);
            LinkEndpoint client = LinkEndpoint.Create(link, TlsTransportKind.Datagram, ClientAddress);
            TlsManSession session = client.CreateSession(
                ServerAddress, new TlsSessionOptions { HandshakeTimeout = 300000, ReceiveTimeout = 500 });
            byte[] data = Hex.Parse("0102030405");
            byte[] buffer = new byte[100];
            int arrived = 0;

            Assert.AreEqual(TlsManStatus.Ok, session.OpenClientChannel(SecureSockFlags.None));

            TlsManSession accepted = server.GetAccepted(server.Accepted.Count - 1);

            for (int i = 0; i < 20; i++)
            {
                // What is lost of the data is lost; what comes is whole.
                Assert.AreEqual(data.Length, accepted.SendData(data, 0, data.Length));

                int received = session.RetrieveData(buffer, 0, buffer.Length, null);

                if (received != TlsManStatus.TimedOut)
                {
                    Assert.AreEqual(Hex.Format(data), Hex.Format(buffer, 0, received));
                    arrived++;
                }
            }

            Assert.IsTrue(arrived >= 8, "only " + arrived.ToString() + " came");
            Assert.AreEqual(TlsManStatus.Ok, session.CloseChannel());
            Assert.IsTrue(session.IsEnded);
            Assert.IsNull(session.EndReason);
        }

        [TestMethod]
        public static void CompleteSessionOverAStream()
        {
            SimulatedLink link = new SimulatedLink(1) { Delay = 10 };
            LinkEndpoint server = LinkEndpoint.Create(link, TlsTransportKind.Stream, ServerAddress, 256);
            LinkEndpoint client = LinkEndpoint.Create(link, TlsTransportKind.Stream, ClientAddress, 256);
            TlsManSession session = client.CreateSession(ServerAddress, new TlsSessionOptions());
            TlsManSession accepted = server.CreateSession(ClientAddress, new TlsSessionOptions());
            byte[] data = new byte[3000];
            byte[] back = new byte[3000];
            int total = 0;

            new TestRandom(5).TryFill(data, 0, data.Length);
            Assert.AreEqual(TlsManStatus.Ok, accepted.OpenServerChannel(SecureSockFlags.NonBlock, Psk.Store()));
            Assert.AreEqual(TlsManStatus.Ok, session.OpenClientChannel(SecureSockFlags.None));
            Assert.AreEqual(data.Length, session.SendData(data, 0, data.Length));
            Assert.AreEqual(TlsManStatus.Ok, session.CloseChannel());

            while (total < data.Length)
            {
                Assert.IsTrue(accepted.WaitForData(1000));

                int received = accepted.RetrieveData(back, total, 100, null);

                Assert.IsTrue(received > 0, "status " + received.ToString());
                total += received;
            }

            CollectionAssert.AreEqual(data, back);
            Assert.IsFalse(accepted.WaitForData(1000));
            Assert.IsTrue(accepted.IsEnded);
            Assert.AreEqual(TlsManStatus.Closed, accepted.RetrieveData(back, 0, 1, null));
        }

        [TestMethod]
        public static void ClientAndServerShareOnePort()
        {
            SimulatedLink link = new SimulatedLink(1) { Delay = 5 };
            LinkEndpoint left = LinkEndpoint.Create(link, TlsTransportKind.Datagram, 1);
            LinkEndpoint middle = LinkEndpoint.Create(link, TlsTransportKind.Datagram, 2);
            LinkEndpoint right = LinkEndpoint.Create(link, TlsTransportKind.Datagram, 3);

            middle.Listen(new TlsSessionOptions(), Psk.Store());
            right.Listen(new TlsSessionOptions(), Psk.Store());

            TlsManSession toMiddle = left.CreateSession(2, new TlsSessionOptions());
            TlsManSession toRight = middle.CreateSession(3, new TlsSessionOptions());

            Assert.AreEqual(TlsManStatus.Ok, toMiddle.OpenClientChannel(SecureSockFlags.NonBlock));
            Assert.AreEqual(TlsManStatus.Ok, toRight.OpenClientChannel(SecureSockFlags.None));
            Assert.AreEqual(TlsManStatus.Ok, toMiddle.WaitForChannel(1000));
            Assert.AreEqual(2, middle.SessionCount);
            ExpectEcho(link, toMiddle, middle.GetAccepted(0));
            ExpectEcho(link, toRight, right.GetAccepted(0));
            Assert.AreEqual((int)TlsRole.Client, (int)toRight.Role);
            Assert.AreEqual((int)TlsRole.Server, (int)middle.GetAccepted(0).Role);
        }

        /// <summary>A second session to the same peer could not be told from the first.</summary>
        [TestMethod]
        public static void PeerHasOneSession()
        {
            SimulatedLink link = new SimulatedLink(1);
            LinkEndpoint server = CreateServer(link);
            LinkEndpoint client = LinkEndpoint.Create(link, TlsTransportKind.Datagram, ClientAddress);

            Assert.AreEqual(
                TlsManStatus.Ok,
                client.CreateSession(ServerAddress, new TlsSessionOptions()).OpenClientChannel(SecureSockFlags.None));
            Assert.AreEqual(
                TlsManStatus.InvalidState,
                client.CreateSession(ServerAddress, new TlsSessionOptions()).OpenClientChannel(SecureSockFlags.None));
            Assert.AreEqual(1, server.SessionCount);
        }

        [TestMethod]
        public static void RehandshakeOpensAFreshChannel()
        {
            SimulatedLink link = new SimulatedLink(1);
            LinkEndpoint server = CreateServer(link);
            LinkEndpoint client = LinkEndpoint.Create(link, TlsTransportKind.Datagram, ClientAddress);
            TlsManSession session = client.CreateSession(ServerAddress, new TlsSessionOptions());

            Assert.AreEqual(TlsManStatus.Ok, session.OpenClientChannel(SecureSockFlags.None));
            Assert.AreEqual(TlsManStatus.Ok, session.Rehandshake());
            Assert.AreEqual(2, server.Accepted.Count);
            Assert.IsTrue(server.GetAccepted(0).IsEnded);
            ExpectEcho(link, session, server.GetAccepted(1));
        }

        /// <summary>A wrong key and an unknown identity end with the handshake's deadline, and the server lives
        /// on.</summary>
        [TestMethod]
        public static void WrongKeyEndsWithTheDeadline()
        {
            SimulatedLink link = new SimulatedLink(1) { Delay = 10 };
            LinkEndpoint server = CreateServer(link);
            LinkEndpoint client = LinkEndpoint.Create(link, TlsTransportKind.Datagram, ClientAddress);
            TlsManSession wrongKey = new TlsManSession(
                client, SimulatedLink.CreateAddress(ServerAddress), new TlsSessionOptions(),
                Psk.Store(Psk.Identity, new byte[] { 1, 2 }));
            TlsManSession unknown = new TlsManSession(
                client, SimulatedLink.CreateAddress(ServerAddress), new TlsSessionOptions(),
                Psk.Store(new byte[] { 1 }, Psk.Key));

            Assert.AreEqual(TlsManStatus.Failed, wrongKey.OpenClientChannel(SecureSockFlags.None));
            Assert.AreEqual(30000, link.Now);
            Assert.AreEqual((int)TlsErrorCause.HandshakeTimeout, (int)wrongKey.EndReason.Cause);
            Assert.IsFalse(wrongKey.EndReason.IsAlertReceived);
            Assert.AreEqual(TlsManStatus.Failed, unknown.OpenClientChannel(SecureSockFlags.None));
            Assert.AreEqual(60000, link.Now);
            Assert.AreEqual((int)TlsErrorCause.HandshakeTimeout, (int)unknown.EndReason.Cause);
            Assert.IsFalse(unknown.EndReason.IsAlertReceived);

            TlsManSession right = client.CreateSession(ServerAddress, new TlsSessionOptions());

            Assert.AreEqual(TlsManStatus.Ok, right.OpenClientChannel(SecureSockFlags.None));
            ExpectEcho(link, right, server.GetAccepted(2));
        }

        /// <summary>Whatever the MTU, no more is taken than the endpoint's buffer holds as a record.</summary>
        [TestMethod]
        public static void LargestPayloadFitsTheBuffer()
        {
            SimulatedLink link = new SimulatedLink(1);
            LinkEndpoint server = CreateServer(link);
            LinkEndpoint client = LinkEndpoint.Create(link, TlsTransportKind.Datagram, ClientAddress, 256);
            TlsManSession session = client.CreateSession(ServerAddress, new TlsSessionOptions());

            Assert.AreEqual(TlsManStatus.Ok, session.OpenClientChannel(SecureSockFlags.None));
            Assert.AreEqual(256 - 29, session.MaxPayload);
            Assert.AreEqual(TlsManStatus.TooLong, session.SendData(new byte[228], 0, 228));
            Assert.AreEqual(227, session.SendData(new byte[227], 0, 227));
            ExpectEcho(link, session, server.GetAccepted(0));
        }

        [TestMethod]
        public static void LargestPayloadFitsTheMtu()
        {
            SimulatedLink link = new SimulatedLink(1);
            LinkEndpoint server = CreateServer(link);
            LinkEndpoint client = LinkEndpoint.Create(link, TlsTransportKind.Datagram, ClientAddress);
            TlsManSession session = client.CreateSession(ServerAddress, new TlsSessionOptions { Mtu = 100 });

            Assert.AreEqual(TlsManStatus.Ok, session.OpenClientChannel(SecureSockFlags.None));
            Assert.AreEqual(100 - 29, session.MaxPayload);
            Assert.AreEqual(71, session.SendData(new byte[71], 0, 71));
            Assert.AreEqual(100, ((SimulatedPacket)link.Sent[link.Sent.Count - 1]).Content.Length);
            Assert.AreEqual(1, server.SessionCount);
        }

        /// <summary>What a peer sends behind the end is forgotten, and nobody is left to receive for.</summary>
        [TestMethod]
        public static void NothingIsReceivedAfterAStreamHasEnded()
        {
            SimulatedLink link = new SimulatedLink(1);
            LinkEndpoint client = LinkEndpoint.Create(link, TlsTransportKind.Stream, ClientAddress);
            LivePeer peer = new LivePeer(TlsRole.Server, TlsTransportKind.Stream, 1);
            SimulatedTransport transport = link.Attach(TlsTransportKind.Stream, ServerAddress);
            TlsManSession session = client.CreateSession(ServerAddress, new TlsSessionOptions());

            Assert.AreEqual(TlsManStatus.Ok, session.OpenClientChannel(SecureSockFlags.NonBlock));

            byte[] alert =
                peer.Write(ContentType.Alert, 0, Forge.Alert(LivePeer.FatalLevel, TlsAlert.HandshakeFailure));

            link.Stream(transport, Forge.Join(alert, new byte[100]));
            client.Step(link.Now + 10);
            Assert.IsTrue(session.IsEnded);

            int before = link.Now;

            link.Stream(transport, new byte[100]);
            client.Step(link.Now + 50);
            Assert.AreEqual(before, link.Now);
            Assert.AreEqual(100, client.Transport.Receive(new byte[200], 0, 200, null, link.Now));
        }

        /// <summary>An end without close_notify may be an attacker's.</summary>
        [TestMethod]
        public static void StreamThatEndsWithoutCloseNotifyIsTruncated()
        {
            SimulatedLink link = new SimulatedLink(1);
            LinkEndpoint server = LinkEndpoint.Create(link, TlsTransportKind.Stream, ServerAddress);
            LinkEndpoint client = LinkEndpoint.Create(link, TlsTransportKind.Stream, ClientAddress);
            TlsManSession session = client.CreateSession(ServerAddress, new TlsSessionOptions());
            byte[] buffer = new byte[10];

            server.CreateSession(ClientAddress, new TlsSessionOptions())
                .OpenServerChannel(SecureSockFlags.NonBlock, Psk.Store());
            Assert.AreEqual(TlsManStatus.Ok, session.OpenClientChannel(SecureSockFlags.None));
            client.Link.IsEnded = true;
            Assert.AreEqual(TlsManStatus.Failed, session.RetrieveData(buffer, 0, 10, null));
            Assert.AreEqual((int)TlsErrorCause.Truncated, (int)session.EndReason.Cause);
        }

        private static void ExpectEcho(SimulatedLink link, TlsManSession left, TlsManSession right)
        {
            byte[] data = Hex.Parse("68656c6c6f");
            byte[] buffer = new byte[300];

            // What was sent before may be waiting still.
            while (right.IsDataReady)
            {
                right.RetrieveData(buffer, 0, buffer.Length, null);
            }

            Assert.AreEqual(data.Length, left.SendData(data, 0, data.Length));

            int received = 0;

            do
            {
                received = right.RetrieveData(buffer, 0, buffer.Length, null);
            }
            while (received > data.Length);

            Assert.AreEqual(data.Length, received);
            Assert.AreEqual(Hex.Format(data), Hex.Format(buffer, 0, received));
            Assert.AreEqual(received, right.SendData(buffer, 0, received));
            Assert.IsTrue(left.WaitForData(1000));
            Assert.AreEqual(received, left.RetrieveData(buffer, 0, buffer.Length, null));
        }

        private static LinkEndpoint CreateServer(SimulatedLink link)
        {
            LinkEndpoint server = LinkEndpoint.Create(link, TlsTransportKind.Datagram, ServerAddress);

            server.Listen(new TlsSessionOptions(), Psk.Store());
            return server;
        }
    }
}
