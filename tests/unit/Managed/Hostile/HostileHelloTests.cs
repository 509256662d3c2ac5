//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// Hellos where none is awaited, and hellos whose content is wrong.
    /// </summary>
    [TestClass]
    public class HostileHelloTests
    {
        private const int Datagram = (int)TlsTransportKind.Datagram;
        private const int Stream = (int)TlsTransportKind.Stream;
        private const int Client = (int)TlsRole.Client;
        private const int Server = (int)TlsRole.Server;

        /// <summary>A client's engine has no use for a ClientHello, whoever sent it and whatever its number is.</summary>
        [TestMethod]
        [DataRow(Duel.Start, 0)]
        [DataRow(Duel.Start, 1)]
        [DataRow(Duel.Hello, 0)]
        [DataRow(Duel.Hello, 1)]
        [DataRow(Duel.Keys, 0)]
        [DataRow(Duel.Keys, 2)]
        public static void ClientHelloForAClientIsDropped(int stage, int sequence)
        {
            Duel duel = Duel.At(Client, Datagram, stage);
            LivePeer other = new LivePeer(TlsRole.Client, TlsTransportKind.Datagram, 9);

            other.NextSent = sequence;

            byte[] hello = other.ClientHello();

            // As late as the engine's own timer could be provoked to repeat a flight.
            duel.Now += 600;
            duel.ExpectDrop(hello, DropReason.Unexpected);
            duel.ExpectLives();
        }

        /// <summary>Over a stream nobody else can have sent it.</summary>
        [TestMethod]
        public static void ClientHelloForAClientEndsAStream()
        {
            Duel duel = new Duel(Client, Stream);
            LivePeer other = new LivePeer(TlsRole.Client, TlsTransportKind.Stream, 9);

            duel.ExpectFatal(other.ClientHello(), TlsErrorCause.UnexpectedMessage, TlsAlert.UnexpectedMessage);
        }

        /// <summary>A forged ClientHello from the server's address does not end the handshake of an endpoint's client, listening or not.</summary>
        [TestMethod]
        [DataRow(false)]
        [DataRow(true)]
        public static void ForgedClientHelloLeavesAnEndpointsClientAlone(bool isListening)
        {
            SimulatedLink link = new SimulatedLink(1);
            LinkEndpoint server = LinkEndpoint.Create(link, TlsTransportKind.Datagram, 1);
            LinkEndpoint client = LinkEndpoint.Create(link, TlsTransportKind.Datagram, 2);
            TlsManSession session = client.CreateSession(1, new TlsSessionOptions());
            LivePeer forger = new LivePeer(TlsRole.Client, TlsTransportKind.Datagram, 9);

            server.Listener.Listen(new TlsSessionOptions(), Psk.Store());

            if (isListening)
            {
                client.Listener.Listen(new TlsSessionOptions(), Psk.Store());
            }

            link.Send(SimulatedLink.CreateAddress(1), SimulatedLink.CreateAddress(2), forger.ClientHello());
            Assert.AreEqual(TlsManStatus.Ok, session.OpenClientChannel(SecureSockFlags.None));
            Assert.AreEqual(1, client.Drops.Get(DropReason.Unexpected));
            Assert.AreEqual(1, client.Drops.Total);
            Assert.AreEqual(0, client.Accepted.Count);
        }

        /// <summary>Two that open towards each other at once: neither is a server for the other, and each ends by its deadline, not by an alert.</summary>
        [TestMethod]
        public static void SimultaneousOpenEndsByTheDeadline()
        {
            SimulatedLink link = new SimulatedLink(1);
            TlsSessionOptions options = new TlsSessionOptions { TotalTimeout = 5000 };
            LinkEndpoint left = LinkEndpoint.Create(link, TlsTransportKind.Datagram, 1);
            LinkEndpoint right = LinkEndpoint.Create(link, TlsTransportKind.Datagram, 2);
            TlsManSession toRight = left.CreateSession(2, options);
            TlsManSession toLeft = right.CreateSession(1, options);

            left.Listener.Listen(options, Psk.Store());
            right.Listener.Listen(options, Psk.Store());
            Assert.AreEqual(TlsManStatus.Ok, toRight.OpenClientChannel(SecureSockFlags.NonBlock));
            Assert.AreEqual(TlsManStatus.Failed, toLeft.OpenClientChannel(SecureSockFlags.None));
            Assert.AreEqual((int)TlsErrorCause.HandshakeTimeout, (int)toLeft.EndReason.Cause);
            Assert.IsTrue(right.Drops.Get(DropReason.Unexpected) >= 3, "the other's hellos were not counted");
        }
    }
}
