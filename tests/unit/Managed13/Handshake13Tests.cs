//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;
using NanoTlsMan.Managed13.Flights;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// Handshakes of version 1.3 that go well: each kind of key, over datagrams and streams.
    /// </summary>
    [TestClass]
    public class Handshake13Tests
    {
        private static readonly byte[] s_text = { 1, 2, 3, 4, 5 };

        [TestMethod]
        [DataRow(0x1301, 0)]
        [DataRow(0x1303, 0)]
        [DataRow(0x1304, 0)]
        [DataRow(0x1305, 0)]
        [DataRow(0x1301, 1)]
        [DataRow(0x1303, 1)]
        [DataRow(0x1304, 1)]
        [DataRow(0x1305, 1)]
        public static void EachSuiteCarriesData(int suite, int kind)
        {
            Pair13 pair = new Pair13(
                (TlsTransportKind)kind, Pair13.NewOptions(suite), Pair13.NewOptions(suite), Psk.Store(), Psk.Store(),
                false).Run();

            pair.Talk();
            Assert.AreEqual(suite, (int)pair.Client.Engine.CipherSuite);
            Assert.AreEqual(Psk.Tag, pair.Server.Engine.CredentialTag);
            Assert.AreEqual(Hex.Format(Psk.Identity), Hex.Format(pair.Server.Engine.PeerIdentity));
            Assert.AreEqual(
                (int)(kind == 0 ? TlsVersions.Dtls13 : TlsVersions.Tls13), (int)pair.Client.Engine.Version);
        }

        [TestMethod]
        [DataRow(0)]
        [DataRow(1)]
        public static void PreSharedKeyGoesWithAKeyShare(int kind)
        {
            Pair13 pair = new Pair13(
                (TlsTransportKind)kind, Pair13.NewOptions(), Pair13.NewOptions(), Psk.Store(), Psk.Store(), true).Run();

            pair.Talk();
        }

        [TestMethod]
        [DataRow(0)]
        [DataRow(1)]
        public static void RawKeysAuthenticateBothSides(int kind)
        {
            TlsSessionOptions server = Pair13.NewOptions();

            server.ClientAuthentication = TlsClientAuthentication.Required;

            Pair13 pair = new Pair13(
                (TlsTransportKind)kind, Pair13.NewOptions(), server, Keys.Store(Keys.Client, Keys.Server),
                Keys.Store(Keys.Server, Keys.Client), true).Run();

            pair.Talk();
            Assert.AreEqual(Keys.TrustTag, pair.Client.Engine.CredentialTag);
            Assert.AreEqual(Keys.TrustTag, pair.Server.Engine.CredentialTag);
            Assert.AreEqual(32, pair.Server.Engine.PeerIdentity.Length);
        }

        [TestMethod]
        [DataRow(0)]
        [DataRow(1)]
        public static void StrangersKeyIsRefused(int kind)
        {
            Pair13 pair = new Pair13(
                (TlsTransportKind)kind, Pair13.NewOptions(), Pair13.NewOptions(), Keys.Store(-1, Keys.Stranger),
                Keys.Store(Keys.Server, -1), true).Run();

            Assert.IsTrue(pair.Client.IsFailed);
            Assert.AreEqual((int)TlsErrorCause.PeerNotTrusted, (int)pair.Client.Engine.Error.Cause);
            Assert.IsFalse(pair.Server.IsConnected);
        }

        [TestMethod]
        [DataRow(0)]
        [DataRow(1)]
        public static void GroupThatWasNotSharedIsAskedFor(int kind)
        {
            TlsSessionOptions client = Pair13.NewOptions();
            TlsSessionOptions server = Pair13.NewOptions();

            client.Curves = new NamedCurve[] { NamedCurve.X25519, NamedCurve.P256 };
            server.Curves = new NamedCurve[] { NamedCurve.P256 };

            Pair13 pair = new Pair13(
                (TlsTransportKind)kind, client, server, Keys.Store(-1, Keys.Server), Keys.Store(Keys.Server, -1),
                true).Run();

            pair.Talk();
        }

        [TestMethod]
        [DataRow(0)]
        [DataRow(1)]
        public static void ImportedKeyIsKnownByTheExternalOne(int kind)
        {
            TlsSessionOptions client = Pair13.NewOptions();

            client.ImportsPreSharedKeys = true;

            Pair13 pair = new Pair13(
                (TlsTransportKind)kind, client, Pair13.NewOptions(), Psk.Store(), Psk.Store(), true).Run();

            pair.Talk();
            Assert.AreEqual(Hex.Format(Psk.Identity), Hex.Format(pair.Server.Engine.PeerIdentity));
        }

        [TestMethod]
        [DataRow(0)]
        [DataRow(1)]
        public static void WrongKeyAndUnknownIdentityLookAlike(int kind)
        {
            Pair13 wrong = new Pair13(
                (TlsTransportKind)kind, Pair13.NewOptions(), Pair13.NewOptions(),
                Psk.Store(Psk.Identity, new byte[16]), Psk.Store(), false).Run();
            Pair13 unknown = new Pair13(
                (TlsTransportKind)kind, Pair13.NewOptions(), Pair13.NewOptions(),
                Psk.Store(new byte[] { 1, 2, 3 }, Psk.Key), Psk.Store(), false).Run();

            Assert.AreEqual((int)TlsErrorCause.FinishedMismatch, (int)wrong.Server.Engine.Error.Cause);
            Assert.AreEqual((int)TlsErrorCause.FinishedMismatch, (int)unknown.Server.Engine.Error.Cause);
            wrong.Wait(4000);
            unknown.Wait(4000);
            Assert.AreEqual((int)TlsErrorCause.AlertReceived, (int)wrong.Client.Engine.Error.Cause);
            Assert.AreEqual((int)TlsErrorCause.AlertReceived, (int)unknown.Client.Engine.Error.Cause);
            Assert.AreEqual((int)TlsAlert.DecryptError, (int)unknown.Client.Engine.Error.Alert);
        }

        [TestMethod]
        [DataRow(0)]
        [DataRow(1)]
        public static void TicketResumesASession(int kind)
        {
            ResumableSession resumption = new ResumableSession();
            TicketKeys tickets = new TicketKeys(new NanoTlsMan.Ciphers.ManagedCiphers(), new TestRandom(99));

            for (int i = 0; i < 3; i++)
            {
                TlsSessionOptions client = Pair13.NewOptions();
                TlsSessionOptions server = Pair13.NewOptions();

                client.Resumption = resumption;
                server.TicketKeys = tickets;

                Pair13 pair = new Pair13(
                    (TlsTransportKind)kind, client, server, Keys.Store(-1, Keys.Server), Keys.Store(Keys.Server, -1),
                    true, i).Run();

                pair.Talk();
                Assert.IsFalse(resumption.IsEmpty, "a ticket came");
                Assert.AreEqual(i > 0, pair.Client.Engine.IsResumed);
                Assert.AreEqual(i > 0, pair.Server.Engine.IsResumed);
            }
        }

        [TestMethod]
        [DataRow(0)]
        [DataRow(1)]
        public static void TicketOfAKeyThatIsGoneIsNotTaken(int kind)
        {
            ResumableSession resumption = new ResumableSession();
            TicketKeys tickets = new TicketKeys(new NanoTlsMan.Ciphers.ManagedCiphers(), new TestRandom(99));
            TlsSessionOptions client = Pair13.NewOptions();
            TlsSessionOptions server = Pair13.NewOptions();

            client.Resumption = resumption;
            server.TicketKeys = tickets;
            new Pair13((TlsTransportKind)kind, client, server, Psk.Store(), Psk.Store(), true).Run().Talk();

            Pair13 second = new Pair13(
                (TlsTransportKind)kind, client, server, Psk.Store(), Psk.Store(new byte[] { 5 }, new byte[16]), true, 1)
                .Run();

            Assert.IsFalse(second.Server.IsConnected);
        }

        [TestMethod]
        [DataRow(0)]
        [DataRow(1)]
        public static void BothExportTheSame(int kind)
        {
            TlsSessionOptions client = Pair13.NewOptions();
            TlsSessionOptions server = Pair13.NewOptions();

            client.KeepMasterSecret = true;
            server.KeepMasterSecret = true;

            Pair13 pair = new Pair13((TlsTransportKind)kind, client, server, Psk.Store(), Psk.Store(), false).Run();

            Assert.AreEqual(
                Hex.Format(pair.ClientSecrets.Get("EXPORTER_SECRET")),
                Hex.Format(pair.ServerSecrets.Get("EXPORTER_SECRET")));
            Assert.AreEqual(5, pair.ClientSecrets.Count);
        }

        [TestMethod]
        [DataRow(0)]
        [DataRow(1)]
        public static void KeysAreRenewed(int kind)
        {
            Pair13 pair = new Pair13((TlsTransportKind)kind).Run();

            for (int i = 0; i < 6; i++)
            {
                Assert.AreEqual(TlsManStatus.Ok, pair.Client.Engine.UpdateKeys(i % 2 == 0));
                pair.Client.Drain();

                // Over datagrams it takes effect when it is acknowledged.
                pair.Wait(1000);
                pair.Talk();
            }
        }

        [TestMethod]
        public static void ProtocolIsAgreed()
        {
            TlsSessionOptions client = Pair13.NewOptions();
            TlsSessionOptions server = Pair13.NewOptions();

            client.ApplicationProtocols = new string[] { "mqtt", "coap" };
            server.ApplicationProtocols = new string[] { "coap" };

            Pair13 pair =
                new Pair13(TlsTransportKind.Datagram, client, server, Psk.Store(), Psk.Store(), false).Run();

            Assert.AreEqual("coap", pair.Client.Engine.ApplicationProtocol);
            Assert.AreEqual("coap", pair.Server.Engine.ApplicationProtocol);
        }

        [TestMethod]
        [DataRow(0)]
        [DataRow(1)]
        public static void RecordsKeepToTheirLimit(int kind)
        {
            TlsSessionOptions client = Pair13.NewOptions();
            TlsSessionOptions server = Pair13.NewOptions();

            client.RecordSizeLimit = 64;
            server.RecordSizeLimit = 128;

            Pair13 pair = new Pair13((TlsTransportKind)kind, client, server, Psk.Store(), Psk.Store(), false).Run();

            Assert.AreEqual(64, pair.Server.Engine.GetMaxPayload(1000));
            Assert.AreEqual(128, pair.Client.Engine.GetMaxPayload(1000));
            Assert.AreEqual(TlsManStatus.Ok, pair.Server.Send(new byte[64]));
            pair.Exchange();
            Assert.AreEqual(64, ((byte[])pair.Client.Inbox[0]).Length);
        }

        [TestMethod]
        public static void ConnectionIdsAreInTheRecords()
        {
            Pair13 pair = new Pair13(TlsTransportKind.Datagram);

            pair.Client.Engine.ConnectionId = new byte[] { 1, 2, 3 };
            pair.Server.Engine.ConnectionId = new byte[] { 4, 5, 6, 7 };
            pair.Run();
            Assert.IsTrue(pair.Server.Engine.HasConnectionId && pair.Client.Engine.SendsConnectionId);
            pair.Client.Send(s_text);

            byte[] datagram = (byte[])pair.Client.Outbox[0];

            Assert.AreEqual("04050607", Hex.Format(Forger13.Slice(datagram, 1, 4)));
            Assert.AreEqual(0x10, datagram[0] & 0x10);
            pair.Exchange();
            Assert.AreEqual(1, pair.Server.Inbox.Count);
            Assert.IsTrue(pair.Server.Engine.IsInputNewest);
        }

        [TestMethod]
        [DataRow(0)]
        [DataRow(1)]
        public static void BothVersionsShareAHello(int kind)
        {
            for (int i = 0; i < 4; i++)
            {
                TlsSessionOptions client = Pair13.NewOptions();
                TlsSessionOptions server = Pair13.NewOptions();
                bool clientHasNew = (i & 1) == 0;
                bool serverHasNew = (i & 2) == 0;

                client.Versions = clientHasNew ? Pair13.Newer | Pair13.Older : Pair13.Older;
                server.Versions = serverHasNew ? Pair13.Newer | Pair13.Older : Pair13.Older;

                Pair13 pair = new Pair13((TlsTransportKind)kind, client, server, Psk.Store(), Psk.Store(), true).Run();

                pair.Talk();
                Assert.AreEqual(
                    clientHasNew && serverHasNew, (pair.Client.Engine.Version & Pair13.Newer) != TlsVersions.None);
                Assert.AreEqual((int)pair.Client.Engine.Version, (int)pair.Server.Engine.Version);
            }
        }

        [TestMethod]
        [DataRow(0)]
        [DataRow(1)]
        public static void VersionThatIsNotAllowedIsNotTaken(int kind)
        {
            TlsSessionOptions client = Pair13.NewOptions();
            TlsSessionOptions server = Pair13.NewOptions();

            client.Versions = Pair13.Older;

            Pair13 pair = new Pair13((TlsTransportKind)kind, client, server, Psk.Store(), Psk.Store(), true).Run();

            pair.ExchangeUntil(40000);
            Assert.IsFalse(pair.Client.IsConnected);
            Assert.IsFalse(pair.Server.IsConnected);
        }

        [TestMethod]
        public static void AcknowledgementsAreFewAndAscending()
        {
            AckList acks = new AckList();
            byte[] buffer = new byte[600];

            for (int i = 0; i < 60; i++)
            {
                acks.Add(2, (ulong)((i * 7) % 60));
            }

            acks.Add(0, 3);
            Assert.AreEqual(AckList.Most, acks.Count);
            Assert.AreEqual(2 + 16 * AckList.Most, acks.Write(buffer, 0, buffer.Length));

            for (int i = 1; i < AckList.Most; i++)
            {
                Assert.IsTrue(buffer[2 + 16 * i + 15] > buffer[2 + 16 * i - 1], "ascending");
            }

            Assert.AreEqual(2 + 16 * 2, acks.Write(buffer, 0, 40));
        }
    }
}
