//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;

namespace NanoTlsMan.Tests.Flow;

/// <summary>
/// What instrumented code tells: how often each basic block ran, and which elements of arrays were read and written, in
/// which order. Calls of Array are led through here, for their ranges are addresses as well.
/// </summary>
public static class Recorder
{
    // The first place is that of all ranges.
    private static readonly List<string> s_places = ["a range of Array.Copy or Array.Clear"];
    private static long[] s_counts = [];

    /// <summary>Gets how many places are instrumented.</summary>
    public static int PlaceCount => s_places.Count;

    /// <summary>A block begins.</summary>
    public static void EnterBlock(int place) => s_counts[place]++;

    /// <summary>An element is used.</summary>
    public static void UseElement(int index, int place) => s_counts[place] = Mix(s_counts[place], index);

    /// <summary>Stands for <see cref="Array.Copy(Array, int, Array, int, int)"/>.</summary>
    public static void Copy(Array source, int sourceIndex, Array target, int targetIndex, int count)
    {
        UseElement(sourceIndex, 0);
        UseElement(targetIndex, 0);
        UseElement(count, 0);
        Array.Copy(source, sourceIndex, target, targetIndex, count);
    }

    /// <summary>Stands for <see cref="Array.Clear(Array, int, int)"/>.</summary>
    public static void Clear(Array array, int index, int count)
    {
        UseElement(index, 0);
        UseElement(count, 0);
        Array.Clear(array, index, count);
    }

    internal static int AddPlace(string name)
    {
        s_places.Add(name);
        return s_places.Count - 1;
    }

    internal static string GetPlace(int place) => s_places[place];

    internal static void Begin()
    {
        if (s_counts.Length != s_places.Count)
        {
            s_counts = new long[s_places.Count];
        }

        Array.Clear(s_counts);
    }

    internal static long[] End() => (long[])s_counts.Clone();

    /// <summary>Gives room for the places of an assembly that is loaded in the midst of a run.</summary>
    internal static void Grow() => Array.Resize(ref s_counts, s_places.Count);

    // Each index in turn changes all that follows; 0 as well.
    private static long Mix(long hash, long index) => unchecked((hash + index + 1) * 0x5851f42d4c957f2d);
}
