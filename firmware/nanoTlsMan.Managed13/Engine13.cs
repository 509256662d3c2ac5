//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Managed;
using NanoTlsMan.Managed13.Flights;
using NanoTlsMan.Managed13.Handshake;
using NanoTlsMan.Managed13.Record;

namespace NanoTlsMan.Managed13
{
    /// <summary>
    /// One session of version 1.3. During the handshake it has a machine, which goes when the channel is open; records
    /// and keys stay. What differs between datagrams and streams is in the subclasses.
    /// </summary>
    internal abstract partial class Engine13 : TlsEngine, IHandshakeHost
    {
        private const int WarningLevel = 1;
        private const int FatalLevel = 2;
        private const int AlertLength = 2;

        private readonly Managed13Stack _stack;
        private readonly CredentialStore _credentials;
        private byte[] _plaintext;
        private int _plaintextOffset;
        private int _plaintextCount;
        private Phase _phase;
        private TlsAlert _alert = TlsAlert.None;
        private int _suite;
        private int _tag = -1;
        private byte[] _identity;
        private string _protocol;
        private bool _isResumed;
        private bool _isConnectedDue;

        protected Engine13(
            Managed13Stack stack, TlsRole role, TlsSessionOptions options, CredentialStore credentials,
            DropCounters drops, RecordLayer records)
        {
            _stack = stack;
            _credentials = credentials;
            Role = role;
            Options = options;
            Drops = drops;
            Records = records;
            Flight = new OutgoingFlight(records.IsDatagram);
        }

        private enum Phase
        {
            New,
            Handshake,
            Connected,
            Closing,
            Failing,
            Ended,
        }

        /// <summary>Gets the machine, while there is a handshake.</summary>
        internal HandshakeMachine Machine { get; private set; }

        /// <summary>Gets a value indicating whether the peer wants an older version, which another engine has to go on
        /// with: this one does nothing more.</summary>
        internal bool IsOlderVersion
        {
            get { return Machine != null && Machine.IsOlderVersion; }
        }

        /// <summary>Gets the message that says so, with its header, and what is behind it in a stream's
        /// record.</summary>
        internal byte[] OlderMessage { get; private protected set; }

        /// <summary>Gets the hello that a client has sent, with its header.</summary>
        internal byte[] SentHello
        {
            get { return ((Client13)Machine).Hello; }
        }

        /// <summary>Gets the number of the record that brought the message.</summary>
        internal ulong OlderNumber
        {
            get { return Records.Number; }
        }

        protected RecordLayer Records { get; }

        protected OutgoingFlight Flight { get; }

        protected Managed13Stack Stack
        {
            get { return _stack; }
        }

        protected TlsRole Role { get; }

        protected TlsSessionOptions Options { get; }

        protected DropCounters Drops { get; }

        /// <summary>Gets or sets the time of the last call that told it.</summary>
        protected int Now { get; set; }

        /// <summary>Gets a value indicating whether input is of use.</summary>
        protected bool IsAlive
        {
            get { return _phase == Phase.Handshake || _phase == Phase.Connected; }
        }

        /// <summary>Gets a value indicating whether there is something to compute before input is handled.</summary>
        protected bool IsComputing
        {
            get { return _phase == Phase.Handshake && Machine.IsBusy; }
        }

        /// <summary>Gets a value indicating whether there is a record to be handled.</summary>
        protected abstract bool HasInput { get; }

        /// <inheritdoc/>
        public override bool IsConnected
        {
            get { return _phase == Phase.Connected; }
        }

        /// <inheritdoc/>
        public override TlsVersions Version
        {
            get
            {
                return _phase != Phase.Connected ? TlsVersions.None
                    : Records.IsDatagram ? TlsVersions.Dtls13 : TlsVersions.Tls13;
            }
        }

        /// <inheritdoc/>
        public override ushort CipherSuite
        {
            get { return (ushort)_suite; }
        }

        /// <inheritdoc/>
        public override int CredentialTag
        {
            get { return _tag; }
        }

        /// <inheritdoc/>
        public override byte[] PeerIdentity
        {
            get { return _identity; }
        }

        /// <inheritdoc/>
        public override string ApplicationProtocol
        {
            get { return _protocol; }
        }

        /// <inheritdoc/>
        public override bool IsResumed
        {
            get { return _isResumed; }
        }

        /// <inheritdoc/>
        public override int GetMaxPayload(int mtu)
        {
            if (_phase != Phase.Connected)
            {
                return 0;
            }

            int limit = Records.WriteLimit;

            if (Records.IsDatagram)
            {
                int room = mtu - Records.GetOverhead(Records.WriteEpoch);

                limit = room < limit ? room : limit;
            }

            return limit;
        }

