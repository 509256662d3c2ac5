//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Managed.Messages;
using NanoTlsMan.Managed.Extensions;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed.Handshake
{
    /// <content>
    /// Resumption, as a client has it: by session ID, or by ticket (RFC 5077).
    /// </content>
    internal sealed partial class Client12
    {
        // RFC 5077, section 3.4: beside a ticket stands a session ID of the client's own, by whose repetition it tells
        // that the ticket was taken.
        private const int FreshSessionIdLength = 16;

        // By how much a ClientHello may be longer than its ticket.
        private const int HelloRoom = 256;

        internal override byte[] CreateState()
        {
            ResumptionProgress resumption = Resumption;
            byte[] none = new byte[0];

            // RFC 5077, section 3.4: whoever gets a ticket has no use for the session ID. A hello that offered 1.3 as
            // well asked for none.
            return resumption == null || !IsExtendedMasterSecret || !IsResumable ? null
                : resumption.NewTicket != null ? WriteState(none, resumption.NewTicket, null)
                : resumption.IsAccepted ? WriteState(resumption.Offered.SessionId, resumption.Offered.Ticket, null)
                : resumption.NewSessionId != null ? WriteState(resumption.NewSessionId, none, null)
                : null;
        }

        private TlsErrorCause PrepareResumption()
        {
            if (Parameters.Options.Resumption == null)
            {
                return TlsErrorCause.None;
            }

            Resumption = new ResumptionProgress();
            _offer.Add(HelloExtensions.HasSessionTicket);

            byte[] kept = Parameters.Sessions.CopyState();
            ResumableState state = kept == null ? null : ResumableState.Read(kept, TlsRole.Client);

            if (state == null)
            {
                return TlsErrorCause.None;
            }

            if (!MayOffer(state))
            {
                state.Dispose();
                return TlsErrorCause.None;
            }

            byte[] sessionId = state.SessionId;

            if (state.Ticket.Length > 0)
            {
                _offer.Ticket = state.Ticket;
                sessionId = new byte[FreshSessionIdLength];

                if (!Parameters.Random.TryFill(sessionId, 0, FreshSessionIdLength))
                {
                    state.Dispose();
                    return TlsErrorCause.RandomFailed;
                }
            }

            Resumption.Offered = state;
            Resumption.SessionId = sessionId;
            Flight.Reserve(sessionId.Length + state.Ticket.Length);
            return TlsErrorCause.None;
        }

        /// <summary>
        /// Tells whether a session can be offered: everything that it is bound to is as it was.
        /// </summary>
        private bool MayOffer(ResumableState state)
        {
            TlsSessionOptions options = Parameters.Options;
            byte[] identity = options.CredentialTag == TlsSessionOptions.AnyCredential
                || options.CredentialTag == state.CredentialTag
                ? Parameters.Credentials.GetIdentity(state.CredentialTag)
                : null;

            return state.Kind == Parameters.Kind
                && identity != null && identity.Length == state.Identity.Length
                && ConstantTime.AreEqual(identity, 0, state.Identity, 0, identity.Length)

                // RFC 5246, section 7.4.1.2: the session's suite is among those that are offered.
                && Array.IndexOf(Parameters.Suites, (ushort)state.CipherSuite, 0, Parameters.Suites.Length) >= 0

                // RFC 6066, section 4: its max_fragment_length goes along.
                && (state.MaxFragmentLengthCode == 0
                || MaxFragmentLengthExtension.ToLength(state.MaxFragmentLengthCode) == options.MaxFragmentLength)

                // A server without state cannot take a hello in parts.
                && (!IsDatagram || state.Ticket.Length == 0 || state.Ticket.Length + HelloRoom <= options.Mtu);
        }

        /// <summary>
        /// Tells whether the server has taken the offer.
        /// </summary>
        /// <param name="sessionId">Where the server's session ID begins.</param>
        /// <param name="length">Its length, in bytes.</param>
        private bool IsAccepted(int sessionId, int length)
        {
            return IsOffering && length == Resumption.SessionId.Length
                && ConstantTime.AreEqual(Resumption.SessionId, 0, Reader.Buffer, sessionId, length);
        }

        private TlsErrorCause Resume(int suite, HelloExtensions answers)
        {
            ResumableState state = Resumption.Offered;

            // RFC 5246, section 7.4.1.3: the suite is the session's.
            if (suite != state.CipherSuite)
            {
                return TlsErrorCause.IllegalParameter;
            }

            // RFC 7627, section 5.3: the session has extended_master_secret, and so has the answer.
            if (!IsExtendedMasterSecret)
            {
                return TlsErrorCause.LegacyPeer;
            }

            // RFC 6066, section 4: the session's length applies, whether or not it is answered once more.
            if (state.MaxFragmentLengthCode != 0 && !answers.Has(HelloExtensions.HasRecordSizeLimit))
            {
                SetFragmentLength(state.MaxFragmentLengthCode);
            }

            ResumeKeys(state);
            return TlsErrorCause.None;
        }

        /// <summary>
        /// Takes note of what the server leaves for a later handshake.
        /// </summary>
        private TlsErrorCause NoteGifts(HelloExtensions answers, int sessionId, int length)
        {
            if (Resumption == null)
            {
                return TlsErrorCause.None;
            }

            Resumption.HasTicket = answers.Has(HelloExtensions.HasSessionTicket);

            if (length > 0)
            {
                Resumption.NewSessionId = Bytes.Copy(Reader.Buffer, sessionId, length);
            }

            // RFC 5077, section 3.2: a server's extension is empty.
            return answers.TicketLength > 0 ? TlsErrorCause.DecodeError : TlsErrorCause.None;
        }

        private TlsErrorCause HandleNewSessionTicket()
        {
            int length = NewSessionTicket.Read(Reader);

            if (length < 0)
            {
                return TlsErrorCause.DecodeError;
            }

            // An empty one says that there is none after all (RFC 5077, section 3.3). One that is too long to be kept
            // is as good as none; the session ID that stood beside it has no meaning then.
            if (length > 0)
            {
                Resumption.NewSessionId = null;
            }

            if (length > 0 && length <= ResumableState.MaxTicketLength)
            {
                Resumption.NewTicket = Reader.CopyLast(length);
            }

            return TlsErrorCause.None;
        }
    }
}
