//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Text;

namespace NanoTlsMan.Host.Clients;

/// <summary>
/// What speaks at a port that does not speak (D)TLS, by the first bytes of its answer.
/// </summary>
internal static class ProtocolGuess
{
    /// <summary>The name of the protocol that most often is met a port below DTLS.</summary>
    public const string Coap = "CoAP without DTLS";

    private const int LongestQuote = 40;
    private const int LongestHex = 16;

    // RFC 7252, section 3: the upper two bits are the version, 1; of a reset, the type is 3 and the code 0.
    private const byte CoapVersionMask = 0xC0;
    private const byte CoapVersion = 0x40;
    private const int CoapHeaderLength = 4;
    private const int MostTokenLength = 8;

    private static readonly (string Beginning, string Name)[] s_texts =
    [
        ("HTTP/", "HTTP"),
        ("<html", "HTTP"),
        ("<!DOCTYPE", "HTTP"),
        ("SSH-", "SSH"),
        ("220 ", "SMTP or FTP"),
        ("220-", "SMTP or FTP"),
        ("+OK", "POP3"),
        ("* OK", "IMAP"),
        ("-ERR", "Redis or POP3"),
        ("RFB ", "VNC"),
    ];

    /// <summary>
    /// Names the protocol.
    /// </summary>
    /// <returns>Its name, or <see langword="null"/> if nobody knows.</returns>
    public static string? Name(TlsTransportKind kind, byte[] answer)
    {
        string text = Encoding.Latin1.GetString(answer);
        (string _, string? name) = s_texts.FirstOrDefault(
            known => text.StartsWith(known.Beginning, StringComparison.OrdinalIgnoreCase));

        if (name != null)
        {
            return name;
        }

        if (kind == TlsTransportKind.Datagram)
        {
            return IsCoap(answer) ? Coap : null;
        }

        // CONNACK and DISCONNECT of MQTT, each with the length behind it.
        return answer is [0x20, 2 or 3, ..] or [0xE0, 0, ..] ? "MQTT without TLS" : null;
    }

    /// <summary>
    /// Shows the bytes: text as text, anything else in hexadecimal.
    /// </summary>
    public static string Quote(byte[] answer)
    {
        ReadOnlySpan<byte> line = answer;
        int end = line.IndexOfAny((byte)'\r', (byte)'\n');

        line = end < 0 ? line : line[..end];

        bool isText = line.Length > 3 && line.IndexOfAnyExceptInRange((byte)0x20, (byte)0x7E) < 0;

        return isText
            ? $"'{Printable.ToLine(line[..Math.Min(line.Length, LongestQuote)])}'"
            : string.Join(" ", answer.Take(LongestHex).Select(value => $"{value:x2}"));
    }

    private static bool IsCoap(byte[] answer) => answer.Length >= CoapHeaderLength
        && (answer[0] & CoapVersionMask) == CoapVersion && (answer[0] & 0x0F) <= MostTokenLength
        && answer[1] >> 5 is 0 or 2 or 4 or 5;
}
