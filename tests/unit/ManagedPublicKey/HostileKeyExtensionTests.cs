//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;
using NanoTlsMan.Ciphers.PublicKey;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// Extensions of public keys that are malformed, doubled, not offered or answered wrongly.
    /// </summary>
    [TestClass]
    public class HostileKeyExtensionTests
    {
        private const int Stream = (int)TlsTransportKind.Stream;

        // An extension that is in no hello.
        private const int Nothing = 0xABAB;

        private const int ServerName = 0;
        private const int Groups = 10;
        private const int Formats = 11;
        private const int Schemes = 13;
        private const int Protocols = 16;
        private const int ClientTypes = 19;
        private const int ServerTypes = 20;

        /// <summary>Case 43: lists of a client that are empty, odd, or whose lengths lie.</summary>
        [TestMethod]
        [DataRow(ServerName, "00000000")]
        [DataRow(ServerName, "000000020000")]
        [DataRow(ServerName, "0000000400020000")]
        [DataRow(ServerName, "000000050003000000")]
        [DataRow(ServerName, "00000006000400000261")]
        [DataRow(ServerName, "0000000600030000016162")]
        [DataRow(ServerName, "00000006000500000161")]
        [DataRow(Groups, "000a0000")]
        [DataRow(Groups, "000a00020000")]
        [DataRow(Groups, "000a000300010017")]
        [DataRow(Groups, "000a00050003001700")]
        [DataRow(Groups, "000a000400040017")]
        [DataRow(Groups, "000a000500020017ff")]
        [DataRow(Formats, "000b0000")]
        [DataRow(Formats, "000b000100")]
        [DataRow(Formats, "000b00020200")]
        [DataRow(Formats, "000b0003010001")]
        [DataRow(Schemes, "000d0000")]
        [DataRow(Schemes, "000d00020000")]
        [DataRow(Schemes, "000d00050003040304")]
        [DataRow(Schemes, "000d000400040403")]
        [DataRow(Schemes, "000d000500020403ff")]
        [DataRow(Protocols, "00100000")]
        [DataRow(Protocols, "001000020000")]
        [DataRow(Protocols, "00100003000100")]
        [DataRow(Protocols, "0010000400020261")]
        [DataRow(Protocols, "001000050002016161")]
        [DataRow(Protocols, "001000050003016100")]
        [DataRow(ClientTypes, "00130000")]
        [DataRow(ClientTypes, "0013000100")]
        [DataRow(ClientTypes, "0013000102")]
        [DataRow(ClientTypes, "001300020202")]
        [DataRow(ClientTypes, "00130003010200")]
        [DataRow(ServerTypes, "00140000")]
        [DataRow(ServerTypes, "0014000100")]
        [DataRow(ServerTypes, "001400020202")]
        public static void MalformedExtensionOfAClientEndsTheHandshake(int extension, string bytes)
        {
            KeyedPair pair = CreatePair();

            new Meddler(Stream).Extend(TlsRole.Client, extension, bytes).Run(pair)
                .ExpectFatal(pair, TlsRole.Server, TlsErrorCause.DecodeError, TlsAlert.DecodeError);
        }

        /// <summary>Case 43: content that is no good.</summary>
        [TestMethod]
        [DataRow(Formats, "000b00020101")]
        [DataRow(ServerName, "0000000a00080000016100000162")]
        [DataRow(ServerName, "000000080006000003610062")]
        [DataRow(ServerName, "00000006000400000100")]
        [DataRow(ServerName, "000000060004000001e4")]
        public static void WrongExtensionOfAClientEndsTheHandshake(int extension, string bytes)
        {
            KeyedPair pair = CreatePair();

            new Meddler(Stream).Extend(TlsRole.Client, extension, bytes).Run(pair)
                .ExpectFatal(pair, TlsRole.Server, TlsErrorCause.IllegalParameter, TlsAlert.IllegalParameter);
        }

        /// <summary>Case 43: the same extension twice, of a client.</summary>
        [TestMethod]
        [DataRow(ServerName, "00000006000400000161" + "00000006000400000161")]
        [DataRow(Groups, "000a000400020017" + "000a000400020017")]
        [DataRow(Formats, "000b00020100" + "000b00020100")]
        [DataRow(Schemes, "000d000400020403" + "000d000400020403")]
        [DataRow(Protocols, "001000050003026162" + "001000050003026162")]
        [DataRow(ClientTypes, "001300020102" + "001300020102")]
        [DataRow(ServerTypes, "001400020102" + "001400020102")]
        public static void DoubledExtensionOfAClientEndsTheHandshake(int extension, string bytes)
        {
            KeyedPair pair = CreatePair();

            new Meddler(Stream).Extend(TlsRole.Client, extension, bytes).Run(pair)
                .ExpectFatal(pair, TlsRole.Server, TlsErrorCause.DecodeError, TlsAlert.DecodeError);
        }

        /// <summary>Case 43: curves, schemes and types that leave nothing in common.</summary>
        [TestMethod]
        [DataRow(Groups, "000a000400020018", (int)TlsAlert.HandshakeFailure)]
        [DataRow(Groups, "000a000400020000", (int)TlsAlert.HandshakeFailure)]
        [DataRow(Schemes, "", (int)TlsAlert.HandshakeFailure)]
        [DataRow(Schemes, "000d000400020401", (int)TlsAlert.HandshakeFailure)]
        [DataRow(ServerTypes, "", (int)TlsAlert.HandshakeFailure)]
        [DataRow(ServerTypes, "001400020100", (int)TlsAlert.UnsupportedCertificate)]
        [DataRow(ServerTypes, "0014000201ff", (int)TlsAlert.UnsupportedCertificate)]
        [DataRow(ClientTypes, "", (int)TlsAlert.HandshakeFailure)]
        [DataRow(ClientTypes, "001300020100", (int)TlsAlert.UnsupportedCertificate)]
        public static void NothingInCommonEndsTheHandshake(int extension, string bytes, int alert)
        {
            KeyedPair pair = CreatePair();

            new Meddler(Stream).Extend(TlsRole.Client, extension, bytes).Run(pair)
                .ExpectFatal(pair, TlsRole.Server, TlsErrorCause.NoCommonSuite, (TlsAlert)alert);
        }

        /// <summary>Case 43: what the server understands otherwise than the client said it is noticed by Finished,
        /// whoever
        /// changed it.</summary>
        [TestMethod]
        [DataRow(ServerName, "00000006000400000161")]
        [DataRow(ServerName, "0000000a00080000016105000162")]
        [DataRow(Groups, "")]
        [DataRow(Groups, "000a000600040017001d")]
        [DataRow(Formats, "")]
        [DataRow(Formats, "000b000403010200")]
        [DataRow(Schemes, "000d0006000404010403")]
        [DataRow(Protocols, "00100006000401740161")]
        [DataRow(ServerTypes, "00140003020002")]
        [DataRow(Nothing, "abab0003010203")]
        public static void ChangedOfferIsNoticed(int extension, string bytes)
        {
            KeyedPair pair = CreatePair(TlsTransportKind.Stream, TlsClientAuthentication.None);

            new Meddler(Stream).Extend(TlsRole.Client, extension, bytes).Run(pair).ExpectMismatch(pair);
        }

        /// <summary>Case 43: what was not offered is not answered (RFC 5246, section 7.4.1.4).</summary>
        [TestMethod]
        [DataRow(ServerName, "00000000")]
        [DataRow(Protocols, "001000050003026162")]
        [DataRow(ClientTypes, "0013000102")]
        [DataRow(Schemes, "000d000400020403")]
        [DataRow(Nothing, "abab0000")]
        [DataRow(Nothing, "00160000")]
        [DataRow(Nothing, "000f000101")]
        [DataRow(Nothing, "00050000")]
        public static void AnswerWithoutAnOfferEndsTheHandshake(int extension, string bytes)
        {
            KeyedPair pair = CreatePlainPair();

            new Meddler(Stream).Extend(TlsRole.Server, extension, bytes).Run(pair)
                .ExpectFatal(
                    pair, TlsRole.Client, TlsErrorCause.UnsupportedExtension, TlsAlert.UnsupportedExtension);
        }

        /// <summary>Case 43: answers that are malformed: more than one protocol, lists where there is one,
        /// names.</summary>
        [TestMethod]
        [DataRow(ServerName, "00000006000400000161")]
        [DataRow(ServerName, "000000020000")]
        [DataRow(Groups, "000a0000")]
        [DataRow(Groups, "000a000300010017")]
        [DataRow(Formats, "000b0000")]
        [DataRow(Formats, "000b000100")]
        [DataRow(Protocols, "00100000")]
        [DataRow(Protocols, "001000020000")]
        [DataRow(Protocols, "001000080006026162026364")]
        [DataRow(Protocols, "0010000a0008046d717474026162")]
        [DataRow(Protocols, "001000050004026162")]
        [DataRow(Protocols, "00100003000100")]
        [DataRow(ClientTypes, "00130000")]
        [DataRow(ClientTypes, "001300020102")]
        [DataRow(ServerTypes, "00140000")]
        [DataRow(ServerTypes, "001400020200")]
        [DataRow(ServerTypes, "0014000102" + "0014000102")]
        [DataRow(Formats, "000b00020100" + "000b00020100")]
        [DataRow(Protocols, "001000070005046d717474" + "001000070005046d717474")]
        public static void MalformedAnswerEndsTheHandshake(int extension, string bytes)
        {
            KeyedPair pair = CreatePair();

            new Meddler(Stream).Extend(TlsRole.Server, extension, bytes).Run(pair)
                .ExpectFatal(pair, TlsRole.Client, TlsErrorCause.DecodeError, TlsAlert.DecodeError);
        }

        /// <summary>Case 43: answers out of what was not on offer: a protocol, a type of certificate, a point
        /// format.</summary>
        [TestMethod]
        [DataRow(Formats, "000b00020101")]
        [DataRow(Protocols, "001000050003026162")]
        [DataRow(Protocols, "001000070005046d717475")]
        [DataRow(Protocols, "001000060004036d7174")]
        [DataRow(ClientTypes, "0013000100")]
        [DataRow(ClientTypes, "0013000103")]
        [DataRow(ServerTypes, "0014000100")]
        [DataRow(ServerTypes, "0014000101")]
        [DataRow(ServerTypes, "00140001ff")]
        public static void AnswerThatWasNotOnOfferEndsTheHandshake(int extension, string bytes)
        {
            KeyedPair pair = CreatePair();

            new Meddler(Stream).Extend(TlsRole.Server, extension, bytes).Run(pair)
                .ExpectFatal(pair, TlsRole.Client, TlsErrorCause.IllegalParameter, TlsAlert.IllegalParameter);
        }

        /// <summary>Case 43: a server that does not say that its key is raw sends certificates, of which this client
        /// takes
        /// none.</summary>
        [TestMethod]
        public static void ServerThatSendsNoRawKeyIsNotTrusted()
        {
            KeyedPair pair = CreatePair();

            new Meddler(Stream).Extend(TlsRole.Server, ServerTypes, "").Run(pair)
                .ExpectFatal(pair, TlsRole.Client, TlsErrorCause.PeerNotTrusted, TlsAlert.CertificateUnknown);
        }

        /// <summary>Case 43: another suite than was offered, of the kind that was not.</summary>
        [TestMethod]
        [DataRow("d001")]
        [DataRow("c02f")]
        [DataRow("00a8")]
        [DataRow("0000")]
        public static void SuiteOfAnotherKindIsRefused(string suite)
        {
            for (int kind = 0; kind <= Stream; kind++)
            {
                KeyedPair pair = CreatePair((TlsTransportKind)kind, TlsClientAuthentication.Required);

                new Meddler(kind).Splice(TlsRole.Server, HandshakeType.ServerHello, 35, 2, suite).Run(pair)
                    .ExpectFatal(pair, TlsRole.Client, TlsErrorCause.IllegalParameter, TlsAlert.IllegalParameter);
            }
        }

        /// <summary>Case 43: a client that has both is led by somebody in the middle to a suite of the other
        /// kind.</summary>
        [TestMethod]
        [DataRow("d005")]
        [DataRow("c0a8")]
        public static void SuiteThatTheServerDidNotChooseIsNoticed(string suite)
        {
            CredentialStore client = Keys.Store(-1, Keys.Server);

            client.AddPsk(Keys.PskTag, new byte[] { 1, 2, 3 }, new byte[16]);

            KeyedPair pair = new KeyedPair(
                TlsTransportKind.Stream, new TlsSessionOptions(), new TlsSessionOptions(), client,
                Keys.Store(Keys.Server, -1));

            new Meddler(Stream).Splice(TlsRole.Server, HandshakeType.ServerHello, 35, 2, suite).Run(pair)
                .ExpectFatal(pair, TlsRole.Client, TlsErrorCause.UnexpectedMessage, TlsAlert.UnexpectedMessage);
        }

        private static KeyedPair CreatePair()
        {
            return CreatePair(TlsTransportKind.Stream, TlsClientAuthentication.Required);
        }

        // The client offers everything.
        private static KeyedPair CreatePair(TlsTransportKind kind, TlsClientAuthentication authentication)
        {
            return new KeyedPair(
                kind,
                new TlsSessionOptions
                {
                    TargetHost = "host.example",
                    ApplicationProtocols = new string[] { "mqtt", "t" },
                    Curves = new NamedCurve[] { NamedCurve.P256 },
                },
                new TlsSessionOptions
                {
                    ApplicationProtocols = new string[] { "mqtt", "t" },
                    ClientAuthentication = authentication,
                },
                Keys.Store(Keys.Client, Keys.Server), Keys.Store(Keys.Server, Keys.Client));
        }

        // The client has no name, protocol or key.
        private static KeyedPair CreatePlainPair()
        {
            return new KeyedPair(
                TlsTransportKind.Stream, new TlsSessionOptions(), new TlsSessionOptions(),
                Keys.Store(-1, Keys.Server), Keys.Store(Keys.Server, -1));
        }
    }
}
