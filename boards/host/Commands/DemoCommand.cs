//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using NanoTlsMan.Host.Demo;
using NanoTlsMan.Host.Keys;
using NanoTlsMan.Host.Tracing;
using NanoTlsMan.Sockets;
using Spectre.Console;

namespace NanoTlsMan.Host.Commands;

/// <summary>
/// <c>tlsman demo</c>: client and server over this PC's loopback sockets, on each stack, with the handshake as a
/// ladder.
/// </summary>
internal static class DemoCommand
{
    private const int Timeout = 30000;
    private const string Message = "temperature 21.5 C, measured now";

    public static Command Create()
    {
        Command command = new(
            "demo",
            "Show secured channels: client and server over loopback sockets, DTLS and TLS, and a client that moves, "
            + "sleeps and goes on, on each stack at hand; and DTLS with raw public keys.");

        StackOptions options = new(command);
        Option<FileInfo?> svg =
            new("--svg")
            {
                Description = "Also draw the first channel's handshake, its message and the echo, into FILE",
                HelpName = "FILE"
            };

        command.Options.Add(svg);
        command.SetAction(result =>
        {
            (HostStacks stacks, TlsStack? only) = options.Read(result, false);
            FileInfo? picture = result.GetValue(svg);

            foreach (TlsStack stack in only == null ? stacks.All : [only])
            {
                if ((stack.Capabilities.KeyKinds & TlsKeyKinds.Psk) == 0)
                {
                    AnsiConsole.MarkupLine($"[grey]{stack.Name} has no pre-shared keys, nor a scene here[/]");
                    continue;
                }

                Run(stacks, stack, TlsTransportKind.Datagram, picture);
                picture = null;

                if ((stack.Capabilities.Versions & TlsVersions.Tls12) != 0)
                {
                    Run(stacks, stack, TlsTransportKind.Stream, null);
                }

                if (stack.Capabilities.SupportsConnectionId && stack.Capabilities.SupportsSaveRestore)
                {
                    RunLasting(stacks, stack);
                }
            }

            RunNewer(options.Read(result, true));
            RunRawKeys(options.Read(result, true));

            AnsiConsole.MarkupLine("[green]All channels carried the message and its echo.[/] Try 'tlsman server --help' next.");
            return ExitCode.Done;
        });
        return command;
    }

    private static void RunLasting(HostStacks stacks, TlsStack stack)
    {
        using CredentialStore credentials = new();

        credentials.AddPsk(1, Encoding.UTF8.GetBytes("Client_identity"), RandomNumberGenerator.GetBytes(16));
        AnsiConsole.Write(
            new Rule($"[bold]A move and a sleep: DTLS 1.2 with a connection ID[/], stack {stack.Name}").LeftJustified());
        new LastingScene(stacks.CreateManager(stack), CreateOptions(), credentials, Message).Run();
    }

    // Loopback loses nothing, so nothing is to be sent twice, however slow this PC is.
    private static TlsSessionOptions CreateOptions(ushort suite = TlsCipherSuite.PskWithAes128Ccm8) => new()
    {
        FirstTimeout = Timeout,
        HandshakeTimeout = Timeout,
        CipherSuites = [suite],
    };

    /// <summary>
    /// Shows 1.3 beside 1.2: the same key, alone and with forward secrecy. A stack that has none leaves this to the
    /// managed one.
    /// </summary>
    private static void RunNewer((HostStacks Stacks, TlsStack? Asked) given)
    {
        (HostStacks stacks, TlsStack? asked) = given;
        bool canServe = asked != null && (asked.Capabilities.Versions & TlsVersions.Dtls13) != 0;
        TlsStack stack = canServe ? asked! : stacks.Find("managed13")!;

        if (asked != null && !canServe)
        {
            AnsiConsole.MarkupLine($"[grey]{asked.Name} has no DTLS 1.3; the managed stack shows it[/]");
        }

        foreach (TlsPskModes mode in new[] { TlsPskModes.PskOnly, TlsPskModes.WithKeyShare })
        {
            using CredentialStore credentials = new();
            TlsSessionOptions options = CreateOptions(TlsCipherSuite.Aes128GcmSha256);
            string how = mode == TlsPskModes.PskOnly ? "pre-shared key alone" : "pre-shared key with a key share";

            credentials.AddPsk(1, Encoding.UTF8.GetBytes("Client_identity"), RandomNumberGenerator.GetBytes(16));
            options.Versions = TlsVersions.Dtls13;
            options.PskModes = mode;
            Show(
                stacks.CreateManager(stack), $"DTLS 1.3 over UDP, {how}", stack, TlsTransportKind.Datagram, options,
                credentials, credentials, _ => "authenticated as 'Client_identity'", null);
        }
    }

