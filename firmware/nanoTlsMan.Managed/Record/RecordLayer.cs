//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Managed.Record
{
    /// <summary>
    /// What the record layers of all versions have in common: what was read last, connection IDs, and how a record is
    /// written.
    /// </summary>
    internal abstract class RecordLayer : IDisposable
    {
        // Of the record that was read last: its content type, epoch, where its content and the record itself lie.
        // Fields, for each record sets and asks them all.
        internal int Type;
        internal int Epoch;
        internal int ContentOffset;
        internal int ContentCount;
        internal int End;

        /// <summary>Whether records travel in datagrams.</summary>
        internal readonly bool IsDatagram;

        /// <summary>The connection IDs of datagrams; <see langword="null"/> for no negotiation.</summary>
        private protected ConnectionIds _ids;

        private protected RecordLayer(bool isDatagram)
        {
            IsDatagram = isDatagram;
        }

        /// <summary>Gets or sets the longest content that the peer takes, in bytes.</summary>
        internal abstract int WriteLimit { get; set; }

        /// <summary>Gets the epoch that alerts and application data are written in: 0 in the clear.</summary>
        internal abstract int WriteEpoch { get; }

        /// <summary>Gets or sets what the peer's protected records are to carry; <see langword="null"/> for no
        /// negotiation.</summary>
        internal byte[] ConnectionId
        {
            get
            {
                return _ids == null ? null : _ids.Own;
            }

            set
            {
                _ids = value == null ? null : new ConnectionIds { Own = value };
            }
        }

        /// <summary>Gets a value indicating whether it was agreed that the peer's protected records carry
        /// <see cref="ConnectionId"/>, which is not empty.</summary>
        internal bool HasConnectionId
        {
            get { return _ids != null && _ids.IsOwnInUse; }
        }

        /// <summary>Gets what this side's protected records carry; <see langword="null"/> for nothing.</summary>
        internal byte[] PeerConnectionId
        {
            get { return _ids == null ? null : _ids.Peer; }
        }

        /// <summary>Gets a value indicating whether an authentic record with a connection ID, since
        /// <see cref="BeginInput"/>, was newer than all before.</summary>
        internal bool IsNewest
        {
            get { return _ids != null && _ids.IsNewest; }
        }

        /// <summary>
        /// Is told of new input.
        /// </summary>
        internal void BeginInput()
        {
            if (_ids != null)
            {
                _ids.IsNewest = false;
            }
        }

        /// <summary>
        /// Sets the connection IDs that were agreed on, before any keys are there. An empty one is not on the wire, and
        /// its direction's records are as they always were (RFC 9146, section 3).
        /// </summary>
        /// <param name="peerId">What the peer wants to receive.</param>
        internal void AgreeOnConnectionIds(byte[] peerId)
        {
            _ids.IsOwnInUse = _ids.Own.Length > 0;
            _ids.Peer = peerId.Length > 0 ? peerId : null;
        }

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
        /// <param name="type">The content type.</param>
        /// <param name="epoch">The epoch.</param>
        /// <param name="buffer">The output, with <see cref="GetOverhead"/> bytes of room beside the content.</param>
        /// <param name="offset">Where the record begins.</param>
        /// <param name="count">The content's length, in bytes.</param>
        /// <returns>The record's length, in bytes.</returns>
        internal abstract int WriteRecord(int type, int epoch, byte[] buffer, int offset, int count);

        /// <summary>
        /// Wipes the keys.
        /// </summary>
        public abstract void Dispose();
    }
}
