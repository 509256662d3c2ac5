//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Collections.Generic;
using System.Linq;
using NanoTlsMan.Tests.Chains.Making;
using NanoTlsMan.X509;

namespace NanoTlsMan.Tests.Chains.Cases
{
    /// <summary>
    /// Chains for other hosts, and outside of what their authorities may vouch for.
    /// </summary>
    internal static class NameCases
    {
        internal static IEnumerable<ChainCase> All() => Hosts().Concat(Constraints());

        private static IEnumerable<ChainCase> Hosts()
        {
            (string Name, CertificateRule Rule, string Host, string[] Names)[] cases =
            [
                ("other-host", CertificateRule.WrongHost, "device.example.com", ["dns:other.example.com"]),
                ("parent-domain", CertificateRule.WrongHost, "device.example.com", ["dns:example.com"]),
                ("wildcard-two-labels", CertificateRule.WrongHost, "a.b.example.com", ["dns:*.example.com"]),
                ("wildcard-no-label", CertificateRule.WrongHost, "example.com", ["dns:*.example.com"]),
                ("wildcard-part", CertificateRule.WrongHost, "device.example.com", ["dns:dev*.example.com"]),
                ("wildcard-inside", CertificateRule.WrongHost, "device.example.com", ["dns:device.*.com"]),
                ("wildcard-twice", CertificateRule.WrongHost, "device.example.com", ["dns:*.*.com"]),
                ("wildcard-top-level", CertificateRule.WrongHost, "example.com", ["dns:*.com"]),
                ("wildcard-alone", CertificateRule.WrongHost, "device", ["dns:*"]),
                ("wildcard-of-addresses", CertificateRule.WrongHost, "192.0.2.7", ["dns:*.0.2.7"]),
                ("zero-in-name", CertificateRule.BadName, "device.example.com",
                    ["dns:device.example.com\0.evil.example"]),
                ("zero-after-name", CertificateRule.BadName, "device.example.com", ["dns:device.example.com\0"]),
                ("space-in-name", CertificateRule.BadName, "device.example.com", ["dns:device.example.com "]),
                ("letters-beyond-ascii", CertificateRule.BadName, "device.example.com",
                    ["dns:d\u00e9vice.example.com"]),
                ("bad-name-among-good", CertificateRule.BadName, "device.example.com",
                    ["dns:device.example.com", "dns:\0"]),
                ("trailing-dot", CertificateRule.WrongHost, "device.example.com", ["dns:device.example.com."]),
                ("address-as-dns-name", CertificateRule.WrongHost, "192.0.2.7", ["dns:192.0.2.7"]),
                ("dns-name-as-address", CertificateRule.WrongHost, "device.example.com", ["ip:192.0.2.7"]),
                ("other-address", CertificateRule.WrongHost, "192.0.2.7", ["ip:192.0.2.8"]),
                ("mapped-address", CertificateRule.WrongHost, "192.0.2.7", ["ip:::ffff:192.0.2.7"]),
                ("only-uri", CertificateRule.NoNames, "device.example.com", ["uri:https://device.example.com"]),
                ("only-mail", CertificateRule.NoNames, "device.example.com", ["mail:device.example.com"]),
                ("only-directory", CertificateRule.NoNames, "device.example.com", ["dir:CN=device.example.com"]),
            ];

            foreach ((string name, CertificateRule rule, string host, string[] names) in cases)
            {
                yield return Chain.With(chain => chain.Leaf.Set(Extensions.Names(names))).Case(name, rule, 0) with
                {
                    Host = host,
                };
            }

            yield return Chain.With(chain =>
            {
                chain.Leaf.Subject = "CN=device.example.com";
                chain.Leaf.Remove("2.5.29.17");
            }).Case("common-name-only", CertificateRule.NoNames, 0);
            yield return new Chain().Case("no-host", CertificateRule.NoHost, 0) with { Host = null };
            yield return new Chain().Case("any-host", CertificateRule.None, 0) with
            {
                Host = null,
                Configure = trust => trust.DangerousAllowAnyHost = true,
            };
        }

