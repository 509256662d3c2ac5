//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// Whole sessions through the blocking calls, over a simulated link.
    /// </summary>
    [TestClass]
    public class SessionTests
    {
        private const int ServerAddress = 1;
        private const int ClientAddress = 2;

        [TestMethod]
        public static void HandshakeThroughTheCookieGateHasExactlyTheBudgetedBytes()
        {
            SimulatedLink link = new SimulatedLink(1);
            LinkEndpoint server = CreateServer(link);
            LinkEndpoint client = LinkEndpoint.Create(link, TlsTransportKind.Datagram, ClientAddress);
            TlsSessionOptions options = new TlsSessionOptions { CipherSuites = new ushort[] { TlsCipherSuite.PskWithAes128Ccm8 } };
            TlsManSession session = client.CreateSession(ServerAddress, options);
            int[] sizes = { 75, 44, 91, 99, 109, 67 };
            int total = 0;

            Assert.AreEqual(TlsManStatus.Ok, session.OpenClientChannel(SecureSockFlags.None));
            Assert.AreEqual(sizes.Length, link.Sent.Count);

            for (int i = 0; i < sizes.Length; i++)
            {
                SimulatedPacket packet = (SimulatedPacket)link.Sent[i];

                Assert.AreEqual(sizes[i], packet.Content.Length);
                Assert.AreEqual(i % 2 == 0 ? ClientAddress : ServerAddress, (int)packet.From[1]);
                total += packet.Content.Length;
            }

            Assert.AreEqual(485, total);
            Assert.AreEqual(32, session.SendData(new byte[32], 0, 32));
            Assert.AreEqual(61, ((SimulatedPacket)link.Sent[sizes.Length]).Content.Length);
            Assert.AreEqual(0, server.Drops.Total);
            Assert.AreEqual(0, client.Drops.Total);
        }

        private static LinkEndpoint CreateServer(SimulatedLink link)
        {
            LinkEndpoint server = LinkEndpoint.Create(link, TlsTransportKind.Datagram, ServerAddress);

            server.Listener.Listen(new TlsSessionOptions(), Psk.Store());
            return server;
        }
    }
}
