//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Managed;
using NanoTlsMan.Managed13.Flights;
using NanoTlsMan.Managed13.Record;
using RecordStatus = NanoTlsMan.Managed.Record.RecordStatus;

namespace NanoTlsMan.Managed13
{
    /// <summary>
    /// A session over datagrams: noise is dropped, records that come too early are kept, what is lost is sent again.
    /// </summary>
    internal sealed partial class DatagramEngine13 : Engine13
    {
        private readonly DatagramRecords _records;
        private readonly EarlyRecords _early = new EarlyRecords();
        private byte[] _input;
        private int _inputOffset;
        private int _inputEnd;
        private int _badRecords;
        private bool _isReplaying;

        internal DatagramEngine13(
            Managed13Stack stack, TlsRole role, TlsSessionOptions options, CredentialStore credentials,
            DropCounters drops)
            : base(stack, role, options, credentials, drops, new DatagramRecords(drops))
        {
            _records = (DatagramRecords)Records;
            _records.WritesLongHeaders = stack.WritesLongHeaders;
        }

        /// <summary>Gets the number of the next record in the clear, for an engine that goes on.</summary>
        internal ulong NextPlain
        {
            get { return _records.NextPlain; }
        }

        /// <summary>
        /// Takes what is behind the record that was handled last.
        /// </summary>
        internal byte[] TakeInput(out int offset, out int count)
        {
            offset = _inputOffset;
            count = _inputEnd - _inputOffset;
            _inputOffset = _inputEnd;
            return _input;
        }

        /// <inheritdoc/>
        protected override bool HasRecord
        {
            get { return _inputOffset < _inputEnd || (IsConnected && _early.RecordCount > 0); }
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

            _received += count;
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
            if (_inputOffset >= _inputEnd)
            {
                TakeKept();
            }

            int start = _inputOffset;
            int expected = _nextReceived;
            TrafficKeys reader = Records.Reader;
            bool isData = HandleRecord(_input, start, _inputEnd, out _inputOffset);

            // What is kept waits for a message or for keys: noise is no reason to look at all of it once more.
            if (Machine != null && !IsComputing && !IsOlderVersion && !isData
                && (_nextReceived != expected || Records.Reader != reader))
            {
                HandleKept();
            }

            return isData;
        }

        private bool HandleRecord(byte[] input, int start, int end, out int next)
        {
            RecordStatus status = _records.Read(input, start, end);

            next = status == RecordStatus.DropRest ? end : _records.End;

            switch (status)
            {
                case RecordStatus.Ready:
                    break;

                case RecordStatus.Future:
                    // ServerHello and what follows it may come in separate or swapped datagrams (RFC 9147, section
                    // 4.2.1).
                    if (Machine == null || _isReplaying || !_early.AddRecord(input, start, next - start))
                    {
                        Drops.Add(DropReason.WrongEpoch);
                    }

                    return false;

                case RecordStatus.BadMac:
                    CountForgery();
                    return false;

                default:
                    return false;
            }

            if (_records.Epoch != RecordLayer13.PlainEpoch)
            {
                _badRecords = Options.BadRecordLimit > 0 ? 0 : _badRecords;
                OnAuthentic();
            }

            return HandleContent(input);
        }

        // RFC 9147, section 4.5.3: what fails is counted for each key, and there is an end to it.
        private void CountForgery()
        {
            int limit = Options.BadRecordLimit > 0 ? Options.BadRecordLimit
                : SuiteParameters.GetForgeryLimit(Machine == null ? CipherSuite : Machine.CipherSuite);

            if (limit > 0 && ++_badRecords >= limit)
            {
                Fail(TlsErrorCause.TooManyBadRecords);
            }
        }

        /// <inheritdoc/>
        protected override void Refuse(DropReason reason, TlsErrorCause cause)
        {
            if (Records.Epoch == RecordLayer13.PlainEpoch)
            {
                Drops.Add(reason);
                return;
            }

            // RFC 9147, section 4.5.2: what is authentic and wrong is the peer's error. Data of the next epoch that
            // overtook a Finished is none.
            if (reason == DropReason.Unexpected && Records.Type == ContentType.ApplicationData)
            {
                Drops.Add(reason);
                return;
            }

            Fail(cause);
        }

        /// <inheritdoc/>
        protected override bool Tolerate(DropReason reason)
        {
            Drops.Add(reason);
            return true;
        }

        /// <inheritdoc/>
        protected override void HandleOther(byte[] buffer, int offset, int count)
        {
            switch (Records.Type)
            {
                case ContentType.Ack:
                    HandleAck(buffer, offset, count);
                    break;

                case ContentType.ReturnRoutabilityCheck:
                    HandlePathRecord(buffer, offset, count);
                    break;

                case ContentType.ChangeCipherSpec:
                    // There is none over datagrams (RFC 9147, section 5.1); in the clear anybody can have sent it.
                    Refuse(DropReason.Unexpected, TlsErrorCause.UnexpectedMessage);
                    break;

                default:
                    Refuse(DropReason.UnknownType, TlsErrorCause.UnexpectedMessage);
                    break;
            }
        }

        /// <inheritdoc/>
        protected override bool SetInputAside()
        {
            bool hadInput = _inputOffset < _inputEnd;

            // Records are kept as they came: what they hold is handled when the calculation is over.
            if (hadInput)
            {
                if (!_early.AddRecord(_input, _inputOffset, _inputEnd - _inputOffset))
                {
                    Drops.Add(DropReason.OutOfReach);
                }

                _inputOffset = _inputEnd;
            }

            return hadInput;
        }

        /// <inheritdoc/>
        protected override void HandleKept()
        {
            if (_isReplaying)
            {
                return;
            }

            _isReplaying = true;

            // Messages first, for they are the older ones.
            ReplayMessages();

            int waiting = _early.RecordCount;

            while (waiting-- > 0 && IsAlive && !IsComputing && Records.Reader != null)
            {
                byte[] kept = _early.TakeRecord();
                int offset = 0;

                while (offset < kept.Length && IsAlive)
                {
                    // Data is for the open channel, where it is taken as input.
                    if (IsComputing || DatagramRecords.IsOfFirstDataEpoch(kept[offset]))
                    {
                        _early.AddRecord(kept, offset, kept.Length - offset);
                        break;
                    }

                    HandleRecord(kept, offset, kept.Length, out offset);
                    ReplayMessages();
                }
            }

            _isReplaying = false;
        }

        // Data that overtook the client's Finished, or came while that was looked at.
        private void TakeKept()
        {
            _input = _early.TakeRecord();
            _inputOffset = 0;
            _inputEnd = _input.Length;

            if (_early.RecordCount == 0)
            {
                _early.Clear();
            }
        }

        /// <inheritdoc/>
        protected override void OnConnected()
        {
            Path = Machine.IsReturnRoutable ? new PathChecker(Options.FirstTimeout) : null;
            BeginLate();
        }

        /// <inheritdoc/>
        protected override void OnReleased()
        {
            base.OnReleased();
            _early.Clear();
            _input = null;
            _inputOffset = _inputEnd;
        }
    }
}
