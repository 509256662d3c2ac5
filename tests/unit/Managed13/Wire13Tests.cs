//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;
using NanoTlsMan.Ciphers;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// What each kind of handshake of DTLS 1.3 takes on the wire, to the byte: the table of docs/version13.md. One
    /// suite is offered, CCM_8, and one group, with an identity of 15 bytes.
    /// </summary>
    [TestClass]
    public class Wire13Tests
    {
        private const int PskAlone = 0;
        private const int PskWithX25519 = 1;
        private const int PskWithP256 = 2;
        private const int RawKey = 3;
        private const int RawKeys = 4;
        private const int Certificate = 5;
        private const int Resumption = 6;

        private static readonly byte[] s_peer = new byte[PeerAddress.Size];

        [TestMethod]
        [DataRow(PskAlone, false, 374, 4)]
        [DataRow(PskAlone, true, 707, 6)]
        [DataRow(PskWithX25519, false, 464, 4)]
        [DataRow(PskWithX25519, true, 847, 6)]
        [DataRow(PskWithP256, false, 530, 4)]
        [DataRow(RawKey, false, 607, 4)]
        [DataRow(RawKey, true, 937, 6)]
        [DataRow(RawKeys, false, 840, 4)]
        [DataRow(Certificate, false, 609, 4)]
        [DataRow(Resumption, false, 675, 6)]
        public static void HandshakeTakesSoManyBytes(int kind, bool asksCookie, int bytes, int datagrams)
        {
            ResumableSession resumption = new ResumableSession();
            TicketKeys tickets = new TicketKeys(new ManagedCiphers(), new TestRandom(99));

            if (kind == Resumption)
            {
                Create(kind, resumption, tickets).Run().Talk();
            }

            Pair13 pair = Create(kind, resumption, tickets);

            if (asksCookie)
            {
                pair.RunThroughGate(s_peer);
            }
            else
            {
                pair.Run();
            }

            // A ticket is acknowledged a little later.
            pair.Wait(3000);
            Assert.IsTrue(pair.IsConnected, "connected");
            Assert.AreEqual(kind == Resumption, pair.Client.Engine.IsResumed);
            Assert.AreEqual(
                bytes.ToString() + " in " + datagrams.ToString(),
                pair.Bytes.ToString() + " in " + pair.Count.ToString());
        }

        private static Pair13 Create(int kind, ResumableSession resumption, TicketKeys tickets)
        {
            TlsSessionOptions client = Pair13.NewOptions(TlsCipherSuite.Aes128Ccm8Sha256);
            TlsSessionOptions server = Pair13.NewOptions(TlsCipherSuite.Aes128Ccm8Sha256);
            CredentialStore clientKeys;
            CredentialStore serverKeys;

            if (kind != PskAlone)
            {
                client.Curves = new NamedCurve[] { kind == PskWithP256 ? NamedCurve.P256 : NamedCurve.X25519 };
                server.Curves = client.Curves;
            }

            if (kind <= PskWithP256)
            {
                clientKeys = Psk.Store();
                serverKeys = Psk.Store();
            }
            else
            {
                clientKeys = Keys.Store(kind == RawKeys ? Keys.Client : -1, Keys.Server);
                serverKeys = Keys.Store(kind == Certificate ? -1 : Keys.Server, Keys.Client);
            }

            if (kind == RawKeys)
            {
                server.ClientAuthentication = TlsClientAuthentication.Required;
            }
            else if (kind == Certificate)
            {
                serverKeys.AddCertificate(
                    Keys.OwnTag, Keys.Private(Keys.Server),
                    new byte[][] { CredentialStore.CreateKeyInfo(Keys.Public(Keys.Server)) });
            }
            else if (kind == Resumption)
            {
                client.Resumption = resumption;
                server.TicketKeys = tickets;
            }

            return new Pair13(
                TlsTransportKind.Datagram, client, server, clientKeys, serverKeys, kind != PskAlone, 0,
                kind == Certificate ? new PlainCertificates() : null);
        }
    }
}
