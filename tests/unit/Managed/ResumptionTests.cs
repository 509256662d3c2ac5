//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;
using NanoTlsMan.Ciphers;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// Resumption by session ID and by ticket, a client's and a server's engine face to face. Whatever does not fit
    /// costs a full handshake, and nothing else.
    /// </summary>
    [TestClass]
    public class ResumptionTests
    {
        private const int Datagram = (int)TlsTransportKind.Datagram;
        private const int Stream = (int)TlsTransportKind.Stream;
        private const int ById = 0;
        private const int ByTicket = 1;

        [TestMethod]
        [DataRow(Datagram, ById)]
        [DataRow(Datagram, ByTicket)]
        [DataRow(Stream, ById)]
        [DataRow(Stream, ByTicket)]
        public static void SessionIsResumedAsOftenAsItIsOffered(int kind, int how)
        {
            Reunion reunion = new Reunion(kind, how);
            EnginePair first = reunion.Meet();

            Assert.IsFalse(first.Client.Engine.IsResumed);
            Assert.IsFalse(first.Server.Engine.IsResumed);
            Assert.IsFalse(reunion.Session.IsEmpty);

            for (int i = 0; i < 3; i++)
            {
                EnginePair next = reunion.Meet();

                ExpectResumed(next, true);
                Assert.AreEqual((int)first.Client.Engine.CipherSuite, (int)next.Client.Engine.CipherSuite);
                Assert.AreEqual(Psk.Tag, next.Server.Engine.CredentialTag);
                Assert.AreEqual(Psk.Tag, next.Client.Engine.CredentialTag);
                CollectionAssert.AreEqual(Psk.Identity, next.Server.Engine.PeerIdentity);
                CollectionAssert.AreEqual(Psk.Identity, next.Client.Engine.PeerIdentity);
            }

            Assert.AreEqual(how == ById ? 1 : 0, reunion.Cache.Count);
        }

        [TestMethod]
        [DataRow(Datagram, 0xC0A8)]
        [DataRow(Datagram, 0xC0A4)]
        [DataRow(Datagram, 0x00A8)]
        [DataRow(Stream, 0xC0A8)]
        [DataRow(Stream, 0xC0A4)]
        [DataRow(Stream, 0x00A8)]
        public static void EverySuiteResumes(int kind, int suite)
        {
            Reunion reunion = new Reunion(kind, ByTicket);

            reunion.Client.CipherSuites = new ushort[] { (ushort)suite };
            reunion.Meet();

            // The suite is the session's, whatever else is offered and preferred by then.
            reunion.Client.CipherSuites = null;

            EnginePair next = reunion.Meet();

            ExpectResumed(next, true);
            Assert.AreEqual(suite, (int)next.Client.Engine.CipherSuite);
            Assert.AreEqual(suite, (int)next.Server.Engine.CipherSuite);
        }

        /// <summary>Either side may have nothing of it.</summary>
        [TestMethod]
        [DataRow(Datagram)]
        [DataRow(Stream)]
        public static void OneSideAloneMakesFullHandshakes(int kind)
        {
            Reunion reunion = new Reunion(kind, ByTicket);

            reunion.Server.TicketKeys = null;
            ExpectResumed(reunion.Meet(), false);
            Assert.IsTrue(reunion.Session.IsEmpty);
            ExpectResumed(reunion.Meet(), false);

            reunion = new Reunion(kind, ById);
            reunion.Client.Resumption = null;
            ExpectResumed(reunion.Meet(), false);
            ExpectResumed(reunion.Meet(), false);
        }

        /// <summary>A client that takes tickets gets one, and no place in the cache.</summary>
        [TestMethod]
        public static void TicketGoesBeforeACachedSession()
        {
            Reunion reunion = new Reunion(Datagram, ByTicket);

            reunion.Server.SessionCache = reunion.Cache;
            reunion.Meet();
            ExpectResumed(reunion.Meet(), true);
            Assert.AreEqual(0, reunion.Cache.Count);
        }

        [TestMethod]
        [DataRow(ById)]
        [DataRow(ByTicket)]
        public static void SessionThatWasClearedIsNotOffered(int how)
        {
            Reunion reunion = new Reunion(Datagram, how);

            reunion.Meet();
            reunion.Session.Clear();
            Assert.IsTrue(reunion.Session.IsEmpty);
            ExpectResumed(reunion.Meet(), false);
            ExpectResumed(reunion.Meet(), true);
        }

        /// <summary>The server has forgotten its sessions, as after a restart: a full handshake, and the next one
        /// resumes.</summary>
        [TestMethod]
        [DataRow(Datagram, ById)]
        [DataRow(Datagram, ByTicket)]
        [DataRow(Stream, ById)]
        [DataRow(Stream, ByTicket)]
        public static void ServerThatForgotMakesAFullHandshake(int kind, int how)
        {
            Reunion reunion = new Reunion(kind, how);

            reunion.Meet();
            reunion.Cache.Clear();
            reunion.Keys.Clear();
            ExpectResumed(reunion.Meet(), false);
            ExpectResumed(reunion.Meet(), true);
        }

        /// <summary>Another server's ticket, and what somebody else's stack may have left.</summary>
        [TestMethod]
        [DataRow(Datagram)]
        [DataRow(Stream)]
        public static void ForeignTicketCostsAFullHandshake(int kind)
        {
            Reunion reunion = new Reunion(kind, ByTicket);
            Reunion other = new Reunion(kind, ByTicket);

            reunion.Meet();
            other.Server.TicketKeys = new TicketKeys(new ManagedCiphers(), new TestRandom(60));
            other.Client.Resumption = reunion.Session;
            ExpectResumed(other.Meet(), false);
        }

        /// <summary>A session over datagrams is none over a stream, though server and credentials are the
        /// same.</summary>
        [TestMethod]
        [DataRow(ById)]
        [DataRow(ByTicket)]
        public static void SessionBelongsToItsTransport(int how)
        {
            Reunion datagrams = new Reunion(Datagram, how);
            Reunion streams = new Reunion(Stream, how);

            datagrams.Meet();
            streams.Client.Resumption = datagrams.Session;
            streams.Server.SessionCache = datagrams.Server.SessionCache;
            streams.Server.TicketKeys = datagrams.Server.TicketKeys;
            ExpectResumed(streams.Meet(), false);
        }

        /// <summary>The key of a device that got into wrong hands is changed or removed: its sessions end with
        /// it.</summary>
        [TestMethod]
        [DataRow(Datagram, ById)]
        [DataRow(Datagram, ByTicket)]
        [DataRow(Stream, ById)]
        [DataRow(Stream, ByTicket)]
        public static void SessionEndsWithItsCredential(int kind, int how)
        {
            Reunion reunion = new Reunion(kind, how);
            byte[] key = Hex.Parse("ff0102030405060708090a0b0c0d0e0f");

            reunion.Meet();
            reunion.ServerKeys.Remove(Psk.Tag);
            reunion.ServerKeys.AddPsk(Psk.Tag, Psk.Identity, key);
            reunion.ClientKeys.Remove(Psk.Tag);
            reunion.ClientKeys.AddPsk(Psk.Tag, Psk.Identity, key);
            ExpectResumed(reunion.Meet(), false);
            ExpectResumed(reunion.Meet(), true);

            // The same key under another number is another credential as well.
            reunion.ServerKeys.Remove(Psk.Tag);
            reunion.ServerKeys.AddPsk(Psk.Tag + 1, Psk.Identity, key);
            ExpectResumed(reunion.Meet(), false);

            // And without one there is no session at all.
            reunion.ServerKeys.Remove(Psk.Tag + 1);

            EnginePair pair = reunion.Begin();

            pair.Exchange();
            Assert.IsFalse(pair.IsConnected);
        }

        /// <summary>A client offers a session only for the credential that it would use.</summary>
        [TestMethod]
        [DataRow(ById)]
        [DataRow(ByTicket)]
        public static void SessionBelongsToItsIdentity(int how)
        {
            Reunion reunion = new Reunion(Datagram, how);
            byte[] other = Hex.Parse("6f74686572");

            reunion.Meet();
            reunion.ClientKeys.AddPsk(9, other, Psk.Key);
            reunion.ServerKeys.AddPsk(9, other, Psk.Key);
            reunion.Client.CredentialTag = 9;

            EnginePair pair = reunion.Meet();

            ExpectResumed(pair, false);
            CollectionAssert.AreEqual(other, pair.Server.Engine.PeerIdentity);
            ExpectResumed(reunion.Meet(), true);

            // A credential that has another identity by now.
            reunion.ClientKeys.Remove(9);
            reunion.ClientKeys.AddPsk(9, Hex.Parse("7468697264"), Psk.Key);
            reunion.ServerKeys.AddPsk(10, Hex.Parse("7468697264"), Psk.Key);
            ExpectResumed(reunion.Meet(), false);
        }

        /// <summary>RFC 5246, section 7.4.1.2: a suite that is not offered any more cannot be resumed.</summary>
        [TestMethod]
        [DataRow(ById, true)]
        [DataRow(ById, false)]
        [DataRow(ByTicket, true)]
        [DataRow(ByTicket, false)]
        public static void SessionBelongsToItsSuite(int how, bool isAtClient)
        {
            Reunion reunion = new Reunion(Datagram, how);
            ushort[] suites = new ushort[] { TlsCipherSuite.PskWithAes128GcmSha256 };

            reunion.Meet();

            if (isAtClient)
            {
                reunion.Client.CipherSuites = suites;
            }
            else
            {
                reunion.Server.CipherSuites = suites;
            }

            EnginePair pair = reunion.Meet();

            ExpectResumed(pair, false);
            Assert.AreEqual(TlsCipherSuite.PskWithAes128GcmSha256, (int)pair.Server.Engine.CipherSuite);
        }

        [TestMethod]
        [DataRow(999, true)]
        [DataRow(1000, false)]
        public static void CachedSessionEndsWithItsTime(int age, bool isResumed)
        {
            Reunion reunion = new Reunion(Datagram, ById);

            reunion.Server.SessionCache = new SessionCache(4, 1000);
            reunion.Meet();
            reunion.Now = age;
            ExpectResumed(reunion.Meet(), isResumed);
        }

        /// <summary>Resuming does not make it younger.</summary>
        [TestMethod]
        public static void CachedSessionDoesNotGetYounger()
        {
            Reunion reunion = new Reunion(Datagram, ById);

            reunion.Server.SessionCache = new SessionCache(4, 1000);
            reunion.Meet();
            reunion.Now = 900;
            ExpectResumed(reunion.Meet(), true);
            reunion.Now = 1100;
            ExpectResumed(reunion.Meet(), false);
        }

        /// <summary>A ticket is taken under the key that is in use and under the one before.</summary>
        [TestMethod]
        [DataRow(1999, true, false)]
        [DataRow(2000, true, true)]
        [DataRow(3999, true, true)]
        [DataRow(4000, false, true)]
        [DataRow(1000000, false, false)]
        public static void TicketOutlivesOneRenewalOfItsKey(int age, bool isResumed, bool isBusy)
        {
            Reunion reunion = new Reunion(Datagram, ByTicket);

            reunion.Server.TicketKeys = new TicketKeys(new ManagedCiphers(), new TestRandom(7), 2000);
            reunion.Meet();

            ResumableSession session = reunion.Session;

            // Somebody else keeps the server busy, so that keys are renewed in time.
            for (int now = 2000; isBusy && now <= age; now += 2000)
            {
                reunion.Client.Resumption = new ResumableSession();
                reunion.Now = now;
                reunion.Meet();
            }

            reunion.Client.Resumption = session;
            reunion.Now = age;
            ExpectResumed(reunion.Meet(), isResumed);
        }

        [TestMethod]
        public static void OldestCachedSessionGoesFirst()
        {
            Reunion reunion = new Reunion(Datagram, ById);
            ResumableSession[] sessions = new ResumableSession[3];

            reunion.Server.SessionCache = new SessionCache(2);

            for (int i = 0; i < sessions.Length; i++)
            {
                sessions[i] = new ResumableSession();
                reunion.Client.Resumption = sessions[i];
                reunion.Meet();
            }

            Assert.AreEqual(2, reunion.Server.SessionCache.Count);

            for (int i = 2; i >= 0; i--)
            {
                reunion.Client.Resumption = sessions[i];
                ExpectResumed(reunion.Meet(), i > 0);
            }
        }

        /// <summary>Random values and keys are new each time, though the master secret is the old one.</summary>
        [TestMethod]
        [DataRow(ById)]
        [DataRow(ByTicket)]
        public static void MasterSecretIsTheSessionsAndTheRestIsNew(int how)
        {
            Reunion reunion = new Reunion(Datagram, how);
            string firstRandom = null;
            string firstMaster = null;
            string random = null;
            string master = null;

            reunion.Client.DangerousKeyLog = (clientRandom, masterSecret) =>
            {
                random = Hex.Format(clientRandom);
                master = Hex.Format(masterSecret);
            };
            reunion.Meet();
            firstRandom = random;
            firstMaster = master;
            ExpectResumed(reunion.Meet(), true);
            Assert.AreEqual(firstMaster, master);
            Assert.AreNotEqual(firstRandom, random);
        }

        /// <summary>RFC 6066, section 4: max_fragment_length stays for all of the session; and whoever wants another
        /// gets another session.</summary>
        [TestMethod]
        [DataRow(ById)]
        [DataRow(ByTicket)]
        public static void MaxFragmentLengthGoesAlong(int how)
        {
            Reunion reunion = new Reunion(Stream, how);

            reunion.Client.MaxFragmentLength = 512;
            reunion.Meet();

            EnginePair pair = reunion.Meet();

            ExpectResumed(pair, true);
            Assert.AreEqual(512, pair.Client.Engine.GetMaxPayload(0));
            Assert.AreEqual(512, pair.Server.Engine.GetMaxPayload(0));
            reunion.Client.MaxFragmentLength = 1024;
            pair = reunion.Meet();
            ExpectResumed(pair, false);
            Assert.AreEqual(1024, pair.Server.Engine.GetMaxPayload(0));
            reunion.Client.MaxFragmentLength = 0;
            pair = reunion.Meet();
            ExpectResumed(pair, false);
            Assert.AreEqual(RecordHeader.MaxPlaintext, pair.Server.Engine.GetMaxPayload(0));
        }

        /// <summary>RFC 8449, section 4: record_size_limit is agreed on in each handshake.</summary>
        [TestMethod]
        [DataRow(ById)]
        [DataRow(ByTicket)]
        public static void RecordSizeIsAgreedOnEachTime(int how)
        {
            Reunion reunion = new Reunion(Stream, how);

            reunion.Client.RecordSizeLimit = 200;
            reunion.Server.RecordSizeLimit = 300;
            reunion.Meet();
            reunion.Client.RecordSizeLimit = 400;
            reunion.Server.RecordSizeLimit = 500;

            EnginePair pair = reunion.Meet();

            ExpectResumed(pair, true);
            Assert.AreEqual(500, pair.Client.Engine.GetMaxPayload(0));
            Assert.AreEqual(400, pair.Server.Engine.GetMaxPayload(0));
        }

        /// <summary>Connection IDs are named in each handshake, and never remembered.</summary>
        [TestMethod]
        [DataRow(ById)]
        [DataRow(ByTicket)]
        public static void ConnectionIdsAreAgreedOnEachTime(int how)
        {
            Reunion reunion = new Reunion(Datagram, how) { ServerConnectionId = Hex.Parse("01020304") };

            Assert.IsTrue(reunion.Meet().Server.Engine.HasConnectionId);
            reunion.ServerConnectionId = Hex.Parse("0506070809");

            EnginePair pair = reunion.Meet();

            ExpectResumed(pair, true);
            Assert.IsTrue(pair.Server.Engine.HasConnectionId);
            reunion.ServerConnectionId = null;
            pair = reunion.Meet();
            ExpectResumed(pair, true);
            Assert.IsFalse(pair.Server.Engine.HasConnectionId);
        }

        /// <summary>RFC 5246, section 7.2.2: what a fatal alert has ended is not resumed, at either side.</summary>
        [TestMethod]
        [DataRow(ById, 0)]
        [DataRow(ById, 1)]
        [DataRow(ByTicket, 0)]
        [DataRow(ByTicket, 1)]
        public static void SessionThatFailedIsForgotten(int how, int resumptions)
        {
            Reunion reunion = new Reunion(Stream, how);
            EnginePair pair = reunion.Meet();

            for (int i = 0; i < resumptions; i++)
            {
                pair = reunion.Meet();
                ExpectResumed(pair, true);
            }

            byte[] record = Forge.Record(TlsTransportKind.Stream, ContentType.ApplicationData, 0, 0, new byte[40]);

            pair.Server.Deliver(record, 0);
            Assert.IsTrue(pair.Server.IsFailed);
            Assert.AreEqual(0, reunion.Cache.Count);
            Assert.IsFalse(reunion.Session.IsEmpty);
            pair.Exchange();
            Assert.IsTrue(pair.Client.IsFailed);
            Assert.IsTrue(reunion.Session.IsEmpty);
        }

        /// <summary>A network that is gone for a while, or a connection that was cut, costs no session.</summary>
        [TestMethod]
        [DataRow(ById)]
        [DataRow(ByTicket)]
        public static void SessionOutlivesABadNetwork(int how)
        {
            Reunion reunion = new Reunion(Datagram, how);

            reunion.Meet();

            EnginePair pair = reunion.Begin();

            pair.Client.Outbox.Clear();
            pair.Client.Engine.HandleTimeout(30000);
            pair.Client.Drain();
            Assert.AreEqual((int)TlsErrorCause.HandshakeTimeout, (int)pair.Client.Engine.Error.Cause);
            ExpectResumed(reunion.Meet(), true);

            reunion = new Reunion(Stream, how);
            pair = reunion.Meet();
            pair.Client.Engine.HandleEndOfStream();
            pair.Server.Engine.HandleEndOfStream();
            pair.Client.Drain();
            pair.Server.Drain();
            Assert.IsTrue(pair.Client.IsFailed && pair.Server.IsFailed);
            ExpectResumed(reunion.Meet(), true);
        }

        /// <summary>A ticket makes the hello longer; where datagrams are short it is not offered rather than sent in
        /// parts.</summary>
        [TestMethod]
        [DataRow(200, false)]
        [DataRow(1232, true)]
        public static void TicketIsNotOfferedWhereTheHelloWouldNotFit(int mtu, bool isResumed)
        {
            Reunion reunion = new Reunion(Datagram, ByTicket);

            reunion.Client.Mtu = mtu;
            reunion.Meet();
            ExpectResumed(reunion.Meet(), isResumed);
        }

        /// <summary>A failing random source costs the ticket, and not the session.</summary>
        [TestMethod]
        [DataRow(Datagram)]
        [DataRow(Stream)]
        public static void TicketThatCannotBeMadeIsAnEmptyOne(int kind)
        {
            Reunion reunion = new Reunion(kind, ByTicket);
            TestRandom random = new TestRandom(9) { IsBroken = true };

            reunion.Server.TicketKeys = new TicketKeys(new ManagedCiphers(), random);
            ExpectResumed(reunion.Meet(), false);
            Assert.IsTrue(reunion.Session.IsEmpty);
            random.IsBroken = false;
            reunion.Meet();
            ExpectResumed(reunion.Meet(), true);
        }

        private static void ExpectResumed(EnginePair pair, bool isResumed)
        {
            byte[] ping = Hex.Parse("70696e67");

            Assert.AreEqual(isResumed, pair.Client.Engine.IsResumed, "at the client");
            Assert.AreEqual(isResumed, pair.Server.Engine.IsResumed, "at the server");
            Assert.AreEqual(TlsManStatus.Ok, pair.Client.Send(ping));
            Assert.AreEqual(TlsManStatus.Ok, pair.Server.Send(ping));
            pair.Exchange();
            Assert.AreEqual(1, pair.Server.Inbox.Count);
            Assert.AreEqual(1, pair.Client.Inbox.Count);
            Assert.AreEqual(0, pair.Client.Drops.Total + pair.Server.Drops.Total);
        }
    }
}
