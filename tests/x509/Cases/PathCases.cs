//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NanoTlsMan.Tests.Chains.Making;
using NanoTlsMan.X509;

namespace NanoTlsMan.Tests.Chains.Cases
{
    /// <summary>
    /// Chains that lead nowhere, over somebody who may not, or too far.
    /// </summary>
    internal static class PathCases
    {
        internal static IEnumerable<ChainCase> All() => Ends().Concat(Authorities()).Concat(Loops()).Concat(Pins());

        private static IEnumerable<ChainCase> Ends()
        {
            var chain = new Chain();
            CertificateSpec stranger = Chain.Authority("CN=Stranger", Keys.Other, null);

            yield return chain.Case("no-certificate", CertificateRule.NoCertificate, 0, []);
            yield return chain.Case("missing-intermediate", CertificateRule.UnknownIssuer, 0, chain.Leaf);
            yield return chain.Case(
                "missing-intermediate-with-root", CertificateRule.UnknownIssuer, 0, chain.Leaf, chain.Root);
            yield return chain.Case("wrong-order", CertificateRule.WrongKeyUsage, 0, chain.Intermediate, chain.Leaf);
            yield return chain.Case("unknown-root", CertificateRule.UnknownIssuer, 1) with
            {
                Anchors = [stranger.Encode()],
            };
            yield return chain.Case(
                "unknown-root-sent", CertificateRule.SelfSigned, 2, chain.Leaf, chain.Intermediate, chain.Root) with
            {
                Anchors = [stranger.Encode()],
            };
            yield return chain.Case("nobody-trusted", CertificateRule.UnknownIssuer, 1) with { Anchors = [] };
            yield return Chain.With(each => each.Leaf.Issuer = null).Case("self-signed", CertificateRule.SelfSigned, 0);

            // The same name and another key, without identifiers and with them.
            CertificateSpec impostor = Chain.Authority(chain.Root.Subject, Keys.Other, null);
            yield return chain.Case("same-name-other-key", CertificateRule.BadSignature, 1) with
            {
                Anchors = [impostor.Encode()],
            };
            impostor.Set(Extensions.SubjectKeyId(Extensions.KeyId(Keys.Other)));
            yield return Chain.With(each => each.Intermediate.Set(
                Extensions.AuthorityKeyId(Extensions.KeyId(Keys.Root))))
                .Case("same-name-other-key-identifier", CertificateRule.UnknownIssuer, 1) with
            {
                Anchors = [impostor.Encode()],
            };

            // One certificate's name in two encodings: names are compared byte by byte.
            yield return Chain.With(each =>
            {
                each.Intermediate.SubjectName = Named(0x13);
                each.Leaf.IssuerName = Named(0x0c);
            }).Case("issuer-in-another-encoding", CertificateRule.UnknownIssuer, 0);

            yield return Chain.With(each => each.Leaf.SigningKey = Keys.Other)
                .Case("signed-by-another-key", CertificateRule.BadSignature, 0);
            yield return Chain.With(each => each.Leaf.Alter = FlipLast)
                .Case("signature-bit-of-leaf", CertificateRule.BadSignature, 0);
            yield return Chain.With(each => each.Intermediate.Alter = FlipLast)
                .Case("signature-bit-of-intermediate", CertificateRule.BadSignature, 1) with
            {
                MaxSignatures = 1,
            };

            // An authority's own certificate signed by the leaf it vouches for.
            yield return Chain.With(each => each.Intermediate.Issuer = each.Leaf)
                .Case("issued-by-its-own-leaf", CertificateRule.UnknownIssuer, 1);
        }

