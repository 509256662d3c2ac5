//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Managed13.Record;
using Reassembler = NanoTlsMan.Managed.Flights.Reassembler;
using RecordStatus = NanoTlsMan.Managed.Record.RecordStatus;
using StreamBuffer = NanoTlsMan.Managed.Record.StreamBuffer;

namespace NanoTlsMan.Managed13
{
    /// <summary>
    /// A session over a stream: whatever the protocol does not allow ends it.
    /// </summary>
    internal sealed class StreamEngine13 : Engine13
    {
        // How many records that carry nothing may come in a row, as OpenSSL has it; and how many key updates.
        private const int UselessRecordLimit = 32;

        private readonly StreamBuffer _stream = new StreamBuffer();
        private readonly StreamRecords _records;
        private Reassembler _reassembler = new Reassembler(RecordHeader.TlsHandshakeLength);
        private byte[] _rest;
        private int _restOffset;
        private int _uselessRecords;
        private int _start;
        private ChangeState _change;

        internal StreamEngine13(
            Managed13Stack stack, TlsRole role, TlsSessionOptions options, CredentialStore credentials,
            DropCounters drops)
            : base(stack, role, options, credentials, drops, new StreamRecords())
        {
            _records = (StreamRecords)Records;
            _records.IsFirst = role == TlsRole.Client;
        }

        private enum ChangeState
        {
            New,
            Due,
            Done,
        }

        /// <inheritdoc/>
        protected override bool HasRecord
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

            if (_stream.IsWhole || IsComputing || IsOlderVersion)
            {
                return 0;
            }

            int taken = _stream.Add(buffer, offset, count);

            if (!_stream.IsHeaderDue)
            {
                return taken;
            }

            int limit = Options.ReceiveBufferSize < _records.ReadLimit ? Options.ReceiveBufferSize : _records.ReadLimit;
            RecordStatus status = _records.CheckHeader(_stream.Buffer, 0, limit);

            if (status != RecordStatus.Ready)
            {
                Fail(
                    status == RecordStatus.Overflow ? TlsErrorCause.RecordOverflow : TlsErrorCause.UnexpectedMessage);
                return taken;
            }

            _stream.Expect();
            return taken + _stream.Add(buffer, offset + taken, count - taken);
        }

        /// <inheritdoc/>
        public override void HandleEndOfStream()
        {
            // RFC 9846, section 6.1: without close_notify nobody knows whether something is missing.
            Fail(TlsErrorCause.Truncated);
        }

        /// <inheritdoc/>
        public override void HandleTimeout(int now)
        {
            Now = now;

            if (Machine != null && Time32.Since(_start, now) >= (uint)Options.HandshakeTimeout)
            {
                Fail(TlsErrorCause.HandshakeTimeout, TlsAlert.None);
            }
        }

        /// <inheritdoc/>
        protected override void OnStart(int now)
        {
            _start = now;
        }

        /// <inheritdoc/>
        protected override bool HandleRecord()
        {
            RecordStatus status = _records.Read(_stream.Buffer, 0, _stream.Used);

            _stream.Clear();

            switch (status)
            {
                case RecordStatus.Ready:
                    return HandleContent(_stream.Buffer);

                case RecordStatus.Dropped:
                    return false;

                case RecordStatus.BadMac:
                    Fail(TlsErrorCause.BadRecordMac);
                    return false;

                case RecordStatus.Overflow:
                    Fail(TlsErrorCause.RecordOverflow);
                    return false;

                default:
                    Fail(TlsErrorCause.UnexpectedMessage);
                    return false;
            }
        }

        /// <inheritdoc/>
        protected override void HandleHandshake(byte[] buffer, int offset, int count)
        {
            while (count > 0 && IsAlive)
            {
                int taken = _reassembler.AddStream(buffer, offset, count);

                if (taken < 0)
                {
                    Fail(TlsErrorCause.DecodeError);
                    return;
                }

                offset += taken;
                count -= taken;

                if (!_reassembler.IsComplete)
                {
                    return;
                }

                if (!HandleMessage(count))
                {
                    AddToOlder(buffer, offset, count);
                    return;
                }

                if (count > 0 && (IsComputing || Flight.IsSending))
                {
                    // What comes behind a message in its record waits until the message is dealt with.
                    KeepRest(buffer, offset, count);
                    return;
                }
            }
        }

