//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Cost;

/// <summary>
/// Carries datagrams to another transport of this process, without a socket or a thread.
/// </summary>
internal sealed class QueueTransport : SecureTransport
{
    private readonly Queue<byte[]> _arrived = new();

    public QueueTransport? Other { get; set; }

    public override TlsTransportKind Kind => TlsTransportKind.Datagram;

    public override int Now => 0;

    public override bool Send(byte[] buffer, int offset, int count, byte[] peer)
    {
        Other!._arrived.Enqueue(buffer.AsSpan(offset, count).ToArray());
        return true;
    }

    public override int Receive(byte[] buffer, int offset, int count, byte[]? peer, int deadline)
    {
        if (!_arrived.TryDequeue(out byte[]? datagram))
        {
            return NothingReceived;
        }

        datagram.CopyTo(buffer, offset);
        return datagram.Length;
    }

    public override void Wake()
    {
    }

    public override void Dispose()
    {
    }
}
