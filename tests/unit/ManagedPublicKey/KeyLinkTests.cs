//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;
using NanoTlsMan.Ciphers;
using NanoTlsMan.Ciphers.PublicKey;
using NanoTlsMan.Managed;
using NanoTlsMan.Managed.PublicKey;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// Whole sessions with public keys, over a simulated link.
    /// </summary>
    [TestClass]
    public class KeyLinkTests
    {
        private const int ServerAddress = 1;
        private const int ClientAddress = 2;
        private const int FriendAddress = 3;

        [TestMethod]
        public static void SlowHandshakeHoldsNobodyUp()
        {
            SimulatedLink link = new SimulatedLink(1);
            CountingCurves curves = new CountingCurves();
            CredentialStore keys = Keys.Store(Keys.Server, -1);

            Keys.AddPsk(keys, 1);

            LinkEndpoint server = CreateEndpoint(link, ServerAddress, curves);

            server.Listen(new TlsSessionOptions(), keys);

            LinkEndpoint friend = CreateEndpoint(link, FriendAddress, new CountingCurves());
            TlsManSession talk = Open(
                friend, new TlsSessionOptions { CipherSuites = KeyedPair.Suites(0xC0A8) }, Keys.PskStore(1),
                SecureSockFlags.None);
            TlsManSession serverTalk = server.GetAccepted(0);
            LinkEndpoint client = CreateEndpoint(link, ClientAddress, new CountingCurves());
            TlsManSession slow =
                Open(client, new TlsSessionOptions(), Keys.Store(-1, Keys.Server), SecureSockFlags.NonBlock);
            byte[] buffer = new byte[16];
            int rounds = 0;
            int worst = 0;

            // From here on each has a turn only where this test gives it one.
            server.Link.Endpoint = null;
            friend.Link.Endpoint = null;
            client.Link.Endpoint = null;

            while (!slow.IsConnected)
            {
                int before = curves.Steps;

                // Each time the server has computed a little, its other client asks, and is answered at once.
                Assert.AreEqual(1, talk.SendData(new byte[] { 42 }, 0, 1));

                while (talk.RetrieveData(buffer, 0, buffer.Length, 0) != 1)
                {
                    server.Step(link.Now);

                    if (serverTalk.RetrieveData(buffer, 0, buffer.Length, 0) == 1)
                    {
                        Assert.AreEqual(1, serverTalk.SendData(buffer, 0, 1));
                    }

                    friend.Step(link.Now);
                }

                worst = curves.Steps - before > worst ? curves.Steps - before : worst;
                server.Step(link.Now);
                client.Step(link.Now);
                rounds++;
                Assert.IsTrue(rounds < 10000, "it ends");
            }

            Assert.IsTrue(curves.Steps > 20, "there was something to compute");
            Assert.IsTrue(
                rounds > 20, "asked " + rounds.ToString() + " times in " + curves.Steps.ToString() + " steps");
            Assert.IsTrue(worst <= 2, "answered after " + worst.ToString() + " steps");
        }

        [TestMethod]
        public static void TwoSlowHandshakesShareTheTime()
        {
            SimulatedLink link = new SimulatedLink(1);
            CountingCurves curves = new CountingCurves();
            LinkEndpoint server = CreateEndpoint(link, ServerAddress, curves);

            server.Listen(new TlsSessionOptions(), Keys.Store(Keys.Server, -1));

            TlsManSession first = Open(
                CreateEndpoint(link, ClientAddress, new CountingCurves()), new TlsSessionOptions(),
                Keys.Store(-1, Keys.Server), SecureSockFlags.NonBlock);
            TlsManSession second = Open(
                CreateEndpoint(link, FriendAddress, new CountingCurves()), new TlsSessionOptions(),
                Keys.Store(-1, Keys.Server), SecureSockFlags.None);

            Assert.IsTrue(second.IsConnected);
            Assert.AreEqual(TlsManStatus.Ok, first.WaitForChannel(1000));
            Assert.IsTrue(link.Now < 900, "nothing was repeated");
        }

        [TestMethod]
        [DataRow(0)]
        [DataRow(1)]
        [DataRow(2)]
        [DataRow(3)]
        [DataRow(4)]
        [DataRow(5)]
        public static void EachDatagramOfTheHandshakeMayBeLostThreeTimes(int ordinal)
        {
            SimulatedLink link = new SimulatedLink(1);
            LinkEndpoint server = CreateEndpoint(link, ServerAddress, new CountingCurves());

            server.Listen(
                new TlsSessionOptions { ClientAuthentication = TlsClientAuthentication.Required },
                Keys.Store(Keys.Server, Keys.Client));
            link.LoseRepeatedly(ordinal, 3);

            TlsManSession session = Open(
                CreateEndpoint(link, ClientAddress, new CountingCurves()), new TlsSessionOptions(),
                Keys.Store(Keys.Client, Keys.Server), SecureSockFlags.None);

            Assert.IsTrue(session.IsConnected);
            Assert.IsTrue(link.Sent.Count >= 9, "nothing was lost");
            ExpectEcho(session, server.GetAccepted(server.Accepted.Count - 1));
        }

        [TestMethod]
        [DataRow(1, 1232)]
        [DataRow(2, 1232)]
        [DataRow(3, 300)]
        [DataRow(4, 200)]
        [DataRow(5, 512)]
        public static void HandshakeSurvivesALossyLink(int seed, int mtu)
        {
            SimulatedLink link =
                new SimulatedLink(seed) { Loss = 20, Duplication = 10, Delay = 20, Jitter = 100 };
            LinkEndpoint server = CreateEndpoint(link, ServerAddress, new CountingCurves());

            server.Listen(
                new TlsSessionOptions
                {
                    ClientAuthentication = TlsClientAuthentication.Required,
                    Mtu = mtu,
                    HandshakeTimeout = 600000,
                },
                Keys.Store(Keys.Server, Keys.Client));

            TlsManSession session = Open(
                CreateEndpoint(link, ClientAddress, new CountingCurves()),
                new TlsSessionOptions { Mtu = mtu, HandshakeTimeout = 600000 },
                Keys.Store(Keys.Client, Keys.Server), SecureSockFlags.None);

            Assert.IsTrue(session.IsConnected);
        }

        [TestMethod]
        public static void HandshakeWithRawKeysHasExactlyTheseBytes()
        {
            SimulatedLink link = new SimulatedLink(1);
            LinkEndpoint server = CreateEndpoint(link, ServerAddress, new CountingCurves());

            server.Listen(new TlsSessionOptions(), Keys.Store(Keys.Server, -1));
            Open(
                CreateEndpoint(link, ClientAddress, new CountingCurves()),
                new TlsSessionOptions
                {
                    CipherSuites = KeyedPair.Suites(TlsCipherSuite.EcdheEcdsaWithAes128Ccm8),
                    Curves = new NamedCurve[] { NamedCurve.P256 },
                },
                Keys.Store(-1, Keys.Server), SecureSockFlags.None);

            int total = 0;

            for (int i = 0; i < link.Sent.Count; i++)
            {
                total += ((SimulatedPacket)link.Sent[i]).Content.Length;
            }

            Assert.AreEqual(6, link.Sent.Count);

            // With a signature of 71 bytes: in DER it has 70 to 72, as its two numbers begin.
            Assert.AreEqual(889, total);
        }

        [TestMethod]
        public static void StreamOfSmallPiecesCarriesTheHandshake()
        {
            SimulatedLink link = new SimulatedLink(1);
            TlsSessionOptions options = new TlsSessionOptions();
            LinkEndpoint server = CreateEndpoint(link, TlsTransportKind.Stream, ServerAddress, new CountingCurves());
            LinkEndpoint client = CreateEndpoint(link, TlsTransportKind.Stream, ClientAddress, new CountingCurves());
            TlsManSession served = new TlsManSession(
                server, null, new TlsSessionOptions { ClientAuthentication = TlsClientAuthentication.Required },
                Keys.Store(Keys.Server, Keys.Client));
            TlsManSession session = new TlsManSession(client, null, options, Keys.Store(Keys.Client, Keys.Server));

            Assert.AreEqual(
                TlsManStatus.Ok,
                served.OpenServerChannel(SecureSockFlags.NonBlock, Keys.Store(Keys.Server, Keys.Client)));
            Assert.AreEqual(TlsManStatus.Ok, session.OpenClientChannel(SecureSockFlags.None));
            ExpectEcho(session, served);
        }

        private static LinkEndpoint CreateEndpoint(SimulatedLink link, int address, CurveProvider curves)
        {
            return CreateEndpoint(link, TlsTransportKind.Datagram, address, curves);
        }

        private static LinkEndpoint CreateEndpoint(
            SimulatedLink link, TlsTransportKind kind, int address, CurveProvider curves)
        {
            CipherProvider ciphers = new ManagedCiphers();
            TestRandom random = new TestRandom(address);
            TlsMan man = new TlsMan(ciphers, random);

            man.LoadStack(new ManagedStack(ciphers, random, new PublicKeyExchanges(curves)));
            return LinkEndpoint.Create(link, kind, address, man, random);
        }

        private static TlsManSession Open(
            LinkEndpoint endpoint, TlsSessionOptions options, CredentialStore keys, SecureSockFlags flags)
        {
            TlsManSession session =
                new TlsManSession(endpoint, SimulatedLink.CreateAddress(ServerAddress), options, keys);

            Assert.AreEqual(TlsManStatus.Ok, session.OpenClientChannel(flags));
            return session;
        }

        private static void ExpectEcho(TlsManSession session, TlsManSession served)
        {
            byte[] buffer = new byte[16];

            Assert.AreEqual(3, session.SendData(new byte[] { 1, 2, 3 }, 0, 3));
            Assert.IsTrue(served.WaitForData(60000));
            Assert.AreEqual(3, served.RetrieveData(buffer, 0, buffer.Length, 0));
            Assert.AreEqual(3, served.SendData(buffer, 0, 3));
            Assert.IsTrue(session.WaitForData(60000));
            Assert.AreEqual(3, session.RetrieveData(buffer, 0, buffer.Length, 0));
            Assert.AreEqual(2, (int)buffer[1]);
        }
    }
}
