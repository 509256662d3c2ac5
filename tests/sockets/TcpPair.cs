//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Sockets;
using static NanoTlsMan.Tests.Sockets.Setup;

namespace NanoTlsMan.Tests.Sockets;

/// <summary>
/// Both ends of a connection: an asynchronous server and a synchronous client, whose channels a test opens.
/// </summary>
internal sealed class TcpPair : IDisposable
{
    public TcpPair(SecureTcpListener listener)
    {
        ClientTransport = TcpTransport.Connect(listener.LocalEndPoint);
        Server = listener.Accept(Patience, SecureSockMode.Asynchronous);
        Client = new SecureTcpSock(CreateManager(), ClientTransport, Options(), Keys(1), SecureSockMode.Synchronous);
    }

    public TcpTransport ClientTransport { get; }

    public SecureTcpSock Server { get; }

    public SecureTcpSock Client { get; }

    public void Open()
    {
        Server.OpenServer(SecureSockFlags.NonBlock);
        Client.OpenClient(SecureSockFlags.None);
    }

    public void Dispose()
    {
        Client.Dispose();
        Server.Dispose();
    }
}
