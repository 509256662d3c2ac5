//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Managed.Handshake;
using NanoTlsMan.Managed.Record;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed.Machine
{
    /// <summary>
    /// What a client's and a server's handshake have in common: the order of messages, reassembly, the outgoing flight, the keys. It lives until the
    /// channel is open.
    /// </summary>
    internal abstract class HandshakeMachine : IDisposable
    {
        /// <summary>
        /// What handling a record returns where the record is to be kept for later; other values are 0 or a <see cref="TlsErrorCause"/>.
        /// </summary>
        internal const int Later = -1;

        // How far ahead a message may be to be worth keeping: no flight of ours to answer is longer.
        private const int LongestFlight = 8;

        // After so many repetitions the path may be narrower than thought (RFC 6347, section 4.1.1.1). No flight is longer than the 508 bytes that
        // IPv4 always puts together, so the help for a path that loses long datagrams is to send shorter ones.
        private const int RepetitionsBeforeNarrowing = 3;
        private const int NarrowMtu = 256;

        private const int KeysDerived = 1;
        private const int PeerChangedCipherSpec = 2;
        private const int PeerFinishedVerified = 4;
        private const int OwnFinishedQueued = 8;
        private const int EverythingDone = KeysDerived | PeerChangedCipherSpec | PeerFinishedVerified | OwnFinishedQueued;

        private readonly HandshakeParameters _parameters;
        private readonly bool _isDatagram;
        private readonly RetransmissionTimer _timer;
        private readonly Reassembler _reassembler;
        private readonly KeySchedule _keys;
        private readonly TlsRole _role;
        private HandshakeState _state;
        private int _nextReceived = -1;
        private int _suspectedAlert = -1;
        private int _done;

        protected HandshakeMachine(TlsRole role, HandshakeParameters parameters, RecordLayer records, HandshakeState state, int now)
        {
            _role = role;
            _parameters = parameters;
            _isDatagram = parameters.Kind == TlsTransportKind.Datagram;
            _state = state;
            _timer = new RetransmissionTimer(parameters.Options, now);
            _reassembler = new Reassembler(HandshakeHeaderLength);
            _keys = new KeySchedule(parameters.Ciphers);
            Records = records;
            Flight = new OutgoingFlight(parameters.Kind);
            Transcript = parameters.Ciphers.CreateTranscriptHash();
            Reader = new WireReader();
            Randoms = new byte[2 * ClientHelloView.RandomLength];
            CredentialTag = -1;
        }

        /// <summary>Gets or sets the agreed suite, or 0.</summary>
        internal int CipherSuite { get; set; }

        /// <summary>Gets or sets the tag of the credential in use, or -1.</summary>
        internal int CredentialTag { get; set; }

        /// <summary>Gets or sets the identity in use.</summary>
        internal byte[] Identity { get; set; }

        /// <summary>Gets or sets the message_seq of the next message to be sent.</summary>
        internal int NextSent { get; set; }

        /// <summary>Gets the own verify_data, for a server that may have to send its Finished again.</summary>
        internal byte[] OwnVerifyData { get; private set; }

        /// <summary>Gets a value indicating whether there is something to send.</summary>
        internal bool IsSending
        {
            get { return Flight.IsSending; }
        }

        /// <summary>Gets a value indicating whether the channel is open: every step was done, and nothing is left to send.</summary>
        internal bool IsComplete
        {
            get { return _state == HandshakeState.Verified && _done == EverythingDone && CredentialTag >= 0 && !Flight.IsSending; }
        }

        /// <summary>Gets a value indicating whether a handshake message has come.</summary>
        internal bool HasReceived
        {
            get { return _nextReceived >= 0; }
        }

        /// <summary>Gets a number that changes whenever a message or ChangeCipherSpec was accepted.</summary>
        internal int Progress { get; private set; }

        /// <summary>Gets when <see cref="HandleTimeout"/> is to be called.</summary>
        internal int Deadline
        {
            get { return _timer.Deadline; }
        }

        /// <summary>Gets the alert that came without authentication and may be why nothing goes on, or -1.</summary>
        internal int SuspectedAlert
        {
            get { return _suspectedAlert; }
        }

        /// <summary>Gets what is waited for.</summary>
        internal TlsAwaited Awaited
        {
            get
            {
                switch (_state)
                {
                    case HandshakeState.AwaitServerHello:
                        return TlsAwaited.ServerHello;
                    case HandshakeState.AwaitServerKeyExchange:
                    case HandshakeState.AwaitServerHelloDone:
                        return TlsAwaited.ServerHelloDone;
                    case HandshakeState.AwaitClientHello:
                        return TlsAwaited.ClientHello;
                    case HandshakeState.AwaitClientKeyExchange:
                        return TlsAwaited.ClientKeyExchange;
                    default:
                        return TlsAwaited.Finished;
                }
            }
        }

        protected HandshakeParameters Parameters
        {
            get { return _parameters; }
        }

        protected RecordLayer Records { get; }

        protected OutgoingFlight Flight { get; }

        protected TranscriptHash Transcript { get; }

        protected WireReader Reader { get; }

        protected byte[] Randoms { get; }

        protected bool IsExtendedMasterSecret { get; set; }

        protected bool IsDatagram
        {
            get { return _isDatagram; }
        }

        private int HandshakeHeaderLength
        {
            get { return _isDatagram ? RecordHeader.DtlsHandshakeLength : RecordHeader.TlsHandshakeLength; }
        }

        /// <summary>
        /// Begins.
        /// </summary>
        /// <returns>0, or the <see cref="TlsErrorCause"/> of what failed.</returns>
        internal abstract int Start();

        /// <summary>
        /// Takes a handshake record's content of a datagram.
        /// </summary>
        /// <returns>0, a <see cref="TlsErrorCause"/>, or <see cref="Later"/>.</returns>
        internal int HandleFragments(byte[] buffer, int offset, int count, int epoch, int now)
        {
            int result = 0;

            while (count > 0)
            {
                if (count < RecordHeader.DtlsHandshakeLength)
                {
                    _parameters.Drops.Add(DropReason.Malformed);
                    return result;
                }

                int type = buffer[offset];
                int length = (buffer[offset + 1] << 16) | (buffer[offset + 2] << 8) | buffer[offset + 3];
                int sequence = (buffer[offset + 4] << 8) | buffer[offset + 5];
                int fragmentOffset = (buffer[offset + 6] << 16) | (buffer[offset + 7] << 8) | buffer[offset + 8];
                int fragmentLength = (buffer[offset + 9] << 16) | (buffer[offset + 10] << 8) | buffer[offset + 11];
                int whole = RecordHeader.DtlsHandshakeLength + fragmentLength;

                if (whole > count || fragmentOffset + fragmentLength > length)
                {
                    _parameters.Drops.Add(DropReason.BadFragment);
                    return result;
                }

                if (_nextReceived < 0)
                {
                    // The first message says where the peer's numbers begin: behind a HelloVerifyRequest that left no trace here.
                    _nextReceived = FirstSequence(sequence);
                }

                if (sequence == _nextReceived || IsAwaitedHello(type, sequence))
                {
                    int error = HandleFragment(buffer, offset, type, length, fragmentOffset, fragmentLength, epoch);

                    if (error != 0)
                    {
                        return error;
                    }
                }
                else if (HandleOutOfOrder(sequence, now))
                {
                    result = Later;
                }

                offset += whole;
                count -= whole;
            }

            return result;
        }

        /// <summary>
        /// Takes a handshake record's content of a stream: messages may begin and end anywhere in it.
        /// </summary>
        /// <returns>0 or a <see cref="TlsErrorCause"/>.</returns>
        internal int HandleStream(byte[] buffer, int offset, int count, int epoch)
        {
            while (count > 0)
            {
                int taken = _reassembler.AddStream(buffer, offset, count);

                if (taken < 0)
                {
                    return (int)TlsErrorCause.DecodeError;
                }

                offset += taken;
                count -= taken;

                if (_reassembler.IsComplete)
                {
                    int error = Dispatch(_reassembler.Buffer, 0, _reassembler.BodyLength, epoch);

                    _reassembler.Reset();

                    if (error != 0)
                    {
                        return error;
                    }
                }
            }

            // Nothing follows Finished in the handshake (RFC 5246, section 7.3), not even part of a message.
            return _state == HandshakeState.Verified && _reassembler.IsActive ? (int)TlsErrorCause.UnexpectedMessage : 0;
        }

        /// <summary>
        /// Takes a ChangeCipherSpec.
        /// </summary>
        /// <returns>0, a <see cref="TlsErrorCause"/>, or <see cref="Later"/>.</returns>
        internal int HandleChangeCipherSpec(byte[] buffer, int offset, int count)
        {
            int next = HandshakeTable.Find(_state, 0, HandshakeTable.ChangeCipherSpec);

            // Nothing of a message may be left over when keys change (RFC 5246, section 7.1); and never before the keys are derived from a
            // ClientKeyExchange, which the state says (CVE-2014-0224).
            if (next < 0 || _reassembler.IsActive)
            {
                return _isDatagram ? Later : (int)TlsErrorCause.UnexpectedMessage;
            }

            if (count != 1 || buffer[offset] != 1)
            {
                if (_isDatagram)
                {
                    _parameters.Drops.Add(DropReason.Malformed);
                    return 0;
                }

                return (int)TlsErrorCause.DecodeError;
            }

            Records.BeginProtectedReading();
            _done |= PeerChangedCipherSpec;
            EnterState(next);
            return 0;
        }

        /// <summary>
        /// Takes a fatal alert that is not authenticated: it is remembered as the likely cause.
        /// </summary>
        internal void Suspect(int alert)
        {
            _suspectedAlert = alert;
        }

        /// <summary>
        /// Takes the passing of time.
        /// </summary>
        /// <returns>0 or a <see cref="TlsErrorCause"/>.</returns>
        internal int HandleTimeout(int now)
        {
            if (_timer.IsOver(now))
            {
                return (int)TlsErrorCause.HandshakeTimeout;
            }

            if (_timer.TakeDue(now))
            {
                // A whole period without progress after such an alert: now it is believed.
                if (_suspectedAlert >= 0)
                {
                    return (int)TlsErrorCause.AlertReceived;
                }

                Flight.Rewind();
            }

            return 0;
        }

        /// <summary>
        /// Writes the next share of the flight.
        /// </summary>
        /// <returns>Its length, in bytes; 0 where nothing fits.</returns>
        internal int WriteFlight(byte[] output, int offset, int count, int now)
        {
            if (_isDatagram && _timer.Repetitions >= RepetitionsBeforeNarrowing && count > NarrowMtu)
            {
                count = NarrowMtu;
            }

            int written = Flight.Write(Records, output, offset, count);

            if (_isDatagram && !Flight.IsSending && _state != HandshakeState.Verified)
            {
                _timer.Arm(now);
            }

            return written;
        }

        /// <summary>
        /// Wipes the secrets.
        /// </summary>
        public void Dispose()
        {
            _keys.Dispose();
            Transcript.Dispose();
            Flight.Clear();
        }

        /// <summary>
        /// Handles a legal message.
        /// </summary>
        /// <param name="type">Its type; <see cref="Reader"/> stands at its body.</param>
        /// <param name="message">Holds it.</param>
        /// <param name="offset">Where its header begins.</param>
        /// <param name="count">Its length with the header, in bytes.</param>
        /// <returns>0 or a <see cref="TlsErrorCause"/>.</returns>
        protected abstract int HandleMessage(int type, byte[] message, int offset, int count);

        /// <summary>
        /// Tells which message_seq is the first, given that of the first message that came.
        /// </summary>
        protected abstract int FirstSequence(int sequence);

        /// <summary>
        /// Begins a flight of our own: the peer's was whole.
        /// </summary>
        protected void BeginFlight()
        {
            _timer.Reset();
            Flight.Clear();
        }

        /// <summary>
        /// Ends a message of the flight and adds it to the transcript.
        /// </summary>
        /// <returns>0 or a <see cref="TlsErrorCause"/>.</returns>
        protected int EndMessage()
        {
            int length = Flight.EndMessage();

            if (length == 0)
            {
                return (int)TlsErrorCause.InternalError;
            }

            NextSent++;
            Transcript.Update(Flight.Buffer, Flight.MessageOffset, length);
            return 0;
        }

        /// <summary>
        /// Fills this side's random value.
        /// </summary>
        protected bool FillRandom(int offset)
        {
            return _parameters.Random.TryFill(Randoms, offset, ClientHelloView.RandomLength);
        }

        /// <summary>
        /// Derives the secrets: the ClientKeyExchange is in the transcript.
        /// </summary>
        /// <param name="key">Holds the pre-shared key; it is wiped.</param>
        /// <param name="keyCount">Its length, in bytes.</param>
        protected void DeriveKeys(byte[] key, int keyCount)
        {
            _keys.DeriveMasterSecret(key, keyCount, Transcript, Randoms, IsExtendedMasterSecret);

            KeyLogHandler keyLog = _parameters.Options.DangerousKeyLog;

            if (keyLog != null)
            {
                byte[] clientRandom = new byte[ClientHelloView.RandomLength];

                Array.Copy(Randoms, 0, clientRandom, 0, clientRandom.Length);
                keyLog(clientRandom, _keys.MasterSecret);
            }

            _keys.DeriveKeys(Randoms, CipherSuite, _role, Records);
            _done |= KeysDerived;
        }

        /// <summary>
        /// Queues ChangeCipherSpec and Finished.
        /// </summary>
        /// <returns>0 or a <see cref="TlsErrorCause"/>.</returns>
        protected int QueueFinished()
        {
            OwnVerifyData = _keys.ComputeVerifyData(_role, Transcript);
            Flight.AddChangeCipherSpec();
            Finished.Write(Flight.BeginMessage(HandshakeType.Finished, NextSent), OwnVerifyData);
            _done |= OwnFinishedQueued;
            return EndMessage();
        }

        /// <summary>
        /// Verifies the peer's Finished.
        /// </summary>
        /// <returns>0 or a <see cref="TlsErrorCause"/>.</returns>
        protected int VerifyFinished(byte[] message, int offset, int count)
        {
            byte[] expected = _keys.ComputeVerifyData(_role == TlsRole.Client ? TlsRole.Server : TlsRole.Client, Transcript);
            int error = Finished.Verify(Reader, expected);

            if (error == 0)
            {
                _done |= PeerFinishedVerified;
                Transcript.Update(message, offset, count);
            }

            return error;
        }

        private bool IsAwaitedHello(int type, int sequence)
        {
            if (_state != HandshakeState.AwaitServerHello)
            {
                return false;
            }

            // A server without state cannot count: its HelloVerifyRequest may repeat the ClientHello's message_seq or begin at zero again, and its
            // ServerHello may have any number up to that of the last ClientHello.
            return type == HandshakeType.HelloVerifyRequest ? sequence < _nextReceived
                : type == HandshakeType.ServerHello && sequence > _nextReceived && sequence < NextSent;
        }

        private bool HandleOutOfOrder(int sequence, int now)
        {
            int ahead = (sequence - _nextReceived) & 0xFFFF;

            if (ahead < LongestFlight)
            {
                return true;
            }

            if (ahead < 0x8000)
            {
                _parameters.Drops.Add(DropReason.OutOfReach);
                return false;
            }

            _parameters.Drops.Add(DropReason.Duplicate);

            // The peer repeats its flight, so ours has not arrived (RFC 6347, section 4.2.4).
            if (!Flight.IsSending && _timer.MayRepeat(now))
            {
                Flight.Rewind();
            }

            return false;
        }

        private int HandleFragment(byte[] buffer, int offset, int type, int length, int fragmentOffset, int fragmentLength, int epoch)
        {
            if (length > Reassembler.MaxMessageLength)
            {
                _parameters.Drops.Add(DropReason.OutOfReach);
                return 0;
            }

            if (IsPassedOver(type, length, epoch))
            {
                _parameters.Drops.Add(DropReason.Unexpected);
                return 0;
            }

            if (HandshakeTable.Find(_state, epoch, type) < 0)
            {
                return (int)TlsErrorCause.UnexpectedMessage;
            }

            if (fragmentLength == length)
            {
                _reassembler.Reset();
                return Dispatch(buffer, offset, length, epoch);
            }

            if (!_reassembler.Add(buffer, offset, length, fragmentOffset, fragmentLength, epoch))
            {
                // One of the two is forged or damaged, and nobody can tell which: the message begins anew with the later, so that one forged
                // fragment does not shut out the true ones.
                _parameters.Drops.Add(DropReason.BadFragment);
                _reassembler.Reset();
                _reassembler.Add(buffer, offset, length, fragmentOffset, fragmentLength, epoch);
            }

            if (!_reassembler.IsComplete)
            {
                return 0;
            }

            int error = Dispatch(_reassembler.Buffer, 0, length, epoch);

            _reassembler.Reset();
            return error;
        }

        private bool IsPassedOver(int type, int length, int epoch)
        {
            // A client in its handshake passes over HelloRequest (RFC 5246, section 7.4.1.1); it is in no transcript.
            return type == HandshakeType.HelloRequest && _role == TlsRole.Client && length == 0 && epoch == 0;
        }

        private int Dispatch(byte[] message, int offset, int bodyLength, int epoch)
        {
            int type = message[offset];
            int header = HandshakeHeaderLength;

            if (IsPassedOver(type, bodyLength, epoch))
            {
                return 0;
            }

            int next = HandshakeTable.Find(_state, epoch, type);

            if (next < 0 || (type == HandshakeType.HelloVerifyRequest && !_isDatagram))
            {
                return (int)TlsErrorCause.UnexpectedMessage;
            }

            Reader.Reset(message, offset + header, bodyLength);

            int sequence = _isDatagram ? (message[offset + 4] << 8) | message[offset + 5] : 0;
            int error = HandleMessage(type, message, offset, header + bodyLength);

            if (error != 0)
            {
                return error;
            }

            if (sequence >= _nextReceived)
            {
                _nextReceived = sequence + 1;
            }

            EnterState(next);
            return 0;
        }

        private void EnterState(int next)
        {
            // Progress: whatever alert somebody sent was not the truth.
            _suspectedAlert = -1;
            _state = (HandshakeState)next;
            Progress++;
        }
    }
}
