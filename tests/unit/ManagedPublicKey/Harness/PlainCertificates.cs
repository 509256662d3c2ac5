//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// Takes a SubjectPublicKeyInfo for a certificate, and every one that begins like one for good: so that what is
    /// tried is the handshake around certificates, and not they.
    /// </summary>
    internal sealed class PlainCertificates : CertificateVerifier
    {
        public const int Rule = 5;

        private const byte Sequence = 0x30;

        public override CertificateVerification Verify(
            byte[] certificates, TlsRole peer, string host, CredentialStore credentials)
        {
            int length = Forge.Get(certificates, 0, 3);

            return new Verification(Forge.Slice(certificates, 3, length));
        }

        public override bool IsFor(byte[] certificates, string host)
        {
            return true;
        }

        private sealed class Verification : CertificateVerification
        {
            private readonly byte[] _certificate;
            private int _steps = 3;

            internal Verification(byte[] certificate)
            {
                _certificate = certificate;
            }

            public override bool Succeeded
            {
                get { return _certificate[0] == Sequence; }
            }

            public override int ResultLength
            {
                get { return Succeeded ? _certificate.Length : 0; }
            }

            public override int CredentialTag
            {
                get { return Keys.TrustTag; }
            }

            public override int Rule
            {
                get { return PlainCertificates.Rule; }
            }

            public override int CertificateIndex
            {
                get { return 0; }
            }

            public override bool Step()
            {
                return --_steps == 0;
            }

            public override void GetResult(byte[] buffer, int offset)
            {
                System.Array.Copy(_certificate, 0, buffer, offset, _certificate.Length);
            }

            public override void Dispose()
            {
            }
        }
    }
}
