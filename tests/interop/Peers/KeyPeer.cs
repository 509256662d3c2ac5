//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Tests.Interop;

/// <summary>
/// Somebody else's stack with keys of each kind: pre-shared ones with key shares, raw public keys, certificates. Both
/// sides prove who they are.
/// </summary>
internal abstract class KeyPeer
{
    public const string Psk = "psk";
    public const string Raw = "raw";
    public const string X509 = "x509";

    public static IReadOnlyList<KeyPeer> All { get; } =
    [
        new OpenSslKeys("openssl", "openssl", [Psk, X509]),
        new OpenSslKeys("OpenSSL 3.5", PeerProgram.PathOf("openssl-trixie"), [Psk, Raw, X509]),
        new GnuTlsKeys(),
        new MbedTlsKeys(),
    ];

    public abstract string Name { get; }

    public abstract string Program { get; }

    /// <summary>The kinds of keys that it has.</summary>
    public abstract string[] Keys { get; }

    /// <summary>What its client always says; <see langword="null"/> if that is its input.</summary>
    public virtual string? Question => null;

    /// <summary>What its server always answers; <see langword="null"/> if it does not.</summary>
    public virtual string? Answer => null;

    /// <summary>Tells whether its client can be used with a kind of keys.</summary>
    public virtual bool HasClient(string keys) => true;

    /// <summary>Starts a server, which is slow to listen.</summary>
    public abstract ChildProcess StartServer(string kind, string keys, string suite, KeyFolder files, int port);

    /// <summary>Starts a client, which sends the lines of its standard input.</summary>
    public abstract ChildProcess StartClient(string kind, string keys, string suite, KeyFolder files, int port);

    /// <summary>Whether its server sends back what it gets; otherwise it says the lines of its input.</summary>
    public abstract bool IsEcho { get; }
}
