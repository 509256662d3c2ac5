//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Net;
using NanoTlsMan.Sockets;
using static NanoTlsMan.Tests.Sockets.Setup;

namespace NanoTlsMan.Tests.Sockets;

/// <summary>
/// Two open ends of a TLS connection over the loopback, both in one mode.
/// </summary>
internal sealed class StreamPair : IDisposable
{
    public StreamPair(SecureTcpSock client, SecureTcpSock server)
    {
        Client = client;
        Server = server;
    }

    public SecureTcpSock Client { get; }

    public SecureTcpSock Server { get; }

    public static async Task<StreamPair> OpenAsync(SecureTcpListener listener, SecureSockMode mode)
    {
        TcpTransport transport = TcpTransport.Connect(listener.LocalEndPoint);
        SecureTcpSock client = new(CreateManager(), transport, Options(), Keys(1), mode);
        SecureTcpSock server = listener.Accept(Patience, mode);
        Task opening = Task.Run(() => server.OpenServer(SecureSockFlags.None));

        client.OpenClient(SecureSockFlags.None);
        await opening;
        return new StreamPair(client, server);
    }

    public void Dispose()
    {
        Client.Dispose();
        Server.Dispose();
    }
}