        /// <inheritdoc/>
        public override void Start(int now)
        {
            if (_phase != Phase.New)
            {
                return;
            }

            HandshakeContext context = new HandshakeContext
            {
                Role = Role,
                Kind = Records.IsDatagram ? TlsTransportKind.Datagram : TlsTransportKind.Stream,
                Options = Options,
                Credentials = _credentials,
                Drops = Drops,
                Ciphers = _stack.Ciphers,
                Random = _stack.Random,
                Exchanges = _stack.Exchanges,
                Host = this,
                Suites = _stack.SelectSuites(Options.CipherSuites),
                OlderSuites = OlderSuites,
                HasOlderVersion = HasOlderVersion,
                ConnectionId = ConnectionId,
                Now = now,
            };

            Now = now;
            _phase = Phase.Handshake;
            OnStart(now);

            if (Role == TlsRole.Client)
            {
                Machine = new Client13(context, Records, Flight);
            }
            else
            {
                Machine = new Server13(context, Records, Flight);
            }

            Check(Machine.Start());
        }

        /// <summary>Gets or sets the suites of 1.2, for a client that offers it as well; else
        /// <see langword="null"/>.</summary>
        internal ushort[] OlderSuites { get; set; }

        /// <summary>Gets or sets a value indicating whether another engine goes on where the peer has 1.2
        /// only.</summary>
        internal bool HasOlderVersion { get; set; }

        /// <inheritdoc/>
        public override int Send(byte[] buffer, int offset, int count)
        {
            if (_phase != Phase.Connected)
            {
                return _phase < Phase.Connected ? TlsManStatus.NotConnected : TlsManStatus.Closed;
            }

            if (_plaintext != null)
            {
                return TlsManStatus.WouldBlock;
            }

            if (Records.IsDatagram && count > Records.WriteLimit)
            {
                return TlsManStatus.TooLong;
            }

            if (count > 0)
            {
                _plaintext = buffer;
                _plaintextOffset = offset;
                _plaintextCount = count;
            }

            return TlsManStatus.Ok;
        }

        /// <inheritdoc/>
        public override void Close()
        {
            if (_phase == Phase.Handshake || _phase == Phase.Connected)
            {
                _phase = Phase.Closing;
                _alert = TlsAlert.CloseNotify;
            }
        }

        /// <inheritdoc/>
        public override TlsPollResult Poll(byte[] output, int offset, int count)
        {
            while (true)
            {
                int written = WritePending(output, offset, count);

                if (written > 0)
                {
                    OutputCount = written;
                    return TlsPollResult.Transmit;
                }

                if (_phase >= Phase.Closing)
                {
                    return TakeEnd();
                }

                if (_isConnectedDue)
                {
                    _isConnectedDue = false;
                    return TlsPollResult.Connected;
                }

                if (IsComputing)
                {
                    if (ComputeStep())
                    {
                        return TlsPollResult.Busy;
                    }

                    continue;
                }

                if (IsOlderVersion || !HasInput)
                {
                    SetDeadline();
                    return TlsPollResult.Idle;
                }

                if (HandleRecord())
                {
                    return TlsPollResult.Data;
                }
            }
        }

        /// <inheritdoc/>
        public override void Dispose()
        {
            _phase = Phase.Ended;
            _alert = TlsAlert.None;
            Release();
        }

        /// <summary>
        /// Is told that the handshake begins.
        /// </summary>
        protected abstract void OnStart(int now);

        /// <summary>
        /// Handles the next record.
        /// </summary>
        /// <returns><see langword="true"/> if it brought application data; otherwise,
        /// <see langword="false"/>.</returns>
        protected abstract bool HandleRecord();

        /// <summary>
        /// Takes what the protocol does not allow: noise over datagrams where it is not authentic, else an error.
        /// </summary>
        protected abstract void Refuse(DropReason reason, TlsErrorCause cause);

        /// <summary>
        /// Takes what is allowed but of no use.
        /// </summary>
        /// <returns><see langword="false"/> if it was too much of it; otherwise, <see langword="true"/>.</returns>
        protected abstract bool Tolerate(DropReason reason);

        /// <summary>
        /// Sets the deadline.
        /// </summary>
        protected abstract void SetDeadline();

        /// <summary>
        /// Writes what goes before data: messages, and acknowledgements.
        /// </summary>
        /// <returns>Its length, in bytes, or 0.</returns>
        protected abstract int WriteFlight(byte[] output, int offset, int count);

        /// <summary>
        /// Keeps the input that is not handled yet: the caller's buffer is somebody else's before the calculation is
        /// over.
        /// </summary>
        /// <returns><see langword="true"/> if there was any; otherwise, <see langword="false"/>.</returns>
        protected abstract bool SetInputAside();

        /// <summary>
        /// Is told that a calculation has ended, or keys have come: what was kept may be handled.
        /// </summary>
        protected abstract void HandleKept();

        /// <summary>
        /// Is told that the channel is open; the machine is still there.
        /// </summary>
        protected virtual void OnConnected()
        {
        }

        /// <summary>
        /// Is told of application data.
        /// </summary>
        protected virtual void OnData()
        {
        }

        /// <summary>
        /// Is told that an alert is written, which belongs to the peer wherever it is.
        /// </summary>
        protected virtual void OnOtherOutput()
        {
        }

        /// <summary>
        /// Is told that the session has ended.
        /// </summary>
        protected abstract void OnReleased();

