//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Managed13.Record
{
    /// <content>
    /// Connection IDs (RFC 9146, section 3; RFC 9147, section 9).
    /// </content>
    internal sealed partial class DatagramRecords
    {
        private byte[] _peerId;
        private bool _isOwnInUse;

        /// <summary>Gets or sets what the peer's protected records are to carry; <see langword="null"/> for no
        /// negotiation.</summary>
        internal byte[] ConnectionId { get; set; }

        /// <summary>Gets what this side's protected records carry; <see langword="null"/> for nothing.</summary>
        internal byte[] PeerConnectionId
        {
            get { return _peerId; }
        }

        /// <summary>Gets a value indicating whether the peer's protected records carry
        /// <see cref="ConnectionId"/>.</summary>
        internal bool HasConnectionId
        {
            get { return _isOwnInUse; }
        }

        /// <summary>Gets or sets a value indicating whether an authentic record of the last input was newer than all
        /// before.</summary>
        internal bool IsNewest { get; set; }

        private int OwnIdLength
        {
            get { return _isOwnInUse ? ConnectionId.Length : 0; }
        }

        private int PeerIdLength
        {
            get { return _peerId == null ? 0 : _peerId.Length; }
        }

        /// <summary>
        /// Takes what was agreed, before any keys are there.
        /// </summary>
        /// <param name="peer">What the peer wants its records to carry.</param>
        internal void AgreeOnConnectionIds(byte[] peer)
        {
            _peerId = peer.Length == 0 ? null : peer;
            _isOwnInUse = ConnectionId.Length > 0;
        }

        private bool IsOwnId(byte[] buffer, int offset)
        {
            byte[] own = ConnectionId;

            for (int i = 0; i < OwnIdLength; i++)
            {
                if (buffer[offset + i] != own[i])
                {
                    return false;
                }
            }

            return true;
        }

        private void CopyPeerId(byte[] buffer, int offset)
        {
            if (_peerId != null)
            {
                Array.Copy(_peerId, 0, buffer, offset, _peerId.Length);
            }
        }
    }
}
