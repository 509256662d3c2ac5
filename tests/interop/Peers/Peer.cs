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
    /// Starts a server on a port of its own, and waits until it listens.
    /// </summary>
    public abstract ChildProcess StartServer(string kind, string suite, out int port);

    /// <summary>
    /// Starts a client, which sends the lines of its standard input.
    /// </summary>
    public abstract ChildProcess StartClient(string kind, int port, string suite, string identity, string key);

    public static Peer Get(string name) => name == "openssl" ? new OpenSsl() : new GnuTls();

    /// <summary>
    /// Finds ports that nobody uses, for a program that cannot choose one itself. They lie below those that systems
    /// give to sockets without a port (32768 and up on Linux), so that nobody else is given them before the program
    /// takes them.
    /// </summary>
    /// <param name="kind">Whether UDP or TCP.</param>
    /// <param name="count">How many, one behind the other.</param>
    /// <returns>The first one.</returns>
    public static int FindPort(string kind, int count = 1)
    {
        while (true)
        {
            int port = Random.Shared.Next(20000, 32000);

            if (Enumerable.Range(port, count).All(candidate => IsFree(kind, candidate)))
            {
                return port;
            }
        }
    }

    public static bool IsFree(string kind, int port)
    {
        using Socket socket = kind == "dtls"
            ? new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp)
            : new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

        try
        {
            // The wildcard address, for a program may listen on all.
            socket.Bind(new IPEndPoint(IPAddress.Any, port));
            return true;
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return false;
        }
    }
}