        private static IEnumerable<ChainCase> Authorities()
        {
            yield return Chain.With(each => each.Intermediate.Set(Extensions.Constraints(false)))
                .Case("authority-false", CertificateRule.NotAnAuthority, 1);
            yield return Chain.With(each => each.Intermediate.Remove("2.5.29.19"))
                .Case("authority-without-constraints", CertificateRule.NotAnAuthority, 1);
            yield return Chain.With(each =>
            {
                each.Intermediate.Version = 1;
                each.Intermediate.Extensions = [];
            }).Case("authority-version-1", CertificateRule.NotAnAuthority, 1);
            yield return Chain.With(each =>
            {
                each.Root.Version = 1;
                each.Root.Extensions = [];
            }).Case("anchor-version-1", CertificateRule.NotAnAuthority, -1);
            yield return Chain.With(each => each.Root.Set(Extensions.Constraints(false)))
                .Case("anchor-false", CertificateRule.NotAnAuthority, -1);
            yield return Chain.With(each =>
            {
                each.Leaf.Version = 1;
                each.Leaf.Extensions = [];
            }).Case("leaf-version-1", CertificateRule.UnsupportedVersion, 0);
            yield return Chain.With(each => each.Root.Set(Extensions.Constraints(true, 0)))
                .Case("anchor-pathlen", CertificateRule.PathTooLong, -1);

            var deep = new Chain();
            CertificateSpec below = Chain.Authority("CN=Below", Keys.Other, deep.Intermediate);
            deep.Leaf.Issuer = below;
            yield return deep.Case("pathlen", CertificateRule.PathTooLong, 2, deep.Leaf, below, deep.Intermediate);

            // A leaf that vouches for another leaf.
            var forged = new Chain();
            var victim = new CertificateSpec
            {
                Subject = "CN=victim",
                Key = Keys.Other,
                Issuer = forged.Leaf,
                Extensions = [Extensions.Names("dns:device.example.com")],
            };
            yield return forged.Case(
                "leaf-as-authority", CertificateRule.NotAnAuthority, 1, victim, forged.Leaf, forged.Intermediate);

            yield return Chain.With(each => each.Intermediate.Set(
                Extensions.KeyUsage(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.CrlSign)))
                .Case("authority-usage", CertificateRule.WrongKeyUsage, 1);
            yield return Chain.With(each => each.Root.Set(Extensions.KeyUsage(X509KeyUsageFlags.CrlSign)))
                .Case("anchor-usage", CertificateRule.WrongKeyUsage, -1);
            yield return Chain.With(each => each.Leaf.Set(
                Extensions.KeyUsage(X509KeyUsageFlags.KeyEncipherment | X509KeyUsageFlags.KeyAgreement)))
                .Case("leaf-usage", CertificateRule.WrongKeyUsage, 0);
            yield return Chain.With(each => each.Leaf.Set(Extensions.Usages(Extensions.ClientAuth)))
                .Case("leaf-for-clients", CertificateRule.WrongExtendedKeyUsage, 0);
            yield return Chain.With(each => each.Leaf.Set(Extensions.Usages(Extensions.AnyUsage)))
                .Case("leaf-for-anything", CertificateRule.WrongExtendedKeyUsage, 0);
            yield return Chain.With(each => each.Leaf.Set(Extensions.Usages("1.3.6.1.5.5.7.3.4")))
                .Case("leaf-for-mail", CertificateRule.WrongExtendedKeyUsage, 0);
            yield return Chain.With(each => each.Intermediate.Set(Extensions.Usages(Extensions.ClientAuth)))
                .Case("authority-for-clients", CertificateRule.WrongExtendedKeyUsage, 1);
            yield return new Chain().Case("server-as-client", CertificateRule.WrongExtendedKeyUsage, 0) with
            {
                Peer = TlsRole.Client,
                Host = null,
            };

            yield return Chain.With(each => each.Leaf.NotAfter = Times.Now.AddSeconds(-1))
                .Case("expired-leaf", CertificateRule.Expired, 0);
            yield return Chain.With(each => each.Intermediate.NotAfter = Times.Now.AddSeconds(-1))
                .Case("expired-intermediate", CertificateRule.Expired, 1);
            yield return Chain.With(each => each.Root.NotAfter = Times.Now.AddSeconds(-1))
                .Case("expired-anchor", CertificateRule.Expired, -1);
            yield return Chain.With(each => each.Leaf.NotBefore = Times.Now.AddSeconds(1))
                .Case("leaf-not-yet-valid", CertificateRule.NotYetValid, 0);
            yield return Chain.With(each => each.Intermediate.NotBefore = Times.Now.AddSeconds(1))
                .Case("intermediate-not-yet-valid", CertificateRule.NotYetValid, 1);
            yield return new Chain().Case("no-clock", CertificateRule.NoClock, 0) with
            {
                Now = CertificateTrust.NoClock,
            };
            yield return new Chain().Case("clock-in-1970", CertificateRule.NoClock, 0) with { Now = 3600 };
            yield return Chain.With(each => each.Leaf.NotAfter = Times.Now.AddSeconds(-1))
                .Case("over-without-clock", CertificateRule.Expired, 0) with
            {
                Now = CertificateTrust.NoClock,
                Configure = trust =>
                {
                    trust.DangerousAllowNoClock = true;
                    trust.EarliestTime = Times.Now.ToUnixTimeSeconds();
                },
            };
        }

