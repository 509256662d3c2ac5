//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Net;
using System.Net.Sockets;

namespace NanoTlsMan.Tests.Interop;

/// <summary>
/// Somebody else's stack, as a command for servers and clients.
/// </summary>
internal abstract class Peer
{
    /// <summary>The program that has to be there.</summary>
    public abstract string Program { get; }

    /// <summary>Whether its server sends back what it gets.</summary>
    public abstract bool IsEcho(string kind);

    /// <summary>
    /// Starts a server and waits until it listens.
    /// </summary>
    public abstract ChildProcess StartServer(string kind, int port, string suite);

    /// <summary>
    /// Starts a client, which sends the lines of its standard input.
    /// </summary>
    public abstract ChildProcess StartClient(string kind, int port, string suite, string identity, string key);

    public static Peer Get(string name) => name == "openssl" ? new OpenSsl() : new GnuTls();

    /// <summary>
    /// Finds a port that nobody uses.
    /// </summary>
    public static int FindPort(string kind)
    {
        using Socket socket = kind == "dtls"
            ? new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp)
            : new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
