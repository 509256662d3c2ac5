//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// Alerts, true and forged, and floods of them.
    /// </summary>
    [TestClass]
    public class HostileAlertTests
    {
        private const int Datagram = (int)TlsTransportKind.Datagram;
        private const int Stream = (int)TlsTransportKind.Stream;
        private const int Client = (int)TlsRole.Client;
        private const int Server = (int)TlsRole.Server;

        /// <summary>Case 50: anybody can send it, so it does not end the handshake as long as that goes on.</summary>
        [TestMethod]
        [DataRow(Client, Duel.Start)]
        [DataRow(Client, Duel.Keys)]
        [DataRow(Server, Duel.Start)]
        [DataRow(Server, Duel.Hello)]
        public static void FatalAlertInTheClearIsForgottenWhenTheHandshakeGoesOn(int role, int stage)
        {
            Duel duel = Duel.At(role, Datagram, stage);

            for (int i = 0; i < 50; i++)
            {
                duel.ExpectDrop(
                    duel.Peer.Write(ContentType.Alert, 0, Forge.Alert(LivePeer.FatalLevel, TlsAlert.HandshakeFailure)),
                    DropReason.StrayAlert);
            }

            duel.ExpectLives();
        }

        /// <summary>Case 50: a whole period without progress after it, and it is believed: the first period, not the
        /// end of all.</summary>
        [TestMethod]
        [DataRow(Client, Duel.Start)]
        [DataRow(Client, Duel.Keys)]
        [DataRow(Server, Duel.Hello)]
        public static void FatalAlertInTheClearEndsAHandshakeThatStandsStill(int role, int stage)
        {
            Duel duel = Duel.At(role, Datagram, stage);

            duel.ExpectDrop(
                duel.Peer.Write(ContentType.Alert, 0, Forge.Alert(LivePeer.FatalLevel, TlsAlert.UnknownPskIdentity)),
                DropReason.StrayAlert);
            duel.ExpectDue(1000);
            duel.Now = duel.Side.Engine.Deadline - 1;
            duel.AdvanceTime(0);
            Assert.AreEqual(0, duel.Side.EndCount);
            duel.AdvanceTime(1);
            duel.ExpectEnd(TlsErrorCause.AlertReceived, TlsAlert.None);
            Assert.AreEqual((int)TlsAlert.UnknownPskIdentity, (int)duel.Side.Engine.Error.Alert);
            Assert.IsTrue(duel.Side.Engine.Error.IsAlertReceived);
        }

        /// <summary>Case 50: a warning is not even remembered.</summary>
        [TestMethod]
        public static void WarningInTheClearIsNotRemembered()
        {
            Duel duel = new Duel(Client, Datagram);

            duel.ExpectDrop(
                duel.Peer.Write(ContentType.Alert, 0, Forge.Alert(LivePeer.WarningLevel, TlsAlert.CloseNotify)),
                DropReason.StrayAlert);
            duel.AdvanceToDeadline();
            Assert.AreEqual(0, duel.Side.EndCount);
            Assert.AreEqual(2, duel.Sent);
            duel.ExpectLives();
        }

        /// <summary>Case 50: it comes with the time-out's error where the handshake ended for lack of time.</summary>
        [TestMethod]
        public static void SuspectedAlertIsToldWithTheTimeOut()
        {
            Duel duel = new Duel(Client, Datagram, new TlsSessionOptions { HandshakeTimeout = 900 });

            duel.Deliver(
                duel.Peer.Write(ContentType.Alert, 0, Forge.Alert(LivePeer.FatalLevel, TlsAlert.HandshakeFailure)));
            duel.AdvanceTime(900);
            Assert.AreEqual((int)TlsErrorCause.HandshakeTimeout, (int)duel.Side.Engine.Error.Cause);
            Assert.AreEqual((int)TlsAlert.HandshakeFailure, (int)duel.Side.Engine.Error.Alert);
            Assert.IsTrue(duel.Side.Engine.Error.IsAlertReceived);
        }

        /// <summary>Case 50: once keys are in use nothing in the clear counts.</summary>
        [TestMethod]
        [DataRow(Client)]
        [DataRow(Server)]
        public static void AlertInTheClearOnAnOpenChannelIsDropped(int role)
        {
            Duel duel = Duel.At(role, Datagram, Duel.Open);

            for (int i = 0; i < 50; i++)
            {
                duel.ExpectDrop(
                    duel.Peer.Write(ContentType.Alert, 0, Forge.Alert(LivePeer.FatalLevel, TlsAlert.HandshakeFailure)),
                    DropReason.WrongEpoch);
                duel.ExpectDrop(
                    duel.Peer.Write(ContentType.Alert, 0, Forge.Alert(LivePeer.WarningLevel, TlsAlert.CloseNotify)),
                    DropReason.WrongEpoch);
            }

            duel.ExpectLives();
        }

        /// <summary>Case 50.</summary>
        [TestMethod]
        public static void FloodOfWarningsIsPassedOver()
        {
            Duel duel = Duel.At(Server, Datagram, Duel.Open);

            for (int i = 0; i < 200; i++)
            {
                duel.ExpectDrop(
                    duel.Peer.Write(ContentType.Alert, 1, Forge.Alert(LivePeer.WarningLevel, TlsAlert.UserCanceled)),
                    DropReason.StrayAlert);
            }

            duel.ExpectLives();
        }

        /// <summary>Case 50, over a stream: a few warnings may be, a flood may not.</summary>
        [TestMethod]
        [DataRow(Duel.Hello)]
        [DataRow(Duel.Open)]
        public static void FloodOfWarningsEndsAStream(int stage)
        {
            Duel duel = Duel.At(Server, Stream, stage);
            int epoch = stage == Duel.Open ? 1 : 0;

            for (int i = 0; i < 32; i++)
            {
                duel.ExpectQuiet(
                    duel.Peer.Write(
                        ContentType.Alert, epoch, Forge.Alert(LivePeer.WarningLevel, TlsAlert.UserCanceled)));
            }

            duel.ExpectFatal(
                duel.Peer.Write(ContentType.Alert, epoch, Forge.Alert(LivePeer.WarningLevel, TlsAlert.UserCanceled)),
                TlsErrorCause.UnexpectedMessage,
                TlsAlert.UnexpectedMessage);
        }

        /// <summary>Case 50: one byte, three bytes, a level that there is not.</summary>
        [TestMethod]
        [DataRow("02")]
        [DataRow("022800")]
        [DataRow("0028")]
        [DataRow("0328")]
        [DataRow("0100010001000100")]
        public static void MalformedAlertIsNotTaken(string content)
        {
            for (int stage = Duel.Hello; stage <= Duel.Open; stage += Duel.Open - Duel.Hello)
            {
                Duel duel = Duel.At(Server, Datagram, stage);
                int epoch = stage == Duel.Open ? 1 : 0;

                duel.ExpectDrop(duel.Peer.Write(ContentType.Alert, epoch, Hex.Parse(content)), DropReason.Malformed);
                duel.ExpectLives();

                duel = Duel.At(Server, Stream, stage);
                duel.ExpectFatal(
                    duel.Peer.Write(ContentType.Alert, epoch, Hex.Parse(content)), TlsErrorCause.DecodeError,
                    TlsAlert.DecodeError);
            }
        }

        /// <summary>Case 50: an authentic fatal alert ends the session, and is not answered (RFC 5246, section
        /// 7.2.2).</summary>
        [TestMethod]
        [DataRow(Client, Datagram)]
        [DataRow(Server, Datagram)]
        [DataRow(Client, Stream)]
        [DataRow(Server, Stream)]
        public static void AuthenticFatalAlertEndsTheSession(int role, int kind)
        {
            Duel duel = Duel.At(role, kind, Duel.Open);

            duel.Deliver(
                duel.Peer.Write(ContentType.Alert, 1, Forge.Alert(LivePeer.FatalLevel, TlsAlert.InternalError)));
            duel.ExpectEnd(TlsErrorCause.AlertReceived, TlsAlert.None);
            Assert.AreEqual((int)TlsAlert.InternalError, (int)duel.Side.Engine.Error.Alert);
            duel.Deliver(duel.Peer.Data(new byte[1]));
            Assert.AreEqual(0, duel.Side.Inbox.Count);
            Assert.AreEqual(1, duel.Side.EndCount);
        }

        /// <summary>Case 50, over a stream: a fatal alert in the clear is as good as any other byte of the
        /// handshake.</summary>
        [TestMethod]
        [DataRow(Client)]
        [DataRow(Server)]
        public static void FatalAlertInTheClearEndsAStream(int role)
        {
            Duel duel = new Duel(role, Stream);

            duel.Deliver(
                duel.Peer.Write(ContentType.Alert, 0, Forge.Alert(LivePeer.FatalLevel, TlsAlert.HandshakeFailure)));
            duel.ExpectEnd(TlsErrorCause.AlertReceived, TlsAlert.None);
            Assert.AreEqual((int)TlsAlert.HandshakeFailure, (int)duel.Side.Engine.Error.Alert);
        }

        /// <summary>Case 50: close_notify is answered with one, and nothing behind it is taken.</summary>
        [TestMethod]
        [DataRow(Client, Datagram)]
        [DataRow(Server, Datagram)]
        [DataRow(Client, Stream)]
        [DataRow(Server, Stream)]
        public static void CloseNotifyEndsTheSessionInOrder(int role, int kind)
        {
            Duel duel = Duel.At(role, kind, Duel.Open);
            byte[] close =
                duel.Peer.Write(ContentType.Alert, 1, Forge.Alert(LivePeer.WarningLevel, TlsAlert.CloseNotify));

            duel.Deliver(Forge.Join(close, duel.Peer.Data(new byte[1])));
            Assert.IsTrue(duel.Side.IsClosed);
            Assert.AreEqual(1, duel.Side.EndCount);
            Assert.AreEqual(0, duel.Side.Inbox.Count);
            Assert.AreEqual((int)TlsAlert.CloseNotify, (int)duel.Peer.LastAlert);
            Assert.AreEqual(1, duel.Peer.AlertCount);
        }

        /// <summary>Case 50: close_notify in the middle of a handshake over a stream ends it, but not in
        /// order.</summary>
        [TestMethod]
        public static void CloseNotifyInAHandshakeOverAStreamIsAnError()
        {
            Duel duel = Duel.At(Server, Stream, Duel.Hello);

            duel.Deliver(
                duel.Peer.Write(ContentType.Alert, 0, Forge.Alert(LivePeer.WarningLevel, TlsAlert.CloseNotify)));
            duel.ExpectEnd(TlsErrorCause.AlertReceived, TlsAlert.None);
        }
    }
}
