//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;
using NanoTlsMan.Managed13.Extensions;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// What BoringSSL's test runner found: peers, or somebody between, who do what is rare.
    /// </summary>
    [TestClass]
    public class Peculiar13Tests
    {
        private const int Handshake = 22;
        private const int KeyUpdate = 24;
        private const int Certificate = 11;
        private const int SessionIdLength = 32;

        // A record is acknowledged as a whole: what was dropped of it would never come again.
        [TestMethod]
        [DataRow(false)]
        [DataRow(true)]
        public static void RecordThatIsDroppedInPartIsNotAcknowledged(bool hasMore)
        {
            Pair13 pair = new Pair13(
                TlsTransportKind.Datagram, Pair13.NewOptions(0x1301), Pair13.NewOptions(0x1301), Psk.Store(),
                Psk.Store(), false).Run();
            byte[] content = Forger13.Message(KeyUpdate, 2, new byte[1]);
            byte[] far = Forger13.Message(KeyUpdate, 1000, new byte[1]);
            byte[] secret = pair.ClientSecrets.Get("CLIENT_TRAFFIC_SECRET_0");

            if (hasMore)
            {
                content = Forger13.Join(far, content);
            }

            // The client has sent its hello and its Finished before.
            pair.Server.Deliver(Forger13.Protect(0x1301, secret, 3, 20, Handshake, content), pair.Now);

            for (int i = 0; i < 12; i++)
            {
                pair.Now += 50;
                pair.Server.Pass(pair.Now);
            }

            Assert.AreEqual(hasMore ? 0 : 1, pair.Server.Outbox.Count);
        }

        // Anybody can have sent it, in front of the server's answer.
        [TestMethod]
        public static void ClearMessageThatIsAheadEndsNothing()
        {
            Pair13 pair = new Pair13(TlsTransportKind.Datagram);

            pair.Start();
            pair.Client.Deliver(
                Forger13.Plain(Handshake, 40, Forger13.Message(Certificate, 7, new byte[20])), pair.Now);
            pair.ExchangeUntil(10000);
            pair.Talk();
        }

        // … nor at any other time, while keys are computed or after they are there.
        [TestMethod]
        [DataRow(1)]
        [DataRow(7)]
        public static void ClearMessageEndsNoHandshakeAtAnyTime(int ahead)
        {
            Pair13 pair = new Pair13(
                TlsTransportKind.Datagram, Pair13.NewOptions(), Pair13.NewOptions(),
                Keys.Store(Keys.Client, Keys.Server), Keys.Store(Keys.Server, Keys.Client), true);
            int number = 40;

            pair.Start();

            for (int sequence = ahead; sequence < ahead + 8; sequence++)
            {
                byte[] forged = Forger13.Plain(
                    Handshake, number++, Forger13.Message(Certificate, sequence, new byte[20]));

                pair.Client.Deliver(forged, pair.Now);
                pair.Server.Deliver(forged, pair.Now);

                if (pair.Client.Outbox.Count > 0)
                {
                    pair.Server.Deliver(pair.Client.Take(), pair.Now);
                }

                if (pair.Server.Outbox.Count > 0)
                {
                    pair.Client.Deliver(pair.Server.Take(), pair.Now);
                }
            }

            pair.ExchangeUntil(20000);
            pair.Talk();
        }

        // A server of 1.2 that asked for a cookie has its flight come in any order.
        [TestMethod]
        public static void FlightOfTheOlderVersionMayComeBackwards()
        {
            TlsSessionOptions client = Pair13.NewOptions();
            TlsSessionOptions server = Pair13.NewOptions();

            client.Versions = Pair13.Newer | Pair13.Older;
            server.Versions = Pair13.Older;
            client.Mtu = 200;
            server.Mtu = 200;

            Pair13 pair = new Pair13(
                TlsTransportKind.Datagram, client, server, Keys.Store(Keys.Client, Keys.Server),
                Keys.Store(Keys.Server, Keys.Client), true);

            pair.Start();

            for (int i = 0; i < 3; i++)
            {
                while (pair.Client.Outbox.Count > 0)
                {
                    pair.Server.Deliver(pair.Client.Take(), pair.Now);
                }

                while (pair.Server.Outbox.Count > 0)
                {
                    int last = pair.Server.Outbox.Count - 1;
                    byte[] datagram = (byte[])pair.Server.Outbox[last];

                    pair.Server.Outbox.RemoveAt(last);
                    pair.Client.Deliver(datagram, pair.Now);
                }
            }

            Assert.AreEqual(0, pair.Client.EndCount);
            pair.ExchangeUntil(20000);
            pair.Talk();
        }

        // RFC 9846, appendix E.4: a client that sends a session ID wants it, for the sake of middleboxes.
        [TestMethod]
        [DataRow(false)]
        [DataRow(true)]
        public static void SessionIdIsAnsweredWithAChangeCipherSpec(bool hasSessionId)
        {
            // Without a pre-shared key, for that one's binder covers the hello.
            Pair13 pair = new Pair13(
                TlsTransportKind.Stream, Pair13.NewOptions(), Pair13.NewOptions(), Keys.Store(-1, Keys.Server),
                Keys.Store(Keys.Server, -1), true);

            pair.Start();

            byte[] hello = pair.Client.Take();

            pair.Server.Deliver(hasSessionId ? AddSessionId(hello) : hello, pair.Now);

            byte[] answer = pair.Server.Take();
            byte[] next = pair.Server.Take();

            Assert.AreEqual(Handshake, (int)answer[0]);
            Assert.AreEqual(hasSessionId ? 20 : 23, (int)next[0]);

            if (hasSessionId)
            {
                Assert.AreEqual(6, next.Length);
                Assert.AreEqual(1, (int)next[5]);
                Assert.AreEqual(23, (int)pair.Server.Take()[0]);
            }
        }

        // Who cannot go on with 1.2 says so, and does not wait for ever.
        [TestMethod]
        [DataRow(0)]
        [DataRow(1)]
        public static void HelloOfTheOlderVersionAloneIsRefused(int kind)
        {
            TlsSessionOptions client = Pair13.NewOptions();

            client.Versions = Pair13.Older;

            Pair13 pair = new Pair13(
                (TlsTransportKind)kind, client, Pair13.NewOptions(), Psk.Store(), Psk.Store(), false).Run();

            Assert.IsTrue(pair.Server.IsFailed);
            Assert.AreEqual((int)TlsErrorCause.ProtocolVersion, (int)pair.Server.Engine.Error.Cause);
            Assert.AreEqual((int)TlsAlert.ProtocolVersion, (int)pair.Server.Engine.Error.Alert);
        }

        // RFC 9846, section 4.2.1: where there is a list of versions, what the hello says beside is not looked at.
        [TestMethod]
        [DataRow(0x0303, 0x0302, false)]
        [DataRow(0x0302, 0x0303, true)]
        [DataRow(0x0302, 0, false)]
        [DataRow(0x0303, 0, true)]
        public static void ListOfVersionsAloneSaysWhatAClientHas(int legacy, int listed, bool isTaken)
        {
            TlsSessionOptions client = Pair13.NewOptions();
            TlsSessionOptions server = Pair13.NewOptions();

            client.Versions = Pair13.Older;
            server.Versions = Pair13.Older | Pair13.Newer;

            Pair13 pair = new Pair13(TlsTransportKind.Stream, client, server, Psk.Store(), Psk.Store(), false);

            pair.Start();
            pair.Server.Deliver(Relabel(pair.Client.Take(), legacy, listed), pair.Now);
            Assert.AreEqual(isTaken, !pair.Server.IsFailed);

            if (!isTaken)
            {
                Assert.AreEqual((int)TlsAlert.ProtocolVersion, (int)pair.Server.Engine.Error.Alert);
            }
        }

        // RFC 9147, section 5.2: numbers of messages do not begin anew.
        [TestMethod]
        public static void MessageBehindTheLastNumberIsAnOldOne()
        {
            Pair13 pair = new Pair13(TlsTransportKind.Datagram);

            pair.Start();

            byte[] hello = pair.Client.Take();

            WireWriter.PutUInt16(hello, 13 + 4, 0xFFFF);
            pair.Server.Deliver(hello, pair.Now);
            Assert.AreEqual(0, pair.Server.Drops.Get(DropReason.Duplicate));
            pair.Server.Deliver(Forger13.Plain(Handshake, 1, Forger13.Message(1, 0, new byte[20])), pair.Now);
            Assert.AreEqual(1, pair.Server.Drops.Get(DropReason.Duplicate));
        }

        [TestMethod]
        [DataRow(0)]
        [DataRow(1)]
        public static void ClientWithoutACertificateIsToldThatOneIsRequired(int kind)
        {
            TlsSessionOptions server = Pair13.NewOptions();

            server.ClientAuthentication = TlsClientAuthentication.Required;

            Pair13 pair = new Pair13(
                (TlsTransportKind)kind, Pair13.NewOptions(), server, Keys.Store(-1, Keys.Server),
                Keys.Store(Keys.Server, Keys.Client), true, 0, new PlainCertificates()).Run();

            Assert.AreEqual((int)TlsErrorCause.PeerNotTrusted, (int)pair.Server.Engine.Error.Cause);
            Assert.AreEqual((int)TlsAlert.CertificateRequired, (int)pair.Server.Engine.Error.Alert);
        }

        // RFC 9846, section 4.2.10: who has no keys for it passes it over, up to a limit.
        [TestMethod]
        public static void EarlyDataIsPassedOverWithinALimit()
        {
            Pair13 pair = new Pair13(
                TlsTransportKind.Stream, Pair13.NewOptions(), Pair13.NewOptions(), Keys.Store(-1, Keys.Server),
                Keys.Store(Keys.Server, -1), true);
            byte[] early = new byte[5 + 1000];

            early[0] = 23;
            early[1] = 3;
            early[2] = 3;
            WireWriter.PutUInt16(early, 3, 1000);
            pair.Start();
            pair.Server.Deliver(Extend(pair.Client.Take(), new byte[] { 0, 42, 0, 0 }), pair.Now);

            for (int i = 0; i < 16; i++)
            {
                pair.Server.Deliver(early, pair.Now);
                Assert.IsFalse(pair.Server.IsFailed);
            }

            pair.Server.Deliver(early, pair.Now);
            Assert.AreEqual((int)TlsErrorCause.BadRecordMac, (int)pair.Server.Engine.Error.Cause);
        }

        // RFC 9846, section 4.6.3: one answer to any number of requests, before the next data.
        [TestMethod]
        public static void RequestsForNewKeysAreAnsweredOnceWithTheNextData()
        {
            Pair13 pair = new Pair13(TlsTransportKind.Stream).Run();

            for (int i = 0; i < 3; i++)
            {
                Assert.AreEqual(TlsManStatus.Ok, pair.Client.Engine.UpdateKeys(true));
                pair.Client.Drain();
                pair.Server.Deliver(pair.Client.Take(), pair.Now);
                Assert.AreEqual(0, pair.Server.Outbox.Count);
            }

            pair.Server.Send(new byte[10]);
            Assert.AreEqual(2, pair.Server.Outbox.Count, "new keys, and data under them");
            pair.Exchange();
            pair.Talk();
        }

        [TestMethod]
        [DataRow("0003000161", true)]
        [DataRow("0007000161" + "00026263", true)]
        [DataRow("0000", false)]
        [DataRow("", false)]
        [DataRow("00020000", false)]
        [DataRow("00030001" + "6100", false)]
        [DataRow("0004000161" + "00", false)]
        [DataRow("0003000261", false)]
        public static void NamesOfAuthoritiesAreWhole(string bytes, bool isGood)
        {
            byte[] content = Hex.Parse(bytes);
            WireReader reader = new WireReader();

            reader.Reset(content, 0, content.Length);
            Assert.AreEqual(
                (int)(isGood ? TlsErrorCause.None : TlsErrorCause.DecodeError),
                (int)CertificateAuthoritiesExtension.Read(reader));
        }

        private static byte[] Extend(byte[] hello, byte[] extension)
        {
            const int Random = 5 + 4 + 2;
            int suites = Random + 32 + 1 + hello[Random + 32];
            int extensions = suites + 2 + WireReader.GetUInt16(hello, suites) + 2;
            byte[] longer = Forger13.Join(hello, extension);

            WireWriter.PutUInt16(longer, 3, longer.Length - 5);
            WireWriter.PutUInt24(longer, 6, longer.Length - 9);
            WireWriter.PutUInt16(longer, extensions, longer.Length - extensions - 2);
            return longer;
        }

        private static byte[] Relabel(byte[] hello, int legacy, int listed)
        {
            byte[] longer = listed == 0
                ? hello
                : Extend(hello, new byte[] { 0, 43, 0, 3, 2, (byte)(listed >> 8), (byte)listed });

            // Behind the headers.
            WireWriter.PutUInt16(longer, 5 + 4, legacy);
            return longer;
        }

        private static byte[] AddSessionId(byte[] hello)
        {
            // Behind the headers, the version and the random value is its length.
            const int At = 5 + 4 + 2 + 32;
            byte[] longer = new byte[hello.Length + SessionIdLength];

            System.Array.Copy(hello, 0, longer, 0, At);
            System.Array.Copy(hello, At + 1, longer, At + 1 + SessionIdLength, hello.Length - At - 1);
            longer[At] = SessionIdLength;
            WireWriter.PutUInt16(longer, 3, longer.Length - 5);
            WireWriter.PutUInt24(longer, 6, longer.Length - 9);
            return longer;
        }
    }
}
