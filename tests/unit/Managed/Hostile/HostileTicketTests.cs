//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// Servers that take what our client did not offer, give what it did not ask for, or do not go on as they said.
    /// </summary>
    [TestClass]
    public class HostileTicketTests
    {
        private const int Datagram = (int)TlsTransportKind.Datagram;
        private const int Stream = (int)TlsTransportKind.Stream;
        private const int Client = (int)TlsRole.Client;

        [TestMethod]
        [DataRow(Datagram, true)]
        [DataRow(Datagram, false)]
        [DataRow(Stream, true)]
        [DataRow(Stream, false)]
        public static void OurClientIsResumedByTicketAndById(int kind, bool hasTicket)
        {
            Duel duel = ResumeAtClient(kind, hasTicket, new TlsSessionOptions());

            Assert.AreEqual(hasTicket ? 16 : 5, duel.Peer.PeerSessionId.Length);
            Assert.AreEqual(hasTicket ? 100 : 0, duel.Peer.PeerTicket.Length);
            duel.ExpectLives();
            Assert.IsTrue(duel.Side.Engine.IsResumed);
        }

        /// <summary>A new ticket in an abbreviated handshake takes the old one's place.</summary>
        [TestMethod]
        [DataRow(Datagram)]
        [DataRow(Stream)]
        public static void TicketIsReplacedWhileItIsUsed(int kind)
        {
            TlsSessionOptions options = new TlsSessionOptions();
            Duel duel = ResumeAtClient(kind, true, options);

            duel.Peer.Ticket = new byte[0];
            duel.Gift = new byte[77];
            duel.ExpectLives();
            Assert.IsTrue(duel.Side.Engine.IsResumed);
            Assert.AreEqual(77, new Duel(Client, kind, options).Peer.PeerTicket.Length);
        }

        /// <summary>RFC 5246, section 7.4.1.3: the suite is the session's.</summary>
        [TestMethod]
        [DataRow(Datagram)]
        [DataRow(Stream)]
        public static void ResumingWithAnotherSuiteIsRefused(int kind)
        {
            TlsSessionOptions options = new TlsSessionOptions();
            Duel duel = ResumeAtClient(kind, true, options);

            duel.Peer.Suite = TlsCipherSuite.PskWithAes128GcmSha256;
            duel.ExpectFatal(duel.Peer.ServerHello(), TlsErrorCause.IllegalParameter, TlsAlert.IllegalParameter);
            Assert.IsTrue(options.Resumption.IsEmpty);
        }

        /// <summary>RFC 7627, section 5.3: even where old servers are allowed.</summary>
        [TestMethod]
        [DataRow(Datagram)]
        [DataRow(Stream)]
        public static void ResumingWithoutExtendedMasterSecretIsRefused(int kind)
        {
            TlsSessionOptions options = new TlsSessionOptions { DangerousAllowLegacyMasterSecret = true };
            Duel duel = ResumeAtClient(kind, true, options);

            duel.Peer.LacksMasterSecret = true;
            duel.ExpectFatal(duel.Peer.ServerHello(), TlsErrorCause.LegacyPeer, TlsAlert.HandshakeFailure);
            Assert.IsTrue(options.Resumption.IsEmpty);
        }

        /// <summary>A server that repeats the session ID has to go on as it said.</summary>
        [TestMethod]
        [DataRow(Datagram)]
        [DataRow(Stream)]
        public static void FullHandshakeAfterAResumingHelloIsUnexpected(int kind)
        {
            Duel duel = ResumeAtClient(kind, true, new TlsSessionOptions());

            duel.Advance(Duel.Hello);
            duel.ExpectUnexpected(duel.Peer.ServerHelloDone());
        }

        /// <summary>And one that does not has to as well: over datagrams what comes too early is kept, and never let
        /// in.</summary>
        [TestMethod]
        public static void AbbreviatedHandshakeAfterAFullHelloIsUnexpected()
        {
            Duel duel = ResumeAtClient(Stream, true, new TlsSessionOptions());

            duel.Peer.Resume(duel.Peer.MasterSecret);
            duel.Deliver(Refuse(duel));
            duel.ExpectFatal(
                duel.Peer.ChangeCipherSpec(), TlsErrorCause.UnexpectedMessage, TlsAlert.UnexpectedMessage);

            duel = ResumeAtClient(Datagram, true, new TlsSessionOptions());
            duel.Deliver(Refuse(duel));
            duel.ExpectQuiet(duel.Peer.ChangeCipherSpec());
            duel.ExpectQuiet(duel.Peer.Finished(1));
            Assert.AreEqual(0, duel.Side.ConnectedCount);
        }

        /// <summary>RFC 5077, section 3.3: a ticket that was announced comes before the ChangeCipherSpec.</summary>
        [TestMethod]
        [DataRow(true)]
        [DataRow(false)]
        public static void ChangeCipherSpecInPlaceOfATicketIsUnexpected(bool isResuming)
        {
            Duel duel = Announce(Stream, isResuming);

            duel.Advance(Duel.Keys);
            duel.ExpectFatal(
                duel.Peer.ChangeCipherSpec(), TlsErrorCause.UnexpectedMessage, TlsAlert.UnexpectedMessage);
        }

        [TestMethod]
        [DataRow(Datagram, true)]
        [DataRow(Datagram, false)]
        [DataRow(Stream, true)]
        [DataRow(Stream, false)]
        public static void TicketIsGivenOnce(int kind, bool isResuming)
        {
            Duel duel = Announce(kind, isResuming);

            duel.Advance(Duel.Keys);
            duel.Deliver(duel.Peer.NewSessionTicket(new byte[30]));
            duel.ExpectUnexpected(duel.Peer.NewSessionTicket(new byte[30]));
        }

        [TestMethod]
        [DataRow(Datagram)]
        [DataRow(Stream)]
        public static void TicketThatWasNotAnnouncedIsUnexpected(int kind)
        {
            Duel duel = new Duel(Client, kind, new TlsSessionOptions { Resumption = new ResumableSession() });

            duel.Advance(Duel.Keys);
            duel.ExpectUnexpected(duel.Peer.NewSessionTicket(new byte[30]));
        }

        [TestMethod]
        [DataRow(Datagram)]
        [DataRow(Stream)]
        public static void TicketThatWasNotAskedForIsRefused(int kind)
        {
            Duel duel = new Duel(Client, kind);

            Assert.IsNull(duel.Peer.PeerTicket);
            duel.Peer.Ticket = new byte[0];
            duel.ExpectFatal(
                duel.Peer.ServerHello(), TlsErrorCause.UnsupportedExtension, TlsAlert.UnsupportedExtension);
        }

        /// <summary>RFC 5077, section 3.2: a server's extension is empty.</summary>
        [TestMethod]
        [DataRow(Datagram)]
        [DataRow(Stream)]
        public static void TicketInAServerHelloIsRefused(int kind)
        {
            Duel duel = new Duel(Client, kind, new TlsSessionOptions { Resumption = new ResumableSession() });

            duel.Peer.Ticket = new byte[10];
            duel.ExpectFatal(duel.Peer.ServerHello(), TlsErrorCause.DecodeError, TlsAlert.DecodeError);
        }

        /// <summary>Lengths that lie, and nothing at all.</summary>
        [TestMethod]
        [DataRow(Datagram, "")]
        [DataRow(Datagram, "00000e10")]
        [DataRow(Stream, "00000e1000")]
        [DataRow(Stream, "00000e100002aa")]
        [DataRow(Stream, "00000e100001aabb")]
        [DataRow(Stream, "00000e10ffff00")]
        public static void MalformedNewSessionTicketIsRefused(int kind, string body)
        {
            Duel duel = Announce(kind, false);

            duel.Advance(Duel.Keys);
            duel.ExpectFatal(
                duel.Peer.Send(HandshakeType.NewSessionTicket, Hex.Parse(body), 0), TlsErrorCause.DecodeError,
                TlsAlert.DecodeError);
        }

        /// <summary>An empty ticket is none, and one that is too long to be kept as well.</summary>
        [TestMethod]
        [DataRow(Datagram, 0, 0)]
        [DataRow(Datagram, 1024, 1024)]
        [DataRow(Datagram, 1025, 0)]
        [DataRow(Stream, 0, 0)]
        [DataRow(Stream, 1, 1)]
        [DataRow(Stream, 4000, 0)]
        public static void TicketIsKeptIfThereIsRoomForIt(int kind, int length, int kept)
        {
            TlsSessionOptions options = new TlsSessionOptions { Resumption = new ResumableSession(), Mtu = 1400 };
            Duel duel = new Duel(Client, kind, options) { Gift = new byte[length] };

            duel.Peer.Ticket = new byte[0];
            duel.ExpectLives();
            Assert.AreEqual(kept == 0, options.Resumption.IsEmpty);
            Assert.AreEqual(kept, new Duel(Client, kind, options).Peer.PeerTicket.Length);
        }

        /// <summary>A server that answers an offer with an alert has spoiled it; the next handshake is a full
        /// one.</summary>
        [TestMethod]
        [DataRow(Datagram)]
        [DataRow(Stream)]
        public static void OfferThatIsAnsweredWithAnAlertIsForgotten(int kind)
        {
            TlsSessionOptions options = new TlsSessionOptions();
            Duel duel = ResumeAtClient(kind, true, options);

            Assert.IsFalse(options.Resumption.IsEmpty);
            duel.Deliver(
                duel.Peer.Write(ContentType.Alert, 0, Forge.Alert(LivePeer.FatalLevel, TlsAlert.HandshakeFailure)));
            duel.AdvanceTime(2000);
            Assert.AreEqual((int)TlsErrorCause.AlertReceived, (int)duel.Side.Engine.Error.Cause);
            Assert.IsTrue(options.Resumption.IsEmpty);
        }

        /// <summary>A server that is there, but says nothing any more to the hello with the offer, would never be
        /// talked to again; one that is not there at all spoils nothing.</summary>
        [TestMethod]
        [DataRow(true)]
        [DataRow(false)]
        public static void OfferThatIsPassedOverInSilenceIsForgotten(bool isThere)
        {
            TlsSessionOptions options = new TlsSessionOptions();
            Duel duel = ResumeAtClient(Datagram, true, options);

            if (isThere)
            {
                duel.Deliver(duel.Peer.HelloVerifyRequest(new byte[8]));
            }

            duel.AdvanceTime(30000);
            Assert.AreEqual((int)TlsErrorCause.HandshakeTimeout, (int)duel.Side.Engine.Error.Cause);
            Assert.AreEqual(isThere, options.Resumption.IsEmpty);
        }

        /// <summary>A client that has sent the last flight sends it again when the server's Finished comes
        /// again.</summary>
        [TestMethod]
        public static void ClientRepeatsItsLastFlight()
        {
            Duel duel = ResumeAtClient(Datagram, true, new TlsSessionOptions());

            duel.Advance(Duel.Changed);

            byte[] verifyData = duel.Peer.VerifyData(TlsRole.Server);

            duel.Deliver(duel.Peer.Finished(1));
            Assert.AreEqual(1, duel.Side.ConnectedCount);

            int sent = duel.Sent;

            // The same message in a record of its own.
            duel.Peer.IsAside = true;
            duel.Peer.NextSent--;

            byte[] again = duel.Peer.Send(HandshakeType.Finished, verifyData, 1);

            duel.Peer.NextSent++;
            duel.Peer.IsAside = false;
            duel.Deliver(again);
            Assert.AreEqual(sent + 1, duel.Sent);
            Assert.AreEqual(1, duel.Side.Drops.Get(DropReason.Duplicate));

            // A record counts once.
            duel.ExpectDrop(again, DropReason.Replayed);
            duel.ExpectLives();
        }

        // Our client after a full handshake, about to resume at the peer.
        private static Duel ResumeAtClient(int kind, bool hasTicket, TlsSessionOptions options)
        {
            options.Resumption = new ResumableSession();

            Duel first = new Duel(Client, kind, options);

            if (hasTicket)
            {
                first.Peer.Ticket = new byte[0];
                first.Gift = new byte[100];
            }
            else
            {
                first.Peer.SessionId = Hex.Parse("0102030405");
            }

            first.ExpectLives();
            Assert.IsFalse(first.Side.Engine.IsResumed);

            Duel duel = new Duel(Client, kind, options) { IsResuming = true };

            duel.Peer.Resume(first.Peer.MasterSecret);
            return duel;
        }

        // A server's hello that has another session ID than the one that was offered.
        private static byte[] Refuse(Duel duel)
        {
            byte[] hello = duel.Peer.ServerHello();

            // Record header, message header, version, random value, length.
            int place = (duel.IsDatagram ? 13 + 12 : 5 + 4) + 2 + 32 + 1;

            return Forge.Flip(hello, place, 1);
        }

        private static Duel Announce(int kind, bool isResuming)
        {
            Duel duel = isResuming
                ? ResumeAtClient(kind, true, new TlsSessionOptions())
                : new Duel(Client, kind, new TlsSessionOptions { Resumption = new ResumableSession() });

            duel.Peer.Ticket = new byte[0];
            return duel;
        }
    }
}
