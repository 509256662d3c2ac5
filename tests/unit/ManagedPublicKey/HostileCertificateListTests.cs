//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// Lists of certificates (RFC 5246, section 7.4.2) that are wrong, whatever the certificates say.
    /// </summary>
    [TestClass]
    public class HostileCertificateListTests
    {
        private const int Datagram = (int)TlsTransportKind.Datagram;
        private const int Stream = (int)TlsTransportKind.Stream;
        private const int Client = (int)TlsRole.Client;
        private const int Server = (int)TlsRole.Server;

        // The length of the list, that of the certificate, and the certificate.
        private const int WholeLength = 6 + 91;

        /// <summary>The harness: with certificates of both sides they connect, each message in its record or all of a
        /// flight in one.</summary>
        [TestMethod]
        public static void CertificatesConnect()
        {
            for (int kind = Datagram; kind <= Stream; kind++)
            {
                KeyedPair pair = CreatePair(kind);

                pair.Run();
                Assert.IsTrue(pair.IsConnected);

                pair = CreatePair(kind);
                new Meddler(kind) { Joins = true }.Run(pair);
                Assert.IsTrue(pair.IsConnected);
            }
        }

        /// <summary>Case 44: lengths that lie (CVE-2026-9267), and certificates without a byte.</summary>
        [TestMethod]
        [DataRow(0, 3, "00005d")]
        [DataRow(0, 3, "00005f")]
        [DataRow(0, 3, "ffffff")]
        [DataRow(3, 3, "00005a")]
        [DataRow(3, 3, "00005c")]
        [DataRow(3, 3, "ffffff")]
        [DataRow(3, 3, "000000")]
        [DataRow(0, WholeLength, "000001" + "00")]
        [DataRow(0, WholeLength, "000002" + "0000")]
        [DataRow(0, WholeLength, "000003" + "000000")]
        [DataRow(0, WholeLength, "000003" + "000001")]
        [DataRow(0, WholeLength, "000007" + "000001" + "30" + "000000")]
        [DataRow(0, WholeLength, "000006" + "000001" + "30" + "0000")]
        [DataRow(0, WholeLength, "000008" + "000001" + "30" + "00000230")]
        [DataRow(0, WholeLength, "0000")]
        [DataRow(0, WholeLength, "")]
        [DataRow(Meddler.End, 0, "00")]
        public static void ListWhoseLengthsLieEndsTheHandshake(int place, int count, string bytes)
        {
            for (int from = Client; from <= Server; from++)
            {
                ExpectFatal(from, place, count, bytes, TlsErrorCause.DecodeError, TlsAlert.DecodeError);
            }
        }

        /// <summary>Cases 40 and 44: an empty list.</summary>
        [TestMethod]
        public static void EmptyListIsNoCertificate()
        {
            ExpectFatal(Server, 0, WholeLength, "000000", TlsErrorCause.DecodeError, TlsAlert.DecodeError);
            ExpectFatal(
                Client, 0, WholeLength, "000000", TlsErrorCause.PeerNotTrusted, TlsAlert.HandshakeFailure);
        }

        /// <summary>Case 44: a raw key where a certificate was agreed.</summary>
        [TestMethod]
        public static void RawKeyInThePlaceOfACertificateEndsTheHandshake()
        {
            for (int from = Client; from <= Server; from++)
            {
                ExpectFatal(from, 0, 6, "00005b", TlsErrorCause.DecodeError, TlsAlert.DecodeError);
            }
        }

        /// <summary>Case 44: certificates that are refused: the rule is told to the application, and nobody waits for
        /// what follows.</summary>
        [TestMethod]
        public static void RefusedCertificateEndsTheHandshake()
        {
            for (int kind = Datagram; kind <= Stream; kind++)
            {
                for (int from = Client; from <= Server; from++)
                {
                    KeyedPair pair = CreatePair(kind);

                    new Meddler(kind).Splice((TlsRole)from, HandshakeType.Certificate, 6, 1, "31").Run(pair)
                        .ExpectFatal(
                            pair, Other(from), TlsErrorCause.CertificateRefused, TlsAlert.BadCertificate);

                    EngineSide side = from == Client ? pair.Server : pair.Client;

                    Assert.AreEqual(PlainCertificates.Rule << 8, side.Engine.Error.NativeCode);
                }
            }
        }

        /// <summary>Case 44: a good certificate with a key of another kind than the suite and the signature
        /// want.</summary>
        [TestMethod]
        public static void CertifiedKeyOfAnotherKindSignsNothing()
        {
            for (int from = Client; from <= Server; from++)
            {
                ExpectFatal(
                    from, 6 + 22, 1, "06", TlsErrorCause.IllegalParameter, TlsAlert.IllegalParameter);
            }
        }

        /// <summary>Case 44: a good certificate of somebody else.</summary>
        [TestMethod]
        public static void CertificateOfAnotherDoesNotVouch()
        {
            byte[] info = CredentialStore.CreateKeyInfo(Keys.Public(Keys.Stranger));

            for (int kind = Datagram; kind <= Stream; kind++)
            {
                for (int from = Client; from <= Server; from++)
                {
                    KeyedPair pair = CreatePair(kind);

                    new Meddler(kind).Splice((TlsRole)from, HandshakeType.Certificate, 6, info.Length, info).Run(pair)
                        .ExpectFatal(pair, Other(from), TlsErrorCause.SignatureMismatch, TlsAlert.DecryptError);
                }
            }
        }

        /// <summary>Cases 37 and 39: what may not come while the certificates are verified.</summary>
        [TestMethod]
        [DataRow(Server, HandshakeType.ServerKeyExchange, HandshakeType.Certificate, "000000")]
        [DataRow(Server, HandshakeType.ServerKeyExchange, HandshakeType.ServerHelloDone, "")]
        [DataRow(Client, HandshakeType.ClientKeyExchange, HandshakeType.Certificate, "000000")]
        [DataRow(Client, HandshakeType.ClientKeyExchange, HandshakeType.CertificateVerify, "04030001ff")]
        public static void MessageWithoutAPlaceEndsTheHandshake(int from, int before, int type, string body)
        {
            for (int kind = Datagram; kind <= Stream; kind++)
            {
                for (int joins = 0; joins < 2; joins++)
                {
                    KeyedPair pair = CreatePair(kind);
                    Meddler meddler = new Meddler(kind) { Joins = joins == 1 };

                    meddler.Insert((TlsRole)from, before, type, body).Run(pair).ExpectUnexpected(pair, Other(from));
                }
            }
        }

        private static void ExpectFatal(
            int from, int place, int count, string bytes, TlsErrorCause cause, TlsAlert alert)
        {
            for (int kind = Datagram; kind <= Stream; kind++)
            {
                KeyedPair pair = CreatePair(kind);

                new Meddler(kind).Splice((TlsRole)from, HandshakeType.Certificate, place, count, bytes).Run(pair)
                    .ExpectFatal(pair, Other(from), cause, alert);
            }
        }

        private static TlsRole Other(int from)
        {
            return from == Client ? TlsRole.Server : TlsRole.Client;
        }

        private static KeyedPair CreatePair(int kind)
        {
            return new KeyedPair(
                (TlsTransportKind)kind, new TlsSessionOptions { TargetHost = "host.example" },
                new TlsSessionOptions { ClientAuthentication = TlsClientAuthentication.Required },
                CreateStore(Keys.Client), CreateStore(Keys.Server), new PlainCertificates());
        }

        private static CredentialStore CreateStore(int own)
        {
            CredentialStore store = new CredentialStore();

            store.AddCertificate(
                Keys.OwnTag, Keys.Private(own), new byte[][] { CredentialStore.CreateKeyInfo(Keys.Public(own)) });
            store.TrustAnchor(Keys.TrustTag, new byte[64]);
            return store;
        }
    }
}
