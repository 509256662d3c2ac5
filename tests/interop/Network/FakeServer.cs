//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Net;
using System.Net.Sockets;

namespace NanoTlsMan.Tests.Interop;

/// <summary>
/// A port that gives the answers of a test to whatever comes.
/// </summary>
internal sealed class FakeServer : IDisposable
{
    private readonly Socket _socket;
    private readonly Thread _thread;
    private volatile bool _isStopped;

    private FakeServer(SocketType type, ProtocolType protocol, Action<FakeServer> run)
    {
        _socket = new Socket(AddressFamily.InterNetwork, type, protocol);
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _thread = new Thread(() => run(this)) { IsBackground = true };
    }

    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <summary>
    /// Answers each datagram.
    /// </summary>
    /// <param name="answer">What to answer, if anything.</param>
    /// <param name="from">Whose address the answers come from; by default the server's.</param>
    public static FakeServer Udp(Func<byte[], byte[]?> answer, IPAddress? from = null)
    {
        FakeServer server = new(SocketType.Dgram, ProtocolType.Udp, self => self.AnswerDatagrams(answer, from));

        server._thread.Start();
        return server;
    }

    /// <summary>
    /// Takes one connection at a time, and does with it what the test says.
    /// </summary>
    public static FakeServer Tcp(Action<Socket> serve)
    {
        FakeServer server = new(SocketType.Stream, ProtocolType.Tcp, self => self.AnswerConnections(serve));

        server._socket.Listen();
        server._thread.Start();
        return server;
    }

    /// <summary>
    /// Takes one connection at a time, waits for the client's first words, and answers.
    /// </summary>
    public static FakeServer Tcp(byte[] answer) => Tcp(socket =>
    {
        socket.Receive(new byte[4096]);
        socket.Send(answer);
        socket.Shutdown(SocketShutdown.Send);
        socket.Receive(new byte[4096]);
    });

    public void Dispose()
    {
        _isStopped = true;
        _thread.Join();
        _socket.Dispose();
    }

    private void AnswerDatagrams(Func<byte[], byte[]?> answer, IPAddress? from)
    {
        using Socket other = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        byte[] buffer = new byte[65536];

        other.Bind(new IPEndPoint(from ?? IPAddress.Loopback, 0));

        while (!_isStopped)
        {
            if (_socket.Poll(20000, SelectMode.SelectRead))
            {
                EndPoint client = new IPEndPoint(IPAddress.Any, 0);
                int count = _socket.ReceiveFrom(buffer, ref client);

                if (answer(buffer[..count]) is byte[] bytes)
                {
                    (from == null ? _socket : other).SendTo(bytes, client);
                }
            }
        }
    }

    private void AnswerConnections(Action<Socket> serve)
    {
        while (!_isStopped)
        {
            if (_socket.Poll(20000, SelectMode.SelectRead))
            {
                using Socket socket = _socket.Accept();

                try
                {
                    serve(socket);
                }
                catch (SocketException)
                {
                    // The client has gone.
                }
            }
        }
    }
}
