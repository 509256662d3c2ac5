//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Net;
using System.Net.Sockets;

namespace NanoTlsMan.Tests.Interop.Network;

/// <summary>
/// What stands between a client and a server, as a NAT does that forgets: the server sees the client at another port
/// from a chosen datagram on, or at another one for each. What it sends to a port before the last one is lost; an
/// answer that is under way while the port changes still arrives.
/// </summary>
internal sealed class RebindingRelay : IDisposable
{
    private readonly Socket _front = LoopbackSocket.OpenUdp();
    private readonly IPEndPoint _server;
    private readonly Predicate<int> _rebindsBefore;
    private readonly Thread _thread;
    private Socket _back = LoopbackSocket.OpenUdp();
    private Socket? _former;
    private EndPoint? _client;
    private volatile bool _isStopped;

    /// <summary>
    /// Starts a relay.
    /// </summary>
    /// <param name="server">Where the client's datagrams go.</param>
    /// <param name="rebindsBefore">Tells, for each datagram of the client, counted from 0, whether the port changes
    /// before it.</param>
    public RebindingRelay(IPEndPoint server, Predicate<int> rebindsBefore)
    {
        _server = server;
        _rebindsBefore = rebindsBefore;
        _thread = new Thread(Run) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>The address that the client talks to.</summary>
    public IPEndPoint LocalEndPoint => (IPEndPoint)_front.LocalEndPoint!;

    public void Dispose()
    {
        _isStopped = true;
        _thread.Join();
        _front.Dispose();
        _back.Dispose();
        _former?.Dispose();
    }

    private void Run()
    {
        byte[] buffer = new byte[65536];
        int count = 0;

        while (!_isStopped)
        {
            List<Socket> readable = _former == null ? [_front, _back] : [_front, _back, _former];

            Socket.Select(readable, null, null, 20000);

            foreach (Socket back in readable.Where(socket => socket != _front))
            {
                int received = back.Receive(buffer);

                _front.SendTo(buffer.AsSpan(0, received), _client!);
            }

            if (readable.Contains(_front))
            {
                EndPoint from = new IPEndPoint(IPAddress.Any, 0);
                int received = _front.ReceiveFrom(buffer, ref from);

                _client = from;

                if (_rebindsBefore(count++))
                {
                    Socket? last = _former;

                    // Opened first, so that it cannot get the same port.
                    _former = _back;
                    _back = LoopbackSocket.OpenUdp();
                    last?.Dispose();
                }

                _back.SendTo(buffer.AsSpan(0, received), _server);
            }
        }
    }
}
