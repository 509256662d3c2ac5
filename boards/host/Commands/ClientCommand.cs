//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using System.Text;
using NanoTlsMan.Host.Tracing;
using NanoTlsMan.Sockets;

namespace NanoTlsMan.Host.Commands;

/// <summary>
/// <c>tlsman client</c>: opens a channel, sends lines, prints what comes back.
/// </summary>
internal static class ClientCommand
{
    private const int LongestWait = 3600;
    private const int LargestDatagram = 65507;

    public static Command Create()
    {
        Option<string> connect =
            new("--connect") { Description = "The server's address", HelpName = "HOST:PORT", Required = true };
        Option<string[]> send =
            new("--send") { Description = "A message to send; may be repeated. Without it, each line of standard input is one", HelpName = "TEXT" };
        Option<double> wait = new("--wait")
        {
            Description = "How long to wait for an answer to each message",
            HelpName = "SECONDS",
            DefaultValueFactory = _ => 1
        };
        Command command = new("client", """
            Open a secure channel to a server. Over DTLS a message is a datagram; over TLS it ends with a line feed.

            A matching server:
              openssl s_server -dtls1_2 -listen -accept 5684 -nocert -psk_identity ID -psk HEX -cipher PSK-AES128-CCM8
              openssl s_server -tls1_2 -accept 5684 -nocert -psk_identity ID -psk HEX -cipher PSK
            """);
        ChannelOptions options = new(command, connect);

        connect.Validators.Add(ChannelOptions.CheckEndPoint);
        wait.Validators.Add(result => ChannelOptions.CheckNumber(result, 0, LongestWait));
        command.Options.Add(send);
        command.Options.Add(wait);
        command.SetAction(
            result => Run(options.Read(result), result.GetValue(send), (int)(result.GetValue(wait) * 1000)));
        return command;
    }

    private static int Run(ChannelSettings settings, string[]? texts, int wait)
    {
        TraceLog trace = new(settings.Kind);
        TlsMan man = settings.Stacks.CreateManager(settings.Stack);

        return settings.Kind == TlsTransportKind.Datagram
            ? RunDatagram(settings, texts, wait, man, settings.IsTraced ? trace.Write : null)
            : RunStream(settings, texts, wait, man, settings.IsTraced ? trace.Write : null);
    }

    private static int RunDatagram(
        ChannelSettings settings, string[]? texts, int wait, TlsMan man, Action<TrafficEntry>? watcher)
    {
        IPAddress any = settings.EndPoint.AddressFamily == AddressFamily.InterNetwork
            ? IPAddress.Any
            : IPAddress.IPv6Any;
        TracingTransport transport = new(new UdpTransport(new IPEndPoint(any, 0)), watcher);

        using SecureUdpSock sock = new(man, transport, SecureSockMode.Synchronous, LargestDatagram);

        TlsManSession session;

        try
        {
            session = sock.Connect(
                settings.EndPoint, settings.CreateOptions(), settings.CreateCredentials(), SecureSockFlags.None);
        }
        catch (SecureSockException exception) when (transport.ReceivedCount == 0
            && exception.Error?.Cause == TlsErrorCause.HandshakeTimeout)
        {
            throw new NetworkException($"no answer from {settings.EndPointText}");
        }

        return Talk(session, texts, wait, "", transport);
    }

    private static int RunStream(
        ChannelSettings settings, string[]? texts, int wait, TlsMan man, Action<TrafficEntry>? watcher)
    {
        TracingTransport transport;

        try
        {
            transport = new TracingTransport(TcpTransport.Connect(settings.EndPoint), watcher);
        }
        catch (SocketException exception)
        {
            throw new NetworkException($"cannot connect to {settings.EndPointText}: {exception.Message}");
        }

        using SecureTcpSock sock =
            new(man, transport, settings.CreateOptions(), settings.CreateCredentials(), SecureSockMode.Synchronous);

        sock.OpenClient(SecureSockFlags.None);
        return Talk(sock.Session, texts, wait, "\n", transport);
    }

    private static int Talk(TlsManSession session, string[]? texts, int wait, string lineEnd, SecureTransport transport)
    {
        Console.Error.WriteLine($"connected: {SuiteNames.Get(session.CipherSuite)}");

        foreach (string text in texts is { Length: > 0 } ? texts : ReadLines())
        {
            byte[] message = Encoding.UTF8.GetBytes(text + lineEnd);

            if (message.Length == 0)
            {
                Console.Error.WriteLine("an empty message is not sent over DTLS");
                continue;
            }

            int sent = session.SendData(message, 0, message.Length);

            if (sent == TlsManStatus.TooLong)
            {
                throw new SecurityFailureException(
                    $"a message of {message.Length} bytes is too long; one datagram takes {session.MaxPayload}");
            }

            if (sent < 0)
            {
                throw new SecurityFailureException(
                    session.EndReason == null
                    ? "the server closed the channel before everything was sent"
                    : TlsErrorText.Describe(session.EndReason));
            }

            Print(session, wait);
        }

        // What comes late is still worth a look.
        Print(session, 0);

        if (session.EndReason != null)
        {
            throw new SecurityFailureException(TlsErrorText.Describe(session.EndReason));
        }

        session.CloseChannel();
        return ExitCode.Done;
    }

    private static void Print(TlsManSession session, int timeout)
    {
        byte[] buffer = new byte[RecordHeader.MaxPlaintext];
        bool isFirst = true;

        // The first answer may take its time; what follows at once belongs to it.
        while ((isFirst && session.WaitForData(timeout)) || session.IsDataReady)
        {
            int count = session.RetrieveData(buffer, 0, buffer.Length, null);

            if (count > 0)
            {
                Console.WriteLine(Printable.ToLine(buffer.AsSpan(0, count)));
                isFirst = false;
            }
        }
    }

    private static IEnumerable<string> ReadLines()
    {
        while (Console.In.ReadLine() is string line)
        {
            yield return line;
        }
    }
}
