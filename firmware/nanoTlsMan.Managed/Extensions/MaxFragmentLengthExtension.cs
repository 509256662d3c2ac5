//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed.Extensions
{
    /// <summary>
    /// max_fragment_length (RFC 6066, section 4).
    /// </summary>
    internal static class MaxFragmentLengthExtension
    {
        /// <summary>
        /// Reads the extension.
        /// </summary>
        /// <param name="reader">Stands at its data and ends with it.</param>
        /// <param name="extensions">Receives what it says.</param>
        /// <returns>What is wrong, or <see cref="TlsErrorCause.None"/>.</returns>
        internal static TlsErrorCause Read(WireReader reader, HelloExtensions extensions)
        {
            int code = reader.ReadByte();

            if (!reader.IsWhole)
            {
                return TlsErrorCause.DecodeError;
            }

            // RFC 6066, section 4: anything but the four values is illegal_parameter.
            if (code < 1 || code > 4)
            {
                return TlsErrorCause.IllegalParameter;
            }

            extensions.MaxFragmentLengthCode = code;
            return extensions.Note(HelloExtensions.MaxFragmentLength);
        }

        /// <summary>
        /// Tells how long a plaintext a code allows.
        /// </summary>
        /// <param name="code">The code, 1 to 4.</param>
        /// <returns>The length, in bytes.</returns>
        internal static int ToLength(int code)
        {
            return 256 << code;
        }

        /// <summary>
        /// Finds the code for a length.
        /// </summary>
        /// <param name="length">The length, in bytes: one of the four.</param>
        /// <returns>The code, 1 to 4.</returns>
        internal static int ToCode(int length)
        {
            int code = 1;

            while (ToLength(code) < length)
            {
                code++;
            }

            return code;
        }

        /// <summary>
        /// Writes the extension, if it is there.
        /// </summary>
        internal static void Write(WireWriter writer, HelloExtensions extensions)
        {
            if (extensions.Has(HelloExtensions.MaxFragmentLength))
            {
                writer.WriteUInt16(ExtensionType.MaxFragmentLength);
                writer.WriteUInt16(1);
                writer.WriteByte(extensions.MaxFragmentLengthCode);
            }
        }
    }
}
