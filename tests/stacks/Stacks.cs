//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Ciphers;
using NanoTlsMan.Ciphers.Device;
using NanoTlsMan.Ciphers.PublicKey;
using NanoTlsMan.Host.Ciphers;
using NanoTlsMan.Managed;
using NanoTlsMan.Managed.PublicKey;
using NanoTlsMan.NativeStacks;
using NanoTlsMan.X509;

namespace NanoTlsMan.Tests.Stacks;

/// <summary>
/// The stacks that the tests go over: the managed one, the managed one on a firmware's and on native ciphers, and the
/// native ones, as far as libtlsman has them.
/// </summary>
internal static class Stacks
{
    public const string Managed = "managed";

    private const string OnCiphers = "managed on ";
    private const string OnDeviceCiphers = OnCiphers + "device";
    private const string OnHostCiphers = OnCiphers + "host";

    /// <summary>All names, whether the stacks are there or not.</summary>
    public static readonly string[] Native = ["mbedtls", "wolfssl", "tinydtls"];

    public static readonly string[] All = [Managed, .. Native];

    public static readonly string[] AllWithCiphers =
        [.. All, OnDeviceCiphers, OnHostCiphers, .. Native.Select(name => OnCiphers + name)];

    /// <summary>Tells whether a stack is there. On a firmware's ciphers and .NET's nothing is the library's: its other
    /// builds have no part in that.</summary>
    public static bool IsThere(string name) => name switch
    {
        Managed => true,
        OnDeviceCiphers or OnHostCiphers => Deviations.Variant.Length == 0,
        _ when name.StartsWith(OnCiphers, StringComparison.Ordinal) =>
        NativeCiphers.Find(name[OnCiphers.Length..]) != null,
        _ => NativeStack.Find(name) != null,
    };

    /// <summary>Skips the test where a stack is missing.</summary>
    public static void Require(params string[] names)
    {
        foreach (string name in names)
        {
            Skip.IfNot(IsThere(name), $"{name} is not in libtlsman, or there is no libtlsman");
        }
    }

    public static TlsStack Create(string name, RandomSource random) => name switch
    {
        Managed => new ManagedStack(new ManagedCiphers(), random),
        OnDeviceCiphers => new ManagedStack(new DeviceCiphers(), random),
        OnHostCiphers => new ManagedStack(new HostCiphers(), random),
        _ when name.StartsWith(OnCiphers, StringComparison.Ordinal) =>
        new ManagedStack(NativeCiphers.Find(name[OnCiphers.Length..]), random),
        _ => NativeStack.Find(name),
    };

    /// <summary>Makes a stack with public keys, if it has any.</summary>
    public static TlsStack CreateWithKeys(string name, RandomSource random)
    {
        if (name != Managed)
        {
            return Create(name, random);
        }

        ManagedCiphers ciphers = new();
        ManagedSignatures signatures = new(ciphers);

        return new ManagedStack(
            ciphers, random,
            new PublicKeyExchanges(
                new ManagedCurves(ciphers), signatures, new X509Verifier(signatures, ciphers)));
    }

    /// <summary>Tells whether a stack can do TLS or DTLS.</summary>
    public static bool Can(TlsStack stack, TlsTransportKind kind) =>
        (stack.Capabilities.Versions & (kind == TlsTransportKind.Datagram
        ? TlsVersions.Dtls12
        : TlsVersions.Tls12)) != 0;
}
