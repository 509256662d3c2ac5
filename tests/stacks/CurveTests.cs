//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Numerics;
using System.Security.Cryptography;
using NanoTlsMan.Ciphers;
using NanoTlsMan.Ciphers.PublicKey;
using NanoTlsMan.NativeStacks;
using static NanoTlsMan.Tests.Vectors.Curves;

namespace NanoTlsMan.Tests.Stacks;

/// <summary>
/// The curves of each native library against the managed ones and .NET's own. Both make the same nonces, so whatever is
/// signed is compared byte by byte.
/// </summary>
public class CurveTests
{
    private static readonly BigInteger s_order =
        Number(Convert.FromHexString("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"));

    private static readonly ManagedCurves s_managed = new(new ManagedCiphers());

    /// <summary>The libraries whose adapters have curves.</summary>
    public static TheoryData<string> Names() => ["mbedtls", "wolfssl"];

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void RandomKeysSecretsAndSignaturesAreTheManagedOnes(string name)
    {
        NativeCurves native = Get(name);
        Random random = new(20261127);

        for (int i = 0; i < 60; i++)
        {
            byte[] first = Bytes(random, 32);
            byte[] second = Bytes(random, 32);

            AssertSame(native, NamedCurve.P256, first, second);
            AssertSame(native, NamedCurve.X25519, first, second);
            AssertSignsTheSame(native, first, Bytes(random, 32), i % 3 == 0 ? null : Bytes(random, 32));
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void ScalarsAtTheEndsAndWithLongRunsAreTheManagedOnes(string name)
    {
        NativeCurves native = Get(name);
        byte[] other = Bytes(new Random(3), 32);

        // The ends, where an addition of two equal points would be, and what cuts digits of numbers off.
        IEnumerable<BigInteger> scalars = Enumerable.Range(1, 20)
            .SelectMany(i => new[] { new BigInteger(i), s_order - i })
            .Concat(
                new[] { 28, 31, 32, 33, 63, 64, 65, 127, 128, 192, 223, 224, 225, 254, 255 }
                .SelectMany(bit => new[] { BigInteger.One << bit, (BigInteger.One << bit) - 1 }));

        foreach (BigInteger scalar in scalars)
        {
            byte[] key = Bytes(scalar);

            AssertAgreesTheSame(native, NamedCurve.P256, key, MakePublic(NamedCurve.P256, other));
            AssertAgreesTheSame(native, NamedCurve.X25519, key, MakePublic(NamedCurve.X25519, other));
            AssertSignsTheSame(native, key, other, null);

            // Digests that are 0, above the order, and short as numbers.
            AssertSignsTheSame(native, other, Bytes(scalar), null);
            AssertSignsTheSame(native, other, [.. Bytes(s_order - scalar)], key);
        }

        AssertSignsTheSame(native, other, new byte[32], null);
        AssertSignsTheSame(native, other, [.. Enumerable.Repeat((byte)0xff, 32)], null);
        AssertSignsTheSame(native, other, Bytes(s_order), null);
    }

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void EveryCoordinateOfX25519IsTakenAsTheManagedOneTakesIt(string name)
    {
        NativeCurves native = Get(name);
        Random random = new(5);
        BigInteger prime = (BigInteger.One << 255) - 19;

        // Points of small order, coordinates that are not reduced, and a highest bit that does not count (RFC 7748,
        // section 5).
        foreach (BigInteger u in Enumerable.Range(0, 20).SelectMany(i => new BigInteger[] { i, prime - i, prime + i }))
        {
            foreach (bool hasHighBit in new[] { false, true })
            {
                byte[] peer = [.. Bytes(u).Reverse()];

                peer[31] |= (byte)(hasHighBit ? 0x80 : 0);
                AssertAgreesTheSame(native, NamedCurve.X25519, Bytes(random, 32), peer);
            }
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void EachVerifiesWhatTheOtherSigned(string name)
    {
        NativeCurves native = Get(name);
        Random random = new(20261128);

        for (int i = 0; i < 40; i++)
        {
            using ECDsa platform = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            byte[] digest = Bytes(random, 32);
            SignatureForm form = (SignatureForm)(i & 1);
            DSASignatureFormat format = form == SignatureForm.Der
                ? DSASignatureFormat.Rfc3279DerSequence
                : DSASignatureFormat.IeeeP1363FixedFieldConcatenation;
            ECParameters parameters = platform.ExportParameters(true);
            byte[] point = [4, .. parameters.Q.X!, .. parameters.Q.Y!];

            byte[] signature = Run(native.Sign(parameters.D!, 0, digest, 0, new TestRandom(i), form));
            Assert.True(platform.VerifyHash(digest, signature, format));
            Assert.True(Verify(native, point, digest, signature, form));

            signature = platform.SignHash(digest, format);
            Assert.True(Verify(native, point, digest, signature, form));

            // One bit anywhere.
            signature[random.Next(signature.Length)] ^= (byte)(1 << random.Next(8));
            Assert.False(Verify(native, point, digest, signature, form));
            signature = platform.SignHash(digest, format);
            digest[i % 32] ^= 1;
            Assert.False(Verify(native, point, digest, signature, form));
            digest[i % 32] ^= 1;
            point[1 + (i % 64)] ^= 1;
            Assert.False(Verify(native, point, digest, signature, form));
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void KeysNearTheBasePointAndSumsAtInfinityAreJudgedRight(string name)
    {
        NativeCurves native = Get(name);
        Random random = new(9);

        foreach (BigInteger key in new[] { 1, 2, 3, 16, s_order - 1, s_order - 2 })
        {
            byte[] point = MakePublic(NamedCurve.P256, Bytes(key));

            for (int i = 0; i < 12; i++)
            {
                byte[] digest = Bytes(random, 32);

                Array.Clear(digest, 0, i % 3 == 0 ? 32 - i : 0);
                byte[] signature = Run(native.Sign(Bytes(key), 0, digest, 0, null, SignatureForm.Fixed));
                Assert.True(Verify(native, point, digest, signature, SignatureForm.Fixed));
                signature[40] ^= 1;
                Assert.False(Verify(native, point, digest, signature, SignatureForm.Fixed));

                // digest + r key = 0: whatever s is, the sum of the two multiples is no point (FIPS 186-4, section
                // 6.4).
                BigInteger r = s_order / (i + 2);

                digest = Bytes(s_order - (r * key % s_order));
                Assert.False(Verify(native, point, digest, [.. Bytes(r), .. Bytes(i + 1)], SignatureForm.Fixed));
            }
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void SignaturesOfMessagesAreVerifiedAndTheOtherSchemesAreTheOthers(string name)
    {
        ManagedSignatures managed = new(new ManagedCiphers());
        NativeSignatures signatures = new(Get(name), managed);
        using ECDsa p256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using ECDsa p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        byte[] message = Bytes(new Random(4), 3000);

        for (int scheme = 0; scheme < 0x10000; scheme++)
        {
            Assert.Equal(managed.Supports(scheme), signatures.Supports(scheme));
        }

        foreach (int length in new[] { 0, 1, 64, 2990 })
        {
            Assert.True(
                Verifies(signatures, p256, SignatureScheme.EcdsaSecp256r1Sha256, HashAlgorithmName.SHA256, message,
                    length, 0));
            Assert.False(
                Verifies(signatures, p256, SignatureScheme.EcdsaSecp256r1Sha256, HashAlgorithmName.SHA256, message,
                    length, 1));
            Assert.True(
                Verifies(signatures, p384, SignatureScheme.EcdsaSecp384r1Sha384, HashAlgorithmName.SHA384, message,
                    length, 0));
        }

        Assert.False(
            Verifies(signatures, p256, SignatureScheme.EcdsaSecp384r1Sha384, HashAlgorithmName.SHA256, message, 9, 0));
        Assert.False(Verifies(signatures, p256, 0x0999, HashAlgorithmName.SHA256, message, 9, 0));
    }

    private static bool Verifies(
        NativeSignatures signatures, ECDsa key, int scheme, HashAlgorithmName hash, byte[] message, int length,
        int missing)
    {
        ECParameters parameters = key.ExportParameters(false);
        byte[] point = [7, 4, .. parameters.Q.X!, .. parameters.Q.Y!];
        byte[] signature =
            [7, 7, .. key.SignData(message.AsSpan(3, length), hash, DSASignatureFormat.Rfc3279DerSequence)];

        using CurveOperation operation = signatures.Verify(
            scheme, point, 1, point.Length - 1, message, 3, length + missing, signature, 2, signature.Length - 2);

        Run(operation);
        return operation.Succeeded;
    }

    private static void AssertSame(NativeCurves native, NamedCurve curve, byte[] first, byte[] second)
    {
        byte[] pair = Run(s_managed.GenerateKey(curve, new GivenBytes(first)));

        Assert.Equal(pair, Run(native.GenerateKey(curve, new GivenBytes(first))));
        AssertAgreesTheSame(native, curve, second, pair[32..]);
    }

    private static void AssertAgreesTheSame(NativeCurves native, NamedCurve curve, byte[] key, byte[] peer)
    {
        using CurveOperation expected = s_managed.Agree(curve, key, 0, peer, 0, peer.Length);
        using CurveOperation actual = native.Agree(curve, key, 0, peer, 0, peer.Length);

        Assert.Equal(Run(expected), Run(actual));
        Assert.Equal(expected.Succeeded, actual.Succeeded);
    }

    private static void AssertSignsTheSame(NativeCurves native, byte[] key, byte[] digest, byte[]? fresh)
    {
        foreach (SignatureForm form in Enum.GetValues<SignatureForm>())
        {
            RandomSource? source = fresh == null || fresh[..16].All(part => part == 0) ? null : new GivenBytes(fresh);
            byte[] signature = Run(native.Sign(key, 0, digest, 0, source, form));

            Assert.NotEmpty(signature);
            source = source == null ? null : new GivenBytes(fresh!);
            Assert.Equal(Run(s_managed.Sign(key, 0, digest, 0, source, form)), signature);
            Assert.True(Verify(native, MakePublic(NamedCurve.P256, key), digest, signature, form));
        }
    }

    private static bool Verify(CurveProvider curves, byte[] point, byte[] digest, byte[] signature, SignatureForm form)
    {
        using CurveOperation operation =
            curves.Verify(point, 0, point.Length, digest, 0, signature, 0, signature.Length, form);

        Run(operation);
        return operation.Succeeded;
    }

    /// <summary>The public key of a private one; of X25519 by agreeing with the base point.</summary>
    private static byte[] MakePublic(NamedCurve curve, byte[] key)
    {
        if (curve == NamedCurve.X25519)
        {
            byte[] nine = new byte[32];

            nine[0] = 9;
            return Run(s_managed.Agree(curve, key, 0, nine, 0, 32));
        }

        using ECDiffieHellman platform = ECDiffieHellman.Create(
            new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = key });
        ECParameters parameters = platform.ExportParameters(false);

        return [4, .. parameters.Q.X!, .. parameters.Q.Y!];
    }

    private static NativeCurves Get(string name)
    {
        Skip.If(NativeCiphers.Find(name) == null, $"{name} is not in libtlsman, or there is no libtlsman");

        NativeCurves curves = NativeCurves.Find(name);

        Assert.NotNull(curves);
        return curves;
    }

    private static BigInteger Number(byte[] bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    private static byte[] Bytes(BigInteger number)
    {
        byte[] bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);

        return [.. new byte[32 - bytes.Length], .. bytes];
    }

    private static byte[] Bytes(Random random, int count)
    {
        byte[] bytes = new byte[count];

        random.NextBytes(bytes);
        bytes[0] &= 0x7f;
        return bytes;
    }

    private sealed class GivenBytes(byte[] bytes) : RandomSource
    {
        protected override bool Generate(byte[] buffer, int offset, int count)
        {
            bytes.AsSpan(0, count).CopyTo(buffer.AsSpan(offset));
            return true;
        }
    }
}
