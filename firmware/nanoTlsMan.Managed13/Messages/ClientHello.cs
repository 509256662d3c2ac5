//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Managed.Extensions;
using NanoTlsMan.Managed13.Extensions;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed13.Messages
{
    /// <summary>
    /// ClientHello (RFC 9846, section 4.1.2; RFC 9147, section 5.3). <see cref="ClientHelloView"/> finds its fields.
    /// </summary>
    internal static class ClientHello
    {
        /// <summary>
        /// Writes the body.
        /// </summary>
        /// <param name="writer">Receives it.</param>
        /// <param name="content">What is offered.</param>
        /// <param name="random">Holds the random value at its beginning.</param>
        /// <param name="suites">The cipher suites, best first.</param>
        /// <param name="more">The suites of 1.2, if it is offered as well; else <see langword="null"/>.</param>
        /// <param name="extensions">The extensions that 1.2 has too, with <paramref name="content"/> behind
        /// them.</param>
        internal static void Write(
            WireWriter writer, HelloContent content, byte[] random, ushort[] suites, ushort[] more,
            HelloExtensions extensions)
        {
            writer.WriteUInt16(TlsVersion.Get12(content.Kind));
            writer.WriteBytes(random, 0, ClientHelloView.RandomLength);

            // No session ID: there are no middleboxes to be pleased over datagrams, and none is pleased over a stream.
            writer.WriteByte(0);

            if (content.Kind == TlsTransportKind.Datagram)
            {
                byte[] cookie = content.OlderCookie;

                writer.WriteByte(cookie == null ? 0 : cookie.Length);

                if (cookie != null)
                {
                    writer.WriteBytes(cookie, 0, cookie.Length);
                }
            }

            int list = writer.BeginVector();

            WriteSuites(writer, suites);

            if (more != null)
            {
                WriteSuites(writer, more);
                writer.WriteUInt16(TlsCipherSuite.EmptyRenegotiationInfoScsv);
            }

            writer.EndVector(list);
            writer.WriteByte(1);
            writer.WriteByte(0);
            extensions.Write(writer);
        }

        private static void WriteSuites(WireWriter writer, ushort[] suites)
        {
            for (int i = 0; i < suites.Length; i++)
            {
                writer.WriteUInt16(suites[i]);
            }
        }
    }
}
