//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests
{
    [TestClass]
    public class HandshakeTests
    {
        [TestMethod]
        [DataRow(0, 0xC0A8)]
        [DataRow(0, 0xC0A4)]
        [DataRow(0, 0x00A8)]
        [DataRow(1, 0xC0A8)]
        [DataRow(1, 0xC0A4)]
        [DataRow(1, 0x00A8)]
        public static void EachSuiteConnectsAndCarriesDataBothWays(int kind, int suite)
        {
            TlsSessionOptions options = new TlsSessionOptions { CipherSuites = new ushort[] { (ushort)suite } };
            EnginePair pair = new EnginePair((TlsTransportKind)kind, options, options, Psk.Store(), Psk.Store(), 1400);

            pair.Start();
            pair.Exchange();
            Assert.IsTrue(pair.IsConnected);
            Assert.AreEqual(suite, (int)pair.Client.Engine.CipherSuite);
            Assert.AreEqual(suite, (int)pair.Server.Engine.CipherSuite);
            Assert.AreEqual(Psk.Tag, pair.Server.Engine.CredentialTag);
            CollectionAssert.AreEqual(Psk.Identity, pair.Server.Engine.PeerIdentity);

            byte[] ping = Hex.Parse("70696e67");
            byte[] pong = Hex.Parse("706f6e67");

            Assert.AreEqual(TlsManStatus.Ok, pair.Client.Send(ping));
            pair.Exchange();
            Assert.AreEqual(TlsManStatus.Ok, pair.Server.Send(pong));
            pair.Exchange();
            Assert.AreEqual(1, pair.Server.Inbox.Count);
            Assert.AreEqual(1, pair.Client.Inbox.Count);
            CollectionAssert.AreEqual(ping, (byte[])pair.Server.Inbox[0]);
            CollectionAssert.AreEqual(pong, (byte[])pair.Client.Inbox[0]);
        }

        [TestMethod]
        [DataRow(0)]
        [DataRow(1)]
        public static void ClosingEndsBothSidesInOrder(int kind)
        {
            EnginePair pair = EnginePair.Connect((TlsTransportKind)kind);

            pair.Client.Close();
            Assert.IsTrue(pair.Client.IsClosed);
            pair.Exchange();
            Assert.IsTrue(pair.Server.IsClosed);
            Assert.AreEqual(1, pair.Client.EndCount);
            Assert.AreEqual(1, pair.Server.EndCount);
            Assert.AreEqual(TlsManStatus.Closed, pair.Client.Send(new byte[1]));
        }

        /// <summary>A client whose path is narrow repeats its Finished in fragments; the last one of them is
        /// answered.</summary>
        [TestMethod]
        public static void FinishedThatIsRepeatedInFragmentsIsAnsweredOnce()
        {
            Duel duel = Duel.At((int)TlsRole.Server, (int)TlsTransportKind.Datagram, Duel.Changed);
            byte[] verifyData = duel.Peer.VerifyData(TlsRole.Client);
            int sequence = duel.Peer.NextSent;

            duel.Advance(Duel.Open);

            int sent = duel.Sent;

            for (int i = 0; i < 12; i += 4)
            {
                Assert.AreEqual(sent, duel.Sent);
                duel.Deliver(
                    duel.Peer.Write(
                        ContentType.Handshake, 1,
                        Forge.Fragment(HandshakeType.Finished, sequence, 12, i, Forge.Slice(verifyData, i, 4))));
            }

            Assert.AreEqual(sent + 1, duel.Sent);
            duel.ExpectLives();
        }
    }
}