        /// <inheritdoc/>
        protected override void HandleOther(byte[] buffer, int offset, int count)
        {
            // RFC 9846, section 5: a ChangeCipherSpec that says nothing, for the sake of middleboxes, is passed over
            // between the first hello and the last Finished.
            bool isIdle = Machine != null && Records.Type == ContentType.ChangeCipherSpec && count == 1
                && buffer[offset] == 1 && Records.Epoch == RecordLayer13.PlainEpoch && !_reassembler.IsActive
                && (Role == TlsRole.Client || Machine.IsAgreed);

            if (isIdle)
            {
                Tolerate(DropReason.Empty);
            }
            else
            {
                Fail(TlsErrorCause.UnexpectedMessage);
            }
        }

        /// <inheritdoc/>
        protected override void Refuse(DropReason reason, TlsErrorCause cause)
        {
            Fail(cause);
        }

        /// <inheritdoc/>
        protected override bool Tolerate(DropReason reason)
        {
            if (++_uselessRecords <= UselessRecordLimit)
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
        protected override void SetDeadline()
        {
            HasDeadline = Machine != null;
            Deadline = HasDeadline ? _start + Options.HandshakeTimeout : 0;
        }

        /// <inheritdoc/>
        protected override int WriteFlight(byte[] output, int offset, int count)
        {
            // A server's comes right behind its first message, a client's in front of its second flight, and of an
            // alert that may come in its place.
            if (_change == ChangeState.Due
                && (Role == TlsRole.Server || Flight.IsSending || Records.Writer != null))
            {
                return WriteChange(output, offset);
            }

            if (!Flight.IsSending)
            {
                return 0;
            }

            int written = Flight.Write(Records, output, offset, count);

            if (_change == ChangeState.New && !Flight.IsPlainNext && Machine != null
                && (Role == TlsRole.Server ? Machine.WantsChangeCipherSpec : Stack.WritesChangeCipherSpec))
            {
                _change = ChangeState.Due;
            }

            if (written == 0)
            {
                Fail(TlsErrorCause.InternalError);
            }

            if (!Flight.IsSending)
            {
                if (Machine == null)
                {
                    FinishUpdate();
                }

                HandleKept();
            }

            return written;
        }

        /// <inheritdoc/>
        protected override void HandleKept()
        {
            byte[] rest = _rest;

            if (rest != null && !IsComputing)
            {
                _rest = null;
                HandleHandshake(rest, _restOffset, rest.Length - _restOffset);
            }
        }

        /// <inheritdoc/>
        protected override void OnReleased()
        {
            base.OnReleased();
            _stream.Wipe();
            _rest = null;
        }

        // RFC 9846, appendix E.4: whoever sends a session ID gets it, so that a middlebox takes all for TLS 1.2.
        private int WriteChange(byte[] output, int offset)
        {
            _change = ChangeState.Done;
            output[Records.GetContentOffset(offset, RecordLayer13.PlainEpoch)] = 1;
            return Records.WriteRecord(ContentType.ChangeCipherSpec, RecordLayer13.PlainEpoch, output, offset, 1);
        }

        private bool HandleMessage(int behind)
        {
            byte[] message = _reassembler.Buffer;
            int length = _reassembler.BodyLength;
            int type = message[0];
            TrafficKeys reader = Records.Reader;

            _reassembler.Reset();

            TlsErrorCause error = Machine == null
                ? HandlePostHandshake(type, message, RecordHeader.TlsHandshakeLength, length)
                : Machine.Handle(type, message, RecordHeader.TlsHandshakeLength, length, Records.Epoch);

            if (error != TlsErrorCause.None)
            {
                Fail(error);
                return false;
            }

            if (IsOlderVersion)
            {
                OlderMessage = message;
                return false;
            }

            if (Machine == null)
            {
                // Each costs a derivation of keys, so that they count as what carries nothing.
                return Tolerate(DropReason.Empty);
            }

            // RFC 9846, section 5.1: no message goes over a change of keys, which are there or about to be.
            bool changes = Records.Reader != reader
                || (IsComputing && (type == HandshakeType.ServerHello || type == HandshakeType.ClientHello));

            if (changes && behind > 0)
            {
                Fail(TlsErrorCause.UnexpectedMessage);
                return false;
            }

            return true;
        }

        // What is behind the hello in its record belongs to the older version as well.
        private void AddToOlder(byte[] buffer, int offset, int count)
        {
            if (OlderMessage != null)
            {
                byte[] whole = new byte[OlderMessage.Length + count];

                System.Array.Copy(OlderMessage, 0, whole, 0, OlderMessage.Length);
                System.Array.Copy(buffer, offset, whole, OlderMessage.Length, count);
                OlderMessage = whole;
            }
        }

        private void KeepRest(byte[] buffer, int offset, int count)
        {
            _rest = new byte[count];
            _restOffset = 0;
            System.Array.Copy(buffer, offset, _rest, 0, count);
        }
    }
}
