//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// First flights at a listener over datagrams: nothing is kept, and nothing greater sent back, until a peer has
    /// proved its address. Over a stream the transport itself proves it, and there is no cookie.
    /// </summary>
    [TestClass]
    public class HostileCookieTests
    {
        private const int Server = 1;

        /// <summary>Case 19: no state, and no amplification, however short the hello.</summary>
        [TestMethod]
        public static void HelloWithoutACookieLeavesNoState()
        {
            SimulatedLink link = new SimulatedLink(1);
            LinkEndpoint server = CreateServer(link);

            for (int i = 0; i < 20; i++)
            {
                Stranger stranger = new Stranger(link, server, 2 + i, i);

                // A single suite and no extensions: the shortest hello there is.
                byte[] hello = ShortestHello(stranger.Peer);

                stranger.Send(hello);
                Assert.AreEqual(1, stranger.Replies.Count);

                byte[] reply = (byte[])stranger.Replies[0];

                Assert.IsTrue(reply.Length <= hello.Length, "the reply is longer than the hello");
                Assert.AreEqual(HandshakeType.HelloVerifyRequest, (int)reply[13]);
            }

            Assert.AreEqual(0, server.SessionCount);
            Assert.AreEqual(0, server.Accepted.Count);
            Assert.AreEqual(0, server.Drops.Total);
        }

        /// <summary>Case 19: a server without state repeats the hello's numbers, so that it never uses one twice (RFC
        /// 6347, section 4.2.1).</summary>
        [TestMethod]
        public static void HelloVerifyRequestRepeatsTheHelloNumbers()
        {
            SimulatedLink link = new SimulatedLink(1);
            LinkEndpoint server = CreateServer(link);
            Stranger stranger = new Stranger(link, server, 2, 1);

            stranger.Peer.Write(ContentType.Alert, 0, new byte[0]);
            stranger.Peer.NextSent = 5;
            stranger.Send(stranger.Peer.ClientHello());

            byte[] reply = (byte[])stranger.Replies[0];

            Assert.AreEqual(1, Forge.Get(reply, 7, 4));
            Assert.AreEqual(5, Forge.Get(reply, 17, 2));
            Assert.AreEqual((int)TlsVersion.Dtls10, Forge.Get(reply, 25, 2));
        }

        /// <summary>Case 20: a cookie belongs to an address.</summary>
        [TestMethod]
        public static void CookieOfAnotherAddressIsAnsweredWithAnother()
        {
            SimulatedLink link = new SimulatedLink(1);
            LinkEndpoint server = CreateServer(link);
            Stranger stranger = new Stranger(link, server, 2, 1);
            Stranger thief = new Stranger(link, server, 3, 1);

            stranger.Send(stranger.Peer.ClientHello());

            byte[] stolen = stranger.Peer.Cookie;

            thief.Peer.Cookie = stolen;
            thief.Send(thief.Peer.ClientHello());
            Assert.AreEqual(0, server.SessionCount);
            Assert.AreEqual(1, thief.Replies.Count);
            Assert.AreEqual(HandshakeType.HelloVerifyRequest, (int)((byte[])thief.Replies[0])[13]);
            Assert.AreNotEqual(Hex.Format(stolen), Hex.Format(thief.Peer.Cookie));
            thief.Send(thief.Peer.ClientHello());
            thief.Finish();
            Assert.IsTrue(server.GetAccepted(0).IsConnected);
        }

        /// <summary>Case 20: a cookie of the secret before the present one is good, one of an older secret is
        /// not.</summary>
        [TestMethod]
        [DataRow(59999, true)]
        [DataRow(60000, true)]
        [DataRow(119999, true)]
        [DataRow(120000, false)]
        [DataRow(500000, false)]
        public static void CookieOutlivesOneRenewalOfTheSecret(int age, bool isGood)
        {
            SimulatedLink link = new SimulatedLink(1);
            LinkEndpoint server = CreateServer(link);
            Stranger stranger = new Stranger(link, server, 2, 1);
            Stranger other = new Stranger(link, server, 3, 2);

            stranger.Send(stranger.Peer.ClientHello());

            // Somebody else keeps the server busy, so that secrets are renewed in time.
            for (int passed = 0; passed + 60000 <= age; passed += 60000)
            {
                link.Now += 60000;
                other.Peer.Cookie = new byte[0];
                other.Send(other.Peer.ClientHello());
            }

            link.Now = age;
            stranger.Send(stranger.Peer.ClientHello());
            Assert.AreEqual(isGood ? 1 : 0, server.SessionCount);
        }

        /// <summary>Case 20: a secret that nobody used for two lifetimes is not a predecessor.</summary>
        [TestMethod]
        public static void CookieDiesAlsoWhileNobodyCalls()
        {
            SimulatedLink link = new SimulatedLink(1);
            LinkEndpoint server = CreateServer(link);
            Stranger stranger = new Stranger(link, server, 2, 1);

            stranger.Send(stranger.Peer.ClientHello());
            link.Now = 120001;
            stranger.Send(stranger.Peer.ClientHello());
            Assert.AreEqual(0, server.SessionCount);
            stranger.Send(stranger.Peer.ClientHello());
            stranger.Finish();
            Assert.IsTrue(server.GetAccepted(0).IsConnected);
        }

        /// <summary>Case 20: truncated, extended, changed.</summary>
        [TestMethod]
        public static void CookieThatDoesNotFitIsAnsweredWithAnother()
        {
            SimulatedLink link = new SimulatedLink(1);
            LinkEndpoint server = CreateServer(link);
            Stranger stranger = new Stranger(link, server, 2, 1);

            stranger.Send(stranger.Peer.ClientHello());

            byte[] good = stranger.Peer.Cookie;

            for (int length = 0; length <= 255; length += length == 15 || length == 16 ? 1 : 15)
            {
                byte[] cookie = new byte[length];

                System.Array.Copy(good, 0, cookie, 0, length < good.Length ? length : good.Length);

                if (length == good.Length)
                {
                    cookie = Forge.Flip(cookie, 15, 1);
                }

                stranger.Peer.Cookie = cookie;
                stranger.Send(stranger.Peer.ClientHello());
                Assert.AreEqual(1, stranger.Replies.Count);
                Assert.AreEqual(0, server.SessionCount);
            }
        }

        /// <summary>Case 20: CVE-2022-35409 read up to 255 bytes beyond a hello whose cookie length lied.</summary>
        [TestMethod]
        public static void HelloWhoseLengthsLieIsDropped()
        {
            SimulatedLink link = new SimulatedLink(1);
            LinkEndpoint server = CreateServer(link);
            Stranger stranger = new Stranger(link, server, 2, 1);
            byte[] hello = stranger.Peer.ClientHello();
            int[] lengths = { 59, 60, 61, 62, 67, 69, 70 };

            for (int i = 0; i < lengths.Length; i++)
            {
                int before = server.Drops.Get(DropReason.Malformed);
                byte[] lying = Forge.Copy(hello);

                lying[lengths[i]] = 0xFF;
                stranger.Send(lying);
                Assert.AreEqual(before + 1, server.Drops.Get(DropReason.Malformed));
                Assert.AreEqual(0, stranger.Replies.Count);
            }

            Assert.AreEqual(0, server.SessionCount);
        }

        /// <summary>Case 21: what cannot be answered without keeping it is refused, such as a fragment that ends before
        /// the cipher suites.</summary>
        [TestMethod]
        public static void FirstFragmentThatIsTooShortIsRefused()
        {
            SimulatedLink link = new SimulatedLink(1);
            LinkEndpoint server = CreateServer(link);
            Stranger stranger = new Stranger(link, server, 2, 1);
            byte[] hello = stranger.Peer.ClientHello();
            int body = hello.Length - 25;
            byte[] first = Forge.Fragment(HandshakeType.ClientHello, 0, body, 0, Forge.Slice(hello, 25, 30));
            byte[] second = Forge.Fragment(HandshakeType.ClientHello, 0, body, 30, Forge.Slice(hello, 55, body - 30));

            stranger.Send(stranger.Peer.Write(ContentType.Handshake, 0, first));
            stranger.Send(stranger.Peer.Write(ContentType.Handshake, 0, second));
            Assert.AreEqual(2, server.Drops.Get(DropReason.FragmentedClientHello));
            Assert.AreEqual(0, stranger.Replies.Count);
            Assert.AreEqual(0, server.SessionCount);
        }

        /// <summary>Case 22: the cookie belongs to what the first hello said: version, random, session ID, suites,
        /// compression.</summary>
        [TestMethod]
        [DataRow(26)]
        [DataRow(27)]
        [DataRow(58)]
        [DataRow(79)]
        [DataRow(81)]
        public static void CookieOfADifferentHelloIsAnsweredWithAnother(int index)
        {
            SimulatedLink link = new SimulatedLink(1);
            LinkEndpoint server = CreateServer(link);
            Stranger stranger = new Stranger(link, server, 2, 1);

            stranger.Send(stranger.Peer.ClientHello());

            byte[] hello = stranger.Peer.ClientHello();

            stranger.Send(Forge.Flip(hello, index, 2));
            Assert.AreEqual(1, stranger.Replies.Count);
            Assert.AreEqual(HandshakeType.HelloVerifyRequest, (int)((byte[])stranger.Replies[0])[13]);
            Assert.AreEqual(0, server.SessionCount);
            stranger.Send(hello);
            Assert.AreEqual(1, server.SessionCount);
        }

        /// <summary>Case 23.</summary>
        [TestMethod]
        [DataRow("")]
        [DataRow("fe")]
        [DataRow("feff")]
        [DataRow("feff10000102030405060708090a0b0c0d0e")]
        [DataRow("fefffffe")]
        [DataRow("feff0101ff")]
        [DataRow("03030101")]
        public static void MalformedHelloVerifyRequestEndsAClient(string body)
        {
            Duel duel = new Duel((int)TlsRole.Client, (int)TlsTransportKind.Datagram);
            byte[] message =
                Forge.Message(TlsTransportKind.Datagram, HandshakeType.HelloVerifyRequest, 0, Hex.Parse(body));

            duel.ExpectFatal(
                duel.Peer.Write(ContentType.Handshake, 0, message), TlsErrorCause.DecodeError, TlsAlert.DecodeError);
        }

        /// <summary>Case 23: the same once more says nothing new; another is answered, three times at most.</summary>
        [TestMethod]
        public static void HelloVerifyRequestsAreAnsweredThreeTimesAtMost()
        {
            Duel duel = new Duel((int)TlsRole.Client, (int)TlsTransportKind.Datagram);

            Assert.AreEqual(1, duel.Sent);
            duel.Deliver(duel.Peer.HelloVerifyRequest(new byte[] { 1 }));
            Assert.AreEqual(2, duel.Sent);
            duel.ExpectDrop(duel.Peer.HelloVerifyRequest(new byte[] { 1 }), DropReason.Duplicate);
            duel.Deliver(duel.Peer.HelloVerifyRequest(new byte[] { 2 }));
            duel.Deliver(duel.Peer.HelloVerifyRequest(new byte[] { 3 }));
            Assert.AreEqual(4, duel.Sent);
            duel.ExpectDrop(duel.Peer.HelloVerifyRequest(new byte[] { 4 }), DropReason.Duplicate);
            duel.ExpectLives();
        }

        /// <summary>Case 23: an empty cookie and the longest one come back as they are.</summary>
        [TestMethod]
        [DataRow(0)]
        [DataRow(255)]
        public static void CookieOfAnyLengthComesBack(int length)
        {
            Duel duel = new Duel((int)TlsRole.Client, (int)TlsTransportKind.Datagram);

            duel.Deliver(duel.Peer.HelloVerifyRequest(new byte[length]));
            Assert.AreEqual(2, duel.Sent);
            duel.ExpectLives();
        }

        /// <summary>Case 23: too late it is a replay, or a message that nobody awaits.</summary>
        [TestMethod]
        public static void HelloVerifyRequestBehindServerHelloIsNotTaken()
        {
            Duel duel = new Duel((int)TlsRole.Client, (int)TlsTransportKind.Datagram);
            byte[] request = duel.Peer.HelloVerifyRequest(new byte[] { 1 });

            duel.Deliver(request);
            duel.Advance(Duel.Hello);
            duel.ExpectDrop(request, DropReason.Duplicate);
            duel.ExpectFatal(
                duel.Peer.HelloVerifyRequest(new byte[] { 2 }), TlsErrorCause.UnexpectedMessage,
                TlsAlert.UnexpectedMessage);
        }

        /// <summary>Case 23, over a stream: there is no such message.</summary>
        [TestMethod]
        public static void HelloVerifyRequestEndsAStream()
        {
            Duel duel = new Duel((int)TlsRole.Client, (int)TlsTransportKind.Stream);

            duel.ExpectFatal(
                duel.Peer.HelloVerifyRequest(new byte[] { 1 }), TlsErrorCause.UnexpectedMessage,
                TlsAlert.UnexpectedMessage);
        }

        /// <summary>Case 24: RFC 6347, section 4.2.8.</summary>
        [TestMethod]
        public static void NewHelloOnAnOpenAssociationReplacesItOnlyWhenItsFinishedIsVerified()
        {
            SimulatedLink link = new SimulatedLink(1);
            LinkEndpoint server = CreateServer(link);
            Stranger stranger = new Stranger(link, server, 2, 1);

            stranger.Connect();

            TlsManSession old = server.GetAccepted(0);
            LivePeer oldPeer = stranger.Peer;

            stranger.Restart(50);
            stranger.Send(stranger.Peer.ClientHello());
            Assert.IsTrue(old.IsConnected);
            Assert.AreEqual(HandshakeType.HelloVerifyRequest, (int)((byte[])stranger.Replies[0])[13]);

            // Whoever can receive at the address can bring the cookie back. The association carries data until the
            // newcomer has shown that it knows a key.
            stranger.Send(oldPeer.Data(new byte[] { 5 }));
            Assert.IsTrue(old.IsDataReady);
            stranger.Send(stranger.Peer.ClientHello());
            stranger.Send(oldPeer.Data(new byte[] { 6 }));
            Assert.AreEqual(2, old.Available);
            Assert.IsTrue(old.IsConnected);
            stranger.Finish();
            Assert.AreEqual((int)TlsErrorCause.Replaced, (int)old.EndReason.Cause);
            Assert.IsTrue(server.GetAccepted(1).IsConnected);
            Assert.AreEqual(1, server.SessionCount);
        }

        /// <summary>Case 24: the hello that opened an association, played back at it with its good cookie.</summary>
        [TestMethod]
        public static void ReplayedHelloLeavesItsAssociationAlone()
        {
            SimulatedLink link = new SimulatedLink(1);
            LinkEndpoint server = CreateServer(link);
            Stranger stranger = new Stranger(link, server, 2, 1);
            byte[] hello = stranger.Prove();

            stranger.Finish();
            stranger.Send(hello);
            Assert.AreEqual(0, stranger.Replies.Count);
            Assert.AreEqual(1, server.Drops.Get(DropReason.Duplicate));
            Assert.IsTrue(server.GetAccepted(0).IsConnected);
            stranger.Send(stranger.Peer.Data(new byte[] { 5 }));
            Assert.IsTrue(server.GetAccepted(0).IsDataReady);
        }

        /// <summary>Case 24: a peer that lost its keys in the middle of a handshake begins another.</summary>
        [TestMethod]
        public static void NewHelloInAHandshakeReplacesItOnlyWithACookie()
        {
            SimulatedLink link = new SimulatedLink(1);
            LinkEndpoint server = CreateServer(link);
            Stranger stranger = new Stranger(link, server, 2, 1);

            stranger.Prove();
            stranger.Restart(50);
            stranger.Send(stranger.Peer.ClientHello());
            Assert.IsFalse(server.GetAccepted(0).IsEnded);
            stranger.Send(stranger.Peer.ClientHello());
            Assert.IsTrue(server.GetAccepted(0).IsEnded);
            stranger.Finish();
            Assert.IsTrue(server.GetAccepted(1).IsConnected);
        }

        /// <summary>Case 25.</summary>
        [TestMethod]
        public static void FullTableRefusesNewPeersAndLeavesOldOnesAlone()
        {
            SimulatedLink link = new SimulatedLink(1);
            LinkEndpoint server = CreateServer(link);
            Stranger first = new Stranger(link, server, 2, 1);
            Stranger second = new Stranger(link, server, 3, 2);
            Stranger third = new Stranger(link, server, 4, 3);

            server.Limits.MaxSessions = 2;
            first.Connect();
            second.Connect();
            third.Prove();
            Assert.AreEqual(1, server.Drops.Get(DropReason.TableFull));
            Assert.AreEqual(2, server.SessionCount);
            first.Send(first.Peer.Data(new byte[] { 5 }));
            second.Send(second.Peer.Data(new byte[] { 6 }));
            Assert.IsTrue(server.GetAccepted(0).IsDataReady);
            Assert.IsTrue(server.GetAccepted(1).IsDataReady);
        }

        /// <summary>Case 25: only who was silent for long makes place, and is told.</summary>
        [TestMethod]
        public static void StalestPeerMakesPlaceInAFullTable()
        {
            SimulatedLink link = new SimulatedLink(1);
            LinkEndpoint server = CreateServer(link);
            Stranger first = new Stranger(link, server, 2, 1);
            Stranger second = new Stranger(link, server, 3, 2);
            Stranger third = new Stranger(link, server, 4, 3);

            server.Limits.MaxSessions = 2;
            server.Limits.IdleTimeout = 10000;
            first.Connect();
            link.Now += 3000;
            second.Connect();
            link.Now += 3000;
            first.Send(first.Peer.Data(new byte[] { 5 }));
            link.Now += 9999;
            third.Connect();
            Assert.AreEqual((int)TlsErrorCause.Evicted, (int)server.GetAccepted(1).EndReason.Cause);
            Assert.IsTrue(server.GetAccepted(0).IsConnected);
            Assert.IsTrue(server.GetAccepted(2).IsConnected);
            second.Send(new byte[0]);
            Assert.AreEqual((int)TlsAlert.CloseNotify, (int)second.Peer.LastAlert);
        }

        /// <summary>Case 25: handshakes that never end are bounded apart, so that they do not fill the table.</summary>
        [TestMethod]
        public static void HandshakesUnderWayAreBounded()
        {
            SimulatedLink link = new SimulatedLink(1);
            LinkEndpoint server = CreateServer(link);

            server.Limits.MaxHalfOpen = 2;

            for (int i = 0; i < 5; i++)
            {
                new Stranger(link, server, 10 + i, i).Prove();
            }

            Assert.AreEqual(2, server.SessionCount);
            Assert.AreEqual(3, server.Drops.Get(DropReason.HalfOpenLimit));

            // After the handshake's time there is place again.
            link.Now += 30000;
            server.Step(link.Now);
            Assert.AreEqual(0, server.SessionCount);

            Stranger late = new Stranger(link, server, 20, 30);

            late.Connect();
            Assert.IsTrue(server.GetAccepted(2).IsConnected);
        }

        /// <summary>Case 25: nor does it help a peer to begin anew on an open association.</summary>
        [TestMethod]
        public static void HandshakesOnOpenAssociationsAreBoundedToo()
        {
            SimulatedLink link = new SimulatedLink(1);
            LinkEndpoint server = CreateServer(link);
            Stranger known = new Stranger(link, server, 2, 1);

            server.Limits.MaxHalfOpen = 1;
            known.Connect();
            new Stranger(link, server, 3, 2).Prove();
            known.Restart(60);
            known.Prove();
            Assert.AreEqual(1, server.Drops.Get(DropReason.HalfOpenLimit));
            Assert.IsTrue(server.GetAccepted(0).IsConnected);
        }

        /// <summary>Case 19: whoever sends anything but a hello is unknown.</summary>
        [TestMethod]
        public static void DatagramsOfStrangersAreDropped()
        {
            SimulatedLink link = new SimulatedLink(1);
            LinkEndpoint server = CreateServer(link);
            Stranger stranger = new Stranger(link, server, 2, 1);

            stranger.Send(new byte[0]);
            stranger.Send(new byte[12]);
            stranger.Send(Forge.Record(TlsTransportKind.Datagram, ContentType.ApplicationData, 1, 0, new byte[40]));
            stranger.Send(Forge.Record(TlsTransportKind.Datagram, ContentType.Handshake, 0, 0, new byte[12]));
            stranger.Send(
                Forge.Record(TlsTransportKind.Datagram, ContentType.Handshake, 1, 0, stranger.Peer.ClientHello()));
            Assert.AreEqual(5, server.Drops.Get(DropReason.UnknownPeer));
            Assert.AreEqual(0, stranger.Replies.Count);
        }

        private static LinkEndpoint CreateServer(SimulatedLink link)
        {
            LinkEndpoint server = LinkEndpoint.Create(link, TlsTransportKind.Datagram, Server);

            server.Listen(new TlsSessionOptions(), Psk.Store());
            return server;
        }

        private static byte[] ShortestHello(LivePeer peer)
        {
            byte[] hello = peer.ClientHello(new int[] { peer.Suite });
            byte[] body = Forge.Slice(hello, 25, 42);

            return peer.Write(
                ContentType.Handshake, 0, Forge.Message(TlsTransportKind.Datagram, HandshakeType.ClientHello, 0, body));
        }
    }
}
