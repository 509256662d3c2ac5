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
        private PathChecker _path;
        private bool _isReturnRoutable;
        private bool _wasPathRecord;

        /// <inheritdoc/>
        public override bool IsInputNewest
        {
            get { return Records.IsNewest && !_wasPathRecord; }
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
            return _isReturnRoutable ? GetPath().Begin(Stack.Random, now) : TlsPathCheck.None;
        }

        /// <inheritdoc/>
        protected override void HandlePathRecord(byte[] buffer, int offset, int count)
        {
            _wasPathRecord = _isReturnRoutable;

            int reason = _isReturnRoutable ? GetPath().Handle(buffer, offset, count) : (int)DropReason.Unexpected;

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

        private PathChecker GetPath()
        {
            if (_path == null)
            {
                _path = new PathChecker(Options.FirstTimeout);
            }

            return _path;
        }
    }
}
