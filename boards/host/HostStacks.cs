//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Ciphers;
using NanoTlsMan.Ciphers.PublicKey;
using NanoTlsMan.FirmwareTls;
using NanoTlsMan.Host.Ciphers;
using NanoTlsMan.Managed;
using NanoTlsMan.Managed.PublicKey;
using NanoTlsMan.Managed13;
using NanoTlsMan.NativeStacks;
using NanoTlsMan.X509;

namespace NanoTlsMan.Host;

/// <summary>
/// The stacks and ciphers at hand on this PC: the managed ones, those of libtlsman where it is built, and .NET's own
/// TLS in the place of a firmware's.
/// </summary>
internal sealed class HostStacks
{
    private const string Managed = "managed";
    private const string OfHost = "host";

    private readonly CipherProvider _ciphers;

    /// <summary>
    /// Initializes a new instance of the <see cref="HostStacks"/> class.
    /// </summary>
    /// <param name="ciphers">The ciphers that the managed stack and the cookie gate run on, and the curves that go with
    /// them; one of <see cref="CipherNames"/>.</param>
    /// <param name="usesKeys">Whether the managed stack has public keys as well.</param>
    public HostStacks(string ciphers, bool usesKeys = false)
    {
        _ciphers = ciphers switch
        {
            Managed => new ManagedCiphers(),
            OfHost => new HostCiphers(),
            _ => NativeCiphers.Find(ciphers) ?? throw new ArgumentException(ciphers, nameof(ciphers)),
        };

        PublicKeyExchanges? exchanges = usesKeys ? CreateExchanges(_ciphers) : null;

        All = [new ManagedStack(_ciphers, new HostRandom(), exchanges),
            new Managed13Stack(_ciphers, new HostRandom(), exchanges),
            .. Enumerable.Range(0, NativeStack.Count).Select(NativeStack.Get), new FirmwareStack()];
    }

    /// <summary>Gets the names of the stacks.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. new HostStacks(Managed).All.Select(stack => stack.Name)];

    /// <summary>Gets the names of the cipher providers.</summary>
    public static IReadOnlyList<string> CipherNames { get; } =
        [Managed, OfHost, .. Enumerable.Range(0, NativeCiphers.Count).Select(index => NativeCiphers.Get(index).Name)];

    /// <summary>Gets a value indicating whether there is a libtlsman with stacks.</summary>
    public static bool HasNative => NativeStack.Count > 0;

    /// <summary>Gets the ciphers that the managed stack and the cookie gate run on.</summary>
    public CipherProvider Ciphers => _ciphers;

    /// <summary>Gets the stacks, the managed one first.</summary>
    public IReadOnlyList<TlsStack> All { get; }

    /// <summary>Gets a stack by its name.</summary>
    public TlsStack? Find(string? name) => All.FirstOrDefault(stack => stack.Name == name);

    /// <summary>
    /// Where a library has curves, they go with its ciphers.
    /// </summary>
    private static PublicKeyExchanges CreateExchanges(CipherProvider ciphers)
    {
        NativeCurves? native = NativeCurves.Find(ciphers.Name);
        ManagedSignatures managed = new(ciphers);
        SignatureVerifier signatures = native == null ? managed : new NativeSignatures(native, managed);
        CurveProvider curves = native == null ? new ManagedCurves(ciphers) : native;

        return new PublicKeyExchanges(curves, signatures, new X509Verifier(signatures, ciphers));
    }

    /// <summary>
    /// A manager that has one stack, or all.
    /// </summary>
    public TlsMan CreateManager(TlsStack? only)
    {
        TlsMan man = new(_ciphers, new HostRandom());

        foreach (TlsStack stack in All)
        {
            if (only == null || only == stack)
            {
                man.LoadStack(stack);
            }
        }

        return man;
    }
}
