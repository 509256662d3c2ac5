//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.CommandLine;
using System.Text;
using NanoTlsMan.Host.Decoding;
using NanoTlsMan.Host.Messages;
using Spectre.Console;

namespace NanoTlsMan.Host.Commands;

/// <summary>
/// <c>tlsman decode</c>: shows a capture, or bytes in hexadecimal, as the ladder that the demo draws.
/// </summary>
internal static class DecodeCommand
{
    private const string StandardInput = "-";

    // Nobody breaks the lines of a file or a pipe.
    private const int WideEnough = 200;

    public static Command Create()
    {
        Argument<string> source = new("SOURCE")
        {
            Description = "A capture (pcap or pcapng), a file of hexadecimal text, such text itself, or - for "
                + "standard input"
        };
        Option<string?> keyLog = new("--keylog")
        {
            Description = "Open records with the session secrets of FILE (SSLKEYLOGFILE format)",
            HelpName = "FILE"
        };
        Option<string?> psk = new("--psk")
        {
            Description = "Open records of 1.3 with the pre-shared key alone, where no key shares went into the keys "
                + "(psk_ke)",
            HelpName = "HEX"
        };
        Option<int?> port = new("--port")
        {
            Description = "Only what is at this port, whatever it looks like; by default what looks like (D)TLS",
            HelpName = "PORT"
        };
        Command command = new("decode", """
            Show DTLS over UDP and TLS over TCP, from a capture or from hexadecimal text, as a ladder.

            Of text each line is a datagram, or a share of a stream. One that begins with > is the client's, one with <
            the server's; of others the handshake messages tell.

            A capture:
              tcpdump -i any -w session.pcap port 5684
            """)
        { source, keyLog, psk, port };
        byte[]? key = null;

        psk.Validators.Add(result => key = PskOptions.ReadKey(result));
        port.Validators.Add(result => ChannelOptions.CheckNumber(result, 1, 65535));
        command.SetAction(result =>
        {
            KeyLog? keys = result.GetValue(keyLog) is string path ? KeyLog.Read(File.ReadLines(path)) : null;
            CaptureDecoder decoder = new(CreateConsole(), keys, result.GetValue(port), key);
            string name = result.GetValue(source)!;

            using Stream input = Open(name);

            return decoder.Decode(input, name == StandardInput ? "standard input" : $"'{name}'");
        });
        return command;
    }

    private static IAnsiConsole CreateConsole()
    {
        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Width = WideEnough;
        }

        return AnsiConsole.Console;
    }

    private static Stream Open(string source)
    {
        if (source == StandardInput)
        {
            MemoryStream all = new();

            using Stream input = Console.OpenStandardInput();

            input.CopyTo(all);
            all.Position = 0;
            return all;
        }

        if (File.Exists(source))
        {
            return File.OpenRead(source);
        }

        byte[] text = Encoding.UTF8.GetBytes(source);

        return HexText.TryParse(text, out _)
            ? new MemoryStream(text)
            : throw new InputException($"there is no file '{source}', and it is not pairs of hexadecimal digits");
    }
}
