//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed.PublicKey
{
    /// <summary>
    /// Certificate (RFC 5246, section 7.4.2), or a raw public key in its place (RFC 7250, section 3).
    /// </summary>
    internal static class CertificateMessage
    {
        /// <summary>
        /// Writes the body.
        /// </summary>
        /// <param name="writer">Receives it.</param>
        /// <param name="content">The SubjectPublicKeyInfo, or the certificates, each behind its length;
        /// <see langword="null"/> for none.</param>
        internal static void Write(WireWriter writer, byte[] content)
        {
            int length = content == null ? 0 : content.Length;

            writer.WriteUInt24(length);

            if (length > 0)
            {
                writer.WriteBytes(content, 0, length);
            }
        }

        /// <summary>
        /// Reads the body.
        /// </summary>
        /// <param name="reader">Stands at the body and ends with it.</param>
        /// <param name="isRaw">Whether it is a raw public key.</param>
        /// <returns>The SubjectPublicKeyInfo, or the certificates, each behind its length, which were looked at; empty
        /// if there are none; <see langword="null"/> if the body is malformed.</returns>
        internal static byte[] Read(WireReader reader, bool isRaw)
        {
            int length = reader.ReadUInt24();

            if (reader.Failed || length != reader.Remaining)
            {
                return null;
            }

            byte[] content = reader.ReadBytes(length);

            return isRaw || IsList(content) ? content : null;
        }

        private static bool IsList(byte[] content)
        {
            WireReader reader = new WireReader();

            reader.Reset(content, 0, content.Length);

            while (!reader.Failed && reader.Remaining > 0)
            {
                int length = reader.ReadUInt24();

                if (length == 0)
                {
                    return false;
                }

                reader.Skip(length);
            }

            return !reader.Failed;
        }
    }
}
