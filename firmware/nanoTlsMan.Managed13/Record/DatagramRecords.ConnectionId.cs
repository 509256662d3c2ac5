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
        private int OwnIdLength
        {
            get { return HasConnectionId ? _ids.Own.Length : 0; }
        }

        private int PeerIdLength
        {
            get { return PeerConnectionId == null ? 0 : _ids.Peer.Length; }
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
            byte[] peer = PeerConnectionId;

            if (peer != null)
            {
                Array.Copy(peer, 0, buffer, offset, peer.Length);
            }
        }

        private void NoteNewest(bool isNewer)
        {
            if (isNewer && HasConnectionId)
            {
                _ids.IsNewest = true;
            }
        }
    }
}
