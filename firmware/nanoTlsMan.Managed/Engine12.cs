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
    /// One session of version 1.2. During the handshake it has a machine, which goes when the channel is open; records
    /// and keys stay. What differs between datagrams and streams is in the subclasses.
    /// </summary>
    internal abstract partial class Engine12 : ManagedEngine
    {
        private readonly ManagedStack _stack;
        private KeptState _kept;

        protected Engine12(
            ManagedStack stack, TlsRole role, TlsTransportKind kind, TlsSessionOptions options,
            CredentialStore credentials, DropCounters drops)
            : base(role, options, credentials, drops)
        {
            _stack = stack;
            Records = new RecordLayer12(kind, drops);
        }

        /// <summary>Gets the machine, while there is a handshake.</summary>
        internal HandshakeMachine Machine { get; private set; }

        protected RecordLayer12 Records { get; }

        /// <inheritdoc/>
        private protected override RecordLayer Layer
        {
            get { return Records; }
        }

        /// <inheritdoc/>
        private protected override RandomSource Random
        {
            get { return _stack.Random; }
        }

        /// <inheritdoc/>
        protected override bool IsHandshakeBusy
        {
            get { return Machine.IsBusy; }
        }

        /// <inheritdoc/>
        protected override int ErrorDetail
        {
            get { return Machine == null || Machine.Exchange == null ? 0 : Machine.Exchange.ErrorDetail; }
        }

        /// <inheritdoc/>
        protected override TlsAlert PreciseAlert
        {
            get
            {
                return Machine == null || Machine.Exchange == null ? TlsAlert.None : Machine.Exchange.PreciseAlert;
            }
        }

        /// <inheritdoc/>
        protected override TlsAwaited Awaited
        {
            get { return Machine == null ? TlsAwaited.Nothing : Machine.Awaited; }
        }

        /// <inheritdoc/>
        public override TlsVersions Version
        {
            get
            {
                return Phase != EnginePhase.Connected ? TlsVersions.None
                    : Records.IsDatagram ? TlsVersions.Dtls12 : TlsVersions.Tls12;
            }
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
        /// <param name="knowsNewer">Whether a server knows a newer version.</param>
        internal void Start(int now, bool knowsNewer)
        {
            if (Phase != EnginePhase.New)
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
                parameters.KnowsNewer = knowsNewer;
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
                Credentials = Credentials,
                Drops = Drops,
                Ciphers = _stack.Ciphers,
                Random = _stack.Random,
                KeySource = this,
                Sessions = this,
                Suites = _stack.SelectSuites(Options.CipherSuites),
            };

            Now = now;
            Phase = EnginePhase.Handshake;
            PrepareExchange(parameters);
            return parameters;
        }

        /// <inheritdoc/>
        public override void HandleTimeout(int now)
        {
            Now = now;

            if (Machine == null)
            {
                if (Path != null)
                {
                    Path.HandleTimeout(now);
                }

                return;
            }

            TlsErrorCause cause = Machine.HandleTimeout(now);

            if (cause != TlsErrorCause.None)
            {
                Fail(cause, (TlsAlert)Machine.SuspectedAlert);
            }
        }

        /// <inheritdoc/>
        protected override void SetDeadline()
        {
            if (Machine == null)
            {
                HasDeadline = Path != null && Path.State == TlsPathCheck.Pending;
                Deadline = HasDeadline ? Path.Deadline : 0;
            }
            else
            {
                HasDeadline = true;
                Deadline = Machine.Deadline;
            }
        }

        /// <summary>
        /// Takes the peer's last flight once more, if it is that. A stream repeats nothing.
        /// </summary>
        /// <returns><see langword="true"/> if it is; otherwise, <see langword="false"/>.</returns>
        protected virtual bool IsRepeatedFinished(byte[] buffer, int offset, int count)
        {
            return false;
        }

        /// <inheritdoc/>
        void ISessionSource.LogSecrets(byte[] clientRandom, byte[] masterSecret)
        {
            LogSecrets(Options, clientRandom, masterSecret);
        }

        /// <inheritdoc/>
        protected override int WriteHandshake(byte[] output, int offset, int count)
        {
            // While something is computed, the flight may not be whole yet.
            if (Phase != EnginePhase.Handshake || !Machine.IsSending || Machine.IsBusy)
            {
                return 0;
            }

            int written = Machine.WriteFlight(output, offset, count, Now);

            if (written > 0)
            {
                EnterConnected();
            }
            else
            {
                Fail(TlsErrorCause.InternalError);
            }

            return written;
        }

        /// <inheritdoc/>
        protected override void CheckWriteKeys()
        {
            if (Records.IsExhausted)
            {
                Fail(TlsErrorCause.SequenceExhausted);
            }
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

        private void EnterConnected()
        {
            HandshakeMachine machine = Machine;

            if (Phase != EnginePhase.Handshake || !machine.IsComplete)
            {
                return;
            }

            Settle(machine.CipherSuite, machine.CredentialTag, machine.Identity);
            OnConnected();
            KeepProtocol();
            KeepSecrets();
            KeepResumable();
            machine.Dispose();
            Machine = null;
            Open();
        }

        /// <inheritdoc/>
        protected override void OnReleased()
        {
            if (Machine != null)
            {
                Machine.Dispose();
                Machine = null;
            }

            WipeSecrets();
        }

        /// <inheritdoc/>
        protected override bool TryCopyDecoy(byte[] key)
        {
            return _stack.TryCopyDecoy(key);
        }
    }
}
