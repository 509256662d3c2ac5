//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Host.Messages;

/// <summary>
/// Writes what peers sent to standard output.
/// </summary>
/// <param name="output">Where to.</param>
/// <param name="format">How.</param>
/// <param name="kind">Whether each piece is a message of its own, or a share of a stream.</param>
/// <param name="isTerminal">Whether what is written may move a cursor, rather than being kept as it is.</param>
internal sealed class MessageWriter(Stream output, MessageFormat format, TlsTransportKind kind, bool isTerminal)
{
    private const byte LineFeed = (byte)'\n';

    private readonly Lock _lock = new();
    private object? _source;
    private bool _isWithinLine;

    /// <summary>
    /// Opens standard output.
    /// </summary>
    public static MessageWriter OpenStandardOutput(MessageFormat format, TlsTransportKind kind) =>
        new(Console.OpenStandardOutput(), format, kind, !Console.IsOutputRedirected);

    /// <summary>
    /// Writes what one peer sent.
    /// </summary>
    /// <param name="source">Whose it is: what one peer sent does not end another's line.</param>
    /// <param name="data">The bytes.</param>
    public void Write(object source, ReadOnlySpan<byte> data)
    {
        lock (_lock)
        {
            switch (format)
            {
                case MessageFormat.Raw:
                    output.Write(data);
                    break;

                case MessageFormat.Hex:
                    output.Write(System.Text.Encoding.ASCII.GetBytes(Convert.ToHexStringLower(data) + "\n"));
                    break;

                default:
                    WriteText(source, data);
                    break;
            }

            output.Flush();
        }
    }

    /// <summary>
    /// Ends the line that a peer has begun, since no more comes from it.
    /// </summary>
    public void EndLine(object source)
    {
        lock (_lock)
        {
            if (_isWithinLine && _source == source)
            {
                output.WriteByte(LineFeed);
                output.Flush();
                _isWithinLine = false;
            }
        }
    }

    private void WriteText(object source, ReadOnlySpan<byte> data)
    {
        if (_isWithinLine && _source != source)
        {
            output.WriteByte(LineFeed);
        }

        output.Write(isTerminal ? System.Text.Encoding.UTF8.GetBytes(Printable.ToText(data)) : data);
        _source = source;
        _isWithinLine = data.Length > 0 && data[^1] != LineFeed;

        // A datagram is a message, whatever it ends with.
        if (kind == TlsTransportKind.Datagram && _isWithinLine)
        {
            output.WriteByte(LineFeed);
            _isWithinLine = false;
        }
    }
}
