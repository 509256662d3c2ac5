//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Managed.Messages;
using NanoTlsMan.Managed.Extensions;
using NanoTlsMan.Managed.Record;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed.Handshake
{
    /// <summary>
    /// A client's handshake, version 1.2 (RFC 5246, section 7.3; RFC 6347, section 4.2.4; RFC 4279, section 2; RFC
    /// 8422, section 2).
    /// </summary>
    /// <remarks>
    /// 1. ClientHello. 2. (HelloVerifyRequest.) 3. (ClientHello with cookie.) 4. ServerHello, (Certificate),
    /// (ServerKeyExchange), (CertificateRequest), ServerHelloDone. 5. (Certificate), ClientKeyExchange,
    /// (CertificateVerify), ChangeCipherSpec, Finished. 6. (NewSessionTicket), ChangeCipherSpec,
    /// Finished. Or, where a session is resumed: 4. ServerHello, (NewSessionTicket), ChangeCipherSpec, Finished.
    /// 5. ChangeCipherSpec, Finished.
    /// </remarks>
    internal sealed partial class Client12 : HandshakeMachine
    {
        // Enough for a secret that is renewed between two hellos, and an end to a server that asks for ever.
        private const int MaxVerifyRequests = 3;

        private readonly HelloExtensions _offer = new HelloExtensions();
        private byte[] _cookie;
        private byte[] _hint;
        private int _verifyRequests;

        internal Client12(HandshakeParameters parameters, RecordLayer12 records, int now)
            : base(TlsRole.Client, parameters, records, HandshakeState.AwaitServerHello, now)
        {
        }

        internal override TlsErrorCause Start()
        {
            PrepareOffer();

            TlsErrorCause error = PrepareExchange();

            if (error == TlsErrorCause.None)
            {
                error = PrepareResumption();
            }

            return error != TlsErrorCause.None ? error
                : FillRandom(0) ? SendClientHello() : TlsErrorCause.RandomFailed;
        }

        /// <summary>
        /// Begins behind a hello that was sent already, because a newer version was offered as well.
        /// </summary>
        /// <param name="hello">The hello, with its header.</param>
        /// <param name="nextRecord">The number of the next record.</param>
        /// <returns>The error, or <see cref="TlsErrorCause.None"/>.</returns>
        internal TlsErrorCause StartFrom(byte[] hello, ulong nextRecord)
        {
            int header =
                IsDatagram ? RecordHeader.DtlsHandshakeLength : RecordHeader.TlsHandshakeLength;

            PrepareOffer();

            TlsErrorCause error = PrepareExchange();

            if (error != TlsErrorCause.None)
            {
                return error;
            }

            // Behind the version.
            System.Array.Copy(hello, header + 2, Randoms, 0, ClientHelloView.RandomLength);
            Records.ContinueNumbers(nextRecord);
            NextSent = IsDatagram ? HandshakeHeader.GetSequence(hello, 0) : 0;
            BeginFlight();
            Flight.Reserve(hello.Length);
            Flight.BeginMessage(HandshakeType.ClientHello, NextSent)
                .WriteBytes(hello, header, hello.Length - header);
            error = EndMessage();
            Flight.SkipSending();
            return error;
        }

        protected override int FirstSequence(int sequence)
        {
            return 0;
        }

        protected override TlsErrorCause HandleMessage(int type, byte[] message, int offset, int count)
        {
            switch (type)
            {
                case HandshakeType.HelloVerifyRequest:
                    return HandleHelloVerifyRequest();

                case HandshakeType.ServerHello:
                    Transcript.Update(message, offset, count);
                    return HandleServerHello();

                case HandshakeType.Certificate:
                case HandshakeType.CertificateRequest:
                    return HandleExchangeMessage(type, message, offset, count);

                case HandshakeType.ServerKeyExchange:
                    if (IsEphemeral)
                    {
                        return HandleExchangeMessage(type, message, offset, count);
                    }

                    Transcript.Update(message, offset, count);
                    return HandleServerKeyExchange();

                case HandshakeType.ServerHelloDone:
                    Transcript.Update(message, offset, count);
                    return !Reader.IsWhole ? TlsErrorCause.DecodeError
                        : IsEphemeral ? WhenComputed(Exchange.Agree()) : SendClientKeyExchange();

                case HandshakeType.NewSessionTicket:
                    Transcript.Update(message, offset, count);
                    return HandleNewSessionTicket();

                case HandshakeType.Finished:
                    return HandleFinished(message, offset, count);

                default:
                    return TlsErrorCause.InternalError;
            }
        }

        private void PrepareOffer()
        {
            int maxFragmentLength = Parameters.Options.MaxFragmentLength;

            _offer.Add(HelloExtensions.ExtendedMasterSecret);

            if (maxFragmentLength != 0)
            {
                _offer.MaxFragmentLengthCode = MaxFragmentLengthExtension.ToCode(maxFragmentLength);
                _offer.Add(HelloExtensions.MaxFragmentLength);
            }

            if (Parameters.Options.RecordSizeLimit != 0)
            {
                _offer.RecordSizeLimit = OwnRecordSizeLimit;
                _offer.Add(HelloExtensions.HasRecordSizeLimit);
            }

            if (Records.ConnectionId != null)
            {
                _offer.ConnectionId = Records.ConnectionId;
                _offer.Add(HelloExtensions.HasConnectionId | HelloExtensions.ReturnRoutability);
            }
        }

        private TlsErrorCause SendClientHello()
        {
            BeginFlight();
            HelloRecord = Records.NextPlainSequence;

            ClientHello.Write(
                Flight.BeginMessage(HandshakeType.ClientHello, NextSent), Parameters.Kind, Randoms,
                Resumption == null ? null : Resumption.SessionId, _cookie, Parameters.Suites, _offer);
            return EndMessage();
        }

        private TlsErrorCause HandleHelloVerifyRequest()
        {
            byte[] cookie = HelloVerifyRequest.ReadCookie(Reader);

            if (cookie == null)
            {
                return TlsErrorCause.DecodeError;
            }

            bool isKnown = _cookie != null && _cookie.Length == cookie.Length
                && ConstantTime.AreEqual(_cookie, 0, cookie, 0, cookie.Length);

            if (isKnown || _verifyRequests == MaxVerifyRequests)
            {
                Parameters.Drops.Add(DropReason.Duplicate);
                return TlsErrorCause.None;
            }

            _verifyRequests++;
            _cookie = cookie;

            // Neither the first ClientHello nor the HelloVerifyRequest counts for the transcript (RFC 6347, section
            // 4.2.1).
            Transcript.Reset();
            return SendClientHello();
        }

        private TlsErrorCause HandleServerHello()
        {
            HelloExtensions extensions = new HelloExtensions { More = Exchange };
            int suite;
            int sessionIdLength;
            int sessionId = Reader.Position + ServerHello.SessionIdOffset;
            TlsErrorCause error =
                ServerHello.Read(Reader, Parameters.Kind, Randoms, out sessionIdLength, out suite, extensions);

            if (error != TlsErrorCause.None)
            {
                return error;
            }

            // RFC 5246, section 7.4.1.3: the suite is one of those that were offered.
            if (System.Array.IndexOf(Parameters.Suites, (ushort)suite, 0, Parameters.Suites.Length) < 0)
            {
                return TlsErrorCause.IllegalParameter;
            }

            bool isAccepted = IsAccepted(sessionId, sessionIdLength);

            error = NoteGifts(extensions, sessionId, isAccepted ? 0 : sessionIdLength);

            if (error == TlsErrorCause.None)
            {
                error = CheckAnswers(extensions);
            }

            if (error != TlsErrorCause.None)
            {
                return error;
            }

            CipherSuite = suite;
            IsExtendedMasterSecret = extensions.Has(HelloExtensions.ExtendedMasterSecret);
            Records.IsVersionAgreed = true;
            return isAccepted ? Resume(suite, extensions)
                : Exchange != null ? Exchange.Select(suite, Randoms) : TlsErrorCause.None;
        }

        private TlsErrorCause HandleFinished(byte[] message, int offset, int count)
        {
            TlsErrorCause error = VerifyFinished(message, offset, count);

            if (error != TlsErrorCause.None || !IsResumed)
            {
                return error;
            }

            BeginFlight();
            return QueueFinished();
        }

        private TlsErrorCause CheckAnswers(HelloExtensions answers)
        {
            // RFC 5246, section 7.4.1.4: nothing is answered that was not offered; renegotiation_info was, by its
            // suite.
            if (answers.HasMoreThan(_offer))
            {
                return TlsErrorCause.UnsupportedExtension;
            }

            // RFC 7627, section 5.2, and RFC 5746, section 3.4.
            if (Parameters.IsLegacy(
                answers.Has(HelloExtensions.ExtendedMasterSecret), answers.Has(HelloExtensions.RenegotiationInfo)))
            {
                return TlsErrorCause.LegacyPeer;
            }

            if (answers.Has(HelloExtensions.MaxFragmentLength))
            {
                // RFC 6066, section 4: the answer repeats the question.
                // And RFC 8449, section 5: it is not answered beside record_size_limit.
                if (answers.MaxFragmentLengthCode != _offer.MaxFragmentLengthCode
                    || answers.Has(HelloExtensions.HasRecordSizeLimit))
                {
                    return TlsErrorCause.IllegalParameter;
                }

                AgreeOnFragmentLength(answers);
            }

            // RFC 9853, section 3: what is asked there are connection IDs' paths.
            if (answers.Has(HelloExtensions.ReturnRoutability) && !answers.Has(HelloExtensions.HasConnectionId))
            {
                return TlsErrorCause.IllegalParameter;
            }

            AgreeOnConnectionIds(answers);
            AgreeOnRecordSize(answers);
            return TlsErrorCause.None;
        }

        private TlsErrorCause HandleServerKeyExchange()
        {
            int length = ServerKeyExchange.Read(Reader);

            if (length < 0)
            {
                return TlsErrorCause.DecodeError;
            }

            _hint = Reader.CopyLast(length);
            return TlsErrorCause.None;
        }

        private TlsErrorCause SendClientKeyExchange()
        {
            if (IsEphemeral && !Exchange.IsPreShared)
            {
                return SendKeyShare();
            }

            if (IsEphemeral)
            {
                _hint = Exchange.Hint;
            }

            int tag = Parameters.Credentials.Select(
                Parameters.Options.CredentialTag, _hint, 0, _hint == null ? 0 : _hint.Length);
            byte[] identity = tag < 0 ? null : Parameters.Credentials.GetIdentity(tag);

            if (identity == null)
            {
                return TlsErrorCause.NoCredential;
            }

            CredentialTag = tag;
            Identity = identity;
            BeginFlight();

            WireWriter writer = Flight.BeginMessage(HandshakeType.ClientKeyExchange, NextSent);

            ClientKeyExchange.Write(writer, identity);

            if (IsEphemeral)
            {
                Exchange.WriteMessage(HandshakeType.ClientKeyExchange, writer);
            }

            TlsErrorCause error = EndMessage();

            if (error != TlsErrorCause.None)
            {
                return error;
            }

            // Read last, so that the key is in no array but the one that is wiped with its use.
            byte[] key = new byte[CredentialStore.MaxKeyLength];
            int keyLength = Parameters.KeySource.ReadKey(tag, key);

            if (keyLength == 0)
            {
                return TlsErrorCause.NoCredential;
            }

            DeriveKeys(key, keyLength, keyLength);
            return QueueFinished();
        }
    }
}
