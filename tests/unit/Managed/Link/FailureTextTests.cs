//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// What is printed when the commonest things go wrong: a sentence that a person can act on. A closed port and what
    /// sockets throw are in tests/sockets.
    /// </summary>
    [TestClass]
    public class FailureTextTests
    {
        private const int ServerAddress = 1;
        private const int ClientAddress = 2;

        private static readonly byte[] s_otherKey = new byte[] { 1, 2, 3, 4 };
        private static readonly byte[] s_otherIdentity = new byte[] { 65, 66 };

        [TestMethod]
        public static void AWrongKey()
        {
            Expect("likely a wrong key or identity", Connect(Psk.Store(Psk.Identity, s_otherKey), Default()));
        }

        [TestMethod]
        public static void AWrongKeyOverAStream()
        {
            Expect("likely a wrong key or identity", ConnectStream(Psk.Store(Psk.Identity, s_otherKey)));
        }

        [TestMethod]
        public static void AnUnknownIdentity()
        {
            Expect("likely a wrong key or identity", Connect(Psk.Store(s_otherIdentity, Psk.Key), Default()));
        }

        [TestMethod]
        public static void AnUnknownIdentityOverAStream()
        {
            Expect("likely a wrong key or identity", ConnectStream(Psk.Store(s_otherIdentity, Psk.Key)));
        }

        [TestMethod]
        public static void NoCommonSuite()
        {
            TlsSessionOptions options =
                new TlsSessionOptions { CipherSuites = new ushort[] { TlsCipherSuite.PskWithAes128Ccm } };

            Expect("no cipher suite in common", Connect(Psk.Store(), options));
        }

        [TestMethod]
        public static void NobodyAnswers()
        {
            SimulatedLink link = new SimulatedLink(1);
            LinkEndpoint client = LinkEndpoint.Create(link, TlsTransportKind.Datagram, ClientAddress);
            TlsManSession session = client.CreateSession(ServerAddress, Default());

            session.OpenClientChannel(SecureSockFlags.None);
            Expect("The server did not answer", session.EndReason);
        }

        [TestMethod]
        public static void AServerThatHasNoPlace()
        {
            SimulatedLink link = new SimulatedLink(1);
            LinkEndpoint server = LinkEndpoint.Create(link, TlsTransportKind.Datagram, ServerAddress);
            LinkEndpoint client = LinkEndpoint.Create(link, TlsTransportKind.Datagram, ClientAddress);
            TlsManSession session = client.CreateSession(ServerAddress, Default());

            server.Limits.MaxSessions = 1;
            server.Listen(new TlsSessionOptions(), Psk.Store());
            new Stranger(link, server, ClientAddress + 1, 1).Connect();
            session.OpenClientChannel(SecureSockFlags.None);
            Expect("asked for a cookie, and then did not answer", session.EndReason);
        }

        [TestMethod]
        public static void ALegacyPeer()
        {
            // A ServerHello with neither extension, after an orderly ClientHello.
            Duel duel = Duel.At((int)TlsRole.Client, (int)TlsTransportKind.Stream, Duel.Start);

            duel.Deliver(
                Forge.Record(
                    TlsTransportKind.Stream, ContentType.Handshake, 0, 0,
                    Forge.Message(
                        TlsTransportKind.Stream, HandshakeType.ServerHello, 0,
                        Forge.Join(Hex.Parse("0303"), Forge.Join(new byte[32], Hex.Parse("00c0a8000000"))))));
            Expect("lacks extended_master_secret", duel.Side.Engine.Error);
        }

        [TestMethod]
        public static void TheTableIsFull()
        {
            SimulatedLink link = new SimulatedLink(1);
            LinkEndpoint client = LinkEndpoint.Create(link, TlsTransportKind.Datagram, ClientAddress);

            client.Limits.MaxSessions = 1;
            client.CreateSession(ServerAddress, Default()).OpenClientChannel(SecureSockFlags.NonBlock);

            TlsManSession second = client.CreateSession(ServerAddress + 2, Default());

            Assert.AreEqual(TlsManStatus.TableFull, second.OpenClientChannel(SecureSockFlags.NonBlock));

            TlsManError error = second.LastError;

            Assert.IsFalse(error.IsFatal);
            Expect("raise MaxSessions", error);
        }

        [TestMethod]
        public static void CallsThatCannotBeServed()
        {
            SimulatedLink link = new SimulatedLink(1);
            LinkEndpoint server = LinkEndpoint.Create(link, TlsTransportKind.Datagram, ServerAddress);
            LinkEndpoint client = LinkEndpoint.Create(link, TlsTransportKind.Datagram, ClientAddress);
            TlsManSession session = client.CreateSession(ServerAddress, Default());
            byte[] data = new byte[2000];

            server.Listen(Default(), Psk.Store());
            session.SendData(data, 0, 1);
            Expect("The channel is not open", session.LastError);
            session.OpenClientChannel(SecureSockFlags.None);
            session.SendData(data, 0, data.Length);
            Expect("too long", session.LastError);
            session.RetrieveData(data, 0, data.Length, 10);
            Expect("Nothing came in time", session.LastError);
            Assert.IsTrue(session.IsConnected);
        }

        [TestMethod]
        public static void AStreamThatIsCutShort()
        {
            SimulatedLink link = new SimulatedLink(1);
            LinkEndpoint server = LinkEndpoint.Create(link, TlsTransportKind.Stream, ServerAddress, 256);
            LinkEndpoint client = LinkEndpoint.Create(link, TlsTransportKind.Stream, ClientAddress, 256);
            TlsManSession session = client.CreateSession(ServerAddress, Default());
            TlsManSession accepted = server.CreateSession(ClientAddress, Default());

            accepted.OpenServerChannel(SecureSockFlags.NonBlock, Psk.Store());
            session.OpenClientChannel(SecureSockFlags.None);
            client.Link.IsEnded = true;
            server.Link.IsEnded = true;
            accepted.RetrieveData(new byte[1], 0, 1, 1000);
            Expect("without close_notify", accepted.EndReason);
        }

        private static TlsSessionOptions Default()
        {
            return new TlsSessionOptions();
        }

        private static TlsManError Connect(CredentialStore keys, TlsSessionOptions options)
        {
            SimulatedLink link = new SimulatedLink(1);
            LinkEndpoint server = LinkEndpoint.Create(link, TlsTransportKind.Datagram, ServerAddress);
            LinkEndpoint client = LinkEndpoint.Create(link, TlsTransportKind.Datagram, ClientAddress);
            TlsManSession session =
                new TlsManSession(client, SimulatedLink.CreateAddress(ServerAddress), options, keys);

            server.Listen(
                new TlsSessionOptions { CipherSuites = new ushort[] { TlsCipherSuite.PskWithAes128Ccm8 } },
                Psk.Store());
            Assert.AreEqual(TlsManStatus.Failed, session.OpenClientChannel(SecureSockFlags.None));
            return session.EndReason;
        }

        private static TlsManError ConnectStream(CredentialStore keys)
        {
            SimulatedLink link = new SimulatedLink(1);
            LinkEndpoint server = LinkEndpoint.Create(link, TlsTransportKind.Stream, ServerAddress, 256);
            LinkEndpoint client = LinkEndpoint.Create(link, TlsTransportKind.Stream, ClientAddress, 256);
            TlsManSession session = new TlsManSession(client, null, Default(), keys);
            TlsManSession accepted = server.CreateSession(ClientAddress, Default());

            accepted.OpenServerChannel(SecureSockFlags.NonBlock, Psk.Store());
            Assert.AreEqual(TlsManStatus.Failed, session.OpenClientChannel(SecureSockFlags.None));
            return session.EndReason;
        }

        private static void Expect(string words, TlsManError error)
        {
            Assert.IsNotNull(error);
            Assert.IsTrue(error.ToString().IndexOf(words) >= 0, error.ToString());
        }
    }
}
