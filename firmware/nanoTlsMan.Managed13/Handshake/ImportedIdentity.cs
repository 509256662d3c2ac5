//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed13.Handshake
{
    /// <summary>
    /// ImportedIdentity (RFC 9258, section 5.1): an external identity, a context, and for which protocol and hash the
    /// key is.
    /// </summary>
    internal static class ImportedIdentity
    {
        // HKDF_SHA256 (RFC 9258, section 9).
        private const int HkdfSha256 = 1;

        /// <summary>
        /// Writes one without a context.
        /// </summary>
        internal static byte[] Create(byte[] identity, TlsTransportKind kind)
        {
            byte[] imported = new byte[2 + identity.Length + 2 + 2 + 2];

            WireWriter.PutUInt16(imported, 0, identity.Length);
            Array.Copy(identity, 0, imported, 2, identity.Length);
            WireWriter.PutUInt16(imported, identity.Length + 4, TlsVersion.Get13(kind));
            WireWriter.PutUInt16(imported, identity.Length + 6, HkdfSha256);
            return imported;
        }

        /// <summary>
        /// Reads one, for this protocol and hash.
        /// </summary>
        /// <param name="buffer">Holds an identity.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="count">Its length, in bytes.</param>
        /// <param name="kind">What carries the records.</param>
        /// <param name="identity">Receives where the external identity begins.</param>
        /// <returns>The length of the external identity, in bytes; 0 if it is no imported one.</returns>
        internal static int Find(byte[] buffer, int offset, int count, TlsTransportKind kind, out int identity)
        {
            WireReader reader = new WireReader();

            reader.Reset(buffer, offset, count);

            int length = reader.SkipVector16(1, 65535);

            identity = reader.Position - length;
            reader.SkipVector16(0, 65535);

            int protocol = reader.ReadUInt16();
            int kdf = reader.ReadUInt16();

            return reader.IsWhole && protocol == TlsVersion.Get13(kind) && kdf == HkdfSha256 ? length : 0;
        }
    }
}
