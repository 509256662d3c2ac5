//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed.Record
{
    /// <summary>
    /// Collects one record of a stream. It grows with the records that come, up to the limit that the session's options
    /// set.
    /// </summary>
    internal sealed class StreamBuffer
    {
        // Handshake messages and short data fit; for more it grows.
        private const int FirstSize = 160;

        private byte[] _buffer = new byte[FirstSize];

        // How long the record is; 0 until its header was checked.
        private int _length;

        /// <summary>Gets the bytes.</summary>
        internal byte[] Buffer
        {
            get { return _buffer; }
        }

        /// <summary>Gets how many bytes there are.</summary>
        internal int Used { get; private set; }

        /// <summary>Gets a value indicating whether the header is there, but not yet known how much follows.</summary>
        internal bool IsHeaderDue
        {
            get { return _length == 0 && Used == RecordHeader.TlsLength; }
        }

        /// <summary>Gets a value indicating whether the record is whole.</summary>
        internal bool IsWhole
        {
            get { return _length != 0 && Used == _length; }
        }

        /// <summary>
        /// Takes bytes, as many as the header or the record needs.
        /// </summary>
        /// <returns>How many were taken.</returns>
        internal int Add(byte[] source, int offset, int count)
        {
            int taken = (_length == 0 ? RecordHeader.TlsLength : _length) - Used;

            taken = taken > count ? count : taken;
            Array.Copy(source, offset, _buffer, Used, taken);
            Used += taken;
            return taken;
        }

        /// <summary>
        /// Makes room for the record, whose header was checked.
        /// </summary>
        internal void Expect()
        {
            _length = RecordHeader.TlsLength + RecordHeader.GetTlsContentLength(_buffer, 0);

            if (_length > _buffer.Length)
            {
                byte[] grown = new byte[_length];

                Array.Copy(_buffer, 0, grown, 0, Used);
                Bytes.Wipe(_buffer);
                _buffer = grown;
            }
        }

        /// <summary>
        /// Begins with the next record.
        /// </summary>
        internal void Clear()
        {
            Used = 0;
            _length = 0;
        }

        /// <summary>
        /// Wipes what is left of plaintexts.
        /// </summary>
        internal void Wipe()
        {
            Clear();
            Bytes.Wipe(_buffer);
        }
    }
}
