//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Managed13.Record
{
    /// <summary>
    /// Numbers of records on the wire.
    /// </summary>
    internal static class RecordNumber
    {
        /// <summary>
        /// Writes a number of 64 bits.
        /// </summary>
        internal static void Put(byte[] buffer, int offset, ulong number)
        {
            PutWord(buffer, offset, (uint)(number >> 32));
            PutWord(buffer, offset + 4, (uint)number);
        }

        private static void PutWord(byte[] buffer, int offset, uint word)
        {
            buffer[offset] = (byte)(word >> 24);
            buffer[offset + 1] = (byte)(word >> 16);
            buffer[offset + 2] = (byte)(word >> 8);
            buffer[offset + 3] = (byte)word;
        }
    }
}
