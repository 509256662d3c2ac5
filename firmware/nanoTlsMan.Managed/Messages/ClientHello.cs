//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Managed.Extensions;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed.Messages
{
    /// <summary>
    /// ClientHello (RFC 5246, section 7.4.1.2; RFC 6347, section 4.2.1). <see cref="ClientHelloView"/> finds its
    /// fields.
    /// </summary>
    internal static class ClientHello
    {
        /// <summary>
        /// Writes the body.
        /// </summary>
        /// <param name="writer">Receives it.</param>
        /// <param name="kind">Over datagrams there is a cookie.</param>
        /// <param name="random">Holds the 32-byte random value at its beginning.</param>
        /// <param name="sessionId">The session ID; <see langword="null"/> where nothing is resumed.</param>
        /// <param name="cookie">The server's cookie, or <see langword="null"/>.</param>
        /// <param name="suites">The cipher suites.</param>
        /// <param name="extensions">What else is offered.</param>
        internal static void Write(
            WireWriter writer, TlsTransportKind kind, byte[] random, byte[] sessionId, byte[] cookie, ushort[] suites,
            HelloExtensions extensions)
        {
            bool isDatagram = kind == TlsTransportKind.Datagram;

            writer.WriteUInt16(TlsVersion.Get12(kind));
            writer.WriteBytes(random, 0, ClientHelloView.RandomLength);

            WriteVector8(writer, sessionId);

            if (isDatagram)
            {
                WriteVector8(writer, cookie);
            }

            writer.WriteUInt16(2 * suites.Length + 2);

            for (int i = 0; i < suites.Length; i++)
            {
                writer.WriteUInt16(suites[i]);
            }

            // RFC 5746, section 3.4: the signalling suite does for renegotiation_info what the extension does, in fewer
            // bytes.
            writer.WriteUInt16(TlsCipherSuite.EmptyRenegotiationInfoScsv);

            // One compression method: none.
            writer.WriteByte(1);
            writer.WriteByte(0);

            extensions.Write(writer);
        }

        private static void WriteVector8(WireWriter writer, byte[] content)
        {
            writer.WriteByte(content == null ? 0 : content.Length);

            if (content != null)
            {
                writer.WriteBytes(content, 0, content.Length);
            }
        }

        /// <summary>
        /// Tells whether the null compression method is offered, which RFC 5246, section 7.4.1.2, asks of every client.
        /// </summary>
        internal static bool OffersNullCompression(ClientHelloView hello)
        {
            for (int i = 0; i < hello.CompressionLength; i++)
            {
                if (hello.Buffer[hello.CompressionOffset + i] == 0)
                {
                    return true;
                }
            }

            return false;
        }
    }
}