        private int WritePending(byte[] output, int offset, int count)
        {
            // While something is computed, the flight may not be whole yet.
            if (IsAlive && !IsComputing && !IsOlderVersion)
            {
                int written = WriteFlight(output, offset, count);

                if (Machine != null && Machine.IsDataWriterDue && !Flight.IsSending)
                {
                    Machine.InstallDataWriter();
                }

                EnterConnected();

                if (written > 0)
                {
                    return written;
                }
            }

            if (_plaintext != null)
            {
                RenewKeys();
            }

            if (_alert != TlsAlert.None)
            {
                int level = _alert == TlsAlert.CloseNotify || _alert == TlsAlert.UserCanceled
                    ? WarningLevel : FatalLevel;
                int epoch = Records.WriteEpoch;
                int content = Records.GetContentOffset(offset, epoch);

                OnOtherOutput();
                output[content] = (byte)level;
                output[content + 1] = (byte)_alert;
                _alert = TlsAlert.None;
                return Records.WriteRecord(ContentType.Alert, epoch, output, offset, AlertLength);
            }

            return _phase != Phase.Connected || _isConnectedDue || _plaintext == null || Flight.IsSending
                ? 0
                : WriteData(output, offset, count);
        }

        private int WriteData(byte[] output, int offset, int count)
        {
            int epoch = Records.WriteEpoch;
            int room = count - Records.GetOverhead(epoch);
            int taken = _plaintextCount;

            if (Records.IsDatagram)
            {
                if (taken > room)
                {
                    throw new InvalidOperationException();
                }
            }
            else
            {
                room = room < Records.WriteLimit ? room : Records.WriteLimit;
                taken = taken < room ? taken : room;
            }

            Array.Copy(_plaintext, _plaintextOffset, output, Records.GetContentOffset(offset, epoch), taken);
            _plaintextOffset += taken;
            _plaintextCount -= taken;

            if (_plaintextCount == 0)
            {
                _plaintext = null;
            }

            OnOtherOutput();
            return Records.WriteRecord(ContentType.ApplicationData, epoch, output, offset, taken);
        }

        private bool ComputeStep()
        {
            // Whoever gave input is not held up by a step.
            if (SetInputAside())
            {
                return SetBusy();
            }

            TlsErrorCause cause = Machine.Compute();

            if (cause != TlsErrorCause.None)
            {
                Fail(cause);
            }
            else if (!Machine.IsBusy)
            {
                HandleKept();
            }

            return IsComputing && SetBusy();
        }

        // It is due at once, but after everybody else.
        private bool SetBusy()
        {
            HasDeadline = true;
            Deadline = Now;
            return true;
        }

        private TlsPollResult TakeEnd()
        {
            Phase phase = _phase;

            HasDeadline = false;

            if (phase == Phase.Ended)
            {
                return TlsPollResult.Idle;
            }

            _phase = Phase.Ended;
            Release();
            return phase == Phase.Closing ? TlsPollResult.Closed : TlsPollResult.Failed;
        }

        /// <summary>
        /// Ends the session if there is an error.
        /// </summary>
        protected void Check(TlsErrorCause cause)
        {
            if (cause != TlsErrorCause.None)
            {
                Fail(cause);
            }
        }

        protected void Fail(TlsErrorCause cause)
        {
            bool isMissing = cause == TlsErrorCause.PeerNotTrusted && Machine != null && Machine.IsCertificateMissing;

            Fail(cause, isMissing ? TlsAlert.CertificateRequired : AlertMap.GetAlert(cause));
        }

        /// <summary>
        /// Ends the session with an alert that says why, which is sent unless it was the peer's.
        /// </summary>
        protected void Fail(TlsErrorCause cause, TlsAlert alert)
        {
            if (!IsAlive)
            {
                return;
            }

            _phase = Phase.Failing;
            _alert = cause == TlsErrorCause.AlertReceived || cause == TlsErrorCause.HandshakeTimeout
                ? TlsAlert.None
                : alert;
            ForgetResumable(cause);
            Error = new TlsManError(
                cause, TlsManError.GetLayer(cause), alert, Machine == null ? 0 : Machine.ErrorDetail,
                Machine == null ? TlsAwaited.Nothing : Machine.Awaited);
        }

        private void EnterConnected()
        {
            if (_phase != Phase.Handshake || !Machine.IsComplete || Machine.IsDataWriterDue || Flight.IsSending)
            {
                return;
            }

            HandshakeMachine machine = Machine;

            _suite = machine.CipherSuite;
            _tag = machine.CredentialTag;
            _identity = machine.Identity;
            _protocol = machine.ApplicationProtocol;
            _isResumed = machine.IsResumed;
            _keys = machine.Session;
            _nextSent = machine.NextSent;
            OnConnected();
            QueueTicket();
            machine.Dispose();
            Machine = null;
            _phase = Phase.Connected;
            _isConnectedDue = true;
        }

        private void Release()
        {
            if (Machine != null)
            {
                Machine.Dispose();
                Machine.Session.Dispose();
                Machine = null;
            }

            Flight.Clear();
            Records.Dispose();
            WipeKeys();
            OnReleased();
            _plaintext = null;
            DataBuffer = null;
        }
    }
}
