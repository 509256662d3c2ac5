//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed.Extensions
{
    /// <summary>
    /// rrc (RFC 9853): the peer answers when it is asked whether a path leads to it.
    /// </summary>
    internal static class ReturnRoutabilityExtension
    {
        /// <summary>
        /// Reads the extension.
        /// </summary>
        /// <param name="reader">Stands at its data and ends with it.</param>
        /// <param name="extensions">Receives what it says.</param>
        /// <returns>What is wrong, or <see cref="TlsErrorCause.None"/>.</returns>
        internal static TlsErrorCause Read(WireReader reader, HelloExtensions extensions)
        {
            // RFC 9853, section 3: its data is empty.
            if (reader.Remaining != 0)
            {
                return TlsErrorCause.DecodeError;
            }

            return extensions.Note(HelloExtensions.ReturnRoutability);
        }

        /// <summary>
        /// Writes the extension, if it is there.
        /// </summary>
        internal static void Write(WireWriter writer, HelloExtensions extensions)
        {
            if (extensions.Has(HelloExtensions.ReturnRoutability))
            {
                writer.WriteUInt16(ExtensionType.ReturnRoutability);
                writer.WriteUInt16(0);
            }
        }
    }
}
