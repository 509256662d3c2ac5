//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;

namespace NanoTlsMan.Tests
{
    [TestClass]
    public class TlsCapabilitiesTests
    {
        private const int Datagram = (int)TlsTransportKind.Datagram;
        private const int Stream = (int)TlsTransportKind.Stream;

        [TestMethod]
        [DataRow(Datagram)]
        [DataRow(Stream)]
        public static void StackThatCanDoEverythingRefusesNothing(int kind)
        {
            TlsSessionOptions options = Demanding();

            Assert.AreEqual((int)TlsRefusals.None, Match(new FakeStack(), kind, options, Store(64, 128)));
        }

        [TestMethod]
        public static void VersionBelongsToTheTransport()
        {
            FakeStack stack = new FakeStack();

            stack.Capabilities.Versions = TlsVersions.Tls12;
            Assert.AreEqual((int)TlsRefusals.Version, Match(stack, Datagram, new TlsSessionOptions(), Store(1, 1)));
            Assert.AreEqual((int)TlsRefusals.None, Match(stack, Stream, new TlsSessionOptions(), Store(1, 1)));
            stack.Capabilities.Versions = TlsVersions.Dtls12;
            Assert.AreEqual((int)TlsRefusals.None, Match(stack, Datagram, new TlsSessionOptions(), Store(1, 1)));
            Assert.AreEqual((int)TlsRefusals.Version, Match(stack, Stream, new TlsSessionOptions(), Store(1, 1)));
        }

        [TestMethod]
        public static void OneSuiteInCommonIsEnough()
        {
            TlsSessionOptions options = new TlsSessionOptions();

            options.CipherSuites = new ushort[] { TlsCipherSuite.PskWithAes128GcmSha256, 0x1234 };
            Assert.AreEqual((int)TlsRefusals.Suite, Match(new FakeStack(), Datagram, options, Store(1, 1)));
            options.CipherSuites =
                new ushort[] { TlsCipherSuite.PskWithAes128GcmSha256, TlsCipherSuite.PskWithAes128Ccm };
            Assert.AreEqual((int)TlsRefusals.None, Match(new FakeStack(), Datagram, options, Store(1, 1)));
            options.CipherSuites = new ushort[0];
            Assert.AreEqual((int)TlsRefusals.Suite, Match(new FakeStack(), Datagram, options, Store(1, 1)));
        }

        [TestMethod]
        public static void StackWithoutPreSharedKeysIsRefused()
        {
            FakeStack stack = new FakeStack();

            stack.Capabilities.KeyKinds = TlsKeyKinds.X509 | TlsKeyKinds.RawPublicKey;
            Assert.AreEqual((int)TlsRefusals.KeyKind, Match(stack, Datagram, new TlsSessionOptions(), Store(1, 1)));
        }

        [TestMethod]
        [DataRow(16, 32, 0)]
        [DataRow(17, 32, 8)]
        [DataRow(16, 33, 8)]
        public static void LongestKeyAndIdentityHaveToFit(int key, int identity, int refusals)
        {
            FakeStack stack = new FakeStack();

            stack.Capabilities.MaxKeyLength = 16;
            stack.Capabilities.MaxIdentityLength = 32;
            Assert.AreEqual(refusals, Match(stack, Datagram, new TlsSessionOptions(), Store(key, identity)));
        }

        [TestMethod]
        public static void WhatOptionsAskForHasToBeThere()
        {
            FakeStack stack = new FakeStack();

            stack.Capabilities.SupportsMaxFragmentLength = false;
            Assert.AreEqual((int)TlsRefusals.MaxFragmentLength, Match(stack, Datagram, Demanding(), Store(1, 1)));
            stack.Capabilities.SupportsMaxFragmentLength = true;
            stack.Capabilities.SupportsKeyLog = false;
            Assert.AreEqual((int)TlsRefusals.KeyLog, Match(stack, Datagram, Demanding(), Store(1, 1)));
            stack.Capabilities.SupportsKeyLog = true;
            stack.Capabilities.SupportsIdentityHint = false;
            Assert.AreEqual((int)TlsRefusals.IdentityHint, Match(stack, Datagram, Demanding(), Store(1, 1)));
            Assert.AreEqual((int)TlsRefusals.None, Match(stack, Datagram, new TlsSessionOptions(), Store(1, 1)));
        }

