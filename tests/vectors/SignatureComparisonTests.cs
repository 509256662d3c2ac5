//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Linq;
using System.Numerics;
using System.Reflection;
using System.Security.Cryptography;
using NanoTlsMan.Ciphers;
using NanoTlsMan.Ciphers.PublicKey;
using Xunit;

namespace NanoTlsMan.Tests.Vectors;

/// <summary>
/// The managed verifier against what .NET signs, and its arithmetic against .NET's numbers.
/// </summary>
public sealed class SignatureComparisonTests
{
    private static readonly BigInteger s_order384 = Number(Convert.FromHexString(
        "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973"));

    [Theory]
    [InlineData(2048)]
    [InlineData(2056)]
    [InlineData(2600)]
    [InlineData(3072)]
    [InlineData(4096)]
    public void WhatDotNetSignsWithRsaIsTaken(int bits)
    {
        using RSA rsa = RSA.Create(bits);
        byte[] key = rsa.ExportRSAPublicKey();
        Random random = new(bits);

        // All lengths of a few blocks, so that each padding of both hashes is met.
        for (int length = 0; length < 270; length += length < 140 ? 1 : 13)
        {
            foreach ((int scheme, HashAlgorithmName hash, RSASignaturePadding padding) in new[]
            {
                (SignatureScheme.RsaPkcs1Sha256, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
                (SignatureScheme.RsaPkcs1Sha384, HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1),
                (SignatureScheme.RsaPssRsaeSha256, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
                (SignatureScheme.RsaPssRsaeSha384, HashAlgorithmName.SHA384, RSASignaturePadding.Pss),
            })
            {
                if (bits > 2048 && length % 40 != 0)
                {
                    continue;
                }

                byte[] message = new byte[length];
                random.NextBytes(message);
                byte[] signature = rsa.SignData(message, hash, padding);

                Assert.True(Signatures.Verify(scheme, key, message, signature));
                signature[random.Next(signature.Length)] ^= (byte)(1 << random.Next(8));
                Assert.False(Signatures.Verify(scheme, key, message, signature));
                Assert.False(Signatures.Verify(scheme ^ 0x0900, key, message, rsa.SignData(message, hash, padding)));
            }
        }
    }

    [Fact]
    public void AModulusOfOneBitMoreThanWholeBytesHasAZeroBeforeThePssEncoding()
    {
        // RFC 8017, section 8.1.2, step 2c. 2^2281 - 1 is a prime, and so the modulus has 3305 bits.
        using RSA other = RSA.Create(2048);
        BigInteger p = BigInteger.Pow(2, 2281) - 1;
        BigInteger q = Number(other.ExportParameters(true).P!);
        BigInteger n = p * q;
        BigInteger phi = (p - 1) * (q - 1);
        BigInteger d = Invert(65537, phi);
        byte[] key = EncodeKey(n, 65537);
        byte[] message = [1, 2, 3];
        byte[] encoded = EncodePss(message, 413);

        Assert.Equal(3305, n.GetBitLength());
        byte[] signature = Bytes(BigInteger.ModPow(Number(encoded), d, n), 414);
        Assert.True(Signatures.Verify(SignatureScheme.RsaPssRsaeSha256, key, message, signature));

        // The same with a one in front of it.
        signature = Bytes(BigInteger.ModPow(Number(encoded) + (BigInteger.One << 3304), d, n), 414);
        Assert.False(Signatures.Verify(SignatureScheme.RsaPssRsaeSha256, key, message, signature));

        // The same signature, with the modulus once more.
        Assert.False(Signatures.Verify(SignatureScheme.RsaPssRsaeSha256, key, message, [0, .. signature]));
    }

    [Fact]
    public void ARepresentativeThatIsNotLessThanTheModulusIsRefused()
    {
        // Section 5.2.2, step 1. A signature and the modulus are the same modulo that, and often as long.
        using RSA rsa = RSA.Create(2048);
        byte[] key = rsa.ExportRSAPublicKey();
        BigInteger n = Number(rsa.ExportParameters(false).Modulus!);
        int met = 0;

        for (byte i = 0; i < 100; i++)
        {
            byte[] message = [i];
            byte[] signature = rsa.SignData(message, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            BigInteger larger = Number(signature) + n;

            Assert.True(Signatures.Verify(SignatureScheme.RsaPkcs1Sha256, key, message, signature));
            if (larger.GetBitLength() <= 2048)
            {
                met++;
                Assert.False(Signatures.Verify(SignatureScheme.RsaPkcs1Sha256, key, message, Bytes(larger, 256)));
            }
        }

        Assert.True(met > 0);
    }

    [Fact]
    public void PowersAreTheSame()
    {
        Random random = new(20261201);
        Assembly assembly = typeof(ManagedSignatures).Assembly;
        MethodInfo read = assembly.GetType("NanoTlsMan.Ciphers.PublicKey.RsaPublicKey")!.GetMethod("Read")!;
        Type powerType = assembly.GetType("NanoTlsMan.Ciphers.PublicKey.RsaPower")!;
        MethodInfo step = powerType.GetMethod("Step")!;

        for (int i = 0; i < 300; i++)
        {
            // Sizes of all kinds, moduli of ones and of zeros, and numbers at both ends.
            int bits = i % 3 == 0 ? random.Next(2048, 4097) : i % 3 == 1 ? 4096 - (i % 10) : 2048 + (i % 10);
            BigInteger n = Random(random, bits) | BigInteger.One << (bits - 1) | 1;
            n = i % 7 == 3 ? (BigInteger.One << bits) - (2 * i) - 1 : n;
            n = i % 7 == 5 ? (BigInteger.One << (bits - 1)) + (2 * i) + 1 : n;
            long exponent = (i % 4) switch
            {
                0 => 65537,
                1 => 3,
                2 => uint.MaxValue,
                _ => random.NextInt64(1, 1L << 31) * 2 + 1,
            };
            BigInteger s = (i % 11) switch
            {
                0 => n - 1,
                1 => i % 5,
                2 => n - (i % 100) - 1,
                3 => BigInteger.One << random.Next(bits - 1),
                _ => Random(random, bits) % n,
            };

            byte[] key = EncodeKey(n, exponent);
            object? publicKey = read.Invoke(null, [key, 0, key.Length]);
            Assert.True(publicKey is not null, $"{i}: {bits} bits, exponent {exponent}");
            object field = publicKey.GetType().GetProperty("Field")!.GetValue(publicKey)!;
            byte[] bytes = Bytes(s, (bits + 7) / 8);
            object number = field.GetType().GetMethod("Read")!.Invoke(field, [bytes, 0, bytes.Length])!;
            object power = Activator.CreateInstance(powerType, publicKey, number)!;

            while (!(bool)step.Invoke(power, null)!)
            {
            }

            long[] limbs = (long[])powerType.GetProperty("Number")!.GetValue(power)!;
            BigInteger result = limbs.Reverse().Aggregate(BigInteger.Zero, (sum, limb) => (sum << 27) + limb);
            Assert.Equal(BigInteger.ModPow(s, exponent, n), result);
        }
    }

    [Theory]
    [InlineData(2047, 65537, false)]
    [InlineData(2048, 65537, true)]
    [InlineData(4096, 65537, true)]
    [InlineData(4097, 65537, false)]
    [InlineData(2048, 1, false)]
    [InlineData(2048, 2, false)]
    [InlineData(2048, 3, true)]
    [InlineData(2048, 65536, false)]
    [InlineData(2048, uint.MaxValue, true)]
    [InlineData(2048, (1L << 32) + 1, false)]
    public void KeysHaveTheirBounds(int bits, long exponent, bool expected)
    {
        byte[] key = EncodeKey((BigInteger.One << bits) - 1, exponent);
        object? read = typeof(ManagedSignatures).Assembly.GetType("NanoTlsMan.Ciphers.PublicKey.RsaPublicKey")!
            .GetMethod("Read")!.Invoke(null, [key, 0, key.Length]);

        Assert.Equal(expected, read is not null);
    }

    [Fact]
    public void WhatDotNetSignsOnP384IsTaken()
    {
        Random random = new(20261202);

        for (int i = 0; i < 300; i++)
        {
            using ECDsa platform = ECDsa.Create(ECCurve.NamedCurves.nistP384);
            byte[] key = Point(platform.ExportParameters(false));
            byte[] message = new byte[i];
            random.NextBytes(message);
            byte[] signature =
                platform.SignData(message, HashAlgorithmName.SHA384, DSASignatureFormat.Rfc3279DerSequence);

            Assert.True(Signatures.Verify(SignatureScheme.EcdsaSecp384r1Sha384, key, message, signature));
            Assert.False(Signatures.Verify(SignatureScheme.EcdsaSecp384r1Sha384, key, [.. message, 0], signature));
            Assert.False(Signatures.Verify(SignatureScheme.EcdsaSecp256r1Sha256, key, message, signature));
            signature[^1] ^= 1;
            Assert.False(Signatures.Verify(SignatureScheme.EcdsaSecp384r1Sha384, key, message, signature));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(16)]
    [InlineData(-1)]
    [InlineData(-2)]
    public void KeysOfP384NearTheBasePointMeetEqualAndOppositePoints(int key)
    {
        using ECDsa platform = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP384,
            D = Bytes(key > 0 ? key : s_order384 + key, 48),
        });
        byte[] point = Point(platform.ExportParameters(false));

        for (int i = 0; i < 30; i++)
        {
            byte[] message = [(byte)i];
            byte[] signature =
                platform.SignData(message, HashAlgorithmName.SHA384, DSASignatureFormat.Rfc3279DerSequence);

            Assert.True(Signatures.Verify(SignatureScheme.EcdsaSecp384r1Sha384, point, message, signature));
            message[0]++;
            Assert.False(Signatures.Verify(SignatureScheme.EcdsaSecp384r1Sha384, point, message, signature));
        }
    }

    [Fact]
    public void SignaturesThatAreMadeForEqualPointsAreVerifiedWithCare()
    {
        // With the key 1, any r and s verify a digest for which digest + r is k s; and a digest that is r makes both
        // walks the same one, which the fast walk cannot add.
        using ECDsa one = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP384, D = Bytes(1, 48) });
        byte[] key = Point(one.ExportParameters(false));
        int careful = 0;

        for (int i = 1; i < 40; i++)
        {
            BigInteger k = s_order384 / (i + 1);
            BigInteger r = Number(Multiple(k)) % s_order384;

            // digest = r: s = 2 r / k. digest = -r: the sum is at infinity, whatever s is.
            BigInteger s = 2 * r * Invert(k, s_order384) % s_order384;
            Assert.True(VerifyDigest(key, Bytes(r, 48), r, s, ref careful));
            Assert.False(VerifyDigest(key, Bytes(s_order384 - r, 48), r, s, ref careful));
            Assert.False(VerifyDigest(key, new byte[48], r, s, ref careful));
        }

        Assert.True(careful > 0);
    }

