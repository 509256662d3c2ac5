//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Managed.Handshake;
using NanoTlsMan.Managed.Record;

namespace NanoTlsMan.Managed
{
    /// <summary>
    /// One session of a managed stack, as far as it does not depend on the version: its phases, what is sent, and how
    /// it ends. What differs between versions, and between datagrams and streams, is in the subclasses.
    /// </summary>
    internal abstract partial class ManagedEngine : TlsEngine, IKeySource
    {
        /// <summary>The length of an alert, in bytes.</summary>
        private protected const int AlertLength = 2;

        /// <summary>The level of an alert that ends nothing.</summary>
        private protected const int WarningLevel = 1;

        /// <summary>The level of an alert that ends the session.</summary>
        private protected const int FatalLevel = 2;

        // Beside the suite, of 16 bits, in one field, for each takes memory in every session: nobody has been told yet
        // that the channel is open.
        private const int ConnectedDue = 1 << 16;

        private byte[] _plaintext;
        private int _plaintextOffset;
        private int _plaintextCount;
        private TlsAlert _alert = TlsAlert.None;
        private int _suite;
        private int _tag = -1;
        private byte[] _identity;

        private protected ManagedEngine(
            TlsRole role, TlsSessionOptions options, CredentialStore credentials, DropCounters drops)
        {
            Role = role;
            Options = options;
            Credentials = credentials;
            Drops = drops;
        }

        /// <summary>Where a session is.</summary>
        private protected enum EnginePhase
        {
            /// <summary>Not started.</summary>
            New,

            /// <summary>There is a handshake.</summary>
            Handshake,

            /// <summary>The channel is open.</summary>
            Connected,

            /// <summary>This side, or the peer, has closed.</summary>
            Closing,

            /// <summary>There was an error.</summary>
            Failing,

            /// <summary>All is said.</summary>
            Ended,
        }

        protected TlsRole Role { get; }

        protected TlsSessionOptions Options { get; }

        protected CredentialStore Credentials { get; }

        protected DropCounters Drops { get; }

        /// <summary>Gets or sets the time of the last call that told it.</summary>
        protected int Now { get; set; }

        private protected EnginePhase Phase { get; set; }

        /// <summary>Gets the records.</summary>
        private protected abstract RecordLayer Layer { get; }

        /// <summary>Gets the stack's random source.</summary>
        private protected abstract RandomSource Random { get; }

        /// <summary>Gets a value indicating whether input is of use.</summary>
        protected bool IsAlive
        {
            get { return Phase == EnginePhase.Handshake || Phase == EnginePhase.Connected; }
        }

        /// <summary>Gets a value indicating whether there is something to compute before input is handled.</summary>
        protected bool IsComputing
        {
            get { return Phase == EnginePhase.Handshake && IsHandshakeBusy; }
        }

        /// <summary>Gets a value indicating whether data waits to be written.</summary>
        private protected bool HasPlaintext
        {
            get { return _plaintext != null; }
        }

        /// <summary>Gets a value indicating whether nobody has been told yet that the channel is open.</summary>
        private protected bool IsConnectedDue
        {
            get { return (_suite & ConnectedDue) != 0; }
        }

        /// <summary>Gets a value indicating whether there is a record to be handled.</summary>
        protected abstract bool HasInput { get; }

        /// <summary>Gets a value indicating whether the handshake, of which there is one, computes.</summary>
        protected abstract bool IsHandshakeBusy { get; }

        /// <summary>Gets what belongs to the error that was found, beside its cause.</summary>
        protected abstract int ErrorDetail { get; }

        /// <summary>Gets the alert for the error that was found, where it says more than the cause does; else
        /// <see cref="TlsAlert.None"/>.</summary>
        protected abstract TlsAlert PreciseAlert { get; }

        /// <summary>Gets what the handshake, if there is one, waits for.</summary>
        protected abstract TlsAwaited Awaited { get; }

        /// <inheritdoc/>
        public override bool IsConnected
        {
            get { return Phase == EnginePhase.Connected; }
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
            if (Phase != EnginePhase.Connected)
            {
                return 0;
            }

            RecordLayer layer = Layer;
            int limit = layer.WriteLimit;

            if (layer.IsDatagram)
            {
                int room = mtu - layer.GetOverhead(layer.WriteEpoch);

                limit = room < limit ? room : limit;
            }

            return limit;
        }

