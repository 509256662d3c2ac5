//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed.Extensions
{
    /// <summary>
    /// record_size_limit (RFC 8449, section 4): the longest plaintext that its sender receives.
    /// </summary>
    internal static class RecordSizeLimitExtension
    {
        private const int Least = 64;

        /// <summary>
        /// Reads the extension.
        /// </summary>
        /// <param name="reader">Stands at its data and ends with it.</param>
        /// <param name="extensions">Receives what it says.</param>
        /// <returns>What is wrong, or <see cref="TlsErrorCause.None"/>.</returns>
        internal static TlsErrorCause Read(WireReader reader, HelloExtensions extensions)
        {
            int limit = reader.ReadUInt16();

            if (!reader.IsWhole)
            {
                return TlsErrorCause.DecodeError;
            }

            // RFC 8449, section 4: less than 64 is illegal_parameter. More than the protocol allows is no error of a
            // client, which may know of later versions.
            if (limit < Least)
            {
                return TlsErrorCause.IllegalParameter;
            }

            extensions.RecordSizeLimit = limit;
            return extensions.Note(HelloExtensions.HasRecordSizeLimit);
        }

        /// <summary>
        /// Writes the extension, if it is there.
        /// </summary>
        internal static void Write(WireWriter writer, HelloExtensions extensions)
        {
            if (extensions.Has(HelloExtensions.HasRecordSizeLimit))
            {
                writer.WriteUInt16(ExtensionType.RecordSizeLimit);
                writer.WriteUInt16(2);
                writer.WriteUInt16(extensions.RecordSizeLimit);
            }
        }
    }
}
