//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NanoTlsMan.Tests.Interop;

/// <summary>
/// stunnel before a program that knows no TLS: an echo server, or a client that says one line.
/// </summary>
internal sealed class Stunnel : PeerProgram
{
    private static readonly UTF8Encoding s_text = new(false);

    public override string Name => "stunnel 5.68";

    public override bool IsThere => ChildProcess.IsInstalled("stunnel");

    public override string[] Kinds => ["tls"];

    public override ushort Suite => TlsCipherSuite.PskWithAes128GcmSha256;

    public override string Says(bool isServer) => isServer ? "hello from a board" : "hello from behind stunnel";

    public override ChildProcess StartServer(string kind, int port)
    {
        TcpListener plain = new(IPAddress.Loopback, 0);

        plain.Start();
        _ = Task.Run(() => EchoAsync(plain));
        return Start("no", port, ((IPEndPoint)plain.LocalEndpoint).Port);
    }

    public override ChildProcess StartClient(string kind, int port)
    {
        int entry = Peer.FindPort("tls");
        ChildProcess stunnel = Start("yes", entry, port);

        // The test waits for what the client prints, and stunnel prints nothing of what goes through it.
        _ = Task.Run(() => SayAsync(stunnel, entry));
        return stunnel;
    }

    private static async Task EchoAsync(TcpListener plain)
    {
        using TcpClient client = await plain.AcceptTcpClientAsync();
        NetworkStream stream = client.GetStream();

        await stream.CopyToAsync(stream);
        plain.Stop();
    }

    private async Task SayAsync(ChildProcess stunnel, int entry)
    {
        while (Peer.IsFree("tls", entry))
        {
            await Task.Delay(20);
        }

        using TcpClient client = new();

        await client.ConnectAsync(IPAddress.Loopback, entry);
        await client.GetStream().WriteAsync(s_text.GetBytes(Says(false) + "\n"));
        stunnel.Print(await new StreamReader(client.GetStream()).ReadLineAsync() ?? "");
    }

    private ChildProcess Start(string isClient, int accept, int connect) => new(
        "stunnel",
        WriteFile(
            "stunnel.conf",
            $"""
            foreground = yes
            debug = info
            pid =
            [psk]
            client = {isClient}
            accept = 127.0.0.1:{accept}
            connect = 127.0.0.1:{connect}
            PSKsecrets = {WriteFile("psk", $"{Identity}:{Key}\n")}
            ciphers = PSK-AES128-GCM-SHA256
            sslVersionMax = TLSv1.2

            """));
}
