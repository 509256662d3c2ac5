//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed13.Messages
{
    /// <summary>
    /// NewConnectionId (RFC 9147, section 9).
    /// </summary>
    internal static class NewConnectionId
    {
        /// <summary>Of a message without any.</summary>
        internal const int EmptyLength = 3;

        private const int Immediate = 0;
        private const int Spare = 1;

        /// <summary>
        /// Writes the answer of who has no more: there is one for each session.
        /// </summary>
        internal static void WriteEmpty(WireWriter writer)
        {
            writer.WriteUInt16(0);
            writer.WriteByte(Spare);
        }

        /// <summary>
        /// Reads the body.
        /// </summary>
        /// <param name="reader">Holds it.</param>
        /// <param name="next">What records have to carry from now on; <see langword="null"/> if that stays as it
        /// is.</param>
        /// <returns>What is wrong, or <see cref="TlsErrorCause.None"/>.</returns>
        internal static TlsErrorCause Read(WireReader reader, out byte[] next)
        {
            int left = reader.ReadUInt16();
            byte[] first = null;

            next = null;

            while (left > 0 && !reader.Failed)
            {
                byte[] id = reader.ReadVector8(0, 255);

                if (reader.Failed)
                {
                    break;
                }

                left -= 1 + id.Length;

                // Records have room for so much.
                if (first == null && id.Length > 0 && id.Length <= TlsSessionOptions.MaxConnectionIdLength)
                {
                    first = id;
                }
            }

            int usage = reader.ReadByte();

            if (left != 0 || !reader.IsWhole)
            {
                return TlsErrorCause.DecodeError;
            }

            if (usage == Immediate)
            {
                next = first;
            }

            return usage > Spare || (usage == Immediate && first == null)
                ? TlsErrorCause.IllegalParameter
                : TlsErrorCause.None;
        }
    }
}
