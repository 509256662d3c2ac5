//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using NanoTlsMan.Tests.Chains.Making;
using NanoTlsMan.X509;

namespace NanoTlsMan.Tests.Chains.Cases
{
    /// <summary>
    /// Keys and signatures that are not taken.
    /// </summary>
    internal static class AlgorithmCases
    {
        internal static IEnumerable<ChainCase> All()
        {
            (string Name, AsymmetricAlgorithm Key, Scheme Scheme)[] schemes =
            [
                ("rsa-md5", Keys.Rsa, Scheme.RsaMd5),
                ("rsa-sha1", Keys.Rsa, Scheme.RsaSha1),
                ("rsa-sha512", Keys.Rsa, Scheme.RsaSha512),
                ("ecdsa-sha1", Keys.Intermediate, Scheme.EcdsaSha1),
                ("p256-with-sha384", Keys.Intermediate, Scheme.EcdsaSha384),
                ("p384-with-sha256", Keys.P384, Scheme.EcdsaSha256),
                ("pss-with-other-mask", Keys.Rsa, Scheme.PssMixed),
            ];

            foreach ((string name, AsymmetricAlgorithm key, Scheme scheme) in schemes)
            {
                yield return Chain.With(chain =>
                {
                    chain.Intermediate.Key = key;
                    chain.Leaf.Scheme = scheme;
                }).Case(name, CertificateRule.UnsupportedSignature, 0);
            }

            yield return Chain.With(chain =>
            {
                chain.Root.Key = Keys.Rsa;
                chain.Intermediate.Scheme = Scheme.RsaSha1;
            }).Case("intermediate-signed-with-sha1", CertificateRule.UnsupportedSignature, 1);
            yield return Chain.With(chain =>
            {
                byte[] algorithm = Scheme.Algorithm("1.2.840.113549.1.1.11", false);

                chain.Intermediate.Key = Keys.Rsa;
                chain.Leaf.InnerAlgorithm = chain.Leaf.OuterAlgorithm = algorithm;
            }).Case("rsa-without-null", CertificateRule.UnsupportedSignature, 0);
            yield return Chain.With(chain =>
            {
                chain.Leaf.OuterAlgorithm = Scheme.EcdsaSha256.Identifier;
                chain.Leaf.InnerAlgorithm = Scheme.EcdsaSha384.Identifier;
            }).Case("algorithms-differ", CertificateRule.AlgorithmMismatch, 0);
            yield return Chain.With(chain => chain.Intermediate.InnerAlgorithm = Scheme.RsaSha256.Identifier)
                .Case("algorithms-of-intermediate-differ", CertificateRule.AlgorithmMismatch, 1);

            // One algorithm's name over another one's signature.
            yield return Chain.With(chain =>
            {
                chain.Intermediate.Key = Keys.Rsa;
                chain.Leaf.Scheme = Scheme.RsaSha256;
                chain.Leaf.InnerAlgorithm = chain.Leaf.OuterAlgorithm = Scheme.PssSha256.Identifier;
            }).Case("pkcs1-called-pss", CertificateRule.BadSignature, 0);
            yield return Chain.With(chain =>
            {
                chain.Leaf.InnerAlgorithm = chain.Leaf.OuterAlgorithm = Scheme.RsaSha256.Identifier;
            }).Case("ecdsa-called-rsa", CertificateRule.UnsupportedSignature, 0);

            foreach (ChainCase each in KeyCases())
            {
                yield return each;
            }
        }

        private static IEnumerable<ChainCase> KeyCases()
        {
            byte[] modulus = ((RSA)Keys.Rsa).ExportParameters(false).Modulus!;
            byte[] point = Keys.Info(Keys.Leaf)[26..];
            byte[] longModulus = Enumerable.Repeat((byte)0xab, 513).ToArray();

            (string Name, CertificateRule Rule, byte[] Info)[] keys =
            [
                ("rsa-1024", CertificateRule.WeakKey, Keys.Info(Keys.WeakRsa)),
                ("rsa-2047", CertificateRule.WeakKey, Keys.RsaInfo([0x7f, .. modulus[1..]], [1, 0, 1])),
                ("rsa-4104", CertificateRule.UnsupportedKey, Keys.RsaInfo(longModulus, [1, 0, 1])),
                ("rsa-exponent-even", CertificateRule.UnsupportedKey, Keys.RsaInfo(modulus, [1, 0, 0])),
                ("rsa-exponent-long", CertificateRule.UnsupportedKey, Keys.RsaInfo(modulus, [1, 0, 0, 0, 1])),
                ("rsa-modulus-zero", CertificateRule.WeakKey, Keys.RsaInfo([0], [1, 0, 1])),
                ("rsa-not-a-key", CertificateRule.UnsupportedKey, Keys.Info("1.2.840.113549.1.1.1", null, [5, 0])),
                ("p521", CertificateRule.UnsupportedKey, Keys.Info(Keys.P521)),
                ("secp256k1", CertificateRule.UnsupportedKey, Keys.Info("1.2.840.10045.2.1", "1.3.132.0.10", point)),
                ("ed25519", CertificateRule.UnsupportedKey, Keys.Info("1.3.101.112", null, new byte[32])),
                ("point-compressed", CertificateRule.UnsupportedKey,
                    Keys.Info("1.2.840.10045.2.1", "1.2.840.10045.3.1.7", [2, .. point[1..33]])),
                ("point-short", CertificateRule.UnsupportedKey,
                    Keys.Info("1.2.840.10045.2.1", "1.2.840.10045.3.1.7", point[..64])),
                ("p256-called-p384", CertificateRule.UnsupportedKey,
                    Keys.Info("1.2.840.10045.2.1", "1.3.132.0.34", point)),
            ];

            foreach ((string name, CertificateRule rule, byte[] info) in keys)
            {
                yield return Chain.With(chain => chain.Leaf.KeyInfo = info).Case(name, rule, 0);
            }

            yield return Chain.With(chain => chain.Intermediate.Key = Keys.WeakRsa)
                .Case("authority-rsa-1024", CertificateRule.WeakKey, 1);
            yield return Chain.With(chain => chain.Root.Key = Keys.WeakRsa)
                .Case("anchor-rsa-1024", CertificateRule.WeakKey, -1);
        }
    }
}
