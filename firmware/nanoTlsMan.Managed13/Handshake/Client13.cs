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
    /// A client's handshake, version 1.3 (RFC 9846, section 2; RFC 9147, section 5.7).
    /// </summary>
    /// <remarks>
    /// 1. ClientHello. 2. (HelloRetryRequest.) 3. (ClientHello.) 4. ServerHello, EncryptedExtensions,
    /// (CertificateRequest), (Certificate), (CertificateVerify), Finished. 5. (Certificate), (CertificateVerify),
    /// Finished.
    /// </remarks>
    internal sealed partial class Client13 : HandshakeMachine
    {
        private readonly OfferedKey[] _keys = new OfferedKey[PskOffers.Most];
        private HelloExtensions _offer;
        private HelloContent _content;
        private Step _step;
        private bool _hasRetried;
        private bool _isAnswered;
        private bool _isAsked;
        private bool _isPreShared;
        private int _helloLength;

        internal Client13(HandshakeContext context, RecordLayer13 records, OutgoingFlight flight)
            : base(context, records, flight, HandshakeState.AwaitServerHello)
        {
        }

        // What is done once a calculation has ended.
        private enum Step
        {
            SendHello,
            UseServerHello,
            None,
            CheckProof,
            SendProof,
        }

        /// <summary>Gets the hello that was sent, with its header, for a machine of an older version to go on
        /// with.</summary>
        internal byte[] Hello { get; private set; }

        /// <inheritdoc/>
        internal override bool IsHelloAnswered
        {
            get { return _isAnswered; }
        }

        /// <inheritdoc/>
        internal override byte[] OwnRandom
        {
            get { return ClientRandom; }
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
            TlsErrorCause error = PrepareOffer();

            if (error != TlsErrorCause.None)
            {
                return error;
            }

            if (!Context.Random.TryFill(ClientRandom, 0, ClientRandom.Length))
            {
                return TlsErrorCause.RandomFailed;
            }

            _step = Step.SendHello;

            if (_content.Has(HelloContent.KeyShare))
            {
                Work.Generate(_content.Keys.Curves[0]);
            }

            return WhenComputed();
        }

        /// <summary>
        /// Sends the hello again with the cookie of a HelloVerifyRequest: the server is one of DTLS 1.2 then. Neither
        /// that message nor the hello before counts for the transcript (RFC 6347, section 4.2.1).
        /// </summary>
        /// <param name="cookie">The cookie.</param>
        /// <returns>The error, or <see cref="TlsErrorCause.None"/>.</returns>
        internal TlsErrorCause RepeatHello(byte[] cookie)
        {
            _content.OlderCookie = cookie;
            Transcript.Reset();
            return SendHello();
        }

        /// <summary>Gets the cookie that a server of DTLS 1.2 has asked with; <see langword="null"/> for
        /// none.</summary>
        internal byte[] OlderCookie
        {
            get { return _content.OlderCookie; }
        }

        protected override TlsErrorCause HandleMessage(int type, byte[] buffer, int body, int count)
        {
            bool isEmpty;
            TlsErrorCause error;

            switch (type)
            {
                case HandshakeType.ServerHello:
                    return HandleServerHello(buffer, body, count);

                case HandshakeType.EncryptedExtensions:
                    AddToTranscript(type, buffer, body, count);
                    return HandleEncryptedExtensions();

                case HandshakeType.CertificateRequest:
                    AddToTranscript(type, buffer, body, count);
                    return HandleCertificateRequest();

                case HandshakeType.Certificate:
                    error = ReadCertificate(buffer, body, count, out isEmpty);
                    _step = Step.None;

                    // RFC 9846, section 4.4.2.4: a server sends one.
                    return error == TlsErrorCause.None && isEmpty ? TlsErrorCause.DecodeError
                        : error == TlsErrorCause.None ? WhenComputed() : error;

                case HandshakeType.CertificateVerify:
                    error = ReadProof(_content.Keys.Schemes, buffer, body, count);
                    _step = Step.CheckProof;
                    return error == TlsErrorCause.None ? WhenComputed() : error;

                default:
                    error = VerifyFinished(buffer, body, count);
                    return error == TlsErrorCause.None ? Answer() : error;
            }
        }

        protected override TlsErrorCause Continue()
        {
            switch (_step)
            {
                case Step.SendHello:
                    return SendHello();

                case Step.UseServerHello:
                    DeriveHandshakeKeys(Work == null ? null : Work.TakeSecret());
                    WipeOffers();
                    return TlsErrorCause.None;

                case Step.CheckProof:
                    TakeIdentity();
                    return TlsErrorCause.None;

                case Step.SendProof:
                    TlsErrorCause error = QueueProof();

                    return error == TlsErrorCause.None ? EndFlight() : error;

                default:
                    return TlsErrorCause.None;
            }
        }

        protected override void WipeOffers()
        {
            for (int i = 0; i < _keys.Length; i++)
            {
                if (_keys[i] != null)
                {
                    _keys[i].Dispose();
                    _keys[i] = null;
                }
            }
        }

        private TlsErrorCause HandleServerHello(byte[] buffer, int body, int count)
        {
            bool isRetry = ServerHello.IsRetry(buffer, body, count);
            HelloContent content = new HelloContent
            {
                Form = isRetry ? HelloForm.Retry : HelloForm.Server,
                Kind = Context.Kind,
            };
            HelloExtensions extensions = new HelloExtensions { More = content };
            int version = Reader.ReadUInt16();

            Reader.Skip(ClientHelloView.RandomLength);

            int sessionId = Reader.SkipVector8(0, 32);
            int suite = Reader.ReadUInt16();
            int compression = Reader.ReadByte();
            int length = Reader.Remaining == 0 && !Reader.Failed ? 0 : Reader.SkipVector16(0, 65535);

            if (!Reader.IsWhole)
            {
                return TlsErrorCause.DecodeError;
            }

            TlsErrorCause error = extensions.Parse(buffer, Reader.Position - length, length);

            if (error != TlsErrorCause.None)
            {
                return error;
            }

            if (!content.Has(HelloContent.Versions))
            {
                return isRetry ? TlsErrorCause.MissingExtension : UseOlderVersion(buffer, body);
            }

            // RFC 9147, section 5.1: who has asked with a HelloVerifyRequest does not have 1.3.
            if (version != TlsVersion.Get12(Context.Kind) || sessionId != 0 || _content.OlderCookie != null
                || compression != 0
                || Array.IndexOf(Context.Suites, (ushort)suite, 0, Context.Suites.Length) < 0
                || (IsAgreed && suite != CipherSuite))
            {
                return TlsErrorCause.IllegalParameter;
            }

            // Of 1.2's extensions a ServerHello has the connection ID and what belongs to it only.
            if (!IsAnswered(content, extensions, isRetry))
            {
                return TlsErrorCause.UnsupportedExtension;
            }

            CipherSuite = suite;
            return isRetry ? HandleRetry(content, buffer, body, count)
                : UseServerHello(content, extensions, buffer, body, count);
        }

        private TlsErrorCause UseOlderVersion(byte[] buffer, int body)
        {
            if (Context.OlderSuites == null || IsAgreed)
            {
                return TlsErrorCause.ProtocolVersion;
            }

            // RFC 9846, section 4.1.3: "DOWNGRD" and which version it is.
            for (int i = 0; i < DowngradeMark.Length; i++)
            {
                if (buffer[body + 2 + ClientHelloView.RandomLength - DowngradeMark.Length - 1 + i]
                    != (byte)DowngradeMark[i])
                {
                    IsOlderVersion = true;
                    return TlsErrorCause.None;
                }
            }

            return TlsErrorCause.Downgraded;
        }

        private const string DowngradeMark = "DOWNGRD";

        /// <summary>
        /// Tells whether all that is answered was offered, and belongs there.
        /// </summary>
        private bool IsAnswered(HelloContent answer, HelloExtensions extensions, bool isRetry)
        {
            const int Allowed = HelloExtensions.HasConnectionId | HelloExtensions.ReturnRoutability;
            int known = isRetry
                ? HelloContent.Versions | HelloContent.Cookie | HelloContent.KeyShare
                : HelloContent.Versions | HelloContent.KeyShare | HelloContent.PreSharedKey;

            if (extensions.HasOtherThan(isRetry ? 0 : Allowed) || extensions.HasMoreThan(_offer))
            {
                return false;
            }

            return (answer.Present & ~known) == 0
                && (!answer.Has(HelloContent.KeyShare) || _content.Has(HelloContent.KeyShare))
                && (!answer.Has(HelloContent.PreSharedKey) || _content.Has(HelloContent.PreSharedKey));
        }

        private TlsErrorCause HandleRetry(HelloContent retry, byte[] buffer, int body, int count)
        {
            // RFC 9846, section 4.1.4: once.
            if (_hasRetried)
            {
                return TlsErrorCause.UnexpectedMessage;
            }

            if (!retry.Has(HelloContent.KeyShare) && !retry.Has(HelloContent.Cookie))
            {
                return TlsErrorCause.IllegalParameter;
            }

            _hasRetried = true;
            ReplaceHello(GetDigest());
            AddToTranscript(HandshakeType.ServerHello, buffer, body, count);

            if (retry.Has(HelloContent.Cookie))
            {
                _content.CookieContent = retry.CookieContent;
                _content.Present |= HelloContent.Cookie;
            }

            _step = Step.SendHello;

            // With a cookie alone the key share stays.
            if (retry.Has(HelloContent.KeyShare))
            {
                int index = FindCurve(retry.Group);

                // RFC 9846, section 4.2.8: a group that was offered, and whose share was not.
                if (index < 0 || retry.Group == _content.Group)
                {
                    return TlsErrorCause.IllegalParameter;
                }

                Work.Generate(_content.Keys.Curves[index]);
            }

            LeadTo(HandshakeState.AwaitServerHello);
            return WhenComputed();
        }

        private TlsErrorCause UseServerHello(
            HelloContent answer, HelloExtensions extensions, byte[] buffer, int body, int count)
        {
            _isPreShared = answer.Has(HelloContent.PreSharedKey);

            if (_isPreShared && answer.SelectedPsk >= _content.Psks.Count)
            {
                return TlsErrorCause.IllegalParameter;
            }

            bool hasShare = answer.Has(HelloContent.KeyShare);
            TlsPskModes needed = hasShare ? TlsPskModes.WithKeyShare : TlsPskModes.PskOnly;

            // Without a share only with a key, and as was offered.
            if (_isPreShared ? (_content.Modes & needed) == 0 : !hasShare)
            {
                return _isPreShared ? TlsErrorCause.IllegalParameter : TlsErrorCause.MissingExtension;
            }

            // A server that has no key of ours has to show another, which we must be able to judge.
            if (!_isPreShared && !_content.Keys.Has(HelloKeys.SignatureAlgorithms))
            {
                return TlsErrorCause.PeerNotTrusted;
            }

            if (hasShare && (answer.Group != _content.Group
                || answer.Share.Length != KeyShareExtension.GetLength(Work.Curve)))
            {
                return TlsErrorCause.IllegalParameter;
            }

            _isAnswered = true;
            AgreeOnConnectionIds(extensions);
            AddToTranscript(HandshakeType.ServerHello, buffer, body, count);
            UsePsk(answer.SelectedPsk);
            _step = Step.UseServerHello;

            if (hasShare)
            {
                Work.Agree(answer.Share);
            }

            return WhenComputed();
        }

        private void UsePsk(int selected)
        {
            if (!_isPreShared)
            {
                Keys.Begin(null, 0);
                return;
            }

            OfferedKey key = _keys[selected];

            Keys.Begin(key.Key, key.KeyLength);
            CredentialTag = key.Tag;
            Identity = key.Identity;
            IsResumed = key.IsTicket;
            NoteAuthenticated();
        }

        private TlsErrorCause HandleEncryptedExtensions()
        {
            HelloContent content = new HelloContent { Form = HelloForm.Encrypted, Kind = Context.Kind };
            HelloExtensions extensions = new HelloExtensions { More = content };
            HelloKeys answer = content.Keys;
            int length = Reader.SkipVector16(0, 65535);

            answer.IsAnswer = true;
            answer.Protocols = Options.ApplicationProtocols;

            if (!Reader.IsWhole)
            {
                return TlsErrorCause.DecodeError;
            }

            TlsErrorCause error = extensions.Parse(Reader.Buffer, Reader.Position - length, length);

            if (error != TlsErrorCause.None)
            {
                return error;
            }

            // Groups are told for the next time, whether they were asked for or not; and what belongs into other
            // messages is not taken here.
            int given = answer.Present & ~HelloKeys.SupportedGroups;

            if (content.Present != 0 || (given & ~_content.Keys.Present) != 0
                || answer.Has(HelloKeys.SignatureAlgorithms)
                || extensions.HasOtherThan(HelloExtensions.HasRecordSizeLimit) || extensions.HasMoreThan(_offer))
            {
                return TlsErrorCause.UnsupportedExtension;
            }

            AgreeOnRecordSize(extensions);
            error = TakeAnswers(answer);

            if (error == TlsErrorCause.None && _isPreShared)
            {
                LeadTo(HandshakeState.AwaitServerFinished);
            }

            return error;
        }

        private TlsErrorCause TakeAnswers(HelloKeys answer)
        {
            if (answer.Has(HelloKeys.ApplicationProtocols))
            {
                // RFC 7301, section 3.1: exactly one; and one that was offered.
                if (answer.ProtocolsRead != 1)
                {
                    return TlsErrorCause.DecodeError;
                }

                if (answer.ProtocolIndex < 0)
                {
                    return TlsErrorCause.IllegalParameter;
                }

                ApplicationProtocol = answer.Protocols[answer.ProtocolIndex];
            }

            if (answer.Has(HelloKeys.ServerCertificateType))
            {
                if (!KeyChoices.HasType(_content.Keys.ServerTypes, answer.ServerTypes[0]))
                {
                    return TlsErrorCause.IllegalParameter;
                }

                IsPeerRaw = answer.ServerTypes[0] == HelloKeys.RawPublicKey;
            }

            if (answer.Has(HelloKeys.ClientCertificateType))
            {
                if (!KeyChoices.HasType(_content.Keys.ClientTypes, answer.ClientTypes[0]))
                {
                    return TlsErrorCause.IllegalParameter;
                }

                IsOwnRaw = answer.ClientTypes[0] == HelloKeys.RawPublicKey;
            }

            // A server that knows no raw keys sends certificates, whatever it was asked for.
            return !_isPreShared && !IsPeerRaw && !TakesCertificates
                ? TlsErrorCause.PeerNotTrusted : TlsErrorCause.None;
        }

        private TlsErrorCause HandleCertificateRequest()
        {
            HelloKeys request = new HelloKeys();
            TlsErrorCause error = CertificateRequest.Read(Reader, request);

            _isAsked = true;
            OwnTag = request.HasEcdsaRead
                ? KeyChoices.FindOwn(
                    Options, Credentials, IsOwnRaw ? CredentialKind.KeyPair : CredentialKind.CertifiedKey)
                : -1;
            return error;
        }

        /// <summary>
        /// Answers the server's flight: its Finished was right.
        /// </summary>
        private TlsErrorCause Answer()
        {
            DeriveDataSecrets();
            InstallDataReader();
            Flight.Clear();

            if (!_isAsked)
            {
                return EndFlight();
            }

            TlsErrorCause error = QueueCertificate();

            if (error != TlsErrorCause.None || OwnTag < 0)
            {
                return error == TlsErrorCause.None ? EndFlight() : error;
            }

            _step = Step.SendProof;
            error = BeginProof();
            return error == TlsErrorCause.None ? WhenComputed() : error;
        }

        private TlsErrorCause EndFlight()
        {
            TlsErrorCause error = QueueFinished();

            IsDataWriterDue = true;

            if (error == TlsErrorCause.None && Options.Resumption != null)
            {
                DeriveResumption();
            }

            return error;
        }
    }
}
