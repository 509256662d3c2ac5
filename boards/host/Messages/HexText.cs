//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace NanoTlsMan.Host.Messages;

/// <summary>
/// Bytes as hexadecimal digits, as people and tools write them.
/// </summary>
internal static class HexText
{
    /// <summary>
    /// Reads pairs of digits; blanks and colons between them mean nothing.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> text, [NotNullWhen(true)] out byte[]? bytes)
    {
        StringBuilder digits = new();

        foreach (byte character in text)
        {
            if (char.IsAsciiHexDigit((char)character))
            {
                digits.Append((char)character);
            }
            else if (character != ':' && !char.IsWhiteSpace((char)character))
            {
                bytes = null;
                return false;
            }
        }

        bytes = digits.Length % 2 == 0 ? Convert.FromHexString(digits.ToString()) : null;
        return bytes != null;
    }
}
