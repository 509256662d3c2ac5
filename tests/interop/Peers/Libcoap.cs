//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Tests.Interop;

/// <summary>
/// libcoap's servers, one for each stack that it is built with.
/// </summary>
internal static class Libcoap
{
    private const string Debug = "7";

    /// <summary>
    /// Starts a server that takes any identity, and waits until it listens.
    /// </summary>
    public static ChildProcess StartServer(string program, string key, out int port)
    {
        // coaps listens on the port behind that of coap, and both do over UDP and TCP.
        int plain;

        do
        {
            plain = Peer.FindPort("dtls", 2);
        }
        while (!Peer.IsFree("tls", plain) || !Peer.IsFree("tls", plain + 1));

        port = plain + 1;
        return StartServer(program, key, port);
    }

    /// <summary>
    /// Starts a server that takes any identity at a port for DTLS, and waits until it listens.
    /// </summary>
    public static ChildProcess StartServer(string program, string key, int port)
    {
        ChildProcess server = new(program, "-A", "127.0.0.1", "-p", $"{port - 1}", "-k", key, "-v", Debug);

        server.WaitFor($"created DTLS endpoint 127.0.0.1:{port}");
        return server;
    }
}