    [Fact]
    public void NullIsRefused()
    {
        Assert.Throws<ArgumentNullException>(() => new ManagedSignatures(null!));
        Assert.Throws<ArgumentNullException>(() => new ManagedCurves(null!));
        Assert.Throws<ArgumentNullException>(
            () => new ManagedCurves(new ManagedCiphers()).GenerateKey(NamedCurve.P256, null!));
        Assert.Throws<ArgumentNullException>(
            () => new ManagedCurves(new ManagedCiphers()).GenerateKey(NamedCurve.X25519, null!));
    }

    /// <summary>x of a multiple of the base point.</summary>
    private static byte[] Multiple(BigInteger k)
    {
        using ECDsa platform =
            ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP384, D = Bytes(k, 48) });
        return platform.ExportParameters(false).Q.X!;
    }

    private static bool VerifyDigest(byte[] key, byte[] digest, BigInteger r, BigInteger s, ref int careful)
    {
        byte[] signature = [.. EncodeInteger(r), .. EncodeInteger(s)];
        signature = [0x30, (byte)signature.Length, .. signature];
        using CurveOperation operation = (CurveOperation)Activator.CreateInstance(
            typeof(ManagedSignatures).Assembly.GetType("NanoTlsMan.Ciphers.PublicKey.P384Verification")!,
            key, 0, key.Length, digest, signature, 0, signature.Length)!;

        Curves.Run(operation);
        careful += (bool)GetField(GetField(operation, "_walk"), "_careful") ? 1 : 0;
        return operation.Succeeded;
    }

    private static object GetField(object owner, string name) =>
        owner.GetType().GetField(name, BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(owner)!;

    private static byte[] EncodePss(byte[] message, int length)
    {
        byte[] salt = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
        byte[] hash = SHA256.HashData([.. new byte[8], .. SHA256.HashData(message), .. salt]);
        byte[] block = [.. new byte[length - 66], 1, .. salt];

        for (int i = 0; i < block.Length; i++)
        {
            block[i] ^= SHA256.HashData([.. hash, 0, 0, 0, (byte)(i / 32)])[i % 32];
        }

        return [.. block, .. hash, 0xbc];
    }

    private static byte[] EncodeKey(BigInteger n, BigInteger e)
    {
        byte[] numbers = [.. EncodeInteger(n), .. EncodeInteger(e)];
        return [0x30, 0x82, (byte)(numbers.Length >> 8), (byte)numbers.Length, .. numbers];
    }

    private static byte[] EncodeInteger(BigInteger number)
    {
        byte[] bytes = number.ToByteArray(isBigEndian: true);
        byte[] length = bytes.Length < 128 ? [(byte)bytes.Length]
            : bytes.Length < 256 ? [0x81, (byte)bytes.Length]
            : [0x82, (byte)(bytes.Length >> 8), (byte)bytes.Length];
        return [2, .. length, .. bytes];
    }

    private static BigInteger Invert(BigInteger a, BigInteger n)
    {
        (BigInteger u, BigInteger v, BigInteger x, BigInteger y) = (a % n, n, 1, 0);

        while (u != 0)
        {
            BigInteger quotient = v / u;
            (u, v, x, y) = (v - (quotient * u), u, y - (quotient * x), x);
        }

        return ((y % n) + n) % n;
    }

    private static BigInteger Random(Random random, int bits)
    {
        byte[] bytes = new byte[(bits + 7) / 8];
        random.NextBytes(bytes);
        return Number(bytes) & ((BigInteger.One << bits) - 1);
    }

    private static byte[] Point(ECParameters parameters) => [4, .. parameters.Q.X!, .. parameters.Q.Y!];

    private static BigInteger Number(byte[] bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    private static byte[] Bytes(BigInteger number, int length)
    {
        byte[] bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[length - bytes.Length], .. bytes];
    }
}
