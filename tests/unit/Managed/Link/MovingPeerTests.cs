//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// Clients that are known by their connection IDs, behind a NAT that forgets them (RFC 9146, RFC 9853).
    /// </summary>
    [TestClass]
    public class MovingPeerTests
    {
        private const int ServerAddress = 1;
        private const int ClientAddress = 2;
        private const int VictimAddress = 9;

        [TestMethod]
        [DataRow(4, 4)]
        [DataRow(0, 8)]
        [DataRow(8, 0)]
        [DataRow(1, 20)]
        [DataRow(20, 1)]
        [DataRow(0, 0)]
        [DataRow(TlsSessionOptions.NoConnectionId, 4)]
        [DataRow(4, TlsSessionOptions.NoConnectionId)]
        public static void EachSideHasTheLengthThatItAsksFor(int clientLength, int serverLength)
        {
            SimulatedLink link = new SimulatedLink(1);
            LinkEndpoint server = CreateServer(link, serverLength);
            TlsManSession session = Connect(link, clientLength);
            TlsManSession accepted = server.GetAccepted(0);
            bool isAgreed = clientLength >= 0 && serverLength >= 0;
            int first = link.Sent.Count;

            ExpectEcho(session, accepted, 32);
            ExpectRecord(link, first, isAgreed ? serverLength : 0);
            ExpectRecord(link, first + 1, isAgreed ? clientLength : 0);
            Assert.AreEqual(0, server.Drops.Total);
        }

        [TestMethod]
        [DataRow((int)TlsCipherSuite.PskWithAes128Ccm8)]
        [DataRow((int)TlsCipherSuite.PskWithAes128Ccm)]
        [DataRow((int)TlsCipherSuite.PskWithAes128GcmSha256)]
        public static void EverySuiteHasThem(int suite)
        {
            SimulatedLink link = new SimulatedLink(1);
            LinkEndpoint server = CreateServer(link, 8);
            LinkEndpoint client = LinkEndpoint.Create(link, TlsTransportKind.Datagram, ClientAddress);
            TlsSessionOptions options = CreateOptions(8);

            options.CipherSuites = new ushort[] { (ushort)suite };

            TlsManSession session = client.CreateSession(ServerAddress, options);

            Assert.AreEqual(TlsManStatus.Ok, session.OpenClientChannel(SecureSockFlags.None));
            Assert.AreEqual(suite, (int)session.CipherSuite);
            ExpectEcho(session, server.GetAccepted(0), 100);
        }

        /// <summary>Whichever datagram of the client is the first from its new address: of the handshake, of data, or
        /// the last one.</summary>
        [TestMethod]
        public static void AddressMayChangeBeforeAnyDatagram()
        {
            const int Rounds = 3;

            for (int ordinal = 0; ordinal < 12; ordinal++)
            {
                SimulatedLink link = new SimulatedLink(ordinal) { Delay = 5 };
                SimulatedNat nat = new SimulatedNat(SimulatedLink.CreateAddress(ClientAddress));

                link.Nat = nat;
                nat.RebindBefore = ordinal;

                LinkEndpoint server = CreateServer(link, 4);
                TlsManSession session = Connect(link, 0);
                TlsManSession accepted = server.GetAccepted(server.Accepted.Count - 1);

                for (int i = 0; i < Rounds; i++)
                {
                    ExpectEcho(session, accepted, 20);
                }

                // What is still under way proves the address.
                session.WaitForData(500);
                ExpectPush(accepted, session, "before datagram " + ordinal.ToString());
                Assert.IsTrue(PeerAddress.AreEqual(nat.Seen, accepted.RemoteAddress));
            }
        }

        [TestMethod]
        public static void AddressMayChangeBeforeEachDatagramOfData()
        {
            SimulatedLink link = new SimulatedLink(3) { Delay = 5 };
            SimulatedNat nat = new SimulatedNat(SimulatedLink.CreateAddress(ClientAddress));

            link.Nat = nat;

            LinkEndpoint server = CreateServer(link, 8);
            TlsManSession session = Connect(link, 0);
            TlsManSession accepted = server.GetAccepted(0);

            nat.RebindsAlways = true;

            for (int i = 0; i < 20; i++)
            {
                ExpectEcho(session, accepted, 20);
                session.WaitForData(50);
            }

            // It is asked as often as it has said something, and not once for each of its answers.
            Assert.IsTrue(link.Sent.Count < 100, link.Sent.Count.ToString());
        }

        [TestMethod]
        public static void PeerIsToldToHaveMovedWhenItHasAnswered()
        {
            SimulatedLink link = new SimulatedLink(1) { Delay = 5 };
            SimulatedNat nat = new SimulatedNat(SimulatedLink.CreateAddress(ClientAddress));

            link.Nat = nat;

            LinkEndpoint server = CreateServer(link, 4);
            TlsManSession session = Connect(link, 4);
            TlsManSession accepted = server.GetAccepted(0);
            byte[] before = accepted.RemoteAddress;
            byte[] buffer = new byte[100];

            accepted.TakeEvents();
            nat.Rebind();
            Assert.AreEqual(20, session.SendData(buffer, 0, 20));
            Assert.AreEqual(20, accepted.RetrieveData(buffer, 0, buffer.Length, 1000));
            Assert.IsTrue(PeerAddress.AreEqual(before, accepted.RemoteAddress), "believed at once");
            Assert.AreEqual((int)SessionEvents.Data, (int)accepted.TakeEvents());

            session.WaitForData(100);
            Assert.IsTrue(PeerAddress.AreEqual(nat.Seen, accepted.RemoteAddress), "never believed");
            Assert.AreEqual((int)SessionEvents.PeerMoved, (int)accepted.TakeEvents());
        }

        /// <summary>Somebody on the path sends a copy of the client's record from a victim's address.</summary>
        [TestMethod]
        [DataRow(true)]
        [DataRow(false)]
        public static void CopyOfARecordMovesNobody(bool isFirst)
        {
            SimulatedLink link = new SimulatedLink(1) { Delay = 5 };
            LinkEndpoint server = CreateServer(link, 4);
            TlsManSession session = Connect(link, 0);
            TlsManSession accepted = server.GetAccepted(0);
            byte[] victim = SimulatedLink.CreateAddress(VictimAddress);
            byte[] mine = accepted.RemoteAddress;
            byte[] buffer = new byte[100];

            ExpectEcho(session, accepted, 20);

            // The copy arrives before the record if that is lost.
            link.LoseRepeatedly(link.Sent.Count, isFirst ? 1 : 0);
            Assert.AreEqual(20, session.SendData(buffer, 0, 20));

            byte[] record = ((SimulatedPacket)link.Sent[link.Sent.Count - 1]).Content;

            server.Step(link.Now + 10);
            link.Send(victim, server.Link.Address, record);

            int first = link.Sent.Count;

            server.Step(link.Now + 10);

            for (int i = 0; i < 20; i++)
            {
                Assert.AreEqual(50, accepted.SendData(buffer, 0, 50));
                server.Step(link.Now + 500);
            }

            int sent = CountSent(link, first, victim);

            Assert.IsTrue(isFirst ? sent > 0 && sent <= 3 * record.Length : sent == 0, sent.ToString());
            Assert.IsTrue(PeerAddress.AreEqual(mine, accepted.RemoteAddress));
            Assert.IsTrue(CountSent(link, first, mine) > 0, "the client gets nothing any more");
            ExpectPush(accepted, session, "after the copy");
        }

        [TestMethod]
        public static void OlderRecordDoesNotMoveItsSenderBack()
        {
            SimulatedLink link = new SimulatedLink(1) { Delay = 5 };
            SimulatedNat nat = new SimulatedNat(SimulatedLink.CreateAddress(ClientAddress));

            link.Nat = nat;

            LinkEndpoint server = CreateServer(link, 4);
            TlsManSession session = Connect(link, 0);
            TlsManSession accepted = server.GetAccepted(0);
            byte[] before = accepted.RemoteAddress;
            byte[] buffer = new byte[100];

            link.LoseRepeatedly(link.Sent.Count, 1);
            Assert.AreEqual(20, session.SendData(buffer, 0, 20));

            byte[] late = ((SimulatedPacket)link.Sent[link.Sent.Count - 1]).Content;

            nat.Rebind();
            ExpectEcho(session, accepted, 30);
            session.WaitForData(100);
            link.Send(before, server.Link.Address, late);
            Assert.AreEqual(20, accepted.RetrieveData(buffer, 0, buffer.Length, 100));
            Assert.IsTrue(PeerAddress.AreEqual(nat.Seen, accepted.RemoteAddress));
            ExpectPush(accepted, session, "after the late record");
        }

        /// <summary>A NAT gives the address that it took from one client to another.</summary>
        [TestMethod]
        public static void NewcomerAtAFormerAddressTakesNobodysPlace()
        {
            SimulatedLink link = new SimulatedLink(1) { Delay = 5 };
            SimulatedNat nat = new SimulatedNat(SimulatedLink.CreateAddress(ClientAddress));

            link.Nat = nat;

            CredentialStore store = Psk.Store();
            byte[] otherIdentity = Hex.Parse("0b0b");

            store.AddPsk(2, otherIdentity, Psk.Key);

            LinkEndpoint server = LinkEndpoint.Create(link, TlsTransportKind.Datagram, ServerAddress);

            server.Listen(CreateOptions(4), store);

            TlsManSession session = Connect(link, 0);
            TlsManSession accepted = server.GetAccepted(0);
            byte[] address = accepted.RemoteAddress;

            nat.Rebind();

            LinkEndpoint newcomer = LinkEndpoint.Create(link, address);
            TlsManSession other = new TlsManSession(
                newcomer, server.Link.Address, CreateOptions(0), Psk.Store(otherIdentity, Psk.Key));

            Assert.AreEqual(TlsManStatus.Ok, other.OpenClientChannel(SecureSockFlags.None));
            ExpectEcho(session, accepted, 20);
            ExpectEcho(other, server.GetAccepted(1), 20);

            // The same client again, from where the other is now and from where it was: it has lost its keys.
            TlsManSession again = new TlsManSession(
                newcomer, server.Link.Address, CreateOptions(0), Psk.Store(otherIdentity, Psk.Key));

            newcomer.Forget(other);
            Assert.AreEqual(TlsManStatus.Ok, again.OpenClientChannel(SecureSockFlags.None));
            Assert.AreEqual((int)TlsErrorCause.Replaced, (int)server.GetAccepted(1).EndReason.Cause);
            Assert.AreEqual(2, server.SessionCount);
        }

        [TestMethod]
        public static void ConnectionIdsOfOneByteAreToldApart()
        {
            SimulatedLink link = new SimulatedLink(1);
            LinkEndpoint server = CreateServer(link, 1);
            TlsManSession[] sessions = new TlsManSession[40];

            server.Limits.MaxSessions = sessions.Length;

            for (int i = 0; i < sessions.Length; i++)
            {
                LinkEndpoint client = LinkEndpoint.Create(link, SimulatedLink.CreateAddress(i, 5000));

                sessions[i] = new TlsManSession(client, server.Link.Address, CreateOptions(0), Psk.Store());
                Assert.AreEqual(TlsManStatus.Ok, sessions[i].OpenClientChannel(SecureSockFlags.None));
            }

            for (int i = 0; i < sessions.Length; i++)
            {
                ExpectEcho(sessions[i], server.GetAccepted(i), 10);
            }
        }

        private static TlsSessionOptions CreateOptions(int length)
        {
            return new TlsSessionOptions { ConnectionIdLength = length, ReceiveTimeout = 1000 };
        }

        private static LinkEndpoint CreateServer(SimulatedLink link, int length)
        {
            LinkEndpoint server = LinkEndpoint.Create(link, TlsTransportKind.Datagram, ServerAddress);

            server.Listen(CreateOptions(length), Psk.Store());
            return server;
        }

        private static TlsManSession Connect(SimulatedLink link, int length)
        {
            LinkEndpoint client = LinkEndpoint.Create(link, TlsTransportKind.Datagram, ClientAddress);
            TlsManSession session = client.CreateSession(ServerAddress, CreateOptions(length));

            Assert.AreEqual(TlsManStatus.Ok, session.OpenClientChannel(SecureSockFlags.None));
            return session;
        }

        private static void ExpectEcho(TlsManSession client, TlsManSession server, int count)
        {
            byte[] buffer = new byte[200];

            Assert.AreEqual(count, client.SendData(new byte[count], 0, count));
            Assert.AreEqual(count, server.RetrieveData(buffer, 0, buffer.Length, 1000), "nothing reached the server");
            Assert.AreEqual(count, server.SendData(buffer, 0, count));
            Assert.AreEqual(count, client.RetrieveData(buffer, 0, buffer.Length, 1000), "nothing reached the client");
        }

        private static void ExpectPush(TlsManSession from, TlsManSession to, string when)
        {
            byte[] buffer = new byte[200];

            while (to.IsDataReady)
            {
                to.RetrieveData(buffer, 0, buffer.Length, 0);
            }

            Assert.AreEqual(7, from.SendData(buffer, 0, 7));

            int received;

            do
            {
                received = to.RetrieveData(buffer, 0, buffer.Length, 1000);
            }
            while (received > 7);

            Assert.AreEqual(7, received, when);
        }

        private static int CountSent(SimulatedLink link, int first, byte[] to)
        {
            int total = 0;

            for (int i = first; i < link.Sent.Count; i++)
            {
                SimulatedPacket packet = (SimulatedPacket)link.Sent[i];

                total += PeerAddress.AreEqual(packet.To, to) ? packet.Content.Length : 0;
            }

            return total;
        }

        private static void ExpectRecord(SimulatedLink link, int ordinal, int idLength)
        {
            byte[] content = ((SimulatedPacket)link.Sent[ordinal]).Content;

            Assert.AreEqual(
                idLength > 0 ? ContentType.Tls12ConnectionId : ContentType.ApplicationData, (int)content[0]);
            Assert.AreEqual(idLength > 0 ? 62 + idLength : 61, content.Length);
        }
    }
}
