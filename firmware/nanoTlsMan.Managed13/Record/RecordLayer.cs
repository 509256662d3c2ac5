//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Managed13.Record
{
    /// <summary>
    /// What records over datagrams and over a stream have in common: keys by epoch, limits, and what was read last.
    /// </summary>
    internal abstract class RecordLayer : IDisposable
    {
        /// <summary>The epoch of records in the clear.</summary>
        internal const int PlainEpoch = 0;

        /// <summary>The epoch of the handshake's keys (RFC 9147, section 6.1).</summary>
        internal const int HandshakeEpoch = 2;

        /// <summary>The epoch of the first keys for data.</summary>
        internal const int FirstDataEpoch = 3;

        /// <summary>The last epoch: no connection needs as many (draft-ietf-tls-rfc9147bis, section 4.2.1).</summary>
        internal const int LastEpoch = 0xFFFF;

        // Of the record that was read last.
        internal int Type;
        internal int Epoch;
        internal int ContentOffset;
        internal int ContentCount;
        internal int End;
        internal ulong Number;

        /// <summary>The longest content that is taken, in bytes.</summary>
        internal int ReadLimit = RecordHeader.MaxPlaintext;

        /// <summary>The longest content that the peer takes, in bytes.</summary>
        internal int WriteLimit = RecordHeader.MaxPlaintext;

        /// <summary>Gets a value indicating whether records travel in datagrams.</summary>
        internal abstract bool IsDatagram { get; }

        /// <summary>Gets the newest keys for writing; <see langword="null"/> while records are in the clear.</summary>
        internal TrafficKeys Writer { get; private protected set; }

        /// <summary>Gets the newest keys for reading; <see langword="null"/> while records are in the clear.</summary>
        internal TrafficKeys Reader { get; private protected set; }

        /// <summary>Gets the epoch that is written in: 0 in the clear.</summary>
        internal int WriteEpoch
        {
            get { return Writer == null ? PlainEpoch : Writer.Epoch; }
        }

        /// <summary>
        /// Takes keys for writing.
        /// </summary>
        internal abstract void InstallWriter(TrafficKeys keys);

        /// <summary>
        /// Takes keys for reading.
        /// </summary>
        internal abstract void InstallReader(TrafficKeys keys);

        /// <summary>
        /// Tells by how many bytes a record is longer than its content.
        /// </summary>
        internal abstract int GetOverhead(int epoch);

        /// <summary>
        /// Tells where the content of a record is to be put that is written at an offset.
        /// </summary>
        internal abstract int GetContentOffset(int offset, int epoch);

        /// <summary>
        /// Writes a record around content that lies at <see cref="GetContentOffset"/>.
        /// </summary>
        /// <returns>The record's length, in bytes. A protected record of a datagram is the last one in it.</returns>
        internal abstract int WriteRecord(int type, int epoch, byte[] buffer, int offset, int count);

        /// <inheritdoc/>
        public abstract void Dispose();

        /// <summary>
        /// Finds the content type behind the content, and zeros behind it (RFC 9846, section 5.2).
        /// </summary>
        /// <param name="buffer">Holds the inner plaintext.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="count">Its length, in bytes.</param>
        /// <returns><see langword="false"/> if there are zeros only; otherwise, <see langword="true"/>, and
        /// <see cref="Type"/> and the content are set.</returns>
        protected bool SplitInner(byte[] buffer, int offset, int count)
        {
            while (count > 0 && buffer[offset + count - 1] == 0)
            {
                count--;
            }

            if (count == 0)
            {
                return false;
            }

            Type = buffer[offset + count - 1];
            ContentOffset = offset;
            ContentCount = count - 1;
            return true;
        }

        private protected static void Dispose(TrafficKeys keys)
        {
            if (keys != null)
            {
                keys.Dispose();
            }
        }
    }
}