        private static IEnumerable<ChainCase> Loops()
        {
            var ring = new Chain();
            CertificateSpec first = Chain.Authority("CN=First", Keys.Intermediate, null);
            CertificateSpec second = Chain.Authority("CN=Second", Keys.Other, first);
            first.Issuer = second;
            ring.Leaf.Issuer = first;
            yield return ring.Case("ring", CertificateRule.UnknownIssuer, 2, ring.Leaf, first, second);

            // The ring once more under other serial numbers.
            CertificateSpec third = Chain.Authority("CN=First", Keys.Intermediate, second);
            CertificateSpec fourth = Chain.Authority("CN=Second", Keys.Other, third);
            third.Serial = fourth.Serial = 8;
            yield return ring.Case(
                "ring-of-twins", CertificateRule.UnknownIssuer, 2, ring.Leaf, first, second, third, fourth);

            // Each could be each one's issuer, and none leads to an anchor.
            var crowd = new Chain();
            CertificateSpec[] crowded =
            [
                .. Enumerable.Range(0, 7).Select(_ =>
                    Chain.Authority("CN=Crowd", ECDsa.Create(ECCurve.NamedCurves.nistP256), null)),
            ];
            crowd.Leaf.Issuer = crowded[0];
            yield return crowd.Case(
                "crowd-of-one-name", CertificateRule.TooMuchWork, 4, [crowd.Leaf, .. crowded]);

            // Seven keys of one name that the anchor vouches for, none of them the right one.
            var keys = new Chain();
            CertificateSpec[] wrong =
            [
                .. crowded.Select(each => Chain.Authority(keys.Intermediate.Subject, each.Key, keys.Root)),
            ];
            yield return keys.Case("seven-wrong-keys", CertificateRule.TooMuchWork, 5, [keys.Leaf, .. wrong]) with
            {
                MaxSignatures = 8,
            };

            var line = new Chain();
            CertificateSpec above = line.Root;
            var sent = new List<CertificateSpec>();
            for (int i = 0; i < 5; i++)
            {
                above = Chain.Authority("CN=Level " + i, crowded[i].Key, above);
                sent.Insert(0, above);
            }

            line.Leaf.Issuer = above;
            yield return line.Case("six-deep", CertificateRule.TooDeep, 4, [line.Leaf, .. sent]);
            yield return line.Case("six-deep-allowed", CertificateRule.None, 0, [line.Leaf, .. sent]) with
            {
                Configure = trust => trust.MaxDepth = 6,
            };
            yield return line.Case(
                "hundred", CertificateRule.TooManyCertificates, 8, [line.Leaf, .. Enumerable.Repeat(line.Root, 99)]);
            yield return line.Case(
                "nine", CertificateRule.TooManyCertificates, 8, [line.Leaf, .. Enumerable.Repeat(line.Root, 8)]);
        }

        private static IEnumerable<ChainCase> Pins()
        {
            var chain = new Chain();
            byte[] right = SHA256.HashData(Keys.Info(Keys.Leaf));
            byte[] wrong = SHA256.HashData(Keys.Info(Keys.Other));

            yield return chain.Case("pinned-key", CertificateRule.None, 0, chain.Leaf) with
            {
                Anchors = [],
                Host = null,
                Configure = trust => trust.AddKeyPin(right),
                MaxSignatures = 0,
            };
            yield return chain.Case("pinned-anchor-key", CertificateRule.None) with
            {
                Configure = trust => trust.AddKeyPin(SHA256.HashData(Keys.Info(Keys.Root))),
            };
            yield return chain.Case("not-pinned", CertificateRule.NotPinned, 0) with
            {
                Configure = trust => trust.AddKeyPin(wrong),
            };
            yield return chain.Case("not-pinned-alone", CertificateRule.NotPinned, 0) with
            {
                Anchors = [],
                Configure = trust => trust.AddKeyPin(wrong),
            };

            // Without anchors an authority's pin vouches for nobody: no signature would be verified.
            yield return chain.Case("authority-pinned-alone", CertificateRule.NotPinned, 0) with
            {
                Anchors = [],
                Configure = trust => trust.AddKeyPin(SHA256.HashData(Keys.Info(Keys.Intermediate))),
            };

            // A pinned certificate is not a pinned key of another one.
            yield return chain.Case("pinned-as-the-other-kind", CertificateRule.NotPinned, 0) with
            {
                Configure = trust => trust.AddCertificatePin(right),
            };
            yield return chain.Case("pinned-but-no-path", CertificateRule.UnknownIssuer, 0, chain.Leaf) with
            {
                Configure = trust => trust.AddKeyPin(right),
            };
        }

        private static byte[] Named(int tag) => Der.Value(
            0x30, Der.Value(0x31, Der.Value(0x30, Der.Hex("0603550403"), Der.Text(tag, "Test intermediate"))));

        private static byte[] FlipLast(byte[] certificate)
        {
            certificate[^1] ^= 1;
            return certificate;
        }
    }
}
