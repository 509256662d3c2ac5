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

        ChildProcess server = new(program, "-A", "127.0.0.1", "-p", $"{plain}", "-k", key, "-v", Debug);

        port = plain + 1;
        server.WaitFor($"created DTLS endpoint 127.0.0.1:{port}");
        return server;
    }
}
