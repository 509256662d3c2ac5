//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using Xunit;

namespace NanoTlsMan.Tests.Vectors;

/// <summary>
/// A theory that is skipped where the files of Project Wycheproof are not at hand. NANOTLSMAN_WYCHEPROOF names a folder
/// that holds them at any depth, as tools/debian-package.sh lays it out; NANOTLSMAN_WYCHEPROOF_MISSING tells why there
/// is none.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class WycheproofTheoryAttribute : TheoryAttribute
{
    /// <summary>
    /// Looks for the folder.
    /// </summary>
    public WycheproofTheoryAttribute()
    {
        if (WycheproofFiles.Folder is null)
        {
            string? reason = Environment.GetEnvironmentVariable("NANOTLSMAN_WYCHEPROOF_MISSING");
            Skip = string.IsNullOrEmpty(reason)
                ? "NANOTLSMAN_WYCHEPROOF names no folder with Wycheproof's files."
                : reason;
        }
    }
}

/// <summary>
/// Reads the files of Project Wycheproof.
/// </summary>
internal static class WycheproofFiles
{
    /// <summary>
    /// Gets the folder, or null where there is none.
    /// </summary>
    public static string? Folder { get; } =
        Environment.GetEnvironmentVariable("NANOTLSMAN_WYCHEPROOF") is { Length: > 0 } folder
        && Directory.Exists(folder) ? folder : null;

    /// <summary>
    /// Reads one file.
    /// </summary>
    public static JsonElement Read(string name)
    {
        // Newer releases hold the old and the current form of each file; the current one is versioned in its folder's
        // name.
        string path = Directory.EnumerateFiles(Folder!, name, SearchOption.AllDirectories)
            .OrderByDescending(path => path.Contains("_v1", StringComparison.Ordinal))
            .First();
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
        return document.RootElement.Clone();
    }

    /// <summary>
    /// Reads a member that holds bytes.
    /// </summary>
    public static byte[] GetBytes(this JsonElement element, string name) =>
        Convert.FromHexString(element.GetProperty(name).GetString()!);
}
