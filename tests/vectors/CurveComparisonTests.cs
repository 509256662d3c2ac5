//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Reflection;
using System.Security.Cryptography;
using NanoTlsMan.Ciphers;
using NanoTlsMan.Ciphers.PublicKey;
using Xunit;

namespace NanoTlsMan.Tests.Vectors;

/// <summary>
/// The managed curves against those of .NET.
/// </summary>
public sealed class CurveComparisonTests
{
    private static readonly BigInteger s_order =
        Number(Convert.FromHexString("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"));

    private static readonly ManagedCurves s_curves = new(new ManagedCiphers());

    public static TheoryData<string> Scalars()
    {
        TheoryData<string> data = [];

        // The ends, where an addition of two equal points would be.
        for (int i = 1; i <= 20; i++)
        {
            data.Add(Convert.ToHexString(Bytes(i)));
            data.Add(Convert.ToHexString(Bytes(s_order - i)));
        }

        foreach (int bit in new[] { 28, 29, 64, 127, 128, 192, 223, 224, 225, 254, 255 })
        {
            data.Add(Convert.ToHexString(Bytes(BigInteger.One << bit)));
            data.Add(Convert.ToHexString(Bytes((BigInteger.One << bit) - 1)));
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Scalars))]
    public void EveryScalarGivesTheSameKeyAndSecret(string scalar)
    {
        byte[] key = Convert.FromHexString(scalar);
        using ECDiffieHellman peer = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        using ECDiffieHellman own = ECDiffieHellman.Create(
            new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = key });
        byte[] pair = [.. key, .. Point(own.ExportParameters(false))];

        AssertAgrees(peer, pair);

        // 16 zeros are taken for a source that fails.
        if (key.AsSpan(0, 16).ContainsAnyExcept((byte)0))
        {
            using CurveOperation made = s_curves.GenerateKey(NamedCurve.P256, new FixedRandom(key));

            Assert.Equal(pair, Curves.Run(made));
        }
    }

    [Fact]
    public void KeysAndSecretsAreTheSame()
    {
        for (int i = 0; i < 100; i++)
        {
            using ECDiffieHellman peer = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
            using CurveOperation made = s_curves.GenerateKey(NamedCurve.P256, new FixedRandom(null));

            AssertAgrees(peer, Curves.Run(made));
        }
    }

    [Fact]
    public void EachVerifiesWhatTheOtherSigned()
    {
        Random random = new(20261126);

        for (int i = 0; i < 100; i++)
        {
            using ECDsa platform = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            byte[] digest = new byte[32];
            random.NextBytes(digest);
            SignatureForm form = (SignatureForm)(i & 1);
            DSASignatureFormat format = form == SignatureForm.Der
                ? DSASignatureFormat.Rfc3279DerSequence
                : DSASignatureFormat.IeeeP1363FixedFieldConcatenation;
            ECParameters parameters = platform.ExportParameters(true);

            using CurveOperation signing =
                s_curves.Sign(parameters.D!, 0, digest, 0, new FixedRandom(null), form);
            byte[] signature = Curves.Run(signing);
            Assert.True(platform.VerifyHash(digest, signature, format));
            Assert.True(Verify(Point(parameters), digest, signature, form));

            signature = platform.SignHash(digest, format);
            Assert.True(Verify(Point(parameters), digest, signature, form));

            digest[i % 32] ^= 1;
            Assert.False(Verify(Point(parameters), digest, signature, form));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(16)]
    [InlineData(-1)]
    [InlineData(-2)]
    public void KeysNearTheBasePointMeetEqualAndOppositePoints(int key)
    {
        // The multiples of the two points coincide on the way, which the fast walk cannot add.
        using ECDsa platform = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            D = Bytes(key > 0 ? key : s_order + key),
        });
        byte[] point = Point(platform.ExportParameters(false));
        Random random = new(20261127);

        for (int i = 0; i < 50; i++)
        {
            byte[] digest = new byte[32];
            random.NextBytes(digest);

            // Also small digests and 0, for which the base point's multiple is small or none.
            Array.Clear(digest, 0, i % 3 == 0 ? 32 - (i / 3) : 0);
            byte[] signature = platform.SignHash(digest);

            Assert.True(Verify(point, digest, signature, SignatureForm.Fixed));
            signature[40] ^= 1;
            Assert.False(Verify(point, digest, signature, SignatureForm.Fixed));
        }
    }

    [Fact]
    public void ASumAtInfinityIsRefused()
    {
        // digest + r key = 0: whatever s is, the sum of the two multiples is no point (FIPS 186-4, section 6.4).
        byte[] key = Bytes(s_order / 7);
        byte[] point = Curves.Run(s_curves.GenerateKey(NamedCurve.P256, new FixedRandom(key)))[32..];

        for (int i = 1; i < 20; i++)
        {
            BigInteger r = s_order / (i + 2);
            byte[] digest = Bytes(s_order - r * Number(key) % s_order);

            Assert.False(Verify(point, digest, [.. Bytes(r), .. Bytes(i)], SignatureForm.Fixed));
        }
    }

    [Fact]
    public void AThousandIterationsOfX25519()
    {
        // RFC 7748, section 5.2.
        byte[] scalar = new byte[32];
        byte[] u = new byte[32];
        scalar[0] = 9;
        u[0] = 9;

        for (int i = 0; i < 1000; i++)
        {
            byte[] next = Curves.Run(s_curves.Agree(NamedCurve.X25519, scalar, 0, u, 0, u.Length));
            u = scalar;
            scalar = next;
        }

        Assert.Equal(
            "684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51", Convert.ToHexStringLower(scalar));
    }

    [Fact]
    public void FreshRandomnessGivesAnotherSignature()
    {
        byte[] key = Bytes(123456789);
        byte[] digest = new byte[32];
        HashSet<string> signatures = [];

        for (int i = 0; i < 4; i++)
        {
            using CurveOperation signing =
                s_curves.Sign(key, 0, digest, 0, new FixedRandom(null), SignatureForm.Fixed);

            Assert.True(signatures.Add(Convert.ToHexString(Curves.Run(signing))));
        }
    }

    [Fact]
    public void NoUseIsMadeOfASourceThatFails()
    {
        byte[] key = Bytes(7);
        CurveOperation[] operations =
        [
            s_curves.GenerateKey(NamedCurve.P256, new FixedRandom(new byte[32])),
            s_curves.GenerateKey(NamedCurve.X25519, new FixedRandom(new byte[32])),
            s_curves.Sign(key, 0, key, 0, new FixedRandom(new byte[32]), SignatureForm.Der),

            // A candidate above the order, and the same again.
            s_curves.GenerateKey(NamedCurve.P256, new FixedRandom(Bytes(s_order))),
        ];

        Assert.All(operations, operation => Assert.Empty(Curves.Run(operation)));
        Assert.All(operations, operation => Assert.False(operation.Succeeded));
    }

    [Fact]
    public void AKeyOutOfRangeIsRefused()
    {
        byte[] digest = new byte[32];
        using ECDiffieHellman peer = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        byte[] point = Point(peer.ExportParameters(false));

        foreach (byte[] key in new[]
        {
            new byte[32], Bytes(s_order), Bytes(s_order + 1), [.. Enumerable.Repeat((byte)255, 32)],
        })
        {
            Assert.Empty(Curves.Run(s_curves.Sign(key, 0, digest, 0, null!, SignatureForm.Der)));
            Assert.Empty(Curves.Run(s_curves.Agree(NamedCurve.P256, key, 0, point, 0, point.Length)));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void AnOperationWipesItsNumbers(int kind)
    {
        byte[] key = Bytes(s_order / 3);
        byte[] point = Curves.Run(s_curves.GenerateKey(NamedCurve.P256, new FixedRandom(key)))[32..];

        // In the midst, and at the end.
        foreach (int steps in new[] { 1, 10, 20, int.MaxValue })
        {
            CurveOperation operation = kind switch
            {
                0 => s_curves.GenerateKey(NamedCurve.P256, new FixedRandom(key)),
                1 => s_curves.Agree(NamedCurve.P256, key, 0, point, 0, point.Length),
                2 => s_curves.Sign(key, 0, key, 0, new FixedRandom(null), SignatureForm.Der),
                3 => s_curves.GenerateKey(NamedCurve.X25519, new FixedRandom(key)),
                _ => s_curves.Agree(NamedCurve.X25519, key, 0, key, 0, 32),
            };

            for (int i = 0; i < steps && !operation.Step(); i++)
            {
            }

            operation.Dispose();
            operation.Dispose();
            Assert.False(operation.Succeeded);

            List<string> left = [];
            Collect(operation, operation.GetType().Name, left, []);
            Assert.Empty(left);
        }
    }

    private static void AssertAgrees(ECDiffieHellman peer, byte[] pair)
    {
        byte[] point = Point(peer.ExportParameters(false));
        using ECDiffieHellman platform = ECDiffieHellman.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            D = pair[..32],
            Q = new ECPoint { X = pair[33..65], Y = pair[65..97] },
        });
        using CurveOperation agreement = s_curves.Agree(NamedCurve.P256, pair, 0, point, 0, point.Length);

        // .NET would not have taken a public key that is not that of the private one.
        Assert.Equal(platform.DeriveRawSecretAgreement(peer.PublicKey), Curves.Run(agreement));
    }

    private static bool Verify(byte[] point, byte[] digest, byte[] signature, SignatureForm form)
    {
        using CurveOperation operation =
            s_curves.Verify(point, 0, point.Length, digest, 0, signature, 0, signature.Length, form);

        Curves.Run(operation);
        return operation.Succeeded;
    }

    private static byte[] Point(ECParameters parameters) => [4, .. parameters.Q.X!, .. parameters.Q.Y!];

    private static BigInteger Number(byte[] bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    private static byte[] Bytes(BigInteger number)
    {
        byte[] bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[32 - bytes.Length], .. bytes];
    }

    /// <summary>
    /// Names the arrays of numbers and bytes that an object holds and that are not zeros, but for constants and what
    /// the peer sent.
    /// </summary>
    private static void Collect(object target, string path, List<string> left, HashSet<object> seen)
    {
        if (!seen.Add(target))
        {
            return;
        }

        for (Type? type = target.GetType(); type is not null; type = type.BaseType)
        {
            foreach (FieldInfo field in type.GetFields(
                BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly))
            {
                string name = $"{path}.{field.Name}";

                if (field.Name is "_programme" or "_table" or "_multiples" or "_x1" or "_digest" or "_r")
                {
                    continue;
                }

                CollectValue(field.GetValue(target), name, left, seen);
            }
        }
    }

    private static void CollectValue(object? value, string name, List<string> left, HashSet<object> seen)
    {
        switch (value)
        {
            case long[] or int[] or byte[]:
                if (((Array)value).Cast<object>().Any(item => Convert.ToInt64(item) != 0))
                {
                    left.Add(name);
                }

                break;
            case long[][] numbers:
                foreach (long[] number in numbers)
                {
                    CollectValue(number, name, left, seen);
                }

                break;
            case { } other when other.GetType().Assembly == typeof(ManagedCurves).Assembly:
                Collect(other, name, left, seen);
                break;
        }
    }

    private sealed class FixedRandom(byte[]? bytes) : RandomSource
    {
        protected override bool Generate(byte[] buffer, int offset, int count)
        {
            if (bytes is null)
            {
                RandomNumberGenerator.Fill(buffer.AsSpan(offset, count));
            }
            else
            {
                bytes.AsSpan(0, count).CopyTo(buffer.AsSpan(offset));
            }

            return true;
        }
    }
}
