//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// Key exchanges whose content is wrong, and handshakes inside an open channel.
    /// </summary>
    [TestClass]
    public class HostileKeyExchangeTests
    {
        private const int Datagram = (int)TlsTransportKind.Datagram;
        private const int Stream = (int)TlsTransportKind.Stream;
        private const int Client = (int)TlsRole.Client;
        private const int Server = (int)TlsRole.Server;

        // As many records without use in a row are tolerated over a stream.
        private const int UselessRecordLimit = 32;

        /// <summary>Case 41: parameters of ECDHE, a hint longer than is accepted, lengths that lie.</summary>
        [TestMethod]
        [DataRow("03001741040102030405", 0)]
        [DataRow("0081", 129)]
        [DataRow("0003", 2)]
        [DataRow("0003", 4)]
        [DataRow("00", 0)]
        [DataRow("", 0)]
        public static void WrongServerKeyExchangeEndsTheHandshake(string start, int more)
        {
            byte[] body = Forge.Join(Hex.Parse(start), new byte[more]);

            for (int kind = Datagram; kind <= Stream; kind++)
            {
                Duel duel = Duel.At(Client, kind, Duel.Hello);

                duel.ExpectFatal(
                    duel.Peer.Send(HandshakeType.ServerKeyExchange, body, 0), TlsErrorCause.DecodeError,
                    TlsAlert.DecodeError);
            }
        }

        /// <summary>Case 41: hints of every length that is accepted, none of which the client knows.</summary>
        [TestMethod]
        [DataRow(0)]
        [DataRow(1)]
        [DataRow(128)]
        public static void UnknownHintIsPassedOver(int length)
        {
            for (int kind = Datagram; kind <= Stream; kind++)
            {
                Duel duel = Duel.At(Client, kind, Duel.Hello);

                duel.ExpectQuiet(duel.Peer.ServerKeyExchange(new byte[length]));
                duel.ExpectLives();
            }
        }

        /// <summary>Case 41: lengths that lie.</summary>
        [TestMethod]
        [DataRow("")]
        [DataRow("00")]
        [DataRow("0002ff")]
        [DataRow("000141ff")]
        public static void MalformedClientKeyExchangeEndsAStreamsHandshake(string body)
        {
            Duel duel = Duel.At(Server, Stream, Duel.Hello);

            duel.ExpectFatal(
                duel.Peer.Send(HandshakeType.ClientKeyExchange, Hex.Parse(body), 0), TlsErrorCause.DecodeError,
                TlsAlert.DecodeError);

            // Over datagrams anybody can have sent it, and the client's own is still to come.
            duel = Duel.At(Server, Datagram, Duel.Hello);
            duel.ExpectDrop(
                duel.Peer.Write(
                    ContentType.Handshake, 0,
                    Forge.Message(
                        TlsTransportKind.Datagram, HandshakeType.ClientKeyExchange, duel.Peer.NextSent,
                        Hex.Parse(body))),
                DropReason.Malformed);
            duel.ExpectLives();
        }

        /// <summary>Case 41: an identity that nobody has, be it empty or longer than any can be, looks as a wrong key
        /// does: no oracle.</summary>
        [TestMethod]
        [DataRow(-1)]
        [DataRow(0)]
        [DataRow(15)]
        [DataRow(128)]
        [DataRow(129)]
        [DataRow(1000)]
        public static void UnknownIdentityLooksLikeAWrongKey(int length)
        {
            for (int kind = Datagram; kind <= Stream; kind++)
            {
                Duel duel = Duel.At(Server, kind, Duel.Hello);

                if (length < 0)
                {
                    duel.Peer.Key = new byte[] { 1 };
                }
                else
                {
                    duel.Peer.Identity = new byte[length];
                }

                duel.ExpectQuiet(duel.Peer.ClientKeyExchange());
                duel.ExpectQuiet(duel.Peer.ChangeCipherSpec());

                if (kind == Stream)
                {
                    duel.ExpectFatal(duel.Peer.Finished(1), TlsErrorCause.BadRecordMac, TlsAlert.BadRecordMac);
                    continue;
                }

                duel.ExpectDrop(duel.Peer.Finished(1), DropReason.BadMac);

                while (duel.Side.EndCount == 0)
                {
                    duel.Now = duel.Side.Engine.Deadline;
                    duel.AdvanceTime(0);
                }

                duel.ExpectEnd(TlsErrorCause.HandshakeTimeout, TlsAlert.None);
                Assert.AreEqual(-1, duel.Side.Engine.CredentialTag);
            }
        }

        /// <summary>Case 42: RFC 5746, section 4.5: a renegotiation is refused with a warning, and the session goes on
        /// as it is.</summary>
        [TestMethod]
        [DataRow(Client, Datagram)]
        [DataRow(Server, Datagram)]
        [DataRow(Client, Stream)]
        [DataRow(Server, Stream)]
        public static void RenegotiationIsRefusedWithAWarning(int role, int kind)
        {
            Duel duel = Duel.At(role, kind, Duel.Open);

            for (int i = 1; i <= 3; i++)
            {
                duel.Deliver(AskForRenegotiation(duel, role));
                Assert.AreEqual(i, duel.Peer.AlertCount);
                Assert.AreEqual((int)TlsAlert.NoRenegotiation, (int)duel.Peer.LastAlert);
                Assert.AreEqual(LivePeer.WarningLevel, duel.Peer.LastAlertLevel);
                Assert.AreEqual(kind == Datagram ? i : 0, duel.Side.Drops.Get(DropReason.Unexpected));
                duel.ExpectLives();
            }
        }

        /// <summary>Case 42: in the clear anybody can ask.</summary>
        [TestMethod]
        [DataRow(Client)]
        [DataRow(Server)]
        public static void RenegotiationInTheClearIsDropped(int role)
        {
            Duel duel = Duel.At(role, Datagram, Duel.Open);
            LivePeer forger = new LivePeer((TlsRole)(1 - role), TlsTransportKind.Datagram, 9);

            duel.ExpectDrop(
                role == Client
                ? forger.Send(HandshakeType.HelloRequest, new byte[0], 0)
                : forger.ClientHello(), DropReason.WrongEpoch);
            duel.ExpectLives();
        }

        /// <summary>Case 42: a stream's peer that asks for ever, and sends nothing of use in between, is not answered
        /// for ever.</summary>
        [TestMethod]
        [DataRow(Client)]
        [DataRow(Server)]
        public static void FloodOfRenegotiationsEndsAStream(int role)
        {
            Duel duel = Duel.At(role, Stream, Duel.Open);

            for (int i = 0; i < UselessRecordLimit; i++)
            {
                duel.Deliver(AskForRenegotiation(duel, role));
                Assert.AreEqual(0, duel.Side.EndCount);
            }

            duel.ExpectFatal(
                AskForRenegotiation(duel, role), TlsErrorCause.UnexpectedMessage, TlsAlert.UnexpectedMessage);
        }

        private static byte[] AskForRenegotiation(Duel duel, int role)
        {
            duel.Peer.LeastEpoch = 1;
            return role == Client
                ? duel.Peer.Send(HandshakeType.HelloRequest, new byte[0], 1)
                : duel.Peer.ClientHello();
        }
    }
}
