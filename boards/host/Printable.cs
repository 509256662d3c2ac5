//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Buffers;
using System.Text;

namespace NanoTlsMan.Host;

/// <summary>
/// Bytes of strangers as text that does nothing to a terminal.
/// </summary>
internal static class Printable
{
    /// <summary>
    /// Makes a line of bytes: a line end of their own is left out, and what is no character, or one that controls, is
    /// shown rather than sent to the terminal.
    /// </summary>
    public static string ToLine(ReadOnlySpan<byte> bytes) => Show(bytes.TrimEnd("\r\n"u8), false);

    /// <summary>
    /// Makes text of bytes, whose line ends stay.
    /// </summary>
    public static string ToText(ReadOnlySpan<byte> bytes) => Show(bytes, true);

    private static string Show(ReadOnlySpan<byte> bytes, bool keepsLineEnds)
    {
        StringBuilder text = new();

        while (bytes.Length > 0)
        {
            OperationStatus status = Rune.DecodeFromUtf8(bytes, out Rune character, out int length);
            bool isShown = status == OperationStatus.Done && (!Rune.IsControl(character) || character.Value == '\t'
                || (keepsLineEnds && character.Value == '\n'));

            if (isShown)
            {
                text.Append(character);
            }
            else
            {
                foreach (byte value in bytes[..length])
                {
                    text.Append($"\\x{value:x2}");
                }
            }

            bytes = bytes[length..];
        }

        return text.ToString();
    }
}
