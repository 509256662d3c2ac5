//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed.Record
{
    /// <content>
    /// The record layer of an open session, as it is saved and restored: limits, connection IDs, and the numbers of
    /// both directions, none of which may come twice.
    /// </content>
    internal sealed partial class RecordLayer12
    {
        /// <summary>
        /// Length of the state beside the connection IDs, in bytes.
        /// </summary>
        internal const int SavedLength = 4 + (4 * NumberLength) + 2 + 1;

        private const int NumberLength = 8;
        private const int NoId = 255;

        /// <summary>
        /// Writes the state.
        /// </summary>
        internal void Save(WireWriter writer)
        {
            writer.WriteUInt16(ReadLimit);
            writer.WriteUInt16(WriteLimit);
            WriteNumber(writer, _plainSequence);
            WriteNumber(writer, _writeSequence);
            WriteNumber(writer, _window.Next);
            WriteNumber(writer, _window.Seen);
            WriteId(writer, ConnectionId);
            WriteId(writer, PeerConnectionId);
            writer.WriteByte(HasConnectionId ? 1 : 0);
        }

        /// <summary>
        /// Goes on where a state was; the keys are set afterwards.
        /// </summary>
        internal void Restore(WireReader reader)
        {
            ReadLimit = reader.ReadUInt16();
            WriteLimit = reader.ReadUInt16();
            _plainSequence = ReadNumber(reader);
            _writeSequence = ReadNumber(reader);
            BeginProtectedReading();

            ulong next = ReadNumber(reader);

            _window.Continue(next, ReadNumber(reader));
            ConnectionId = ReadId(reader);

            byte[] peerId = ReadId(reader);
            bool isOwnInUse = reader.ReadByte() == 1;

            if (_ids != null)
            {
                _ids.Peer = peerId;
                _ids.IsOwnInUse = isOwnInUse;
            }

            IsVersionAgreed = true;
            BeginProtectedWriting();
        }

        private static void WriteNumber(WireWriter writer, ulong number)
        {
            for (int shift = 56; shift >= 0; shift -= 8)
            {
                writer.WriteByte((byte)(number >> (byte)shift));
            }
        }

        private static ulong ReadNumber(WireReader reader)
        {
            ulong number = 0;

            for (int i = 0; i < NumberLength; i++)
            {
                number = (number << 8) | (byte)reader.ReadByte();
            }

            return number;
        }

        private static void WriteId(WireWriter writer, byte[] id)
        {
            writer.WriteByte(id == null ? NoId : id.Length);

            if (id != null)
            {
                writer.WriteBytes(id, 0, id.Length);
            }
        }

        private static byte[] ReadId(WireReader reader)
        {
            int length = reader.ReadByte();

            return length == NoId ? null : reader.ReadBytes(length);
        }
    }
}