        /// <inheritdoc/>
        public override int Send(byte[] buffer, int offset, int count)
        {
            if (Phase != EnginePhase.Connected)
            {
                return Phase < EnginePhase.Connected ? TlsManStatus.NotConnected : TlsManStatus.Closed;
            }

            if (_plaintext != null)
            {
                return TlsManStatus.WouldBlock;
            }

            RecordLayer layer = Layer;

            if (layer.IsDatagram && count > layer.WriteLimit)
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
            if (IsAlive)
            {
                Phase = EnginePhase.Closing;
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

                if (Phase >= EnginePhase.Closing)
                {
                    return TakeEnd();
                }

                if (IsConnectedDue)
                {
                    _suite &= ~ConnectedDue;
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

                if (!HasInput)
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
            _alert = TlsAlert.None;
            End();
        }

        /// <inheritdoc/>
        int IKeySource.ReadKey(int tag, byte[] key)
        {
            return CopyKey(Credentials, tag, key, 0);
        }

        /// <inheritdoc/>
        bool IKeySource.ReadPrivateKey(int tag, byte[] key)
        {
            return CopyPrivateKey(Credentials, tag, key, 0);
        }

        /// <inheritdoc/>
        bool IKeySource.TryCopyDecoy(byte[] key)
        {
            return TryCopyDecoy(key);
        }

        /// <summary>
        /// Takes what was agreed.
        /// </summary>
        private protected void Settle(int suite, int tag, byte[] identity)
        {
            _suite = suite;
            _tag = tag;
            _identity = identity;
        }

        /// <summary>
        /// Opens the channel. It is the last step, so that where memory is missing before it nothing is open.
        /// </summary>
        private protected void Open()
        {
            _suite |= ConnectedDue;
            Phase = EnginePhase.Connected;
        }

        /// <summary>
        /// Has an alert sent.
        /// </summary>
        private protected void Tell(TlsAlert alert)
        {
            _alert = alert;
        }

        /// <summary>
        /// Ends the session with the alert that says why.
        /// </summary>
        protected void Fail(TlsErrorCause cause)
        {
            TlsAlert alert = PreciseAlert;

            Fail(cause, alert == TlsAlert.None ? AlertMap.GetAlert(cause) : alert);
        }

        /// <summary>
        /// Ends the session with an alert, which is sent unless it was the peer's, or nobody is there.
        /// </summary>
        protected void Fail(TlsErrorCause cause, TlsAlert alert)
        {
            if (!IsAlive)
            {
                return;
            }

            Phase = EnginePhase.Failing;
            _alert = cause == TlsErrorCause.AlertReceived || cause == TlsErrorCause.HandshakeTimeout
                ? TlsAlert.None
                : alert;
            ForgetResumable(cause, alert);
            Error = new TlsManError(cause, TlsManError.GetLayer(cause), alert, ErrorDetail, Awaited);
        }

        /// <summary>
        /// Ends the session at once, and wipes what it has.
        /// </summary>
        private protected void End()
        {
            Phase = EnginePhase.Ended;
            OnReleased();
            Layer.Dispose();
            _plaintext = null;
            DataBuffer = null;
        }

        private int WritePending(byte[] output, int offset, int count)
        {
            // New keys go before the data that needs them.
            if (_plaintext != null)
            {
                CheckWriteKeys();
            }

            int written = WriteHandshake(output, offset, count);

            if (written > 0)
            {
                return written;
            }

            if (_alert != TlsAlert.None)
            {
                return WriteAlert(output, offset);
            }

            if (Phase != EnginePhase.Connected || IsConnectedDue)
            {
                return 0;
            }

            int late = WriteLate(output, offset, count);

            return late > 0 || _plaintext == null || IsDataHeld ? late : WriteData(output, offset, count);
        }

        private int WriteAlert(byte[] output, int offset)
        {
            RecordLayer layer = Layer;
            int epoch = layer.WriteEpoch;
            int content = layer.GetContentOffset(offset, epoch);
            bool isWarning = _alert == TlsAlert.CloseNotify || _alert == TlsAlert.NoRenegotiation;

            OnOtherOutput();
            output[content] = (byte)(isWarning ? WarningLevel : FatalLevel);
            output[content + 1] = (byte)_alert;
            _alert = TlsAlert.None;
            return layer.WriteRecord(ContentType.Alert, epoch, output, offset, AlertLength);
        }

        private int WriteData(byte[] output, int offset, int count)
        {
            RecordLayer layer = Layer;
            int epoch = layer.WriteEpoch;
            int room = count - layer.GetOverhead(epoch);
            int taken = _plaintextCount;

            if (layer.IsDatagram)
            {
                if (taken > room)
                {
                    throw new InvalidOperationException();
                }
            }
            else
            {
                int limit = layer.WriteLimit;

                room = room < limit ? room : limit;
                taken = taken < room ? taken : room;
            }

            Array.Copy(_plaintext, _plaintextOffset, output, layer.GetContentOffset(offset, epoch), taken);
            _plaintextOffset += taken;
            _plaintextCount -= taken;

            if (_plaintextCount == 0)
            {
                _plaintext = null;
            }

            OnOtherOutput();
            return layer.WriteRecord(ContentType.ApplicationData, epoch, output, offset, taken);
        }

        /// <summary>
        /// Does a step of what is to be computed.
        /// </summary>
        /// <returns><see langword="true"/> if there is more to compute; otherwise, <see langword="false"/>.</returns>
        private bool ComputeStep()
        {
            // Whoever gave input is not held up by a step.
            if (SetInputAside())
            {
                return SetBusy();
            }

            TlsErrorCause cause = Compute();

            if (cause != TlsErrorCause.None)
            {
                Fail(cause);
            }
            else if (!IsHandshakeBusy)
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
            EnginePhase phase = Phase;

            HasDeadline = false;

            if (phase == EnginePhase.Ended)
            {
                return TlsPollResult.Idle;
            }

            End();
            return phase == EnginePhase.Closing ? TlsPollResult.Closed : TlsPollResult.Failed;
        }
    }
}
