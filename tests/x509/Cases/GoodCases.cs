//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Collections.Generic;
using System.Security.Cryptography.X509Certificates;
using NanoTlsMan.Tests.Chains.Making;
using NanoTlsMan.X509;

namespace NanoTlsMan.Tests.Chains.Cases
{
    /// <summary>
    /// Chains that have to be accepted.
    /// </summary>
    internal static class GoodCases
    {
        internal static IEnumerable<ChainCase> All()
        {
            yield return new Chain().Case("good", CertificateRule.None);
            yield return Chain.With(chain =>
            {
                chain.Root.Key = Keys.OtherRsa;
                chain.Intermediate.Key = Keys.Rsa;
            }).Case("good-rsa", CertificateRule.None);
            yield return Chain.With(chain => chain.Leaf.Key = Keys.Rsa).Case("good-rsa-leaf", CertificateRule.None);
            yield return Chain.With(chain =>
            {
                chain.Root.Key = Keys.Rsa;
                chain.Intermediate.Scheme = Scheme.RsaSha384;
                chain.Intermediate.Key = Keys.P384;
            }).Case("good-rsa-sha384-p384", CertificateRule.None);
            yield return Chain.With(chain =>
            {
                chain.Root.Key = Keys.Rsa;
                chain.Root.Scheme = Scheme.PssSha384;
                chain.Intermediate.Scheme = Scheme.PssSha256;
                chain.Intermediate.Key = Keys.OtherRsa;
                chain.Leaf.Scheme = Scheme.PssSha384;
            }).Case("good-pss", CertificateRule.None);

            // An anchor's own signature is nobody's business.
            yield return Chain.With(chain =>
            {
                chain.Root.Key = Keys.Rsa;
                chain.Root.Scheme = Scheme.RsaSha1;
            }).Case("good-anchor-signed-with-sha1", CertificateRule.None);

            var plain = new Chain();
            CertificateSpec stranger = Chain.Authority("CN=Stranger", Keys.Other, null);
            yield return plain.Case(
                "good-unordered", CertificateRule.None, 0, plain.Leaf, plain.Root, plain.Intermediate);
            yield return plain.Case(
                "good-superfluous", CertificateRule.None, 0, plain.Leaf, stranger, plain.Intermediate, plain.Root,
                plain.Leaf);
            yield return plain.Case("good-intermediate-anchored", CertificateRule.None, 0, plain.Leaf) with
            {
                Anchors = [plain.Intermediate.Encode()],
            };

            // The same bytes: another signature would make it another certificate.
            byte[] server = plain.Leaf.Encode();
            yield return new ChainCase("good-server-anchored", CertificateRule.None, 0, [server])
            {
                Anchors = [server],
            };

            yield return Chain.With(chain => chain.Leaf.Set(Extensions.Names("dns:other.example", "dns:*.example.com")))
                .Case("good-wildcard", CertificateRule.None);
            yield return Chain.With(chain => chain.Leaf.Set(Extensions.Names("dns:a.example", "ip:192.0.2.7")))
                .Case("good-ipv4", CertificateRule.None) with
            { Host = "192.0.2.7" };
            yield return Chain.With(chain => chain.Leaf.Set(Extensions.Names("ip:2001:db8::7")))
                .Case("good-ipv6", CertificateRule.None) with
            { Host = "2001:db8::7" };
            yield return Chain.With(chain => chain.Leaf.Subject = "").Case("good-empty-subject", CertificateRule.None);
            yield return Chain.With(chain =>
            {
                chain.Leaf.Set(Extensions.Usages(Extensions.ClientAuth));
                chain.Leaf.Remove("2.5.29.17");
            }).Case("good-client", CertificateRule.None) with
            { Peer = TlsRole.Client, Host = null };
            yield return Chain.With(chain =>
            {
                chain.Leaf.Extensions = [Extensions.Names("dns:device.example.com")];
                chain.Intermediate.Extensions = [Extensions.Constraints(true)];
                chain.Root.Extensions = [Extensions.Constraints(true)];
            }).Case("good-without-usages", CertificateRule.None);
            yield return Chain.With(chain => chain.Intermediate.Set(
                Extensions.Usages(Extensions.ServerAuth, Extensions.ClientAuth)))
                .Case("good-usages-of-authority", CertificateRule.None);
            yield return Chain.With(chain => chain.Leaf.Set(Extensions.Raw("1.3.6.1.4.1.99999.1", false, "05 00")))
                .Case("good-unknown-extension", CertificateRule.None);
            yield return Chain.With(chain =>
            {
                chain.Root.NotAfter = chain.Intermediate.NotAfter = chain.Leaf.NotAfter = Times.End.AddYears(60);
            }).Case("good-until-2100", CertificateRule.None);
            yield return Chain.With(chain => chain.Leaf.Serial = 0).Case("good-serial-0", CertificateRule.None);
            yield return Chain.With(chain =>
            {
                chain.Intermediate.Set(Extensions.SubjectKeyId(Extensions.KeyId(chain.Intermediate.Key)));
                chain.Leaf.Set(Extensions.AuthorityKeyId(Extensions.KeyId(chain.Intermediate.Key)));
            }).Case("good-key-identifiers", CertificateRule.None);
            yield return Chain.With(chain => chain.Root.Set(Extensions.NameConstraints(
                "+dns:example.com", "+ip:192.0.2.0/24", "+dir:O=Example", "-dns:secret.example.com")))
                .WithNames("good-name-constraints", "dns:device.example.com", "dns:EXAMPLE.com", "ip:192.0.2.7");
            yield return Chain.With(chain => chain.Intermediate.Set(Extensions.NameConstraints("-mail:example.com")))
                .Case("good-constraint-of-absent-form", CertificateRule.None);

            foreach (ChainCase each in Choices())
            {
                yield return each;
            }
        }

