//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Managed.Extensions;
using NanoTlsMan.Managed.PublicKey;
using NanoTlsMan.Managed.PublicKey.Extensions;
using NanoTlsMan.Managed13.Extensions;
using NanoTlsMan.Managed13.Messages;
using NanoTlsMan.Managed13.Record;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed13.Handshake
{
    /// <content>
    /// A server's flight, and the keys that it is made with.
    /// </content>
    internal sealed partial class Server13
    {
        // What a hello, or EncryptedExtensions, has beside connection IDs and protocols.
        private const int MessageRoom = 192;
        private const int DecoyLength = 16;

        private static readonly byte[] s_certificateOnly = { HelloKeys.X509 };

        private TlsErrorCause SendHello()
        {
            Flight.Clear();
            WriteServerHello();

            TlsErrorCause error = EndMessage();

            if (error != TlsErrorCause.None)
            {
                return error;
            }

            DeriveHandshakeKeys(_usesShare ? Work.TakeSecret() : null);
            WipeOffers();
            WriteEncryptedExtensions();
            error = EndMessage();

            if (error == TlsErrorCause.None && _isAsking)
            {
                HelloKeys request = new HelloKeys
                {
                    Schemes = KeyChoices.GetSchemes(Context.Exchanges),
                    Present = HelloKeys.SignatureAlgorithms,
                };

                CertificateRequest.Write(
                    BeginMessage(HandshakeType.CertificateRequest, RecordLayer13.HandshakeEpoch, MessageRoom), request);
                error = EndMessage();
            }

            if (error != TlsErrorCause.None || _selectedPsk >= 0)
            {
                return error == TlsErrorCause.None ? EndFlight() : error;
            }

            error = QueueCertificate();
            _step = Step.SendProof;

            if (error == TlsErrorCause.None)
            {
                error = BeginProof();
            }

            return error == TlsErrorCause.None ? WhenComputed() : error;
        }

        private TlsErrorCause EndFlight()
        {
            TlsErrorCause error = QueueFinished();

            if (error == TlsErrorCause.None)
            {
                DeriveDataSecrets();
                IsDataWriterDue = true;

                if (!_isAsking && _selectedPsk < 0)
                {
                    TakeIdentity();
                }
            }

            return error;
        }

        private void WriteServerHello()
        {
            HelloContent answer = new HelloContent
            {
                Form = HelloForm.Server,
                Kind = Context.Kind,
                Present = HelloContent.Versions,
            };
            HelloExtensions extensions = new HelloExtensions { More = answer };
            HelloExtensions offered = _choice.Extensions;

            if (_usesShare)
            {
                answer.Group = _choice.Content.Group;
                answer.Share = _share;
                answer.Present |= HelloContent.KeyShare;
            }

            if (_selectedPsk >= 0)
            {
                answer.SelectedPsk = _selectedPsk;
                answer.Present |= HelloContent.PreSharedKey;
            }

            if (offered.Has(HelloExtensions.HasConnectionId) && Context.ConnectionId != null)
            {
                extensions.ConnectionId = Context.ConnectionId;
                extensions.Add(HelloExtensions.HasConnectionId);

                if (offered.Has(HelloExtensions.ReturnRoutability))
                {
                    extensions.Add(HelloExtensions.ReturnRoutability);
                }

                AgreeOnConnectionIds(offered);
            }

            ServerHello.Write(
                BeginMessage(HandshakeType.ServerHello, RecordLayer13.PlainEpoch, MessageRoom), answer, _random, 0,
                _sessionId, 0, _sessionId.Length, CipherSuite, extensions);
        }

        private void WriteEncryptedExtensions()
        {
            HelloKeys offered = _choice.Content.Keys;
            HelloKeys answer = new HelloKeys { IsAnswer = true, Protocols = Options.ApplicationProtocols };
            HelloExtensions extensions = new HelloExtensions { More = new KeyAnswers(answer) };

            if (ApplicationProtocol != null)
            {
                answer.ProtocolIndex = offered.ProtocolIndex;
                answer.Present |= HelloKeys.ApplicationProtocols;
            }

            if (_selectedPsk < 0)
            {
                AnswerTypes(offered, answer);
            }

            if (_choice.Extensions.Has(HelloExtensions.HasRecordSizeLimit))
            {
                extensions.RecordSizeLimit = Context.OwnRecordSizeLimit + 1;
                extensions.Add(HelloExtensions.HasRecordSizeLimit);
                AgreeOnRecordSize(_choice.Extensions);
            }

            WireWriter writer = BeginMessage(
                HandshakeType.EncryptedExtensions, RecordLayer13.HandshakeEpoch,
                MessageRoom + (ApplicationProtocol == null ? 0 : ApplicationProtocol.Length));

            extensions.Write(writer);
        }

        private void AnswerTypes(HelloKeys offered, HelloKeys answer)
        {
            // RFC 6066, section 3: answered where it decides which certificate is sent.
            answer.Present |= IsOwnRaw ? 0 : offered.Present & HelloKeys.ServerName;

            if (offered.Has(HelloKeys.ServerCertificateType))
            {
                answer.ServerTypes = new byte[] { (byte)(IsOwnRaw ? HelloKeys.RawPublicKey : HelloKeys.X509) };
                answer.Present |= HelloKeys.ServerCertificateType;
            }

            // RFC 7250, section 4.2: answered only if the client is asked.
            if (_isAsking && offered.Has(HelloKeys.ClientCertificateType))
            {
                answer.ClientTypes = new byte[] { (byte)(IsPeerRaw ? HelloKeys.RawPublicKey : HelloKeys.X509) };
                answer.Present |= HelloKeys.ClientCertificateType;
            }
        }

        /// <summary>
        /// Selects our own key pair: of the first type of certificate that the client takes and there is one of.
        /// </summary>
        private bool SelectOwn()
        {
            HelloKeys offered = _choice.Content.Keys;
            byte[] types = offered.Has(HelloKeys.ServerCertificateType) ? offered.ServerTypes : s_certificateOnly;

            for (int i = 0; i < types.Length; i++)
            {
                IsOwnRaw = types[i] == HelloKeys.RawPublicKey;
                OwnTag = IsOwnRaw ? KeyChoices.FindOwn(Options, Credentials, CredentialKind.KeyPair)
                    : types[i] == HelloKeys.X509
                        ? KeyChoices.FindCertificate(Options, Credentials, Context.Exchanges, offered.NameRead)
                        : -1;

                if (OwnTag >= 0)
                {
                    return true;
                }
            }

            return false;
        }

        /// <summary>
        /// Selects the type of the client's certificate, if it is to be asked for one.
        /// </summary>
        private bool SelectClientType()
        {
            HelloKeys offered = _choice.Content.Keys;

            if (Options.ClientAuthentication == TlsClientAuthentication.None)
            {
                return true;
            }

            byte[] types = offered.Has(HelloKeys.ClientCertificateType) ? offered.ClientTypes : s_certificateOnly;

            for (int i = 0; i < types.Length; i++)
            {
                IsPeerRaw = types[i] == HelloKeys.RawPublicKey;

                if (IsPeerRaw
                    ? Trust.TakesRawKeys(Options, Credentials)
                    : types[i] == HelloKeys.X509 && Trust.TakesCertificates(
                        Options, Credentials, Context.Exchanges.Certificates, TlsRole.Client))
                {
                    return true;
                }
            }

            return false;
        }

        /// <summary>
        /// Finds the first of the client's pre-shared keys that is known, and verifies its binder; the hello goes into
        /// the transcript.
        /// </summary>
        /// <param name="buffer">Holds the hello.</param>
        /// <param name="body">Where its body begins.</param>
        /// <param name="count">The length of its body, in bytes.</param>
        /// <param name="isNeeded">Whether there is no other way: then an unknown identity goes on with a key that
        /// nobody has, and looks like a wrong key.</param>
        private TlsErrorCause FindPsk(byte[] buffer, int body, int count, bool isNeeded)
        {
            PskOffers offers = _choice.Content.Psks;
            byte[] header = new byte[RecordHeader.TlsHandshakeLength];
            OfferedKey key = null;
            int selected = -1;

            for (int i = 0; i < offers.Count && key == null; i++)
            {
                key = FindTicket(offers, i);
                key = key == null ? FindKey(offers, i) : key;
                selected = i;
            }

            if (key == null && isNeeded)
            {
                key = new OfferedKey { Binder = OfferedKey.ExternalBinder, KeyLength = GetDecoyLength(), Tag = -1 };
                selected = 0;

                if (!Context.Host.TryCopyDecoy(key.Key))
                {
                    return TlsErrorCause.RandomFailed;
                }
            }

            if (key == null)
            {
                return AddHello(buffer, body, count);
            }

            header[0] = HandshakeType.ClientHello;
            WireWriter.PutUInt24(header, 1, count);
            Transcript.Update(header, 0, header.Length);
            Transcript.Update(buffer, body, offers.BindersOffset - body);

            byte[] expected = new byte[PreSharedKeyExtension.BinderLength];

            Keys.Begin(key.Key, key.KeyLength);
            Keys.ComputeBinder(key.Binder, GetDigest(), expected, 0);
            Transcript.Update(buffer, offers.BindersOffset, body + count - offers.BindersOffset);
            _key = key;

            if (offers.BinderLengths[selected] != expected.Length
                || !ConstantTime.AreEqual(buffer, offers.Binders[selected], expected, 0, expected.Length)
                || key.Tag < 0)
            {
                return TlsErrorCause.FinishedMismatch;
            }

            _selectedPsk = selected;
            CredentialTag = key.Tag;
            Identity = key.Identity;
            IsResumed = key.IsTicket;
            NoteAuthenticated();
            return TlsErrorCause.None;
        }

        private int GetDecoyLength()
        {
            int longest = Credentials.LongestKey;

            return longest < DecoyLength ? DecoyLength : longest;
        }

        private OfferedKey FindKey(PskOffers offers, int index)
        {
            int offset = offers.Offsets[index];
            int length = offers.Lengths[index];
            int tag = Credentials.FindIdentity(offers.Buffer, offset, length);
            int identity = offset;
            int identityLength = length;
            bool isImported = false;

            if (tag < 0)
            {
                identityLength = ImportedIdentity.Find(offers.Buffer, offset, length, Context.Kind, out identity);
                tag = identityLength == 0
                    ? -1
                    : Credentials.FindIdentity(offers.Buffer, identity, identityLength);
                isImported = true;
            }

            if (tag < 0)
            {
                return null;
            }

            OfferedKey key = new OfferedKey { Binder = OfferedKey.ExternalBinder, Tag = tag };

            key.KeyLength = Context.Host.ReadKey(tag, key.Key);
            key.Identity = new byte[identityLength];
            Array.Copy(offers.Buffer, identity, key.Identity, 0, identityLength);

            if (isImported)
            {
                byte[] imported = new byte[length];

                Array.Copy(offers.Buffer, offset, imported, 0, length);
                key.Import(Keys, imported);
            }

            return key.KeyLength == 0 ? null : key;
        }

        private OfferedKey FindTicket(PskOffers offers, int index)
        {
            byte[] bytes = Context.Host.OpenTicket(offers.Buffer, offers.Offsets[index], offers.Lengths[index]);
            ResumableState state = bytes == null ? null : ResumableState.Read(bytes, false);

            if (state == null)
            {
                return null;
            }

            OfferedKey key = null;

            if (state.Kind == Context.Kind && StateTrust.IsStillTrusted(Credentials, Options, state))
            {
                key = new OfferedKey
                {
                    Binder = OfferedKey.ResumptionBinder,
                    Tag = state.CredentialTag,
                    Identity = state.Identity,
                    IsTicket = true,
                    KeyLength = KeySchedule.HashLength,
                };
                Array.Copy(state.Key, 0, key.Key, 0, KeySchedule.HashLength);
            }

            state.Dispose();
            return key;
        }
    }
}
