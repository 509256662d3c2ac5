//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// Handshake messages in pieces: overlapping, contradicting, lying, without end. A server that waits for the
    /// ClientKeyExchange stands for all.
    /// </summary>
    [TestClass]
    public class HostileFragmentTests
    {
        private const int Datagram = (int)TlsTransportKind.Datagram;
        private const int Stream = (int)TlsTransportKind.Stream;
        private const int Client = (int)TlsRole.Client;
        private const int Server = (int)TlsRole.Server;
        private const int Header = RecordHeader.DtlsLength + RecordHeader.DtlsHandshakeLength;

        /// <summary>Case 26: fragments may overlap (RFC 6347, section 4.2.3).</summary>
        [TestMethod]
        public static void OverlapOfTheSameBytesIsTaken()
        {
            Duel duel = Duel.At(Server, Datagram, Duel.Hello);
            byte[] body = TakeKeyExchange(duel);

            duel.ExpectQuiet(Part(duel, body, 6, 8));
            duel.ExpectQuiet(Part(duel, body, 0, 10));
            duel.ExpectQuiet(Part(duel, body, 0, 10));
            duel.ExpectQuiet(Part(duel, body, 9, body.Length - 9));
            ExpectKeys(duel);
        }

        /// <summary>Case 26: whoever repeats bytes as others is not believed; the message is awaited anew.</summary>
        [TestMethod]
        public static void OverlapOfDifferentBytesIsDropped()
        {
            Duel duel = Duel.At(Server, Datagram, Duel.Hello);
            byte[] body = TakeKeyExchange(duel);

            duel.ExpectQuiet(Part(duel, body, 0, 10));
            duel.ExpectDrop(Part(duel, Forge.Flip(body, 9, 1), 9, body.Length - 9), DropReason.BadFragment);
            duel.ExpectDrop(Part(duel, body, 0, 10), DropReason.BadFragment);
            duel.ExpectQuiet(Part(duel, body, 10, body.Length - 10));
            ExpectKeys(duel);
        }

        /// <summary>Case 27: CVE-2014-0195, and once more in 2025: another length for the same message.</summary>
        [TestMethod]
        [DataRow(10)]
        [DataRow(16)]
        [DataRow(18)]
        [DataRow(2048)]
        public static void SameMessageOfAnotherLengthIsDropped(int length)
        {
            Duel duel = Duel.At(Server, Datagram, Duel.Hello);
            byte[] body = TakeKeyExchange(duel);
            byte[] lie = Forge.Fragment(
                HandshakeType.ClientKeyExchange, duel.Peer.NextSent - 1, length, 8, Forge.Slice(body, 8, 2));

            duel.ExpectQuiet(Part(duel, body, 0, 8));
            duel.ExpectDrop(duel.Peer.Write(ContentType.Handshake, 0, lie), DropReason.BadFragment);
            duel.ExpectDrop(Part(duel, body, 0, 8), DropReason.BadFragment);
            duel.ExpectQuiet(Part(duel, body, 8, body.Length - 8));
            ExpectKeys(duel);
        }

        /// <summary>Case 27: one forged fragment before the true ones costs no more than a repetition.</summary>
        [TestMethod]
        public static void ForgedFirstFragmentDoesNotShutOutTheTrueOnes()
        {
            Duel duel = Duel.At(Server, Datagram, Duel.Hello);
            byte[] body = TakeKeyExchange(duel);
            byte[] lie = Forge.Fragment(HandshakeType.ClientKeyExchange, duel.Peer.NextSent - 1, 2000, 0, new byte[5]);

            duel.ExpectQuiet(duel.Peer.Write(ContentType.Handshake, 0, lie));
            duel.ExpectDrop(Part(duel, body, 0, 8), DropReason.BadFragment);
            duel.ExpectQuiet(Part(duel, body, 8, body.Length - 8));
            ExpectKeys(duel);
        }

        /// <summary>Case 28: at this place of the handshake both types may come, but not under one number.</summary>
        [TestMethod]
        public static void SameMessageOfAnotherTypeIsDropped()
        {
            Duel duel = new Duel(Client, Datagram);
            byte[] part = Forge.Fragment(HandshakeType.HelloVerifyRequest, 0, 19, 0, new byte[4]);
            byte[] other = Forge.Fragment(HandshakeType.ServerHello, 0, 19, 4, new byte[4]);

            duel.ExpectQuiet(duel.Peer.Write(ContentType.Handshake, 0, part));
            duel.ExpectDrop(duel.Peer.Write(ContentType.Handshake, 0, other), DropReason.BadFragment);
            duel.ExpectLives();
        }

        /// <summary>Case 28: a type that may not come at all is refused before it is put together.</summary>
        [TestMethod]
        public static void FragmentOfAMessageThatIsNotAwaitedIsRefused()
        {
            Duel duel = Duel.At(Server, Datagram, Duel.Hello);
            byte[] body = TakeKeyExchange(duel);

            duel.ExpectQuiet(Part(duel, body, 0, 8));

            byte[] part = Forge.Fragment(
                HandshakeType.ServerHello, duel.Peer.NextSent - 1, body.Length, 8, Forge.Slice(body, 8, 4));

            duel.ExpectUnexpected(duel.Peer.Write(ContentType.Handshake, 0, part));
        }

        /// <summary>Case 29: beyond the message, beyond the record, beyond 24 bits.</summary>
        [TestMethod]
        [DataRow(17, 10, 8, 8)]
        [DataRow(17, 18, 0, 0)]
        [DataRow(17, 0, 18, 18)]
        [DataRow(17, 0, 17, 4)]
        [DataRow(17, 0xFFFFFF, 1, 1)]
        [DataRow(0xFFFFFF, 0xFFFFFF, 1, 1)]
        [DataRow(0xFFFFFF, 0xFFFFFF, 0xFFFFFF, 4)]
        [DataRow(17, 1, 0xFFFFFF, 16)]
        public static void FragmentWhoseLengthsLieIsDropped(int length, int offset, int fragmentLength, int present)
        {
            Duel duel = Duel.At(Server, Datagram, Duel.Hello);
            byte[] lie = Forge.Fragment(
                HandshakeType.ClientKeyExchange, duel.Peer.NextSent, length, offset, fragmentLength, new byte[present]);

            duel.ExpectDrop(duel.Peer.Write(ContentType.Handshake, 0, lie), DropReason.BadFragment);
            duel.ExpectLives();
        }

        /// <summary>Case 29: a handshake record that ends inside a message's header.</summary>
        [TestMethod]
        [DataRow(1)]
        [DataRow(11)]
        public static void HandshakeHeaderCutShortIsDropped(int length)
        {
            Duel duel = Duel.At(Server, Datagram, Duel.Hello);

            duel.ExpectDrop(duel.Peer.Write(ContentType.Handshake, 0, new byte[length]), DropReason.Malformed);
            duel.ExpectLives();
        }

        /// <summary>Case 30: CVE-2014-3507 lost memory with each.</summary>
        [TestMethod]
        public static void EmptyFragmentsChangeNothing()
        {
            Duel duel = Duel.At(Server, Datagram, Duel.Hello);
            byte[] body = TakeKeyExchange(duel);

            for (int i = 0; i < 200; i++)
            {
                duel.ExpectQuiet(Part(duel, body, i % body.Length, 0));
            }

            duel.ExpectQuiet(Part(duel, body, 0, 8));
            duel.ExpectQuiet(Part(duel, body, 8, 0));
            duel.ExpectQuiet(Part(duel, body, 8, body.Length - 8));
            ExpectKeys(duel);
        }

        /// <summary>Case 31: one byte each, from the last to the first.</summary>
        [TestMethod]
        public static void MessageInSingleBytesIsPutTogether()
        {
            Duel duel = new Duel(Server, Datagram);
            byte[] hello = duel.Peer.ClientHello();
            int length = hello.Length - Header;

            for (int i = length - 1; i >= 0; i--)
            {
                Assert.AreEqual(0, duel.Sent);
                duel.Deliver(
                    duel.Peer.Write(
                        ContentType.Handshake, 0,
                        Forge.Fragment(HandshakeType.ClientHello, 0, length, i, Forge.Slice(hello, Header + i, 1))));
            }

            Assert.AreEqual(1, duel.Sent);
            Assert.AreEqual(0, duel.Side.Drops.Total);
        }

        /// <summary>Case 31: thousands of holes in the longest message cost no more than that message.</summary>
        [TestMethod]
        public static void ThousandFragmentsWithHolesChangeNothing()
        {
            Duel duel = Duel.At(Server, Datagram, Duel.Hello);
            byte[] body = TakeKeyExchange(duel);

            for (int i = 0; i < 2048; i += 2)
            {
                byte[] part =
                    Forge.Fragment(HandshakeType.ClientKeyExchange, duel.Peer.NextSent - 1, 2048, i, new byte[1]);

                duel.ExpectQuiet(duel.Peer.Write(ContentType.Handshake, 0, part));
            }

            // The true message, in one piece, is taken all the same.
            duel.ExpectQuiet(Part(duel, body, 0, body.Length));
            ExpectKeys(duel);
        }

        /// <summary>Case 32: nothing is made ready for a length that is only claimed.</summary>
        [TestMethod]
        [DataRow(4097)]
        [DataRow(0xFFFFFF)]
        public static void MessageLongerThanAcceptedIsDropped(int length)
        {
            Duel duel = Duel.At(Server, Datagram, Duel.Hello);
            byte[] part = Forge.Fragment(HandshakeType.ClientKeyExchange, duel.Peer.NextSent, length, 0, new byte[4]);

            for (int i = 0; i < 20; i++)
            {
                duel.ExpectDrop(duel.Peer.Write(ContentType.Handshake, 0, part), DropReason.OutOfReach);
            }

            duel.ExpectLives();
        }

        /// <summary>Case 32: nor for many messages to come; what is kept of them is what fits into 512 bytes.</summary>
        [TestMethod]
        public static void FloodOfMessagesToComeIsKeptWithinBounds()
        {
            Duel duel = Duel.At(Server, Datagram, Duel.Hello);
            int next = duel.Peer.NextSent;

            for (int i = 0; i < 140; i++)
            {
                byte[] part =
                    Forge.Fragment(HandshakeType.ClientKeyExchange, next + 1 + i % 7, 0xFFFFFF, 0, new byte[20]);

                duel.Deliver(duel.Peer.Write(ContentType.Handshake, 0, part));
            }

            // 11 records of 45 bytes.
            Assert.AreEqual(140 - 11, duel.Side.Drops.Get(DropReason.OutOfReach));
            Assert.AreEqual(0, duel.Side.EndCount);
            Assert.AreEqual(1, duel.Sent);
        }

        /// <summary>Case 33: eight messages ahead is farther than any flight reaches; behind is a repetition, and 65535
        /// is behind.</summary>
        [TestMethod]
        [DataRow(8, (int)DropReason.OutOfReach)]
        [DataRow(1000, (int)DropReason.OutOfReach)]
        [DataRow(32767, (int)DropReason.OutOfReach)]
        [DataRow(32768, (int)DropReason.Duplicate)]
        [DataRow(65535, (int)DropReason.Duplicate)]
        public static void MessageNumberOutOfReachIsDropped(int ahead, int reason)
        {
            Duel duel = Duel.At(Server, Datagram, Duel.Hello);
            byte[] part = Forge.Fragment(
                HandshakeType.ClientKeyExchange, (duel.Peer.NextSent + ahead) & 0xFFFF, 17, 0, new byte[17]);

            duel.ExpectDrop(duel.Peer.Write(ContentType.Handshake, 0, part), (DropReason)reason);
            duel.ExpectLives();
        }

        /// <summary>Case 33: a client whose numbers begin at the end of their range has none left: no wrap, but the
        /// handshake's deadline.</summary>
        [TestMethod]
        public static void MessageNumbersDoNotWrap()
        {
            Duel duel = new Duel(Server, Datagram);

            duel.Peer.NextSent = 65535;
            duel.Advance(Duel.Hello);
            duel.Peer.NextSent = 0;
            duel.Advance(Duel.Open);
            Assert.AreEqual(0, duel.Side.ConnectedCount);

            while (duel.Side.EndCount == 0)
            {
                duel.Now = duel.Side.Engine.Deadline;
                duel.Side.Pass(duel.Now);
                duel.Side.Outbox.Clear();
            }

            Assert.AreEqual(15000, duel.Now);
            Assert.AreEqual((int)TlsErrorCause.HandshakeTimeout, (int)duel.Side.Engine.Error.Cause);
        }

        /// <summary>Cases 26 to 31, over a stream: a message may be cut into records anywhere, and several may share
        /// one.</summary>
        [TestMethod]
        [DataRow(Client)]
        [DataRow(Server)]
        public static void MessageInManyRecordsOfAStreamIsPutTogether(int role)
        {
            Duel duel = Duel.At(role, Stream, Duel.Start);
            byte[] hello = role == Client ? duel.Peer.ServerHello() : duel.Peer.ClientHello();
            byte[] next = role == Client ? duel.Peer.ServerHelloDone() : new byte[RecordHeader.TlsLength];
            byte[] both = Forge.Join(Forge.Slice(hello, 5, hello.Length - 5), Forge.Slice(next, 5, next.Length - 5));
            int sent = duel.Sent;

            for (int i = 0; i < both.Length; i++)
            {
                Assert.AreEqual(sent, duel.Sent);
                duel.Deliver(duel.Peer.Write(ContentType.Handshake, 0, Forge.Slice(both, i, 1)));
            }

            Assert.AreEqual(sent + 1, duel.Sent);
            Assert.AreEqual(0, duel.Side.EndCount);
        }

        /// <summary>Case 32, over a stream: a length that is only claimed ends it, before anything is made ready for
        /// it.</summary>
        [TestMethod]
        [DataRow(4097)]
        [DataRow(0xFFFFFF)]
        public static void MessageLongerThanAcceptedEndsAStream(int length)
        {
            Duel duel = Duel.At(Server, Stream, Duel.Hello);
            byte[] header =
                { HandshakeType.ClientKeyExchange, (byte)(length >> 16), (byte)(length >> 8), (byte)length };

            duel.ExpectFatal(
                duel.Peer.Write(ContentType.Handshake, 0, header), TlsErrorCause.DecodeError, TlsAlert.DecodeError);
        }

        // The whole message counts for the transcript; what the engine gets are pieces of it.
        private static byte[] TakeKeyExchange(Duel duel)
        {
            byte[] record = duel.Peer.ClientKeyExchange();

            return Forge.Slice(record, Header, record.Length - Header);
        }

        private static byte[] Part(Duel duel, byte[] body, int offset, int count)
        {
            byte[] part = Forge.Fragment(
                HandshakeType.ClientKeyExchange, duel.Peer.NextSent - 1, body.Length, offset,
                Forge.Slice(body, offset, count));

            return duel.Peer.Write(ContentType.Handshake, 0, part);
        }

        private static void ExpectKeys(Duel duel)
        {
            duel.Deliver(duel.Peer.ChangeCipherSpec());
            duel.Deliver(duel.Peer.Finished(1));
            Assert.AreEqual(1, duel.Side.ConnectedCount, "the message was not put together");
            Assert.IsTrue(duel.Peer.IsVerified);
        }
    }
}
