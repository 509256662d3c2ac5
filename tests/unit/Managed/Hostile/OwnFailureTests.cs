//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// What fails on one's own side: random source, clock, credentials, transport.
    /// </summary>
    [TestClass]
    public class OwnFailureTests
    {
        private const int Datagram = (int)TlsTransportKind.Datagram;
        private const int Stream = (int)TlsTransportKind.Stream;
        private const int Client = (int)TlsRole.Client;
        private const int Server = (int)TlsRole.Server;

        /// <summary>Cases 51 and 52: a source that fails, gives zeros or repeats itself makes no session.</summary>
        [TestMethod]
        [DataRow(Datagram)]
        [DataRow(Stream)]
        public static void FailingRandomSourceEndsAHandshake(int kind)
        {
            for (int role = Client; role <= Server; role++)
            {
                for (int fault = 0; fault < 2; fault++)
                {
                    Duel duel = new Duel(
                        role, kind, new TlsSessionOptions(), Psk.Store(),
                        new TestRandom(4) { IsBroken = fault == 0, IsZero = fault == 1 });

                    if (role == Server)
                    {
                        duel.Deliver(duel.Peer.ClientHello());
                    }

                    duel.ExpectEnd(TlsErrorCause.RandomFailed, TlsAlert.InternalError);
                    Assert.AreEqual(1, duel.Sent);
                }
            }
        }

        /// <summary>Case 52: the same bytes for two sessions in a row.</summary>
        [TestMethod]
        public static void RandomSourceThatRepeatsItselfIsRefused()
        {
            TlsStack stack = StackUnderTest.Create(new StuckRandom());

            for (int i = 0; i < 2; i++)
            {
                DropCounters drops = new DropCounters();
                TlsEngine engine = stack.CreateEngine(
                    TlsRole.Client, TlsTransportKind.Datagram, new TlsSessionOptions(), Psk.Store(), drops);
                EngineSide side = new EngineSide(engine, drops, 1400);

                side.Start(0);
                Assert.AreEqual(i == 1, side.IsFailed);
            }
        }

        /// <summary>Case 51: without a secret there are no cookies, and so no sessions; when the source works again,
        /// there are.</summary>
        [TestMethod]
        public static void FailingRandomSourceMakesNoCookies()
        {
            SimulatedLink link = new SimulatedLink(1);
            LinkEndpoint server = LinkEndpoint.Create(link, TlsTransportKind.Datagram, 1);
            Stranger stranger = new Stranger(link, server, 2, 1);

            server.Listen(new TlsSessionOptions(), Psk.Store());
            server.Random.IsBroken = true;
            stranger.Send(stranger.Peer.ClientHello());
            stranger.Peer.Cookie = new byte[CookieGate.CookieLength];
            stranger.Send(stranger.Peer.ClientHello());
            Assert.AreEqual(2, server.Drops.Get(DropReason.NoStack));
            Assert.AreEqual(0, stranger.Replies.Count);
            Assert.AreEqual(0, server.SessionCount);
            server.Random.IsBroken = false;
            stranger.Peer.Cookie = new byte[0];
            stranger.Connect();
            Assert.IsTrue(server.GetAccepted(0).IsConnected);
        }

        /// <summary>Case 51: time that goes backwards ends nothing and sends nothing.</summary>
        [TestMethod]
        [DataRow(Client)]
        [DataRow(Server)]
        public static void ClockThatGoesBackwardsDoesNoHarm(int role)
        {
            Duel duel = new Duel(role, Datagram) { Now = 100000 };

            duel.Advance(Duel.Hello);

            int sent = duel.Sent;

            duel.Now = -5000;
            duel.Side.Engine.HandleTimeout(duel.Now);
            duel.Side.Drain();
            duel.Collect();
            Assert.AreEqual(sent, duel.Sent);
            duel.Advance(Duel.Keys);
            duel.Now = -90000;
            duel.ExpectLives();
        }

        /// <summary>Case 51: a client without a credential says so.</summary>
        [TestMethod]
        [DataRow(Datagram)]
        [DataRow(Stream)]
        public static void ClientWithoutACredentialFails(int kind)
        {
            CredentialStore keys = Psk.Store();
            Duel duel = new Duel(Client, kind, new TlsSessionOptions(), keys, new TestRandom(4));

            duel.Advance(Duel.Hello);
            keys.Remove(Psk.Tag);
            duel.ExpectFatal(duel.Peer.ServerHelloDone(), TlsErrorCause.NoCredential, TlsAlert.HandshakeFailure);
        }

        /// <summary>Case 51: a server that has lost the key looks like one with another key.</summary>
        [TestMethod]
        public static void ServerThatLostTheKeyLooksLikeAWrongKey()
        {
            for (int kind = Datagram; kind <= Stream; kind++)
            {
                CredentialStore keys = Psk.Store();
                Duel duel = new Duel(Server, kind, new TlsSessionOptions(), keys, new TestRandom(4));

                duel.Advance(Duel.Hello);
                keys.Remove(Psk.Tag);
                duel.Advance(Duel.Changed);
                ExpectWrongKey(duel);

                duel = new Duel(Server, kind);
                duel.Peer.Key = new byte[16];
                duel.Advance(Duel.Changed);
                ExpectWrongKey(duel);

                duel = new Duel(Server, kind);
                duel.Peer.Identity = new byte[] { 1, 2, 3 };
                duel.Advance(Duel.Changed);
                ExpectWrongKey(duel);
            }
        }

        /// <summary>Case 51: over datagrams a send that fails is a loss like any other.</summary>
        [TestMethod]
        public static void FailingSendOfADatagramIsMadeGoodByRepetition()
        {
            for (int failing = 1; failing <= 3; failing++)
            {
                SimulatedLink link = new SimulatedLink(1);
                LinkEndpoint server = LinkEndpoint.Create(link, TlsTransportKind.Datagram, 1);
                LinkEndpoint client = LinkEndpoint.Create(link, TlsTransportKind.Datagram, 2);
                TlsManSession session = client.CreateSession(1, new TlsSessionOptions());

                server.Listen(new TlsSessionOptions(), Psk.Store());
                client.Link.FailingSends = failing;
                server.Link.FailingSends = 1;
                Assert.AreEqual(TlsManStatus.Ok, session.OpenClientChannel(SecureSockFlags.None));
                Assert.AreEqual(TlsManStatus.Ok, session.CloseChannel());
            }
        }

        /// <summary>Case 51: a stream that cannot be written to is over, at any point of the handshake.</summary>
        [TestMethod]
        public static void FailingSendOnAStreamEndsTheSession()
        {
            SimulatedLink link = new SimulatedLink(1);
            LinkEndpoint client = LinkEndpoint.Create(link, TlsTransportKind.Stream, 2);
            TlsManSession session = client.CreateSession(1, new TlsSessionOptions());

            client.Link.FailingSends = 1;
            Assert.AreEqual(TlsManStatus.Failed, session.OpenClientChannel(SecureSockFlags.None));
            Assert.AreEqual((int)TlsErrorCause.TransportFailed, (int)session.EndReason.Cause);
            Assert.AreEqual((int)TlsErrorCause.TransportFailed, (int)session.LastError.Cause);
            Assert.IsNull(session.LastError);
        }

        /// <summary>Case 51: what is sent on an open stream that fails.</summary>
        [TestMethod]
        public static void FailingSendOfDataOnAStreamEndsTheSession()
        {
            SimulatedLink link = new SimulatedLink(1);
            LinkEndpoint server = LinkEndpoint.Create(link, TlsTransportKind.Stream, 1);
            LinkEndpoint client = LinkEndpoint.Create(link, TlsTransportKind.Stream, 2);
            TlsManSession session = client.CreateSession(1, new TlsSessionOptions());

            TlsManSession accepted = server.CreateSession(2, new TlsSessionOptions());

            Assert.AreEqual(TlsManStatus.Ok, accepted.OpenServerChannel(SecureSockFlags.NonBlock, Psk.Store()));
            Assert.AreEqual(TlsManStatus.Ok, session.OpenClientChannel(SecureSockFlags.None));
            client.Link.FailingSends = 1;
            Assert.AreEqual(TlsManStatus.Failed, session.SendData(new byte[10], 0, 10));
            Assert.IsTrue(session.IsEnded);
        }

        /// <summary>Case 52: whatever was pending, an engine that was disposed of says nothing more.</summary>
        [TestMethod]
        [DataRow(Datagram)]
        [DataRow(Stream)]
        public static void DisposedEngineSaysNothing(int kind)
        {
            for (int stage = Duel.Start; stage <= Duel.Open; stage++)
            {
                Duel duel = Duel.At(Server, kind, stage);

                duel.Side.Engine.Close();
                duel.Side.Engine.Dispose();
                duel.Side.Engine.Dispose();
                duel.Side.Drain();
                Assert.AreEqual(0, duel.Side.Outbox.Count);
                Assert.AreEqual(0, duel.Side.EndCount);
                Assert.AreEqual(TlsManStatus.Closed, duel.Side.Engine.Send(new byte[1], 0, 1));
            }
        }

        private static void ExpectWrongKey(Duel duel)
        {
            byte[] finished = duel.Peer.Finished(1);

            if (!duel.IsDatagram)
            {
                duel.ExpectFatal(finished, TlsErrorCause.BadRecordMac, TlsAlert.BadRecordMac);
                return;
            }

            duel.ExpectDrop(finished, DropReason.BadMac);
            duel.Now = 30000;
            duel.AdvanceTime(0);
            duel.ExpectEnd(TlsErrorCause.HandshakeTimeout, TlsAlert.None);
        }

        private sealed class StuckRandom : RandomSource
        {
            protected override bool Generate(byte[] buffer, int offset, int count)
            {
                for (int i = 0; i < count; i++)
                {
                    buffer[offset + i] = (byte)(i + 1);
                }

                return true;
            }
        }
    }
}
