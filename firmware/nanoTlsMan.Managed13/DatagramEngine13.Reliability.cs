//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Managed13.Flights;
using NanoTlsMan.Managed13.Record;
using NanoTlsMan.Wire;
using RetransmissionTimer = NanoTlsMan.Managed.Flights.RetransmissionTimer;

namespace NanoTlsMan.Managed13
{
    /// <content>
    /// Acknowledgements, and what is sent again (RFC 9147, sections 5.8 and 7).
    /// </content>
    internal sealed partial class DatagramEngine13
    {
        private const int AckEntryLength = 16;
        private const int AckHeaderLength = 2;

        // Before an address is proved a server sends at most three times what it got (RFC 9147, section 5.1).
        private const int MostAmplification = 3;

        // After so many repetitions the path may be narrower than thought (RFC 9147, section 4.4).
        private const int RepetitionsBeforeNarrowing = 2;
        private const int NarrowMtu = 256;

        private RetransmissionTimer _timer;
        private AckList _acks = new AckList();
        private bool _isAckDue;
        private bool _isAckWaiting;
        private int _ackSince;
        private int _received;
        private int _sent;
        private int _repeated;
        private int _suspectedAlert = -1;
        private bool _isPeerProven;
        private byte _jitter;
        private int _connected;
        private bool _keepsHandshakeKeys;

        /// <inheritdoc/>
        public override void HandleTimeout(int now)
        {
            Now = now;

            if (_isAckWaiting && Time32.Since(_ackSince, now) >= (uint)AckDelay)
            {
                _isAckWaiting = false;
                _isAckDue = Records.Writer != null && _acks.Count > 0;
            }

            if (Machine == null)
            {
                HandleLateTimeout(now);
                return;
            }

            if (_timer.IsEnded(now))
            {
                Fail(TlsErrorCause.HandshakeTimeout, TlsAlert.None);
                return;
            }

            if (IsComputing || !_timer.TakeDue(now))
            {
                return;
            }

            // A whole period without progress after such an alert: now it is believed.
            if (_suspectedAlert >= 0)
            {
                Fail(TlsErrorCause.AlertReceived, (TlsAlert)_suspectedAlert);
                return;
            }

            Repeat();
        }

        // RFC 9147, section 7.1: a quarter of the time after which something is sent again, for what comes meanwhile is
        // acknowledged with it, or an answer makes it needless.
        private int AckDelay
        {
            get { return Options.FirstTimeout / 4; }
        }

        /// <inheritdoc/>
        protected override void OnStart(int now)
        {
            _timer = new RetransmissionTimer(Options, Role == TlsRole.Server, now);
        }

        /// <inheritdoc/>
        protected override void Suspect(int alert)
        {
            if (Machine != null)
            {
                _suspectedAlert = alert;
            }
        }

        /// <inheritdoc/>
        protected override void SetDeadline()
        {
            HasDeadline = false;

            if (Machine != null || _timer.IsArmed)
            {
                AddDeadline(_timer.Deadline);
            }

            if (_isAckWaiting)
            {
                AddDeadline(_ackSince + AckDelay);
            }

            if (Path != null && Path.State == TlsPathCheck.Pending)
            {
                AddDeadline(Path.Deadline);
            }

            if (Machine == null && _keepsHandshakeKeys)
            {
                AddDeadline(_connected + Options.HandshakeTimeout);
            }
        }

        private void AddDeadline(int deadline)
        {
            Deadline = HasDeadline ? Time32.Earlier(Deadline, deadline) : deadline;
            HasDeadline = true;
        }

        /// <inheritdoc/>
        protected override int WriteFlight(byte[] output, int offset, int count)
        {
            int path = WritePathRecord(output, offset);

            if (path > 0)
            {
                return path;
            }

            if (_isAckDue && Records.Writer != null)
            {
                _isAckDue = false;
                return WriteAck(output, offset, count);
            }

            if (!Flight.IsSending)
            {
                return 0;
            }

            if (_repeated >= RepetitionsBeforeNarrowing && count > NarrowMtu)
            {
                count = NarrowMtu;
            }

            int written = Flight.Write(Records, output, offset, count);

            _sent += written;

            if (written == 0)
            {
                Fail(TlsErrorCause.InternalError);
            }
            else if (!Flight.IsSending)
            {
                ArmTimer();
            }

            return written;
        }

