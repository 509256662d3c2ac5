//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Managed.Extensions;
using NanoTlsMan.Managed.PublicKey;
using NanoTlsMan.Managed.PublicKey.Extensions;
using NanoTlsMan.Managed13.Extensions;
using NanoTlsMan.Managed13.Flights;
using NanoTlsMan.Managed13.Messages;
using NanoTlsMan.Managed13.Record;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed13.Handshake
{
    /// <summary>
    /// A server's handshake, version 1.3 (RFC 9846, section 2; RFC 9147, section 5.7).
    /// </summary>
    /// <remarks>
    /// 1. ClientHello. 2. (HelloRetryRequest.) 3. (ClientHello.) 4. ServerHello, EncryptedExtensions,
    /// (CertificateRequest), (Certificate), (CertificateVerify), Finished. 5. (Certificate), (CertificateVerify),
    /// Finished.
    /// </remarks>
    internal sealed partial class Server13 : HandshakeMachine
    {
        private readonly ClientHelloView _hello = new ClientHelloView();
        private readonly byte[] _random = new byte[ClientHelloView.RandomLength];
        private HelloChoice _choice;
        private OfferedKey _key;
        private Step _step;
        private int _selectedPsk = -1;
        private int _askedGroup = -1;
        private bool _hasRetried;
        private bool _usesShare;
        private bool _isAsking;
        private byte[] _share;
        private byte[] _sessionId = new byte[0];

        internal Server13(HandshakeContext context, RecordLayer13 records, OutgoingFlight flight)
            : base(context, records, flight, HandshakeState.AwaitClientHello)
        {
        }

        // What is done once a calculation has ended.
        private enum Step
        {
            Agree,
            SendHello,
            SendProof,
            None,
            CheckProof,
        }

        /// <summary>Gets a value indicating whether the client takes tickets: it can use pre-shared keys in a way that
        /// we can (RFC 9846, section 4.2.9).</summary>
        internal bool TakesTickets { get; private set; }

        /// <inheritdoc/>
        internal override bool WantsChangeCipherSpec
        {
            get { return _sessionId.Length > 0; }
        }

        /// <inheritdoc/>
        internal override byte[] OwnRandom
        {
            get { return _random; }
        }

        private TlsSessionOptions Options
        {
            get { return Context.Options; }
        }

        private CredentialStore Credentials
        {
            get { return Context.Credentials; }
        }

        internal override TlsErrorCause Start()
        {
            return TlsErrorCause.None;
        }

        protected override TlsErrorCause HandleMessage(int type, byte[] buffer, int body, int count)
        {
            bool isEmpty;
            TlsErrorCause error;

            switch (type)
            {
                case HandshakeType.ClientHello:
                    return HandleClientHello(buffer, body, count);

                case HandshakeType.Certificate:
                    error = ReadCertificate(buffer, body, count, out isEmpty);
                    _step = Step.None;
                    return error == TlsErrorCause.None && isEmpty ? HandleNoCertificate()
                        : error == TlsErrorCause.None ? WhenComputed() : error;

                case HandshakeType.CertificateVerify:
                    error = ReadProof(KeyChoices.GetSchemes(Context.Exchanges), buffer, body, count);
                    _step = Step.CheckProof;
                    return error == TlsErrorCause.None ? WhenComputed() : error;

                default:
                    error = VerifyFinished(buffer, body, count);
                    return error == TlsErrorCause.None ? Complete() : error;
            }
        }

        protected override TlsErrorCause Continue()
        {
            switch (_step)
            {
                case Step.Agree:
                    _share = Work.GetShare();
                    _step = Step.SendHello;
                    Work.Agree(_choice.Content.Share);
                    return WhenComputed();

                case Step.SendHello:
                    return SendHello();

                case Step.SendProof:
                    TlsErrorCause error = QueueProof();

                    return error == TlsErrorCause.None ? EndFlight() : error;

                case Step.CheckProof:
                    TakeIdentity();
                    return TlsErrorCause.None;

                default:
                    return TlsErrorCause.None;
            }
        }

        protected override void WipeOffers()
        {
            if (_key != null)
            {
                _key.Dispose();
                _key = null;
            }
        }

        // RFC 9846, section 4.2.1: where supported_versions is there, nothing else says what a client has.
        private bool Has12()
        {
            return _choice.Content.Has(HelloContent.Versions)
                ? _choice.Content.Has12
                : TlsVersion.Allows12(_hello.Version, Context.Kind);
        }

        private TlsErrorCause HandleClientHello(byte[] buffer, int body, int count)
        {
            if (!_hello.Parse(Reader, Context.Kind))
            {
                return TlsErrorCause.DecodeError;
            }

            _choice = new HelloChoice();

            TlsErrorCause error = _choice.Read(Context, _hello);

            if (error != TlsErrorCause.None)
            {
                return error;
            }

            if (!_choice.Content.Has13)
            {
                if (!Context.HasOlderVersion || !Has12())
                {
                    return TlsErrorCause.ProtocolVersion;
                }

                // After a HelloRetryRequest there is no going back.
                IsOlderVersion = !_hasRetried;
                return _hasRetried ? TlsErrorCause.IllegalParameter : TlsErrorCause.None;
            }

            error = _choice.Check(Context, _hello);

            if (error != TlsErrorCause.None)
            {
                return error;
            }

            if (!_choice.Select(Context, _hello))
            {
                return TlsErrorCause.NoCommonSuite;
            }

            if (!IsDatagram)
            {
                _sessionId = new byte[_hello.SessionIdLength];
                Array.Copy(_hello.Buffer, _hello.SessionIdOffset, _sessionId, 0, _sessionId.Length);
            }

            // RFC 9846, section 4.2.10: what comes with a first hello is passed over; behind the second comes none.
            Records.PassOverEarlyData(!_hasRetried && _choice.Content.Has(HelloContent.EarlyData));

            Array.Copy(_hello.Buffer, _hello.RandomOffset, ClientRandom, 0, ClientRandom.Length);
            error = _hasRetried ? CheckSecondHello() : UseCookie();
            return error == TlsErrorCause.None ? ChooseKey(buffer, body, count) : error;
        }

        // RFC 9846, section 4.1.2: what was asked for, and otherwise what was offered before.
        private TlsErrorCause CheckSecondHello()
        {
            if (_choice.Suite != CipherSuite
                || (_askedGroup >= 0 && (!_choice.HasShare || _choice.Content.Group != _askedGroup)))
            {
                return TlsErrorCause.IllegalParameter;
            }

            return TlsErrorCause.None;
        }

        /// <summary>
        /// Takes up where a server without state has left off: the cookie says what it was.
        /// </summary>
        private TlsErrorCause UseCookie()
        {
            byte[] cookie = _choice.Content.CookieContent;

            if (cookie == null)
            {
                return TlsErrorCause.None;
            }

            if (!IsDatagram || !RetryRequest.IsCookie(cookie) || RetryRequest.GetSuite(cookie) != _choice.Suite)
            {
                return TlsErrorCause.IllegalParameter;
            }

            byte[] retry = new byte[RetryRequest.MostBodyLength];
            WireWriter writer = new WireWriter();

            _hasRetried = true;
            _askedGroup = RetryRequest.GetGroup(cookie);
            writer.Reset(retry, 0, retry.Length);
            RetryRequest.Write(writer, Context.Kind, _hello, _choice.Suite, _askedGroup, cookie);
            ReplaceHello(RetryRequest.GetDigest(cookie));
            AddToTranscript(HandshakeType.ServerHello, retry, 0, writer.Position);
            CipherSuite = _choice.Suite;
            return CheckSecondHello();
        }

        /// <summary>
        /// Chooses what the client is known by, and begins to calculate.
        /// </summary>
        private TlsErrorCause ChooseKey(byte[] buffer, int body, int count)
        {
            HelloContent content = _choice.Content;
            TlsPskModes modes = content.Modes & Context.PskModes;

            if (!_hasRetried && _choice.NeedsShare(Context))
            {
                AddToTranscript(HandshakeType.ClientHello, buffer, body, count);
                return AskForShare();
            }

            CipherSuite = _choice.Suite;
            TakesTickets = modes != TlsPskModes.None;
            _usesShare = _choice.HasShare && _choice.HasCurve;

            // With shares if both can, without if both want it so.
            bool maySharePsk = _usesShare && (modes & TlsPskModes.WithKeyShare) != 0;
            bool mayUsePsk = content.Has(HelloContent.PreSharedKey)
                && (maySharePsk || (modes & TlsPskModes.PskOnly) != 0);
            bool mayCertify = _usesShare && content.Keys.HasEcdsaRead && SelectOwn() && SelectClientType();

            TlsErrorCause error = mayUsePsk
                ? FindPsk(buffer, body, count, !mayCertify)
                : AddHello(buffer, body, count);

            if (error != TlsErrorCause.None)
            {
                return error;
            }

            if (_selectedPsk < 0 && !mayCertify)
            {
                int types = OwnTag < 0 ? HelloKeys.ServerCertificateType : HelloKeys.ClientCertificateType;

                // RFC 7250, section 4.2.
                PreciseAlert = _usesShare && content.Keys.HasEcdsaRead && content.Keys.Has(types)
                    ? TlsAlert.UnsupportedCertificate
                    : TlsAlert.None;
                return TlsErrorCause.NoCommonSuite;
            }

            _usesShare = _selectedPsk < 0 || maySharePsk;
            error = AgreeOnProtocol();

            if (error != TlsErrorCause.None)
            {
                return error;
            }

            if (_selectedPsk < 0)
            {
                Keys.Begin(null, 0);
            }

            if (!Context.Random.TryFill(_random, 0, _random.Length))
            {
                return TlsErrorCause.RandomFailed;
            }

            _isAsking = _selectedPsk < 0 && Options.ClientAuthentication != TlsClientAuthentication.None;
            LeadTo(_isAsking ? HandshakeState.AwaitClientCertificate : HandshakeState.AwaitClientFinished);

            if (!_usesShare)
            {
                _step = Step.SendHello;
                return WhenComputed();
            }

            _step = Step.Agree;
            Work.Generate(_choice.Curve);
            return WhenComputed();
        }

        private TlsErrorCause AddHello(byte[] buffer, int body, int count)
        {
            AddToTranscript(HandshakeType.ClientHello, buffer, body, count);
            return TlsErrorCause.None;
        }

        private TlsErrorCause AskForShare()
        {
            int group = SupportedGroupsExtension.GetGroup(_choice.Curve);

            _hasRetried = true;
            _askedGroup = group;
            CipherSuite = _choice.Suite;
            ReplaceHello(GetDigest());
            Flight.Clear();
            RetryRequest.Write(
                BeginMessage(
                    HandshakeType.ServerHello, RecordLayer13.PlainEpoch,
                    RetryRequest.MostBodyLength + _hello.SessionIdLength),
                Context.Kind, _hello, CipherSuite, group, null);
            LeadTo(HandshakeState.AwaitClientHello);
            return EndMessage();
        }

        // RFC 7301, section 3.2: a server that has protocols, and none of the client's, ends the handshake.
        private TlsErrorCause AgreeOnProtocol()
        {
            HelloKeys keys = _choice.Content.Keys;

            if (!keys.Has(HelloKeys.ApplicationProtocols) || Options.ApplicationProtocols == null)
            {
                return TlsErrorCause.None;
            }

            if (keys.ProtocolIndex < 0)
            {
                return TlsErrorCause.NoApplicationProtocol;
            }

            ApplicationProtocol = Options.ApplicationProtocols[keys.ProtocolIndex];
            return TlsErrorCause.None;
        }

        private TlsErrorCause HandleNoCertificate()
        {
            if (Options.ClientAuthentication == TlsClientAuthentication.Required)
            {
                PreciseAlert = TlsAlert.CertificateRequired;
                return TlsErrorCause.PeerNotTrusted;
            }

            TakeIdentity();
            LeadTo(HandshakeState.AwaitClientFinished);
            return TlsErrorCause.None;
        }

        private TlsErrorCause Complete()
        {
            InstallDataReader();

            if (TakesTickets && (Options.TicketKeys != null || Options.SessionCache != null))
            {
                DeriveResumption();
            }

            return TlsErrorCause.None;
        }
    }
}
