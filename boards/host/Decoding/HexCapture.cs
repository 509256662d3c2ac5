//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System.Text;
using NanoTlsMan.Host.Messages;

namespace NanoTlsMan.Host.Decoding;

/// <summary>
/// Reads records from text: hexadecimal digits, a line for each datagram or share of a stream. A line that begins with
/// &gt; is the client's, one with &lt; the server's; of others their handshake messages tell, and where they do not,
/// the line before.
/// </summary>
internal static class HexCapture
{
    /// <summary>
    /// Reads the text.
    /// </summary>
    /// <returns>What was said; <see langword="null"/> if the text is not hexadecimal.</returns>
    public static Conversation? TryRead(byte[] text)
    {
        List<(bool? IsClient, byte[] Bytes)> pieces = [];

        foreach (string line in Encoding.Latin1.GetString(text).Split('\n').Select(line => line.Trim()))
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            bool? isClient = line[0] switch
            {
                '>' => true,
                '<' => false,
                _ => null,
            };

            if (!HexText.TryParse(Encoding.Latin1.GetBytes(line.TrimStart('>', '<', '-')), out byte[]? bytes))
            {
                return null;
            }

            pieces.Add((isClient, bytes));
        }

        return pieces.Count == 0 ? null : Order(pieces);
    }

    /// <summary>
    /// Makes a conversation of bytes that are records themselves.
    /// </summary>
    public static Conversation? TryReadBinary(byte[] bytes) =>
        RecordShape.IsRecord(TlsTransportKind.Datagram, bytes) || RecordShape.IsRecord(TlsTransportKind.Stream, bytes)
        ? Order([(null, bytes)])
        : null;

    private static Conversation Order(List<(bool? IsClient, byte[] Bytes)> pieces)
    {
        // The version says which of the two it is: 1.2 is 0303 over a stream, and FEFD over datagrams.
        TlsTransportKind kind = pieces.Exists(piece => piece.Bytes is [_, 0xFE, ..])
            ? TlsTransportKind.Datagram
            : TlsTransportKind.Stream;
        Conversation conversation = new(kind, null, null);
        bool isClient = true;

        foreach ((bool? given, byte[] bytes) in pieces)
        {
            int? type = RecordShape.GetHandshakeType(kind, bytes);

            isClient = given ?? (type is int known
                ? known is HandshakeType.ClientHello or HandshakeType.ClientKeyExchange
                    || (!RecordShape.IsServers(known) && isClient)
                : isClient);
            conversation.Add(0, isClient, bytes);
        }

        return conversation;
    }
}
