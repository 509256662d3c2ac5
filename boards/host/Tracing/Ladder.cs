//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Diagnostics;
using NanoTlsMan.Host.Decoding;
using Spectre.Console;

namespace NanoTlsMan.Host.Tracing;

/// <summary>
/// What client and server send each other, as a table that is read from top to bottom.
/// </summary>
/// <param name="kind">How they talk.</param>
/// <param name="opener">Opens what is protected, where the keys are known.</param>
internal sealed class Ladder(TlsTransportKind kind, RecordOpener? opener = null)
{
    // Nobody reads more in a terminal.
    private const int MostRows = 1000;

    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly List<(double Time, bool IsClient, byte[] Bytes)> _entries = [];
    private int _handshakeCount = -1;

    /// <summary>How many datagrams or sends there were.</summary>
    public int Count => _entries.Count;

    /// <summary>How many bytes the handshake took.</summary>
    public int HandshakeBytes => _entries.Take(HandshakeCount).Sum(entry => entry.Bytes.Length);

    /// <summary>In how many datagrams or sends.</summary>
    public int HandshakeCount => _handshakeCount < 0 ? _entries.Count : _handshakeCount;

    /// <summary>How many bytes the first message behind the handshake took.</summary>
    public int MessageBytes => _entries.Skip(HandshakeCount).Select(entry => entry.Bytes.Length).FirstOrDefault();

    /// <summary>
    /// Takes what one side's transport tells; only what is sent counts, so that nothing counts twice.
    /// </summary>
    public void Add(bool isClient, TrafficEntry entry)
    {
        if (entry.IsSent)
        {
            Add(TracingTransport.Since(_start), isClient, entry.Bytes);
        }
    }

    /// <summary>
    /// Takes what one side has sent at a time that is known already.
    /// </summary>
    public void Add(double milliseconds, bool isClient, byte[] bytes)
    {
        lock (_entries)
        {
            _entries.Add((milliseconds, isClient, bytes));
        }
    }

    /// <summary>
    /// Marks the end of the handshake.
    /// </summary>
    public void EndHandshake()
    {
        lock (_entries)
        {
            _handshakeCount = _entries.Count;
        }
    }

    /// <summary>
    /// Tells what was sent until now, as far as anybody reads it.
    /// </summary>
    /// <returns>The flights, in their order.</returns>
    public IReadOnlyList<LadderFlight> ReadFlights()
    {
        RecordReader client = new(kind, true, opener);
        RecordReader server = new(kind, false, opener);

        lock (_entries)
        {
            return
            [
                .. _entries.Take(MostRows).Select((entry, i) => new LadderFlight(
                    entry.Time - _entries[0].Time,
                    entry.IsClient,
                    i < HandshakeCount,
                    Describe(entry.IsClient ? client : server, entry.Bytes),
                    entry.Bytes.Length)),
            ];
        }
    }

    /// <summary>
    /// Writes the table to the console.
    /// </summary>
    public void Write(IAnsiConsole console)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumn(new TableColumn("ms").RightAligned())
            .AddColumn("client").AddColumn("").AddColumn("server")
            .AddColumn(new TableColumn("bytes").RightAligned());

        foreach (LadderFlight flight in ReadFlights())
        {
            string colour = flight.IsHandshake ? "yellow" : "green";
            string records = $"[{colour}]{Markup.Escape(string.Join("\n", flight.Records))}[/]";

            table.AddRow(
                FormattableString.Invariant($"{flight.Time:F1}"), flight.IsClient ? records : "",
                flight.IsClient ? "->" : "<-", flight.IsClient ? "" : records, $"{flight.Length}");
        }

        console.Write(table);

        if (_entries.Count > MostRows)
        {
            console.WriteLine($"and {_entries.Count - MostRows} more");
        }

        console.MarkupLine("[grey]* protected; the number behind each name is the record's length[/]");
    }

    private string[] Describe(RecordReader reader, byte[] bytes)
    {
        if (kind == TlsTransportKind.Datagram && !RecordShape.IsRecord(kind, bytes)
            && (bytes.Length == 0 || !RecordShape.IsUnified(bytes[0])))
        {
            return ["no whole record"];
        }

        string[] records = [.. reader.Read(bytes).Select(record => $"{record.Name} {record.Length}")];

        return records.Length > 0 ? records : ["part of a record"];
    }
}
