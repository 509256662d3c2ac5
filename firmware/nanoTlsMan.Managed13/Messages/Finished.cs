//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed13.Messages
{
    /// <summary>
    /// Finished (RFC 9846, section 4.4.4).
    /// </summary>
    internal static class Finished
    {
        internal const int VerifyDataLength = TranscriptHash.DigestLength;

        /// <summary>
        /// Reads the body and compares it, in constant time, with what is expected.
        /// </summary>
        /// <returns>What is wrong, or <see cref="TlsErrorCause.None"/>.</returns>
        internal static TlsErrorCause Verify(WireReader reader, byte[] expected)
        {
            int offset = reader.Skip(VerifyDataLength);

            return !reader.IsWhole ? TlsErrorCause.DecodeError
                : ConstantTime.AreEqual(reader.Buffer, offset, expected, 0, VerifyDataLength) ? TlsErrorCause.None
                : TlsErrorCause.FinishedMismatch;
        }
    }
}