        /// <inheritdoc/>
        protected override void OnQueued()
        {
            if (!_timer.IsArmed)
            {
                BeginTimer();
            }
        }

        private int WriteAck(byte[] output, int offset, int count)
        {
            int epoch = Records.WriteEpoch;
            int length = _acks.Write(
                output, Records.GetContentOffset(offset, epoch), count - Records.GetOverhead(epoch));

            if (Machine == null)
            {
                _acks.Clear();
            }

            return Records.WriteRecord(ContentType.Ack, epoch, output, offset, length);
        }

        private void ArmTimer()
        {
            // This side's random value is random enough for its timers.
            if (Machine != null && Stack.HasJitter)
            {
                _jitter = Machine.OwnRandom[_timer.Repetitions & (ClientHelloView.RandomLength - 1)];
            }

            _timer.Arm(Now, _jitter);
        }

        /// <summary>
        /// Sends again what is not acknowledged; or where nothing is, tells what has come.
        /// </summary>
        private void Repeat()
        {
            if (Flight.IsEmpty)
            {
                // Something is missing of the peer's flight, which only it can know (RFC 9147, section 7.1).
                _isAckDue = Records.Writer != null && _acks.Count > 0;
                ArmTimer();
            }
            else if (MaySendAgain())
            {
                SendAgain();
            }
            else
            {
                ArmTimer();
            }
        }

        private void SendAgain()
        {
            _repeated++;
            Flight.Rewind();
        }

        private bool MaySendAgain()
        {
            // As much again as was sent at once, for nobody counts before it is written.
            return Role == TlsRole.Client || _isPeerProven || 2 * _sent <= MostAmplification * _received;
        }

        private void OnFirstMessage(int sequence)
        {
            if (Role == TlsRole.Server)
            {
                // The ServerHello takes the number of the hello that it answers: a HelloRetryRequest had the one
                // before.
                Machine.NextSent = sequence;
                _records.AdoptNumber(Records.Number);
            }
        }

        // A record under the handshake's keys shows that the peer got our flight, and where it is.
        private void OnAuthentic()
        {
            if (!_isPeerProven)
            {
                _isPeerProven = true;
                _timer.Extend();
            }
        }

        /// <summary>
        /// A message was accepted: whatever alert somebody sent was not the truth, and what it answers has arrived (RFC
        /// 9147, section 7.1).
        /// </summary>
        private void OnProgress(int type)
        {
            _suspectedAlert = -1;

            if (type == HandshakeType.ServerHello || type == HandshakeType.ClientHello)
            {
                _records.IsVersionAgreed = true;
            }

            if (Machine == null)
            {
                return;
            }

            _repeated = 0;

            if (Flight.IsSending)
            {
                // A flight of our own, which answers all that came: nothing of it has to be acknowledged.
                _timer.Reset();
                ForgetAcks();
            }
        }

        private void ForgetAcks()
        {
            _acks.Clear();
            _isAckDue = false;
            _isAckWaiting = false;
        }

        /// <summary>
        /// Part of the peer's next flight has come, so that ours has arrived (RFC 9147, section 7.1). After the
        /// handshake, and for the client's last flight, nothing but an ACK tells.
        /// </summary>
        private void NoteAnswer(int epoch)
        {
            bool isAnswer = Machine != null && !Flight.IsEmpty && !Flight.IsSending && (Role == TlsRole.Client
                ? Machine.IsHelloAnswered && !Machine.IsFlightAnswered
                : epoch != RecordLayer13.PlainEpoch);

            if (isAnswer)
            {
                Flight.Clear();
                _timer.Reset();
                ArmTimer();
            }
        }

        /// <summary>
        /// Takes note of a record of handshake messages, now that they were handled.
        /// </summary>
        private void NoteHandshakeRecord(int epoch, ulong number, bool isKept, bool isRepeated, bool isDropped)
        {
            if (isKept)
            {
                NoteAnswer(epoch);
            }

            // A hello is answered, and never acknowledged; nor is a record of which anything was dropped, for that
            // would never come again (RFC 9147, section 7).
            if ((isKept || isRepeated) && !isDropped && (epoch != RecordLayer13.PlainEpoch || Role == TlsRole.Client)
                && (Machine == null || !Flight.IsSending))
            {
                _acks.Add(epoch, number);

                if (Role == TlsRole.Server && Machine != null && Machine.IsComplete)
                {
                    // For the client's last flight nothing else tells it.
                    _isAckDue = true;
                    _isAckWaiting = false;
                }
                else if (!_isAckDue && !_isAckWaiting && Records.Writer != null)
                {
                    _isAckWaiting = true;
                    _ackSince = Now;
                }
            }

            // The peer repeats its flight, so ours has not arrived. A flood of repetitions is not answered by another.
            if (isRepeated && !_isReplaying && !Flight.IsEmpty && !Flight.IsSending && _timer.MayRepeat(Now)
                && MaySendAgain())
            {
                SendAgain();
            }
        }

