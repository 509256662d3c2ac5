//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Managed.Extensions;
using NanoTlsMan.Managed.Flights;
using NanoTlsMan.Managed.Messages;
using NanoTlsMan.Managed.Record;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed.Handshake
{
    /// <summary>
    /// What a client's and a server's handshake have in common: the order of messages, reassembly, the outgoing flight,
    /// the keys. It lives until the channel is open.
    /// </summary>
    internal abstract partial class HandshakeMachine : IDisposable
    {
        // How far ahead a message may be to be worth keeping: no flight of ours to answer is longer.
        private const int LongestFlight = 8;

        // After so many repetitions the path may be narrower than thought (RFC 6347, section 4.1.1.1). No flight is
        // longer than the 508 bytes that IPv4 always puts together, so the help for a path that loses long datagrams is
        // to send shorter ones.
        private const int RepetitionsBeforeNarrowing = 3;
        private const int NarrowMtu = 256;

        private const int MostAmplification = 3;

        // But a flight with certificates is longer than three hellos, and may be sent so often.
        private const int MostFlights = 3;

        private const int KeysDerived = 1;
        private const int PeerChangedCipherSpec = 2;
        private const int PeerFinishedVerified = 4;
        private const int OwnFinishedQueued = 8;
        private const int EverythingDone = KeysDerived | PeerChangedCipherSpec | PeerFinishedVerified
            | OwnFinishedQueued;

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
        private int _received;
        private int _sent;
        private int _flights;

        protected HandshakeMachine(
            TlsRole role, HandshakeParameters parameters, RecordLayer12 records, HandshakeState state, int now)
        {
            _role = role;
            _parameters = parameters;
            _isDatagram = parameters.Kind == TlsTransportKind.Datagram;
            _state = state;
            _timer = new RetransmissionTimer(parameters.Options, role == TlsRole.Server && _isDatagram, now);
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

        /// <summary>Gets a value indicating whether either side answers when it is asked for a path (RFC
        /// 9853).</summary>
        internal bool IsReturnRoutable { get; private set; }

        /// <summary>Gets the own verify_data, for a server that may have to send its Finished again.</summary>
        internal byte[] OwnVerifyData { get; private set; }

        /// <summary>Gets a value indicating whether there is something to send.</summary>
        internal bool IsSending
        {
            get { return Flight.IsSending; }
        }

        /// <summary>Gets a value indicating whether the channel is open: every step was done, and nothing is left to
        /// send.</summary>
        internal bool IsComplete
        {
            get
            {
                return _state == HandshakeState.Verified && _done == EverythingDone && CredentialTag >= 0
                && !Flight.IsSending;
            }
        }

        /// <summary>Gets a value indicating whether a handshake message has come.</summary>
        internal bool HasReceived
        {
            get { return _nextReceived >= 0; }
        }

        /// <summary>Gets a value indicating whether the record that was handled last came too early, and is to be
        /// kept.</summary>
        internal bool KeepsForLater { get; private set; }

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
                        return NextSent > 1 ? TlsAwaited.ServerHelloAfterCookie : TlsAwaited.ServerHello;
                    case HandshakeState.AwaitServerKeyExchange:
                    case HandshakeState.AwaitServerHelloDone:
                    case HandshakeState.AwaitCertificate:
                    case HandshakeState.AwaitKeyShare:
                    case HandshakeState.AwaitCertificateRequest:
                        return TlsAwaited.ServerHelloDone;
                    case HandshakeState.AwaitClientHello:
                        return TlsAwaited.ClientHello;
                    case HandshakeState.AwaitClientCertificate:
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

        protected RecordLayer12 Records { get; }

        protected OutgoingFlight Flight { get; }

        protected TranscriptHash Transcript { get; }

        protected WireReader Reader { get; }

        protected byte[] Randoms { get; }

        protected bool IsExtendedMasterSecret { get; set; }

        /// <summary>Gets or sets the number of the first record that the last ClientHello was sent with.</summary>
        protected ulong HelloRecord { get; set; }

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
        /// <returns>The error, or <see cref="TlsErrorCause.None"/>.</returns>
        internal abstract TlsErrorCause Start();

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
        /// <returns>The error, or <see cref="TlsErrorCause.None"/>.</returns>
        internal TlsErrorCause HandleTimeout(int now)
        {
            if (_timer.IsEnded(now))
            {
                return TlsErrorCause.HandshakeTimeout;
            }

            if (!IsBusy && _timer.TakeDue(now))
            {
                // A whole period without progress after such an alert: now it is believed.
                if (_suspectedAlert >= 0)
                {
                    return TlsErrorCause.AlertReceived;
                }

                if (MaySendAgain())
                {
                    Flight.Rewind();
                }
                else
                {
                    ArmTimer(now);
                }
            }

            return TlsErrorCause.None;
        }

        /// <summary>
        /// Takes note of a datagram that came.
        /// </summary>
        /// <param name="count">Its length, in bytes.</param>
        internal void NoteReceived(int count)
        {
            _received += count;
        }

        /// <summary>
        /// Writes the next share of the flight.
        /// </summary>
        /// <returns>Its length, in bytes; 0 if nothing fits.</returns>
        internal int WriteFlight(byte[] output, int offset, int count, int now)
        {
            if (_isDatagram && _timer.Repetitions >= RepetitionsBeforeNarrowing && count > NarrowMtu)
            {
                count = NarrowMtu;
            }

            int written = Flight.Write(Records, output, offset, count);

            _sent += written;

            if (_isDatagram && !Flight.IsSending && _state != HandshakeState.Verified)
            {
                _flights++;
                ArmTimer(now);
            }

            return written;
        }

        /// <summary>
        /// Copies what the keys were derived from.
        /// </summary>
        /// <returns>The copy, which the caller wipes.</returns>
        internal SessionSecrets CopySecrets()
        {
            return new SessionSecrets(
                _keys.MasterSecret, Randoms, _keys.KeyBlock, CipherSuite, IsExtendedMasterSecret);
        }

        /// <summary>
        /// Wipes the secrets.
        /// </summary>
        public void Dispose()
        {
            _keys.Dispose();

            if (Exchange != null)
            {
                Exchange.Dispose();
            }

            WipeOffer();
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
        /// <returns>The error, or <see cref="TlsErrorCause.None"/>.</returns>
        protected abstract TlsErrorCause HandleMessage(int type, byte[] message, int offset, int count);

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
        /// Allows the handshake all of its time: the peer has sent its key exchange.
        /// </summary>
        protected void ExtendTime()
        {
            _timer.Extend();
        }

        /// <summary>
        /// Ends a message of the flight and adds it to the transcript.
        /// </summary>
        /// <returns>The error, or <see cref="TlsErrorCause.None"/>.</returns>
        protected TlsErrorCause EndMessage()
        {
            int length = Flight.EndMessage();

            if (length == 0)
            {
                return TlsErrorCause.InternalError;
            }

            NextSent++;
            Transcript.Update(Flight.Buffer, Flight.MessageOffset, length);
            return TlsErrorCause.None;
        }

        /// <summary>
        /// Sets the connection IDs of both directions (RFC 9146, section 3), now that both sides have named theirs.
        /// </summary>
        /// <param name="peer">The peer's extensions.</param>
        protected void AgreeOnConnectionIds(HelloExtensions peer)
        {
            if (peer.Has(HelloExtensions.HasConnectionId))
            {
                Records.AgreeOnConnectionIds(peer.ConnectionId);
                IsReturnRoutable = peer.Has(HelloExtensions.ReturnRoutability);
            }
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
        /// <param name="longestKey">The length of the longest key that it might have been, in bytes.</param>
        protected void DeriveKeys(byte[] key, int keyCount, int longestKey)
        {
            byte[] shared = IsEphemeral ? Exchange.TakeSecret() : null;

            _keys.DeriveMasterSecret(
                shared, key, keyCount, longestKey, Transcript, Randoms, IsExtendedMasterSecret);
            UseMasterSecret();
        }

        private void UseMasterSecret()
        {
            _parameters.Sessions.LogSecrets(Randoms, _keys.MasterSecret);
            _keys.DeriveKeys(Randoms, CipherSuite, _role, Records);
            _done |= KeysDerived;
        }

        // This side's random value is random enough for its timers, and there is one for each handshake.
        private void ArmTimer(int now)
        {
            int own = _role == TlsRole.Client ? 0 : ClientHelloView.RandomLength;

            _timer.Arm(now, Randoms[own + (_timer.Repetitions & (ClientHelloView.RandomLength - 1))]);
        }

        /// <summary>
        /// Tells whether the flight may be sent again without being asked. Whoever plays back a client's hello, with
        /// its cookie, gets the server to send to that client: at most three times what was received (as RFC 9147,
        /// section 5.1, has it before an address is proved), until there is a key exchange, or
        /// of a session that is resumed the client's Finished.
        /// </summary>
        private bool MaySendAgain()
        {
            return (_state != HandshakeState.AwaitClientKeyExchange
                && _state != HandshakeState.AwaitClientCertificate && (_role == TlsRole.Client || !IsResumed))
                || _sent + Flight.GetPlainLength() <= MostAmplification * _received
                || (IsEphemeral && !Exchange.IsPreShared && _flights < MostFlights);
        }

        /// <summary>
        /// Queues ChangeCipherSpec and Finished.
        /// </summary>
        /// <returns>The error, or <see cref="TlsErrorCause.None"/>.</returns>
        protected TlsErrorCause QueueFinished()
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
        /// <returns>The error, or <see cref="TlsErrorCause.None"/>.</returns>
        protected TlsErrorCause VerifyFinished(byte[] message, int offset, int count)
        {
            byte[] expected =
                _keys.ComputeVerifyData(_role == TlsRole.Client ? TlsRole.Server : TlsRole.Client, Transcript);
            TlsErrorCause error = Finished.Verify(Reader, expected);

            if (error == TlsErrorCause.None)
            {
                _done |= PeerFinishedVerified;
                Transcript.Update(message, offset, count);
            }

            return error;
        }
    }
}
