//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Reflection;

namespace NanoTlsMan.Bogo;

/// <summary>
/// Keying material of an engine: what a session does with its engine, whose members are not for others.
/// </summary>
internal static class Exporter
{
    private const BindingFlags Hidden =
        BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>
    /// Exports what the flags ask for.
    /// </summary>
    /// <exception cref="ShimException">There is nothing to export.</exception>
    public static byte[] Export(TlsEngine engine, CipherProvider ciphers, ShimConfig config)
    {
        byte[] label = ShimConfig.Bytes(config.Get("-export-label") ?? "");
        byte[]? context = config.Has("-use-export-context")
            ? ShimConfig.Bytes(config.Get("-export-context") ?? "")
            : null;
        byte[] output = new byte[config.GetNumber("-export-keying-material", 0)];
        byte[] masterSecret = new byte[48];
        byte[] randoms = new byte[64];

        if (Call(engine, "TryCopySecrets", masterSecret, randoms))
        {
            typeof(TlsEngine).Assembly.GetType("NanoTlsMan.KeyingMaterial", true)!.GetMethod("Derive", Hidden)!
                .Invoke(null, [ciphers, masterSecret, randoms, label, context, output, 0, output.Length]);
        }
        else if (!Call(engine, "TryExport", label, context, output, 0, output.Length))
        {
            throw new ShimException("nothing to export");
        }

        return output;
    }

    // A virtual method is called as its override has it.
    private static bool Call(TlsEngine engine, string name, params object?[] arguments) =>
        (bool)typeof(TlsEngine).GetMethod(name, Hidden & ~BindingFlags.Static)!.Invoke(engine, arguments)!;
}
