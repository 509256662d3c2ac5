//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Diagnostics.CodeAnalysis;

namespace NanoTlsMan.Host.Messages;

/// <summary>
/// Takes messages from a stream of bytes, none of which is lost or changed on the way.
/// </summary>
/// <param name="input">The bytes.</param>
/// <param name="format">What a message looks like.</param>
/// <param name="lineEnd">What follows a line of text when it is sent.</param>
internal sealed class MessageReader(Stream input, MessageFormat format, byte[] lineEnd)
{
    private const int ChunkSize = 16384;
    private const byte LineFeed = (byte)'\n';

    private readonly byte[] _chunk = new byte[ChunkSize];
    private int _start;
    private int _end;
    private int _lineNumber;

    /// <summary>
    /// Makes a message of a line.
    /// </summary>
    /// <exception cref="InputException">It is not hexadecimal, and should be.</exception>
    public static byte[] Parse(ReadOnlySpan<byte> line, MessageFormat format, byte[] lineEnd, string name)
    {
        if (format != MessageFormat.Hex)
        {
            return [.. line, .. lineEnd];
        }

        return HexText.TryParse(line, out byte[]? message)
            ? message
            : throw new InputException($"{name} is not pairs of hexadecimal digits");
    }

    /// <summary>
    /// Waits for the next message.
    /// </summary>
    /// <returns>The message, or <see langword="null"/> at the end of the input.</returns>
    /// <exception cref="InputException">A line is not hexadecimal, and should be.</exception>
    public byte[]? Read()
    {
        if (format == MessageFormat.Raw)
        {
            return Fill() ? Take(_end - _start) : null;
        }

        return TryReadLine(out byte[]? line) ? Parse(line, format, lineEnd, $"line {_lineNumber}") : null;
    }

    private bool TryReadLine([NotNullWhen(true)] out byte[]? line)
    {
        List<byte> pieces = [];

        while (_start < _end || Fill())
        {
            int length = _chunk.AsSpan(_start, _end - _start).IndexOf(LineFeed);

            if (length >= 0)
            {
                pieces.AddRange(Take(length));
                _start++;
                line = Complete(pieces);
                return true;
            }

            pieces.AddRange(Take(_end - _start));
        }

        // The last line may have no end.
        line = pieces.Count > 0 ? Complete(pieces) : null;
        return line != null;
    }

    private byte[] Complete(List<byte> line)
    {
        _lineNumber++;

        // A console of Windows ends its lines so; elsewhere this byte is the user's own.
        if (OperatingSystem.IsWindows() && line.Count > 0 && line[^1] == (byte)'\r')
        {
            line.RemoveAt(line.Count - 1);
        }

        return [.. line];
    }

    private byte[] Take(int count)
    {
        _start += count;
        return _chunk.AsSpan(_start - count, count).ToArray();
    }

    private bool Fill()
    {
        _start = 0;
        _end = input.Read(_chunk, 0, _chunk.Length);
        return _end > 0;
    }
}
