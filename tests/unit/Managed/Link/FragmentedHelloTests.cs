//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// ClientHellos longer than a datagram, as those that offer the key shares of post-quantum algorithms: a listener
    /// answers the first fragment, and keeps nothing until the cookie is back in another first fragment.
    /// </summary>
    [TestClass]
    public class FragmentedHelloTests
    {
        private const int Server = 1;
        private const int HeaderLength = 25;
        private const int FragmentLength = 1200;

        /// <summary>The length of an extension that makes the hello long.</summary>
        [TestMethod]
        [DataRow(1000)]
        [DataRow(1400)]
        [DataRow(4000)]
        public static void LongHelloOpensAChannel(int unknownLength)
        {
            SimulatedLink link = new SimulatedLink(1);
            LinkEndpoint server = CreateServer(link);
            Stranger stranger = CreateStranger(link, server, unknownLength);

            SendAll(stranger, Cut(stranger, stranger.Peer.ClientHello()));
            Assert.AreEqual(0, server.SessionCount, "kept before the address was proved");
            SendAll(stranger, Cut(stranger, stranger.Peer.ClientHello()));
            Assert.AreEqual(1, server.Accepted.Count, "not accepted");
            stranger.Finish();
            Assert.IsTrue(stranger.Peer.IsVerified, "the channel is not open");
        }

        /// <summary>Nothing is kept of a fragment, and its answer is no longer than it.</summary>
        [TestMethod]
        public static void FragmentsOfAStrangerLeaveNoState()
        {
            SimulatedLink link = new SimulatedLink(1);
            LinkEndpoint server = CreateServer(link);
            Stranger stranger = CreateStranger(link, server, 2000);
            byte[][] fragments = Cut(stranger, stranger.Peer.ClientHello());

            stranger.Send(fragments[0]);
            Assert.AreEqual(1, stranger.Replies.Count);
            Assert.IsTrue(((byte[])stranger.Replies[0]).Length <= fragments[0].Length, "the reply is longer");

            for (int i = 1; i < fragments.Length; i++)
            {
                stranger.Send(fragments[i]);
                Assert.AreEqual(0, stranger.Replies.Count);
            }

            Assert.AreEqual(fragments.Length - 1, server.Drops.Get(DropReason.FragmentedClientHello));
            Assert.AreEqual(0, server.SessionCount);
        }

        /// <summary>Fragments that are lost, come twice, or overtake the first one, are sent again with the whole
        /// hello.</summary>
        [TestMethod]
        public static void FragmentsThatAreLostComeAgain()
        {
            SimulatedLink link = new SimulatedLink(1);
            LinkEndpoint server = CreateServer(link);
            Stranger stranger = CreateStranger(link, server, 3000);

            SendAll(stranger, Cut(stranger, stranger.Peer.ClientHello()));

            byte[] hello = stranger.Peer.ClientHello();

            // The last one overtakes all others, and one is lost.
            byte[][] fragments = Cut(stranger, hello);

            stranger.Send(fragments[2]);
            stranger.Send(fragments[0]);
            stranger.Send(fragments[0]);
            Assert.AreEqual(1, server.Accepted.Count);

            // The client's timer sends all of it once more, in other pieces and with other record numbers.
            SendAll(stranger, Cut(stranger, hello, 700));
            stranger.Finish();
            Assert.IsTrue(stranger.Peer.IsVerified, "the channel is not open");
            Assert.AreEqual(1, server.Accepted.Count);
        }

        /// <summary>A message longer than 4 KB is not begun.</summary>
        [TestMethod]
        public static void HelloThatIsTooLongIsRefused()
        {
            SimulatedLink link = new SimulatedLink(1);
            LinkEndpoint server = CreateServer(link);
            Stranger stranger = CreateStranger(link, server, 4096);

            SendAll(stranger, Cut(stranger, stranger.Peer.ClientHello()));
            Assert.AreEqual(0, stranger.Peer.Cookie.Length, "it was answered");
            Assert.AreEqual(0, server.SessionCount);
        }

        /// <summary>A cookie is not valid for another first fragment.</summary>
        [TestMethod]
        public static void CookieIsForTheFirstFragmentThatAskedForIt()
        {
            SimulatedLink link = new SimulatedLink(1);
            LinkEndpoint server = CreateServer(link);
            Stranger stranger = CreateStranger(link, server, 2000);

            SendAll(stranger, Cut(stranger, stranger.Peer.ClientHello()));

            byte[][] fragments = Cut(stranger, stranger.Peer.ClientHello());

            // A byte of the random value.
            stranger.Send(Forge.Flip(fragments[0], HeaderLength + 10, 1));
            Assert.AreEqual(0, server.Accepted.Count);
            Assert.AreEqual(1, stranger.Replies.Count, "it is asked for a cookie again");
        }

        private static LinkEndpoint CreateServer(SimulatedLink link)
        {
            LinkEndpoint server = LinkEndpoint.Create(link, TlsTransportKind.Datagram, Server);

            server.Listen(new TlsSessionOptions(), Psk.Store());
            return server;
        }

        private static Stranger CreateStranger(SimulatedLink link, LinkEndpoint server, int unknownLength)
        {
            Stranger stranger = new Stranger(link, server, 2, 1);

            stranger.Peer.UnknownLength = unknownLength;
            return stranger;
        }

        private static byte[][] Cut(Stranger stranger, byte[] hello)
        {
            return Cut(stranger, hello, FragmentLength);
        }

        private static byte[][] Cut(Stranger stranger, byte[] hello, int longest)
        {
            int length = hello.Length - HeaderLength;
            byte[][] fragments = new byte[(length + longest - 1) / longest][];

            for (int i = 0; i < fragments.Length; i++)
            {
                int offset = i * longest;
                int count = length - offset < longest ? length - offset : longest;

                fragments[i] = stranger.Peer.Write(
                    ContentType.Handshake, 0,
                    Forge.Fragment(
                        HandshakeType.ClientHello, Forge.Get(hello, 17, 2), length, offset,
                        Forge.Slice(hello, HeaderLength + offset, count)));
            }

            return fragments;
        }

        private static void SendAll(Stranger stranger, byte[][] fragments)
        {
            for (int i = 0; i < fragments.Length; i++)
            {
                stranger.Send(fragments[i]);
            }
        }
    }
}
