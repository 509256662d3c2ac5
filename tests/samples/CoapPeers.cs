//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Net;
using System.Text;
using NanoTlsMan.Ciphers;
using NanoTlsMan.Host;
using NanoTlsMan.Managed;
using NanoTlsMan.Samples.Coap;
using NanoTlsMan.Sockets;

namespace NanoTlsMan.Tests.Samples;

/// <summary>
/// Who talks to CoapsSensor: libcoap, and peers that do what libcoap does only when a network is bad.
/// </summary>
internal static class CoapPeers
{
    public const string Server = "coap-server-openssl";

    private const string Client = "coap-client-openssl";

    /// <summary>The key of the tests, as the command takes it.</summary>
    public static readonly string Key = Convert.ToHexStringLower(Encoding.UTF8.GetBytes(Sample.TextKey));

    public static TlsMan CreateMan()
    {
        TlsMan man = new(new ManagedCiphers(), new HostRandom());

        man.LoadStack(new ManagedStack(new ManagedCiphers(), new HostRandom()));
        return man;
    }

    public static CredentialStore CreateKeys()
    {
        CredentialStore keys = new();

        keys.AddPsk(1, Encoding.UTF8.GetBytes(Tlsman.Identity), Encoding.UTF8.GetBytes(Sample.TextKey));
        return keys;
    }

    public static ChildProcess StartServer(out string address)
    {
        Skip.IfNot(ChildProcess.IsInstalled(Server), $"{Server} is not installed");

        ChildProcess server = Libcoap.StartServer(Server, Sample.TextKey, out int port);

        address = $"127.0.0.1:{port}";
        return server;
    }

    public static ChildProcess StartClient(params string[] arguments)
    {
        Skip.IfNot(ChildProcess.IsInstalled(Client), $"{Client} is not installed");
        return new ChildProcess(Client, ["-u", Tlsman.Identity, "-k", Sample.TextKey, .. arguments]);
    }

    /// <summary>
    /// Opens a channel through which a test sends messages of its own making.
    /// </summary>
    public static SecureUdpClient Connect(IPEndPoint server) =>
        SecureUdpClient.Connect(CreateMan(), server, CreateKeys());

    /// <summary>
    /// Sends a message and waits for the next one.
    /// </summary>
    public static CoapMessage Exchange(this SecureUdpClient client, CoapMessage message)
    {
        byte[] bytes = message.ToBytes();

        client.Send(bytes, 0, bytes.Length);
        return client.Await();
    }

    public static CoapMessage Await(this SecureUdpClient client)
    {
        byte[] buffer = new byte[1500];
        int count = client.Receive(buffer, 0, buffer.Length, 60000);

        return CoapMessage.Parse(buffer, 0, count);
    }
}
