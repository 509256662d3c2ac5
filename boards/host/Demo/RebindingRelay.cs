//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Net;
using System.Net.Sockets;

namespace NanoTlsMan.Host.Demo;

/// <summary>
/// What stands between a client and a server, as a NAT does: the server sees the client at the relay's address, which
/// changes when it is told to.
/// </summary>
internal sealed class RebindingRelay : IDisposable
{
    private const int SliceMicroseconds = 20000;

    private readonly Socket _front = Open();
    private readonly IPEndPoint _server;
    private readonly Thread _thread;
    private readonly Lock _lock = new();
    private Socket _back = Open();
    private EndPoint? _client;
    private volatile bool _isStopped;

    public RebindingRelay(IPEndPoint server)
    {
        _server = server;
        _thread = new Thread(Run) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>Where the client finds it.</summary>
    public IPEndPoint LocalEndPoint => (IPEndPoint)_front.LocalEndPoint!;

    /// <summary>Where the server sees the client.</summary>
    public IPEndPoint Seen
    {
        get
        {
            lock (_lock)
            {
                return (IPEndPoint)_back.LocalEndPoint!;
            }
        }
    }

    /// <summary>Gives the client another address in the server's eyes.</summary>
    public void Rebind()
    {
        lock (_lock)
        {
            Socket former = _back;

            // Opened first, so that it cannot get the same port.
            _back = Open();
            former.Dispose();
        }
    }

    public void Dispose()
    {
        _isStopped = true;
        _thread.Join();
        _front.Dispose();
        _back.Dispose();
    }

    private static Socket Open()
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    private void Run()
    {
        byte[] buffer = new byte[65536];

        while (!_isStopped)
        {
            Socket back;

            lock (_lock)
            {
                back = _back;
            }

            try
            {
                Pass(back, buffer);
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                // It was closed under this thread: the next round has the new one.
            }
        }
    }

    private void Pass(Socket back, byte[] buffer)
    {
        List<Socket> readable = [_front, back];

        Socket.Select(readable, null, null, SliceMicroseconds);

        if (readable.Contains(back))
        {
            _front.SendTo(buffer.AsSpan(0, back.Receive(buffer)), _client!);
        }

        if (readable.Contains(_front))
        {
            EndPoint from = new IPEndPoint(IPAddress.Any, 0);
            int count = _front.ReceiveFrom(buffer, ref from);

            lock (_lock)
            {
                _client = from;
                _back.SendTo(buffer.AsSpan(0, count), _server);
            }
        }
    }
}
