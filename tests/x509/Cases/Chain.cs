//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using NanoTlsMan.Tests.Chains.Making;
using NanoTlsMan.X509;

namespace NanoTlsMan.Tests.Chains.Cases
{
    /// <summary>
    /// A good chain of three, of which a case changes what it is about.
    /// </summary>
    internal sealed class Chain
    {
        internal readonly CertificateSpec Root = new()
        {
            Subject = "CN=Test root, O=Example",
            Key = Keys.Root,
            Extensions =
            [
                Extensions.Constraints(true),
                Extensions.KeyUsage(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign),
            ],
        };

        internal readonly CertificateSpec Intermediate;
        internal readonly CertificateSpec Leaf;

        internal Chain()
        {
            Intermediate = Authority("CN=Test intermediate, O=Example", Keys.Intermediate, Root);
            Intermediate.Set(Extensions.Constraints(true, 0));
            Leaf = new CertificateSpec
            {
                Subject = "CN=device, O=Example",
                Key = Keys.Leaf,
                Issuer = Intermediate,
                Extensions =
                [
                    Extensions.KeyUsage(X509KeyUsageFlags.DigitalSignature),
                    Extensions.Usages(Extensions.ServerAuth),
                    Extensions.Names("dns:" + ChainCase.DefaultHost),
                ],
            };
        }

        internal static CertificateSpec Authority(
            string subject, System.Security.Cryptography.AsymmetricAlgorithm key, CertificateSpec? issuer) => new()
            {
                Subject = subject,
                Key = key,
                Issuer = issuer,
                Extensions =
                [
                    Extensions.Constraints(true),
                    Extensions.KeyUsage(X509KeyUsageFlags.KeyCertSign),
                ],
            };

        /// <summary>A chain with some changes.</summary>
        internal static Chain With(Action<Chain> change)
        {
            var chain = new Chain();

            change(chain);
            return chain;
        }

        /// <summary>Leaf and intermediate sent, the root trusted.</summary>
        internal ChainCase Case(string name, CertificateRule rule, int index = 0) =>
            Case(name, rule, index, Leaf, Intermediate);

        /// <summary>Some certificates sent, the root trusted.</summary>
        internal ChainCase Case(string name, CertificateRule rule, int index, params CertificateSpec[] sent) =>
            new(name, rule, index, [.. sent.Select(each => each.Encode())])
            {
                Anchors = [Root.Encode()],
                MaxSignatures = rule == CertificateRule.None ? sent.Length
                    : rule == CertificateRule.BadSignature ? 2 : 0,
            };
    }
}
