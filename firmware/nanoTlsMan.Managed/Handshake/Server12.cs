//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Managed.Extensions;
using NanoTlsMan.Managed.Messages;
using NanoTlsMan.Managed.Record;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed.Handshake
{
    /// <summary>
    /// A server's handshake, version 1.2 (RFC 5246, section 7.3; RFC 6347, section 4.2.4; RFC 4279, section 2; RFC
    /// 8422, section 2).
    /// </summary>
    /// <remarks>
    /// 1. ClientHello, whose cookie was checked before. 2. ServerHello, (Certificate), (ServerKeyExchange),
    /// (CertificateRequest), ServerHelloDone. 3. (Certificate), ClientKeyExchange, (CertificateVerify),
    /// ChangeCipherSpec, Finished. 4. (NewSessionTicket), ChangeCipherSpec, Finished. Or, where a
    /// session is resumed: 2. ServerHello, ChangeCipherSpec, Finished. 3. ChangeCipherSpec, Finished.
    /// </remarks>
    internal sealed partial class Server12 : HandshakeMachine
    {
        // The least length of the key that takes the place of an unknown one, in bytes.
        private const int DecoyLength = 16;

        internal Server12(HandshakeParameters parameters, RecordLayer12 records, int now)
            : base(TlsRole.Server, parameters, records, HandshakeState.AwaitClientHello, now)
        {
        }

        internal override TlsErrorCause Start()
        {
            PrepareResumption();
            return TlsErrorCause.None;
        }

        protected override int FirstSequence(int sequence)
        {
            // The ServerHello takes the message_seq of the ClientHello (RFC 6347, section 4.2.2: the HelloVerifyRequest
            // had the one before).
            NextSent = sequence;
            return sequence;
        }

        protected override TlsErrorCause HandleMessage(int type, byte[] message, int offset, int count)
        {
            switch (type)
            {
                case HandshakeType.ClientHello:
                    Transcript.Update(message, offset, count);
                    return HandleClientHello();

                case HandshakeType.Certificate:
                case HandshakeType.CertificateVerify:
                    return HandleExchangeMessage(type, message, offset, count);

                case HandshakeType.ClientKeyExchange:
                    return HandleClientKeyExchange(message, offset, count);

                case HandshakeType.Finished:
                    return HandleFinished(message, offset, count);

                default:
                    return TlsErrorCause.InternalError;
            }
        }

        private TlsErrorCause HandleClientHello()
        {
            ClientHelloView hello = new ClientHelloView();
            HelloExtensions extensions = new HelloExtensions { More = Exchange };

            if (!hello.Parse(Reader, Parameters.Kind))
            {
                return TlsErrorCause.DecodeError;
            }

            TlsErrorCause error = extensions.Parse(hello.Buffer, hello.ExtensionsOffset, hello.ExtensionsLength);

            if (error != TlsErrorCause.None)
            {
                return error;
            }

            if (!Parameters.KnowsNewer && !TlsVersion.Allows12(hello.Version, Parameters.Kind))
            {
                return TlsErrorCause.ProtocolVersion;
            }

            if (!ClientHello.OffersNullCompression(hello))
            {
                return TlsErrorCause.IllegalParameter;
            }

            bool hasExtendedMasterSecret = extensions.Has(HelloExtensions.ExtendedMasterSecret);
            bool isSecureRenegotiation = extensions.Has(HelloExtensions.RenegotiationInfo)
                || hello.Offers(TlsCipherSuite.EmptyRenegotiationInfoScsv);

            // RFC 7627, section 5.3, and RFC 5746, section 3.6.
            if (Parameters.IsLegacy(hasExtendedMasterSecret, isSecureRenegotiation))
            {
                return TlsErrorCause.LegacyPeer;
            }

            CipherSuite = SelectSuite(hello);

            if (CipherSuite == 0)
            {
                return TlsErrorCause.NoCommonSuite;
            }

            if (!FillRandom(ClientHelloView.RandomLength))
            {
                return TlsErrorCause.RandomFailed;
            }

            MarkDowngrade();
            Array.Copy(hello.Buffer, hello.RandomOffset, Randoms, 0, ClientHelloView.RandomLength);
            IsExtendedMasterSecret = hasExtendedMasterSecret;
            Records.IsVersionAgreed = true;
            return AnswerHello(hello, extensions, isSecureRenegotiation);
        }

        // RFC 9846, section 4.1.3: a client that knows 1.3 as well finds out that somebody has taken it out of its
        // hello.
        private void MarkDowngrade()
        {
            const string Mark = "DOWNGRD";

            if (Parameters.KnowsNewer)
            {
                int offset = 2 * ClientHelloView.RandomLength - Mark.Length - 1;

                AsciiText.Put(Mark, Randoms, offset);
                Randoms[offset + Mark.Length] = 1;
            }
        }

        private TlsErrorCause AnswerHello(ClientHelloView hello, HelloExtensions offered, bool isSecureRenegotiation)
        {
            ResumableState state = FindSession(hello, offered);

            // RFC 7627, section 5.3: the session has extended_master_secret, so the client that resumes it is another,
            // or there is somebody in the middle.
            if (state != null && !IsExtendedMasterSecret)
            {
                state.Dispose();
                return TlsErrorCause.LegacyPeer;
            }

            HelloExtensions answers = Answer(offered, isSecureRenegotiation);
            TlsErrorCause error;

            if (state != null)
            {
                error = SendResumed(hello, answers, state);
                state.Dispose();
                return error;
            }

            if (Exchange != null)
            {
                return PrepareExchange(offered, answers);
            }

            error = PrepareGifts(offered, answers);
            return error == TlsErrorCause.None ? SendServerHello(answers) : error;
        }

        private HelloExtensions Answer(HelloExtensions offered, bool isSecureRenegotiation)
        {
            HelloExtensions answers = new HelloExtensions();

            if (offered.Has(HelloExtensions.ExtendedMasterSecret))
            {
                answers.Add(HelloExtensions.ExtendedMasterSecret);
            }

            if (isSecureRenegotiation)
            {
                answers.Add(HelloExtensions.RenegotiationInfo);
            }

            // RFC 8449, section 5: where both are offered, max_fragment_length is ignored.
            if (offered.Has(HelloExtensions.HasRecordSizeLimit))
            {
                answers.RecordSizeLimit = OwnRecordSizeLimit;
                answers.Add(HelloExtensions.HasRecordSizeLimit);
            }
            else if (offered.Has(HelloExtensions.MaxFragmentLength))
            {
                answers.MaxFragmentLengthCode = offered.MaxFragmentLengthCode;
                answers.Add(HelloExtensions.MaxFragmentLength);
            }

            if (offered.Has(HelloExtensions.HasConnectionId) && Records.ConnectionId != null)
            {
                answers.ConnectionId = Records.ConnectionId;
                answers.Add(HelloExtensions.HasConnectionId);
                AgreeOnConnectionIds(offered);

                if (offered.Has(HelloExtensions.ReturnRoutability))
                {
                    answers.Add(HelloExtensions.ReturnRoutability);
                }
            }

            AgreeOnRecordSize(offered);
            return answers;
        }

        private int SelectSuite(ClientHelloView hello)
        {
            ushort[] suites = Parameters.Suites;

            for (int i = 0; i < suites.Length; i++)
            {
                if (hello.Offers(suites[i]) && (Exchange == null || Exchange.CanServe(suites[i])))
                {
                    return suites[i];
                }
            }

            return 0;
        }

        private TlsErrorCause SendServerHello(HelloExtensions answers)
        {
            BeginFlight();
            byte[] sessionId = Resumption == null ? null : Resumption.NewSessionId;

            ServerHello.Write(
                Flight.BeginMessage(HandshakeType.ServerHello, NextSent), Parameters.Kind, Randoms, sessionId, 0,
                sessionId == null ? 0 : sessionId.Length, CipherSuite, answers);

            TlsErrorCause error = EndMessage();
            byte[] hint = Parameters.Options.IdentityHint;

            if (error == TlsErrorCause.None && IsEphemeral)
            {
                error = QueueKeyShare();
            }
            else if (error == TlsErrorCause.None && hint != null)
            {
                ServerKeyExchange.Write(Flight.BeginMessage(HandshakeType.ServerKeyExchange, NextSent), hint);
                error = EndMessage();
            }

            if (error == TlsErrorCause.None)
            {
                Flight.BeginMessage(HandshakeType.ServerHelloDone, NextSent);
                error = EndMessage();
            }

            // From here on, for the ClientHello was the client's before it knew the answer.
            AgreeOnFragmentLength(answers);
            return error;
        }

        private TlsErrorCause HandleClientKeyExchange(byte[] message, int offset, int count)
        {
            if (IsEphemeral)
            {
                return HandleKeyShare(message, offset, count);
            }

            int length = ClientKeyExchange.Read(Reader, false);

            if (length < 0)
            {
                return TlsErrorCause.DecodeError;
            }

            Transcript.Update(message, offset, count);
            ExtendTime();
            return UseIdentity(Reader.Buffer, Reader.Position - length, length);
        }

        /// <summary>
        /// Derives the secrets from the pre-shared key of an identity.
        /// </summary>
        private TlsErrorCause UseIdentity(byte[] buffer, int identity, int length)
        {
            byte[] key = new byte[CredentialStore.MaxKeyLength];
            int longestKey = Parameters.Credentials.LongestKey;

            longestKey = longestKey < DecoyLength ? DecoyLength : longestKey;

            // An unknown identity goes on with a key that nobody has, and then looks like a wrong key (RFC 4279,
            // section 2). It costs the same as well: the decoy is copied for every identity.
            if (!Parameters.KeySource.TryCopyDecoy(key))
            {
                return TlsErrorCause.RandomFailed;
            }

            int tag = Parameters.Credentials.FindIdentity(buffer, identity, length);
            int keyLength = tag < 0 ? 0 : Parameters.KeySource.ReadKey(tag, key);

            if (keyLength == 0)
            {
                tag = -1;
                keyLength = longestKey;
            }

            CredentialTag = tag;
            Identity = Bytes.Copy(buffer, identity, length);
            DeriveKeys(key, keyLength, longestKey);
            return TlsErrorCause.None;
        }

        private TlsErrorCause HandleFinished(byte[] message, int offset, int count)
        {
            TlsErrorCause error = VerifyFinished(message, offset, count);

            if (error != TlsErrorCause.None || IsResumed)
            {
                return error;
            }

            BeginFlight();

            if (Resumption != null && Resumption.HasTicket)
            {
                error = QueueTicket();
            }

            return error == TlsErrorCause.None ? QueueFinished() : error;
        }
    }
}
