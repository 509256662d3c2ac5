//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;

namespace NanoTlsMan.Tests.Fuzz.Engines;

/// <summary>
/// A peer's book of what it sealed: data, which comes once at the most, and what may end a session.
/// </summary>
internal sealed class Ledger(TlsTransportKind kind)
{
    private readonly Dictionary<string, SortedSet<ulong>> _data = [];
    private readonly Dictionary<string, int> _counts = [];
    private readonly HashSet<ulong> _delivered = [];
    private readonly List<byte[]> _endings = [];
    private long _lastDelivered = -1;

    /// <summary>Takes note of data; the number tells its records apart, and over a stream their order.</summary>
    public void NoteData(byte[] data, ulong number)
    {
        string key = Convert.ToHexString(data);

        _data.TryAdd(key, []);
        _data[key].Add(number);
    }

    /// <summary>Takes note of a record that may end a session.</summary>
    public void NoteEnding(byte[] record) => _endings.Add(record);

    /// <summary>Tells whether a datagram has a record that may end a session.</summary>
    public bool HasEnding(byte[] datagram) => _endings.Exists(record => datagram.AsSpan().IndexOf(record) >= 0);

    /// <summary>Tells whether data was sealed by this peer.</summary>
    public bool Knows(byte[] data) => _data.ContainsKey(Convert.ToHexString(data));

    /// <summary>Checks data that the engine took for this peer's.</summary>
    public void CheckDelivered(byte[] data)
    {
        string key = Convert.ToHexString(data);

        if (!_data.TryGetValue(key, out SortedSet<ulong> numbers))
        {
            throw new Finding(Oracle.Data, $"{data.Length} bytes that nobody sealed");
        }

        int count = _counts[key] = _counts.GetValueOrDefault(key) + 1;

        if (count > numbers.Count)
        {
            throw new Finding(Oracle.Data, $"{data.Length} bytes, sealed {numbers.Count} times, came {count} times");
        }

        // Which one it was of several with the same content cannot be seen.
        if (numbers.Count > 1)
        {
            return;
        }

        ulong number = numbers.Min;

        if (!_delivered.Add(number))
        {
            throw new Finding(Oracle.Data, $"two records of number {number} were taken");
        }

        if (kind == TlsTransportKind.Stream && (long)number <= _lastDelivered)
        {
            throw new Finding(Oracle.Data, $"record {number} came behind {_lastDelivered}");
        }

        _lastDelivered = (long)number;
    }
}