    /// <summary>
    /// Shows what public keys cost beside a pre-shared one. A stack that has none leaves this to the managed one.
    /// </summary>
    private static void RunRawKeys((HostStacks Stacks, TlsStack? Asked) given)
    {
        (HostStacks stacks, TlsStack? asked) = given;
        bool canServe = asked != null && (asked.Capabilities.KeyKinds & TlsKeyKinds.RawPublicKey) != 0;
        TlsStack stack = canServe ? asked! : stacks.All[0];

        if (asked != null && !canServe)
        {
            AnsiConsole.MarkupLine($"[grey]{asked.Name} has no raw public keys; the managed stack shows them[/]");
        }

        KeyPair server = KeyPair.Generate();
        KeyPair client = KeyPair.Generate();
        TlsSessionOptions options = CreateOptions(TlsCipherSuite.EcdheEcdsaWithAes128Ccm8);

        options.ClientAuthentication = TlsClientAuthentication.Required;

        using CredentialStore serverKeys = CreateKeys(server, client);
        using CredentialStore clientKeys = CreateKeys(client, server);

        Show(
            stacks.CreateManager(stack), "DTLS 1.2 over UDP, raw public keys on both sides", stack,
            TlsTransportKind.Datagram, options, serverKeys, clientKeys,
            session => $"authenticated by its key, SHA-256 {Convert.ToHexStringLower(session.PeerIdentity)}", null);
    }

    private static CredentialStore CreateKeys(KeyPair own, KeyPair peer)
    {
        CredentialStore keys = new();

        keys.AddKeyPair(1, own.PrivateKey, own.PublicKey);
        keys.TrustKey(2, CredentialStore.CreateKeyInfo(peer.PublicKey));
        return keys;
    }

    private static void Run(HostStacks stacks, TlsStack stack, TlsTransportKind kind, FileInfo? picture)
    {
        byte[] identity = Encoding.UTF8.GetBytes("Client_identity");
        byte[] key = RandomNumberGenerator.GetBytes(16);

        using CredentialStore credentials = new();

        credentials.AddPsk(1, identity, key);
        Show(
            stacks.CreateManager(stack),
            kind == TlsTransportKind.Datagram ? "DTLS 1.2 over UDP" : "TLS 1.2 over TCP", stack, kind, CreateOptions(),
            credentials, credentials, _ => $"authenticated as '{Encoding.UTF8.GetString(identity)}'", picture);
    }

