//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed.Extensions
{
    /// <summary>
    /// connection_id (RFC 9146, section 3): what records to its sender are to carry; empty for nothing.
    /// </summary>
    internal static class ConnectionIdExtension
    {
        /// <summary>
        /// Reads the extension.
        /// </summary>
        /// <param name="reader">Stands at its data and ends with it.</param>
        /// <param name="extensions">Receives what it says.</param>
        /// <returns>What is wrong, or <see cref="TlsErrorCause.None"/>.</returns>
        internal static TlsErrorCause Read(WireReader reader, HelloExtensions extensions)
        {
            byte[] content = reader.ReadVector8(0, 255);

            if (!reader.IsWhole)
            {
                return TlsErrorCause.DecodeError;
            }

            extensions.ConnectionId = content;
            return extensions.Note(HelloExtensions.HasConnectionId);
        }

        /// <summary>
        /// Writes the extension, if it is there.
        /// </summary>
        internal static void Write(WireWriter writer, HelloExtensions extensions)
        {
            if (extensions.Has(HelloExtensions.HasConnectionId))
            {
                byte[] connectionId = extensions.ConnectionId;

                writer.WriteUInt16(ExtensionType.ConnectionId);
                writer.WriteUInt16(1 + connectionId.Length);
                writer.WriteByte(connectionId.Length);
                writer.WriteBytes(connectionId, 0, connectionId.Length);
            }
        }
    }
}
