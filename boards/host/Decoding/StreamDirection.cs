//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Host.Decoding;

/// <summary>
/// Puts one direction of a TCP connection in order, by its sequence numbers.
/// </summary>
internal sealed class StreamDirection
{
    // So much may wait for what is missing in front of it; TCP's windows are no wider in practice.
    private const int MostWaitingBytes = 16 * 1024 * 1024;
    private const int MostWaiting = 1024;

    private readonly SortedDictionary<uint, byte[]> _waiting = [];
    private uint? _next;
    private int _waitingBytes;

    /// <summary>How many bytes are missing in front of those that wait for them.</summary>
    public int MissingBytes => _next is uint next && _waiting.Count > 0
        ? _waiting.Keys.Select(start => (int)(start - next)).Where(distance => distance > 0).DefaultIfEmpty().Min()
        : 0;

    /// <summary>
    /// Notes where the stream begins.
    /// </summary>
    public void Begin(uint sequence) => _next ??= sequence + 1;

    /// <summary>
    /// Takes a segment.
    /// </summary>
    /// <returns>What is in order now, maybe nothing.</returns>
    public byte[] Add(uint sequence, ReadOnlySpan<byte> bytes)
    {
        // A capture that was begun in the middle begins with the first segment in it.
        _next ??= sequence;

        if (bytes.Length > 0 && _waiting.Count < MostWaiting
            && _waitingBytes + bytes.Length <= MostWaitingBytes)
        {
            Keep(sequence, bytes);
        }

        List<byte> ready = [];

        while (TakeFirst() is byte[] taken)
        {
            ready.AddRange(taken);
            _next += (uint)taken.Length;
        }

        return [.. ready];
    }

    private void Keep(uint sequence, ReadOnlySpan<byte> bytes)
    {
        int known = _waiting.TryGetValue(sequence, out byte[]? old) ? old.Length : 0;

        // Of two that begin at the same place the longer one says more.
        if (bytes.Length > known)
        {
            _waiting[sequence] = bytes.ToArray();
            _waitingBytes += bytes.Length - known;
        }
    }

    private byte[]? TakeFirst()
    {
        foreach ((uint start, byte[] bytes) in _waiting)
        {
            // Sequence numbers wrap, so only their differences count.
            int overlap = (int)(_next!.Value - start);

            if (overlap < 0)
            {
                continue;
            }

            _waiting.Remove(start);
            _waitingBytes -= bytes.Length;
            return overlap < bytes.Length ? bytes[overlap..] : [];
        }

        return null;
    }
}
