//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan
{
    /// <summary>
    /// Hides the numbers of one direction's records of DTLS 1.3 (RFC 9147, section 4.2.3): a mask made of a key and of
    /// each record's own ciphertext.
    /// </summary>
    public abstract class RecordNumberCipher : IDisposable
    {
        /// <summary>
        /// How much ciphertext a mask is made of, in bytes.
        /// </summary>
        public const int SampleLength = 16;

        /// <summary>
        /// Computes the first two bytes of a mask, which are all that a number needs.
        /// </summary>
        /// <param name="buffer">Holds the ciphertext.</param>
        /// <param name="offset">Where it begins; <see cref="SampleLength"/> bytes are read.</param>
        /// <returns>The two bytes, the first one in the upper place.</returns>
        public abstract int GetMask(byte[] buffer, int offset);

        /// <summary>
        /// Wipes the key. May be called more than once.
        /// </summary>
        public abstract void Dispose();
    }
}
