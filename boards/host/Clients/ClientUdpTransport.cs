//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Net;
using System.Net.Sockets;
using NanoTlsMan.Sockets;

namespace NanoTlsMan.Host.Clients;

/// <summary>
/// Datagrams between this program and one server. Its socket is connected, so that it learns at once when nobody
/// listens there (ICMP). A second socket on the same port hears who else sends to it: a server that answers from
/// another of its addresses would otherwise look like one that is not there.
/// </summary>
internal sealed class ClientUdpTransport : SecureTransport
{
    private const int SliceMilliseconds = 50;

    private readonly Socket _socket;
    private readonly Socket? _strays;
    private readonly byte[] _scrap = new byte[65536];
    private readonly byte[] _peer;
    private readonly Action<IPEndPoint> _onStray;
    private volatile bool _isClosed;

    /// <summary>
    /// Opens a port.
    /// </summary>
    /// <param name="remote">The server.</param>
    /// <param name="onStray">Is told who else has sent a datagram, each time.</param>
    /// <exception cref="SocketException">No way leads there.</exception>
    public ClientUdpTransport(IPEndPoint remote, Action<IPEndPoint> onStray)
    {
        IPAddress any = remote.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any;

        _onStray = onStray;
        _peer = PeerEndPoint.ToPeer(remote);
        _socket = Open(new IPEndPoint(any, 0));

        try
        {
            int port = ((IPEndPoint)_socket.LocalEndPoint!).Port;

            _socket.Connect(remote);
            _strays = TryOpen(new IPEndPoint(any, port));
        }
        catch (SocketException)
        {
            _socket.Dispose();
            throw;
        }
    }

    /// <summary>Whether the server's host has said that nobody listens there.</summary>
    public bool IsRefused { get; private set; }

    public override TlsTransportKind Kind => TlsTransportKind.Datagram;

    public override int Now => Environment.TickCount;

    public override bool Send(byte[] buffer, int offset, int count, byte[] peer)
    {
        try
        {
            return _socket.Send(buffer, offset, count, SocketFlags.None) == count;
        }
        catch (SocketException exception)
        {
            // What cannot be sent is a loss, which the protocol deals with; a refusal is told with the next receive.
            NoteRefusal(exception);
            return false;
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
    }

    public override int Receive(byte[] buffer, int offset, int count, byte[] peer, int deadline)
    {
        try
        {
            while (!_isClosed && !IsRefused)
            {
                TakeStrays();

                int received = TryReceive(buffer, offset, count);

                if (received >= 0)
                {
                    _peer.CopyTo(peer, 0);
                    return received;
                }

                int left = Time32.Until(deadline, Now);

                if (left <= 0)
                {
                    return NothingReceived;
                }

                _socket.Poll(Math.Min(left, SliceMilliseconds) * 1000, SelectMode.SelectRead);
            }
        }
        catch (ObjectDisposedException)
        {
            // Another thread has closed it.
        }

        return ReceiveFailed;
    }

    public override void Wake()
    {
        // It is used by one thread.
    }

    public override void Dispose()
    {
        _isClosed = true;
        _socket.Dispose();
        _strays?.Dispose();
    }

    private static Socket Open(IPEndPoint local)
    {
        Socket socket = new(local.AddressFamily, SocketType.Dgram, ProtocolType.Udp);

        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        socket.Bind(local);
        socket.Blocking = false;
        return socket;
    }

    private static Socket? TryOpen(IPEndPoint local)
    {
        try
        {
            return Open(local);
        }
        catch (SocketException)
        {
            // Where two sockets cannot share a port, a diagnosis says less.
            return null;
        }
    }

    private int TryReceive(byte[] buffer, int offset, int count)
    {
        try
        {
            return _socket.Receive(buffer, offset, count, SocketFlags.None);
        }
        catch (SocketException exception)
        {
            NoteRefusal(exception);
            return NothingReceived;
        }
    }

    private void NoteRefusal(SocketException exception) => IsRefused |=
        exception.SocketErrorCode is SocketError.ConnectionRefused or SocketError.ConnectionReset;

    private void TakeStrays()
    {
        while (_strays != null && _strays.Poll(0, SelectMode.SelectRead))
        {
            EndPoint from = new IPEndPoint(
                _strays.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);

            try
            {
                _strays.ReceiveFrom(_scrap, ref from);
            }
            catch (SocketException)
            {
                return;
            }

            _onStray((IPEndPoint)from);
        }
    }
}
