//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Net;
using System.Net.Sockets;
using Org.BouncyCastle.Tls;

namespace NanoTlsMan.Tests.Interop.Bouncy;

/// <summary>
/// A UDP socket as BouncyCastle wants it, with one peer: the one that it is given, or the first one that sends.
/// </summary>
internal sealed class BouncySocket : DatagramTransport, IDisposable
{
    private const int Limit = 1400;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private EndPoint? _peer;

    public BouncySocket(EndPoint? peer)
    {
        _peer = peer;
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
    }

    public IPEndPoint LocalEndPoint => (IPEndPoint)_socket.LocalEndPoint!;

    public int GetReceiveLimit() => Limit;

    public int GetSendLimit() => Limit;

    public int Receive(byte[] buf, int off, int len, int waitMillis) => Receive(buf.AsSpan(off, len), waitMillis);

    public int Receive(Span<byte> buffer, int waitMillis)
    {
        if (!_socket.Poll(TimeSpan.FromMilliseconds(waitMillis), SelectMode.SelectRead))
        {
            return -1;
        }

        EndPoint from = new IPEndPoint(IPAddress.Any, 0);
        int count = _socket.ReceiveFrom(buffer, ref from);

        _peer ??= from;
        return count;
    }

    public void Send(byte[] buf, int off, int len) => Send(buf.AsSpan(off, len));

    public void Send(ReadOnlySpan<byte> buffer) => _socket.SendTo(buffer, _peer!);

    public void Close() => _socket.Close();

    public void Dispose() => _socket.Dispose();
}
