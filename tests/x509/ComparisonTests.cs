//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NanoTlsMan.Tests.Chains.Cases;
using NanoTlsMan.X509;
using Xunit;

namespace NanoTlsMan.Tests.Chains
{
    /// <summary>
    /// The verdicts of others on the same chains: .NET's X509Chain and openssl. What is accepted here they accept as
    /// well, but for what is trusted in ways that they do not have.
    /// </summary>
    public sealed class ComparisonTests
    {
        private static readonly Dictionary<string, string> s_net = new()
        {
            ["pinned-key"] = "there are no pins without an authority",
            ["good-server-anchored"] = "a certificate that is no authority's ends no path without its issuer",
            ["good-intermediate-anchored"] = "only a self-signed certificate ends a path",
            ["good-cross-signed"] = "it does not try another issuer of the same name",
            ["good-second-key"] = "it does not try another issuer of the same name",
            ["good-second-key-above"] = "it does not try another issuer of the same name",
            ["good-second-anchor-key"] = "it does not try another issuer of the same name",
        };

        private static readonly Dictionary<string, string> s_openssl = new()
        {
            ["pinned-key"] = "there are no pins",
            ["good-cross-signed"] = "it does not try another issuer of the same name",
            ["good-second-key"] = "it does not try another issuer of the same name",
            ["good-second-key-above"] = "it does not try another issuer of the same name",
            ["good-second-anchor-key"] = "it does not try another issuer of the same name",
        };

        // What others let pass, at their defaults; a version that has become stricter is welcome.
        private static readonly string[] s_letPass =
        [
            "issuer-in-another-encoding", "anchor-version-1", "leaf-usage", "six-deep", "not-pinned",
            "pinned-as-the-other-kind", "bad-name-among-good", "no-host", "wildcard-over-excluded",
            "directory-name-excluded", "uri-constrained", "mail-constrained", "mail-in-subject-constrained",
            "sixty-names-sixty-constraints", "rsa-md5", "rsa-sha1", "rsa-sha512", "ecdsa-sha1", "p256-with-sha384",
            "p384-with-sha256", "intermediate-signed-with-sha1", "rsa-without-null", "rsa-1024", "rsa-2047",
            "rsa-4104", "rsa-exponent-even", "rsa-exponent-long", "rsa-modulus-zero", "p521", "ed25519",
            "point-compressed", "authority-rsa-1024", "anchor-rsa-1024", "indefinite-length", "long-length",
            "long-length-inside", "bytes-after-certificate", "serial-of-21-bytes", "serial-negative", "version-4",
            "version-1-written", "extensions-in-version-1", "extensions-in-version-2", "subject-with-empty-set",
            "intermediate-malformed", "time-generalized-too-early", "extension-critical-as-1",
            "constraints-false-written", "constraints-pathlen-of-nobody", "constraints-with-more",
            "usage-with-unused-bits-set", "usage-with-zeros-at-end", "usage-of-three-bytes", "name-constraints-empty",
            "name-constraints-of-none", "name-constraints-with-holes", "name-constraints-without-mask",
            "thirty-three-extensions", "extension-twice", "critical-policy-constraints", "oversized",
            "sixty-names-other-constraints", "sixty-five-constraints", "extension-with-long-identifier",

            // If the bit that does not count is 0, as it is every other time.
            "key-with-unused-bits", "signature-with-unused-bits",
        ];

        private static readonly string[] s_letPassByNet = ["wildcard-top-level", "trailing-dot"];

        private static readonly string[] s_letPassByOpenssl = ["wildcard-part", "common-name-only"];

        public static TheoryData<string> Good =>
            [.. AllCases.All.Where(each => each.Rule == CertificateRule.None).Select(each => each.Name)];

        [Theory]
        [MemberData(nameof(Good))]
        public void NetAcceptsIt(string name) =>
            Assert.Equal(!s_net.ContainsKey(name), NetAccepts(AllCases.Find(name)));

        [SkippableTheory]
        [MemberData(nameof(Good))]
        public void OpensslAcceptsIt(string name)
        {
            Skip.IfNot(HasOpenssl(), "openssl is not there");
            (bool isAccepted, string said) = OpensslAccepts(AllCases.Find(name));
            Assert.True(isAccepted != s_openssl.ContainsKey(name), said);
        }

