//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Ciphers
{
    /// <summary>
    /// Words as the ciphers' standards write them: the first byte on top.
    /// </summary>
    internal static class BigEndian
    {
        /// <summary>
        /// Reads four bytes. Inner loops spell it out, since a call costs more than the word.
        /// </summary>
        public static uint ReadUInt32(byte[] buffer, int offset)
        {
            return (uint)(buffer[offset] << 24 | buffer[offset + 1] << 16 | buffer[offset + 2] << 8
                | buffer[offset + 3]);
        }
    }
}
