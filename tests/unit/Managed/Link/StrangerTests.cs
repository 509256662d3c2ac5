//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// Hosts without a key, alone and in crowds, against a server with few places: what they take from those who have
    /// one.
    /// </summary>
    [TestClass]
    public class StrangerTests
    {
        private const int ServerAddress = 1;
        private const int Day = 86400000;

        /// <summary>A client without a clock begins its random value with the same four bytes after each
        /// start.</summary>
        [TestMethod]
        public static void ClientWithoutAClockComesBackAfterAReboot()
        {
            SimulatedLink link = new SimulatedLink(1);
            LinkEndpoint server = CreateServer(link);
            Stranger device = new Stranger(link, server, 2, 1);

            for (int i = 0; i < 5; i++)
            {
                device.Restart(10 + i);
                device.Peer.RandomTime = 0x12345678;
                device.Connect();
                Assert.AreEqual(i + 1, server.Accepted.Count);
                Assert.IsTrue(server.GetAccepted(i).IsConnected, "start " + i.ToString());
            }

            Assert.AreEqual(0, server.Drops.Get(DropReason.Duplicate));
        }

        /// <summary>
        /// Keyless hosts that bring their cookies back, ten hellos a second in all, and a true client every five
        /// seconds: one host on four ports, one on a new port each time, and a hundred hosts.
        /// </summary>
        [TestMethod]
        [DataRow(1, 4)]
        [DataRow(1, 60000)]
        [DataRow(100, 1)]
        [DataRow(4, 1)]
        public static void TrueClientsConnectThroughKeylessHosts(int hosts, int ports)
        {
            SimulatedLink link = new SimulatedLink(1) { Delay = 10 };
            LinkEndpoint server = CreateServer(link);
            int seed = 1000;

            for (int client = 0; client < 12; client++)
            {
                byte[] address = SimulatedLink.CreateAddress(500 + client, 1000);
                LinkEndpoint endpoint = LinkEndpoint.Create(link, address);
                TlsManSession session = new TlsManSession(
                    endpoint, SimulatedLink.CreateAddress(ServerAddress), new TlsSessionOptions(), Psk.Store());

                Assert.AreEqual(TlsManStatus.Ok, session.OpenClientChannel(SecureSockFlags.NonBlock));

                for (int i = 0; i < 50; i++)
                {
                    int number = (client * 50) + i;

                    new Stranger(
                        link, server, SimulatedLink.CreateAddress(2 + (number % hosts), 2000 + (number % ports)),
                        seed++).ProveOverTheLink();
                    endpoint.Step(link.Now + 100);
                    link.Now = (number + 1) * 100;
                    link.DetachStrangers();
                }

                Assert.IsTrue(WaitFor(link, endpoint, session), "client " + client.ToString() + " did not connect");
                session.CloseChannel();
                server.Step(link.Now);
            }
        }

        /// <summary>Devices that start together do not take each other's places.</summary>
        [TestMethod]
        [DataRow(8, true)]
        [DataRow(16, true)]
        [DataRow(16, false)]
        public static void ACrowdOfTrueClientsConnects(int count, bool oneHost)
        {
            SimulatedLink link = new SimulatedLink(3) { Delay = 40, Jitter = 20 };
            LinkEndpoint server = CreateServer(link);
            LinkEndpoint[] endpoints = new LinkEndpoint[count];
            TlsManSession[] sessions = new TlsManSession[count];
            int open = 0;

            for (int i = 0; i < count; i++)
            {
                endpoints[i] = LinkEndpoint.Create(
                    link, oneHost
                    ? SimulatedLink.CreateAddress(2, 1000 + i)
                    : SimulatedLink.CreateAddress(2 + i, 1000));
                sessions[i] = new TlsManSession(
                    endpoints[i], SimulatedLink.CreateAddress(ServerAddress), new TlsSessionOptions(), Psk.Store());
                Assert.AreEqual(TlsManStatus.Ok, sessions[i].OpenClientChannel(SecureSockFlags.NonBlock));
            }

            for (int i = 0; i < count; i++)
            {
                open += sessions[i].WaitForChannel(60000) == TlsManStatus.Ok ? 1 : 0;
            }

            Assert.AreEqual(count, open);
            Assert.IsTrue(link.Now < 30000, "it took " + link.Now.ToString());
        }

        /// <summary>Eight datagrams of a host without a key do not close four sessions that were idle, nor one that
        /// this side has opened.</summary>
        [TestMethod]
        public static void OnlyAVerifiedFinishedTakesAPlace()
        {
            SimulatedLink link = new SimulatedLink(1);
            LinkEndpoint server = CreateServer(link);
            LinkEndpoint other = CreateServer(link, 9);

            server.Limits.MaxSessions = 3;
            server.Limits.IdleTimeout = 1000;
            new Stranger(link, server, 2, 1).Connect();
            new Stranger(link, server, 3, 2).Connect();

            TlsManSession own = server.CreateSession(9, new TlsSessionOptions());

            Assert.AreEqual(TlsManStatus.Ok, own.OpenClientChannel(SecureSockFlags.None));
            Assert.AreEqual(1, other.Accepted.Count);
            link.Now += 2000;

            for (int i = 0; i < 8; i++)
            {
                new Stranger(link, server, 20 + i, 30 + i).Prove();
            }

            Assert.IsTrue(server.GetAccepted(0).IsConnected);
            Assert.IsTrue(server.GetAccepted(1).IsConnected);
            Assert.IsTrue(own.IsConnected);

            // Those who know a key take the idle places of other peers, one after the other, and never our own
            // session's.
            link.Now += 20000;
            server.Step(link.Now);

            for (int i = 0; i < 4; i++)
            {
                new Stranger(link, server, 40 + i, 50 + i).Connect();
                link.Now += 2000;
            }

            Assert.AreEqual((int)TlsErrorCause.Evicted, (int)server.GetAccepted(0).EndReason.Cause);
            Assert.IsTrue(own.IsConnected);
            Assert.AreEqual(3, server.SessionCount);
        }

        /// <summary>Noise from off the path ends no open session, however much of it there is between good
        /// records.</summary>
        [TestMethod]
        public static void SpoofedRecordsEndNothing()
        {
            SimulatedLink link = new SimulatedLink(1);
            LinkEndpoint server = CreateServer(link);
            Stranger peer = new Stranger(link, server, 2, 1);

            peer.Connect();

            for (int i = 0; i < 3000; i++)
            {
                peer.Spoof(
                    Forge.Record(
                        TlsTransportKind.Datagram, ContentType.ApplicationData, 1, (ulong)((i + 1) * 7), new byte[24]));
            }

            Assert.AreEqual(3000, server.Drops.Get(DropReason.BadMac));
            peer.Send(peer.Peer.Data(new byte[] { 5 }));
            Assert.IsTrue(server.GetAccepted(0).IsDataReady);
        }

        /// <summary>Where nobody called for weeks, a stamp of 32 bits is taken for the future by a plain
        /// difference.</summary>
        [TestMethod]
        [DataRow(25)]
        [DataRow(40)]
        [DataRow(50)]
        [DataRow(75)]
        public static void QuietServerIsAsItWasAfterAnHour(int days)
        {
            SimulatedLink link = new SimulatedLink(1);
            LinkEndpoint server = CreateServer(link);
            Stranger old = new Stranger(link, server, 2, 1);
            Stranger half = new Stranger(link, server, 3, 2);
            Stranger newcomer = new Stranger(link, server, 4, 3);
            byte[] hello;

            old.Connect();
            half.Send(half.Peer.ClientHello());
            hello = half.Peer.ClientHello();
            half.Send(hello);
            Assert.AreEqual(2, server.SessionCount);
            server.Limits.MaxSessions = 1;
            PassDays(link, days);

            // The cookie of then is none any more, the handshake is over, and the session is stale.
            half.Send(hello);
            Assert.AreEqual(HandshakeType.HelloVerifyRequest, (int)((byte[])half.Replies[0])[13]);
            Assert.AreEqual((int)TlsErrorCause.HandshakeTimeout, (int)server.GetAccepted(1).EndReason.Cause);
            newcomer.Connect();
            Assert.IsTrue(server.GetAccepted(2).IsConnected, "the newcomer was refused");
            Assert.AreEqual((int)TlsErrorCause.Evicted, (int)server.GetAccepted(0).EndReason.Cause);
        }

        /// <summary>
        /// On a path that is slower than the first time-out the first hello is answered twice; across the renewal of
        /// the cookie secret with two cookies. A client does not begin anew for the late one, and a server whose client
        /// does goes along.
        /// </summary>
        [TestMethod]
        [DataRow(1000)]
        [DataRow(3000)]
        [DataRow(5000)]
        [DataRow(8000)]
        public static void SlowPathConnectsAcrossTheRenewalOfTheCookieSecret(int roundTrip)
        {
            for (int i = 0; i < 8; i++)
            {
                SimulatedLink link = new SimulatedLink(1 + i) { Delay = roundTrip / 2 };
                LinkEndpoint server = CreateServer(link);
                LinkEndpoint client = LinkEndpoint.Create(link, TlsTransportKind.Datagram, 2);
                TlsManSession session =
                    client.CreateSession(ServerAddress, new TlsSessionOptions { HandshakeTimeout = 60000 });

                // Somebody is there first, so that the secret is as old as it should be.
                new Stranger(link, server, 7, 7).Prove();
                link.Now = 60000 - (roundTrip / 2) - 500 + (i * 400);
                Assert.AreEqual(
                    TlsManStatus.Ok, session.OpenClientChannel(SecureSockFlags.None), "offset " + i.ToString());
                Assert.IsTrue(server.GetAccepted(server.Accepted.Count - 1).IsConnected);
            }
        }

        /// <summary>A hello whose number leaves none for the rest of the handshake.</summary>
        [TestMethod]
        public static void HelloWithTheLastRecordNumberIsDropped()
        {
            SimulatedLink link = new SimulatedLink(1);
            LinkEndpoint server = CreateServer(link);
            Stranger stranger = new Stranger(link, server, 2, 1);
            byte[] hello = stranger.Peer.ClientHello();

            for (int i = 5; i < 11; i++)
            {
                hello[i] = 0xFF;
            }

            stranger.Send(hello);
            Assert.AreEqual(0, stranger.Replies.Count);
            Assert.AreEqual(1, server.Drops.Get(DropReason.OutOfReach));
        }

        private static LinkEndpoint CreateServer(SimulatedLink link)
        {
            return CreateServer(link, ServerAddress);
        }

        private static LinkEndpoint CreateServer(SimulatedLink link, int address)
        {
            LinkEndpoint server = LinkEndpoint.Create(link, TlsTransportKind.Datagram, address);

            server.Limits.MaxSessions = 16;
            server.Listen(new TlsSessionOptions(), Psk.Store());
            return server;
        }

        private static bool WaitFor(SimulatedLink link, LinkEndpoint endpoint, TlsManSession session)
        {
            return session.WaitForChannel(30000) == TlsManStatus.Ok;
        }

        private static void PassDays(SimulatedLink link, int days)
        {
            // More than 24 days at once do not fit a number with a sign.
            for (int i = 0; i < days; i++)
            {
                link.Now += Day;
            }
        }
    }
}
