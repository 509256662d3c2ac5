//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Managed.Record;

namespace NanoTlsMan.Managed
{
    /// <content>
    /// Connection IDs and the check of a path.
    /// </content>
    internal sealed partial class DatagramEngine
    {
        // Of a session whose peer answers when it is asked.
        private PathChecker _path;

        /// <inheritdoc/>
        public override bool IsInputNewest
        {
            get { return Records.IsNewest && (_path == null || !_path.WasPathRecord); }
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
        protected override void HandlePathRecord(byte[] buffer, int offset, int count)
        {
            int reason = _path == null ? (int)DropReason.Unexpected : _path.Handle(buffer, offset, count);

            if (reason >= 0)
            {
                Drops.Add((DropReason)reason);
            }
        }

        /// <inheritdoc/>
        protected override void OnOtherOutput()
        {
            if (_path != null)
            {
                _path.Forget();
            }
        }

        /// <inheritdoc/>
        protected override void OnIdle()
        {
            HasDeadline = _path != null && _path.State == TlsPathCheck.Pending;
            Deadline = HasDeadline ? _path.Deadline : 0;
        }

        /// <inheritdoc/>
        protected override void OnTimeout(int now)
        {
            if (_path != null)
            {
                _path.HandleTimeout(now);
            }
        }

        private int WritePathRecord(byte[] output, int offset)
        {
            int length = _path.Write(output, Records.GetContentOffset(offset, 1));

            return length == 0
                ? 0
                : Records.WriteRecord(ContentType.ReturnRoutabilityCheck, 1, output, offset, length);
        }
    }
}
