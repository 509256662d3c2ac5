//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Host.Clients;
using NanoTlsMan.Host.Messages;
using NanoTlsMan.Host.Tracing;
using Spectre.Console;

namespace NanoTlsMan.Host.Decoding;

/// <summary>
/// Shows captured conversations as ladders.
/// </summary>
/// <param name="console">Where they are written.</param>
/// <param name="keys">Secrets that open records, if any.</param>
/// <param name="port">The only port that counts, if any.</param>
internal sealed class CaptureDecoder(IAnsiConsole console, KeyLog? keys, int? port, byte[]? psk = null)
{
    private int _shown;
    private int _opened;
    private int _closed;

    /// <summary>
    /// Shows what is in bytes of any of the forms that are read.
    /// </summary>
    /// <param name="input">A capture file, hexadecimal text, or records themselves.</param>
    /// <param name="name">What it is called.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="InputException">It is none of them, is damaged, or has nothing to show.</exception>
    public int Decode(Stream input, string name)
    {
        byte[] start = new byte[sizeof(uint)];
        int count = input.ReadAtLeast(start, start.Length, false);

        input.Position = 0;

        if (CaptureReader.IsCapture(start.AsSpan(0, count)))
        {
            ShowCapture(new CaptureReader(input), name);
        }
        else
        {
            byte[] bytes = new byte[input.Length];

            input.ReadExactly(bytes);
            Show(HexCapture.TryRead(bytes) ?? HexCapture.TryReadBinary(bytes)
                ?? throw new InputException($"{name} is neither a capture (pcap, pcapng) nor hexadecimal text"));
        }

        // Where not one record could be opened, the keys are not those that belong to it.
        return _closed > 0 && _opened == 0 ? ExitCode.Security : ExitCode.Done;
    }

    private void ShowCapture(CaptureReader reader, string name)
    {
        ConversationTable table = new(port);
        InputException? damage = null;

        try
        {
            foreach (CapturedPacket packet in reader.Read())
            {
                table.Add(packet);
            }
        }
        catch (InputException exception)
        {
            // What comes before the damage is shown all the same.
            damage = exception;
        }

        foreach (Conversation conversation in table.Conversations)
        {
            Show(conversation);
        }

        if (damage != null)
        {
            throw damage;
        }

        if (table.FragmentCount > 0)
        {
            console.WriteLine($"{table.FragmentCount} packets are fragments of IP, which are not put together");
        }

        if (_shown == 0)
        {
            string where = port == null ? "" : $" at port {port}";
            string unread = table.UnreadableCount == 0 ? "" : $", {table.UnreadableCount} of which could not be read";

            throw new InputException(
                $"{name} has no DTLS and no TLS{where}: {table.PacketCount} packets{unread}"
                + (port == null ? "; try --port, which takes whatever is there" : ""));
        }
    }

    private void Show(Conversation conversation)
    {
        string title = conversation.Kind == TlsTransportKind.Datagram ? "DTLS over UDP" : "TLS over TCP";
        string peers =
            conversation.Client == null ? "" : $", client {conversation.Client}, server {conversation.Server}";

        _shown++;
        console.Write(new Rule($"[bold]{title}[/]{Markup.Escape(peers)}").LeftJustified());

        if (!conversation.HasRecords)
        {
            string quote = ProtocolGuess.Quote(conversation.Beginning);

            console.WriteLine($"This is no {title[..title.IndexOf(' ')]}; it begins with {quote}");
            return;
        }

        RecordOpener opener = new(conversation.Kind, keys, psk);
        Ladder ladder = new(conversation.Kind, opener);
        bool isHandshake = true;

        foreach ((double time, bool isClient, byte[] bytes) in conversation.Pieces)
        {
            if (isHandshake && bytes.Length > 0 && bytes[0] == ContentType.ApplicationData)
            {
                isHandshake = false;
                ladder.EndHandshake();
            }

            ladder.Add(time, isClient, bytes);
        }

        ladder.Write(console);

        if (conversation.MissingBytes > 0)
        {
            console.WriteLine(
                $"The capture lacks {conversation.MissingBytes} bytes of the stream; what is behind them is not shown");
        }

        NoteOpened(opener);
        console.WriteLine();
    }

    private void NoteOpened(RecordOpener opener)
    {
        if (opener.OpenedCount + opener.ClosedCount == 0)
        {
            return;
        }

        _opened += opener.OpenedCount;
        _closed += opener.ClosedCount;
        console.WriteLine($"{opener.OpenedCount} records opened, {opener.ClosedCount} not");

        foreach (string note in opener.Notes)
        {
            console.WriteLine($"  {note}");
        }
    }
}
