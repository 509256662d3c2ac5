//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;
using NanoTlsMan.Ciphers;
using NanoTlsMan.Managed;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// What goes with public keys only is asked of no stack that has none: it would be left out without a word.
    /// </summary>
    [TestClass]
    public class OmissionTests
    {
        [TestMethod]
        public static void StackWithoutPublicKeysRefusesWhatGoesWithThem()
        {
            Refuses(new TlsSessionOptions { ApplicationProtocols = new string[] { "coap" } });
            Refuses(new TlsSessionOptions { ServerName = "example.com" });
            Refuses(new TlsSessionOptions { Curves = new NamedCurve[] { NamedCurve.X25519 } });
        }

        [TestMethod]
        public static void OtherOptionsOfPublicKeysMeanNothingToAPreSharedKey()
        {
            Assert.AreEqual(
                (int)TlsRefusals.None,
                Match(new TlsSessionOptions { TargetHost = "example.com", DangerousTrustAnyone = true }));
        }

        private static void Refuses(TlsSessionOptions options)
        {
            Assert.AreEqual((int)TlsRefusals.Omission, Match(options));
        }

        private static int Match(TlsSessionOptions options)
        {
            TlsStack stack = new ManagedStack(new ManagedCiphers(), new TestRandom(1));

            return (int)stack.Capabilities.Match(TlsTransportKind.Stream, options, Psk.Store());
        }
    }
}
