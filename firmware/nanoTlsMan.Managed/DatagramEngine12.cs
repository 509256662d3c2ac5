//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Managed.Flights;
using NanoTlsMan.Managed.Handshake;
using NanoTlsMan.Managed.Messages;
using NanoTlsMan.Managed.Record;

namespace NanoTlsMan.Managed
{
    /// <summary>
    /// A session over datagrams: noise is dropped, records that come too early are kept, and the last flight can be
    /// sent again.
    /// </summary>
    internal sealed partial class DatagramEngine12 : Engine12
    {
        private RecordStash _stash = new RecordStash();
        private byte[] _input;
        private int _inputOffset;
        private int _inputEnd;
        private int _badRecords;
        private byte[] _finalVerifyData;
        private int _finalSequence;
        private OutgoingFlight _lateFlight;

        internal DatagramEngine12(
            ManagedStack stack, TlsRole role, TlsSessionOptions options, CredentialStore credentials,
            DropCounters drops)
            : base(stack, role, TlsTransportKind.Datagram, options, credentials, drops)
        {
        }

        /// <inheritdoc/>
        protected override bool HasInput
        {
            get { return _inputOffset < _inputEnd; }
        }

        /// <inheritdoc/>
        public override int HandleInput(byte[] buffer, int offset, int count, int now)
        {
            Now = now;

            if (!IsAlive)
            {
                return count;
            }

            if (count == 0)
            {
                Drops.Add(DropReason.TooShort);
            }

            if (Machine != null)
            {
                Machine.NoteReceived(count);
            }

            _input = buffer;
            _inputOffset = offset;
            _inputEnd = offset + count;
            BeginInput();
            return count;
        }

        /// <inheritdoc/>
        public override void HandleEndOfStream()
        {
        }

        /// <inheritdoc/>
        protected override bool HandleRecord()
        {
            int start = _inputOffset;
            byte[] input = _input;
            HandshakeMachine machine = Machine;
            RecordStatus status = Records.ReadDatagramRecord(input, start, _inputEnd);

            _inputOffset = status == RecordStatus.DropRest ? _inputEnd : Records.End;

            switch (status)
            {
                case RecordStatus.Ready:
                    break;

                case RecordStatus.Future:
                    // A Finished that overtook its ChangeCipherSpec is kept; nothing else of the next epoch is wanted.
                    if (machine == null || (Records.Type != ContentType.Handshake
                        && Records.Type != ContentType.Tls12ConnectionId)
                        || !_stash.Add(input, start, Records.End - start))
                    {
                        Drops.Add(DropReason.WrongEpoch);
                    }

                    return false;

                case RecordStatus.BadMac:
                    if (Options.BadRecordLimit > 0 && ++_badRecords >= Options.BadRecordLimit)
                    {
                        Fail(TlsErrorCause.TooManyBadRecords);
                    }

                    return false;

                default:
                    return false;
            }

            if (machine == null)
            {
                _badRecords = 0;
                return HandleContent(input) == ContentResult.Data;
            }

            if (Role == TlsRole.Server && !machine.HasReceived && !Records.AdoptSequence(input, start))
            {
                Drops.Add(DropReason.OutOfReach);
                return false;
            }

            if (machine.IsBusy)
            {
                SetRecordAside(input, start);
                return false;
            }

            // The machine is gone once it is done.
            int progress = machine.Progress;

            if (HandleContent(input) == ContentResult.KeepForLater && Machine != null
                && !_stash.Add(input, start, Records.End - start))
            {
                Drops.Add(DropReason.OutOfReach);
            }

            if (Machine != null && IsAlive && machine.Progress != progress && _stash.Used > 0)
            {
                ReplayStash();
            }

            return false;
        }

        /// <inheritdoc/>
        protected override void Refuse(DropReason reason, TlsErrorCause cause)
        {
            Drops.Add(reason);
        }

        /// <inheritdoc/>
        protected override bool Tolerate(DropReason reason)
        {
            Drops.Add(reason);
            return true;
        }

