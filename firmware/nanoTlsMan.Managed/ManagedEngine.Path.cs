//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Managed
{
    /// <content>
    /// Connection IDs, and what an engine over datagrams does to check a path; over a stream there is none.
    /// </content>
    internal abstract partial class ManagedEngine
    {
        /// <inheritdoc/>
        public override byte[] ConnectionId
        {
            get { return Records.ConnectionId; }
            set { Records.ConnectionId = value; }
        }

        /// <inheritdoc/>
        public override bool HasConnectionId
        {
            get { return Records.HasConnectionId; }
        }

        /// <inheritdoc/>
        public override bool SendsConnectionId
        {
            get { return Records.PeerConnectionId != null; }
        }

        /// <summary>
        /// Takes part of the check of a path (RFC 9853). Over a stream there is none.
        /// </summary>
        protected virtual void HandlePathRecord(byte[] buffer, int offset, int count)
        {
        }

        /// <summary>
        /// Is told that an alert is written, which belongs to the peer wherever it is.
        /// </summary>
        protected virtual void OnOtherOutput()
        {
        }

        /// <summary>
        /// Sets the deadline of an open channel.
        /// </summary>
        protected virtual void OnIdle()
        {
            HasDeadline = false;
        }

        /// <summary>
        /// Takes the passing of time of an open channel.
        /// </summary>
        protected virtual void OnTimeout(int now)
        {
        }
    }
}
