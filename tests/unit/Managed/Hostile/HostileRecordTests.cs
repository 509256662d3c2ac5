//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// Records with something wrong in them. Over datagrams they are noise; over a stream they end the session.
    /// </summary>
    [TestClass]
    public class HostileRecordTests
    {
        private const int Datagram = (int)TlsTransportKind.Datagram;
        private const int Stream = (int)TlsTransportKind.Stream;
        private const int Client = (int)TlsRole.Client;
        private const int Server = (int)TlsRole.Server;

        /// <summary>Case 1.</summary>
        [TestMethod]
        [DataRow(Client, Duel.Start)]
        [DataRow(Server, Duel.Hello)]
        [DataRow(Server, Duel.Open)]
        public static void DatagramShorterThanAHeaderIsDropped(int role, int stage)
        {
            Duel duel = Duel.At(role, Datagram, stage);
            byte[] record = duel.Peer.Write(ContentType.ApplicationData, 0, new byte[0]);

            for (int length = 0; length < RecordHeader.DtlsLength; length++)
            {
                duel.ExpectDrop(Forge.Slice(record, 0, length), DropReason.TooShort);
            }

            duel.ExpectLives();
        }

        /// <summary>Case 1, over a stream: part of a header is no fault until the stream ends there.</summary>
        [TestMethod]
        [DataRow(Server, Duel.Hello)]
        [DataRow(Client, Duel.Open)]
        public static void StreamThatEndsInsideAHeaderIsTruncated(int role, int stage)
        {
            Duel duel = Duel.At(role, Stream, stage);

            duel.ExpectQuiet(new byte[] { ContentType.Handshake, 3, 3, 0 });
            duel.Side.Engine.HandleEndOfStream();
            duel.Side.Drain();
            duel.Collect();
            duel.ExpectEnd(TlsErrorCause.Truncated, TlsAlert.None);
        }

        /// <summary>Case 2: the record before the lie is handled, the rest of the datagram is not.</summary>
        [TestMethod]
        [DataRow(1)]
        [DataRow(14)]
        [DataRow(65535)]
        public static void LengthBeyondTheDatagramDropsItsRest(int excess)
        {
            Duel duel = Duel.At(Server, Datagram, Duel.Open);
            byte[] lying = duel.Peer.Data(new byte[5]);
            int length = lying.Length - RecordHeader.DtlsLength;

            Forge.Put(lying, 11, 2, excess == 65535 ? excess : length + excess);
            duel.ExpectDrop(Forge.Join(duel.Peer.Data(new byte[3]), lying), DropReason.BadLength);
            Assert.AreEqual(1, duel.Side.Inbox.Count);
            duel.ExpectLives();
        }

        /// <summary>Case 2, over a stream: the bytes are waited for, and their absence is a truncation.</summary>
        [TestMethod]
        public static void LengthBeyondTheStreamIsTruncated()
        {
            Duel duel = Duel.At(Server, Stream, Duel.Open);
            byte[] record = duel.Peer.Data(new byte[5]);

            duel.ExpectQuiet(Forge.Slice(record, 0, record.Length - 1));
            duel.Side.Engine.HandleEndOfStream();
            duel.Side.Drain();
            duel.Collect();
            duel.ExpectEnd(TlsErrorCause.Truncated, TlsAlert.None);
            Assert.AreEqual(0, duel.Side.Inbox.Count);
        }

        /// <summary>Case 3.</summary>
        [TestMethod]
        [DataRow(Duel.Hello)]
        [DataRow(Duel.Open)]
        public static void RecordLongerThanAllowedIsDropped(int stage)
        {
            Duel duel = Duel.At(Server, Datagram, stage);
            int epoch = stage == Duel.Open ? 1 : 0;
            byte[] content = new byte[RecordHeader.MaxPlaintext + 1];

            duel.ExpectDrop(duel.Peer.Write(ContentType.ApplicationData, epoch, content), DropReason.BadLength);
            duel.ExpectLives();
        }

        /// <summary>Case 3, over a stream: RFC 5246, section 6.2.3, asks for record_overflow, and it is said before the
        /// record is read.</summary>
        [TestMethod]
        [DataRow(Duel.Hello, 16385)]
        [DataRow(Duel.Hello, 65535)]
        [DataRow(Duel.Open, 16401)]
        [DataRow(Duel.Open, 65535)]
        public static void RecordLongerThanAllowedOverflowsTheStream(int stage, int length)
        {
            Duel duel = Duel.At(Server, Stream, stage);

            duel.ExpectFatal(
                new byte[] { ContentType.ApplicationData, 3, 3, (byte)(length >> 8), (byte)length },
                TlsErrorCause.RecordOverflow, TlsAlert.RecordOverflow);
        }

        /// <summary>Case 3: a record of the longest allowed length is taken, whatever carries it.</summary>
        [TestMethod]
        [DataRow(Datagram)]
        [DataRow(Stream)]
        public static void RecordOfTheGreatestLengthIsTaken(int kind)
        {
            Duel duel = Duel.At(Server, kind, Duel.Open);

            duel.ExpectQuiet(duel.Peer.Data(new byte[RecordHeader.MaxPlaintext]));
            Assert.AreEqual(RecordHeader.MaxPlaintext, ((byte[])duel.Side.Inbox[0]).Length);
        }

        /// <summary>Case 4.</summary>
        [TestMethod]
        public static void BadRecordInTheMiddleLeavesItsNeighboursAlone()
        {
            Duel duel = Duel.At(Client, Datagram, Duel.Open);
            byte[] first = duel.Peer.Data(new byte[] { 1 });
            byte[] bad = duel.Peer.Data(new byte[] { 2 });
            byte[] last = duel.Peer.Data(new byte[] { 3 });

            duel.ExpectDrop(Forge.Join(Forge.Join(first, Forge.Flip(bad, bad.Length - 1, 1)), last), DropReason.BadMac);
            Assert.AreEqual(2, duel.Side.Inbox.Count);
            Assert.AreEqual(3, (int)((byte[])duel.Side.Inbox[1])[0]);
            duel.ExpectLives();
        }

        /// <summary>Case 4, over a stream: what came before the bad record is delivered, nothing behind it.</summary>
        [TestMethod]
        public static void BadRecordInTheMiddleOfAStreamEndsIt()
        {
            Duel duel = Duel.At(Client, Stream, Duel.Open);
            byte[] first = duel.Peer.Data(new byte[] { 1 });
            byte[] bad = duel.Peer.Data(new byte[] { 2 });
            byte[] last = duel.Peer.Data(new byte[] { 3 });

            duel.ExpectFatal(
                Forge.Join(Forge.Join(first, Forge.Flip(bad, bad.Length - 1, 1)), last), TlsErrorCause.BadRecordMac,
                TlsAlert.BadRecordMac);
            Assert.AreEqual(1, duel.Side.Inbox.Count);
        }

        /// <summary>Case 5. 24 is the heartbeat of RFC 6520, which is not spoken.</summary>
        [TestMethod]
        [DataRow(0)]
        [DataRow(19)]
        [DataRow(24)]
        [DataRow(255)]
        public static void UnknownContentTypeIsDropped(int type)
        {
            Duel duel = Duel.At(Server, Datagram, Duel.Hello);

            duel.ExpectDrop(duel.Peer.Write(type, 0, new byte[4]), DropReason.UnknownType);
            duel.Advance(Duel.Open);
            duel.ExpectDrop(duel.Peer.Write(type, 1, new byte[4]), DropReason.UnknownType);
            duel.ExpectLives();
        }

        /// <summary>Case 5, over a stream: RFC 5246, section 6, asks for unexpected_message.</summary>
        [TestMethod]
        [DataRow(19, Duel.Hello)]
        [DataRow(24, Duel.Open)]
        [DataRow(255, Duel.Open)]
        public static void UnknownContentTypeEndsAStream(int type, int stage)
        {
            Duel duel = Duel.At(Server, Stream, stage);

            duel.ExpectFatal(
                duel.Peer.Write(type, stage == Duel.Open ? 1 : 0, new byte[4]), TlsErrorCause.UnexpectedMessage,
                TlsAlert.UnexpectedMessage);
        }

        /// <summary>Case 6. 1.0 is allowed only until a version is agreed.</summary>
        [TestMethod]
        [DataRow(Duel.Hello, 0xFEFF)]
        [DataRow(Duel.Hello, 0x0303)]
        [DataRow(Duel.Open, 0xFEFF)]
        [DataRow(Duel.Open, 0xFEFC)]
        [DataRow(Duel.Open, 0x0000)]
        public static void WrongRecordVersionIsDropped(int stage, int version)
        {
            Duel duel = Duel.At(Server, Datagram, stage);
            byte[] record = duel.Peer.Write(ContentType.ApplicationData, stage == Duel.Open ? 1 : 0, new byte[4]);

            Forge.Put(record, 1, 2, version);
            duel.ExpectDrop(record, DropReason.WrongVersion);
            duel.ExpectLives();
        }

        /// <summary>Case 6, over a stream.</summary>
        [TestMethod]
        [DataRow(Duel.Start, 0xFEFD)]
        [DataRow(Duel.Hello, 0x0301)]
        [DataRow(Duel.Open, 0x0304)]
        public static void WrongRecordVersionEndsAStream(int stage, int version)
        {
            Duel duel = Duel.At(Server, Stream, stage);
            byte[] record = duel.Peer.Write(ContentType.ApplicationData, stage == Duel.Open ? 1 : 0, new byte[4]);

            Forge.Put(record, 1, 2, version);
            duel.ExpectFatal(record, TlsErrorCause.UnexpectedMessage, TlsAlert.UnexpectedMessage);
        }

        /// <summary>Case 7: CVE-2021-42144 read beyond such records, and one of them once ended an
        /// association.</summary>
        [TestMethod]
        [DataRow(Client)]
        [DataRow(Server)]
        public static void ProtectedRecordShorterThanNonceAndTagIsDropped(int role)
        {
            Duel duel = Duel.At(role, Datagram, Duel.Open);

            for (int length = 0; length < 16; length++)
            {
                duel.ExpectDrop(
                    Forge.Record(TlsTransportKind.Datagram, ContentType.ApplicationData, 1, 100, new byte[length]),
                    DropReason.TooShort);
            }

            duel.ExpectDrop(
                Forge.Record(TlsTransportKind.Datagram, ContentType.ApplicationData, 1, 100, new byte[16]),
                DropReason.BadMac);
            duel.ExpectLives();
        }

        /// <summary>Case 7, over a stream.</summary>
        [TestMethod]
        [DataRow(0)]
        [DataRow(8)]
        [DataRow(15)]
        public static void ProtectedRecordShorterThanNonceAndTagEndsAStream(int length)
        {
            Duel duel = Duel.At(Server, Stream, Duel.Open);

            duel.ExpectFatal(
                Forge.Record(TlsTransportKind.Stream, ContentType.ApplicationData, 0, 0, new byte[length]),
                TlsErrorCause.BadRecordMac, TlsAlert.BadRecordMac);
        }

        /// <summary>Case 8: never an alert for a forged record, for it would tell the forger something and cost a
        /// datagram.</summary>
        [TestMethod]
        public static void BadTagIsDroppedWithoutAnAlert()
        {
            Duel duel = Duel.At(Server, Datagram, Duel.Open);

            for (int i = 0; i < 20; i++)
            {
                byte[] record = duel.Peer.Data(new byte[] { 7 });

                duel.ExpectDrop(Forge.Flip(record, 13 + i % (record.Length - 13), 0x80), DropReason.BadMac);
            }

            Assert.AreEqual(0, duel.Peer.AlertCount);
            duel.ExpectLives();
        }

        /// <summary>Case 8: noise that anybody can send ends nothing, however much of it there is.</summary>
        [TestMethod]
        public static void BadTagsDoNotEndASession()
        {
            Duel duel = Duel.At(Server, Datagram, Duel.Open);
            byte[] bad = Forge.Flip(duel.Peer.Data(new byte[] { 7 }), 29, 1);

            for (int i = 0; i < 1000; i++)
            {
                duel.ExpectDrop(bad, DropReason.BadMac);
            }

            duel.ExpectLives();
        }

        /// <summary>Case 8: a limit counts what comes in a row.</summary>
        [TestMethod]
        public static void AuthenticRecordBeginsTheCountOfBadTagsAnew()
        {
            Duel duel = new Duel(Server, Datagram, new TlsSessionOptions { BadRecordLimit = 3 });

            duel.Advance(Duel.Open);

            byte[] bad = Forge.Flip(duel.Peer.Data(new byte[] { 7 }), 29, 1);

            for (int i = 0; i < 10; i++)
            {
                duel.ExpectDrop(bad, DropReason.BadMac);
                duel.ExpectDrop(bad, DropReason.BadMac);
                duel.ExpectLives();
            }
        }

        /// <summary>Case 8: the limit is the session's own.</summary>
        [TestMethod]
        public static void TooManyBadTagsEndTheSession()
        {
            Duel duel = new Duel(Server, Datagram, new TlsSessionOptions { BadRecordLimit = 3 });

            duel.Advance(Duel.Open);

            byte[] bad = Forge.Flip(duel.Peer.Data(new byte[] { 7 }), 29, 1);

            duel.ExpectDrop(bad, DropReason.BadMac);
            duel.ExpectDrop(bad, DropReason.BadMac);
            duel.ExpectFatal(bad, TlsErrorCause.TooManyBadRecords, TlsAlert.BadRecordMac);
        }

        /// <summary>Case 8, over a stream: RFC 5246, section 7.2.2, asks for bad_record_mac.</summary>
        [TestMethod]
        [DataRow(5)]
        [DataRow(13)]
        [DataRow(21)]
        public static void BadTagEndsAStream(int index)
        {
            Duel duel = Duel.At(Server, Stream, Duel.Open);

            duel.ExpectFatal(
                Forge.Flip(duel.Peer.Data(new byte[] { 7 }), index, 1), TlsErrorCause.BadRecordMac,
                TlsAlert.BadRecordMac);
        }
    }
}
