//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Scale;

/// <summary>
/// Datagrams of many peers in one thread: what comes is put in by hand, and what goes is handed to whoever the peer is.
/// </summary>
internal sealed class MemoryTransport : SecureTransport
{
    private readonly Queue<(byte[] Peer, byte[] Datagram)> _arrived = new();

    /// <summary>Takes what is sent: the address, and the bytes, which are valid during the call.</summary>
    public Action<byte[], ReadOnlyMemory<byte>>? Sent { get; set; }

    public int Time { get; set; }

    public override TlsTransportKind Kind => TlsTransportKind.Datagram;

    public override int Now => Time;

    public void Put(byte[] peer, byte[] datagram) => _arrived.Enqueue((peer, datagram));

    public override bool Send(byte[] buffer, int offset, int count, byte[] peer)
    {
        Sent?.Invoke(peer, buffer.AsMemory(offset, count));
        return true;
    }

    public override int Receive(byte[] buffer, int offset, int count, byte[] peer, int deadline)
    {
        if (!_arrived.TryDequeue(out (byte[] Peer, byte[] Datagram) next))
        {
            return NothingReceived;
        }

        next.Datagram.CopyTo(buffer, offset);
        next.Peer.CopyTo(peer, 0);
        return next.Datagram.Length;
    }

    public override void Wake()
    {
    }

    public override void Dispose()
    {
    }
}
