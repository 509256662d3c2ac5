//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed.Record
{
    /// <summary>
    /// The additional data of a record with a connection ID (RFC 9146, section 5.3).
    /// </summary>
    internal static class ConnectionIdAad
    {
        /// <summary>
        /// Its length beside the connection ID, in bytes.
        /// </summary>
        internal const int FixedLength = 23;

        // seq_num_placeholder (8 bytes of 0xFF), tls12_cid, cid_length, tls12_cid, version, epoch and sequence number,
        // cid, length of the text.
        private const int PlaceholderLength = 8;
        private const int OuterTypeOffset = 8;
        private const int IdLengthOffset = 9;
        private const int TypeOffset = 10;
        private const int VersionOffset = 11;
        private const int NumberOffset = 13;
        private const int IdOffset = 21;

        /// <summary>
        /// Writes what is the same for all records.
        /// </summary>
        internal static void Prepare(byte[] aad, int offset, byte[] id)
        {
            for (int i = 0; i < PlaceholderLength; i++)
            {
                aad[offset + i] = 0xFF;
            }

            aad[offset + OuterTypeOffset] = ContentType.Tls12ConnectionId;
            aad[offset + IdLengthOffset] = (byte)id.Length;
            aad[offset + TypeOffset] = ContentType.Tls12ConnectionId;
            Array.Copy(id, 0, aad, offset + IdOffset, id.Length);
        }

        /// <summary>
        /// Writes what belongs to one record.
        /// </summary>
        internal static void Fill(
            byte[] aad, int offset, int count, byte[] number, int numberOffset, int version, int length)
        {
            WireWriter.PutUInt16(aad, offset + VersionOffset, version);
            Array.Copy(number, numberOffset, aad, offset + NumberOffset, 8);
            WireWriter.PutUInt16(aad, offset + count - 2, length);
        }
    }
}
