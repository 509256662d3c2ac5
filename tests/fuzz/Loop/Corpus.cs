//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;

namespace NanoTlsMan.Tests.Fuzz.Loop;

/// <summary>
/// Scripts in a folder, one a file, named by what is in them.
/// </summary>
internal static class Corpus
{
    private const int NameLength = 12;

    /// <summary>Where the stored scripts of a target are.</summary>
    public static string FolderOf(string target) => Path.Combine(AppContext.BaseDirectory, "corpus", target);

    public static List<byte[]> Read(string folder) =>
        [.. ListFiles(folder).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];

    private static string[] ListFiles(string folder) => Directory.Exists(folder) ? Directory.GetFiles(folder) : [];

    public static string Write(string folder, byte[] script)
    {
        string path = Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(script))[..NameLength]);

        Directory.CreateDirectory(folder);
        File.WriteAllBytes(path, script);
        return path;
    }

    /// <summary>
    /// Leaves only scripts that together go through everything that all go through.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="measure">Tells which edges a script goes through.</param>
    /// <returns>How many are left.</returns>
    public static int Minimise(string folder, Func<byte[], byte[]> measure)
    {
        List<(byte[] Script, HashSet<int> Edges)> rest = [];

        foreach (byte[] script in Read(folder))
        {
            byte[] map = measure(script);

            rest.Add((script, [.. Enumerable.Range(0, map.Length).Where(i => map[i] != 0)]));
        }

        List<byte[]> kept = [];

        while (rest.Count > 0)
        {
            (byte[] script, HashSet<int> edges) = rest.MaxBy(entry => (entry.Edges.Count, -entry.Script.Length));

            if (edges.Count == 0)
            {
                break;
            }

            kept.Add(script);
            rest.ForEach(entry => { if (entry.Edges != edges) { entry.Edges.ExceptWith(edges); } });
            rest.RemoveAll(entry => entry.Edges == edges);
        }

        foreach (string path in Directory.GetFiles(folder))
        {
            File.Delete(path);
        }

        kept.ForEach(script => Write(folder, Trim(script, measure)));
        return kept.Count;
    }

    /// <summary>Takes away of a script what changes nothing.</summary>
    public static byte[] Trim(byte[] script, Func<byte[], byte[]> measure)
    {
        byte[] wanted = measure(script);

        return Shorten(script, shorter => measure(shorter).AsSpan().SequenceEqual(wanted));
    }

    /// <summary>Takes away of a script what a property does not need.</summary>
    public static byte[] Shorten(byte[] script, Predicate<byte[]> holds)
    {
        for (int size = Math.Max(1, script.Length / 2); size > 0; size /= 2)
        {
            for (int offset = 0; offset + size <= script.Length;)
            {
                byte[] shorter = [.. script.AsSpan(0, offset), .. script.AsSpan(offset + size)];

                if (holds(shorter))
                {
                    script = shorter;
                }
                else
                {
                    offset += size;
                }
            }
        }

        return script;
    }
}
