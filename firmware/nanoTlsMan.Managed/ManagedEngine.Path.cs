//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Managed.Record;

namespace NanoTlsMan.Managed
{
    /// <content>
    /// Connection IDs and the check of a path (RFC 9146, RFC 9853); over a stream there is neither.
    /// </content>
    internal abstract partial class ManagedEngine
    {
        /// <summary>Gets or sets what checks paths, of a session whose peer answers when it is asked.</summary>
        private protected PathChecker Path { get; set; }

        /// <inheritdoc/>
        public override byte[] ConnectionId
        {
            get { return Layer.ConnectionId; }
            set { Layer.ConnectionId = value; }
        }

        /// <inheritdoc/>
        public override bool HasConnectionId
        {
            get { return Layer.HasConnectionId; }
        }

        /// <inheritdoc/>
        public override bool SendsConnectionId
        {
            get { return Layer.PeerConnectionId != null; }
        }

        /// <inheritdoc/>
        public override bool IsInputNewest
        {
            get { return Layer.IsNewest && (Path == null || !Path.WasPathRecord); }
        }

        /// <inheritdoc/>
        public override TlsPathCheck PathCheck
        {
            get { return Path == null ? TlsPathCheck.None : Path.State; }
        }

        /// <inheritdoc/>
        public override TlsOutputPath OutputPath
        {
            get { return Path == null ? TlsOutputPath.Peer : Path.OutputPath; }
        }

        /// <inheritdoc/>
        public override TlsPathCheck CheckPath(int now)
        {
            return Path == null ? TlsPathCheck.None : Path.Begin(Random, now);
        }

        /// <summary>
        /// Is told of new input.
        /// </summary>
        private protected void BeginInput()
        {
            Layer.BeginInput();

            if (Path != null)
            {
                Path.WasPathRecord = false;
            }
        }

        /// <summary>
        /// Handles a message of a path's check.
        /// </summary>
        private protected void HandlePathRecord(byte[] buffer, int offset, int count)
        {
            int reason = Path == null || Phase != EnginePhase.Connected
                ? (int)DropReason.Unexpected
                : Path.Handle(buffer, offset, count);

            if (reason >= 0)
            {
                Drops.Add((DropReason)reason);
            }
        }

        /// <summary>
        /// Writes a message of a path's check, if one is due.
        /// </summary>
        /// <returns>Its length, in bytes, or 0.</returns>
        private protected int WritePathRecord(byte[] output, int offset)
        {
            if (Path == null)
            {
                return 0;
            }

            Path.Forget();

            RecordLayer layer = Layer;
            int epoch = layer.WriteEpoch;
            int length = Path.Write(output, layer.GetContentOffset(offset, epoch));

            return length == 0
                ? 0
                : layer.WriteRecord(ContentType.ReturnRoutabilityCheck, epoch, output, offset, length);
        }

        // What is not part of a check belongs to the peer wherever it is.
        private void OnOtherOutput()
        {
            if (Path != null)
            {
                Path.Forget();
            }
        }
    }
}
