//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed.Extensions
{
    /// <summary>
    /// renegotiation_info (RFC 5746, section 3.2), of a first handshake.
    /// </summary>
    internal static class RenegotiationInfoExtension
    {
        /// <summary>
        /// Reads the extension.
        /// </summary>
        /// <param name="reader">Stands at its data and ends with it.</param>
        /// <param name="extensions">Receives what it says.</param>
        /// <returns>What is wrong, or <see cref="TlsErrorCause.None"/>.</returns>
        internal static TlsErrorCause Read(WireReader reader, HelloExtensions extensions)
        {
            int length = reader.SkipVector8(0, 255);

            if (!reader.IsWhole)
            {
                return TlsErrorCause.DecodeError;
            }

            // RFC 5746, sections 3.4 and 3.6: in a first handshake renegotiated_connection is empty, or it ends with
            // handshake_failure.
            return length == 0 ? extensions.Note(HelloExtensions.RenegotiationInfo) : TlsErrorCause.LegacyPeer;
        }

        /// <summary>
        /// Writes the extension, if it is there.
        /// </summary>
        internal static void Write(WireWriter writer, HelloExtensions extensions)
        {
            if (extensions.Has(HelloExtensions.RenegotiationInfo))
            {
                writer.WriteUInt16(ExtensionType.RenegotiationInfo);
                writer.WriteUInt16(1);
                writer.WriteByte(0);
            }
        }
    }
}
