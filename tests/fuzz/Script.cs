//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Tests.Fuzz;

/// <summary>
/// An input, read as a script. Any bytes are a valid one: behind its end there are zeros.
/// </summary>
internal sealed class Script(byte[] bytes)
{
    private static readonly int[] s_suites =
        [TlsCipherSuite.PskWithAes128Ccm8, TlsCipherSuite.PskWithAes128Ccm, TlsCipherSuite.PskWithAes128GcmSha256];

    private int _position;

    public bool IsAtEnd => _position >= bytes.Length;

    public int Next() => _position < bytes.Length ? bytes[_position++] : 0;

    /// <summary>Reads a number from 0 to <paramref name="limit"/> - 1, which is at most 256.</summary>
    public int Next(int limit) => Next() % limit;

    /// <summary>Reads which suite the peers have.</summary>
    public int NextSuite() => s_suites[Next(s_suites.Length)];

    public int NextUInt16() => (Next() << 8) | Next();

    /// <summary>Reads a length: mostly a short one, now and then one at a limit that matters.</summary>
    public int NextLength()
    {
        int value = Next();

        return value switch
        {
            < 200 => value,
            < 230 => value * 16,
            < 240 => 1100 + ((value - 230) * 4),
            _ => RecordHeader.MaxPlaintext - 8 + (value - 240),
        };
    }

    /// <summary>Reads bytes of the script itself.</summary>
    public byte[] Take(int count)
    {
        int taken = Math.Min(count, bytes.Length - _position);

        if (taken <= 0)
        {
            return [];
        }

        _position += taken;
        return bytes.AsSpan(_position - taken, taken).ToArray();
    }

    /// <summary>Changes bytes as the script says: flipped, set, inserted, removed, cut, made longer.</summary>
    public byte[] Mutate(byte[] source)
    {
        byte[] result = source;
        int count = 1 + Next(4);

        for (int i = 0; i < count; i++)
        {
            int how = Next(8);
            int place = result.Length == 0 ? 0 : NextPlace(result.Length);
            int value = Next();

            result = how switch
            {
                0 or 1 when result.Length > 0 => With(result, place, (byte)(result[place] ^ (value == 0 ? 1 : value))),
                2 or 3 when result.Length > 0 => With(result, place, (byte)value),
                4 => [.. result.AsSpan(0, place), (byte)value, .. result.AsSpan(place)],
                5 when result.Length > 0 => [.. result.AsSpan(0, place), .. result.AsSpan(place + 1)],
                6 => result.AsSpan(0, place).ToArray(),
                7 => [.. result, .. new byte[value]],
                _ => result,
            };
        }

        return result;
    }

    private static byte[] With(byte[] source, int place, byte value)
    {
        byte[] copy = [.. source];

        copy[place] = value;
        return copy;
    }

    // Headers are where most of the sense is.
    private int NextPlace(int length)
    {
        int value = Next();

        return value < 192 ? value % length : ((value << 8) | Next()) % length;
    }
}
