//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// A stack that can do whatever the test says, and counts the engines it makes.
    /// </summary>
    internal sealed class FakeStack : TlsStack
    {
        private readonly TlsCapabilities _capabilities;

        /// <summary>
        /// Makes a stack that can do everything that is asked for today, with two suites.
        /// </summary>
        public FakeStack()
            : this(TlsCipherSuite.PskWithAes128Ccm8, TlsCipherSuite.PskWithAes128Ccm)
        {
        }

        public FakeStack(params ushort[] suites)
        {
            _capabilities = new TlsCapabilities
            {
                Versions = TlsVersions.Dtls12 | TlsVersions.Tls12,
                CipherSuites = suites,
                KeyKinds = TlsKeyKinds.Psk,
                MaxKeyLength = CredentialStore.MaxKeyLength,
                MaxIdentityLength = CredentialStore.MaxIdentityLength,
                MaxPayload = RecordHeader.MaxPlaintext,
                SupportsMaxFragmentLength = true,
                SupportsCookieGate = true,
                SupportsKeyLog = true,
                RefusesLegacyPeers = true,
                SupportsIdentityHint = true,
            };
        }

        public int Engines { get; private set; }

        public override string Name
        {
            get { return "fake"; }
        }

        public override string Version
        {
            get { return "1"; }
        }

        public override TlsCapabilities Capabilities
        {
            get { return _capabilities; }
        }

        public override TlsEngine CreateEngine(
            TlsRole role, TlsTransportKind kind, TlsSessionOptions options, CredentialStore credentials,
            DropCounters drops)
        {
            Engines++;
            return new FakeEngine();
        }
    }
}
