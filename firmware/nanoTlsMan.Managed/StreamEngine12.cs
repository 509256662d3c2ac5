//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Managed.Record;

namespace NanoTlsMan.Managed
{
    /// <summary>
    /// A session over a stream: whatever the protocol does not allow ends it.
    /// </summary>
    internal sealed class StreamEngine12 : Engine12
    {
        // How many records that carry nothing may come in a row, as OpenSSL has it.
        private const int UselessRecordLimit = 32;

        private readonly StreamBuffer _stream = new StreamBuffer();
        private int _uselessRecords;

        internal StreamEngine12(
            ManagedStack stack, TlsRole role, TlsSessionOptions options, CredentialStore credentials,
            DropCounters drops)
            : base(stack, role, TlsTransportKind.Stream, options, credentials, drops)
        {
        }

        /// <inheritdoc/>
        protected override bool HasInput
        {
            get { return _stream.IsWhole; }
        }

        /// <inheritdoc/>
        public override int HandleInput(byte[] buffer, int offset, int count, int now)
        {
            Now = now;

            if (!IsAlive)
            {
                return count;
            }

            if (_stream.IsWhole || IsComputing)
            {
                return 0;
            }

            int taken = _stream.Add(buffer, offset, count);

            if (!_stream.IsHeaderDue)
            {
                return taken;
            }

            RecordStatus status = Records.CheckStreamHeader(_stream.Buffer, 0);

            if (status == RecordStatus.Malformed)
            {
                Fail(TlsErrorCause.UnexpectedMessage);
                return taken;
            }

            int limit = Options.ReceiveBufferSize - Records.ReadLimit + Records.GetFragmentLimit();

            if (status == RecordStatus.Overflow || RecordHeader.GetTlsContentLength(_stream.Buffer, 0) > limit)
            {
                Fail(TlsErrorCause.RecordOverflow);
                return taken;
            }

            _stream.Expect();
            return taken + _stream.Add(buffer, offset + taken, count - taken);
        }

        /// <inheritdoc/>
        public override void HandleEndOfStream()
        {
            // RFC 5246, section 7.2.1: without close_notify nobody knows whether something is missing.
            Fail(TlsErrorCause.Truncated);
        }

        /// <inheritdoc/>
        protected override bool HandleRecord()
        {
            RecordStatus status = Records.ReadStreamRecord(_stream.Buffer, 0, _stream.Used);

            _stream.Clear();

            if (status != RecordStatus.Ready)
            {
                Fail(TlsErrorCause.BadRecordMac);
                return false;
            }

            return HandleContent(_stream.Buffer) == ContentResult.Data;
        }

        /// <inheritdoc/>
        protected override void Refuse(DropReason reason, TlsErrorCause cause)
        {
            Fail(cause);
        }

        /// <inheritdoc/>
        protected override bool Tolerate(DropReason reason)
        {
            _uselessRecords++;

            if (_uselessRecords <= UselessRecordLimit)
            {
                return true;
            }

            Fail(TlsErrorCause.UnexpectedMessage);
            return false;
        }

        /// <inheritdoc/>
        protected override void OnData()
        {
            _uselessRecords = 0;
        }

        /// <inheritdoc/>
        protected override void OnReleased()
        {
            base.OnReleased();
            _stream.Wipe();
        }
    }
}
