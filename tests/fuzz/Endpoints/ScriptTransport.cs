//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Collections.Generic;

namespace NanoTlsMan.Tests.Fuzz.Endpoints;

/// <summary>
/// A transport that does what a script says, with a clock that moves only when somebody waits or the script lets time
/// pass.
/// </summary>
internal sealed class ScriptTransport(TlsTransportKind kind, int start) : SecureTransport
{
    private readonly Queue<(byte[] From, byte[] Content)> _input = [];
    private int _offset;
    private int _now = start;

    public override TlsTransportKind Kind => kind;

    public override int Now => _now;

    /// <summary>Gets all that is sent, also what a datagram transport then loses.</summary>
    public Action<byte[], byte[]> Sent { get; set; } = (_, _) => { };

    /// <summary>What <see cref="Sent"/> threw, for the endpoint takes it for a failure of the transport.</summary>
    public Finding Finding { get; private set; }

    /// <summary>What was allocated to look at all that is sent, in bytes.</summary>
    public long Allocated { get; private set; }

    /// <summary>Says how many of so many bytes of a stream are taken; -1 for a failure.</summary>
    public Func<int, int> Taking { get; set; } = count => count;

    /// <summary>How many bytes of a stream come at once.</summary>
    public int Piece { get; set; } = int.MaxValue;

    /// <summary>How many calls are going to throw.</summary>
    public int Throwing { get; set; }

    /// <summary>Whether the stream ends behind what is there, and how.</summary>
    public int End { get; set; } = NothingReceived;

    public bool HasInput => _input.Count > 0;

    public void Put(byte[] from, byte[] content)
    {
        // A stream has no empty pieces; a datagram may be empty.
        if (content.Length > 0 || kind == TlsTransportKind.Datagram)
        {
            _input.Enqueue((from, content));
        }
    }

    public void Advance(int milliseconds) => _now = unchecked(_now + milliseconds);

    public override bool Send(byte[] buffer, int offset, int count, byte[] peer) => throw new NotSupportedException();

    public override int SendSome(byte[] buffer, int offset, int count, byte[] peer)
    {
        if (Throwing > 0)
        {
            Throwing--;
            throw new InvalidOperationException("the transport throws");
        }

        int taken = kind == TlsTransportKind.Datagram ? count : Math.Min(Taking(count), count);

        if (taken > 0)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();

            try
            {
                Sent(peer == null ? null : [.. peer], buffer.AsSpan(offset, taken).ToArray());
            }
            catch (Finding finding)
            {
                Finding ??= finding;
            }

            Allocated += GC.GetAllocatedBytesForCurrentThread() - before;
        }

        return taken;
    }

    public override void WaitForRoom(int deadline) => WaitUntil(deadline);

    public override int Receive(byte[] buffer, int offset, int count, byte[] peer, int deadline)
    {
        if (Throwing > 0)
        {
            Throwing--;
            throw new InvalidOperationException("the transport throws");
        }

        if (!_input.TryPeek(out (byte[] From, byte[] Content) next))
        {
            if (End == NothingReceived)
            {
                WaitUntil(deadline);
            }

            return End;
        }

        int left = next.Content.Length - _offset;
        int taken = Math.Min(left, count);

        taken = kind == TlsTransportKind.Stream ? Math.Min(taken, Piece) : taken;
        Array.Copy(next.Content, _offset, buffer, offset, taken);
        _offset += taken;

        if (kind == TlsTransportKind.Datagram || _offset == next.Content.Length)
        {
            _input.Dequeue();
            _offset = 0;
        }

        if (peer != null)
        {
            Array.Copy(next.From, peer, PeerAddress.Size);
        }

        return taken;
    }

    public override void Wake()
    {
    }

    public override void Dispose()
    {
    }

    private void WaitUntil(int deadline)
    {
        if (!Time32.IsDue(deadline, _now))
        {
            _now = deadline;
        }
    }
}