    private static void Show(
        TlsMan man, string title, TlsStack stack, TlsTransportKind kind, TlsSessionOptions options,
        CredentialStore serverKeys, CredentialStore clientKeys, Func<TlsManSession, string> describePeer,
        FileInfo? picture)
    {
        Ladder ladder = new(kind);

        AnsiConsole.Write(new Rule($"[bold]{title}[/], stack {stack.Name}").LeftJustified());

        (TlsManSession session, string echo, DropCounters? drops) = kind == TlsTransportKind.Datagram
            ? RunDatagram(man, ladder, options, serverKeys, clientKeys)
            : RunStream(man, ladder, options, serverKeys);

        ladder.Write(AnsiConsole.Console);

        Grid grid = new Grid().AddColumn().AddColumn();

        grid.AddRow("suite", SuiteNames.Get(session.CipherSuite));
        string cost =
            $"{ladder.HandshakeBytes} bytes in {ladder.HandshakeCount} {(kind == TlsTransportKind.Datagram ? "datagrams" : "sends")}";

        grid.AddRow("handshake", cost);
        grid.AddRow("message",
            Markup.Escape($"'{Message}': {Message.Length} bytes, {ladder.MessageBytes} on the wire"));
        grid.AddRow("echo", Markup.Escape($"'{echo}'"));
        grid.AddRow("peer", Markup.Escape(describePeer(session)));

        if (drops != null)
        {
            grid.AddRow("server dropped",
                $"{drops.Total} (a stray datagram, sent on purpose: {drops.Get(DropReason.UnknownPeer)})");
        }

        AnsiConsole.Write(grid);
        AnsiConsole.WriteLine();

        if (echo != Message)
        {
            throw new SecurityFailureException("the echo is not what was sent");
        }

        if (picture != null)
        {
            // The goodbyes come in either order; without them it is the same picture each time.
            XElement drawing = LadderPicture.Draw(
                $"DTLS 1.2, {SuiteNames.Get(session.CipherSuite)}",
                $"The handshake takes {cost}, a message of {Message.Length} bytes {ladder.MessageBytes}. * protected",
                [.. ladder.ReadFlights().Take(ladder.HandshakeCount + 2)]);

            File.WriteAllText(picture.FullName, drawing + "\n");
        }
    }

    private static (TlsManSession Session, string Echo, DropCounters? Drops) RunDatagram(
        TlsMan man, Ladder ladder, TlsSessionOptions options, CredentialStore serverKeys, CredentialStore clientKeys)
    {
        UdpTransport serverUdp = new(new IPEndPoint(IPAddress.Loopback, 0));

        using SecureUdpSock server = new(
            man, new TracingTransport(serverUdp, entry => ladder.Add(false, entry)), SecureSockMode.Asynchronous, 1500);
        using SecureUdpSock client = new(
            man,
            new TracingTransport(
                new UdpTransport(new IPEndPoint(IPAddress.Loopback, 0)), entry => ladder.Add(true, entry)),
                SecureSockMode.Synchronous, 1500);

        server.DataReceived += (session, buffer, offset, count) => session.SendData(buffer, offset, count);
        server.Listen(options, serverKeys);

        using (UdpClient stray = new())
        {
            stray.Send("noise"u8.ToArray(), 5, serverUdp.LocalEndPoint);
        }

        TlsManSession session = client.Connect(serverUdp.LocalEndPoint, options, clientKeys, SecureSockFlags.None);
        byte[] message = Encoding.UTF8.GetBytes(Message);
        byte[] echo = new byte[256];

        ladder.EndHandshake();
        session.SendData(message, 0, message.Length);

        int count = client.Receive(echo, 0, echo.Length, Timeout, out _);

        return (session, Encoding.UTF8.GetString(echo, 0, count), server.Drops);
    }

    private static (TlsManSession Session, string Echo, DropCounters? Drops) RunStream(
        TlsMan man, Ladder ladder, TlsSessionOptions options, CredentialStore credentials)
    {
        using Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();

        TcpTransport clientTcp = TcpTransport.Connect((IPEndPoint)listener.LocalEndPoint!);
        TracingTransport serverTransport = new(new TcpTransport(listener.Accept()), entry => ladder.Add(false, entry));
        TracingTransport clientTransport = new(clientTcp, entry => ladder.Add(true, entry));

        using SecureTcpSock server = new(man, serverTransport, options, credentials, SecureSockMode.Asynchronous);
        using SecureTcpSock client = new(man, clientTransport, options, credentials, SecureSockMode.Synchronous);

        server.DataReceived += (session, buffer, offset, count) => session.SendData(buffer, offset, count);
        server.OpenServer(SecureSockFlags.NonBlock);
        client.OpenClient(SecureSockFlags.None);
        ladder.EndHandshake();

        byte[] message = Encoding.UTF8.GetBytes(Message);
        byte[] echo = new byte[256];

        client.Send(message, 0, message.Length);

        int count = client.Receive(echo, 0, echo.Length, Timeout);

        return (client.Session, Encoding.UTF8.GetString(echo, 0, count), null);
    }
}
