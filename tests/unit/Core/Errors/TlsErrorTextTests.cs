//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests
{
    [TestClass]
    public class TlsErrorTextTests
    {
        private const int CauseCount = (int)TlsErrorCause.Downgraded + 1;

        [TestMethod]
        public static void EachCauseHasASentenceAndAName()
        {
            for (int i = 0; i < CauseCount; i++)
            {
                string sentence = TlsErrorText.Explain((TlsErrorCause)i);
                string text = Error((TlsErrorCause)i).ToString();

                Assert.IsTrue(sentence.Length > 0 && sentence[sentence.Length - 1] == '.', i.ToString());
                Assert.IsTrue(text.IndexOf(" (" + i.ToString() + ")]") > 0, text);
                Assert.IsTrue(text.IndexOf("[unknown") < 0, text);

                for (int j = 0; j < i; j++)
                {
                    Assert.IsTrue(sentence != TlsErrorText.Explain((TlsErrorCause)j), sentence);
                }
            }

            Assert.AreEqual("", TlsErrorText.Explain((TlsErrorCause)CauseCount));
        }

        [TestMethod]
        public static void TellsWhatAHandshakeWaitedForAndTheAlert()
        {
            TlsManError refused = new TlsManError(
                TlsErrorCause.AlertReceived, TlsErrorLayer.Handshake, TlsAlert.HandshakeFailure, 0,
                TlsAwaited.ServerHello);
            TlsManError sent = new TlsManError(
                TlsErrorCause.NativeFailure, TlsErrorLayer.Handshake, TlsAlert.InternalError, -28928);

            Assert.AreEqual(
                "The peer refused: likely no cipher suite in common. [AlertReceived (8), waiting for ServerHello, "
                + "alert received: handshake_failure (40)]",
                refused.ToString());
            Assert.AreEqual(
                "A native stack failed: its code says how. [NativeFailure (27), alert sent: internal_error (80), "
                + "native code -28928]",
                sent.ToString());
            Assert.AreEqual("alert", TlsErrorText.GetName((TlsAlert)222));
            Assert.AreEqual("The channel was closed.", TlsErrorText.Describe(null));
        }

        [TestMethod]
        public static void AHandshakeWithoutAnAnswerSaysSo()
        {
            TlsManError silent = new TlsManError(
                TlsErrorCause.HandshakeTimeout, TlsErrorLayer.Session, TlsAlert.None, 0, TlsAwaited.ServerHello);

            Assert.IsTrue(silent.ToString().IndexOf("The server did not answer") == 0, silent.ToString());
            Assert.IsTrue(
                Error(TlsErrorCause.HandshakeTimeout).ToString().IndexOf("likely a wrong key or identity") > 0);
        }

        private static TlsManError Error(TlsErrorCause cause)
        {
            return new TlsManError(cause, TlsErrorLayer.Session, TlsAlert.None, 0);
        }
    }
}