        /// <inheritdoc/>
        protected override bool IsRepeatedFinished(byte[] buffer, int offset, int count)
        {
            int fragment = count - RecordHeader.DtlsHandshakeLength;

            if (_finalVerifyData == null || fragment < 0 || buffer[offset] != HandshakeType.Finished
                || HandshakeHeader.GetLength(buffer, offset) != Finished.VerifyDataLength
                || HandshakeHeader.GetFragmentLength(buffer, offset) != fragment)
            {
                return false;
            }

            Drops.Add(DropReason.Duplicate);

            // Ours was lost (RFC 6347, section 4.2.4). The replay window lets each repetition in once, and of one in
            // fragments the last counts. It is so rare that the flight is built anew rather than kept.
            if (_lateFlight == null
                && HandshakeHeader.GetFragmentOffset(buffer, offset) + fragment == Finished.VerifyDataLength)
            {
                _lateFlight = new OutgoingFlight(TlsTransportKind.Datagram);
                _lateFlight.AddChangeCipherSpec();
                Finished.Write(_lateFlight.BeginMessage(HandshakeType.Finished, _finalSequence), _finalVerifyData);
                _lateFlight.EndMessage();
            }

            return true;
        }

        /// <inheritdoc/>
        protected override int WriteLate(byte[] output, int offset, int count)
        {
            int length = WritePathRecord(output, offset);

            if (length > 0 || _lateFlight == null)
            {
                return length;
            }

            int written = _lateFlight.Write(Records, output, offset, count);

            if (!_lateFlight.IsSending)
            {
                _lateFlight = null;
            }

            return written;
        }

        /// <inheritdoc/>
        protected override void OnConnected()
        {
            _stash = null;
            Path = Machine.IsReturnRoutable ? new PathChecker(Options.FirstTimeout) : null;

            if (Machine.IsLastToSend)
            {
                _finalVerifyData = Machine.OwnVerifyData;
                _finalSequence = Machine.NextSent - 1;
            }
        }

        /// <inheritdoc/>
        protected override void OnReleased()
        {
            base.OnReleased();
            _stash = null;
            _input = null;
            _inputOffset = _inputEnd;
        }

        /// <inheritdoc/>
        protected override bool SetInputAside()
        {
            bool hadInput = HasInput;

            while (HasInput)
            {
                HandleRecord();
            }

            return hadInput;
        }

        /// <inheritdoc/>
        protected override void HandleKept()
        {
            Machine.IsReplaying = true;
            ReplayStash();

            if (Machine != null)
            {
                Machine.IsReplaying = false;
            }
        }

        private void SetRecordAside(byte[] input, int start)
        {
            if (Records.Type == ContentType.Handshake
                && Machine.IsStale(input, Records.ContentOffset, Records.ContentCount))
            {
                Drops.Add(DropReason.Duplicate);
            }
            else if (Records.Type == ContentType.ApplicationData)
            {
                // It would not be taken afterwards either, and the room is for what is.
                Drops.Add(DropReason.Unexpected);
            }
            else if (Records.Type == ContentType.Alert || !_stash.Add(input, start, Records.End - start))
            {
                Drops.Add(DropReason.OutOfReach);
            }
        }

        private void ReplayStash()
        {
            RecordStash stash = _stash;
            int offset = 0;

            while (offset < stash.Used && Machine != null && IsAlive && !Machine.IsBusy)
            {
                int progress = Machine.Progress;
                RecordStatus status = Records.ReadDatagramRecord(stash.Buffer, offset, stash.Used);
                int end = Records.End;

                // Only a record that is still as it came is kept once more: one of epoch 0, or one that was not opened.
                if (status == RecordStatus.Future
                    || (status == RecordStatus.Ready && HandleContent(stash.Buffer) == ContentResult.KeepForLater
                    && Records.Epoch == 0))
                {
                    offset = end;
                    continue;
                }

                stash.RemoveAt(offset, end - offset);

                if (Machine != null && Machine.Progress != progress)
                {
                    offset = 0;
                }
            }
        }
    }
}
