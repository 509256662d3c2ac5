//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed13.Extensions
{
    /// <summary>
    /// supported_versions (RFC 9846, section 4.2.1): a client's list, a server's choice.
    /// </summary>
    internal static class SupportedVersionsExtension
    {
        internal static void Write(WireWriter writer, HelloContent content)
        {
            if (!content.Has(HelloContent.Versions))
            {
                return;
            }

            writer.WriteUInt16(ExtensionType.SupportedVersions);

            if (content.Form != HelloForm.Client)
            {
                writer.WriteUInt16(2);
                writer.WriteUInt16(TlsVersion.Get13(content.Kind));
                return;
            }

            int length = content.Offers12 ? 4 : 2;

            writer.WriteUInt16(1 + length);
            writer.WriteByte(length);
            writer.WriteUInt16(TlsVersion.Get13(content.Kind));

            if (content.Offers12)
            {
                writer.WriteUInt16(TlsVersion.Get12(content.Kind));
            }
        }

        internal static TlsErrorCause Read(WireReader reader, HelloContent content)
        {
            int version = TlsVersion.Get13(content.Kind);

            if (content.Form != HelloForm.Client)
            {
                content.Has13 = reader.ReadUInt16() == version;

                // RFC 9846, section 4.2.1: of a server only what was offered, and never an older one.
                return !reader.IsWhole ? TlsErrorCause.DecodeError
                    : content.Has13 ? TlsErrorCause.None : TlsErrorCause.IllegalParameter;
            }

            int length = reader.ReadByte();

            if (length < 2 || (length & 1) != 0 || length != reader.Remaining)
            {
                return TlsErrorCause.DecodeError;
            }

            while (reader.Remaining > 0)
            {
                int offered = reader.ReadUInt16();

                content.Has13 |= offered == version;
                content.Has12 |= offered == TlsVersion.Get12(content.Kind);
            }

            return TlsErrorCause.None;
        }
    }
}
