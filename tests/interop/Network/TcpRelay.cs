//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Net;
using System.Net.Sockets;

namespace NanoTlsMan.Tests.Interop;

/// <summary>
/// A relay between one client and a server, which keeps what each said.
/// </summary>
internal sealed class TcpRelay : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly List<Datagram> _passed = [];
    private readonly Thread _thread;

    public TcpRelay(int serverPort)
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        _thread = new Thread(() => Run(serverPort)) { IsBackground = true };
        _thread.Start();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>
    /// Waits until both have ended the connection.
    /// </summary>
    /// <returns>What they said.</returns>
    public IReadOnlyList<Datagram> WaitForEnd()
    {
        Assert.True(_thread.Join(TimeSpan.FromMinutes(1)), "the connection does not end");
        return _passed;
    }

    public void Dispose() => _listener.Dispose();

    private void Run(int serverPort)
    {
        using Socket? client = Accept();

        if (client == null)
        {
            return;
        }

        using Socket server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

        server.Connect(IPAddress.Loopback, serverPort);

        List<Socket> open = [client, server];
        byte[] buffer = new byte[65536];

        while (open.Count > 0)
        {
            List<Socket> readable = [.. open];

            Socket.Select(readable, null, null, 100000);

            foreach (Socket from in readable)
            {
                Socket to = from == client ? server : client;
                int count = Receive(from, buffer);

                if (count == 0)
                {
                    open.Remove(from);
                    EndSending(to);
                    continue;
                }

                _passed.Add(new Datagram(_passed.Count, from == client, buffer.AsSpan(0, count).ToArray()));
                to.Send(buffer.AsSpan(0, count));
            }
        }
    }

    // Where nobody came before the test was over, its failure is told, and not this one.
    private Socket? Accept()
    {
        try
        {
            return _listener.Accept();
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            return null;
        }
    }

    private static int Receive(Socket socket, byte[] buffer)
    {
        try
        {
            return socket.Receive(buffer);
        }
        catch (SocketException)
        {
            return 0;
        }
    }

    private static void EndSending(Socket socket)
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // It has gone itself.
        }
    }
}
