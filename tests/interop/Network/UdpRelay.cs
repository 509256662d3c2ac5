//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Net;
using System.Net.Sockets;

namespace NanoTlsMan.Tests.Interop;

/// <summary>
/// A real UDP relay between one client and a server. What it does with each datagram, the test decides.
/// </summary>
internal sealed class UdpRelay : IDisposable
{
    private readonly Socket _front = LoopbackSocket.OpenUdp();
    private readonly Socket _back = LoopbackSocket.OpenUdp();
    private readonly IPEndPoint _server;
    private readonly Func<Datagram, IEnumerable<byte[]>> _fate;
    private readonly List<Datagram> _passed = [];
    private readonly Thread _thread;
    private EndPoint? _client;
    private volatile bool _isStopped;

    /// <summary>
    /// Starts a relay.
    /// </summary>
    /// <param name="server">Where the client's datagrams go.</param>
    /// <param name="fate">Tells, for each datagram, what is delivered instead: nothing, itself, several.</param>
    public UdpRelay(IPEndPoint server, Func<Datagram, IEnumerable<byte[]>> fate)
    {
        _server = server;
        _fate = fate;
        _thread = new Thread(Run) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>The address that the client talks to.</summary>
    public IPEndPoint LocalEndPoint => (IPEndPoint)_front.LocalEndPoint!;

    /// <summary>What was delivered.</summary>
    public IReadOnlyList<Datagram> Passed
    {
        get
        {
            lock (_passed)
            {
                return [.. _passed];
            }
        }
    }

    public void Dispose()
    {
        _isStopped = true;
        _thread.Join();
        _front.Dispose();
        _back.Dispose();
    }

    private void Run()
    {
        byte[] buffer = new byte[65536];
        int index = 0;

        while (!_isStopped)
        {
            List<Socket> readable = [_front, _back];

            Socket.Select(readable, null, null, 20000);

            foreach (Socket socket in readable)
            {
                EndPoint from = new IPEndPoint(IPAddress.Any, 0);
                int count = socket.ReceiveFrom(buffer, ref from);
                bool isFromClient = socket == _front;

                if (isFromClient)
                {
                    _client = from;
                }

                foreach (byte[] bytes in _fate(new Datagram(index++, isFromClient, buffer.AsSpan(0, count).ToArray())))
                {
                    (isFromClient ? _back : _front).SendTo(bytes, isFromClient ? _server : _client!);

                    lock (_passed)
                    {
                        _passed.Add(new Datagram(index, isFromClient, bytes));
                    }
                }
            }
        }
    }
}
