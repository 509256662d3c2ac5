//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Managed.Record
{
    /// <summary>
    /// Records that came too early, as a network that reorders makes them: a bounded store that lasts as long as the
    /// handshake.
    /// </summary>
    internal sealed class RecordStash
    {
        /// <summary>
        /// How many bytes of records are kept. What does not fit is sent again by the peer.
        /// </summary>
        internal const int Capacity = 512;

        private byte[] _buffer;

        /// <summary>
        /// Gets how many bytes are in use.
        /// </summary>
        internal int Used { get; private set; }

        /// <summary>
        /// Gets the store; <see langword="null"/> while nothing was ever kept.
        /// </summary>
        internal byte[] Buffer
        {
            get { return _buffer; }
        }

        /// <summary>
        /// Keeps a record.
        /// </summary>
        /// <returns><see langword="false"/> if there is no room; otherwise, <see langword="true"/>.</returns>
        internal bool Add(byte[] source, int offset, int count)
        {
            if (count > Capacity - Used)
            {
                return false;
            }

            if (_buffer == null)
            {
                _buffer = new byte[Capacity];
            }

            Array.Copy(source, offset, _buffer, Used, count);
            Used += count;
            return true;
        }

        /// <summary>
        /// Forgets a record.
        /// </summary>
        internal void RemoveAt(int offset, int count)
        {
            Used -= count;
            Array.Copy(_buffer, offset + count, _buffer, offset, Used - offset);
        }
    }
}
