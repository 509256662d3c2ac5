//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Managed.Extensions;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed.PublicKey.Extensions
{
    /// <summary>
    /// client_certificate_type and server_certificate_type (RFC 7250, section 3). A client names types, best first; a
    /// server answers with one.
    /// </summary>
    internal static class CertificateTypeExtension
    {
        internal static void Write(WireWriter writer, HelloKeys keys)
        {
            if (keys.Has(HelloKeys.ClientCertificateType))
            {
                Write(writer, ExtensionType.ClientCertificateType, keys.ClientTypes, keys.IsAnswer);
            }

            if (keys.Has(HelloKeys.ServerCertificateType))
            {
                Write(writer, ExtensionType.ServerCertificateType, keys.ServerTypes, keys.IsAnswer);
            }
        }

        internal static TlsErrorCause ReadClientTypes(WireReader reader, HelloKeys keys)
        {
            keys.Present |= HelloKeys.ClientCertificateType;
            keys.ClientTypes = Read(reader, keys.IsAnswer);
            return keys.ClientTypes == null ? TlsErrorCause.DecodeError : TlsErrorCause.None;
        }

        internal static TlsErrorCause ReadServerTypes(WireReader reader, HelloKeys keys)
        {
            keys.Present |= HelloKeys.ServerCertificateType;
            keys.ServerTypes = Read(reader, keys.IsAnswer);
            return keys.ServerTypes == null ? TlsErrorCause.DecodeError : TlsErrorCause.None;
        }

        private static void Write(WireWriter writer, int type, byte[] types, bool isAnswer)
        {
            writer.WriteUInt16(type);

            if (isAnswer)
            {
                writer.WriteUInt16(1);
                writer.WriteByte(types[0]);
                return;
            }

            writer.WriteUInt16(1 + types.Length);
            writer.WriteByte(types.Length);
            writer.WriteBytes(types, 0, types.Length);
        }

        private static byte[] Read(WireReader reader, bool isAnswer)
        {
            byte[] types = isAnswer ? reader.ReadBytes(1) : reader.ReadVector8(1, 255);

            return reader.IsWhole ? types : null;
        }
    }
}
