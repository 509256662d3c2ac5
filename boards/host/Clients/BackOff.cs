//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Host.Clients;

/// <summary>
/// How long to wait before each attempt to connect again: twice as long each time, up to a bound, and never exactly as
/// long as all the others that have lost the same server.
/// </summary>
internal sealed class BackOff(Random random)
{
    /// <summary>After so many attempts it is enough.</summary>
    public const int MostAttempts = 10;

    /// <summary>No wait is longer, in milliseconds.</summary>
    public const int Longest = 30000;

    private const int First = 500;

    private int _attempts;

    /// <summary>
    /// Gets the time before the next attempt, in milliseconds; <see langword="null"/> if it is enough.
    /// </summary>
    public int? Next()
    {
        if (_attempts == MostAttempts)
        {
            return null;
        }

        int most = Math.Min(First << _attempts, Longest);

        _attempts++;
        return random.Next(most / 2, most + 1);
    }
}
