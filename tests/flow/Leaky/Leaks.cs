//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Tests.Flow.Leaky;

/// <summary>
/// The ways in which code tells a secret, one each, and the same without telling it.
/// </summary>
public static class Leaks
{
    /// <summary>Branches on a bit; both ways take as many instructions.</summary>
    public static int Branch(byte[] secret) => (secret[0] & 1) != 0 ? secret[1] : secret[2];

    /// <summary>Ends at the first difference.</summary>
    public static bool Compare(byte[] secret, byte[] other)
    {
        for (int i = 0; i < secret.Length; i++)
        {
            if (secret[i] != other[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Goes around as often as a byte says.</summary>
    public static int Loop(byte[] secret)
    {
        int sum = 0;

        for (int i = 0; i < secret[0]; i++)
        {
            sum += i;
        }

        return sum;
    }

    /// <summary>Reads where a byte says, with no branch.</summary>
    public static int LookUp(byte[] secret, int[] table) => table[secret[0]];

    /// <summary>Writes where a byte says, with no branch.</summary>
    public static void Store(byte[] secret, long[] table) => table[secret[0]] = 1;

    /// <summary>Changes where a byte says, through the element's address.</summary>
    public static void Change(byte[] secret, byte[] table) => table[secret[0]]++;

    /// <summary>Copies as much as a byte says.</summary>
    public static void Copy(byte[] secret, byte[] table) => Array.Copy(table, 0, table, 256, secret[0]);

    /// <summary>Selects with a mask: tells nothing.</summary>
    public static int Nothing(byte[] secret)
    {
        int mask = -(secret[0] & 1);

        return (secret[1] & mask) | (secret[2] & ~mask);
    }
}
