//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Text;

namespace NanoTlsMan.Host;

/// <summary>
/// Messages as lines of text.
/// </summary>
internal static class Printable
{
    /// <summary>
    /// Makes a line of a message: its own line end is left out, and control characters are shown rather than sent to
    /// the terminal.
    /// </summary>
    public static string ToLine(ReadOnlySpan<byte> message)
    {
        StringBuilder line = new();

        foreach (char character in Encoding.UTF8.GetString(message).TrimEnd('\r', '\n'))
        {
            line.Append(
                char.IsControl(character) && character != '\t' ? $"\\x{(int)character:x2}" : character.ToString());
        }

        return line.ToString();
    }
}
