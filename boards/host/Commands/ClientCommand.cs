//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.CommandLine;
using NanoTlsMan.Host.Clients;

namespace NanoTlsMan.Host.Commands;

/// <summary>
/// <c>tlsman client</c>: opens a channel, sends lines, prints what comes back.
/// </summary>
internal static class ClientCommand
{
    private const int LongestWait = 3600;

    public static Command Create()
    {
        Option<string> connect =
            new("--connect") { Description = "The server's address", HelpName = "HOST:PORT" };
        Option<string[]> send =
            new("--send") { Description = "A message to send; may be repeated. Without it, each line of standard input is one", HelpName = "TEXT" };
        Option<double> wait = new("--wait")
        {
            Description = "How long to wait for an answer to each message",
            HelpName = "SECONDS",
            DefaultValueFactory = _ => 1
        };
        Option<bool> reconnect = new("--reconnect")
        {
            Description = "Connect again when the server is lost: up to 10 times, at growing distances. The message "
                + "under way is sent again"
        };
        Command command = new("client", """
            Open a secure channel to a server. Over DTLS a message is a datagram; over TLS it ends with a line feed.
            With --raw and --hex it is the bytes alone.

            A matching server:
              openssl s_server -dtls1_2 -listen -accept 5684 -nocert -psk_identity ID -psk HEX -cipher PSK-AES128-CCM8
              openssl s_server -tls1_2 -accept 5684 -nocert -psk_identity ID -psk HEX -cipher PSK
            """);
        ChannelOptions options = new(command, connect, true);
        MessageOptions messages = new(command);

        connect.Validators.Add(ChannelOptions.CheckEndPoint);
        wait.Validators.Add(result => ChannelOptions.CheckNumber(result, 0, LongestWait));
        command.Options.Add(send);
        command.Options.Add(wait);
        command.Options.Add(reconnect);
        command.SetAction(result =>
        {
            ClientSettings client = new(
                result.GetValue(send) ?? [], (int)(result.GetValue(wait) * 1000), result.GetValue(reconnect),
                messages.GetFormat(result), messages.GetStatusLog(result));

            using ClientRun run = new(options.Read(result), client);

            return run.Run();
        });
        return command;
    }
}
