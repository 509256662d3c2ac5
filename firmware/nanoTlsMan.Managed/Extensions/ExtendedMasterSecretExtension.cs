//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed.Extensions
{
    /// <summary>
    /// extended_master_secret (RFC 7627, section 5.1).
    /// </summary>
    internal static class ExtendedMasterSecretExtension
    {
        /// <summary>
        /// Reads the extension.
        /// </summary>
        /// <param name="reader">Stands at its data and ends with it.</param>
        /// <param name="extensions">Receives what it says.</param>
        /// <returns>What is wrong, or <see cref="TlsErrorCause.None"/>.</returns>
        internal static TlsErrorCause Read(WireReader reader, HelloExtensions extensions)
        {
            // RFC 7627, section 5.1: its data is empty.
            if (reader.Remaining != 0)
            {
                return TlsErrorCause.DecodeError;
            }

            return extensions.Note(HelloExtensions.ExtendedMasterSecret);
        }

        /// <summary>
        /// Writes the extension, if it is there.
        /// </summary>
        internal static void Write(WireWriter writer, HelloExtensions extensions)
        {
            if (extensions.Has(HelloExtensions.ExtendedMasterSecret))
            {
                writer.WriteUInt16(ExtensionType.ExtendedMasterSecret);
                writer.WriteUInt16(0);
            }
        }
    }
}
