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
    /// What a client offers: keys, groups, names, and the hello that says so.
    /// </content>
    internal sealed partial class Client13
    {
        // What a hello has beside names, identities and cookies.
        private const int HelloRoom = 384;

        private bool TakesRawKeys
        {
            get { return Context.Exchanges != null && Trust.TakesRawKeys(Options, Credentials); }
        }

        private bool TakesCertificates
        {
            get
            {
                return Context.Exchanges != null
                    && Trust.TakesCertificates(Options, Credentials, Context.Exchanges.Certificates, TlsRole.Server);
            }
        }

        private TlsErrorCause PrepareOffer()
        {
            HelloContent content = new HelloContent
            {
                Form = HelloForm.Client,
                Kind = Context.Kind,
                Present = HelloContent.Versions,
                Offers12 = Context.OlderSuites != null,
            };

            _content = content;
            _offer = new HelloExtensions { More = content };
            PrepareCommon();
            PrepareKeys();

            bool hasPsk = OfferPsks();
            bool hasKeys = content.Keys.Has(HelloKeys.SignatureAlgorithms);

            if (!hasPsk && !hasKeys)
            {
                return Credentials.Count == 0 ? TlsErrorCause.NothingTrusted : TlsErrorCause.NoCredential;
            }

            bool needsShare = hasKeys || (content.Modes & TlsPskModes.WithKeyShare) != 0;

            if (needsShare)
            {
                NamedCurve[] curves = KeyChoices.GetCurves(Context.Exchanges, Options);

                if (curves.Length == 0)
                {
                    return TlsErrorCause.NoCommonSuite;
                }

                content.Keys.Curves = curves;
                content.Keys.Present |= HelloKeys.SupportedGroups;
                content.Present |= HelloContent.KeyShare;

                if (content.Offers12)
                {
                    content.Keys.Present |= HelloKeys.PointFormats;
                }
            }

            return TlsErrorCause.None;
        }

        private void PrepareCommon()
        {
            if (Context.OlderSuites != null)
            {
                _offer.Add(HelloExtensions.ExtendedMasterSecret);
            }

            if (Options.RecordSizeLimit != 0)
            {
                // The content type counts as well (RFC 8449, section 4).
                _offer.RecordSizeLimit = Context.OwnRecordSizeLimit + 1;
                _offer.Add(HelloExtensions.HasRecordSizeLimit);
            }

            if (Context.ConnectionId != null)
            {
                _offer.ConnectionId = Context.ConnectionId;
                _offer.Add(HelloExtensions.HasConnectionId | HelloExtensions.ReturnRoutability);
            }
        }

        private void PrepareKeys()
        {
            HelloKeys keys = _content.Keys;
            string name = Options.ServerName == null ? Options.TargetHost : Options.ServerName;
            bool takesRawKeys = TakesRawKeys;
            bool takesCertificates = TakesCertificates;

            if (name != null && KeyChoices.IsName(name))
            {
                keys.Name = name;
                keys.Present |= HelloKeys.ServerName;
            }

            if (Options.ApplicationProtocols != null)
            {
                keys.Protocols = Options.ApplicationProtocols;
                keys.Present |= HelloKeys.ApplicationProtocols;
            }

            if (!takesRawKeys && !takesCertificates)
            {
                return;
            }

            keys.Schemes = KeyChoices.GetSchemes(Context.Exchanges);
            keys.Present |= HelloKeys.SignatureAlgorithms;

            if (takesRawKeys)
            {
                keys.ServerTypes = GetTypes(takesCertificates);
                keys.Present |= HelloKeys.ServerCertificateType;
            }

            if (KeyChoices.FindOwn(Options, Credentials, CredentialKind.KeyPair) >= 0)
            {
                keys.ClientTypes = GetTypes(
                    KeyChoices.FindOwn(Options, Credentials, CredentialKind.CertifiedKey) >= 0);
                keys.Present |= HelloKeys.ClientCertificateType;
            }
        }

        private static byte[] GetTypes(bool hasCertificates)
        {
            return hasCertificates
                ? new byte[] { HelloKeys.RawPublicKey, HelloKeys.X509 }
                : new byte[] { HelloKeys.RawPublicKey };
        }

        /// <summary>
        /// Offers a ticket and a pre-shared key, as far as there are any.
        /// </summary>
        private bool OfferPsks()
        {
            PskOffers offers = new PskOffers();

            OfferTicket(offers);

            int tag = Credentials.Select(Options.CredentialTag, null, 0, 0);

            if (tag >= 0)
            {
                OfferKey(offers, tag);
            }

            // Also said by who has no key yet, and wants a ticket (RFC 9846, section 4.2.9).
            if (offers.Count > 0 || Options.Resumption != null)
            {
                _content.Modes = Context.PskModes;
                _content.Present |= HelloContent.PskModes;
            }

            if (offers.Count == 0)
            {
                return false;
            }

            _content.Psks = offers;
            _content.Present |= HelloContent.PreSharedKey;
            return true;
        }

        private void OfferTicket(PskOffers offers)
        {
            byte[] bytes = Options.Resumption == null ? null : Context.Host.CopyState();
            ResumableState state = bytes == null ? null : ResumableState.Read(bytes, true);

            if (state == null)
            {
                return;
            }

            uint age = Time32.Since(state.Received, Context.Now);

            // RFC 9846, section 4.2.11.1: no longer than its lifetime; and a key that is gone opens nothing any more.
            if (state.Kind == Context.Kind && age / 1000 < (uint)state.Lifetime && IsStillTrusted(state))
            {
                OfferedKey key = new OfferedKey
                {
                    KeyLength = KeySchedule.HashLength,
                    Binder = OfferedKey.ResumptionBinder,
                    Tag = state.CredentialTag,
                    Identity = state.Identity,
                    IsTicket = true,
                };

                Array.Copy(state.Key, 0, key.Key, 0, KeySchedule.HashLength);
                offers.Identities[offers.Count] = state.Ticket;
                offers.Ages[offers.Count] = Context.Now - state.Received + state.AgeAdd;
                _keys[offers.Count++] = key;
            }

            state.Dispose();
        }

        private bool IsStillTrusted(ResumableState state)
        {
            return StateTrust.IsStillTrusted(Credentials, Options, state);
        }

        private void OfferKey(PskOffers offers, int tag)
        {
            OfferedKey key = new OfferedKey
            {
                Binder = OfferedKey.ExternalBinder,
                Tag = tag,
                Identity = Credentials.GetIdentity(tag),
            };

            key.KeyLength = Context.Host.ReadKey(tag, key.Key);

            if (key.KeyLength == 0 || key.Identity == null)
            {
                return;
            }

            byte[] identity = key.Identity;

            if (Options.ImportsPreSharedKeys)
            {
                identity = ImportedIdentity.Create(key.Identity, Context.Kind);
                key.Import(Keys, identity);
            }

            offers.Identities[offers.Count] = identity;
            _keys[offers.Count++] = key;
        }

        private int FindCurve(int group)
        {
            NamedCurve[] curves = _content.Keys.Curves;

            for (int i = 0; curves != null && i < curves.Length; i++)
            {
                if (SupportedGroupsExtension.GetGroup(curves[i]) == group)
                {
                    return i;
                }
            }

            return -1;
        }

        private TlsErrorCause SendHello()
        {
            if (_content.Has(HelloContent.KeyShare))
            {
                _content.Group = SupportedGroupsExtension.GetGroup(Work.Curve);
                _content.Share = Work.GetShare();
            }

            Flight.Clear();
            ClientHello.Write(
                BeginMessage(HandshakeType.ClientHello, RecordLayer13.PlainEpoch, GetHelloLength()), _content,
                ClientRandom, Context.Suites, Context.OlderSuites, _offer);

            int count = Flight.EndMessage();

            if (count < 0)
            {
                return TlsErrorCause.InternalError;
            }

            int header = IsDatagram ? RecordHeader.DtlsHandshakeLength : RecordHeader.TlsHandshakeLength;

            AddHello(Flight.Buffer, Flight.MessageOffset + header, count);
            NextSent++;
            _helloLength = header + count;

            if (Context.OlderSuites != null)
            {
                Hello = new byte[_helloLength];
                Array.Copy(Flight.Buffer, Flight.MessageOffset, Hello, 0, _helloLength);
            }

            return TlsErrorCause.None;
        }

        /// <summary>
        /// Adds the hello to the transcript, in two parts where it has binders: they are made of the first one.
        /// </summary>
        private void AddHello(byte[] buffer, int body, int count)
        {
            if (!_content.Has(HelloContent.PreSharedKey))
            {
                AddToTranscript(HandshakeType.ClientHello, buffer, body, count);
                return;
            }

            byte[] header = new byte[RecordHeader.TlsHandshakeLength];
            int binders = _content.Psks.BindersOffset;

            header[0] = HandshakeType.ClientHello;
            WireWriter.PutUInt24(header, 1, count);
            Transcript.Update(header, 0, header.Length);
            Transcript.Update(buffer, body, binders - body);

            byte[] digest = GetDigest();
            int binder = binders + 3;

            for (int i = 0; i < _content.Psks.Count; i++)
            {
                Keys.Begin(_keys[i].Key, _keys[i].KeyLength);
                Keys.ComputeBinder(_keys[i].Binder, digest, buffer, binder);
                binder += 1 + PreSharedKeyExtension.BinderLength;
            }

            Transcript.Update(buffer, binders, body + count - binders);
        }

        private int GetHelloLength()
        {
            int length = HelloRoom + 2 * Context.Suites.Length;

            length += Context.OlderSuites == null ? 0 : 2 * Context.OlderSuites.Length;
            length += _content.CookieContent == null ? 0 : _content.CookieContent.Length;
            length += _content.OlderCookie == null ? 0 : _content.OlderCookie.Length;
            length += _content.Keys.Name == null ? 0 : _content.Keys.Name.Length;

            for (int i = 0; _content.Keys.Protocols != null && i < _content.Keys.Protocols.Length; i++)
            {
                length += 1 + _content.Keys.Protocols[i].Length;
            }

            for (int i = 0; _content.Psks != null && i < _content.Psks.Count; i++)
            {
                length += 7 + PreSharedKeyExtension.BinderLength + _content.Psks.Identities[i].Length;
            }

            return length;
        }
    }
}
