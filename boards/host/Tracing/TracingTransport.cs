//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Collections.Concurrent;
using System.Diagnostics;

namespace NanoTlsMan.Host.Tracing;

/// <summary>
/// A transport that tells what passes through it.
/// </summary>
internal sealed class TracingTransport(SecureTransport inner, Action<TrafficEntry>? watcher) : SecureTransport
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private int _receivedCount;

    /// <summary>
    /// How often something came.
    /// </summary>
    public int ReceivedCount => _receivedCount;

    public override TlsTransportKind Kind => inner.Kind;

    public override int Now => inner.Now;

    /// <summary>
    /// The time line that entries of several transports share.
    /// </summary>
    public static double Since(long timestamp) => Stopwatch.GetElapsedTime(timestamp).TotalMilliseconds;

    public override bool Send(byte[] buffer, int offset, int count, byte[] peer)
    {
        watcher?.Invoke(new TrafficEntry(Since(_start), true, buffer.AsSpan(offset, count).ToArray()));
        return inner.Send(buffer, offset, count, peer);
    }

    public override int Receive(byte[] buffer, int offset, int count, byte[] peer, int deadline)
    {
        int received = inner.Receive(buffer, offset, count, peer, deadline);

        if (received > 0)
        {
            _receivedCount++;
            watcher?.Invoke(new TrafficEntry(Since(_start), false, buffer.AsSpan(offset, received).ToArray()));
        }

        return received;
    }

    public override void Wake() => inner.Wake();

    public override void Dispose() => inner.Dispose();
}
