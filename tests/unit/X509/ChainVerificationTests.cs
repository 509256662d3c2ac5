//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using nanoFramework.TestFramework;
using NanoTlsMan.Ciphers;
using NanoTlsMan.X509;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// A good chain in all the ways in which it can come and be trusted.
    /// </summary>
    [TestClass]
    public class ChainVerificationTests
    {
        private const string Host = "device.example.com";
        private const long NotBefore = 1795727392;

        [TestMethod]
        public static void AChainIsVerifiedWithRealSignatures()
        {
            byte[] list = CreateList();
            ChainVerification verification = Verdict.Run(
                Verdict.Begin(Verdict.TrustIn(Fixtures.Root), new P256Verifier(), Host, Fixtures.Now, list));
            byte[] key = new byte[verification.ResultLength];

            Assert.IsTrue(verification.Succeeded);
            Assert.AreEqual(2, verification.SignatureCount);
            Assert.IsTrue(verification.KeyKind == CertificateKeyKind.P256);
            Assert.IsTrue(verification.CanSign(SignatureScheme.EcdsaSecp256r1Sha256));
            Assert.IsFalse(verification.CanSign(SignatureScheme.EcdsaSecp384r1Sha384));
            Assert.IsFalse(verification.CanSign(SignatureScheme.RsaPssRsaeSha256));
            verification.GetResult(key, 0);
            Assert.AreEqual(Fixtures.PublicKeyInfo.Substring(52), Hex.Format(key));
            Assert.AreEqual(Hex.Format(key), Hex.Format(list, verification.KeyOffset, key.Length));
            Assert.AreEqual(
                Fixtures.PublicKeyInfo, Hex.Format(list, verification.KeyInfoOffset, verification.KeyInfoCount));
        }

        [TestMethod]
        public static void AWrongSignatureIsFound()
        {
            byte[] list = CreateList();

            // The server's last byte is its signature's.
            list[3 + Fixtures.Read(Fixtures.Server).Length - 1] ^= 1;
            ChainVerification verification = Verdict.Run(
                Verdict.Begin(Verdict.TrustIn(Fixtures.Root), new P256Verifier(), Host, Fixtures.Now, list));

            Assert.IsTrue(verification.Rule == CertificateRule.BadSignature);
            Assert.AreEqual(0, verification.CertificateIndex);
            Assert.IsFalse(verification.Succeeded);
            Assert.AreEqual(0, verification.ResultLength);
            Assert.AreEqual(0, verification.KeyInfoCount);
            Assert.IsTrue(verification.KeyKind == CertificateKeyKind.None);
            Assert.IsFalse(verification.CanSign(SignatureScheme.EcdsaSecp256r1Sha256));
        }

        [TestMethod]
        [DataRow("device.example.com", (int)CertificateRule.None)]
        [DataRow("seven.things.example.com", (int)CertificateRule.None)]
        [DataRow("192.0.2.7", (int)CertificateRule.None)]
        [DataRow("2001:db8::7", (int)CertificateRule.None)]
        [DataRow("ignored", (int)CertificateRule.WrongHost)]
        [DataRow("example.com", (int)CertificateRule.WrongHost)]
        [DataRow("192.0.2.8", (int)CertificateRule.WrongHost)]
        public static void TheHostIsOneOfTheNames(string host, int expected)
        {
            Assert.AreEqual(
                expected,
                (int)Verdict.Of(
                    Verdict.TrustIn(Fixtures.Root), new GivenVerifier(), host, Fixtures.Now, CreateList()));
        }

        [TestMethod]
        public static void AHostHasToBeNamed()
        {
            CertificateTrust trust = Verdict.TrustIn(Fixtures.Root);

            Assert.IsTrue(trust.RequiresHost);
            Assert.IsTrue(Rule(trust, null, CreateList()) == CertificateRule.NoHost);

            trust.DangerousAllowAnyHost = true;
            Assert.IsFalse(trust.RequiresHost);
            Assert.IsTrue(Rule(trust, null, CreateList()) == CertificateRule.None);
        }

        [TestMethod]
        public static void OrderAndLeftOversDoNotMatter()
        {
            byte[] server = Fixtures.Read(Fixtures.Server);
            byte[] intermediate = Fixtures.Read(Fixtures.Intermediate);
            byte[] root = Fixtures.Read(Fixtures.Root);
            CertificateTrust trust = Verdict.TrustIn(Fixtures.Root);

            Assert.IsTrue(Rule(trust, Host, Fixtures.Join(server, root, intermediate)) == CertificateRule.None);
            Assert.IsTrue(
                Rule(trust, Host, Fixtures.Join(server, server, intermediate, root, root)) == CertificateRule.None);
            Assert.IsTrue(Rule(trust, Host, Fixtures.Join(intermediate, server)) != CertificateRule.None);
        }

        [TestMethod]
        public static void WhatIsMissingIsSaid()
        {
            byte[] server = Fixtures.Read(Fixtures.Server);
            byte[] intermediate = Fixtures.Read(Fixtures.Intermediate);
            byte[] root = Fixtures.Read(Fixtures.Root);
            CertificateTrust trust = Verdict.TrustIn(Fixtures.Root);

            Assert.IsTrue(Rule(trust, Host, Fixtures.Join(server)) == CertificateRule.UnknownIssuer);
            Assert.IsTrue(Rule(trust, Host, new byte[0]) == CertificateRule.NoCertificate);

            trust = new CertificateTrust();
            Assert.IsTrue(trust.IsEmpty);
            Assert.IsTrue(Rule(trust, Host, Fixtures.Join(server, intermediate)) == CertificateRule.UnknownIssuer);
            Assert.IsTrue(Rule(trust, Host, Fixtures.Join(server, intermediate, root)) == CertificateRule.SelfSigned);
        }

        [TestMethod]
        public static void AnIntermediateMayBeTheAnchor()
        {
            GivenVerifier verifier = new GivenVerifier();

            Assert.IsTrue(
                Verdict.Of(Verdict.TrustIn(Fixtures.Intermediate), verifier, Host, Fixtures.Now, CreateList())
                == CertificateRule.None);
            Assert.AreEqual(1, verifier.Count);
            Assert.AreEqual(1, verifier.DisposedCount);
        }

        [TestMethod]
        public static void APeersOwnCertificateMayBeTheAnchor()
        {
            GivenVerifier verifier = new GivenVerifier();
            CertificateTrust trust = Verdict.TrustIn(Fixtures.Server);
            byte[] list = Fixtures.Join(Fixtures.Read(Fixtures.Server));

            // It is for this peer only, so that no host is needed; if one is named, it counts.
            Assert.IsFalse(trust.RequiresHost);
            Assert.IsTrue(Verdict.Of(trust, verifier, null, Fixtures.Now, list) == CertificateRule.None);
            Assert.IsTrue(
                Verdict.Of(trust, verifier, "other.example", Fixtures.Now, list) == CertificateRule.WrongHost);
            Assert.IsTrue(Verdict.Of(trust, verifier, Host, NotBefore - 1, list) == CertificateRule.NotYetValid);
            Assert.AreEqual(0, verifier.Count);
        }

        [TestMethod]
        public static void PinsAloneVouchForThePeer()
        {
            byte[] server = Fixtures.Read(Fixtures.Server);
            byte[] list = Fixtures.Join(server);
            CertificateTrust trust = new CertificateTrust();

            trust.AddKeyPin(Hash(Hex.Parse(Fixtures.PublicKeyInfo)));
            Assert.IsTrue(Rule(trust, null, list) == CertificateRule.None);
            Assert.IsTrue(Rule(trust, "other.example", list) == CertificateRule.WrongHost);

            trust = new CertificateTrust();
            trust.AddCertificatePin(Hash(server));
            Assert.IsTrue(Rule(trust, null, list) == CertificateRule.None);
            Assert.IsTrue(Rule(trust, null, CreateList()) == CertificateRule.None);

            trust = new CertificateTrust();
            trust.AddKeyPin(Hash(server));
            trust.AddCertificatePin(Hash(Fixtures.Read(Fixtures.Intermediate)));
            Assert.IsTrue(Rule(trust, null, CreateList()) == CertificateRule.NotPinned);
        }

        [TestMethod]
        public static void PinsAreAskedForBesidesAnchors()
        {
            CertificateTrust trust = Verdict.TrustIn(Fixtures.Root);

            trust.AddCertificatePin(Hash(Hex.FromText("something else")));
            Assert.IsTrue(Rule(trust, Host, CreateList()) == CertificateRule.NotPinned);

            trust.AddCertificatePin(Hash(Fixtures.Read(Fixtures.Intermediate)));
            Assert.IsTrue(Rule(trust, Host, CreateList()) == CertificateRule.None);

            trust = Verdict.TrustIn(Fixtures.Root);
            trust.AddKeyPin(Hash(Hex.FromText("something else")));
            trust.AddCertificatePin(Hash(Fixtures.Read(Fixtures.Root)));
            Assert.IsTrue(Rule(trust, Host, CreateList()) == CertificateRule.None);
            Assert.IsTrue(
                Rule(trust, Host, Fixtures.Join(Fixtures.Read(Fixtures.Server))) == CertificateRule.UnknownIssuer);
        }

        [TestMethod]
        public static void TimeIsLookedAt()
        {
            CertificateTrust trust = Verdict.TrustIn(Fixtures.Root);
            GivenVerifier verifier = new GivenVerifier();
            byte[] list = CreateList();

            Assert.IsTrue(Verdict.Of(trust, verifier, Host, NotBefore - 1, list) == CertificateRule.NotYetValid);
            Assert.IsTrue(Verdict.Of(trust, verifier, Host, NotBefore, list) == CertificateRule.None);
            Assert.IsTrue(Verdict.Of(trust, verifier, Host, 5000000000, list) == CertificateRule.Expired);
        }

        [TestMethod]
        public static void AClockThatIsNotSetIsNoClock()
        {
            CertificateTrust trust = Verdict.TrustIn(Fixtures.Root);
            GivenVerifier verifier = new GivenVerifier();
            byte[] list = CreateList();

            Assert.IsTrue(
                Verdict.Of(trust, verifier, Host, CertificateTrust.NoClock, list) == CertificateRule.NoClock);
            Assert.IsTrue(Verdict.Of(trust, verifier, Host, 0, list) == CertificateRule.NoClock);
            Assert.IsTrue(
                Verdict.Of(trust, verifier, Host, CertificateTrust.DefaultEarliestTime - 1, list)
                == CertificateRule.NoClock);

            trust.DangerousAllowNoClock = true;
            Assert.IsTrue(Verdict.Of(trust, verifier, Host, CertificateTrust.NoClock, list) == CertificateRule.None);
            Assert.IsTrue(Verdict.Of(trust, verifier, Host, 0, list) == CertificateRule.None);

            // What is over for certain is over without a clock as well.
            trust.EarliestTime = 5000000000;
            Assert.IsTrue(
                Verdict.Of(trust, verifier, Host, CertificateTrust.NoClock, list) == CertificateRule.Expired);
        }

        [TestMethod]
        public static void AServersCertificateIsNoClients()
        {
            byte[] list = CreateList();
            ChainVerification verification = Verdict.Run(new ChainVerification(
                Verdict.TrustIn(Fixtures.Root), new GivenVerifier(), new ManagedCiphers(), TlsRole.Client, null,
                Fixtures.Now, list, 0, list.Length));

            Assert.IsTrue(verification.Rule == CertificateRule.WrongExtendedKeyUsage);
        }

        [TestMethod]
        public static void WhatWasVerifiedIsRemembered()
        {
            CertificateTrust trust = Verdict.TrustIn(Fixtures.Root);
            GivenVerifier verifier = new GivenVerifier();
            byte[] list = CreateList();

            trust.Verified = new VerifiedCertificates(4);
            Assert.IsTrue(Verdict.Of(trust, verifier, Host, Fixtures.Now, list) == CertificateRule.None);
            Assert.AreEqual(2, verifier.Count);
            Assert.AreEqual(2, trust.Verified.Count);

            // Signatures are not verified again; all else is.
            Assert.IsTrue(Verdict.Of(trust, verifier, Host, Fixtures.Now, list) == CertificateRule.None);
            Assert.AreEqual(2, verifier.Count);
            Assert.IsTrue(Verdict.Of(trust, verifier, Host, 5000000000, list) == CertificateRule.Expired);
            Assert.IsTrue(
                Verdict.Of(trust, verifier, "other.example", Fixtures.Now, list) == CertificateRule.WrongHost);
            Assert.AreEqual(2, verifier.Count);

            // A certificate that differs in its signature only is another one.
            list[3 + Fixtures.Read(Fixtures.Server).Length - 1] ^= 1;
            verifier.IsRight = false;
            Assert.IsTrue(Verdict.Of(trust, verifier, Host, Fixtures.Now, list) == CertificateRule.BadSignature);
            Assert.AreEqual(3, verifier.Count);
            Assert.AreEqual(2, trust.Verified.Count);

            trust.Verified.Clear();
            Assert.AreEqual(0, trust.Verified.Count);
        }

        [TestMethod]
        public static void TheOldestMemoryMakesPlace()
        {
            CertificateTrust trust = Verdict.TrustIn(Fixtures.Root);
            GivenVerifier verifier = new GivenVerifier();

            trust.Verified = new VerifiedCertificates(1);
            Verdict.Of(trust, verifier, Host, Fixtures.Now, CreateList());
            Assert.AreEqual(1, trust.Verified.Count);

            // The server's came last; the intermediate is verified again, and takes its place.
            Verdict.Of(trust, verifier, Host, Fixtures.Now, CreateList());
            Assert.AreEqual(4, verifier.Count);
            Assert.AreEqual(1, trust.Verified.Count);
        }

        [TestMethod]
        public static void LimitsAreKept()
        {
            byte[] server = Fixtures.Read(Fixtures.Server);
            byte[] root = Fixtures.Read(Fixtures.Root);
            CertificateTrust trust = Verdict.TrustIn(Fixtures.Root);

            trust.MaxDepth = 1;
            Assert.IsTrue(Rule(trust, Host, CreateList()) == CertificateRule.TooDeep);
            trust.MaxDepth = 2;
            Assert.IsTrue(Rule(trust, Host, CreateList()) == CertificateRule.None);

            trust.MaxCertificates = 2;
            Assert.IsTrue(
                Rule(trust, Host, Fixtures.Join(server, root, root)) == CertificateRule.TooManyCertificates);
            Assert.IsTrue(Rule(trust, Host, CreateList()) == CertificateRule.None);

            trust.MaxCertificateLength = server.Length - 1;
            Assert.IsTrue(Rule(trust, Host, CreateList()) == CertificateRule.TooLarge);
            trust.MaxCertificateLength = server.Length;
            Assert.IsTrue(Rule(trust, Host, CreateList()) == CertificateRule.None);

            trust.MaxSignatures = 1;
            Assert.IsTrue(Rule(trust, Host, CreateList()) == CertificateRule.TooMuchWork);
        }

        [TestMethod]
        public static void ASchemeThatCannotBeVerifiedIsSaid()
        {
            GivenVerifier verifier = new GivenVerifier();

            verifier.Scheme = SignatureScheme.RsaPkcs1Sha256;
            Assert.IsTrue(
                Verdict.Of(Verdict.TrustIn(Fixtures.Root), verifier, Host, Fixtures.Now, CreateList())
                == CertificateRule.UnsupportedSignature);
        }

        [TestMethod]
        public static void WhatIsDisposedOfDoesNotSucceed()
        {
            GivenVerifier verifier = new GivenVerifier();
            ChainVerification verification =
                Verdict.Begin(Verdict.TrustIn(Fixtures.Root), verifier, Host, Fixtures.Now, CreateList());

            while (verifier.Count == 0)
            {
                verification.Step();
            }

            verification.Dispose();
            verification.Dispose();
            Assert.IsTrue(verification.Step());
            Assert.IsFalse(verification.Succeeded);
            Assert.AreEqual(verifier.Count, verifier.DisposedCount);
        }

        [TestMethod]
        public static void AListLiesAnywhereInItsBuffer()
        {
            byte[] list = CreateList();
            byte[] buffer = new byte[list.Length + 20];

            Array.Copy(list, 0, buffer, 7, list.Length);
            ChainVerification verification = Verdict.Run(new ChainVerification(
                Verdict.TrustIn(Fixtures.Root), new P256Verifier(), new ManagedCiphers(), TlsRole.Server,
                new HostName(Host), Fixtures.Now, buffer, 7, list.Length));

            Assert.IsTrue(verification.Succeeded);
        }

        [TestMethod]
        public static void EntriesOfVersion13HaveExtensions()
        {
            byte[] server = Fixtures.Join(Fixtures.Read(Fixtures.Server));
            byte[] intermediate = Fixtures.Join(Fixtures.Read(Fixtures.Intermediate));
            byte[] list = new byte[server.Length + 5 + intermediate.Length + 2];

            // Three bytes of extensions after the one, none after the other.
            Array.Copy(server, 0, list, 0, server.Length);
            list[server.Length + 1] = 3;
            Array.Copy(intermediate, 0, list, server.Length + 5, intermediate.Length);
            Assert.IsTrue(RuleOf13(list) == CertificateRule.None);
            Assert.IsTrue(Rule(Verdict.TrustIn(Fixtures.Root), Host, list) == CertificateRule.Malformed);
            Assert.IsTrue(RuleOf13(CreateList()) == CertificateRule.Malformed);

            list[list.Length - 1] = 1;
            Assert.IsTrue(RuleOf13(list) == CertificateRule.Malformed);
        }

        [TestMethod]
        public static void MisuseIsAnException()
        {
            CertificateTrust trust = new CertificateTrust();

            Assert.ThrowsException(typeof(ArgumentNullException), () => trust.AddAnchor(null));
            Assert.ThrowsException(typeof(ArgumentException), () => trust.AddAnchor(new byte[3]));
            Assert.ThrowsException(typeof(ArgumentNullException), () => trust.AddKeyPin(null));
            Assert.ThrowsException(typeof(ArgumentException), () => trust.AddKeyPin(new byte[31]));
            Assert.ThrowsException(typeof(ArgumentException), () => trust.AddCertificatePin(new byte[33]));
            Assert.ThrowsException(typeof(ArgumentOutOfRangeException), () => trust.MaxDepth = 0);
            Assert.ThrowsException(typeof(ArgumentOutOfRangeException), () => trust.MaxDepth = 9);
            Assert.ThrowsException(typeof(ArgumentOutOfRangeException), () => trust.MaxCertificates = 33);
            Assert.ThrowsException(typeof(ArgumentOutOfRangeException), () => trust.MaxCertificateLength = 65536);
            Assert.ThrowsException(typeof(ArgumentOutOfRangeException), () => trust.MaxSignatures = -1);
            Assert.ThrowsException(typeof(ArgumentOutOfRangeException), () => new VerifiedCertificates(0));
            Assert.ThrowsException(typeof(ArgumentOutOfRangeException), () => new VerifiedCertificates(1025));
            Assert.ThrowsException(
                typeof(ArgumentNullException),
                () => new ChainVerification(
                    null, new GivenVerifier(), new ManagedCiphers(), TlsRole.Server, null, 0, new byte[0], 0, 0));
            Assert.ThrowsException(
                typeof(ArgumentOutOfRangeException),
                () => new ChainVerification(
                    trust, new GivenVerifier(), new ManagedCiphers(), TlsRole.Server, null, 0, new byte[4], 2, 3));
        }

        private static CertificateRule RuleOf13(byte[] list)
        {
            ChainVerification verification =
                Verdict.Begin(Verdict.TrustIn(Fixtures.Root), new GivenVerifier(), Host, Fixtures.Now, list);

            verification.HasEntryExtensions = true;
            return Verdict.Run(verification).Rule;
        }

        private static byte[] CreateList()
        {
            return Fixtures.Join(Fixtures.Read(Fixtures.Server), Fixtures.Read(Fixtures.Intermediate));
        }

        private static CertificateRule Rule(CertificateTrust trust, string host, byte[] list)
        {
            return Verdict.Of(trust, new GivenVerifier(), host, Fixtures.Now, list);
        }

        private static byte[] Hash(byte[] bytes)
        {
            byte[] digest = new byte[TranscriptHash.DigestLength];

            using (TranscriptHash hash = new ManagedCiphers().CreateTranscriptHash())
            {
                hash.Update(bytes, 0, bytes.Length);
                hash.GetDigest(digest, 0);
            }

            return digest;
        }
    }
}
