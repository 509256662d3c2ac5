//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// Records of the wrong epoch or at the wrong time, empty records and floods of them.
    /// </summary>
    [TestClass]
    public class HostileEpochTests
    {
        private const int Datagram = (int)TlsTransportKind.Datagram;
        private const int Stream = (int)TlsTransportKind.Stream;
        private const int Client = (int)TlsRole.Client;
        private const int Server = (int)TlsRole.Server;

        /// <summary>Case 11: CVE-2019-20786 and CVE-2020-24585 delivered it.</summary>
        [TestMethod]
        [DataRow(Client)]
        [DataRow(Server)]
        public static void ApplicationDataInTheClearIsDropped(int role)
        {
            Duel duel = new Duel(role, Datagram);

            for (int stage = Duel.Start; stage <= Duel.Open; stage++)
            {
                duel.Advance(stage);
                duel.ExpectDrop(
                    duel.Peer.Write(ContentType.ApplicationData, 0, new byte[] { 1 }), stage < Duel.Changed
                    ? DropReason.Unexpected
                    : DropReason.WrongEpoch);
            }

            Assert.AreEqual(0, duel.Side.Inbox.Count);
            duel.ExpectLives();
        }

        /// <summary>Case 11, over a stream: where records have to be protected it is no authentic record.</summary>
        [TestMethod]
        [DataRow(Client, Duel.Start)]
        [DataRow(Server, Duel.Start)]
        [DataRow(Server, Duel.Hello)]
        [DataRow(Server, Duel.Keys)]
        [DataRow(Client, Duel.Changed)]
        [DataRow(Server, Duel.Open)]
        public static void ApplicationDataInTheClearEndsAStream(int role, int stage)
        {
            Duel duel = Duel.At(role, Stream, stage);
            byte[] record = duel.Peer.Write(ContentType.ApplicationData, 0, new byte[] { 1 });

            if (stage < Duel.Changed)
            {
                duel.ExpectFatal(record, TlsErrorCause.UnexpectedMessage, TlsAlert.UnexpectedMessage);
            }
            else
            {
                duel.ExpectFatal(record, TlsErrorCause.BadRecordMac, TlsAlert.BadRecordMac);
            }

            Assert.AreEqual(0, duel.Side.Inbox.Count);
        }

        /// <summary>Case 12: epochs that will never be (CVE-2021-42142).</summary>
        [TestMethod]
        [DataRow(2)]
        [DataRow(256)]
        [DataRow(65535)]
        public static void EpochBeyondTheNextIsDropped(int epoch)
        {
            Duel duel = new Duel(Server, Datagram);

            for (int stage = Duel.Start; stage <= Duel.Open; stage++)
            {
                duel.Advance(stage);
                duel.ExpectDrop(
                    Forge.Record(TlsTransportKind.Datagram, ContentType.Handshake, epoch, 9, new byte[40]),
                    DropReason.WrongEpoch);
            }

            duel.ExpectLives();
        }

        /// <summary>Case 12: what may be kept of the next epoch is bounded (CVE-2009-1377), and only handshake records
        /// are.</summary>
        [TestMethod]
        [DataRow(Client, Duel.Start)]
        [DataRow(Server, Duel.Hello)]
        [DataRow(Server, Duel.Keys)]
        public static void FloodOfTheNextEpochIsKeptWithinBounds(int role, int stage)
        {
            Duel duel = Duel.At(role, Datagram, stage);
            byte[] record = Forge.Record(TlsTransportKind.Datagram, ContentType.Handshake, 1, 0, new byte[40]);

            for (int i = 0; i < 300; i++)
            {
                duel.Deliver(record);
            }

            // 9 records of 53 bytes fit into the 512 that are kept.
            Assert.AreEqual(300 - 9, duel.Side.Drops.Get(DropReason.WrongEpoch));
            duel.ExpectDrop(
                Forge.Record(TlsTransportKind.Datagram, ContentType.ApplicationData, 1, 0, new byte[40]),
                DropReason.WrongEpoch);
            duel.ExpectLives();
            Assert.AreEqual(9, duel.Side.Drops.Get(DropReason.BadMac));
        }

        /// <summary>Case 13: fragments of one message in two epochs are never put together (CVE-2021-42141).</summary>
        [TestMethod]
        [DataRow(Client)]
        [DataRow(Server)]
        public static void FragmentsOfTwoEpochsMakeNoMessage(int role)
        {
            Duel duel = Duel.At(role, Datagram, Duel.Changed);
            byte[] data = duel.Peer.VerifyData((TlsRole)(1 - role));
            byte[] first = Forge.Fragment(HandshakeType.Finished, duel.Peer.NextSent, 12, 0, Forge.Slice(data, 0, 6));
            byte[] second = Forge.Fragment(HandshakeType.Finished, duel.Peer.NextSent, 12, 6, Forge.Slice(data, 6, 6));

            duel.ExpectDrop(duel.Peer.Write(ContentType.Handshake, 0, first), DropReason.WrongEpoch);
            duel.ExpectQuiet(duel.Peer.Write(ContentType.Handshake, 1, second));
            Assert.AreEqual(0, duel.Side.ConnectedCount);
            duel.Deliver(duel.Peer.Write(ContentType.Handshake, 1, first));
            Assert.AreEqual(1, duel.Side.ConnectedCount);
        }

        /// <summary>Case 13: a Finished that begins in the clear is refused before the keys change, over either
        /// transport.</summary>
        [TestMethod]
        [DataRow(Datagram)]
        [DataRow(Stream)]
        public static void FinishedThatBeginsInTheClearIsRefused(int kind)
        {
            Duel duel = Duel.At(Server, kind, Duel.Keys);
            byte[] finished = Forge.Message(
                (TlsTransportKind)kind, HandshakeType.Finished, duel.Peer.NextSent,
                duel.Peer.VerifyData(TlsRole.Client));

            if (kind == Stream)
            {
                duel.ExpectQuiet(duel.Peer.Write(ContentType.Handshake, 0, Forge.Slice(finished, 0, 8)));
                duel.ExpectFatal(
                    duel.Peer.ChangeCipherSpec(), TlsErrorCause.UnexpectedMessage, TlsAlert.UnexpectedMessage);
                return;
            }

            byte[] part =
                Forge.Fragment(HandshakeType.Finished, duel.Peer.NextSent, 12, 0, Forge.Slice(finished, 12, 4));

            duel.ExpectUnexpected(duel.Peer.Write(ContentType.Handshake, 0, part));
        }

        /// <summary>Case 14: records of an association that has gone mean nothing to its successor in the same epoch
        /// (CVE-2021-42146).</summary>
        [TestMethod]
        [DataRow(Client)]
        [DataRow(Server)]
        public static void RecordsOfAnEarlierAssociationAreDropped(int role)
        {
            Duel old = Duel.At(role, Datagram, Duel.Open);
            Duel duel = new Duel(role, Datagram, new TlsSessionOptions(), Psk.Store(), new TestRandom(77));

            duel.Advance(Duel.Open);
            duel.ExpectDrop(old.Peer.Data(new byte[] { 1 }), DropReason.BadMac);
            duel.ExpectDrop(
                old.Peer.Write(ContentType.Alert, 1, Forge.Alert(LivePeer.FatalLevel, TlsAlert.HandshakeFailure)),
                DropReason.BadMac);
            duel.ExpectLives();
        }

        /// <summary>Case 15: one record that spans a change of keys (CVE-2023-6937).</summary>
        [TestMethod]
        [DataRow(Client, Datagram)]
        [DataRow(Server, Datagram)]
        [DataRow(Client, Stream)]
        [DataRow(Server, Stream)]
        public static void FinishedInTheRecordBeforeTheKeyChangeIsRefused(int role, int kind)
        {
            Duel duel = Duel.At(role, kind, Duel.Hello);
            int header = kind == Datagram ? RecordHeader.DtlsLength : RecordHeader.TlsLength;
            byte[] before = role == Client ? duel.Peer.ServerHelloDone() : duel.Peer.ClientKeyExchange();
            byte[] finished = Forge.Message(
                (TlsTransportKind)kind, HandshakeType.Finished, duel.Peer.NextSent,
                duel.Peer.VerifyData((TlsRole)(1 - role)));
            byte[] both = Forge.Join(Forge.Slice(before, header, before.Length - header), finished);

            duel.ExpectUnexpected(duel.Peer.Write(ContentType.Handshake, 0, both));
            Assert.AreEqual(0, duel.Side.ConnectedCount);
        }

        /// <summary>Case 15, over a stream: nothing may follow Finished in its record, not even part of a
        /// message.</summary>
        [TestMethod]
        [DataRow(Client, 1)]
        [DataRow(Server, 1)]
        [DataRow(Client, 4)]
        [DataRow(Server, 4)]
        public static void BytesBehindFinishedEndAStream(int role, int excess)
        {
            Duel duel = Duel.At(role, Stream, Duel.Changed);
            byte[] finished = Forge.Message(
                TlsTransportKind.Stream, HandshakeType.Finished, 0, duel.Peer.VerifyData((TlsRole)(1 - role)));

            duel.ExpectFatal(
                duel.Peer.Write(ContentType.Handshake, 1, Forge.Join(finished, new byte[excess])),
                TlsErrorCause.UnexpectedMessage, TlsAlert.UnexpectedMessage);
            Assert.AreEqual(0, duel.Side.ConnectedCount);
        }

        /// <summary>Case 17: each is counted and costs nothing else.</summary>
        [TestMethod]
        [DataRow(Duel.Hello)]
        [DataRow(Duel.Open)]
        public static void EmptyRecordsAreDropped(int stage)
        {
            Duel duel = Duel.At(Server, Datagram, stage);

            for (int type = ContentType.ChangeCipherSpec; type <= ContentType.ApplicationData; type++)
            {
                for (int i = 0; i < 20; i++)
                {
                    duel.ExpectDrop(duel.Peer.Write(type, stage == Duel.Open ? 1 : 0, new byte[0]), DropReason.Empty);
                }
            }

            Assert.AreEqual(0, duel.Side.Inbox.Count);
            duel.ExpectLives();
        }

        /// <summary>Case 17, over a stream: empty application data is allowed (RFC 5246, section 6.2.1), but not
        /// without end.</summary>
        [TestMethod]
        public static void EmptyApplicationDataIsToleratedWithinBounds()
        {
            Duel duel = Duel.At(Server, Stream, Duel.Open);

            for (int round = 0; round < 2; round++)
            {
                for (int i = 0; i < 32; i++)
                {
                    duel.ExpectQuiet(duel.Peer.Data(new byte[0]));
                }

                // Data that says something begins the count anew.
                duel.ExpectLives();
            }

            for (int i = 0; i < 32; i++)
            {
                duel.ExpectQuiet(duel.Peer.Data(new byte[0]));
            }

            duel.ExpectFatal(duel.Peer.Data(new byte[0]), TlsErrorCause.UnexpectedMessage, TlsAlert.UnexpectedMessage);
        }

        /// <summary>Case 17, over a stream: nothing else may be empty.</summary>
        [TestMethod]
        [DataRow(ContentType.ChangeCipherSpec, Duel.Keys)]
        [DataRow(ContentType.Alert, Duel.Hello)]
        [DataRow(ContentType.Handshake, Duel.Start)]
        [DataRow(ContentType.Handshake, Duel.Open)]
        [DataRow(ContentType.ApplicationData, Duel.Hello)]
        public static void EmptyRecordEndsAStream(int type, int stage)
        {
            Duel duel = Duel.At(Server, Stream, stage);

            duel.ExpectFatal(
                duel.Peer.Write(type, stage == Duel.Open ? 1 : 0, new byte[0]), TlsErrorCause.UnexpectedMessage,
                TlsAlert.UnexpectedMessage);
        }

        /// <summary>Case 18: a record of 16 KB where 512 bytes were agreed (RFC 6066, section 4).</summary>
        [TestMethod]
        [DataRow(Client, 513)]
        [DataRow(Server, 513)]
        [DataRow(Server, 16384)]
        public static void RecordLongerThanAgreedIsDropped(int role, int length)
        {
            Duel duel = new Duel(role, Datagram, new TlsSessionOptions { MaxFragmentLength = 512 });

            duel.Peer.MaxFragmentLengthCode = 1;
            duel.Advance(Duel.Open);
            duel.ExpectQuiet(duel.Peer.Data(new byte[512]));
            duel.ExpectDrop(duel.Peer.Data(new byte[length]), DropReason.BadLength);
            Assert.AreEqual(1, duel.Side.Inbox.Count);
            Assert.AreEqual(512, duel.Side.Engine.GetMaxPayload(1400));
            duel.ExpectLives();
        }

        /// <summary>Case 18, over a stream: RFC 6066, section 4, asks for record_overflow.</summary>
        [TestMethod]
        [DataRow(Client, 513)]
        [DataRow(Server, 513)]
        [DataRow(Server, 16384)]
        public static void RecordLongerThanAgreedOverflowsTheStream(int role, int length)
        {
            Duel duel = new Duel(role, Stream, new TlsSessionOptions { MaxFragmentLength = 512 });

            duel.Peer.MaxFragmentLengthCode = 1;
            duel.Advance(Duel.Open);
            duel.ExpectQuiet(duel.Peer.Data(new byte[512]));
            duel.ExpectFatal(duel.Peer.Data(new byte[length]), TlsErrorCause.RecordOverflow, TlsAlert.RecordOverflow);
        }

        /// <summary>Case 18, over a stream: the receive buffer is a limit of one's own.</summary>
        [TestMethod]
        public static void RecordLongerThanTheReceiveBufferOverflowsTheStream()
        {
            Duel duel = new Duel(Server, Stream, new TlsSessionOptions { ReceiveBufferSize = 1000 });

            duel.Advance(Duel.Open);
            duel.ExpectQuiet(duel.Peer.Data(new byte[1000]));
            duel.ExpectFatal(duel.Peer.Data(new byte[1001]), TlsErrorCause.RecordOverflow, TlsAlert.RecordOverflow);
        }
    }
}
