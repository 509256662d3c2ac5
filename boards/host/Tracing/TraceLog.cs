//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Host.Tracing;

/// <summary>
/// Writes what passes a transport to standard error, a line each.
/// </summary>
internal sealed class TraceLog(TlsTransportKind kind)
{
    private readonly RecordReader _sent = new(kind);
    private readonly RecordReader _received = new(kind);

    public void Write(TrafficEntry entry)
    {
        IEnumerable<string> records =
            (entry.IsSent ? _sent : _received).Read(entry.Bytes).Select(record => $"{record.Name} {record.Length}");

        Console.Error.WriteLine(
            $"{entry.Milliseconds,9:F1} ms  {(entry.IsSent ? "->" : "<-")} {entry.Bytes.Length,5} B  {string.Join(", ", records)}");
    }
}
