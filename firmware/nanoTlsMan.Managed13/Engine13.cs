//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Managed;
using NanoTlsMan.Managed13.Flights;
using NanoTlsMan.Managed13.Handshake;
using NanoTlsMan.Managed13.Record;
using RecordLayer = NanoTlsMan.Managed.Record.RecordLayer;

namespace NanoTlsMan.Managed13
{
    /// <summary>
    /// One session of version 1.3. During the handshake it has a machine, which goes when the channel is open; records
    /// and keys stay. What differs between datagrams and streams is in the subclasses.
    /// </summary>
    internal abstract partial class Engine13 : ManagedEngine, IHandshakeHost
    {
        private readonly Managed13Stack _stack;
        private string _protocol;
        private bool _isResumed;

        protected Engine13(
            Managed13Stack stack, TlsRole role, TlsSessionOptions options, CredentialStore credentials,
            DropCounters drops, RecordLayer13 records)
            : base(role, options, credentials, drops)
        {
            _stack = stack;
            Records = records;
            Flight = new OutgoingFlight(records.IsDatagram);
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

        protected RecordLayer13 Records { get; }

        protected OutgoingFlight Flight { get; }

        protected Managed13Stack Stack
        {
            get { return _stack; }
        }

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
        protected override bool HasInput
        {
            get { return HasRecord && !IsOlderVersion; }
        }

        /// <summary>Gets a value indicating whether a record has come.</summary>
        protected abstract bool HasRecord { get; }

        /// <inheritdoc/>
        protected override bool IsHandshakeBusy
        {
            get { return Machine.IsBusy; }
        }

        /// <inheritdoc/>
        protected override bool IsDataHeld
        {
            get { return Flight.IsSending; }
        }

        /// <inheritdoc/>
        protected override int ErrorDetail
        {
            get { return Machine == null ? 0 : Machine.ErrorDetail; }
        }

        /// <inheritdoc/>
        protected override TlsAlert PreciseAlert
        {
            get { return Machine == null ? TlsAlert.None : Machine.PreciseAlert; }
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
                    : Records.IsDatagram ? TlsVersions.Dtls13 : TlsVersions.Tls13;
            }
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
        public override void Start(int now)
        {
            if (Phase != EnginePhase.New)
            {
                return;
            }

            HandshakeContext context = new HandshakeContext
            {
                Role = Role,
                Kind = Records.IsDatagram ? TlsTransportKind.Datagram : TlsTransportKind.Stream,
                Options = Options,
                Credentials = Credentials,
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
            Phase = EnginePhase.Handshake;
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

        /// <summary>
        /// Is told that the handshake begins.
        /// </summary>
        protected abstract void OnStart(int now);

        /// <summary>
        /// Writes what goes before data: messages, and acknowledgements.
        /// </summary>
        /// <returns>Its length, in bytes, or 0.</returns>
        protected abstract int WriteFlight(byte[] output, int offset, int count);

        /// <inheritdoc/>
        protected override int WriteHandshake(byte[] output, int offset, int count)
        {
            // While something is computed, the flight may not be whole yet.
            if (!IsAlive || IsComputing || IsOlderVersion)
            {
                return 0;
            }

            int written = WriteFlight(output, offset, count);

            if (Machine != null && Machine.IsDataWriterDue && !Flight.IsSending)
            {
                Machine.InstallDataWriter();
            }

            EnterConnected();
            return written;
        }

        /// <inheritdoc/>
        protected override TlsErrorCause Compute()
        {
            return Machine.Compute();
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

        private void EnterConnected()
        {
            if (Phase != EnginePhase.Handshake || !Machine.IsComplete || Machine.IsDataWriterDue || Flight.IsSending)
            {
                return;
            }

            HandshakeMachine machine = Machine;

            _protocol = machine.ApplicationProtocol;
            _isResumed = machine.IsResumed;
            _keys = machine.Session;
            _nextSent = machine.NextSent;
            Settle(machine.CipherSuite, machine.CredentialTag, machine.Identity);
            OnConnected();
            QueueTicket();
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
                Machine.Session.Dispose();
                Machine = null;
            }

            Flight.Clear();
            WipeKeys();
        }
    }
}
