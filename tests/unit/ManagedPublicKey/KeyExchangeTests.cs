//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests
{
    [TestClass]
    public class KeyExchangeTests
    {
        [TestMethod]
        [DataRow(0, 0xC0AE, 0)]
        [DataRow(0, 0xC0AC, 0)]
        [DataRow(0, 0xC02B, 1)]
        [DataRow(0, 0xCCA9, 1)]
        [DataRow(1, 0xC0AE, 1)]
        [DataRow(1, 0xC0AC, 0)]
        [DataRow(1, 0xC02B, 0)]
        [DataRow(1, 0xCCA9, 0)]
        public static void RawKeysConnectAndCarryDataBothWays(int kind, int suite, int curve)
        {
            TlsSessionOptions options = new TlsSessionOptions
            {
                CipherSuites = KeyedPair.Suites(suite),
                Curves = new NamedCurve[] { (NamedCurve)curve },
            };
            KeyedPair pair = new KeyedPair(
                (TlsTransportKind)kind, options, options, Keys.Store(-1, Keys.Server), Keys.Store(Keys.Server, -1));

            pair.Run();
            Assert.IsTrue(pair.IsConnected);
            Assert.AreEqual(suite, (int)pair.Client.Engine.CipherSuite);
            Assert.AreEqual(Keys.TrustTag, pair.Client.Engine.CredentialTag);
            Assert.AreEqual(TranscriptHash.DigestLength, pair.Client.Engine.PeerIdentity.Length);
            Assert.AreEqual(Keys.OwnTag, pair.Server.Engine.CredentialTag);
            Assert.AreEqual(0, pair.Server.Engine.PeerIdentity.Length);
            CarryData(pair);
        }

        [TestMethod]
        [DataRow(0, 0xD003, 0)]
        [DataRow(0, 0xD005, 1)]
        [DataRow(0, 0xD001, 0)]
        [DataRow(0, 0xCCAC, 1)]
        [DataRow(1, 0xD003, 1)]
        [DataRow(1, 0xD005, 0)]
        [DataRow(1, 0xD001, 0)]
        [DataRow(1, 0xCCAC, 0)]
        public static void KeySharesWithPreSharedKeyConnectAndCarryDataBothWays(int kind, int suite, int curve)
        {
            TlsSessionOptions options = new TlsSessionOptions
            {
                CipherSuites = KeyedPair.Suites(suite),
                Curves = new NamedCurve[] { (NamedCurve)curve },
            };
            KeyedPair pair =
                new KeyedPair((TlsTransportKind)kind, options, options, Keys.PskStore(1), Keys.PskStore(1));

            pair.Run();
            Assert.IsTrue(pair.IsConnected);
            Assert.AreEqual(suite, (int)pair.Server.Engine.CipherSuite);
            Assert.AreEqual(Keys.PskTag, pair.Server.Engine.CredentialTag);
            CarryData(pair);
        }

        [TestMethod]
        [DataRow(0)]
        [DataRow(1)]
        public static void ClientThatIsAskedProvesItsKey(int kind)
        {
            TlsSessionOptions server =
                new TlsSessionOptions { ClientAuthentication = TlsClientAuthentication.Required };
            KeyedPair pair = new KeyedPair(
                (TlsTransportKind)kind, new TlsSessionOptions(), server, Keys.Store(Keys.Client, Keys.Server),
                Keys.Store(Keys.Server, Keys.Client));

            pair.Run();
            Assert.IsTrue(pair.IsConnected);
            Assert.AreEqual(Keys.TrustTag, pair.Server.Engine.CredentialTag);
            Assert.AreEqual(TranscriptHash.DigestLength, pair.Server.Engine.PeerIdentity.Length);
            CarryData(pair);
        }

        [TestMethod]
        [DataRow(0, 1, true)]
        [DataRow(1, 1, true)]
        [DataRow(0, 2, false)]
        [DataRow(1, 2, false)]
        public static void ClientWithoutKeyIsTakenUnlessOneIsRequired(int kind, int authentication, bool isTaken)
        {
            TlsSessionOptions server =
                new TlsSessionOptions { ClientAuthentication = (TlsClientAuthentication)authentication };
            CredentialStore client = Keys.Store(-1, Keys.Server);

            // A pair of another kind: types of certificates are agreed, and then there is none to send.
            client.AddKeyPair(1, Keys.Private(Keys.Client), Keys.Public(Keys.Client));

            TlsSessionOptions options = new TlsSessionOptions();
            KeyedPair pair = new KeyedPair(
                (TlsTransportKind)kind, options, server, client, Keys.Store(Keys.Server, Keys.Client));

            pair.Server.Start(0);
            pair.Client.Start(0);
            client.Remove(1);
            pair.Exchange();
            Assert.AreEqual(isTaken, pair.Server.IsConnected);
            Assert.AreEqual(isTaken, pair.Client.IsConnected);

            if (!isTaken)
            {
                Assert.AreEqual((int)TlsErrorCause.PeerNotTrusted, (int)pair.Server.Engine.Error.Cause);
            }
        }

        [TestMethod]
        [DataRow(0)]
        [DataRow(1)]
        public static void KeyThatIsNotTrustedIsRefused(int kind)
        {
            KeyedPair pair = new KeyedPair(
                (TlsTransportKind)kind, new TlsSessionOptions(), new TlsSessionOptions(),
                Keys.Store(-1, Keys.Stranger), Keys.Store(Keys.Server, -1));

            pair.Run();
            Assert.IsTrue(pair.Client.IsFailed);
            Assert.AreEqual((int)TlsErrorCause.PeerNotTrusted, (int)pair.Client.Engine.Error.Cause);
            Assert.AreEqual((int)TlsAlert.CertificateUnknown, (int)pair.Client.Engine.Error.Alert);
            Assert.IsFalse(pair.Server.IsConnected);
        }

        [TestMethod]
        [DataRow(0)]
        [DataRow(1)]
        public static void KeyThatIsNotTheServersIsNoticed(int kind)
        {
            CredentialStore server = new CredentialStore();

            // What it shows is trusted, and what it signs with is another.
            server.AddKeyPair(Keys.OwnTag, Keys.Private(Keys.Stranger), Keys.Public(Keys.Server));

            KeyedPair pair = new KeyedPair(
                (TlsTransportKind)kind, new TlsSessionOptions(), new TlsSessionOptions(), Keys.Store(-1, Keys.Server),
                server);

            pair.Run();
            Assert.AreEqual((int)TlsErrorCause.SignatureMismatch, (int)pair.Client.Engine.Error.Cause);
            Assert.IsFalse(pair.Server.IsConnected);
        }

        [TestMethod]
        [DataRow(0)]
        [DataRow(1)]
        public static void KeyThatIsNotTheClientsIsNoticed(int kind)
        {
            TlsSessionOptions options =
                new TlsSessionOptions { ClientAuthentication = TlsClientAuthentication.Required };
            CredentialStore client = Keys.Store(-1, Keys.Server);

            client.AddKeyPair(Keys.OwnTag, Keys.Private(Keys.Stranger), Keys.Public(Keys.Client));

            KeyedPair pair = new KeyedPair(
                (TlsTransportKind)kind, new TlsSessionOptions(), options, client,
                Keys.Store(Keys.Server, Keys.Client));

            pair.Run();
            Assert.AreEqual((int)TlsErrorCause.SignatureMismatch, (int)pair.Server.Engine.Error.Cause);
            Assert.IsFalse(pair.Client.IsConnected);
        }

        [TestMethod]
        [DataRow(0)]
        [DataRow(1)]
        public static void ClientThatTrustsNobodySendsNothing(int kind)
        {
            KeyedPair pair = new KeyedPair(
                (TlsTransportKind)kind, new TlsSessionOptions(), new TlsSessionOptions(), Keys.Store(Keys.Client, -1),
                Keys.Store(Keys.Server, -1));

            pair.Client.Start(0);
            Assert.IsTrue(pair.Client.IsFailed);
            Assert.AreEqual((int)TlsErrorCause.NothingTrusted, (int)pair.Client.Engine.Error.Cause);
            Assert.AreEqual(0, pair.Client.Outbox.Count);
        }

        [TestMethod]
        public static void AnyoneIsTrustedWhereThatIsAskedFor()
        {
            TlsSessionOptions options = new TlsSessionOptions { DangerousTrustAnyone = true };
            KeyedPair pair = new KeyedPair(
                TlsTransportKind.Datagram, options, new TlsSessionOptions(), Keys.Store(-1, -1),
                Keys.Store(Keys.Server, -1));

            pair.Run();
            Assert.IsTrue(pair.IsConnected);
        }

        [TestMethod]
        public static void KeyIsTrustedByItsHash()
        {
            CredentialStore client = new CredentialStore();
            KeyedPair first = new KeyedPair(
                TlsTransportKind.Datagram, new TlsSessionOptions(), new TlsSessionOptions(),
                Keys.Store(-1, Keys.Server), Keys.Store(Keys.Server, -1));

            first.Run();
            client.TrustKey(3, first.Client.Engine.PeerIdentity);

            KeyedPair second = new KeyedPair(
                TlsTransportKind.Datagram, new TlsSessionOptions(), new TlsSessionOptions(), client,
                Keys.Store(Keys.Server, -1));

            second.Run();
            Assert.IsTrue(second.IsConnected);
            Assert.AreEqual(3, second.Client.Engine.CredentialTag);
        }

        [TestMethod]
        [DataRow(0)]
        [DataRow(1)]
        public static void WrongPreSharedKeyIsNoticedWithKeySharesToo(int kind)
        {
            TlsSessionOptions options = new TlsSessionOptions { CipherSuites = KeyedPair.Suites(0xD003) };
            KeyedPair pair =
                new KeyedPair((TlsTransportKind)kind, options, options, Keys.PskStore(1), Keys.PskStore(2));

            pair.Run();
            Assert.IsFalse(pair.Client.IsConnected);
            Assert.IsFalse(pair.Server.IsConnected);
        }

        [TestMethod]
        public static void PlainPreSharedKeyGoesOnBesidePublicKeys()
        {
            TlsSessionOptions options = new TlsSessionOptions { CipherSuites = KeyedPair.Suites(0xC0A8) };
            KeyedPair pair =
                new KeyedPair(TlsTransportKind.Datagram, options, options, Keys.PskStore(1), Keys.PskStore(1));

            pair.Run();
            Assert.IsTrue(pair.IsConnected);
            Assert.AreEqual(0xC0A8, (int)pair.Client.Engine.CipherSuite);
        }

        [TestMethod]
        public static void StackWithPublicKeysLeavesNothingOut()
        {
            TlsSessionOptions options = new TlsSessionOptions
            {
                ApplicationProtocols = new string[] { "coap" },
                ServerName = "example.com",
                Curves = new NamedCurve[] { NamedCurve.X25519 },
            };
            CipherProvider ciphers = new Ciphers.ManagedCiphers();
            TlsStack stack = new Managed.ManagedStack(
                ciphers, new TestRandom(1),
                new Managed.PublicKey.PublicKeyExchanges(new Ciphers.PublicKey.ManagedCurves(ciphers)));

            Assert.AreEqual(
                (int)TlsRefusals.None,
                (int)stack.Capabilities.Match(TlsTransportKind.Stream, options, Psk.Store()));
        }

        [TestMethod]
        [DataRow(0)]
        [DataRow(1)]
        public static void ApplicationProtocolIsTheServersFirst(int kind)
        {
            TlsSessionOptions client = new TlsSessionOptions { ApplicationProtocols = new string[] { "mqtt", "coap" } };
            TlsSessionOptions server =
                new TlsSessionOptions { ApplicationProtocols = new string[] { "http/1.1", "coap", "mqtt" } };
            KeyedPair pair = new KeyedPair(
                (TlsTransportKind)kind, client, server, Keys.Store(-1, Keys.Server), Keys.Store(Keys.Server, -1));

            pair.Run();
            Assert.IsTrue(pair.IsConnected);
            Assert.AreEqual("coap", pair.Client.Engine.ApplicationProtocol);
            Assert.AreEqual("coap", pair.Server.Engine.ApplicationProtocol);
        }

        [TestMethod]
        public static void NoApplicationProtocolInCommonEndsTheHandshake()
        {
            TlsSessionOptions client = new TlsSessionOptions { ApplicationProtocols = new string[] { "mqtt" } };
            TlsSessionOptions server = new TlsSessionOptions { ApplicationProtocols = new string[] { "coap" } };
            KeyedPair pair = new KeyedPair(
                TlsTransportKind.Stream, client, server, Keys.Store(-1, Keys.Server), Keys.Store(Keys.Server, -1));

            pair.Run();
            Assert.AreEqual((int)TlsErrorCause.NoApplicationProtocol, (int)pair.Server.Engine.Error.Cause);
            Assert.AreEqual((int)TlsAlert.NoApplicationProtocol, (int)pair.Client.Engine.Error.Alert);
        }

        [TestMethod]
        public static void CurvesThatBothDoNotHaveLeaveNoSuite()
        {
            TlsSessionOptions client = new TlsSessionOptions { Curves = new NamedCurve[] { NamedCurve.X25519 } };
            TlsSessionOptions server = new TlsSessionOptions { Curves = new NamedCurve[] { NamedCurve.P256 } };
            KeyedPair pair = new KeyedPair(
                TlsTransportKind.Stream, client, server, Keys.Store(-1, Keys.Server), Keys.Store(Keys.Server, -1));

            pair.Run();
            Assert.AreEqual((int)TlsErrorCause.NoCommonSuite, (int)pair.Server.Engine.Error.Cause);
        }

        [TestMethod]
        public static void PreparedKeyServesOneHandshake()
        {
            KeyedPair pair = new KeyedPair(
                TlsTransportKind.Datagram, new TlsSessionOptions(), new TlsSessionOptions(),
                Keys.Store(-1, Keys.Server), Keys.Store(Keys.Server, -1));
            TestRandom random = new TestRandom(5);
            int steps = 0;

            while (!pair.ServerExchanges.PrepareKey(random))
            {
                steps++;
            }

            Assert.IsTrue(steps > 5, "in steps");
            pair.Run();
            Assert.IsTrue(pair.IsConnected);
            Assert.IsFalse(pair.ServerExchanges.PrepareKey(random), "it was taken, and another is begun");
        }

        [TestMethod]
        [DataRow(0)]
        [DataRow(1)]
        public static void SessionsWithKeysAreNotResumed(int kind)
        {
            TlsSessionOptions client = new TlsSessionOptions { Resumption = new ResumableSession() };
            TlsSessionOptions server = new TlsSessionOptions
            {
                SessionCache = new SessionCache(4),
                TicketKeys = new TicketKeys(new NanoTlsMan.Ciphers.ManagedCiphers(), new TestRandom(3)),
            };

            for (int i = 0; i < 2; i++)
            {
                KeyedPair pair = new KeyedPair(
                    (TlsTransportKind)kind, client, server, Keys.Store(-1, Keys.Server), Keys.Store(Keys.Server, -1));

                pair.Run();
                Assert.IsTrue(pair.IsConnected);
                Assert.IsFalse(pair.Client.Engine.IsResumed);
                CarryData(pair);
            }
        }

        [TestMethod]
        [DataRow(0, 0xD003)]
        [DataRow(1, 0xCCAC)]
        public static void SessionsWithKeySharesAndPskAreResumed(int kind, int suite)
        {
            TlsSessionOptions client =
                new TlsSessionOptions { Resumption = new ResumableSession(), CipherSuites = KeyedPair.Suites(suite) };
            TlsSessionOptions server = new TlsSessionOptions
            {
                TicketKeys = new TicketKeys(new NanoTlsMan.Ciphers.ManagedCiphers(), new TestRandom(3)),
            };

            for (int i = 0; i < 2; i++)
            {
                KeyedPair pair = new KeyedPair(
                    (TlsTransportKind)kind, client, server, Keys.PskStore(1), Keys.PskStore(1));

                pair.Run();
                Assert.IsTrue(pair.IsConnected);
                Assert.AreEqual(i == 1, pair.Client.Engine.IsResumed);
                CarryData(pair);
            }
        }

        [TestMethod]
        [DataRow(0xC0AE)]
        [DataRow(0xCCA9)]
        public static void SessionWithKeysIsSavedAndRestored(int suite)
        {
            TlsSessionOptions options =
                new TlsSessionOptions { CipherSuites = KeyedPair.Suites(suite), KeepMasterSecret = true };
            KeyedPair pair = new KeyedPair(
                TlsTransportKind.Datagram, options, options, Keys.Store(-1, Keys.Server), Keys.Store(Keys.Server, -1));
            KeyedPair later = new KeyedPair(
                TlsTransportKind.Datagram, options, options, Keys.Store(-1, Keys.Server), Keys.Store(Keys.Server, -1));

            pair.Run();

            byte[] client = pair.Client.Engine.Save();
            byte[] server = pair.Server.Engine.Save();

            Assert.IsTrue(later.Client.Engine.Restore(client, 0));
            Assert.IsTrue(later.Server.Engine.Restore(server, 0));
            Assert.AreEqual(Keys.TrustTag, later.Client.Engine.CredentialTag);
            later.Client.Drain();
            later.Server.Drain();
            CarryData(later);
        }

        [TestMethod]
        public static void LongNamesAndProtocolsFitTheHello()
        {
            string[] protocols = new string[6];
            string label = "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz0123";

            for (int i = 0; i < protocols.Length; i++)
            {
                protocols[i] = label + label + label + label + i.ToString();
            }

            TlsSessionOptions client = new TlsSessionOptions
            {
                ServerName = label + "." + label + "." + label + "." + label,
                ApplicationProtocols = protocols,
            };
            KeyedPair pair = new KeyedPair(
                TlsTransportKind.Stream, client, new TlsSessionOptions { ApplicationProtocols = protocols },
                Keys.Store(-1, Keys.Server), Keys.Store(Keys.Server, -1));

            pair.Run();
            Assert.IsTrue(pair.IsConnected);
            Assert.AreEqual(protocols[0], pair.Client.Engine.ApplicationProtocol);
        }

        private static void CarryData(KeyedPair pair)
        {
            byte[] ping = Hex.Parse("70696e67");
            byte[] pong = Hex.Parse("706f6e67");

            Assert.AreEqual(TlsManStatus.Ok, pair.Client.Send(ping));
            pair.Exchange();
            Assert.AreEqual(TlsManStatus.Ok, pair.Server.Send(pong));
            pair.Exchange();
            CollectionAssert.AreEqual(ping, (byte[])pair.Server.Inbox[0]);
            CollectionAssert.AreEqual(pong, (byte[])pair.Client.Inbox[0]);
        }
    }
}
