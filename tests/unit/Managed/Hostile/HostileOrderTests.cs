//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// Messages of a handshake skipped, doubled, out of order or in the clear. All orders there are, up to six
    /// messages, are tried on the host; these are the ones that have a name.
    /// </summary>
    [TestClass]
    public class HostileOrderTests
    {
        private const int Datagram = (int)TlsTransportKind.Datagram;
        private const int Stream = (int)TlsTransportKind.Stream;
        private const int Client = (int)TlsRole.Client;
        private const int Server = (int)TlsRole.Server;

        /// <summary>Case 37: over datagrams it may be a true one that was overtaken, so it waits for the keys of the
        /// ClientKeyExchange.</summary>
        [TestMethod]
        [DataRow(Client, Duel.Start)]
        [DataRow(Client, Duel.Hello)]
        [DataRow(Server, Duel.Start)]
        [DataRow(Server, Duel.Hello)]
        public static void EarlyChangeCipherSpecWaitsForTheKeys(int role, int stage)
        {
            Duel duel = Duel.At(role, Datagram, stage);

            duel.ExpectQuiet(duel.Peer.ChangeCipherSpec());
            duel.Advance(Duel.Keys);
            duel.ExpectDrop(duel.Peer.ChangeCipherSpec(), DropReason.WrongEpoch);
            duel.ExpectLives();
        }

        /// <summary>Case 37: CVE-2014-0224: what is protected with a key that everybody can compute is never
        /// taken.</summary>
        [TestMethod]
        [DataRow(Client, Duel.Start)]
        [DataRow(Client, Duel.Hello)]
        [DataRow(Server, Duel.Start)]
        [DataRow(Server, Duel.Hello)]
        public static void FinishedUnderAKnownKeyBehindAnEarlyChangeCipherSpecIsDropped(int role, int stage)
        {
            Duel duel = Duel.At(role, Datagram, stage);
            LivePeer forger = new LivePeer((TlsRole)(1 - role), TlsTransportKind.Datagram, 3);

            forger.Key = new byte[0];
            forger.NextSent = duel.Peer.NextSent + (stage == Duel.Start ? 2 : 1);
            duel.ExpectQuiet(duel.Peer.ChangeCipherSpec());
            duel.ExpectQuiet(forger.Finished(1));
            duel.Advance(Duel.Keys);
            Assert.AreEqual(1, duel.Side.Drops.Get(DropReason.BadMac));
            Assert.AreEqual(0, duel.Side.ConnectedCount);
            duel.ExpectLives();
        }

        /// <summary>Case 37, over a stream.</summary>
        [TestMethod]
        [DataRow(Client, Duel.Start)]
        [DataRow(Client, Duel.Hello)]
        [DataRow(Server, Duel.Start)]
        [DataRow(Server, Duel.Hello)]
        public static void EarlyChangeCipherSpecEndsAStream(int role, int stage)
        {
            Duel duel = Duel.At(role, Stream, stage);

            duel.ExpectFatal(duel.Peer.ChangeCipherSpec(), TlsErrorCause.UnexpectedMessage, TlsAlert.UnexpectedMessage);
        }

        /// <summary>Case 38: a Finished that overtook its ChangeCipherSpec waits for it; without it nothing is ever
        /// open.</summary>
        [TestMethod]
        [DataRow(Client)]
        [DataRow(Server)]
        public static void FinishedWithoutChangeCipherSpecOpensNothing(int role)
        {
            Duel duel = Duel.At(role, Datagram, Duel.Keys);

            duel.ExpectQuiet(duel.Peer.Finished(1));

            while (duel.Side.EndCount == 0)
            {
                duel.Now = duel.Side.Engine.Deadline;
                duel.AdvanceTime(0);
            }

            Assert.AreEqual(0, duel.Side.ConnectedCount);
            duel.ExpectEnd(TlsErrorCause.HandshakeTimeout, TlsAlert.None);
        }

        /// <summary>Case 38: it is taken as soon as the ChangeCipherSpec is there.</summary>
        [TestMethod]
        [DataRow(Client)]
        [DataRow(Server)]
        public static void FinishedThatOvertookChangeCipherSpecIsTaken(int role)
        {
            Duel duel = Duel.At(role, Datagram, Duel.Keys);

            duel.ExpectQuiet(duel.Peer.Finished(1));
            duel.Deliver(duel.Peer.ChangeCipherSpec());
            Assert.AreEqual(1, duel.Side.ConnectedCount);
        }

        /// <summary>Case 38, over a stream: what is protected too early reads as messages that do not exist.</summary>
        [TestMethod]
        public static void FinishedWithoutChangeCipherSpecEndsAStream()
        {
            Duel duel = Duel.At(Server, Stream, Duel.Keys);

            duel.ExpectFatal(duel.Peer.Finished(1), TlsErrorCause.UnexpectedMessage, TlsAlert.UnexpectedMessage);
        }

        /// <summary>Case 38.</summary>
        [TestMethod]
        [DataRow(Client, Duel.Changed)]
        [DataRow(Server, Duel.Changed)]
        [DataRow(Client, Duel.Open)]
        [DataRow(Server, Duel.Open)]
        public static void SecondChangeCipherSpecIsDropped(int role, int stage)
        {
            Duel duel = Duel.At(role, Datagram, stage);

            duel.ExpectDrop(duel.Peer.ChangeCipherSpec(), DropReason.WrongEpoch);
            duel.ExpectDrop(duel.Peer.Write(ContentType.ChangeCipherSpec, 1, new byte[] { 1 }), DropReason.Unexpected);
            duel.ExpectLives();
        }

        /// <summary>Case 38, over a stream: in the clear it is not authentic, protected it is not allowed.</summary>
        [TestMethod]
        [DataRow(Duel.Changed)]
        [DataRow(Duel.Open)]
        public static void SecondChangeCipherSpecEndsAStream(int stage)
        {
            Duel.At(Server, Stream, stage).ExpectFatal(
                Forge.Record(TlsTransportKind.Stream, ContentType.ChangeCipherSpec, 0, 0, new byte[] { 1 }),
                TlsErrorCause.BadRecordMac, TlsAlert.BadRecordMac);

            Duel duel = Duel.At(Server, Stream, stage);

            duel.ExpectFatal(
                duel.Peer.Write(ContentType.ChangeCipherSpec, 1, new byte[] { 1 }), TlsErrorCause.UnexpectedMessage,
                TlsAlert.UnexpectedMessage);
        }

        /// <summary>Case 38: there is one ChangeCipherSpec, of one byte.</summary>
        [TestMethod]
        [DataRow("00")]
        [DataRow("02")]
        [DataRow("0101")]
        public static void MalformedChangeCipherSpecIsNotTaken(string content)
        {
            Duel duel = Duel.At(Server, Datagram, Duel.Keys);

            duel.ExpectDrop(duel.Peer.Write(ContentType.ChangeCipherSpec, 0, Hex.Parse(content)), DropReason.Malformed);
            duel.ExpectLives();

            duel = Duel.At(Server, Stream, Duel.Keys);
            duel.ExpectFatal(
                duel.Peer.Write(ContentType.ChangeCipherSpec, 0, Hex.Parse(content)), TlsErrorCause.DecodeError,
                TlsAlert.DecodeError);
        }

        /// <summary>Case 39: a message left out, the next one in its place.</summary>
        [TestMethod]
        [DataRow(Datagram)]
        [DataRow(Stream)]
        public static void SkippedMessageEndsTheHandshake(int kind)
        {
            Duel duel = new Duel(Server, kind);

            duel.ExpectUnexpected(duel.Peer.ClientKeyExchange());

            duel = new Duel(Client, kind);
            duel.ExpectUnexpected(duel.Peer.ServerHelloDone());

            duel = Duel.At(Server, kind, Duel.Hello);
            duel.ExpectUnexpected(duel.Peer.Finished(0));
        }

        /// <summary>Case 39: a message twice, as two messages.</summary>
        [TestMethod]
        [DataRow(Datagram)]
        [DataRow(Stream)]
        public static void DoubledMessageEndsTheHandshake(int kind)
        {
            Duel duel = Duel.At(Server, kind, Duel.Hello);

            duel.ExpectUnexpected(duel.Peer.ClientHello());

            duel = Duel.At(Server, kind, Duel.Keys);
            duel.ExpectUnexpected(duel.Peer.ClientKeyExchange());

            duel = Duel.At(Client, kind, Duel.Hello);
            duel.ExpectUnexpected(duel.Peer.ServerHello());

            duel = Duel.At(Client, kind, Duel.Hello);
            duel.Deliver(duel.Peer.ServerKeyExchange(new byte[3]));
            duel.ExpectUnexpected(duel.Peer.ServerKeyExchange(new byte[3]));
        }

        /// <summary>Case 39: messages that overtake each other on the way wait for their turn.</summary>
        [TestMethod]
        public static void OvertakingMessagesWaitForTheirTurn()
        {
            Duel duel = new Duel(Client, Datagram);
            byte[] hello = duel.Peer.ServerHello();
            byte[] hint = duel.Peer.ServerKeyExchange(new byte[] { 1, 2 });
            byte[] done = duel.Peer.ServerHelloDone();

            duel.ExpectQuiet(done);
            duel.ExpectQuiet(hint);
            duel.Deliver(hello);
            Assert.AreEqual(2, duel.Sent);
            duel.Deliver(Forge.Join(duel.Peer.ChangeCipherSpec(), duel.Peer.Finished(1)));
            Assert.AreEqual(1, duel.Side.ConnectedCount);
        }

        /// <summary>Case 39: messages of the other side, of other handshakes and of none.</summary>
        [TestMethod]
        [DataRow(HandshakeType.ServerHello)]
        [DataRow(HandshakeType.HelloVerifyRequest)]
        [DataRow(4)]
        [DataRow(11)]
        [DataRow(HandshakeType.ServerKeyExchange)]
        [DataRow(13)]
        [DataRow(HandshakeType.ServerHelloDone)]
        [DataRow(15)]
        [DataRow(255)]
        public static void MessageThatAServerNeverGetsEndsTheHandshake(int type)
        {
            for (int stage = Duel.Start; stage <= Duel.Keys; stage++)
            {
                Duel duel = Duel.At(Server, Datagram, stage);

                duel.ExpectUnexpected(duel.Peer.Send(type, new byte[3], 0));
                duel = Duel.At(Server, Stream, stage);
                duel.ExpectUnexpected(duel.Peer.Send(type, new byte[3], 0));
            }
        }

        /// <summary>Case 39: RFC 5246, section 7.4.1.1: a client that is in its handshake passes over a
        /// HelloRequest.</summary>
        [TestMethod]
        [DataRow(Datagram, Duel.Start)]
        [DataRow(Datagram, Duel.Hello)]
        [DataRow(Stream, Duel.Start)]
        [DataRow(Stream, Duel.Hello)]
        [DataRow(Stream, Duel.Keys)]
        public static void HelloRequestInAHandshakeIsPassedOver(int kind, int stage)
        {
            Duel duel = Duel.At(Client, kind, stage);
            byte[] request =
                Forge.Message((TlsTransportKind)kind, HandshakeType.HelloRequest, duel.Peer.NextSent, new byte[0]);
            byte[] record = duel.Peer.Write(ContentType.Handshake, 0, request);

            if (kind == Datagram)
            {
                duel.ExpectDrop(record, DropReason.Unexpected);
            }
            else
            {
                duel.ExpectQuiet(record);
            }

            duel.ExpectLives();
        }

        /// <summary>Case 39.</summary>
        [TestMethod]
        [DataRow(Client)]
        [DataRow(Server)]
        public static void FinishedInTheClearIsNotTaken(int role)
        {
            Duel duel = Duel.At(role, Datagram, Duel.Changed);
            byte[] finished = Forge.Fragment(
                HandshakeType.Finished, duel.Peer.NextSent, 12, 0, duel.Peer.VerifyData((TlsRole)(1 - role)));

            duel.ExpectDrop(duel.Peer.Write(ContentType.Handshake, 0, finished), DropReason.WrongEpoch);
            Assert.AreEqual(0, duel.Side.ConnectedCount);
            duel.ExpectLives();

            duel = Duel.At(role, Datagram, Duel.Keys);
            duel.ExpectUnexpected(duel.Peer.Finished(0));

            duel = Duel.At(role, Stream, Duel.Keys);
            duel.ExpectUnexpected(duel.Peer.Finished(0));

            duel = Duel.At(role, Stream, Duel.Changed);
            duel.ExpectFatal(duel.Peer.Finished(0), TlsErrorCause.BadRecordMac, TlsAlert.BadRecordMac);
        }

        /// <summary>Case 39.</summary>
        [TestMethod]
        [DataRow(Datagram, 0)]
        [DataRow(Datagram, 11)]
        [DataRow(Datagram, 13)]
        [DataRow(Stream, 0)]
        [DataRow(Stream, 11)]
        [DataRow(Stream, 13)]
        public static void FinishedOfAnotherLengthIsRefused(int kind, int length)
        {
            for (int role = Client; role <= Server; role++)
            {
                Duel duel = Duel.At(role, kind, Duel.Changed);
                byte[] verifyData = new byte[length];

                System.Array.Copy(
                    duel.Peer.VerifyData((TlsRole)(1 - role)), 0, verifyData, 0, length < 12 ? length : 12);
                duel.ExpectFatal(
                    duel.Peer.Send(HandshakeType.Finished, verifyData, 1), TlsErrorCause.DecodeError,
                    TlsAlert.DecodeError);
                Assert.AreEqual(0, duel.Side.ConnectedCount);
            }
        }

        /// <summary>Case 39: RFC 5246, section 7.2.2, asks for decrypt_error.</summary>
        [TestMethod]
        [DataRow(Client, Datagram)]
        [DataRow(Server, Datagram)]
        [DataRow(Client, Stream)]
        [DataRow(Server, Stream)]
        public static void FinishedThatDoesNotMatchIsRefused(int role, int kind)
        {
            Duel duel = Duel.At(role, kind, Duel.Changed);
            byte[] verifyData = duel.Peer.VerifyData((TlsRole)(1 - role));

            duel.ExpectFatal(
                duel.Peer.Send(HandshakeType.Finished, Forge.Flip(verifyData, 11, 1), 1),
                TlsErrorCause.FinishedMismatch, TlsAlert.DecryptError);
            Assert.AreEqual(0, duel.Side.ConnectedCount);

            // Nor does the other side's own Finished, sent back.
            duel = Duel.At(role, kind, Duel.Changed);
            duel.ExpectFatal(
                duel.Peer.Send(HandshakeType.Finished, duel.Peer.VerifyData((TlsRole)role), 1),
                TlsErrorCause.FinishedMismatch, TlsAlert.DecryptError);
        }

        /// <summary>Case 39: CVE-2014-8176.</summary>
        [TestMethod]
        [DataRow(Client)]
        [DataRow(Server)]
        public static void ApplicationDataBeforeFinishedIsNotTaken(int role)
        {
            Duel duel = Duel.At(role, Datagram, Duel.Changed);

            duel.ExpectDrop(duel.Peer.Data(new byte[] { 1 }), DropReason.Unexpected);
            Assert.AreEqual(0, duel.Side.Inbox.Count);
            duel.ExpectLives();

            duel = Duel.At(role, Stream, Duel.Changed);
            duel.ExpectFatal(
                duel.Peer.Data(new byte[] { 1 }), TlsErrorCause.UnexpectedMessage, TlsAlert.UnexpectedMessage);
            Assert.AreEqual(0, duel.Side.Inbox.Count);
        }
    }
}
