//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// record_size_limit (RFC 8449): each side keeps to the other's, and holds the other to its own.
    /// </summary>
    [TestClass]
    public class RecordSizeTests
    {
        private const int Datagram = (int)TlsTransportKind.Datagram;
        private const int Stream = (int)TlsTransportKind.Stream;
        private const int Client = (int)TlsRole.Client;
        private const int Server = (int)TlsRole.Server;

        [TestMethod]
        [DataRow(Client, 64)]
        [DataRow(Client, 1000)]
        [DataRow(Server, 64)]
        [DataRow(Server, 1000)]
        public static void RecordLongerThanOurLimitIsDropped(int role, int limit)
        {
            Duel duel = Create(role, Datagram, new TlsSessionOptions { RecordSizeLimit = limit }, 500);

            duel.ExpectQuiet(duel.Peer.Data(new byte[limit]));
            duel.ExpectDrop(duel.Peer.Data(new byte[limit + 1]), DropReason.BadLength);
            Assert.AreEqual(1, duel.Side.Inbox.Count);
            duel.ExpectLives();
        }

        [TestMethod]
        [DataRow(Client, 64)]
        [DataRow(Client, 1000)]
        [DataRow(Server, 64)]
        [DataRow(Server, 1000)]
        public static void RecordLongerThanOurLimitOverflowsTheStream(int role, int limit)
        {
            Duel duel = Create(role, Stream, new TlsSessionOptions { RecordSizeLimit = limit }, 500);

            duel.ExpectQuiet(duel.Peer.Data(new byte[limit]));
            duel.ExpectFatal(
                duel.Peer.Data(new byte[limit + 1]), TlsErrorCause.RecordOverflow, TlsAlert.RecordOverflow);
        }

        [TestMethod]
        [DataRow(Client)]
        [DataRow(Server)]
        public static void DatagramIsAsLongAsThePeerTakesIt(int role)
        {
            Duel duel = Create(role, Datagram, new TlsSessionOptions { RecordSizeLimit = 1000 }, 100);

            Assert.AreEqual(100, duel.Side.Engine.GetMaxPayload(1400));
            Assert.AreEqual(TlsManStatus.TooLong, duel.Side.Send(new byte[101]));
            Assert.AreEqual(TlsManStatus.Ok, duel.Side.Send(new byte[100]));
            duel.Collect();
            Assert.AreEqual(100, ((byte[])duel.Peer.Inbox[0]).Length);
            duel.ExpectLives();
        }

        [TestMethod]
        [DataRow(Client)]
        [DataRow(Server)]
        public static void StreamIsCutAsThePeerTakesIt(int role)
        {
            Duel duel = Create(role, Stream, new TlsSessionOptions { RecordSizeLimit = 1000 }, 100);

            Assert.AreEqual(TlsManStatus.Ok, duel.Side.Send(new byte[201]));
            duel.Collect();
            Assert.AreEqual(3, duel.Peer.Inbox.Count);
            Assert.AreEqual(100, ((byte[])duel.Peer.Inbox[0]).Length);
            Assert.AreEqual(100, ((byte[])duel.Peer.Inbox[1]).Length);
            Assert.AreEqual(1, ((byte[])duel.Peer.Inbox[2]).Length);
            duel.ExpectLives();
        }

        /// <summary>RFC 8449, section 4: only protected records have to keep to it.</summary>
        [TestMethod]
        [DataRow(Datagram)]
        [DataRow(Stream)]
        public static void HandshakeInTheClearIsNotLimited(int kind)
        {
            Duel duel = new Duel(Server, kind, new TlsSessionOptions { RecordSizeLimit = 64 });

            duel.Peer.RecordSizeLimit = 64;
            duel.Peer.UnknownLength = 100;
            duel.Advance(Duel.Hello);
            duel.Peer.Identity = Psk.Identity;
            duel.ExpectLives();

            duel = new Duel(Client, kind, new TlsSessionOptions { RecordSizeLimit = 64 });
            duel.Peer.RecordSizeLimit = 64;
            duel.Advance(Duel.Hello);
            duel.Deliver(duel.Peer.ServerKeyExchange(new byte[120]));
            duel.ExpectLives();
        }

        /// <summary>RFC 8449, section 4: anything below 64 is illegal_parameter.</summary>
        [TestMethod]
        [DataRow(Client, Datagram, 63)]
        [DataRow(Client, Stream, 1)]
        [DataRow(Server, Datagram, 63)]
        [DataRow(Server, Stream, 63)]
        public static void LimitBelowTheLeastIsRefused(int role, int kind, int limit)
        {
            Duel duel = new Duel(role, kind, new TlsSessionOptions { RecordSizeLimit = 512 });

            duel.Peer.RecordSizeLimit = limit;
            duel.ExpectFatal(
                role == Client
                ? duel.Peer.ServerHello()
                : duel.Peer.ClientHello(), TlsErrorCause.IllegalParameter, TlsAlert.IllegalParameter);
        }

        /// <summary>RFC 8449, section 4: a client may know of later versions, so more than there is in 1.2 is no error,
        /// and is no more than the most.</summary>
        [TestMethod]
        [DataRow(Server, 16385)]
        [DataRow(Server, 65535)]
        [DataRow(Client, 16385)]
        public static void LimitAboveTheMostIsTheMost(int role, int limit)
        {
            Duel duel = Create(role, Stream, new TlsSessionOptions { RecordSizeLimit = 512 }, limit);

            Assert.AreEqual(RecordHeader.MaxPlaintext, duel.Side.Engine.GetMaxPayload(0));
            duel.ExpectLives();
        }

        /// <summary>A server answers a client that asks, whatever its options: with what it can receive.</summary>
        [TestMethod]
        [DataRow(Stream, 0, 700, 700)]
        [DataRow(Stream, 900, 700, 700)]
        [DataRow(Stream, 300, 700, 300)]
        [DataRow(Datagram, 0, 700, 16384)]
        [DataRow(Datagram, 300, 700, 300)]
        public static void ServerAnswersWithWhatItReceives(int kind, int limit, int receiveBufferSize, int answer)
        {
            Duel duel = Create(
                Server, kind, new TlsSessionOptions { RecordSizeLimit = limit, ReceiveBufferSize = receiveBufferSize },
                500);

            Assert.AreEqual(answer, duel.Peer.PeerRecordSizeLimit);
            Assert.AreEqual(500, duel.Side.Engine.GetMaxPayload(1400));
            duel.ExpectLives();
        }

        [TestMethod]
        public static void NothingIsAnsweredThatWasNotOffered()
        {
            Duel duel = new Duel(Server, Stream, new TlsSessionOptions { RecordSizeLimit = 100 });

            duel.Advance(Duel.Open);
            Assert.AreEqual(0, duel.Peer.PeerRecordSizeLimit);
            duel.ExpectQuiet(duel.Peer.Data(new byte[101]));

            duel = new Duel(Client, Stream);
            Assert.AreEqual(0, duel.Peer.PeerRecordSizeLimit);
            duel.Peer.RecordSizeLimit = 100;
            duel.ExpectFatal(
                duel.Peer.ServerHello(), TlsErrorCause.UnsupportedExtension, TlsAlert.UnsupportedExtension);
        }

        /// <summary>A server without it leaves both sides without limits.</summary>
        [TestMethod]
        public static void UnansweredOfferLimitsNothing()
        {
            Duel duel = new Duel(Client, Stream, new TlsSessionOptions { RecordSizeLimit = 100 });

            Assert.AreEqual(100, duel.Peer.PeerRecordSizeLimit);
            duel.Advance(Duel.Open);
            duel.ExpectQuiet(duel.Peer.Data(new byte[1000]));
            duel.ExpectLives();
        }

        /// <summary>RFC 8449, section 5: a server ignores max_fragment_length beside it.</summary>
        [TestMethod]
        public static void ServerIgnoresMaxFragmentLengthBesideIt()
        {
            Duel duel = new Duel(Server, Stream, new TlsSessionOptions { RecordSizeLimit = 2000 });

            duel.Peer.MaxFragmentLengthCode = 1;
            duel.Peer.RecordSizeLimit = 1500;
            duel.Advance(Duel.Open);
            Assert.AreEqual(1500, duel.Side.Engine.GetMaxPayload(0));
            Assert.IsFalse(duel.Peer.HasPeerMaxFragmentLength);
            duel.ExpectQuiet(duel.Peer.Data(new byte[2000]));
            duel.ExpectLives();
        }

        /// <summary>RFC 8449, section 5: a client refuses a server that answers both.</summary>
        [TestMethod]
        [DataRow(Datagram)]
        [DataRow(Stream)]
        public static void ClientRefusesAnAnswerToBoth(int kind)
        {
            Duel duel = new Duel(
                Client, kind, new TlsSessionOptions { MaxFragmentLength = 512, RecordSizeLimit = 512 });

            duel.Peer.MaxFragmentLengthCode = 1;
            duel.Peer.RecordSizeLimit = 512;
            duel.ExpectFatal(duel.Peer.ServerHello(), TlsErrorCause.IllegalParameter, TlsAlert.IllegalParameter);
        }

        /// <summary>With a connection ID the content type is within the record: what is sent leaves room for it, and
        /// what comes need not.</summary>
        [TestMethod]
        public static void ContentTypeWithinTheRecordCounts()
        {
            TlsSessionOptions client = new TlsSessionOptions { RecordSizeLimit = 200 };
            TlsSessionOptions server = new TlsSessionOptions { RecordSizeLimit = 300 };
            EnginePair pair =
                new EnginePair(TlsTransportKind.Datagram, client, server, Psk.Store(), Psk.Store(), 1400);

            pair.Client.Engine.ConnectionId = new byte[0];
            pair.Server.Engine.ConnectionId = Hex.Parse("0102030405060708");
            pair.Start();
            pair.Exchange();
            Assert.IsTrue(pair.IsConnected);
            Assert.AreEqual(299, pair.Client.Engine.GetMaxPayload(1400));
            Assert.AreEqual(200, pair.Server.Engine.GetMaxPayload(1400));
            Assert.AreEqual(TlsManStatus.Ok, pair.Client.Send(new byte[299]));
            Assert.AreEqual(TlsManStatus.Ok, pair.Server.Send(new byte[200]));
            pair.Exchange();
            Assert.AreEqual(299, ((byte[])pair.Server.Inbox[0]).Length);
            Assert.AreEqual(200, ((byte[])pair.Client.Inbox[0]).Length);
        }

        private static Duel Create(int role, int kind, TlsSessionOptions options, int peerLimit)
        {
            Duel duel = new Duel(role, kind, options);

            duel.Peer.RecordSizeLimit = peerLimit;
            duel.Advance(Duel.Open);
            return duel;
        }
    }
}
