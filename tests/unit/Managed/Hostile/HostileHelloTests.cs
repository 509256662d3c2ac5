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

        /// <summary>A client's engine has no use for a ClientHello, whoever sent it and whatever its number
        /// is.</summary>
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

        /// <summary>A forged ClientHello from the server's address does not end the handshake of an endpoint's client,
        /// listening or not.</summary>
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

            server.Listen(new TlsSessionOptions(), Psk.Store());

            if (isListening)
            {
                client.Listen(new TlsSessionOptions(), Psk.Store());
            }

            link.Send(SimulatedLink.CreateAddress(1), SimulatedLink.CreateAddress(2), forger.ClientHello());
            Assert.AreEqual(TlsManStatus.Ok, session.OpenClientChannel(SecureSockFlags.None));
            Assert.AreEqual(1, client.Drops.Get(DropReason.Unexpected));
            Assert.AreEqual(1, client.Drops.Total);
            Assert.AreEqual(0, client.Accepted.Count);
        }

        /// <summary>Two that open towards each other at once: neither is a server for the other, and each ends by its
        /// deadline, not by an alert.</summary>
        [TestMethod]
        public static void SimultaneousOpenEndsByTheDeadline()
        {
            SimulatedLink link = new SimulatedLink(1);
            TlsSessionOptions options = new TlsSessionOptions { HandshakeTimeout = 5000 };
            LinkEndpoint left = LinkEndpoint.Create(link, TlsTransportKind.Datagram, 1);
            LinkEndpoint right = LinkEndpoint.Create(link, TlsTransportKind.Datagram, 2);
            TlsManSession toRight = left.CreateSession(2, options);
            TlsManSession toLeft = right.CreateSession(1, options);

            left.Listen(options, Psk.Store());
            right.Listen(options, Psk.Store());
            Assert.AreEqual(TlsManStatus.Ok, toRight.OpenClientChannel(SecureSockFlags.NonBlock));
            Assert.AreEqual(TlsManStatus.Failed, toLeft.OpenClientChannel(SecureSockFlags.None));
            Assert.AreEqual((int)TlsErrorCause.HandshakeTimeout, (int)toLeft.EndReason.Cause);
            Assert.IsTrue(right.Drops.Get(DropReason.Unexpected) >= 3, "the other's hellos were not counted");
        }

        /// <summary>Case 43: what follows the session ID's length, cookie left out; the extensions with their length.
        /// Everything but one thing is right.</summary>
        [TestMethod]
        [DataRow("00", "0004c0a800ff", "0100", "000400170000", (int)TlsErrorCause.None, (int)TlsAlert.None)]
        [DataRow("", "0004c0a800ff", "0100", "000400170000", (int)TlsErrorCause.DecodeError, (int)TlsAlert.DecodeError)]
        [DataRow("33", "0004c0a800ff", "0100", "000400170000", (int)TlsErrorCause.DecodeError,
            (int)TlsAlert.DecodeError)]
        [DataRow("00", "0003c0a800", "0100", "000400170000", (int)TlsErrorCause.DecodeError, (int)TlsAlert.DecodeError)]
        [DataRow("00", "0000", "0100", "000400170000", (int)TlsErrorCause.DecodeError, (int)TlsAlert.DecodeError)]
        [DataRow("00", "00041301c02b", "0100", "000900170000ff01000100", (int)TlsErrorCause.NoCommonSuite,
            (int)TlsAlert.HandshakeFailure)]
        [DataRow("00", "0004c0a800ff", "00", "000400170000", (int)TlsErrorCause.DecodeError, (int)TlsAlert.DecodeError)]
        [DataRow("00", "0004c0a800ff", "0101", "000400170000", (int)TlsErrorCause.IllegalParameter,
            (int)TlsAlert.IllegalParameter)]
        [DataRow("00", "0004c0a800ff", "0100", "00040017000000", (int)TlsErrorCause.DecodeError,
            (int)TlsAlert.DecodeError)]
        [DataRow("00", "0004c0a800ff", "0100", "00040017", (int)TlsErrorCause.DecodeError, (int)TlsAlert.DecodeError)]
        [DataRow("00", "0004c0a800ff", "0100", "00080017000000170000", (int)TlsErrorCause.DecodeError,
            (int)TlsAlert.DecodeError)]
        [DataRow("00", "0004c0a800ff", "0100", "000c001700005a5a00005a5a0000", (int)TlsErrorCause.DecodeError,
            (int)TlsAlert.DecodeError)]
        [DataRow("00", "0004c0a800ff", "0100", "000800170000002b0001", (int)TlsErrorCause.DecodeError,
            (int)TlsAlert.DecodeError)]
        [DataRow("00", "0004c0a800ff", "0100", "0005001700011a", (int)TlsErrorCause.DecodeError,
            (int)TlsAlert.DecodeError)]
        [DataRow("00", "0004c0a800ff", "0100", "0009001700000001000100", (int)TlsErrorCause.IllegalParameter,
            (int)TlsAlert.IllegalParameter)]
        [DataRow("00", "0004c0a800ff", "0100", "0009001700000001000105", (int)TlsErrorCause.IllegalParameter,
            (int)TlsAlert.IllegalParameter)]
        [DataRow("00", "0004c0a800ff", "0100", "000a00170000000100020101", (int)TlsErrorCause.DecodeError,
            (int)TlsAlert.DecodeError)]
        [DataRow("00", "0004c0a800ff", "0100", "000900170000ff01000101", (int)TlsErrorCause.DecodeError,
            (int)TlsAlert.DecodeError)]
        [DataRow("00", "0004c0a800ff", "0100", "000a00170000ff0100020100", (int)TlsErrorCause.LegacyPeer,
            (int)TlsAlert.HandshakeFailure)]
        [DataRow("00", "0004c0a800ff", "0100", "", (int)TlsErrorCause.LegacyPeer, (int)TlsAlert.HandshakeFailure)]
        [DataRow("00", "0002c0a8", "0100", "000400170000", (int)TlsErrorCause.None, (int)TlsAlert.None)]
        [DataRow("00", "0004c0a800ff", "0100", "0005ff01000100", (int)TlsErrorCause.LegacyPeer,
            (int)TlsAlert.HandshakeFailure)]
        public static void WrongClientHelloEndsTheHandshake(
            string sessionId, string suites, string compression, string extensions, int cause, int alert)
        {
            for (int kind = Datagram; kind <= Stream; kind++)
            {
                Duel duel = new Duel(Server, kind);
                byte[] body = Forge.Join(Version(kind, false), new byte[32]);

                // "33" stands for a session ID one byte too long.
                body = Forge.Join(
                    body, sessionId == "33" ? Forge.Join(new byte[] { 33 }, new byte[33]) : Hex.Parse(sessionId));
                body = Forge.Join(body, new byte[kind == Datagram ? 1 : 0]);
                body = Forge.Join(
                    Forge.Join(body, Hex.Parse(suites)), Forge.Join(Hex.Parse(compression), Hex.Parse(extensions)));
                Expect(duel, duel.Peer.Send(HandshakeType.ClientHello, body, 0), cause, alert);
            }
        }

        /// <summary>Case 43: session ID with its length, suite, compression method, extensions.</summary>
        [TestMethod]
        [DataRow("00", "c0a8", "00", "000900170000ff01000100", (int)TlsErrorCause.None, (int)TlsAlert.None)]
        [DataRow("33", "c0a8", "00", "000900170000ff01000100", (int)TlsErrorCause.DecodeError,
            (int)TlsAlert.DecodeError)]
        [DataRow("00", "00ff", "00", "000900170000ff01000100", (int)TlsErrorCause.IllegalParameter,
            (int)TlsAlert.IllegalParameter)]
        [DataRow("00", "c02b", "00", "000900170000ff01000100", (int)TlsErrorCause.IllegalParameter,
            (int)TlsAlert.IllegalParameter)]
        [DataRow("00", "1301", "00", "000900170000ff01000100", (int)TlsErrorCause.IllegalParameter,
            (int)TlsAlert.IllegalParameter)]
        [DataRow("00", "c0a8", "01", "000900170000ff01000100", (int)TlsErrorCause.IllegalParameter,
            (int)TlsAlert.IllegalParameter)]
        [DataRow("00", "c0a8", "00", "000d00170000ff01000100002b0000", (int)TlsErrorCause.UnsupportedExtension,
            (int)TlsAlert.UnsupportedExtension)]
        [DataRow("00", "c0a8", "00", "000e00170000ff010001000001000101", (int)TlsErrorCause.UnsupportedExtension,
            (int)TlsAlert.UnsupportedExtension)]
        [DataRow("00", "c0a8", "00", "000d0017000000170000ff01000100", (int)TlsErrorCause.DecodeError,
            (int)TlsAlert.DecodeError)]
        [DataRow("00", "c0a8", "00", "000900170000ff0100010000", (int)TlsErrorCause.DecodeError,
            (int)TlsAlert.DecodeError)]
        [DataRow("00", "c0a8", "00", "0005ff01000100", (int)TlsErrorCause.LegacyPeer, (int)TlsAlert.HandshakeFailure)]
        [DataRow("00", "c0a8", "00", "000400170000", (int)TlsErrorCause.None, (int)TlsAlert.None)]
        [DataRow("00", "c0a8", "00", "000a00170000ff0100020100", (int)TlsErrorCause.LegacyPeer,
            (int)TlsAlert.HandshakeFailure)]
        [DataRow("00", "c0a8", "00", "", (int)TlsErrorCause.LegacyPeer, (int)TlsAlert.HandshakeFailure)]
        public static void WrongServerHelloEndsTheHandshake(
            string sessionId, string suite, string compression, string extensions, int cause, int alert)
        {
            for (int kind = Datagram; kind <= Stream; kind++)
            {
                Duel duel = new Duel(Client, kind);
                byte[] body = Forge.Join(Version(kind, false), new byte[32]);

                body = Forge.Join(
                    body, sessionId == "33" ? Forge.Join(new byte[] { 33 }, new byte[33]) : Hex.Parse(sessionId));
                body = Forge.Join(
                    Forge.Join(body, Hex.Parse(suite)), Forge.Join(Hex.Parse(compression), Hex.Parse(extensions)));
                Expect(duel, duel.Peer.Send(HandshakeType.ServerHello, body, 0), cause, alert);
            }
        }

        /// <summary>
        /// What a peer lacks is taken or refused by two choices that have nothing to do with each other: the extensions
        /// of its hello, and whether it passes if the old master secret is allowed, and if secure renegotiation is
        /// demanded.
        /// </summary>
        [TestMethod]
        [DataRow("000900170000ff01000100", true, true)]
        [DataRow("000400170000", true, false)]
        [DataRow("0005ff01000100", true, false)]
        [DataRow("", true, false)]
        public static void PeerIsJudgedByTwoChoices(string extensions, bool passesOldSecret, bool passesDemand)
        {
            for (int kind = Datagram; kind <= Stream; kind++)
            {
                for (int role = Client; role <= Server; role++)
                {
                    ExpectJudged(
                        new TlsSessionOptions { DangerousAllowLegacyMasterSecret = true }, role, kind, extensions,
                        passesOldSecret);
                    ExpectJudged(
                        new TlsSessionOptions { RequireSecureRenegotiation = true }, role, kind, extensions,
                        passesDemand);
                }
            }
        }

        /// <summary>The signalling suite stands for an empty renegotiation_info (RFC 5746, section 3.3).</summary>
        [TestMethod]
        public static void SignallingSuiteIsSecureRenegotiation()
        {
            for (int kind = Datagram; kind <= Stream; kind++)
            {
                TlsSessionOptions options = new TlsSessionOptions { RequireSecureRenegotiation = true };
                Duel duel = new Duel(Server, kind, options);
                byte[] hello = Forge.Join(Version(kind, false), new byte[kind == Datagram ? 34 : 33]);

                Expect(
                    duel,
                    duel.Peer.Send(
                        HandshakeType.ClientHello,
                        Forge.Join(hello, Hex.Parse("0004c0a800ff0100000400170000")), 0),
                    (int)TlsErrorCause.None, (int)TlsAlert.None);
            }
        }

        /// <summary>A ClientHello's version, and whether it is answered: what is above 1.2 is, with 1.2.</summary>
        [TestMethod]
        [DataRow(Stream, "0303", true)]
        [DataRow(Stream, "0304", true)]
        [DataRow(Stream, "03ff", true)]
        [DataRow(Stream, "0400", true)]
        [DataRow(Stream, "7f1c", true)]
        [DataRow(Stream, "0302", false)]
        [DataRow(Stream, "0200", false)]
        [DataRow(Stream, "fefd", false)]
        [DataRow(Datagram, "fefd", true)]
        [DataRow(Datagram, "fefc", true)]
        [DataRow(Datagram, "fdff", true)]
        [DataRow(Datagram, "feff", false)]
        [DataRow(Datagram, "0303", false)]
        public static void VersionAboveOursIsAnsweredWithOurs(int kind, string version, bool isAnswered)
        {
            Duel duel = new Duel(Server, kind);
            byte[] hello = Forge.Join(Hex.Parse(version), new byte[kind == Datagram ? 34 : 33]);

            Expect(
                duel,
                duel.Peer.Send(
                    HandshakeType.ClientHello, Forge.Join(hello, Hex.Parse("0002c0a80100000400170000")), 0),
                (int)(isAnswered ? TlsErrorCause.None : TlsErrorCause.ProtocolVersion),
                (int)(isAnswered ? TlsAlert.None : TlsAlert.ProtocolVersion));
        }

        private static void ExpectJudged(
            TlsSessionOptions options, int role, int kind, string extensions, bool isPassed)
        {
            Duel duel = new Duel(role, kind, options);
            byte[] hello = Forge.Join(Version(kind, false), new byte[33]);

            if (role == Server)
            {
                hello = Forge.Join(hello, new byte[kind == Datagram ? 1 : 0]);
            }

            hello = Forge.Join(
                Forge.Join(hello, Hex.Parse(role == Client ? "c0a800" : "0002c0a80100")), Hex.Parse(extensions));
            Expect(
                duel,
                role == Client
                    ? duel.Peer.Send(HandshakeType.ServerHello, hello, 0)
                    : duel.Peer.Send(HandshakeType.ClientHello, hello, 0),
                (int)(isPassed ? TlsErrorCause.None : TlsErrorCause.LegacyPeer),
                (int)(isPassed ? TlsAlert.None : TlsAlert.HandshakeFailure));
        }

        /// <summary>Case 43: a lower version, with the downgrade sentinel of RFC 8446, section 4.1.3, or without, is
        /// never taken.</summary>
        [TestMethod]
        [DataRow(Datagram)]
        [DataRow(Stream)]
        public static void LowerVersionEndsTheHandshake(int kind)
        {
            byte[] random = Forge.Join(new byte[24], Hex.Parse("444f574e47524400"));
            byte[] hello =
                Forge.Join(Forge.Join(Version(kind, true), random), Hex.Parse("00c0a800000900170000ff01000100"));
            Duel duel = new Duel(Client, kind);

            Expect(
                duel, duel.Peer.Send(HandshakeType.ServerHello, hello, 0), (int)TlsErrorCause.ProtocolVersion,
                (int)TlsAlert.ProtocolVersion);

            duel = new Duel(Server, kind);
            hello = Forge.Join(
                Forge.Join(Version(kind, true), new byte[kind == Datagram ? 34 : 33]),
                Hex.Parse("0004c0a800ff0100000400170000"));
            Expect(
                duel, duel.Peer.Send(HandshakeType.ClientHello, hello, 0), (int)TlsErrorCause.ProtocolVersion,
                (int)TlsAlert.ProtocolVersion);
        }

        private static byte[] Version(int kind, bool isLower)
        {
            return Hex.Parse(kind == Datagram ? (isLower ? "feff" : "fefd") : (isLower ? "0302" : "0303"));
        }

        private static void Expect(Duel duel, byte[] hello, int cause, int alert)
        {
            if (cause != (int)TlsErrorCause.None)
            {
                duel.ExpectFatal(hello, (TlsErrorCause)cause, (TlsAlert)alert);
                return;
            }

            duel.Deliver(hello);
            Assert.AreEqual(0, duel.Side.EndCount, "what is right was refused");
            Assert.AreEqual(0, duel.Side.Drops.Total, "what is right was dropped");
        }
    }
}
