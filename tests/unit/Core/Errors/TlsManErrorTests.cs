//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests
{
    [TestClass]
    public class TlsManErrorTests
    {
        /// <summary>A call that was not served ends nothing; what an engine ends with does.</summary>
        [TestMethod]
        public static void EveryCauseIsFatalOrNot()
        {
            int served = 0;

            for (int i = 0; i <= (int)TlsErrorCause.InternalError; i++)
            {
                TlsErrorCause cause = (TlsErrorCause)i;

                switch (cause)
                {
                    case TlsErrorCause.None:
                    case TlsErrorCause.WouldBlock:
                    case TlsErrorCause.NotConnected:
                    case TlsErrorCause.TooLong:
                    case TlsErrorCause.TimedOut:
                    case TlsErrorCause.InvalidState:
                    case TlsErrorCause.NoStack:
                        Assert.IsFalse(Make(cause, TlsAlert.None).IsFatal);
                        served++;
                        break;
                    default:
                        Assert.IsTrue(Make(cause, TlsAlert.None).IsFatal);
                        break;
                }
            }

            Assert.AreEqual(7, served);
        }

        [TestMethod]
        public static void ErrorSaysWhatItWasMadeOf()
        {
            TlsManError error =
                new TlsManError(TlsErrorCause.BadRecordMac, TlsErrorLayer.Record, TlsAlert.BadRecordMac, -7);

            Assert.AreEqual((int)TlsErrorCause.BadRecordMac, (int)error.Cause);
            Assert.AreEqual((int)TlsErrorLayer.Record, (int)error.Layer);
            Assert.AreEqual(20, (int)error.Alert);
            Assert.AreEqual(-7, error.NativeCode);
            Assert.IsFalse(error.IsAlertReceived);
        }

        [TestMethod]
        public static void AlertWasReceivedOnlyWhereTheCauseSaysSo()
        {
            Assert.IsTrue(Make(TlsErrorCause.AlertReceived, TlsAlert.HandshakeFailure).IsAlertReceived);
            Assert.IsTrue(Make(TlsErrorCause.HandshakeTimeout, TlsAlert.DecryptError).IsAlertReceived);
            Assert.IsFalse(Make(TlsErrorCause.HandshakeTimeout, TlsAlert.None).IsAlertReceived);
            Assert.IsFalse(Make(TlsErrorCause.DecodeError, TlsAlert.DecodeError).IsAlertReceived);
        }

        private static TlsManError Make(TlsErrorCause cause, TlsAlert alert)
        {
            return new TlsManError(cause, TlsErrorLayer.Session, alert, 0);
        }
    }
}
