//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// The messages of public keys left out, doubled, put in and out of their order.
    /// </summary>
    [TestClass]
    public class HostileKeyOrderTests
    {
        private const int Datagram = (int)TlsTransportKind.Datagram;
        private const int Stream = (int)TlsTransportKind.Stream;
        private const int Client = (int)TlsRole.Client;
        private const int Server = (int)TlsRole.Server;

        /// <summary>Cases 39 and 40: a message that is left out.</summary>
        [TestMethod]
        [DataRow(Server, HandshakeType.Certificate)]
        [DataRow(Server, HandshakeType.ServerKeyExchange)]
        [DataRow(Client, HandshakeType.Certificate)]
        [DataRow(Client, HandshakeType.ClientKeyExchange)]
        [DataRow(Client, HandshakeType.CertificateVerify)]
        public static void SkippedMessageEndsTheHandshake(int from, int type)
        {
            for (int kind = Datagram; kind <= Stream; kind++)
            {
                KeyedPair pair = CreatePair(kind);
                Meddler meddler = new Meddler(kind).Drop((TlsRole)from, type).Run(pair);

                if (kind == Datagram && type == HandshakeType.CertificateVerify)
                {
                    // ChangeCipherSpec waits in the state before, and Finished for it.
                    Assert.AreEqual(0, pair.Server.EndCount);
                    Assert.AreEqual(0, pair.Server.ConnectedCount + pair.Client.ConnectedCount, "connected");
                    Meddler.ExpectEnd(pair);
                }
                else
                {
                    meddler.ExpectUnexpected(pair, Other(from));
                }
            }
        }

        /// <summary>Case 39: a message that comes twice.</summary>
        [TestMethod]
        [DataRow(Server, HandshakeType.Certificate)]
        [DataRow(Server, HandshakeType.ServerKeyExchange)]
        [DataRow(Server, HandshakeType.CertificateRequest)]
        [DataRow(Client, HandshakeType.Certificate)]
        [DataRow(Client, HandshakeType.ClientKeyExchange)]
        public static void DoubledMessageEndsTheHandshake(int from, int type)
        {
            for (int kind = Datagram; kind <= Stream; kind++)
            {
                KeyedPair pair = CreatePair(kind);

                new Meddler(kind).Repeat((TlsRole)from, type).Run(pair).ExpectUnexpected(pair, Other(from));
            }
        }

        /// <summary>Case 39: a message that is overtaken by the next, with true numbers, over a stream or
        /// renumbered.</summary>
        [TestMethod]
        [DataRow(Server, HandshakeType.ServerHello)]
        [DataRow(Server, HandshakeType.Certificate)]
        [DataRow(Server, HandshakeType.ServerKeyExchange)]
        [DataRow(Client, HandshakeType.Certificate)]
        [DataRow(Client, HandshakeType.ClientKeyExchange)]
        public static void OvertakingMessageEndsTheHandshake(int from, int type)
        {
            for (int kind = Datagram; kind <= Stream; kind++)
            {
                KeyedPair pair = CreatePair(kind);

                new Meddler(kind).Hold((TlsRole)from, type).Run(pair).ExpectUnexpected(pair, Other(from));
            }
        }

        /// <summary>Cases 37 and 39: a message that has no place there.</summary>
        [TestMethod]
        [DataRow(Server, HandshakeType.Certificate, HandshakeType.ServerHelloDone, "")]
        [DataRow(Server, HandshakeType.ServerKeyExchange, HandshakeType.CertificateRequest, "0140000204030000")]
        [DataRow(Server, HandshakeType.Certificate, HandshakeType.CertificateRequest, "0140000204030000")]
        [DataRow(Server, HandshakeType.ServerHelloDone, HandshakeType.NewSessionTicket, "0000000000020102")]
        [DataRow(Server, HandshakeType.ServerHelloDone, HandshakeType.CertificateVerify, "04030001ff")]
        [DataRow(Server, HandshakeType.Certificate, HandshakeType.ServerHello, "")]
        [DataRow(Server, HandshakeType.ServerHelloDone, HandshakeType.ClientKeyExchange, "")]
        [DataRow(Server, HandshakeType.Certificate, HandshakeType.Finished, "000000000000000000000000")]
        [DataRow(Client, HandshakeType.Certificate, HandshakeType.CertificateVerify, "04030001ff")]
        [DataRow(Client, HandshakeType.ClientKeyExchange, HandshakeType.CertificateVerify, "04030001ff")]
        [DataRow(Client, HandshakeType.CertificateVerify, HandshakeType.Certificate, "000000")]
        [DataRow(Client, HandshakeType.Certificate, HandshakeType.ServerKeyExchange, "")]
        [DataRow(Client, HandshakeType.Certificate, HandshakeType.ClientHello, "")]
        [DataRow(Client, HandshakeType.CertificateVerify, HandshakeType.Finished, "000000000000000000000000")]
        public static void MessageWithoutAPlaceEndsTheHandshake(int from, int before, int type, string body)
        {
            for (int kind = Datagram; kind <= Stream; kind++)
            {
                KeyedPair pair = CreatePair(kind);

                new Meddler(kind).Insert((TlsRole)from, before, type, body).Run(pair)
                    .ExpectUnexpected(pair, Other(from));
            }
        }

        /// <summary>Case 40: a client that was not asked sends a key, or proves one.</summary>
        [TestMethod]
        [DataRow("000000")]
        [DataRow("0000020101")]
        public static void KeyThatWasNotAskedForIsNotTaken(string body)
        {
            for (int kind = Datagram; kind <= Stream; kind++)
            {
                KeyedPair pair = CreatePlainPair(kind);

                new Meddler(kind)
                    .Insert(TlsRole.Client, HandshakeType.ClientKeyExchange, HandshakeType.Certificate, body).Run(pair)
                    .ExpectUnexpected(pair, TlsRole.Server);
            }
        }

        /// <summary>Cases 38 to 40: what is put in behind the client's last message in the clear. Over datagrams it has
        /// the
        /// number of Finished, and is dropped; Finished is still taken.</summary>
        [TestMethod]
        [DataRow(HandshakeType.NewSessionTicket, "0000000000020102")]
        [DataRow(HandshakeType.CertificateVerify, "04030001ff")]
        [DataRow(HandshakeType.Certificate, "000000")]
        [DataRow(HandshakeType.ClientKeyExchange, "0100")]
        public static void MessageBeforeChangeCipherSpecIsNotTaken(int type, string body)
        {
            for (int isAsked = 0; isAsked < 2; isAsked++)
            {
                KeyedPair pair = isAsked == 1 ? CreatePair(Stream) : CreatePlainPair(Stream);

                new Meddler(Stream).Insert(TlsRole.Client, Meddler.ChangeCipherSpec, type, body).Run(pair)
                    .ExpectUnexpected(pair, TlsRole.Server);

                pair = isAsked == 1 ? CreatePair(Datagram) : CreatePlainPair(Datagram);
                new Meddler(Datagram).Insert(TlsRole.Client, Meddler.ChangeCipherSpec, type, body).Run(pair);
                Assert.AreEqual(1, pair.Server.Drops.Get(DropReason.Unexpected));
                Assert.IsTrue(pair.IsConnected);
            }
        }

        /// <summary>Case 39: what comes behind ServerHelloDone, while the client computes or when it has answered: the
        /// client ends the handshake.</summary>
        [TestMethod]
        [DataRow(HandshakeType.ServerHelloDone)]
        [DataRow(HandshakeType.CertificateRequest)]
        public static void MessageBehindServerHelloDoneEndsAClient(int type)
        {
            for (int kind = Datagram; kind <= Stream; kind++)
            {
                KeyedPair pair = CreatePair(kind);
                Meddler meddler = new Meddler(kind);

                if (type == HandshakeType.ServerHelloDone)
                {
                    meddler.Repeat(TlsRole.Server, type);
                }
                else
                {
                    meddler.Hold(TlsRole.Server, type);
                }

                meddler.Run(pair);
                Assert.AreEqual((int)TlsErrorCause.UnexpectedMessage, (int)pair.Client.Engine.Error.Cause);
                Assert.AreEqual(0, pair.Client.ConnectedCount);
            }
        }

        /// <summary>Case 40: a request that the server never made: the client answers it, and the server does not take
        /// it.</summary>
        [TestMethod]
        public static void RequestThatTheServerDidNotMakeIsNoticed()
        {
            for (int kind = Datagram; kind <= Stream; kind++)
            {
                KeyedPair pair = CreatePlainPair(kind);

                new Meddler(kind)
                    .Insert(
                        TlsRole.Server, HandshakeType.ServerHelloDone, HandshakeType.CertificateRequest,
                        "0140000204030000").Run(pair).ExpectUnexpected(pair, TlsRole.Server);
            }
        }

        /// <summary>Case 40: a request that the client never got: it sends no key, and the server does not do
        /// without.</summary>
        [TestMethod]
        [DataRow((int)TlsClientAuthentication.Requested)]
        [DataRow((int)TlsClientAuthentication.Required)]
        public static void RequestThatTheClientDidNotGetIsNoticed(int authentication)
        {
            for (int kind = Datagram; kind <= Stream; kind++)
            {
                KeyedPair pair = CreatePair(kind, (TlsClientAuthentication)authentication);

                new Meddler(kind).Drop(TlsRole.Server, HandshakeType.CertificateRequest).Run(pair)
                    .ExpectUnexpected(pair, TlsRole.Server);
            }
        }

        /// <summary>Case 37: ChangeCipherSpec before each message, also while there is something to compute: over
        /// datagrams it waits for the keys, and does no harm; over a stream it ends the handshake.</summary>
        [TestMethod]
        [DataRow(Server, HandshakeType.ServerHello)]
        [DataRow(Server, HandshakeType.Certificate)]
        [DataRow(Server, HandshakeType.ServerKeyExchange)]
        [DataRow(Server, HandshakeType.CertificateRequest)]
        [DataRow(Server, HandshakeType.ServerHelloDone)]
        [DataRow(Client, HandshakeType.Certificate)]
        [DataRow(Client, HandshakeType.ClientKeyExchange)]
        [DataRow(Client, HandshakeType.CertificateVerify)]
        public static void EarlyChangeCipherSpecChangesNothing(int from, int before)
        {
            KeyedPair pair = CreatePair(Stream);

            new Meddler(Stream).Insert((TlsRole)from, before, Meddler.ChangeCipherSpec, "").Run(pair)
                .ExpectFatal(pair, Other(from), TlsErrorCause.UnexpectedMessage, TlsAlert.UnexpectedMessage);

            pair = CreatePair(Datagram);
            new Meddler(Datagram).Insert((TlsRole)from, before, Meddler.ChangeCipherSpec, "").Run(pair);
            Assert.IsTrue(pair.IsConnected);
        }

        /// <summary>Case 38: no ChangeCipherSpec.</summary>
        [TestMethod]
        public static void MissingChangeCipherSpecOpensNothing()
        {
            for (int kind = Datagram; kind <= Stream; kind++)
            {
                KeyedPair pair = CreatePair(kind);

                new Meddler(kind).Drop(TlsRole.Client, Meddler.ChangeCipherSpec).Run(pair);
                Assert.IsFalse(pair.IsConnected);
                Meddler.ExpectEnd(pair);
            }
        }

        /// <summary>All messages of a flight in one record: what lies behind one that takes long waits for
        /// it.</summary>
        [TestMethod]
        public static void FlightInOneRecordIsTaken()
        {
            for (int kind = Datagram; kind <= Stream; kind++)
            {
                KeyedPair pair = CreatePair(kind);

                new Meddler(kind) { Joins = true }.Run(pair);
                Assert.IsTrue(pair.IsConnected);
                Assert.AreEqual(1, pair.Client.ConnectedCount);
                Assert.AreEqual(1, pair.Server.ConnectedCount);
            }
        }

        /// <summary>Case 39: wrong orders within one record.</summary>
        [TestMethod]
        [DataRow(Server, HandshakeType.ServerHelloDone, HandshakeType.NewSessionTicket, "0000000000020102")]
        [DataRow(Server, HandshakeType.CertificateRequest, HandshakeType.CertificateRequest, "0140000204030000")]
        [DataRow(Client, HandshakeType.CertificateVerify, HandshakeType.Certificate, "000000")]
        [DataRow(Client, HandshakeType.CertificateVerify, HandshakeType.Finished, "000000000000000000000000")]
        public static void WrongOrderWithinARecordEndsTheHandshake(int from, int before, int type, string body)
        {
            for (int kind = Datagram; kind <= Stream; kind++)
            {
                KeyedPair pair = CreatePair(kind);
                Meddler meddler = new Meddler(kind) { Joins = true };

                meddler.Insert((TlsRole)from, before, type, body).Run(pair).ExpectUnexpected(pair, Other(from));
            }
        }

        /// <summary>A ticket beside public keys: it comes where it was announced, and is not kept, for such sessions
        /// are
        /// not resumed.</summary>
        [TestMethod]
        public static void TicketBesidePublicKeysIsNotKept()
        {
            TlsSessionOptions client = new TlsSessionOptions { Resumption = new ResumableSession() };
            TlsSessionOptions server =
                new TlsSessionOptions { TicketKeys = new TicketKeys(new Ciphers.ManagedCiphers(), new TestRandom(9)) };

            for (int kind = Datagram; kind <= Stream; kind++)
            {
                KeyedPair pair = new KeyedPair(
                    (TlsTransportKind)kind, client, server, Keys.Store(-1, Keys.Server),
                    Keys.Store(Keys.Server, -1));

                pair.Run();
                Assert.IsTrue(pair.IsConnected);
                pair.Client.Close();
                Assert.IsTrue(client.Resumption.IsEmpty);
            }
        }

        private static TlsRole Other(int from)
        {
            return from == Client ? TlsRole.Server : TlsRole.Client;
        }

        private static KeyedPair CreatePair(int kind)
        {
            return CreatePair(kind, TlsClientAuthentication.Required);
        }

        private static KeyedPair CreatePair(int kind, TlsClientAuthentication authentication)
        {
            return new KeyedPair(
                (TlsTransportKind)kind, new TlsSessionOptions(),
                new TlsSessionOptions { ClientAuthentication = authentication },
                Keys.Store(Keys.Client, Keys.Server), Keys.Store(Keys.Server, Keys.Client));
        }

        private static KeyedPair CreatePlainPair(int kind)
        {
            return new KeyedPair(
                (TlsTransportKind)kind, new TlsSessionOptions(), new TlsSessionOptions(),
                Keys.Store(-1, Keys.Server), Keys.Store(Keys.Server, -1));
        }
    }
}
