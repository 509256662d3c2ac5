//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Managed.Handshake;
using NanoTlsMan.Managed.Record;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed
{
    /// <summary>
    /// One session of the managed stack. During the handshake it has a machine, which goes when the channel is open;
    /// records and keys stay. What differs between datagrams and streams is in the subclasses.
    /// </summary>
    internal abstract partial class ManagedEngine : TlsEngine, IKeySource
    {
        private const int WarningLevel = 1;
        private const int FatalLevel = 2;
        private const int AlertLength = 2;

        private readonly ManagedStack _stack;
        private readonly CredentialStore _credentials;
        private byte[] _plaintext;
        private int _plaintextOffset;
        private int _plaintextCount;
        private Phase _phase;
        private TlsAlert _alert = TlsAlert.None;
        private int _suite;
        private int _tag = -1;
        private byte[] _identity;
        private bool _isConnectedDue;
        private KeptState _kept;

        protected ManagedEngine(
            ManagedStack stack, TlsRole role, TlsTransportKind kind, TlsSessionOptions options,
            CredentialStore credentials, DropCounters drops)
        {
            _stack = stack;
            _credentials = credentials;
            Role = role;
            Options = options;
            Drops = drops;
            Records = new RecordLayer(kind, drops);
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

        protected RecordLayer Records { get; }

        protected ManagedStack Stack
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
                    : Records.IsDatagram ? TlsVersions.Dtls12 : TlsVersions.Tls12;
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
        public override int GetMaxPayload(int mtu)
        {
            if (_phase != Phase.Connected)
            {
                return 0;
            }

            int limit = Records.WriteLimit;

            if (Records.IsDatagram)
            {
                int room = mtu - Records.GetOverhead(1);

                limit = room < limit ? room : limit;
            }

            return limit;
        }

        /// <inheritdoc/>
        public override void Start(int now)
        {
            Start(now, false);
        }

        /// <summary>
        /// Begins.
        /// </summary>
        /// <param name="now">The time, in wrapping milliseconds.</param>
        /// <param name="marksDowngrade">Whether a server knows a newer version, and says so.</param>
        internal void Start(int now, bool marksDowngrade)
        {
            if (_phase != Phase.New)
            {
                return;
            }

            HandshakeParameters parameters = CreateParameters(now);

            if (Role == TlsRole.Client)
            {
                Machine = new Client12(parameters, Records, now);
            }
            else
            {
                parameters.MarksDowngrade = marksDowngrade;
                Machine = new Server12(parameters, Records, now);
            }

            Check(Machine.Start());
        }

        /// <summary>
        /// Begins behind a client's hello that was sent already, because a newer version was offered as well.
        /// </summary>
        /// <param name="hello">The hello, with its header.</param>
        /// <param name="nextRecord">The number of the next record.</param>
        /// <param name="now">The time, in wrapping milliseconds.</param>
        internal void StartFrom(byte[] hello, ulong nextRecord, int now)
        {
            Client12 machine = new Client12(CreateParameters(now), Records, now);

            Machine = machine;
            Check(machine.StartFrom(hello, nextRecord));
        }

        private HandshakeParameters CreateParameters(int now)
        {
            HandshakeParameters parameters = new HandshakeParameters
            {
                Kind = Records.IsDatagram ? TlsTransportKind.Datagram : TlsTransportKind.Stream,
                Options = Options,
                Credentials = _credentials,
                Drops = Drops,
                Ciphers = _stack.Ciphers,
                Random = _stack.Random,
                KeySource = this,
                Sessions = this,
                Suites = _stack.SelectSuites(Options.CipherSuites),
            };

            Now = now;
            _phase = Phase.Handshake;
            PrepareExchange(parameters);
            return parameters;
        }

        /// <inheritdoc/>
        public override void HandleTimeout(int now)
        {
            Now = now;

            if (Machine == null)
            {
                OnTimeout(now);
                return;
            }

            TlsErrorCause cause = Machine.HandleTimeout(now);

            if (cause != TlsErrorCause.None)
            {
                Fail(cause, (TlsAlert)Machine.SuspectedAlert);
                _alert = TlsAlert.None;
            }
        }

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

                if (_stack.Exchanges != null && IsComputing)
                {
                    if (ComputeStep())
                    {
                        return TlsPollResult.Busy;
                    }

                    continue;
                }

                if (!HasInput)
                {
                    if (Machine == null)
                    {
                        OnIdle();
                    }
                    else
                    {
                        HasDeadline = true;
                        Deadline = Machine.Deadline;
                    }

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
        /// Handles the next record.
        /// </summary>
        /// <returns><see langword="true"/> if it brought application data; otherwise,
        /// <see langword="false"/>.</returns>
        protected abstract bool HandleRecord();

        /// <summary>
        /// Takes what the protocol does not allow: noise over datagrams, an error over a stream.
        /// </summary>
        protected abstract void Refuse(DropReason reason, TlsErrorCause cause);

        /// <summary>
        /// Takes what is allowed but of no use.
        /// </summary>
        /// <returns><see langword="false"/> if it was too much of it; otherwise, <see langword="true"/>.</returns>
        protected abstract bool Tolerate(DropReason reason);

        /// <summary>
        /// Takes the peer's last flight once more, if it is that. A stream repeats nothing.
        /// </summary>
        /// <returns><see langword="true"/> if it is; otherwise, <see langword="false"/>.</returns>
        protected virtual bool IsRepeatedFinished(byte[] buffer, int offset, int count)
        {
            return false;
        }

        /// <summary>
        /// Writes what an open channel still owes of its handshake.
        /// </summary>
        /// <returns>Its length, in bytes, or 0.</returns>
        protected virtual int WriteLate(byte[] output, int offset, int count)
        {
            return 0;
        }

        /// <summary>
        /// Is told of application data.
        /// </summary>
        protected virtual void OnData()
        {
        }

        /// <summary>
        /// Is told that the channel is open; the machine is still there.
        /// </summary>
        protected virtual void OnConnected()
        {
        }

        /// <summary>
        /// Is told that the session has ended.
        /// </summary>
        protected abstract void OnReleased();

        /// <inheritdoc/>
        int IKeySource.ReadKey(int tag, byte[] key)
        {
            return CopyKey(_credentials, tag, key, 0);
        }

        /// <inheritdoc/>
        bool IKeySource.ReadPrivateKey(int tag, byte[] key)
        {
            return CopyPrivateKey(_credentials, tag, key, 0);
        }

        /// <inheritdoc/>
        bool IKeySource.TryCopyDecoy(byte[] key)
        {
            return _stack.TryCopyDecoy(key);
        }

        /// <inheritdoc/>
        void IKeySource.LogSecrets(byte[] clientRandom, byte[] masterSecret)
        {
            LogSecrets(Options, clientRandom, masterSecret);
        }

        private int WritePending(byte[] output, int offset, int count)
        {
            // While something is computed, the flight may not be whole yet.
            if (_phase == Phase.Handshake && Machine.IsSending && !Machine.IsBusy)
            {
                int written = Machine.WriteFlight(output, offset, count, Now);

                if (written > 0)
                {
                    EnterConnected();
                    return written;
                }

                Fail(TlsErrorCause.InternalError);
            }

            if (_plaintext != null && Records.IsExhausted)
            {
                Fail(TlsErrorCause.SequenceExhausted);
            }

            if (_alert != TlsAlert.None)
            {
                int level = _alert == TlsAlert.CloseNotify || _alert == TlsAlert.NoRenegotiation
                    ? WarningLevel
                    : FatalLevel;
                int content = Records.GetContentOffset(offset, Records.WriteEpoch);

                OnOtherOutput();
                output[content] = (byte)level;
                output[content + 1] = (byte)_alert;
                _alert = TlsAlert.None;
                return Records.WriteRecord(ContentType.Alert, Records.WriteEpoch, output, offset, AlertLength);
            }

            if (_phase != Phase.Connected || _isConnectedDue)
            {
                return 0;
            }

            int late = WriteLate(output, offset, count);

            return late > 0 || _plaintext == null ? late : WriteData(output, offset, count);
        }

        private int WriteData(byte[] output, int offset, int count)
        {
            int room = count - Records.GetOverhead(1);
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
                int limit = Records.WriteLimit;

                room = room < limit ? room : limit;
                taken = taken < room ? taken : room;
            }

            Array.Copy(_plaintext, _plaintextOffset, output, Records.GetContentOffset(offset, 1), taken);
            _plaintextOffset += taken;
            _plaintextCount -= taken;

            if (_plaintextCount == 0)
            {
                _plaintext = null;
            }

            return Records.WriteRecord(ContentType.ApplicationData, 1, output, offset, taken);
        }

        private TlsPollResult TakeEnd()
        {
            Phase phase = _phase;

            if (phase == Phase.Ended)
            {
                HasDeadline = false;
                return TlsPollResult.Idle;
            }

            _phase = Phase.Ended;
            HasDeadline = false;
            Release();
            return phase == Phase.Closing ? TlsPollResult.Closed : TlsPollResult.Failed;
        }

        /// <summary>
        /// Ends the session if the machine has found an error.
        /// </summary>
        private ContentResult Check(TlsErrorCause cause)
        {
            if (cause != TlsErrorCause.None)
            {
                Fail(cause);
                return ContentResult.Done;
            }

            return Machine.KeepsForLater ? ContentResult.KeepForLater : ContentResult.Done;
        }

        protected void Fail(TlsErrorCause cause)
        {
            Fail(cause, AlertMap.GetAlert(cause));
        }

        private void Fail(TlsErrorCause cause, TlsAlert alert)
        {
            if (_phase == Phase.Handshake || _phase == Phase.Connected)
            {
                _phase = Phase.Failing;
                _alert = alert;
                ForgetResumable(cause, alert);
                Error = new TlsManError(
                    cause, TlsManError.GetLayer(cause), alert, GetErrorDetail(),
                    Machine == null ? TlsAwaited.Nothing : Machine.Awaited);
            }
        }

        private void EnterConnected()
        {
            HandshakeMachine machine = Machine;

            if (_phase != Phase.Handshake || !machine.IsComplete)
            {
                return;
            }

            _suite = machine.CipherSuite;
            _tag = machine.CredentialTag;
            _identity = machine.Identity;

            OnConnected();
            KeepProtocol();
            KeepSecrets();
            KeepResumable();
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
                Machine = null;
            }

            Records.Dispose();
            WipeSecrets();
            OnReleased();
            _plaintext = null;
            DataBuffer = null;
        }
    }
}
