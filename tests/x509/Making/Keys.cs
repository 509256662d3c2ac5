//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Formats.Asn1;
using System.Security.Cryptography;

namespace NanoTlsMan.Tests.Chains.Making
{
    /// <summary>
    /// Keys, made once a run.
    /// </summary>
    internal static class Keys
    {
        internal static readonly AsymmetricAlgorithm Root = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        internal static readonly AsymmetricAlgorithm Intermediate = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        internal static readonly AsymmetricAlgorithm Leaf = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        internal static readonly AsymmetricAlgorithm Other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        internal static readonly AsymmetricAlgorithm Another = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        internal static readonly AsymmetricAlgorithm P384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        internal static readonly AsymmetricAlgorithm P521 = ECDsa.Create(ECCurve.NamedCurves.nistP521);
        internal static readonly AsymmetricAlgorithm Rsa = RSA.Create(2048);
        internal static readonly AsymmetricAlgorithm OtherRsa = RSA.Create(2048);
        internal static readonly AsymmetricAlgorithm WeakRsa = RSA.Create(1024);

        /// <summary>A SubjectPublicKeyInfo whose BIT STRING is RSAPublicKey with this modulus and exponent.</summary>
        internal static byte[] RsaInfo(byte[] modulus, byte[] exponent)
        {
            var key = new AsnWriter(AsnEncodingRules.DER);
            using (key.PushSequence())
            {
                key.WriteIntegerUnsigned(modulus);
                key.WriteIntegerUnsigned(exponent);
            }

            return Info("1.2.840.113549.1.1.1", null, key.Encode());
        }

        /// <summary>A SubjectPublicKeyInfo of any algorithm.</summary>
        internal static byte[] Info(string algorithm, string? curve, byte[] key)
        {
            var writer = new AsnWriter(AsnEncodingRules.DER);
            using (writer.PushSequence())
            {
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(algorithm);
                    if (curve is not null)
                    {
                        writer.WriteObjectIdentifier(curve);
                    }
                    else if (algorithm.StartsWith("1.2.840.113549", System.StringComparison.Ordinal))
                    {
                        writer.WriteNull();
                    }
                }

                writer.WriteBitString(key);
            }

            return writer.Encode();
        }

        internal static byte[] Info(AsymmetricAlgorithm key) => key.ExportSubjectPublicKeyInfo();
    }
}
