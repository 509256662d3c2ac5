//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Numerics;
using System.Runtime.InteropServices;
using SharpFuzz.Common;

namespace NanoTlsMan.Tests.Fuzz.Loop;

/// <summary>
/// The edges that instrumented assemblies went through, as SharpFuzz counts them: a map as AFL has it.
/// </summary>
internal sealed unsafe class Coverage
{
    private const int Size = 65536;

    private readonly byte* _map = (byte*)NativeMemory.AllocZeroed(Size);
    private readonly byte[] _seen = new byte[Size];

    public Coverage()
    {
        Trace.SharedMem = _map;
    }

    /// <summary>How many edges were seen.</summary>
    public int Edges { get; private set; }

    private Span<byte> Map => new(_map, Size);

    public void Begin()
    {
        Map.Clear();
        Trace.PrevLocation = 0;
    }

    /// <summary>
    /// Takes what was gone through since <see cref="Begin"/>.
    /// </summary>
    /// <returns>Whether there was an edge, or a number of times, that never was before.</returns>
    public bool End()
    {
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(Map);
        bool isNew = false;

        for (int i = 0; i < words.Length; i++)
        {
            for (int place = words[i] == 0 ? 8 : 0; place < 8; place++)
            {
                int index = (i * 8) + place;
                byte bucket = GetBucket(_map[index]);

                if ((bucket & ~_seen[index]) != 0)
                {
                    Edges += _seen[index] == 0 ? 1 : 0;
                    _seen[index] |= bucket;
                    isNew = true;
                }
            }
        }

        return isNew;
    }

    /// <summary>Tells which edges were gone through since <see cref="Begin"/>, with about how often.</summary>
    public byte[] Copy()
    {
        byte[] copy = Map.ToArray();

        for (int i = 0; i < copy.Length; i++)
        {
            copy[i] = GetBucket(copy[i]);
        }

        return copy;
    }

    // 1, 2, 3, 4-7, 8-15, 16-31, 32-127, more.
    private static byte GetBucket(byte count) => count switch
    {
        0 => 0,
        < 4 => (byte)(1 << (count - 1)),
        < 128 => (byte)(1 << Math.Min(BitOperations.Log2(count) + 1, 6)),
        _ => 128,
    };
}