        private static IEnumerable<ChainCase> Choices()
        {
            // One name and key, once below a stranger and once below the anchor.
            var cross = new Chain();
            CertificateSpec stranger = Chain.Authority("CN=Stranger", Keys.Other, null);
            CertificateSpec crossed = Chain.Authority(cross.Intermediate.Subject, Keys.Intermediate, stranger);
            yield return cross.Case(
                "good-cross-signed", CertificateRule.None, 0, cross.Leaf, crossed, stranger, cross.Intermediate) with
            {
                MaxSignatures = 2,
            };

            // One name and two keys, the wrong one first, and no identifiers: a signature more.
            CertificateSpec wrong = Chain.Authority(cross.Intermediate.Subject, Keys.Another, cross.Root);
            yield return cross.Case(
                "good-second-key", CertificateRule.None, 0, cross.Leaf, wrong, cross.Intermediate) with
            {
                MaxSignatures = 4,
            };

            // The same one above, and among anchors: what was found below stays.
            var high = new Chain();
            CertificateSpec upper = Chain.Authority("CN=Upper", Keys.Other, high.Root);
            CertificateSpec wrongUpper = Chain.Authority("CN=Upper", Keys.Another, high.Root);
            high.Intermediate.Issuer = upper;
            yield return high.Case(
                "good-second-key-above", CertificateRule.None, 0, high.Leaf, high.Intermediate, wrongUpper, upper) with
            {
                MaxSignatures = 5,
            };
            yield return cross.Case("good-second-anchor-key", CertificateRule.None) with
            {
                Anchors = [Chain.Authority(cross.Root.Subject, Keys.Other, null).Encode(), cross.Root.Encode()],
                MaxSignatures = 3,
            };

            // Two anchors with one name, the old one over.
            CertificateSpec old = Chain.Authority(cross.Root.Subject, Keys.Other, null);
            old.NotAfter = Times.Now.AddDays(-1);
            yield return cross.Case("good-second-anchor", CertificateRule.None) with
            {
                Anchors = [old.Encode(), cross.Root.Encode()],
                MaxSignatures = 2,
            };

            // A key change: issued for itself, so that pathlen 0 does not count it (RFC 5280, section 4.2.1.9).
            var change = new Chain();
            CertificateSpec next = Chain.Authority(change.Intermediate.Subject, Keys.Another, change.Intermediate);
            change.Leaf.SigningKey = Keys.Another;
            change.Intermediate.Set(Extensions.SubjectKeyId(Extensions.KeyId(Keys.Intermediate)));
            next.Set(Extensions.SubjectKeyId(Extensions.KeyId(Keys.Another)));
            next.Set(Extensions.AuthorityKeyId(Extensions.KeyId(Keys.Intermediate)));
            change.Leaf.Set(Extensions.AuthorityKeyId(Extensions.KeyId(Keys.Another)));
            yield return change.Case(
                "good-self-issued", CertificateRule.None, 0, change.Leaf, next, change.Intermediate);

            var single = new CertificateSpec
            {
                Subject = "CN=device",
                Key = Keys.Leaf,
                Extensions =
                [
                    Extensions.Constraints(true),
                    Extensions.KeyUsage(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyCertSign),
                    Extensions.Names("dns:device.example.com"),
                ],
            };
            byte[] encoded = single.Encode();
            yield return new ChainCase("good-self-signed-anchored", CertificateRule.None, 0, [encoded])
            {
                Anchors = [encoded],
            };
        }

        private static ChainCase WithNames(this Chain chain, string name, params string[] names)
        {
            chain.Leaf.Set(Extensions.Names(names));
            return chain.Case(name, CertificateRule.None);
        }
    }
}
