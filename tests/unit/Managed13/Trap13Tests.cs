//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// What implementers of DTLS 1.3 have fallen into, each as a peer that has the keys, or a stranger, would do it.
    /// </summary>
    [TestClass]
    public class Trap13Tests
    {
        private const int Suite = 0x1301;
        private const int AckType = 26;
        private const int HandshakeType22 = 22;
        private const int DataType = 23;
        private const int FarNumber = 40;

        private static readonly byte[] s_text = { 1, 2, 3, 4, 5 };

        [TestMethod]
        public static void SecondHelloRetryRequestEndsTheHandshake()
        {
            EngineSide client = StartClient();
            byte[] first = Retry("000102");

            client.Deliver(Forger13.Plain(HandshakeType22, 0, Forger13.Message(2, 0, first)), 0);
            Assert.AreEqual(2, client.Outbox.Count, "a second hello");
            client.Deliver(Forger13.Plain(HandshakeType22, 1, Forger13.Message(2, 1, Retry("030405"))), 0);
            Assert.AreEqual((int)TlsErrorCause.UnexpectedMessage, (int)client.Engine.Error.Cause);
        }

        [TestMethod]
        public static void SameHelloRetryRequestOnceMoreIsDropped()
        {
            EngineSide client = StartClient();
            byte[] message = Forger13.Message(2, 0, Retry("000102"));

            client.Deliver(Forger13.Plain(HandshakeType22, 0, message), 0);
            client.Deliver(Forger13.Plain(HandshakeType22, 1, message), 0);
            Assert.IsFalse(client.IsFailed);
            Assert.AreEqual(1, client.Drops.Get(DropReason.Duplicate));
        }

        [TestMethod]
        public static void EmptyCookieIsMalformed()
        {
            EngineSide client = StartClient();

            client.Deliver(Forger13.Plain(HandshakeType22, 0, Forger13.Message(2, 0, Retry(""))), 0);
            Assert.AreEqual((int)TlsErrorCause.DecodeError, (int)client.Engine.Error.Cause);
        }

        [TestMethod]
        public static void HelloRetryRequestThatChangesNothingIsRefused()
        {
            EngineSide client = StartClient();

            client.Deliver(Forger13.Plain(HandshakeType22, 0, Forger13.Message(2, 0, Retry(null))), 0);
            Assert.AreEqual((int)TlsErrorCause.IllegalParameter, (int)client.Engine.Error.Cause);
        }

        [TestMethod]
        public static void SessionIdIsNeitherEchoedNorCompared()
        {
            Pair13 pair = new Pair13(TlsTransportKind.Datagram);

            pair.Start();

            byte[] hello = pair.Client.Take();
            byte[] longer = new byte[hello.Length + 4];

            // A session ID of four bytes behind the random value: records, message and fragment are that much longer.
            System.Array.Copy(hello, 0, longer, 0, 25 + 34);
            longer[59] = 4;
            System.Array.Copy(hello, 60, longer, 64, hello.Length - 60);
            WireWriter.PutUInt16(longer, 11, longer.Length - 13);
            WireWriter.PutUInt24(longer, 14, longer.Length - 25);
            WireWriter.PutUInt24(longer, 22, longer.Length - 25);
            pair.Server.Deliver(longer, 0);

            // The binder does not fit any more, so that the server says no more than that.
            Assert.AreEqual((int)TlsErrorCause.FinishedMismatch, (int)pair.Server.Engine.Error.Cause);
        }

        [TestMethod]
        [DataRow(26)]
        [DataRow(21)]
        [DataRow(23)]
        public static void WhatIsInTheClearIsDroppedOnceThereAreKeys(int type)
        {
            Pair13 pair = new Pair13(TlsTransportKind.Datagram).Run();

            pair.Client.Deliver(Forger13.Plain(type, FarNumber, type == 21 ? new byte[] { 2, 40 } : new byte[20]), 0);
            pair.Server.Deliver(Forger13.Plain(type, FarNumber, type == 21 ? new byte[] { 2, 40 } : new byte[20]), 0);
            pair.Talk();
        }

        [TestMethod]
        public static void DataInTheFirstEpochIsDropped()
        {
            Pair13 pair = new Pair13(TlsTransportKind.Datagram);

            pair.Start();
            pair.Server.Deliver(Forger13.Plain(DataType, 0, s_text), 0);
            pair.Client.Deliver(Forger13.Plain(DataType, 0, s_text), 0);
            pair.Exchange();
            pair.Talk();
        }

        [TestMethod]
        public static void RecordTooShortForTheMaskIsDropped()
        {
            Pair13 pair = new Pair13(TlsTransportKind.Datagram).Run();

            pair.Server.Deliver(new byte[] { 0x23, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 }, 0);
            Assert.IsTrue(pair.Server.Drops.Get(DropReason.TooShort) > 0);
            pair.Talk();
        }

        [TestMethod]
        public static void ShortDataIsPaddedWithEightBytesOfTag()
        {
            Pair13 pair = new Pair13(
                TlsTransportKind.Datagram, Pair13.NewOptions(0x1305), Pair13.NewOptions(0x1305), Psk.Store(),
                Psk.Store(), false).Run();

            pair.Client.Send(new byte[] { 7 });
            Assert.AreEqual(2 + 16, ((byte[])pair.Client.Outbox[0]).Length);
            pair.Exchange();
            Assert.AreEqual("07", Hex.Format((byte[])pair.Server.Inbox[0]));
        }

        [TestMethod]
        public static void BadRecordCostsNoneOfItsNeighbours()
        {
            Pair13 pair = new Pair13(TlsTransportKind.Datagram);

            pair.Start();

            byte[] hello = pair.Client.Take();
            byte[] bad = Forger13.Plain(99, 7, s_text);

            pair.Server.Deliver(Forger13.Join(bad, hello), 0);
            pair.Exchange();
            pair.Talk();
        }

        [TestMethod]
        public static void AckOfALaterEpochEndsTheHandshake()
        {
            Pair13 pair = new Pair13(TlsTransportKind.Datagram);

            pair.Start();
            pair.Server.Deliver(pair.Client.Take(), 0);

            byte[] secret = pair.ServerSecrets.Get("CLIENT_HANDSHAKE_TRAFFIC_SECRET");

            pair.Server.Deliver(Forger13.Protect(Suite, secret, 2, 0, AckType, Forger13.Ack(3, 0)), 0);
            Assert.AreEqual((int)TlsErrorCause.IllegalParameter, (int)pair.Server.Engine.Error.Cause);
        }

        [TestMethod]
        public static void AckOfWhatWasNeverSentIsNothing()
        {
            Pair13 pair = new Pair13(TlsTransportKind.Datagram).Run();
            byte[] secret = pair.ServerSecrets.Get("CLIENT_TRAFFIC_SECRET_0");

            pair.Server.Deliver(Forger13.Protect(Suite, secret, 3, FarNumber, AckType, Forger13.Ack(3, 77)), 0);
            pair.Talk();
        }

        [TestMethod]
        [DataRow("0010")]
        [DataRow("00080000000000000000")]
        [DataRow("00")]
        public static void MalformedAckEndsTheSession(string content)
        {
            Pair13 pair = new Pair13(TlsTransportKind.Datagram).Run();
            byte[] secret = pair.ServerSecrets.Get("CLIENT_TRAFFIC_SECRET_0");

            pair.Server.Deliver(Forger13.Protect(Suite, secret, 3, FarNumber, AckType, Hex.Parse(content)), 0);
            Assert.AreEqual((int)TlsErrorCause.DecodeError, (int)pair.Server.Engine.Error.Cause);
        }

        [TestMethod]
        [DataRow(1)]
        [DataRow(4)]
        [DataRow(8)]
        [DataRow(9)]
        [DataRow(20)]
        public static void MessageThatHasNoPlaceEndsTheSession(int type)
        {
            Pair13 pair = new Pair13(TlsTransportKind.Datagram).Run();
            byte[] secret = pair.ServerSecrets.Get("CLIENT_TRAFFIC_SECRET_0");
            byte[] message = Forger13.Message(type, 2, new byte[8]);

            pair.Server.Deliver(Forger13.Protect(Suite, secret, 3, FarNumber, HandshakeType22, message), 0);
            Assert.AreEqual((int)TlsErrorCause.UnexpectedMessage, (int)pair.Server.Engine.Error.Cause);
        }

        [TestMethod]
        public static void RetransmissionHasAFreshNumber()
        {
            Pair13 pair = new Pair13(TlsTransportKind.Datagram);

            pair.Start();

            byte[] first = pair.Client.Take();

            pair.Client.Pass(2000);

            byte[] second = pair.Client.Take();

            Assert.AreEqual(first.Length, second.Length);
            Assert.AreEqual(first[10] + 1, (int)second[10]);
            Assert.AreEqual(
                Hex.Format(first, 13, first.Length - 13), Hex.Format(second, 13, second.Length - 13), "the same message");
        }

        [TestMethod]
        public static void OldKeysAreReadUntilTheNewOnesAre()
        {
            Pair13 pair = new Pair13(TlsTransportKind.Datagram).Run();

            pair.Client.Send(s_text);

            byte[] late = pair.Client.Take();

            pair.Client.Engine.UpdateKeys(false);
            pair.Client.Drain();
            pair.Wait(1000);
            pair.Server.Deliver(late, pair.Now);
            Assert.AreEqual(1, pair.Server.Inbox.Count, "under the old keys");
            pair.Client.Send(s_text);
            pair.Exchange();
            Assert.AreEqual(2, pair.Server.Inbox.Count, "under the new ones");
        }

        [TestMethod]
        public static void ForgeriesAreCountedAndThereIsAnEndToThem()
        {
            TlsSessionOptions server = Pair13.NewOptions();

            server.BadRecordLimit = 3;

            Pair13 pair =
                new Pair13(
                    TlsTransportKind.Datagram, Pair13.NewOptions(), server, Psk.Store(), Psk.Store(), false).Run();

            for (int i = 0; i < 3; i++)
            {
                byte[] forged = new byte[40];

                forged[0] = 0x23;
                forged[1] = (byte)i;
                pair.Server.Deliver(forged, 0);
            }

            Assert.AreEqual((int)TlsErrorCause.TooManyBadRecords, (int)pair.Server.Engine.Error.Cause);
        }

        private static EngineSide StartClient()
        {
            Pair13 pair = new Pair13(
                TlsTransportKind.Datagram, Pair13.NewOptions(Suite), Pair13.NewOptions(), Psk.Store(), Psk.Store(),
                false);

            pair.Client.Start(0);
            return pair.Client;
        }

        // A HelloRetryRequest with a cookie; with an empty one; or without.
        private static byte[] Retry(string cookie)
        {
            string extensions = "002b0002fefc";

            if (cookie != null)
            {
                int length = cookie.Length / 2;

                extensions += "002c00" + Hex.Format(new byte[] { (byte)(length + 2), 0, (byte)length }) + cookie;
            }

            return Hex.Parse(
                "fefd" + "cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c" + "00" + "1301" + "00" + "00"
                + Hex.Format(new byte[] { (byte)(extensions.Length / 2) }) + extensions);
        }
    }
}