        [Fact]
        public void WhatNetLetsPassIsKnown()
        {
            IEnumerable<string> passed = Bad().Where(each => NetAccepts(each)).Select(each => each.Name);

            Expect(passed.Except([.. s_letPass, .. s_letPassByNet]));
        }

        [SkippableFact]
        public void WhatOpensslLetsPassIsKnown()
        {
            Skip.IfNot(HasOpenssl(), "openssl is not there");
            IEnumerable<string> passed =
                Bad().Where(each => OpensslAccepts(each).IsAccepted).Select(each => each.Name);

            Expect(passed.Except([.. s_letPass, .. s_letPassByOpenssl]));
        }

        private static void Expect(IEnumerable<string> unknown) =>
            Assert.True(!unknown.Any(), "let pass: " + string.Join(" ", unknown));

        // Those that have something to be asked for.
        private static IEnumerable<ChainCase> Bad() => AllCases.All.Where(each =>
            each.Rule != CertificateRule.None && each.Anchors.Length > 0 && each.Certificates.Length > 0
            && each.Wire is null && each.Now > 0);

        private static bool NetAccepts(ChainCase given)
        {
            try
            {
                return NetBuilds(given);
            }
            catch (CryptographicException)
            {
                return false;
            }
        }

        private static bool NetBuilds(ChainCase given)
        {
            X509Certificate2[] sent = [.. given.Certificates.Select(X509CertificateLoader.LoadCertificate)];
            using var chain = new X509Chain();

            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            chain.ChainPolicy.DisableCertificateDownloads = true;
            chain.ChainPolicy.VerificationTime = DateTimeOffset.FromUnixTimeSeconds(given.Now).UtcDateTime;
            chain.ChainPolicy.ApplicationPolicy.Add(new Oid(
                given.Peer == TlsRole.Server ? Making.Extensions.ServerAuth : Making.Extensions.ClientAuth));
            foreach (byte[] anchor in given.Anchors)
            {
                chain.ChainPolicy.CustomTrustStore.Add(X509CertificateLoader.LoadCertificate(anchor));
            }

            foreach (X509Certificate2 each in sent.Skip(1))
            {
                chain.ChainPolicy.ExtraStore.Add(each);
            }

            return chain.Build(sent[0])
                && (given.Host is null || sent[0].MatchesHostname(given.Host, allowCommonName: false));
        }

        private static (bool IsAccepted, string Said) OpensslAccepts(ChainCase given)
        {
            string folder = Directory.CreateTempSubdirectory().FullName;

            try
            {
                string Store(string name, byte[][] certificates)
                {
                    string path = Path.Combine(folder, name);
                    File.WriteAllText(path, Program.Pem(certificates));
                    return path;
                }

                List<string> arguments =
                [
                    "verify", "-no-CApath", "-no-CAstore", "-partial_chain",
                    "-attime", given.Now.ToString(), "-purpose",
                    given.Peer == TlsRole.Server ? "sslserver" : "sslclient",
                    "-CAfile", Store("anchors", given.Anchors),
                ];
                if (given.Certificates.Length > 1)
                {
                    arguments.AddRange(["-untrusted", Store("sent", given.Certificates[1..])]);
                }

                if (given.Host is not null)
                {
                    bool isAddress = System.Net.IPAddress.TryParse(given.Host, out _);
                    arguments.AddRange([isAddress ? "-verify_ip" : "-verify_hostname", given.Host]);
                }

                arguments.Add(Store("leaf", given.Certificates[..1]));
                using Process process = Process.Start(new ProcessStartInfo("openssl", arguments)
                {
                    RedirectStandardError = true,
                    RedirectStandardOutput = true,
                })!;
                string said = process.StandardError.ReadToEnd() + process.StandardOutput.ReadToEnd();
                process.WaitForExit();
                return (process.ExitCode == 0, said);
            }
            finally
            {
                Directory.Delete(folder, true);
            }
        }

        private static bool HasOpenssl()
        {
            string path = Environment.GetEnvironmentVariable("PATH") ?? "";

            return path.Split(Path.PathSeparator).Any(each => File.Exists(Path.Combine(each, "openssl")));
        }
    }
}
