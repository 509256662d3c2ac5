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
    private int _unsent;

    public override TlsTransportKind Kind => inner.Kind;

    public override SecureTransport? Inner => inner;

    public override int Now => inner.Now;

    /// <summary>
    /// The time line that entries of several transports share.
    /// </summary>
    public static double Since(long timestamp) => Stopwatch.GetElapsedTime(timestamp).TotalMilliseconds;

    public override bool Send(byte[] buffer, int offset, int count, byte[] peer)
    {
        Tell(true, buffer.AsSpan(offset, count));
        return inner.Send(buffer, offset, count, peer);
    }

    public override int SendSome(byte[] buffer, int offset, int count, byte[] peer)
    {
        TellNew(buffer.AsSpan(offset, count));
        return NoteSent(inner.SendSome(buffer, offset, count, peer), count);
    }

    public override int SendLast(byte[] buffer, int offset, int count, byte[] peer)
    {
        TellNew(buffer.AsSpan(offset, count));
        return NoteSent(inner.SendLast(buffer, offset, count, peer), count);
    }

    public override void WaitForRoom(int deadline) => inner.WaitForRoom(deadline);

    public override int Receive(byte[] buffer, int offset, int count, byte[] peer, int deadline)
    {
        int received = inner.Receive(buffer, offset, count, peer, deadline);

        if (received > 0)
        {
            Tell(false, buffer.AsSpan(offset, received));
        }

        return received;
    }

    public override void Wake() => inner.Wake();

    public override void Dispose() => inner.Dispose();

    /// <summary>
    /// Tells what is about to be sent: afterwards the peer's answer might be told first. What a stream had no room for
    /// is offered once more, and was told already.
    /// </summary>
    private void TellNew(ReadOnlySpan<byte> bytes)
    {
        int told = Math.Min(_unsent, bytes.Length);

        if (told < bytes.Length)
        {
            Tell(true, bytes[told..]);
        }
    }

    private int NoteSent(int sent, int offered)
    {
        _unsent = Kind == TlsTransportKind.Stream && sent >= 0 ? Math.Max(_unsent, offered) - sent : 0;
        return sent;
    }

    private void Tell(bool isSent, ReadOnlySpan<byte> bytes) =>
        watcher?.Invoke(new TrafficEntry(Since(_start), isSent, bytes.ToArray()));
}
