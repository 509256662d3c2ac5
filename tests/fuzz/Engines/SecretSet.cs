//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Buffers.Binary;
using System.Collections.Generic;

namespace NanoTlsMan.Tests.Fuzz.Engines;

/// <summary>
/// Secrets to look for: any eight bytes of one that begin at a multiple of eight give it away.
/// </summary>
internal sealed class SecretSet
{
    private const int Piece = 8;

    private readonly HashSet<ulong> _pieces = [];

    // Most bytes are told from a secret's by two of them.
    private readonly bool[] _firsts = new bool[65536];

    public void Add(ReadOnlySpan<byte> secret)
    {
        for (int i = 0; i + Piece <= secret.Length; i += Piece)
        {
            ulong piece = BinaryPrimitives.ReadUInt64LittleEndian(secret[i..]);

            _pieces.Add(piece);
            _firsts[(ushort)piece] = true;
        }
    }

    /// <summary>
    /// Looks for secrets in bytes.
    /// </summary>
    /// <returns>What was found, or <see langword="null"/>.</returns>
    public string Find(ReadOnlySpan<byte> bytes)
    {
        for (int i = 0; i + Piece <= bytes.Length; i++)
        {
            if (_firsts[bytes[i] | (bytes[i + 1] << 8)]
                && _pieces.Contains(BinaryPrimitives.ReadUInt64LittleEndian(bytes[i..])))
            {
                return Convert.ToHexString(bytes.Slice(i, Piece));
            }
        }

        return null;
    }
}
