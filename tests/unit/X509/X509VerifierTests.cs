//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using nanoFramework.TestFramework;
using NanoTlsMan.Ciphers;
using NanoTlsMan.X509;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// What a store of credentials trusts, and which of its entries it was.
    /// </summary>
    [TestClass]
    public class X509VerifierTests
    {
        private const string Host = "device.example.com";
        private const int Tag = 9;

        [TestMethod]
        [DataRow(0)]
        [DataRow(1)]
        [DataRow(2)]
        [DataRow(3)]
        [DataRow(4)]
        public static void EachWayOfTrustGivesKeyAndTag(int way)
        {
            CredentialStore store = new CredentialStore();
            byte[] server = Fixtures.Read(Fixtures.Server);
            byte[] info = Hex.Parse(Fixtures.PublicKeyInfo);

            // Others before it must not be taken for it.
            store.TrustKey(1, new byte[91]);
            store.TrustCertificate(2, new byte[32]);
            store.TrustAnchor(3, Fixtures.Read(Fixtures.Server));

            if (way == 0)
            {
                store.TrustKey(Tag, info);
            }
            else if (way == 1)
            {
                store.TrustKey(Tag, Digest(info));
            }
            else if (way == 2)
            {
                store.TrustCertificate(Tag, server);
            }
            else if (way == 3)
            {
                store.TrustCertificate(Tag, Digest(server));
            }
            else
            {
                store.Remove(3);
                store.TrustAnchor(Tag, Fixtures.Read(Fixtures.Root));
            }

            CertificateVerification verification = Run(store, way == 4 ? Host : null);
            byte[] key = new byte[verification.ResultLength];

            Assert.IsTrue(verification.Succeeded);
            Assert.AreEqual(Tag, verification.CredentialTag);
            verification.GetResult(key, 0);
            Assert.AreEqual(Fixtures.PublicKeyInfo, Hex.Format(key));
        }

        [TestMethod]
        public static void NobodyIsTrustedByDefault()
        {
            CertificateVerification verification = Run(new CredentialStore(), Host);

            Assert.IsFalse(verification.Succeeded);
            Assert.AreEqual((int)CertificateRule.UnknownIssuer, verification.Rule);
            Assert.AreEqual(-1, verification.CredentialTag);
            Assert.AreEqual(0, verification.ResultLength);
        }

        [TestMethod]
        public static void AnyoneIsTakenWithoutAStore()
        {
            Assert.IsTrue(Run(null, null).Succeeded);
        }

        [TestMethod]
        [DataRow("other.example.com", (int)CertificateRule.WrongHost)]
        [DataRow("", (int)CertificateRule.NoHost)]
        public static void AnAuthorityVouchesForAHostOnly(string host, int rule)
        {
            Assert.AreEqual(rule, RunByAuthority(host).Rule);
        }

        [TestMethod]
        public static void AnAuthorityVouchesForNobodyWithoutAHost()
        {
            Assert.AreEqual((int)CertificateRule.NoHost, RunByAuthority(null).Rule);
        }

        [TestMethod]
        public static void AnAnchorThatGaveWayToAnotherIsNotTakenForIt()
        {
            CredentialStore store = new CredentialStore();

            store.TrustAnchor(Tag, Fixtures.Read(Fixtures.Root));

            CertificateVerification verification =
                new TimedVerifier().Verify(CreateList(), TlsRole.Server, Host, store);

            Assert.IsFalse(verification.Step());
            store.Remove(Tag);
            store.TrustAnchor(Tag + 1, Fixtures.Read(Fixtures.Server));

            while (!verification.Step())
            {
            }

            Assert.IsTrue(verification.Succeeded);
            Assert.AreEqual(-1, verification.CredentialTag);
        }

        [TestMethod]
        public static void CertificateIsForItsHosts()
        {
            X509Verifier verifier = new TimedVerifier();

            Assert.IsTrue(verifier.IsFor(CreateList(), Host));
            Assert.IsFalse(verifier.IsFor(CreateList(), "other.example.com"));
            Assert.IsFalse(verifier.IsFor(CreateList(), "no host"));
            Assert.IsFalse(verifier.IsFor(new byte[5], Host));
        }

        private static CertificateVerification RunByAuthority(string host)
        {
            CredentialStore store = new CredentialStore();

            store.TrustAnchor(Tag, Fixtures.Read(Fixtures.Root));
            return Run(store, host);
        }

        private static CertificateVerification Run(CredentialStore store, string host)
        {
            CertificateVerification verification =
                new TimedVerifier().Verify(CreateList(), TlsRole.Server, host, store);

            while (!verification.Step())
            {
            }

            return verification;
        }

        private static byte[] CreateList()
        {
            return Fixtures.Join(Fixtures.Read(Fixtures.Server), Fixtures.Read(Fixtures.Intermediate));
        }

        private static byte[] Digest(byte[] content)
        {
            TranscriptHash hash = new ManagedCiphers().CreateTranscriptHash();
            byte[] digest = new byte[TranscriptHash.DigestLength];

            hash.Update(content, 0, content.Length);
            hash.GetDigest(digest, 0);
            return digest;
        }

        private sealed class TimedVerifier : X509Verifier
        {
            internal TimedVerifier()
                : base(new P256Verifier(), new ManagedCiphers())
            {
            }

            protected override long GetTime()
            {
                return Fixtures.Now;
            }
        }
    }
}
