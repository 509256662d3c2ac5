//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Net;
using System.Net.Sockets;
using NanoTlsMan.Sockets;
using Org.BouncyCastle.Tls;

namespace NanoTlsMan.Tests.Interop.Bouncy;

/// <summary>
/// BouncyCastle in this process: each role answers one message with itself, reversed.
/// </summary>
internal static class BouncyPeer
{
    private const int Patience = 60_000;

    public static ProtocolVersion[] Versions => [ProtocolVersion.TLSv12, ProtocolVersion.DTLSv12];

    public static byte[] Reverse(byte[] message) => [.. message.Reverse()];

    /// <summary>Connects, sends a message, and returns the answer.</summary>
    public static byte[] AskDtls(IPEndPoint server, BouncyClient client, byte[] message)
    {
        using BouncySocket socket = new(server);
        DtlsTransport channel =
            new DtlsClientProtocol().Connect(client, socket);
        byte[] answer = new byte[1000];

        channel.Send(message, 0, message.Length);

        int count = channel.Receive(answer, 0, answer.Length, Patience);

        channel.Close();
        return answer[..Math.Max(count, 0)];
    }

    /// <summary>Connects, sends a message, and returns the answer.</summary>
    public static byte[] AskTls(IPEndPoint server, BouncyClient client, byte[] message)
    {
        using TcpClient connection = new();

        connection.Connect(server);

        TlsClientProtocol protocol = new(connection.GetStream());
        byte[] answer = new byte[message.Length];

        protocol.Connect(client);
        protocol.Stream.Write(message);
        protocol.Stream.ReadExactly(answer);
        protocol.Close();
        return answer;
    }

    /// <summary>Serves our client, which sends a message, and returns what that one got for it.</summary>
    /// <param name="man">Ours.</param>
    /// <param name="kind">dtls or tls.</param>
    /// <param name="options">Our client's.</param>
    /// <param name="server">Theirs.</param>
    /// <param name="message">What is sent.</param>
    /// <param name="connected">Is shown our session when it is open.</param>
    public static async Task<byte[]> AnswerOurs(
        TlsMan man, string kind, TlsSessionOptions options, BouncyServer server, byte[] message,
        Action<TlsManSession>? connected = null)
    {
        byte[] answer = new byte[1000];
        int count;

        if (kind == "dtls")
        {
            using BouncySocket socket = new(null);
            Task serving = Task.Run(() => ServeDtls(socket, server));
            using SecureUdpClient client =
                SecureUdpClient.Connect(man, socket.LocalEndPoint, options, Channel.CreateCredentials());

            connected?.Invoke(client.Session);
            client.Send(message, 0, message.Length);
            count = client.Receive(answer, 0, answer.Length, Patience);
            await serving;
        }
        else
        {
            using TcpListener listener = new(IPAddress.Loopback, 0);

            listener.Start();

            Task serving = Task.Run(() => ServeTls(listener, server));
            using SecureTcpSock client = SecureTcpSock.Connect(
                man, (IPEndPoint)listener.LocalEndpoint, options, Channel.CreateCredentials());

            connected?.Invoke(client.Session);
            client.Send(message, 0, message.Length);
            count = client.Receive(answer, 0, answer.Length, Patience);
            await serving;
        }

        return answer[..count];
    }

    /// <summary>Serves one client over DTLS.</summary>
    public static void ServeDtls(BouncySocket socket, BouncyServer server)
    {
        DtlsTransport channel = new DtlsServerProtocol().Accept(server, socket);
        byte[] message = new byte[1000];
        int count = channel.Receive(message, 0, message.Length, Patience);

        channel.Send(Reverse(message[..count]), 0, count);
        channel.Close();
    }

    /// <summary>Serves one client over TLS.</summary>
    public static void ServeTls(TcpListener listener, BouncyServer server)
    {
        using TcpClient connection = listener.AcceptTcpClient();
        TlsServerProtocol protocol = new(connection.GetStream());
        byte[] message = new byte[1000];

        protocol.Accept(server);

        int count = protocol.Stream.Read(message);

        protocol.Stream.Write(Reverse(message[..count]));
        protocol.Close();
    }
}
