//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed.Messages
{
    /// <summary>
    /// Finished (RFC 5246, section 7.4.9).
    /// </summary>
    internal static class Finished
    {
        /// <summary>
        /// Length of verify_data, in bytes, for all suites of this stack.
        /// </summary>
        internal const int VerifyDataLength = 12;

        internal static void Write(WireWriter writer, byte[] verifyData)
        {
            writer.WriteBytes(verifyData, 0, VerifyDataLength);
        }

        /// <summary>
        /// Reads the body and compares it, in constant time, with what is expected.
        /// </summary>
        /// <param name="reader">Stands at the body and ends with it.</param>
        /// <param name="expected">The verify_data that the peer must have.</param>
        /// <returns>What is wrong, or <see cref="TlsErrorCause.None"/>.</returns>
        internal static TlsErrorCause Verify(WireReader reader, byte[] expected)
        {
            int offset = reader.Skip(VerifyDataLength);

            if (!reader.IsWhole)
            {
                return TlsErrorCause.DecodeError;
            }

            return ConstantTime.AreEqual(reader.Buffer, offset, expected, 0, VerifyDataLength)
                ? TlsErrorCause.None
                : TlsErrorCause.FinishedMismatch;
        }
    }
}
