//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using NanoTlsMan.Ciphers;
using NanoTlsMan.Host;
using NanoTlsMan.Managed;
using NanoTlsMan.Sockets;

namespace NanoTlsMan.Scale;

/// <summary>
/// One server on the loopback with many clients, each with a socket of its own: what a program pays for a datagram.
/// </summary>
internal sealed class SocketPopulation : IDisposable
{
    private const int Mtu = 1232;
    private const int Patience = 5000;

    // So many datagrams are in the server's socket at a time, which holds them without loss.
    private const int Batch = 50;

    private readonly SecureUdpSock _server;
    private readonly List<(TlsEngine Engine, Socket Socket)> _clients = [];
    private readonly ManagedStack _stack = new(new ManagedCiphers(), new HostRandom());
    private readonly TlsSessionOptions _options = new() { CipherSuites = [TlsCipherSuite.PskWithAes128Ccm8] };
    private readonly CredentialStore _keys = new();
    private readonly byte[] _output = new byte[Mtu];
    private readonly byte[] _buffer = new byte[Mtu];

    public SocketPopulation(int count)
    {
        TlsMan man = new(new ManagedCiphers(), new HostRandom());

        man.LoadStack(_stack);
        _keys.AddPsk(1, "device"u8.ToArray(), new byte[16]);
        _server = new SecureUdpSock(man, new IPEndPoint(IPAddress.Loopback, 0), SecureSockMode.Synchronous);
        _server.Limits.MaxSessions = count;
        _server.Listen(_options, _keys);

        while (_clients.Count < count)
        {
            OpenOne();
        }
    }

    public int Count => _clients.Count;

    /// <summary>Sends records of 64 bytes from all in turn, in an order that no cache can guess, and takes
    /// them.</summary>
    /// <returns>Microseconds that the server needs for each, its system calls included.</returns>
    public double Deliver(int records)
    {
        byte[] data = new byte[64];
        int[] order = [.. Enumerable.Range(0, _clients.Count)];
        double time = 0;

        Random.Shared.Shuffle(order);

        for (int sent = 0; sent < records; sent += Batch)
        {
            for (int i = 0; i < Batch; i++)
            {
                (TlsEngine engine, Socket socket) = _clients[order[(sent + i) % order.Length]];

                engine.Send(data, 0, data.Length);
                Pump(engine, socket);
            }

            long start = Stopwatch.GetTimestamp();

            for (int i = 0; i < Batch; i++)
            {
                if (_server.Receive(_buffer, 0, _buffer.Length, Patience, out _) != data.Length)
                {
                    throw new InvalidOperationException("a record was lost");
                }
            }

            time += Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }

        return time / records;
    }

    public void Dispose()
    {
        _server.Dispose();
        _clients.ForEach(client => client.Socket.Dispose());
    }

    private void OpenOne()
    {
        Socket socket =
            new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = Patience };
        TlsEngine engine =
            _stack.CreateEngine(TlsRole.Client, TlsTransportKind.Datagram, _options, _keys, new DropCounters());

        socket.Connect(_server.LocalEndPoint);
        _clients.Add((engine, socket));
        engine.Start(Environment.TickCount);
        Pump(engine, socket);

        while (!engine.IsConnected)
        {
            // One call takes what has come, and answers it.
            _server.Accept(0);

            while (socket.Available > 0)
            {
                int count = socket.Receive(_buffer);

                engine.HandleInput(_buffer, 0, count, Environment.TickCount);
                Pump(engine, socket);
            }
        }
    }

    private void Pump(TlsEngine engine, Socket socket)
    {
        while (engine.Poll(_output, 0, Mtu) is TlsPollResult result && result != TlsPollResult.Idle)
        {
            if (result == TlsPollResult.Transmit)
            {
                socket.Send(_output.AsSpan(0, engine.OutputCount));
            }
        }
    }
}
