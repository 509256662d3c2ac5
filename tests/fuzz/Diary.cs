//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.IO;

namespace NanoTlsMan.Tests.Fuzz;

/// <summary>
/// What happens in a run, for who reads one script.
/// </summary>
internal static class Diary
{
    private const int Longest = 48;

    /// <summary>Gets it; <see langword="null"/> while fuzzing.</summary>
    public static TextWriter Writer { get; set; }

    public static void Note(string what, ReadOnlySpan<byte> bytes)
    {
        if (Writer != null)
        {
            string hex = Convert.ToHexStringLower(bytes[..Math.Min(bytes.Length, Longest)]);

            Writer.WriteLine($"  {what} {hex}{(bytes.Length > Longest ? "..." : "")} ({bytes.Length} bytes)");
        }
    }

    public static void Note(string what) => Writer?.WriteLine("  " + what);
}
