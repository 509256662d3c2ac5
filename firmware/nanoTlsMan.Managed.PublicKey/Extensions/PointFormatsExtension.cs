//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Managed.Extensions;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed.PublicKey.Extensions
{
    /// <summary>
    /// ec_point_formats (RFC 8422, section 5.1.2): old peers want it, and uncompressed is the only format left.
    /// </summary>
    internal static class PointFormatsExtension
    {
        private const int Uncompressed = 0;

        internal static void Write(WireWriter writer, HelloKeys keys)
        {
            if (keys.Has(HelloKeys.PointFormats))
            {
                writer.WriteUInt16(ExtensionType.PointFormats);
                writer.WriteUInt16(2);
                writer.WriteByte(1);
                writer.WriteByte(Uncompressed);
            }
        }

        internal static TlsErrorCause Read(WireReader reader, HelloKeys keys)
        {
            int list = reader.ReadByte();
            bool hasUncompressed = false;

            keys.Present |= HelloKeys.PointFormats;

            if (list < 1 || list != reader.Remaining)
            {
                return TlsErrorCause.DecodeError;
            }

            while (reader.Remaining > 0)
            {
                hasUncompressed |= reader.ReadByte() == Uncompressed;
            }

            // RFC 8422, section 5.1.2: every list has it.
            return hasUncompressed ? TlsErrorCause.None : TlsErrorCause.IllegalParameter;
        }
    }
}
