//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Collections;
using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// Sessions that are saved before a deep sleep and restored after it, from another address.
    /// </summary>
    [TestClass]
    public class SavedSessionTests
    {
        private const int ServerAddress = 1;
        private const int FirstClient = 2;
        private const string Name = "gateway";
        private static readonly byte[] s_key =
            { 0xA0, 0xA1, 0xA2, 0xA3, 0xA4, 0xA5, 0xA6, 0xA7, 0xA8, 0xA9, 0xAA, 0xAB, 0xAC, 0xAD, 0xAE, 0xAF };

        [TestMethod]
        [DataRow((int)TlsCipherSuite.PskWithAes128Ccm8)]
        [DataRow((int)TlsCipherSuite.PskWithAes128Ccm)]
        [DataRow((int)TlsCipherSuite.PskWithAes128GcmSha256)]
        public static void RestoredClientGoesOnWithoutAHandshake(int suite)
        {
            SimulatedLink link = new SimulatedLink(1) { Delay = 5 };
            LinkEndpoint server = CreateServer(link);
            TlsManSession session = Connect(link, FirstClient, suite);
            TlsManSession accepted = server.GetAccepted(0);
            MemoryStore store = new MemoryStore();

            for (int sleep = 1; sleep <= 3; sleep++)
            {
                ExpectEcho(session, accepted);

                int before = link.Sent.Count;

                Assert.AreEqual(TlsManStatus.Ok, session.Save(store, Name, s_key));
                Assert.IsTrue(session.IsEnded);
                Assert.AreEqual((int)TlsErrorCause.Saved, (int)session.EndReason.Cause);
                Assert.AreEqual(TlsManStatus.Failed, session.SendData(s_key, 0, 1));
                session = Restore(link, FirstClient + sleep, store, s_key);
                Assert.IsTrue(session.IsConnected);
                Assert.AreEqual(before, link.Sent.Count, "it said something");
                Assert.AreEqual(suite, (int)session.CipherSuite);
                Assert.AreEqual(Psk.Tag, session.CredentialTag);
                Assert.AreEqual(Hex.Format(Psk.Identity), Hex.Format(session.PeerIdentity));
                Assert.AreEqual((int)SessionEvents.Connected, (int)session.TakeEvents());
            }

            ExpectEcho(session, accepted);
            ExpectNoNonceTwice(link);
            Assert.AreEqual(TlsManStatus.Ok, session.CloseChannel());
            accepted.WaitForData(100);
            Assert.IsTrue(accepted.IsEnded);
            Assert.IsNull(accepted.EndReason);
        }

        [TestMethod]
        public static void RestoredServerKnowsItsClientByItsConnectionId()
        {
            SimulatedLink link = new SimulatedLink(1) { Delay = 5 };
            LinkEndpoint server = CreateServer(link);
            TlsManSession session = Connect(link, FirstClient, TlsCipherSuite.PskWithAes128Ccm8);
            TlsManSession accepted = server.GetAccepted(0);
            MemoryStore store = new MemoryStore();

            ExpectEcho(session, accepted);

            // A record that is played back later on.
            byte[] old = ((SimulatedPacket)link.Sent[link.Sent.Count - 2]).Content;

            Assert.AreEqual(TlsManStatus.Ok, accepted.Save(store, Name, s_key));
            Assert.AreEqual(0, server.SessionCount);

            TlsManSession restored = TlsManSession.Restore(server, null, CreateOptions(4), null, store, Name, s_key);

            Assert.IsTrue(restored.IsConnected);
            Assert.AreEqual((int)TlsRole.Server, (int)restored.Role);
            Assert.AreEqual(1, server.SessionCount);
            ExpectEcho(session, restored);
            ExpectNoNonceTwice(link);

            int replayed = server.Drops.Get(DropReason.Replayed);

            link.Send(SimulatedLink.CreateAddress(FirstClient), server.Link.Address, old);
            server.Step(link.Now + 20);
            Assert.AreEqual(replayed + 1, server.Drops.Get(DropReason.Replayed));
        }

        [TestMethod]
        public static void StateIsOpenedOnce()
        {
            SimulatedLink link = new SimulatedLink(1);
            LinkEndpoint server = CreateServer(link);
            TlsManSession session = Connect(link, FirstClient, TlsCipherSuite.PskWithAes128Ccm8);
            MemoryStore store = new MemoryStore();

            Assert.AreEqual((int)TlsErrorCause.SavedSessionMissing, Refuse(link, store, s_key));
            Assert.AreEqual(TlsManStatus.Ok, session.Save(store, Name, s_key));

            byte[] first = store.Get(Name);

            session = Restore(link, FirstClient + 1, store, s_key);
            ExpectEcho(session, server.GetAccepted(0));
            Assert.AreEqual((int)TlsErrorCause.SavedSessionMissing, Refuse(link, store, s_key));
            store.Put(Name, first);
            Assert.AreEqual((int)TlsErrorCause.SavedSessionConsumed, Refuse(link, store, s_key));
            Assert.AreEqual(TlsManStatus.Ok, session.Save(store, Name, s_key));

            byte[] second = store.Get(Name);

            store.Put(Name, first);
            Assert.AreEqual((int)TlsErrorCause.SavedSessionConsumed, Refuse(link, store, s_key), "the older one");
            store.Put(Name, second);
            session = Restore(link, FirstClient + 2, store, s_key);
            ExpectEcho(session, server.GetAccepted(0));
            ExpectNoNonceTwice(link);
        }

        [TestMethod]
        public static void DamagedStateAndAnotherKeyAreRefusedAndNothingIsLost()
        {
            SimulatedLink link = new SimulatedLink(1);
            LinkEndpoint server = CreateServer(link);
            TlsManSession session = Connect(link, FirstClient, TlsCipherSuite.PskWithAes128Ccm8);
            MemoryStore store = new MemoryStore();

            Assert.AreEqual(TlsManStatus.Ok, session.Save(store, Name, s_key));

            byte[] state = store.Get(Name);

            for (int i = 0; i < state.Length; i++)
            {
                store.Put(Name, Forge.Flip(state, i, 1 << (i & 7)));
                Assert.AreEqual((int)TlsErrorCause.SavedSessionInvalid, Refuse(link, store, s_key), i.ToString());
            }

            for (int i = 0; i < state.Length; i += 7)
            {
                store.Put(Name, Forge.Slice(state, 0, i));
                Assert.AreEqual((int)TlsErrorCause.SavedSessionInvalid, Refuse(link, store, s_key), i.ToString());
            }

            store.Put(Name, state);
            Assert.AreEqual((int)TlsErrorCause.SavedSessionInvalid, Refuse(link, store, Forge.Flip(s_key, 3, 1)));
            session = Restore(link, FirstClient, store, s_key);
            ExpectEcho(session, server.GetAccepted(0));
        }

        /// <summary>It would write with the peer's keys, and its numbers again.</summary>
        [TestMethod]
        [DataRow((int)TlsRole.Client)]
        [DataRow((int)TlsRole.Server)]
        public static void StateOfOneRoleIsNotTheOthers(int role)
        {
            TlsSessionOptions options = CreateOptions(4);
            Duel duel = new Duel(role, (int)TlsTransportKind.Datagram, options);

            duel.Advance(Duel.Open);

            byte[] state = duel.Side.Engine.Save();
            TlsStack stack = StackUnderTest.Create(new TestRandom(6));
            TlsEngine other = stack.CreateEngine(
                (TlsRole)(1 - role), TlsTransportKind.Datagram, options, Psk.Store(), new DropCounters());
            TlsEngine same = stack.CreateEngine(
                (TlsRole)role, TlsTransportKind.Datagram, options, Psk.Store(), new DropCounters());

            Assert.IsFalse(other.Restore(Forge.Copy(state), 0));
            Assert.IsTrue(same.Restore(Forge.Copy(state), 0));
            Assert.IsTrue(same.IsConnected);
            Assert.IsFalse(same.Restore(Forge.Copy(state), 0), "twice into one engine");
        }

        /// <summary>The device sleeps and wakes; at each call of the store, before it and after it, the power is cut
        /// once. No number is used twice, and there is a handshake only where the state was consumed.</summary>
        [TestMethod]
        public static void PowerMayBeCutAtAnyCallOfTheStore()
        {
            int calls = Live(new MemoryStore(), out int handshakes);

            Assert.AreEqual(1, handshakes);

            for (int cut = 0; cut < calls; cut++)
            {
                for (int after = 0; after < 2; after++)
                {
                    MemoryStore store = new MemoryStore { CutAt = cut, IsCutAfter = after == 1 };

                    Live(store, out handshakes);
                    Assert.IsFalse(store.IsOff);
                    Assert.IsTrue(handshakes <= 2, "call " + cut.ToString());
                }
            }
        }

        [TestMethod]
        public static void FailingStoreIsToldAndLosesNoLivingSession()
        {
            SimulatedLink link = new SimulatedLink(1);
            LinkEndpoint server = CreateServer(link);
            TlsManSession session = Connect(link, FirstClient, TlsCipherSuite.PskWithAes128Ccm8);
            MemoryStore store = new MemoryStore { CutAt = 0 };

            // It cannot even be read: nothing has happened.
            Assert.AreEqual(TlsManStatus.StoreFailed, session.Save(store, Name, s_key));
            Assert.AreEqual((int)TlsErrorCause.StoreFailed, (int)session.LastError.Cause);
            ExpectEcho(session, server.GetAccepted(0));
            store.SwitchOn();
            store.Put(Name + SavedSessionStore.MarkSuffix, new byte[3]);
            Assert.AreEqual(TlsManStatus.StoreFailed, session.Save(store, Name, s_key), "a damaged mark");
            ExpectEcho(session, server.GetAccepted(0));

            // What may have been written must not go on here.
            store = new MemoryStore { CutAt = 1, IsCutAfter = true };
            Assert.AreEqual(TlsManStatus.StoreFailed, session.Save(store, Name, s_key));
            Assert.AreEqual((int)TlsErrorCause.StoreFailed, (int)session.EndReason.Cause);
        }

        [TestMethod]
        public static void OnlyAnOpenSessionOverDatagramsThatKeepsItsSecretsIsSaved()
        {
            SimulatedLink link = new SimulatedLink(1);
            MemoryStore store = new MemoryStore();
            LinkEndpoint server = CreateServer(link);
            LinkEndpoint client = LinkEndpoint.Create(link, TlsTransportKind.Datagram, FirstClient);
            TlsManSession session = client.CreateSession(
                ServerAddress, new TlsSessionOptions { ConnectionIdLength = 0 });

            Assert.AreEqual(TlsManStatus.NotConnected, session.Save(store, Name, s_key));
            Assert.AreEqual(TlsManStatus.Ok, session.OpenClientChannel(SecureSockFlags.None));
            Assert.AreEqual(TlsManStatus.InvalidState, session.Save(store, Name, s_key), "without secrets");
            ExpectEcho(session, server.GetAccepted(0));
            Assert.AreEqual(TlsManStatus.Ok, session.CloseChannel());
            Assert.AreEqual(TlsManStatus.Closed, session.Save(store, Name, s_key));
            Assert.IsNull(store.Get(Name));
        }

        [TestMethod]
        public static void EndpointThatHasTheSessionTakesNoSecond()
        {
            SimulatedLink link = new SimulatedLink(1);
            LinkEndpoint server = CreateServer(link);
            TlsManSession session = Connect(link, FirstClient, TlsCipherSuite.PskWithAes128Ccm8);
            MemoryStore store = new MemoryStore();

            Assert.AreEqual(TlsManStatus.Ok, session.Save(store, Name, s_key));

            // Its address is taken by another session to the same server.
            LinkEndpoint client = LinkEndpoint.Create(link, TlsTransportKind.Datagram, FirstClient + 1);
            TlsManSession other = client.CreateSession(ServerAddress, CreateOptions(0));

            Assert.AreEqual(TlsManStatus.Ok, other.OpenClientChannel(SecureSockFlags.None));

            TlsManSession refused = TlsManSession.Restore(client, null, CreateOptions(0), null, store, Name, s_key);

            Assert.AreEqual((int)TlsErrorCause.InvalidState, (int)refused.EndReason.Cause);
            ExpectEcho(other, server.GetAccepted(1));

            // And nothing was consumed.
            Assert.AreEqual(TlsManStatus.Ok, other.CloseChannel());
            session = TlsManSession.Restore(client, null, CreateOptions(0), null, store, Name, s_key);
            ExpectEcho(session, server.GetAccepted(0));
        }

        // Three times awake: restore, or connect where that cannot be; an echo; save. A cut of the power in between
        // begins the day anew.
        private static int Live(MemoryStore store, out int handshakes)
        {
            SimulatedLink link = new SimulatedLink(1) { Delay = 5 };
            LinkEndpoint server = CreateServer(link);
            int address = FirstClient;
            int days = 0;

            handshakes = 0;

            while (days < 3)
            {
                if (store.IsOff)
                {
                    store.SwitchOn();
                }

                LinkEndpoint client = LinkEndpoint.Create(link, TlsTransportKind.Datagram, address++);
                bool hasState = store.Get(Name) != null && !IsConsumed(store);
                int sent = link.Sent.Count;
                TlsManSession session = TlsManSession.Restore(client, null, CreateOptions(0), null, store, Name, s_key);

                if (store.IsOff)
                {
                    Assert.AreEqual(sent, link.Sent.Count, "it was used before it was consumed");
                    continue;
                }

                Assert.AreEqual(hasState, session.IsConnected, "a session was lost that could be kept");

                if (!session.IsConnected)
                {
                    handshakes++;
                    session = client.CreateSession(ServerAddress, CreateOptions(0));
                    Assert.AreEqual(TlsManStatus.Ok, session.OpenClientChannel(SecureSockFlags.None));
                }

                ExpectEcho(session, server);
                sent = link.Sent.Count;

                int status = session.Save(store, Name, s_key);

                Assert.AreEqual(sent, link.Sent.Count);
                Assert.AreEqual(store.IsOff, status == TlsManStatus.StoreFailed);

                if (!store.IsOff)
                {
                    days++;
                }
            }

            ExpectNoNonceTwice(link);
            return store.Calls;
        }

        private static bool IsConsumed(MemoryStore store)
        {
            byte[] mark = store.Get(Name + SavedSessionStore.MarkSuffix);
            byte[] state = store.Get(Name);

            // The generation stands behind five bytes.
            return mark != null && state[8] <= mark[3];
        }

        private static TlsSessionOptions CreateOptions(int length)
        {
            return new TlsSessionOptions
            {
                ConnectionIdLength = length,
                KeepMasterSecret = true,
                ReceiveTimeout = 1000,
            };
        }

        private static LinkEndpoint CreateServer(SimulatedLink link)
        {
            LinkEndpoint server = LinkEndpoint.Create(link, TlsTransportKind.Datagram, ServerAddress);

            server.Listen(CreateOptions(4), Psk.Store());
            return server;
        }

        private static TlsManSession Connect(SimulatedLink link, int address, int suite)
        {
            LinkEndpoint client = LinkEndpoint.Create(link, TlsTransportKind.Datagram, address);
            TlsSessionOptions options = CreateOptions(0);

            options.CipherSuites = new ushort[] { (ushort)suite };

            TlsManSession session = client.CreateSession(ServerAddress, options);

            Assert.AreEqual(TlsManStatus.Ok, session.OpenClientChannel(SecureSockFlags.None));
            return session;
        }

        private static TlsManSession Restore(SimulatedLink link, int address, MemoryStore store, byte[] key)
        {
            LinkEndpoint client = LinkEndpoint.Create(link, TlsTransportKind.Datagram, address);
            TlsManSession session = TlsManSession.Restore(client, null, CreateOptions(0), null, store, Name, key);

            Assert.IsTrue(session.IsConnected, "not restored");
            return session;
        }

        private static int Refuse(SimulatedLink link, MemoryStore store, byte[] key)
        {
            LinkEndpoint client = LinkEndpoint.Create(link, TlsTransportKind.Datagram, FirstClient + 50);
            int sent = link.Sent.Count;
            TlsManSession session = TlsManSession.Restore(client, null, CreateOptions(0), null, store, Name, key);

            Assert.IsTrue(session.IsEnded);
            Assert.AreEqual(sent, link.Sent.Count);
            return (int)session.EndReason.Cause;
        }

        private static void ExpectEcho(TlsManSession client, LinkEndpoint server)
        {
            byte[] buffer = new byte[100];
            TlsManSession found = null;

            Assert.AreEqual(9, client.SendData(new byte[9], 0, 9));

            for (int i = 0; i < 10 && found == null; i++)
            {
                server.Step(server.Link.Now + 10);
                found = server.FindReady();
            }

            Assert.IsNotNull(found, "nothing reached the server");
            Assert.AreEqual(9, found.RetrieveData(buffer, 0, buffer.Length, 0));
            Assert.AreEqual(9, found.SendData(buffer, 0, 9));
            Assert.AreEqual(9, client.RetrieveData(buffer, 0, buffer.Length, 1000), "nothing reached the client");
        }

        private static void ExpectEcho(TlsManSession client, TlsManSession server)
        {
            byte[] buffer = new byte[100];

            Assert.AreEqual(5, client.SendData(new byte[5], 0, 5));
            Assert.AreEqual(5, server.RetrieveData(buffer, 0, buffer.Length, 1000), "nothing reached the server");
            Assert.AreEqual(5, server.SendData(buffer, 0, 5));
            Assert.AreEqual(5, client.RetrieveData(buffer, 0, buffer.Length, 1000), "nothing reached the client");
        }

        // Two records of one direction with the same number have the same nonce; a repeated flight has new ones.
        private static void ExpectNoNonceTwice(SimulatedLink link)
        {
            ArrayList seen = new ArrayList();

            for (int i = 0; i < link.Sent.Count; i++)
            {
                byte[] content = ((SimulatedPacket)link.Sent[i]).Content;

                if (content[0] != ContentType.Tls12ConnectionId && content[0] != ContentType.ApplicationData)
                {
                    continue;
                }

                // Type, number and the connection ID or the first bytes of the text tell session and direction.
                string number = Hex.Format(Forge.Slice(content, 0, 1)) + Hex.Format(Forge.Slice(content, 3, 12));

                if (content[0] == ContentType.ApplicationData)
                {
                    // Without a connection ID; one server's records to one client, told apart by their session.
                    number += Hex.Format(Forge.Slice(content, 13, 8))
                        + ((SimulatedPacket)link.Sent[i]).To[1].ToString();
                }

                Assert.IsFalse(seen.Contains(number), "a number was used twice");
                seen.Add(number);
            }
        }
    }
}