        /// <summary>What nobody asked for has to be there all the same, until its opposite is asked for by
        /// name.</summary>
        [TestMethod]
        public static void StackThatTakesLegacyPeersIsRefusedUnlessTheyAreAllowed()
        {
            FakeStack stack = new FakeStack();

            stack.Capabilities.RefusesLegacyPeers = false;
            Assert.AreEqual((int)TlsRefusals.LegacyPeer, Match(stack, Datagram, new TlsSessionOptions(), Store(1, 1)));
            Assert.AreEqual(
                (int)TlsRefusals.None,
                Match(stack, Datagram, new TlsSessionOptions { DangerousAllowLegacyMasterSecret = true }, Store(1, 1)));
            Assert.AreEqual(
                (int)TlsRefusals.LegacyPeer,
                Match(
                    stack, Datagram,
                    new TlsSessionOptions
                    {
                        DangerousAllowLegacyMasterSecret = true,
                        RequireSecureRenegotiation = true,
                    },
                    Store(1, 1)));
        }

        /// <summary>A client uses the credential that its options name, whatever else its store has.</summary>
        [TestMethod]
        public static void StackWithoutPreSharedKeysIsRefusedWhereOneIsNamed()
        {
            FakeStack stack = new FakeStack();
            CredentialStore store = Store(1, 1);
            TlsSessionOptions options = new TlsSessionOptions();

            store.TrustAnchor(2, new byte[40]);
            stack.Capabilities.KeyKinds = TlsKeyKinds.X509;
            Assert.AreEqual((int)TlsRefusals.None, Match(stack, Stream, options, store));
            options.CredentialTag = 1;
            Assert.AreEqual((int)TlsRefusals.KeyKind, Match(stack, Stream, options, store));
            stack.Capabilities.KeyKinds = TlsKeyKinds.Psk;
            Assert.AreEqual((int)TlsRefusals.None, Match(stack, Stream, options, store));
        }

        [TestMethod]
        public static void AllReasonsAreGivenAtOnce()
        {
            TlsCapabilities nothing = new TlsCapabilities { CipherSuites = new ushort[0] };

            Assert.AreEqual(
                1 | 2 | 4 | 8 | 16 | 32 | 128 | 256,
                (int)nothing.Match(TlsTransportKind.Stream, Demanding(), Store(1, 1)));
        }

        [TestMethod]
        public static void SuiteIsFoundByItsNumber()
        {
            TlsCapabilities capabilities = new FakeStack(0xC0A8, 0x00A8).Capabilities;

            Assert.IsTrue(capabilities.HasSuite(0xC0A8));
            Assert.IsTrue(capabilities.HasSuite(0x00A8));
            Assert.IsFalse(capabilities.HasSuite(0xC0A4));
        }

        private static TlsSessionOptions Demanding()
        {
            return new TlsSessionOptions
            {
                CipherSuites = new ushort[] { TlsCipherSuite.PskWithAes128Ccm },
                MaxFragmentLength = 512,
                DangerousKeyLog = Ignore,
                IdentityHint = new byte[] { 1 },
            };
        }

        private static void Ignore(byte[] clientRandom, byte[] masterSecret)
        {
        }

        private static CredentialStore Store(int key, int identity)
        {
            CredentialStore store = new CredentialStore();

            store.AddPsk(1, new byte[identity], new byte[key]);
            return store;
        }

        private static int Match(FakeStack stack, int kind, TlsSessionOptions options, CredentialStore store)
        {
            return (int)stack.Capabilities.Match((TlsTransportKind)kind, options, store);
        }
    }
}
