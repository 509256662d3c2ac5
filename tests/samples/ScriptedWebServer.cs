//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Net;
using System.Text;
using NanoTlsMan.Samples.HttpClientPsk;
using NanoTlsMan.Sockets;

namespace NanoTlsMan.Tests.Samples;

/// <summary>
/// A server that answers one connection after the other with what a test says, whatever is asked: for each request of
/// a connection a text, of which <see cref="Silence"/> is none; and then it closes the connection.
/// </summary>
internal sealed class ScriptedWebServer : IDisposable
{
    /// <summary>Nothing is answered, and the connection stays.</summary>
    public const string Silence = "silence";

    private readonly SecureTcpListener _listener;
    private readonly ManualResetEventSlim _end = new();
    private readonly List<string> _requests = [];

    public ScriptedWebServer(params string[][] connections)
    {
        _listener =
            new SecureTcpListener(CoapPeers.CreateMan(), new IPEndPoint(IPAddress.Loopback, 0), CoapPeers.CreateKeys());

        new Thread(() => Array.ForEach(connections, Serve)) { IsBackground = true }.Start();
    }

    /// <summary>The heads of all requests.</summary>
    public string[] Requests
    {
        get
        {
            lock (_requests)
            {
                return [.. _requests];
            }
        }
    }

    public PskHttpHandler CreateHandler() =>
        new(CoapPeers.CreateMan(), _listener.LocalEndPoint, CoapPeers.CreateKeys());

    public void Dispose()
    {
        _end.Set();
        _listener.Dispose();
    }

    private void Serve(string[] answers)
    {
        try
        {
            using SecureTcpSock client = _listener.Accept(60000);

            foreach (string answer in answers)
            {
                ReadHead(client);

                if (answer == Silence)
                {
                    _end.Wait();
                    return;
                }

                byte[] bytes = Encoding.Latin1.GetBytes(answer);

                client.Send(bytes, 0, bytes.Length);
            }
        }
        catch (Exception exception) when (exception is SecureSockException or ObjectDisposedException)
        {
            // The test is over, or the client has closed the connection: that is its right.
        }
    }

    private void ReadHead(SecureTcpSock client)
    {
        StringBuilder head = new();
        byte[] buffer = new byte[4096];

        while (!head.ToString().Contains("\r\n\r\n"))
        {
            int count = client.Receive(buffer, 0, buffer.Length, 60000);

            if (count == 0)
            {
                throw new ObjectDisposedException("the client");
            }

            head.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }

        lock (_requests)
        {
            _requests.Add(head.ToString());
        }
    }
}
