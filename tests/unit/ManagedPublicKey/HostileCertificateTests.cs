//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// Raw public keys in Certificate (RFC 7250), CertificateRequest and CertificateVerify (RFC 5246, sections 7.4.2,
    /// 7.4.4 and 7.4.8) that are wrong.
    /// </summary>
    [TestClass]
    public class HostileCertificateTests
    {
        private const int Datagram = (int)TlsTransportKind.Datagram;
        private const int Stream = (int)TlsTransportKind.Stream;
        private const int Client = (int)TlsRole.Client;
        private const int Server = (int)TlsRole.Server;

        // Behind the length of Certificate: SEQUENCE, AlgorithmIdentifier, BIT STRING, point.
        private const int KeyInfoPlace = 3;
        private const int PointPlace = 29;

        /// <summary>Case 44: lengths that lie.</summary>
        [TestMethod]
        [DataRow(Server, 0, 3, "00005c")]
        [DataRow(Server, 0, 3, "00005a")]
        [DataRow(Server, 0, 3, "ffffff")]
        [DataRow(Server, 0, 94, "")]
        [DataRow(Server, 0, 94, "00")]
        [DataRow(Server, 0, 94, "0000")]
        [DataRow(Server, 0, 94, "000001")]
        [DataRow(Server, Meddler.End, 0, "00")]
        [DataRow(Client, 0, 3, "00005c")]
        [DataRow(Client, 0, 3, "00005a")]
        [DataRow(Client, 0, 3, "ffffff")]
        [DataRow(Client, 0, 94, "")]
        [DataRow(Client, 0, 94, "000001")]
        [DataRow(Client, 0, 94, "00000000")]
        [DataRow(Client, Meddler.End, 0, "00")]
        public static void CertificateWhoseLengthsLieEndsTheHandshake(int from, int place, int count, string bytes)
        {
            ExpectFatal(
                from, HandshakeType.Certificate, place, count, bytes, TlsErrorCause.DecodeError,
                TlsAlert.DecodeError);
        }

        /// <summary>Case 44: a server without a key (RFC 5246, section 7.4.2).</summary>
        [TestMethod]
        public static void EmptyCertificateOfAServerEndsTheHandshake()
        {
            ExpectFatal(
                Server, HandshakeType.Certificate, 0, 94, "000000", TlsErrorCause.DecodeError, TlsAlert.DecodeError);
        }

        /// <summary>Case 40: a client that was to have a key.</summary>
        [TestMethod]
        public static void EmptyCertificateOfAClientIsRefusedWhereOneIsRequired()
        {
            ExpectFatal(
                Client, HandshakeType.Certificate, 0, 94, "000000", TlsErrorCause.PeerNotTrusted,
                TlsAlert.HandshakeFailure);
        }

        /// <summary>Case 44: another algorithm or curve, another form of DER, trailing bytes, another point.</summary>
        [TestMethod]
        [DataRow(KeyInfoPlace, 1, "31")]
        [DataRow(KeyInfoPlace + 1, 1, "5a")]
        [DataRow(KeyInfoPlace + 1, 1, "80")]
        [DataRow(KeyInfoPlace + 12, 1, "02")]
        [DataRow(KeyInfoPlace + 22, 1, "06")]
        [DataRow(KeyInfoPlace + 25, 1, "01")]
        [DataRow(PointPlace, 1, "02")]
        [DataRow(PointPlace, 1, "00")]
        [DataRow(PointPlace + 1, 1, "00")]
        [DataRow(PointPlace + 64, 1, "00")]
        public static void KeyThatIsNotTheTrustedOneIsRefused(int place, int count, string bytes)
        {
            for (int from = Client; from <= Server; from++)
            {
                ExpectFatal(
                    from, HandshakeType.Certificate, place, count, bytes, TlsErrorCause.PeerNotTrusted,
                    TlsAlert.CertificateUnknown);
            }
        }

        /// <summary>Case 44: the length is true, and the key is longer, shorter, or a list of certificates.</summary>
        [TestMethod]
        [DataRow(92)]
        [DataRow(90)]
        [DataRow(1)]
        [DataRow(4000)]
        public static void KeyOfAnotherLengthIsRefused(int length)
        {
            byte[] body = new byte[KeyInfoPlace + length];
            byte[] key = CredentialStore.CreateKeyInfo(Keys.Public(Keys.Server));

            System.Array.Copy(key, 0, body, KeyInfoPlace, length < key.Length ? length : key.Length);
            Forge.Put(body, 0, 3, length);

            for (int kind = Datagram; kind <= Stream; kind++)
            {
                KeyedPair pair = CreatePair(kind);

                new Meddler(kind).Replace(TlsRole.Server, HandshakeType.Certificate, body).Run(pair)
                    .ExpectFatal(
                        pair, TlsRole.Client, TlsErrorCause.PeerNotTrusted, TlsAlert.CertificateUnknown);
            }
        }

        /// <summary>Case 44: longer than any message may be.</summary>
        [TestMethod]
        public static void CertificateThatIsTooLongIsNotTaken()
        {
            byte[] body = new byte[5000];

            Forge.Put(body, 0, 3, body.Length - 3);

            KeyedPair pair = CreatePair(Stream);

            new Meddler(Stream).Replace(TlsRole.Server, HandshakeType.Certificate, body).Run(pair)
                .ExpectFatal(pair, TlsRole.Client, TlsErrorCause.DecodeError, TlsAlert.DecodeError);

            pair = CreatePair(Datagram);
            new Meddler(Datagram).Replace(TlsRole.Server, HandshakeType.Certificate, body).Run(pair);
            Assert.IsTrue(pair.Client.Drops.Get(DropReason.OutOfReach) > 0);
            Meddler.ExpectEnd(pair);
        }

        /// <summary>Case 44: where anybody is trusted, what is no key on P-256 is refused too, and a point off the
        /// curve
        /// signs nothing.</summary>
        [TestMethod]
        [DataRow(KeyInfoPlace + 22, "06", false)]
        [DataRow(PointPlace, "02", false)]
        [DataRow(PointPlace + 1, "00", true)]
        [DataRow(PointPlace + 64, "00", true)]
        public static void WrongKeyIsRefusedWhereAnyoneIsTrusted(int place, string bytes, bool isPoint)
        {
            TlsSessionOptions anyone = new TlsSessionOptions { DangerousTrustAnyone = true };

            for (int kind = Datagram; kind <= Stream; kind++)
            {
                KeyedPair pair = new KeyedPair(
                    (TlsTransportKind)kind, anyone, new TlsSessionOptions(), Keys.Store(-1, -1),
                    Keys.Store(Keys.Server, -1));

                new Meddler(kind).Splice(TlsRole.Server, HandshakeType.Certificate, place, 1, bytes).Run(pair)
                    .ExpectFatal(
                        pair, TlsRole.Client,
                        isPoint ? TlsErrorCause.SignatureMismatch : TlsErrorCause.PeerNotTrusted,
                        isPoint ? TlsAlert.DecryptError : TlsAlert.CertificateUnknown);
            }
        }

        /// <summary>Case 44: a trusted key that is not the one that signs.</summary>
        [TestMethod]
        public static void TrustedKeyOfAnotherDoesNotVouchForTheServer()
        {
            CredentialStore client = Keys.Store(-1, Keys.Server);

            client.TrustKey(3, CredentialStore.CreateKeyInfo(Keys.Public(Keys.Stranger)));

            KeyedPair pair = new KeyedPair(
                TlsTransportKind.Stream, new TlsSessionOptions(), new TlsSessionOptions(), client,
                Keys.Store(Keys.Server, -1));
            byte[] info = CredentialStore.CreateKeyInfo(Keys.Public(Keys.Stranger));

            new Meddler(Stream)
                .Replace(
                    TlsRole.Server, HandshakeType.Certificate,
                    Forge.Join(new byte[] { 0, 0, (byte)info.Length }, info)).Run(pair)
                .ExpectFatal(pair, TlsRole.Client, TlsErrorCause.SignatureMismatch, TlsAlert.DecryptError);
        }

        /// <summary>Case 44: lists that are empty, odd or longer than the message (CVE-2021-42145).</summary>
        [TestMethod]
        [DataRow("")]
        [DataRow("00")]
        [DataRow("0000020403" + "0000")]
        [DataRow("0240")]
        [DataRow("0140")]
        [DataRow("01400000" + "0000")]
        [DataRow("0140000104" + "0000")]
        [DataRow("01400003040300" + "0000")]
        [DataRow("01400002")]
        [DataRow("0140000204")]
        [DataRow("014000020403")]
        [DataRow("01400002040300")]
        [DataRow("0140000204030001")]
        [DataRow("014000020403ffff")]
        [DataRow("014000020403000000")]
        public static void MalformedCertificateRequestEndsTheHandshake(string body)
        {
            for (int kind = Datagram; kind <= Stream; kind++)
            {
                KeyedPair pair = CreatePair(kind);

                new Meddler(kind).Replace(TlsRole.Server, HandshakeType.CertificateRequest, Hex.Parse(body)).Run(pair)
                    .ExpectFatal(pair, TlsRole.Client, TlsErrorCause.DecodeError, TlsAlert.DecodeError);
            }
        }

        /// <summary>Case 40: somebody makes the client believe that its key is of no use: the server, who required it,
        /// notices.</summary>
        [TestMethod]
        [DataRow("0101000204030000")]
        [DataRow("0140000204010000")]
        public static void RequestForAnotherKeyGetsNone(string body)
        {
            for (int kind = Datagram; kind <= Stream; kind++)
            {
                KeyedPair pair = CreatePair(kind);
                Meddler meddler = new Meddler(kind)
                    .Replace(TlsRole.Server, HandshakeType.CertificateRequest, Hex.Parse(body)).Run(pair);

                Assert.AreEqual(3, meddler.GetBody(TlsRole.Client, HandshakeType.Certificate).Length);
                meddler.ExpectFatal(
                    pair, TlsRole.Server, TlsErrorCause.PeerNotTrusted, TlsAlert.HandshakeFailure);
            }
        }

        /// <summary>Case 40: a server that takes clients with a key or without, and somebody in the middle who takes
        /// the
        /// key away.</summary>
        [TestMethod]
        public static void CertificateTakenAwayIsNoticed()
        {
            for (int kind = Datagram; kind <= Stream; kind++)
            {
                KeyedPair pair = CreatePair(kind, TlsClientAuthentication.Requested);

                new Meddler(kind).Splice(TlsRole.Client, HandshakeType.Certificate, 0, 94, "000000")
                    .Drop(TlsRole.Client, HandshakeType.CertificateVerify).Run(pair).ExpectMismatch(pair);
            }
        }

        /// <summary>Case 44: a signature that is not the client's, or not of this handshake.</summary>
        [TestMethod]
        [DataRow(4)]
        [DataRow(5)]
        [DataRow(6)]
        [DataRow(20)]
        [DataRow(-1)]
        public static void FlippedBitOfTheProofIsNoticed(int place)
        {
            for (int kind = Datagram; kind <= Stream; kind++)
            {
                KeyedPair pair = CreatePair(kind);

                new Meddler(kind).Flip(TlsRole.Client, HandshakeType.CertificateVerify, place, 1).Run(pair)
                    .ExpectFatal(
                        pair, TlsRole.Server, TlsErrorCause.SignatureMismatch, TlsAlert.DecryptError);
            }
        }

        /// <summary>Case 44: what the client has signed in another handshake.</summary>
        [TestMethod]
        public static void ProofOfAnotherHandshakeIsNoticed()
        {
            for (int kind = Datagram; kind <= Stream; kind++)
            {
                KeyedPair pair = CreatePair(kind);
                Meddler listener = new Meddler(kind);
                KeyedPair other = CreatePair(kind, TlsClientAuthentication.Requested);

                // Only the list of authorities differs, which is in the transcript.
                listener.Splice(TlsRole.Server, HandshakeType.CertificateRequest, 6, 2, "0003000141").Run(other);
                new Meddler(kind)
                    .Replace(
                        TlsRole.Client, HandshakeType.CertificateVerify,
                        listener.GetBody(TlsRole.Client, HandshakeType.CertificateVerify)).Run(pair)
                    .ExpectFatal(
                        pair, TlsRole.Server, TlsErrorCause.SignatureMismatch, TlsAlert.DecryptError);
            }
        }

        /// <summary>Case 44: schemes that were not asked for, and lengths that lie.</summary>
        [TestMethod]
        [DataRow(0, 2, "0401", false)]
        [DataRow(0, 2, "0203", false)]
        [DataRow(0, 2, "0503", false)]
        [DataRow(2, 2, "0000", true)]
        [DataRow(2, 2, "ffff", true)]
        [DataRow(-1, 1, "", true)]
        [DataRow(Meddler.End, 0, "00", true)]
        public static void WrongProofEndsTheHandshake(int place, int count, string bytes, bool isMalformed)
        {
            ExpectFatal(
                Client, HandshakeType.CertificateVerify, place, count, bytes,
                isMalformed ? TlsErrorCause.DecodeError : TlsErrorCause.IllegalParameter,
                isMalformed ? TlsAlert.DecodeError : TlsAlert.IllegalParameter);
        }

        private static void ExpectFatal(
            int from, int type, int place, int count, string bytes, TlsErrorCause cause, TlsAlert alert)
        {
            TlsRole finder = from == Client ? TlsRole.Server : TlsRole.Client;

            for (int kind = Datagram; kind <= Stream; kind++)
            {
                KeyedPair pair = CreatePair(kind);

                new Meddler(kind).Splice((TlsRole)from, type, place, count, bytes).Run(pair)
                    .ExpectFatal(pair, finder, cause, alert);
            }
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
    }
}
