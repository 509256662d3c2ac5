//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Net;
using System.Net.Sockets;

namespace NanoTlsMan.Tests.Interop;

/// <summary>
/// UDP sockets at a port of their own.
/// </summary>
internal static class LoopbackSocket
{
    public static Socket OpenUdp()
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }
}
