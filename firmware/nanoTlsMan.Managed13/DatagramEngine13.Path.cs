//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Managed;

namespace NanoTlsMan.Managed13
{
    /// <content>
    /// Connection IDs and the check of a path (RFC 9146, RFC 9853).
    /// </content>
    internal sealed partial class DatagramEngine13
    {
        /// <inheritdoc/>
        public override byte[] ConnectionId
        {
            get { return _records.ConnectionId; }
            set { _records.ConnectionId = value; }
        }

        /// <inheritdoc/>
        public override bool HasConnectionId
        {
            get { return _records.HasConnectionId; }
        }

        /// <inheritdoc/>
        public override bool SendsConnectionId
        {
            get { return _records.PeerConnectionId != null; }
        }

        /// <inheritdoc/>
        public override bool IsInputNewest
        {
            get { return _records.IsNewest && (_path == null || !_path.WasPathRecord); }
        }

        /// <inheritdoc/>
        public override TlsPathCheck PathCheck
        {
            get { return _path == null ? TlsPathCheck.None : _path.State; }
        }

        /// <inheritdoc/>
        public override TlsOutputPath OutputPath
        {
            get { return _path == null ? TlsOutputPath.Peer : _path.OutputPath; }
        }

        /// <inheritdoc/>
        public override TlsPathCheck CheckPath(int now)
        {
            return _path == null ? TlsPathCheck.None : _path.Begin(Stack.Random, now);
        }

        /// <inheritdoc/>
        protected override void OnOtherOutput()
        {
            if (_path != null)
            {
                _path.Forget();
            }
        }

        private void HandlePathRecord(byte[] buffer, int offset, int count)
        {
            int reason = _path == null || !IsConnected
                ? (int)DropReason.Unexpected
                : _path.Handle(buffer, offset, count);

            if (reason >= 0)
            {
                Drops.Add((DropReason)reason);
            }
        }

        private int WritePathRecord(byte[] output, int offset)
        {
            int epoch = Records.WriteEpoch;
            int length = _path.Write(output, Records.GetContentOffset(offset, epoch));

            return length == 0
                ? 0
                : Records.WriteRecord(ContentType.ReturnRoutabilityCheck, epoch, output, offset, length);
        }
    }
}