        private static IEnumerable<ChainCase> Constraints()
        {
            (string Name, CertificateRule Rule, string[] Subtrees, string[] Names)[] cases =
            [
                ("dns-not-permitted", CertificateRule.NameNotPermitted, ["+dns:example.org"], []),
                ("dns-only-ends-alike", CertificateRule.NameNotPermitted, ["+dns:ample.com"], []),
                ("dns-below-only", CertificateRule.NameNotPermitted, ["+dns:.device.example.com"], []),
                ("dns-excluded", CertificateRule.NameNotPermitted, ["-dns:example.com"], []),
                ("dns-excluded-in-other-case", CertificateRule.NameNotPermitted, ["-dns:EXAMPLE.COM"], []),
                ("dns-all-excluded", CertificateRule.NameNotPermitted, ["-dns:"], []),
                ("dns-permitted-and-excluded", CertificateRule.NameNotPermitted,
                    ["+dns:example.com", "-dns:device.example.com"], []),
                ("second-name-not-permitted", CertificateRule.NameNotPermitted, ["+dns:device.example.com"],
                    ["dns:other.example.com"]),
                ("wildcard-over-excluded", CertificateRule.NameNotPermitted, ["-dns:secret.example.com"],
                    ["dns:*.example.com"]),
                ("wildcard-over-excluded-below", CertificateRule.NameNotPermitted, ["-dns:.secret.example.com"],
                    ["dns:*.secret.example.com"]),
                ("wildcard-not-permitted", CertificateRule.NameNotPermitted, ["+dns:device.example.com"],
                    ["dns:*.example.com"]),
                ("address-not-permitted", CertificateRule.NameNotPermitted, ["+ip:192.0.2.0/24"], ["ip:192.0.3.7"]),
                ("address-excluded", CertificateRule.NameNotPermitted, ["-ip:192.0.2.0/29"], ["ip:192.0.2.7"]),
                ("address-of-other-family", CertificateRule.NameNotPermitted, ["+ip:192.0.2.0/24"], ["ip:2001:db8::7"]),
                ("all-addresses-excluded", CertificateRule.NameNotPermitted, ["-ip:0.0.0.0/0"], ["ip:192.0.2.7"]),
                ("subject-not-permitted", CertificateRule.NameNotPermitted, ["+dir:O=Other"], []),
                ("subject-only-begins-alike", CertificateRule.NameNotPermitted, ["+dir:O=Exam"], []),
                ("directory-name-not-permitted", CertificateRule.NameNotPermitted, ["+dir:O=Example"],
                    ["dir:O=Other"]),
                ("directory-name-excluded", CertificateRule.UnsupportedConstraint, ["-dir:O=Other"], []),
                ("uri-constrained", CertificateRule.UnsupportedConstraint, ["+uri:.example.com"],
                    ["uri:https://device.example.com/"]),
                ("mail-constrained", CertificateRule.UnsupportedConstraint, ["-mail:evil.example"],
                    ["mail:me@good.example"]),
            ];

            foreach ((string name, CertificateRule rule, string[] subtrees, string[] names) in cases)
            {
                yield return Chain.With(chain =>
                {
                    chain.Intermediate.Set(Extensions.NameConstraints(subtrees));
                    chain.Leaf.Set(Extensions.Names(["dns:device.example.com", .. names]));
                }).Case(name, rule, 0);
            }

            yield return Chain.With(chain =>
            {
                chain.Intermediate.Set(Extensions.NameConstraints("+mail:good.example"));
                chain.Leaf.Subject = "E=me@good.example, O=Example";
            }).Case("mail-in-subject-constrained", CertificateRule.UnsupportedConstraint, 0);
            yield return Chain.With(chain => chain.Root.Set(Extensions.NameConstraints("-dns:device.example.com")))
                .Case("anchor-excludes", CertificateRule.NameNotPermitted, 0);
            yield return Chain.With(chain =>
            {
                chain.Root.Set(Extensions.NameConstraints("+dir:O=Example"));
                chain.Intermediate.Subject = "CN=Intermediate, O=Other";
            }).Case("intermediate-not-permitted", CertificateRule.NameNotPermitted, 1);

            // What one permits and the other does not.
            yield return Chain.With(chain =>
            {
                chain.Root.Set(Extensions.NameConstraints("+dns:example.org"));
                chain.Intermediate.Set(Extensions.NameConstraints("+dns:example.com"));
            }).Case("constraints-of-both", CertificateRule.NameNotPermitted, 0);

            // A critical extension is honoured whether it says so or not.
            yield return Chain.With(chain => chain.Intermediate.Set(
                Extensions.NameConstraints("+dns:example.org") with { IsCritical = false }))
                .Case("constraint-not-critical", CertificateRule.NameNotPermitted, 0);

            // Names times constraints, of one form and of others, and more constraints than one name is held against.
            yield return Chain.With(chain =>
            {
                chain.Intermediate.Set(Extensions.NameConstraints(
                    [.. Enumerable.Range(0, 64).Select(number => $"-ip:10.0.{number}.0/24")]));
                chain.Leaf.Set(Extensions.Names(
                    ["dns:device.example.com", .. Enumerable.Range(0, 60).Select(number => $"dns:n{number}.example")]));
            }).Case("sixty-names-other-constraints", CertificateRule.TooMuchWork, 0);
            yield return Chain.With(chain => chain.Intermediate.Set(Extensions.NameConstraints(
                [.. Enumerable.Range(0, 65).Select(number => $"-dns:x{number}.example")])))
                .Case("sixty-five-constraints", CertificateRule.TooMuchWork, 1);
            yield return Chain.With(chain => chain.Intermediate.Set(Extensions.NameConstraints(
                [.. Enumerable.Range(0, 64).Select(number => $"-dns:x{number}.example")])))
                .Case("sixty-four-constraints", CertificateRule.None, 0);

            yield return Chain.With(chain =>
            {
                chain.Intermediate.Set(Extensions.NameConstraints(
                    [.. Enumerable.Range(0, 60).Select(number => $"-dns:x{number}.example")]));
                chain.Leaf.Set(Extensions.Names(
                    ["dns:device.example.com", .. Enumerable.Range(0, 60).Select(number => $"dns:n{number}.example")]));
            }).Case("sixty-names-sixty-constraints", CertificateRule.TooMuchWork, 0);
        }
    }
}
