//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Formats.Asn1;
using System.Security.Cryptography;

namespace NanoTlsMan.Tests.Chains.Making
{
    /// <summary>
    /// An algorithm of signatures: its identifier, and how it signs.
    /// </summary>
    internal sealed record Scheme(byte[] Identifier, Func<AsymmetricAlgorithm, byte[], byte[]> Sign)
    {
        internal static readonly Scheme EcdsaSha256 = Ecdsa("1.2.840.10045.4.3.2", HashAlgorithmName.SHA256);
        internal static readonly Scheme EcdsaSha384 = Ecdsa("1.2.840.10045.4.3.3", HashAlgorithmName.SHA384);
        internal static readonly Scheme EcdsaSha1 = Ecdsa("1.2.840.10045.4.1", HashAlgorithmName.SHA1);
        internal static readonly Scheme RsaSha256 = Rsa("1.2.840.113549.1.1.11", HashAlgorithmName.SHA256);
        internal static readonly Scheme RsaSha384 = Rsa("1.2.840.113549.1.1.12", HashAlgorithmName.SHA384);
        internal static readonly Scheme RsaSha512 = Rsa("1.2.840.113549.1.1.13", HashAlgorithmName.SHA512);
        internal static readonly Scheme RsaSha1 = Rsa("1.2.840.113549.1.1.5", HashAlgorithmName.SHA1);
        internal static readonly Scheme RsaMd5 = Rsa("1.2.840.113549.1.1.4", HashAlgorithmName.MD5);
        internal static readonly Scheme PssSha256 =
            Pss("2.16.840.1.101.3.4.2.1", "2.16.840.1.101.3.4.2.1", 32, HashAlgorithmName.SHA256);

        internal static readonly Scheme PssSha384 =
            Pss("2.16.840.1.101.3.4.2.2", "2.16.840.1.101.3.4.2.2", 48, HashAlgorithmName.SHA384);

        internal static readonly Scheme PssMixed =
            Pss("2.16.840.1.101.3.4.2.1", "1.3.14.3.2.26", 32, HashAlgorithmName.SHA256);

        /// <summary>What a key signs with unless a case says otherwise.</summary>
        internal static Scheme For(AsymmetricAlgorithm key) => key switch
        {
            RSA => RsaSha256,
            ECDsa { KeySize: 384 } => EcdsaSha384,
            _ => EcdsaSha256,
        };

        /// <summary>An AlgorithmIdentifier.</summary>
        internal static byte[] Algorithm(string identifier, bool hasNull)
        {
            var writer = new AsnWriter(AsnEncodingRules.DER);
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(identifier);
                if (hasNull)
                {
                    writer.WriteNull();
                }
            }

            return writer.Encode();
        }

        private static Scheme Ecdsa(string identifier, HashAlgorithmName hash) => new(
            Algorithm(identifier, false),
            (key, data) => ((ECDsa)key).SignData(data, hash, DSASignatureFormat.Rfc3279DerSequence));

        private static Scheme Rsa(string identifier, HashAlgorithmName hash) => new(
            Algorithm(identifier, true), (key, data) => ((RSA)key).SignData(data, hash, RSASignaturePadding.Pkcs1));

        private static Scheme Pss(string hash, string maskHash, int salt, HashAlgorithmName name)
        {
            var writer = new AsnWriter(AsnEncodingRules.DER);
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier("1.2.840.113549.1.1.10");
                using (writer.PushSequence())
                {
                    using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
                    {
                        writer.WriteEncodedValue(Algorithm(hash, true));
                    }

                    using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 1)))
                    using (writer.PushSequence())
                    {
                        writer.WriteObjectIdentifier("1.2.840.113549.1.1.8");
                        writer.WriteEncodedValue(Algorithm(maskHash, true));
                    }

                    using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 2)))
                    {
                        writer.WriteInteger(salt);
                    }
                }
            }

            return new Scheme(
                writer.Encode(), (key, data) => ((RSA)key).SignData(data, name, RSASignaturePadding.Pss));
        }
    }
}
