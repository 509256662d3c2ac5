//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed13.Messages
{
    /// <summary>
    /// Certificate (RFC 9846, section 4.4.2): a list also where it is a raw public key.
    /// </summary>
    internal static class CertificateMessage
    {
        /// <summary>
        /// Writes the body.
        /// </summary>
        /// <param name="writer">Receives it.</param>
        /// <param name="context">What the CertificateRequest said, or <see langword="null"/>.</param>
        /// <param name="content">The SubjectPublicKeyInfo, or the certificates, each behind its length;
        /// <see langword="null"/> for none.</param>
        /// <param name="isRaw">Whether it is a raw public key.</param>
        internal static void Write(WireWriter writer, byte[] context, byte[] content, bool isRaw)
        {
            writer.WriteByte(context == null ? 0 : context.Length);

            if (context != null)
            {
                writer.WriteBytes(context, 0, context.Length);
            }

            int count = content == null ? 0 : content.Length;

            if (isRaw || count == 0)
            {
                writer.WriteUInt24(count == 0 ? 0 : 3 + count + 2);

                if (count > 0)
                {
                    WriteEntry(writer, content, 0, count);
                }

                return;
            }

            writer.WriteUInt24(GetListLength(content));

            for (int at = 0; at < count;)
            {
                int length = GetUInt24(content, at);

                WriteEntry(writer, content, at + 3, length);
                at += 3 + length;
            }
        }

        /// <summary>
        /// Reads the body.
        /// </summary>
        /// <param name="reader">Stands at the body and ends with it.</param>
        /// <param name="isRaw">Whether it is a raw public key.</param>
        /// <param name="context">What the request said; <see langword="null"/> for nothing.</param>
        /// <returns>The SubjectPublicKeyInfo, or the certificates, each behind its length; empty if there are none;
        /// <see langword="null"/> if the body is malformed.</returns>
        internal static byte[] Read(WireReader reader, bool isRaw, byte[] context)
        {
            byte[] given = reader.ReadVector8(0, 255);
            int list = reader.ReadUInt24();

            // RFC 9846, section 4.4.2: empty, but where a client answers a request that had one; ours never has.
            if (reader.Failed || list != reader.Remaining || given.Length != (context == null ? 0 : context.Length))
            {
                return null;
            }

            int start = reader.Position;
            int length = 0;
            int entries = 0;

            while (!reader.Failed && reader.Remaining > 0)
            {
                int count = reader.ReadUInt24();

                reader.Skip(count);

                int extensions = reader.SkipVector16(0, 65535);

                if (count == 0 || !AreExtensions(reader, extensions))
                {
                    return null;
                }

                length += isRaw ? count : 3 + count;
                entries++;
            }

            return !reader.IsWhole || (isRaw && entries > 1) ? null : Collect(reader.Buffer, start, length, isRaw);
        }

        private static byte[] Collect(byte[] buffer, int offset, int length, bool isRaw)
        {
            byte[] content = new byte[length];
            int at = 0;

            while (at < length)
            {
                int count = GetUInt24(buffer, offset);
                int taken = isRaw ? count : 3 + count;

                Array.Copy(buffer, isRaw ? offset + 3 : offset, content, at, taken);
                at += taken;
                offset += 3 + count;
                offset += 2 + WireReader.GetUInt16(buffer, offset);
            }

            return content;
        }

        // Nothing was asked for that belongs here, so what is there is well-formed at most, and unasked for.
        private static bool AreExtensions(WireReader reader, int count)
        {
            return !reader.Failed && count == 0;
        }

        private static void WriteEntry(WireWriter writer, byte[] content, int offset, int count)
        {
            writer.WriteUInt24(count);
            writer.WriteBytes(content, offset, count);
            writer.WriteUInt16(0);
        }

        private static int GetListLength(byte[] content)
        {
            int length = 0;

            for (int at = 0; at < content.Length;)
            {
                int count = GetUInt24(content, at);

                length += 3 + count + 2;
                at += 3 + count;
            }

            return length;
        }

        private static int GetUInt24(byte[] buffer, int offset)
        {
            return (buffer[offset] << 16) | WireReader.GetUInt16(buffer, offset + 1);
        }
    }
}
