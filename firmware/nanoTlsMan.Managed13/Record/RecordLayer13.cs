//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Managed.Record;

namespace NanoTlsMan.Managed13.Record
{
    /// <summary>
    /// What records of version 1.3 over datagrams and over a stream have in common: keys by epoch, and limits.
    /// </summary>
    internal abstract class RecordLayer13 : RecordLayer
    {
        /// <summary>The epoch of records in the clear.</summary>
        internal const int PlainEpoch = 0;

        /// <summary>The epoch of the handshake's keys (RFC 9147, section 6.1).</summary>
        internal const int HandshakeEpoch = 2;

        /// <summary>The epoch of the first keys for data.</summary>
        internal const int FirstDataEpoch = 3;

        /// <summary>The last epoch: no connection needs as many (draft-ietf-tls-rfc9147bis, section 4.2.1).</summary>
        internal const int LastEpoch = 0xFFFF;

        /// <summary>The number of the record that was read last.</summary>
        internal ulong Number;

        /// <summary>The longest content that is taken, in bytes.</summary>
        internal int ReadLimit = RecordHeader.MaxPlaintext;

        private protected RecordLayer13(bool isDatagram)
            : base(isDatagram)
        {
        }

        /// <inheritdoc/>
        internal override int WriteLimit { get; set; } = RecordHeader.MaxPlaintext;

        /// <summary>Gets the newest keys for writing; <see langword="null"/> while records are in the clear.</summary>
        internal TrafficKeys Writer { get; private protected set; }

        /// <summary>Gets the newest keys for reading; <see langword="null"/> while records are in the clear.</summary>
        internal TrafficKeys Reader { get; private protected set; }

        /// <inheritdoc/>
        internal override int WriteEpoch
        {
            get { return Writer == null ? PlainEpoch : Writer.Epoch; }
        }

        /// <summary>
        /// Is told whether the client sends data under keys that nobody here has. Over datagrams it is noise.
        /// </summary>
        internal virtual void PassOverEarlyData(bool isSent)
        {
        }

        /// <summary>
        /// Takes another connection ID for what this side's records carry, of a peer that wants one.
        /// </summary>
        internal void ChangePeerConnectionId(byte[] peerId)
        {
            _ids.Peer = peerId;
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
        /// Finds the content type behind the content, and zeros behind it (RFC 9846, section 5.2).
        /// </summary>
        /// <param name="buffer">Holds the inner plaintext.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="count">Its length, in bytes.</param>
        /// <returns><see langword="false"/> if there are zeros only; otherwise, <see langword="true"/>, and
        /// <see cref="RecordLayer.Type"/> and the content are set.</returns>
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