        private void HandleAck(byte[] buffer, int offset, int count)
        {
            int length = count < AckHeaderLength ? -1 : WireReader.GetUInt16(buffer, offset);

            // In the clear it is not believed.
            if (Records.Epoch == RecordLayer13.PlainEpoch)
            {
                Drops.Add(DropReason.Unexpected);
                return;
            }

            if (length != count - AckHeaderLength || length % AckEntryLength != 0)
            {
                Fail(TlsErrorCause.DecodeError);
                return;
            }

            // An empty list says that nothing has come. One that names nothing of this flight says nothing of it.
            bool isOfFlight = length == 0;

            for (int at = offset + AckHeaderLength; at < offset + count; at += AckEntryLength)
            {
                int high = WireReader.GetUInt32(buffer, at);
                int epoch = WireReader.GetUInt32(buffer, at + 4);

                // draft-ietf-tls-rfc9147bis, section 7: none of a later epoch than its own, as far as that is known.
                if (Records.Epoch < RecordLayer13.FirstDataEpoch && (high != 0 || (uint)epoch > (uint)Records.Epoch))
                {
                    Fail(TlsErrorCause.IllegalParameter);
                    return;
                }

                if (high == 0 && WireReader.GetUInt32(buffer, at + 8) == 0)
                {
                    isOfFlight |= Flight.Acknowledge(epoch, WireReader.GetUInt32(buffer, at + 12));
                }
            }

            if (Flight.IsEmpty || Flight.IsSending || !isOfFlight)
            {
                return;
            }

            if (Flight.IsAcknowledged())
            {
                Flight.Clear();
                _timer.Reset();
                OnDelivered();
            }
            else
            {
                // What is left is sent again at once (RFC 9147, section 7.2).
                Flight.Rewind();
            }
        }

        private void OnDelivered()
        {
            if (Machine != null)
            {
                // The rest of the peer's flight is waited for.
                ArmTimer();
                return;
            }

            if (Role == TlsRole.Client)
            {
                _records.DropHandshakeReader();
                _keepsHandshakeKeys = false;
            }

            _records.DropHandshakeWriter();
            FinishUpdate();
        }

        // What is sent after the handshake, and the client's last flight, has a timer of its own.
        private void BeginTimer()
        {
            _timer = new RetransmissionTimer(Options, false, Now);
        }

        private void BeginLate()
        {
            _connected = Now;
            _keepsHandshakeKeys = true;
            _early.ClearMessages();
            BeginTimer();

            if (Role == TlsRole.Server && _isAckWaiting)
            {
                // The client's last flight, which may have waited for a calculation.
                _isAckDue = true;
                _isAckWaiting = false;
            }
            else if (!_isAckDue)
            {
                ForgetAcks();
            }

            if (!Flight.IsEmpty)
            {
                ArmTimer();
            }
        }

        private void HandleLateTimeout(int now)
        {
            if (Path != null)
            {
                Path.HandleTimeout(now);
            }

            if (_keepsHandshakeKeys && Time32.Since(_connected, now) >= (uint)Options.HandshakeTimeout)
            {
                _keepsHandshakeKeys = false;
                _records.DropHandshakeReader();
            }

            if (!_timer.IsArmed)
            {
                return;
            }

            if (_timer.IsEnded(now))
            {
                // The client's last flight was never acknowledged: there is no session. What came later waits until the
                // peer is heard again.
                if (Role == TlsRole.Client && _keepsHandshakeKeys)
                {
                    Fail(TlsErrorCause.HandshakeTimeout, TlsAlert.None);
                }

                _timer.Reset();
            }
            else if (_timer.TakeDue(now))
            {
                SendAgain();
            }
        }
    }
}
