//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Managed.Extensions;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed.Messages
{
    /// <summary>
    /// ServerHello (RFC 5246, section 7.4.1.3).
    /// </summary>
    internal static class ServerHello
    {
        /// <summary>
        /// Where the session ID lies in the body: behind version, random value and its own length.
        /// </summary>
        internal const int SessionIdOffset = 2 + ClientHelloView.RandomLength + 1;

        /// <summary>
        /// Writes the body.
        /// </summary>
        /// <param name="writer">Receives it.</param>
        /// <param name="kind">What carries the records.</param>
        /// <param name="randoms">Holds the client's and, after it, the server's random value.</param>
        /// <param name="sessionId">Holds the session ID.</param>
        /// <param name="sessionIdOffset">Where it begins.</param>
        /// <param name="sessionIdLength">Its length, in bytes; 0 for none.</param>
        /// <param name="suite">The chosen suite.</param>
        /// <param name="extensions">The answers to the client's extensions: only what was offered is answered (RFC
        /// 5246, section 7.4.1.4).</param>
        internal static void Write(
            WireWriter writer, TlsTransportKind kind, byte[] randoms, byte[] sessionId, int sessionIdOffset,
            int sessionIdLength, int suite, HelloExtensions extensions)
        {
            writer.WriteUInt16(TlsVersion.Get12(kind));
            writer.WriteBytes(randoms, ClientHelloView.RandomLength, ClientHelloView.RandomLength);
            writer.WriteByte(sessionIdLength);

            if (sessionIdLength > 0)
            {
                writer.WriteBytes(sessionId, sessionIdOffset, sessionIdLength);
            }

            writer.WriteUInt16(suite);
            writer.WriteByte(0);

            // Without extensions there is not even a vector (RFC 5246, section 7.4.1.3).
            if (!extensions.IsEmpty)
            {
                extensions.Write(writer);
            }
        }

        /// <summary>
        /// Reads the body.
        /// </summary>
        /// <param name="reader">Stands at the body and ends with it.</param>
        /// <param name="kind">What carries the records.</param>
        /// <param name="randoms">Receives the server's random value, after the client's.</param>
        /// <param name="sessionIdLength">Receives the session ID's length, in bytes.</param>
        /// <param name="suite">Receives the chosen suite.</param>
        /// <param name="extensions">Receives the extensions.</param>
        /// <returns>What is wrong, or <see cref="TlsErrorCause.None"/>.</returns>
        internal static TlsErrorCause Read(
            WireReader reader, TlsTransportKind kind, byte[] randoms, out int sessionIdLength, out int suite,
            HelloExtensions extensions)
        {
            int version = reader.ReadUInt16();
            int random = reader.Skip(ClientHelloView.RandomLength);

            sessionIdLength = reader.SkipVector8(0, 32);
            suite = reader.ReadUInt16();

            int compression = reader.ReadByte();
            int extensionsLength = 0;

            if (!reader.Failed && reader.Remaining > 0)
            {
                extensionsLength = reader.SkipVector16(0, 65535);
            }

            if (!reader.IsWhole)
            {
                return TlsErrorCause.DecodeError;
            }

            if (version != TlsVersion.Get12(kind))
            {
                return TlsErrorCause.ProtocolVersion;
            }

            // Only the null method was offered.
            if (compression != 0)
            {
                return TlsErrorCause.IllegalParameter;
            }

            Array.Copy(reader.Buffer, random, randoms, ClientHelloView.RandomLength, ClientHelloView.RandomLength);
            return extensions.Parse(reader.Buffer, reader.Position - extensionsLength, extensionsLength);
        }
    }
}
