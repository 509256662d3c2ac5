//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.Linq;
using NanoTlsMan.Ciphers;
using NanoTlsMan.Ciphers.Device;
using NanoTlsMan.Ciphers.PublicKey;
using NanoTlsMan.Host.Ciphers;
using NanoTlsMan.NativeStacks;
using Xunit;

namespace NanoTlsMan.Tests.Vectors;

/// <summary>
/// The providers of ciphers and curves that vectors are tried on: the managed ones, the firmware's, .NET's,
/// and those of libtlsman where NANOTLSMAN_LIBRARY names one.
/// </summary>
public sealed class Providers
{
    private const string Managed = "managed";
    private const string OneTable = "managed, one table of AES";
    private const string ConstantTime = "managed, constant time";
    private const string Device = "device";
    private const string Host = "host";

    private static readonly string[] s_natives =
        [.. Enumerable.Range(0, NativeCiphers.Count).Select(index => NativeCiphers.Get(index).Name)];

    /// <summary>Gets the names of those that have a cipher.</summary>
    public static IEnumerable<string> WithAead(AeadAlgorithm algorithm) =>
        All.Where(name => GetCiphers(name).Supports(algorithm));

    /// <summary>Gets the names of all providers of ciphers.</summary>
    public static IEnumerable<string> All => [Managed, OneTable, ConstantTime, Device, Host, .. s_natives];

    /// <summary>Gets the names of all providers of curves.</summary>
    public static IEnumerable<string> WithCurves =>
        [Managed, .. s_natives.Where(name => NativeCurves.Find(name) != null)];

    public static CipherProvider GetCiphers(string name) => name switch
    {
        Managed => new ManagedCiphers(),
        OneTable => new ManagedCiphers(AesKind.OneTable),
        ConstantTime => new ManagedCiphers(AesKind.ConstantTime),
        Device => new DeviceCiphers(),
        Host => new HostCiphers(),
        _ => NativeCiphers.Find(name),
    };

    public static CurveProvider GetCurves(string name) =>
        name == Managed ? new ManagedCurves(new ManagedCiphers()) : NativeCurves.Find(name);

    [Fact]
    public void NativeOnesAreTriedWhereThereIsALibrary()
    {
        if (Environment.GetEnvironmentVariable("NANOTLSMAN_LIBRARY") is { Length: > 0 })
        {
            Assert.Contains("mbedtls", WithCurves);
            Assert.Contains("mbedtls", WithAead(AeadAlgorithm.ChaCha20Poly1305));
        }
    }
}
