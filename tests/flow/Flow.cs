//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;
using Xunit.Sdk;

namespace NanoTlsMan.Tests.Flow;

/// <summary>
/// Compares what code does with one secret with what it does with others.
/// </summary>
internal static class Flow
{
    private const int RandomCount = 24;

    /// <summary>
    /// Makes secrets: zeros, ones, single bits, and what a fixed seed gives.
    /// </summary>
    public static IEnumerable<byte[]> CreateSecrets(int length, int seed)
    {
        Random random = new(seed);

        yield return new byte[length];
        yield return [.. Enumerable.Repeat((byte)255, length)];
        yield return [.. Enumerable.Repeat((byte)0x80, length)];
        yield return [.. Enumerable.Range(0, length).Select(i => (byte)(i == 0 ? 1 : 0))];
        yield return [.. Enumerable.Range(0, length).Select(i => (byte)(i == length - 1 ? 1 : 0))];
        yield return [.. Enumerable.Range(0, length).Select(i => (byte)i)];

        for (int i = 0; i < RandomCount; i++)
        {
            byte[] secret = new byte[length];
            random.NextBytes(secret);
            yield return secret;
        }
    }

    /// <summary>
    /// Runs code with each of some secrets and fails if it was not the same each time.
    /// </summary>
    public static void AssertSame(IEnumerable<byte[]> secrets, Action<byte[]> run)
    {
        string difference = FindDifference(secrets, run);

        if (difference.Length > 0)
        {
            throw new XunitException(difference);
        }
    }

    /// <summary>
    /// Tells where a run was another with another secret; nothing if none was.
    /// </summary>
    public static string FindDifference(IEnumerable<byte[]> secrets, Action<byte[]> run)
    {
        byte[][] all = [.. secrets];
        Assert.True(all.Length > 1);

        // Assemblies are loaded and constants made at the first time.
        run(all[0]);

        long[] expected = Record(all[0], run);
        Assert.True(expected.Any(count => count != 0), "Nothing that is instrumented ran.");

        foreach (byte[] secret in all.Skip(1))
        {
            long[] counts = Record(secret, run);
            int[] places = [.. Enumerable.Range(0, counts.Length).Where(i => counts[i] != expected[i])];

            if (places.Length > 0)
            {
                return $"With {Convert.ToHexStringLower(secret)} other than with {Convert.ToHexStringLower(all[0])}:\n"
                    + string.Join('\n', places.Take(20).Select(Recorder.GetPlace));
            }
        }

        return "";
    }

    private static long[] Record(byte[] secret, Action<byte[]> run)
    {
        Recorder.Begin();
        run(secret);
        return Recorder.End();
    }
}
