//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Host.Keys;

namespace NanoTlsMan.Tests.Interop;

/// <summary>
/// The files that <c>tlsman cert dev</c> makes, once for all tests.
/// </summary>
internal sealed class KeyFolder
{
    private static readonly Lazy<KeyFolder> s_shared = new(() => new KeyFolder());

    private readonly string _folder = Directory.CreateTempSubdirectory("tlsman-test").FullName;

    private KeyFolder()
    {
        DevelopmentFiles.Create(_folder, ["localhost", "127.0.0.1"]);
    }

    public static KeyFolder Shared => s_shared.Value;

    /// <summary>Gets the path of a file, as "server.key".</summary>
    public string this[string name] => Path.Combine(_folder, name);

    /// <summary>
    /// Gets the options of <c>tlsman</c> for one side, which knows the other.
    /// </summary>
    public string[] Options(string keys, bool isServer)
    {
        string own = isServer ? "server" : "client";
        string peer = isServer ? "client" : "server";

        return keys switch
        {
            KeyPeer.Psk => ["--psk-identity", Tlsman.Identity, "--psk", Tlsman.Key],
            KeyPeer.Raw => ["--rpk", this[own + ".key"], "--peer-key", this[peer + ".pub"]],
            _ => ["--cert", this[own + ".crt"], "--key", this[own + ".key"], "--ca", this["ca.crt"]],
        };
    }
}
