//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// Records played back, and records whose numbers lie far apart.
    /// </summary>
    [TestClass]
    public class HostileReplayTests
    {
        private const int Datagram = (int)TlsTransportKind.Datagram;
        private const int Stream = (int)TlsTransportKind.Stream;
        private const int Client = (int)TlsRole.Client;
        private const int Server = (int)TlsRole.Server;
        private const ulong LastNumber = 0xFFFFFFFFFFFF;

        /// <summary>A record in the clear vouches for no number: a device that gives all of them the same connects all
        /// the same.</summary>
        [TestMethod]
        [DataRow(Client)]
        [DataRow(Server)]
        public static void RecordsInTheClearMayRepeatTheirNumber(int role)
        {
            Duel duel = new Duel(role, Datagram);

            duel.Peer.RepeatsRecordNumbers = true;

            if (role == Client)
            {
                duel.Deliver(duel.Peer.HelloVerifyRequest(new byte[] { 1, 2, 3 }));
            }

            duel.Advance(Duel.Open);
            duel.ExpectQuiet(duel.Peer.Data(new byte[] { 1 }));
            Assert.AreEqual(1, duel.Side.Inbox.Count);
        }

        /// <summary>Case 9: inside the window each number counts once, in any order.</summary>
        [TestMethod]
        [DataRow(Client)]
        [DataRow(Server)]
        public static void ReplayedRecordInsideTheWindowIsDropped(int role)
        {
            Duel duel = Duel.At(role, Datagram, Duel.Open);
            byte[] first = duel.Peer.Data(new byte[] { 1 });
            byte[] second = duel.Peer.Data(new byte[] { 2 });

            duel.ExpectQuiet(second);
            duel.ExpectQuiet(first);
            duel.ExpectDrop(first, DropReason.Replayed);
            duel.ExpectDrop(second, DropReason.Replayed);
            Assert.AreEqual(2, duel.Side.Inbox.Count);
            duel.ExpectLives();
        }

        /// <summary>Case 9: the window is 64 numbers wide, as RFC 6347, section 4.1.2.6, prefers.</summary>
        [TestMethod]
        public static void RecordOlderThanTheWindowIsDropped()
        {
            Duel duel = Duel.At(Server, Datagram, Duel.Open);
            ulong top = 200;

            duel.ExpectQuiet(duel.Peer.Write(ContentType.ApplicationData, 1, top, new byte[] { 1 }));
            duel.ExpectQuiet(duel.Peer.Write(ContentType.ApplicationData, 1, top - 63, new byte[] { 2 }));
            duel.ExpectDrop(
                duel.Peer.Write(ContentType.ApplicationData, 1, top - 64, new byte[] { 3 }), DropReason.Replayed);
            duel.ExpectDrop(duel.Peer.Write(ContentType.ApplicationData, 1, 0, new byte[] { 3 }), DropReason.Replayed);
            Assert.AreEqual(2, duel.Side.Inbox.Count);
        }

        /// <summary>Case 9.</summary>
        [TestMethod]
        public static void JumpOfAMillionNumbersIsTaken()
        {
            Duel duel = Duel.At(Server, Datagram, Duel.Open);
            ulong far = 1 << 20;

            duel.ExpectQuiet(duel.Peer.Write(ContentType.ApplicationData, 1, far, new byte[] { 1 }));
            duel.ExpectDrop(duel.Peer.Data(new byte[] { 2 }), DropReason.Replayed);
            duel.ExpectQuiet(duel.Peer.Write(ContentType.ApplicationData, 1, far + 1, new byte[] { 3 }));
            Assert.AreEqual(2, duel.Side.Inbox.Count);
        }

        /// <summary>Case 9: after the last number of 48 bits the peer has none left; zero is no successor.</summary>
        [TestMethod]
        public static void NumbersDoNotWrap()
        {
            Duel duel = Duel.At(Server, Datagram, Duel.Open);

            duel.ExpectQuiet(duel.Peer.Write(ContentType.ApplicationData, 1, LastNumber, new byte[] { 1 }));
            duel.ExpectDrop(
                duel.Peer.Write(ContentType.ApplicationData, 1, LastNumber, new byte[] { 1 }), DropReason.Replayed);
            duel.ExpectDrop(duel.Peer.Write(ContentType.ApplicationData, 1, 0, new byte[] { 2 }), DropReason.Replayed);
            duel.ExpectQuiet(duel.Peer.Write(ContentType.ApplicationData, 1, LastNumber - 1, new byte[] { 3 }));
            Assert.AreEqual(2, duel.Side.Inbox.Count);
        }

        /// <summary>Case 9, over a stream: the number is not in the record, so a replay is a forgery.</summary>
        [TestMethod]
        public static void ReplayedRecordEndsAStream()
        {
            Duel duel = Duel.At(Server, Stream, Duel.Open);
            byte[] record = duel.Peer.Data(new byte[] { 1 });

            duel.ExpectQuiet(record);
            duel.ExpectFatal(record, TlsErrorCause.BadRecordMac, TlsAlert.BadRecordMac);
            Assert.AreEqual(1, duel.Side.Inbox.Count);
        }

        /// <summary>Case 10: CVE-2016-2181 let forged records shut out true ones.</summary>
        [TestMethod]
        [DataRow(Client)]
        [DataRow(Server)]
        public static void ForgedRecordDoesNotMoveTheWindow(int role)
        {
            Duel duel = Duel.At(role, Datagram, Duel.Open);
            byte[] forged = duel.Peer.Write(ContentType.ApplicationData, 1, LastNumber, new byte[] { 1 });
            byte[] next = duel.Peer.Data(new byte[] { 2 });

            duel.ExpectDrop(Forge.Flip(forged, 25, 1), DropReason.BadMac);
            duel.ExpectDrop(Forge.Flip(next, 25, 1), DropReason.BadMac);
            duel.ExpectQuiet(next);
            Assert.AreEqual(1, duel.Side.Inbox.Count);
            duel.ExpectLives();
        }

        /// <summary>Case 10: a record of authentic numbers, but with its numbers changed on the way, is a forgery
        /// too.</summary>
        [TestMethod]
        [DataRow(4)]
        [DataRow(5)]
        [DataRow(10)]
        public static void NumberOfARecordIsAuthenticated(int index)
        {
            Duel duel = Duel.At(Server, Datagram, Duel.Open);

            duel.ExpectDrop(
                Forge.Flip(duel.Peer.Data(new byte[] { 1 }), index, 2), index == 4
                ? DropReason.WrongEpoch
                : DropReason.BadMac);
            duel.ExpectLives();
        }
    }
}
