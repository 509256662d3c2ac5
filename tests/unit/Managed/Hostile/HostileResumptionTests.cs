//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;
using NanoTlsMan.Ciphers;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// Clients that offer our server what is not theirs, or does not fit.
    /// </summary>
    [TestClass]
    public class HostileResumptionTests
    {
        private const int Datagram = (int)TlsTransportKind.Datagram;
        private const int Stream = (int)TlsTransportKind.Stream;
        private const int Server = (int)TlsRole.Server;

        [TestMethod]
        [DataRow(Datagram)]
        [DataRow(Stream)]
        public static void TicketIsTakenByOurServer(int kind)
        {
            Duel duel = PrepareResumption(kind, CreateServerOptions());

            duel.ExpectLives();
            Assert.IsTrue(duel.Side.Engine.IsResumed);
        }

        /// <summary>Truncated, changed anywhere, longer than it was, or nothing like one: a full handshake.</summary>
        [TestMethod]
        [DataRow(Datagram)]
        [DataRow(Stream)]
        public static void DamagedTicketCostsAFullHandshake(int kind)
        {
            TlsSessionOptions options = CreateServerOptions();
            byte[] ticket = GetTicket(kind, options).Peer.NewTicket;

            for (int length = 1; length <= ticket.Length; length += length < 18 ? 1 : 37)
            {
                ExpectFullHandshake(kind, options, Forge.Slice(ticket, 0, length - 1 < 1 ? 1 : length - 1));
            }

            for (int i = 0; i < ticket.Length; i += i < 17 ? 1 : 13)
            {
                ExpectFullHandshake(kind, options, Forge.Flip(ticket, i, 0x80));
            }

            ExpectFullHandshake(kind, options, Forge.Flip(ticket, ticket.Length - 1, 1));
            ExpectFullHandshake(kind, options, Forge.Join(ticket, new byte[1]));
            ExpectFullHandshake(kind, options, Forge.Join(ticket, ticket));
            ExpectFullHandshake(kind, options, new byte[3000]);
            ExpectFullHandshake(kind, options, new byte[1]);
        }

        [TestMethod]
        [DataRow(Datagram)]
        [DataRow(Stream)]
        public static void UnknownSessionIdCostsAFullHandshake(int kind)
        {
            TlsSessionOptions options = new TlsSessionOptions { SessionCache = new SessionCache(4) };
            Duel first = new Duel(Server, kind, options);

            first.ExpectLives();
            Assert.AreEqual(1, options.SessionCache.Count);

            byte[] id = first.Peer.PeerSessionId;
            byte[][] ids = new byte[][]
            {
                Forge.Flip(id, 0, 1), Forge.Flip(id, 15, 0x80), Forge.Slice(id, 0, 15), Forge.Slice(id, 0, 1),
                Forge.Join(id, new byte[1]), new byte[32],
            };

            for (int i = 0; i < ids.Length; i++)
            {
                Duel duel = new Duel(Server, kind, options);

                duel.Peer.SessionId = ids[i];
                duel.ExpectLives();
                Assert.IsFalse(duel.Side.Engine.IsResumed);
                Assert.AreNotEqual(Hex.Format(ids[i]), Hex.Format(duel.Peer.PeerSessionId));
            }
        }

        /// <summary>RFC 5077, section 3.4: beside a ticket the session ID names no session.</summary>
        [TestMethod]
        public static void SessionIdBesideATicketIsNotLookedUp()
        {
            TlsSessionOptions options = CreateServerOptions();

            options.SessionCache = new SessionCache(4);

            Duel first = new Duel(Server, Datagram, options);

            first.ExpectLives();

            Duel duel = new Duel(Server, Datagram, options);

            duel.Peer.SessionId = first.Peer.PeerSessionId;
            duel.Peer.Ticket = new byte[100];
            duel.ExpectLives();
            Assert.IsFalse(duel.Side.Engine.IsResumed);
        }

        /// <summary>RFC 7627, section 5.3: a session with extended_master_secret and a hello without it is an abort,
        /// even where old clients are allowed.</summary>
        [TestMethod]
        [DataRow(Datagram)]
        [DataRow(Stream)]
        public static void HelloWithoutExtendedMasterSecretIsRefused(int kind)
        {
            TlsSessionOptions options = CreateServerOptions();

            options.DangerousAllowLegacyMasterSecret = true;

            Duel duel = PrepareResumption(kind, options);

            duel.Peer.LacksMasterSecret = true;
            duel.ExpectFatal(duel.Peer.ClientHello(), TlsErrorCause.LegacyPeer, TlsAlert.HandshakeFailure);
        }

        /// <summary>RFC 7627, section 5.3: a session without extended_master_secret is nothing to resume.</summary>
        [TestMethod]
        [DataRow(Datagram)]
        [DataRow(Stream)]
        public static void SessionWithoutExtendedMasterSecretIsNotKept(int kind)
        {
            TlsSessionOptions options = CreateServerOptions();

            options.DangerousAllowLegacyMasterSecret = true;
            options.SessionCache = new SessionCache(4);

            Duel duel = new Duel(Server, kind, options);

            duel.Peer.LacksMasterSecret = true;
            duel.Peer.Ticket = new byte[0];
            duel.Advance(Duel.Hello);
            Assert.AreEqual(0, duel.Peer.PeerSessionId.Length);
            Assert.IsNull(duel.Peer.PeerTicket);
            Assert.AreEqual(0, options.SessionCache.Count);
        }

        /// <summary>Who has the ticket but not the session's secret gets no further than the hello.</summary>
        [TestMethod]
        [DataRow(Datagram)]
        [DataRow(Stream)]
        public static void StolenTicketIsOfNoUse(int kind)
        {
            TlsSessionOptions options = CreateServerOptions();
            Duel duel = PrepareResumption(kind, options);

            duel.Deliver(duel.Peer.ClientHello());
            duel.Peer.Resume(new byte[48]);
            duel.Peer.UseMasterSecret();
            duel.Side.Deliver(duel.Peer.ChangeCipherSpec(), 0);
            duel.Side.Deliver(duel.Peer.Finished(1), 0);
            Assert.AreEqual(0, duel.Side.ConnectedCount);

            if (kind == Stream)
            {
                Assert.AreEqual((int)TlsErrorCause.BadRecordMac, (int)duel.Side.Engine.Error.Cause);
            }
            else
            {
                Assert.AreEqual(1, duel.Side.Drops.Get(DropReason.BadMac));
                duel.AdvanceTime(30000);
                Assert.AreEqual((int)TlsErrorCause.HandshakeTimeout, (int)duel.Side.Engine.Error.Cause);
            }
        }

        [TestMethod]
        [DataRow(Datagram)]
        [DataRow(Stream)]
        public static void WrongFinishedOfAResumedSessionIsRefused(int kind)
        {
            Duel duel = PrepareResumption(kind, CreateServerOptions());

            duel.Advance(Duel.Changed);
            duel.ExpectFatal(
                duel.Peer.Send(HandshakeType.Finished, new byte[12], 1), TlsErrorCause.FinishedMismatch,
                TlsAlert.DecryptError);
        }

        /// <summary>The messages of a full handshake have no place in an abbreviated one.</summary>
        [TestMethod]
        [DataRow(Datagram)]
        [DataRow(Stream)]
        public static void KeyExchangeOfAResumedSessionIsUnexpected(int kind)
        {
            Duel duel = PrepareResumption(kind, CreateServerOptions());

            duel.Advance(Duel.Hello);
            duel.ExpectUnexpected(duel.Peer.Send(HandshakeType.ClientKeyExchange, Hex.Parse("000141"), 0));
        }

        /// <summary>A ticket only goes one way.</summary>
        [TestMethod]
        [DataRow(Datagram)]
        [DataRow(Stream)]
        public static void NewSessionTicketOfAClientIsUnexpected(int kind)
        {
            Duel duel = Duel.At(Server, kind, Duel.Hello);

            duel.ExpectUnexpected(duel.Peer.NewSessionTicket(new byte[20]));
        }

        /// <summary>Whoever plays back a hello with its ticket gets no more than three times what it sent, however long
        /// it goes on.</summary>
        [TestMethod]
        public static void PlayedBackTicketDoesNotAmplify()
        {
            Duel duel = PrepareResumption(Datagram, CreateServerOptions());

            duel.Advance(Duel.Hello);

            for (int i = 0; i < 40 && duel.Side.EndCount == 0; i++)
            {
                duel.AdvanceTime(1000);
            }

            Assert.IsTrue(duel.Sent > 1, "nothing was sent again");
            Assert.IsTrue(
                duel.SentBytes <= 3 * duel.GivenBytes + 48,
                duel.SentBytes.ToString() + " bytes for " + duel.GivenBytes.ToString());
            Assert.AreEqual(1, duel.Side.EndCount);
        }

        /// <summary>Of an unfinished handshake anybody can be the client who has seen the session ID.</summary>
        [TestMethod]
        [DataRow(Datagram)]
        [DataRow(Stream)]
        public static void StrangerCannotSpoilACachedSession(int kind)
        {
            TlsSessionOptions options = new TlsSessionOptions { SessionCache = new SessionCache(4) };
            Duel first = new Duel(Server, kind, options);

            first.ExpectLives();

            Duel stranger = new Duel(Server, kind, options) { IsResuming = true };

            stranger.Peer.SessionId = first.Peer.PeerSessionId;
            stranger.Peer.Resume(first.Peer.MasterSecret);
            stranger.Advance(Duel.Changed);
            stranger.ExpectFatal(
                stranger.Peer.Send(HandshakeType.Finished, new byte[12], 1), TlsErrorCause.FinishedMismatch,
                TlsAlert.DecryptError);

            Duel again = new Duel(Server, kind, options) { IsResuming = true };

            again.Peer.SessionId = first.Peer.PeerSessionId;
            again.Peer.Resume(first.Peer.MasterSecret);
            again.ExpectLives();
            Assert.IsTrue(again.Side.Engine.IsResumed);
        }

        private static TlsSessionOptions CreateServerOptions()
        {
            return new TlsSessionOptions { TicketKeys = new TicketKeys(new ManagedCiphers(), new TestRandom(8)) };
        }

        // A full handshake at our server, by which the peer has a ticket.
        private static Duel GetTicket(int kind, TlsSessionOptions options)
        {
            Duel duel = new Duel(Server, kind, options);

            duel.Peer.Ticket = new byte[0];
            duel.ExpectLives();
            Assert.IsTrue(duel.Peer.NewTicket != null && duel.Peer.NewTicket.Length > 0, "there is no ticket");
            return duel;
        }

        // A peer that is about to resume at our server.
        private static Duel PrepareResumption(int kind, TlsSessionOptions options)
        {
            Duel first = GetTicket(kind, options);
            Duel duel = new Duel(Server, kind, options) { IsResuming = true };

            duel.Peer.SessionId = Hex.Parse("0102030405");
            duel.Peer.Ticket = first.Peer.NewTicket;
            duel.Peer.Resume(first.Peer.MasterSecret);
            return duel;
        }

        private static void ExpectFullHandshake(int kind, TlsSessionOptions options, byte[] ticket)
        {
            Duel duel = new Duel(Server, kind, options);

            duel.Peer.SessionId = Hex.Parse("0102030405");
            duel.Peer.Ticket = ticket;
            duel.ExpectLives();
            Assert.IsFalse(duel.Side.Engine.IsResumed);
            Assert.IsTrue(duel.Peer.NewTicket.Length > 0, "there is no other ticket");
        }
    }
}
