//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Managed.Extensions;
using NanoTlsMan.Managed.Messages;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed.Handshake
{
    /// <content>
    /// Resumption, as a server has it: by session ID from its cache, or by ticket (RFC 5077) without any memory.
    /// Whatever a client offers that is unknown, old, damaged or somebody else's costs it a full handshake.
    /// </content>
    internal sealed partial class Server12
    {
        // Random, and twice as long as anybody could guess.
        private const int SessionIdLength = 16;

        internal override byte[] CreateState()
        {
            return DescribeSession();
        }

        private byte[] DescribeSession()
        {
            byte[] proof = IsExtendedMasterSecret ? ComputeProof(CredentialTag, null) : null;

            return proof == null ? null : WriteState(null, null, proof);
        }

        private void PrepareResumption()
        {
            if (Parameters.Options.SessionCache != null || Parameters.Options.TicketKeys != null)
            {
                Resumption = new ResumptionProgress();
            }
        }

        /// <summary>
        /// Finds the session that a client wants to resume.
        /// </summary>
        /// <returns>The session, which the caller disposes of; <see langword="null"/> if there is none of
        /// ours.</returns>
        private ResumableState FindSession(ClientHelloView hello, HelloExtensions offered)
        {
            if (Resumption == null)
            {
                return null;
            }

            // RFC 5077, section 3.4: beside a ticket the session ID names no session.
            bool isById = offered.TicketLength == 0;
            byte[] found = isById ? FindById(hello) : FindByTicket(hello, offered);
            ResumableState state = found == null ? null : ResumableState.Read(found, TlsRole.Server);

            if (state != null && !IsAsItWas(state, hello, offered))
            {
                state.Dispose();
                return null;
            }

            if (state != null && isById)
            {
                Resumption.SessionId = Bytes.Copy(hello.Buffer, hello.SessionIdOffset, hello.SessionIdLength);
            }

            return state;
        }

        private byte[] FindById(ClientHelloView hello)
        {
            return Parameters.Options.SessionCache == null || hello.SessionIdLength == 0
                ? null
                : Parameters.Sessions.FindState(hello.Buffer, hello.SessionIdOffset, hello.SessionIdLength);
        }

        private byte[] FindByTicket(ClientHelloView hello, HelloExtensions offered)
        {
            return Parameters.Options.TicketKeys == null
                ? null
                : Parameters.Sessions.OpenTicket(hello.Buffer, offered.TicketOffset, offered.TicketLength);
        }

        /// <summary>
        /// Tells whether everything that the session is bound to is as it was.
        /// </summary>
        private bool IsAsItWas(ResumableState state, ClientHelloView hello, HelloExtensions offered)
        {
            int code = offered.Has(HelloExtensions.HasRecordSizeLimit) ? 0 : offered.MaxFragmentLengthCode;

            // RFC 6066, section 4: max_fragment_length stays for all of the session, so a client that wants another
            // needs another session.
            if (state.Kind != Parameters.Kind || code != state.MaxFragmentLengthCode
                || !hello.Offers((ushort)state.CipherSuite)
                || Array.IndexOf(Parameters.Suites, (ushort)state.CipherSuite, 0, Parameters.Suites.Length) < 0
                || Parameters.Credentials.FindIdentity(state.Identity, 0, state.Identity.Length)
                != state.CredentialTag)
            {
                return false;
            }

            // The credential is still there; and so has to be its key, or a device whose key was changed because it is
            // in wrong hands would still get in.
            byte[] proof = ComputeProof(state.CredentialTag, state.MasterSecret);

            return proof != null && ConstantTime.AreEqual(proof, 0, state.Proof, 0, ResumableState.ProofLength);
        }

        /// <summary>
        /// Answers with the flight of an abbreviated handshake (RFC 5246, section 7.3).
        /// </summary>
        private TlsErrorCause SendResumed(ClientHelloView hello, HelloExtensions answers, ResumableState state)
        {
            ResumeKeys(state);
            BeginFlight();
            ServerHello.Write(
                Flight.BeginMessage(HandshakeType.ServerHello, NextSent), Parameters.Kind, Randoms, hello.Buffer,
                hello.SessionIdOffset, hello.SessionIdLength, CipherSuite, answers);

            TlsErrorCause error = EndMessage();

            AgreeOnFragmentLength(answers);
            return error == TlsErrorCause.None ? QueueFinished() : error;
        }

        /// <summary>
        /// Decides what a full handshake leaves for a later one: a ticket, if the client asked for one; or else a
        /// session ID.
        /// </summary>
        private TlsErrorCause PrepareGifts(HelloExtensions offered, HelloExtensions answers)
        {
            // RFC 7627, section 5.3: a session without extended_master_secret is not resumed.
            if (Resumption == null || !IsExtendedMasterSecret || !IsResumable)
            {
                return TlsErrorCause.None;
            }

            if (Parameters.Options.TicketKeys != null && offered.Has(HelloExtensions.HasSessionTicket))
            {
                Resumption.HasTicket = true;
                answers.Add(HelloExtensions.HasSessionTicket);
            }
            else if (Parameters.Options.SessionCache != null)
            {
                byte[] id = new byte[SessionIdLength];

                if (!Parameters.Random.TryFill(id, 0, SessionIdLength))
                {
                    return TlsErrorCause.RandomFailed;
                }

                Resumption.NewSessionId = id;
            }

            return TlsErrorCause.None;
        }

        /// <summary>
        /// Queues the ticket that was announced. Where none can be made, it is an empty one (RFC 5077, section 3.3).
        /// </summary>
        private TlsErrorCause QueueTicket()
        {
            byte[] state = DescribeSession();
            byte[] ticket = null;

            if (state != null)
            {
                ticket = Parameters.Sessions.SealTicket(state);
                Bytes.Wipe(state);
            }

            NewSessionTicket.Write(
                Flight.BeginMessage(HandshakeType.NewSessionTicket, NextSent),
                Parameters.Options.TicketKeys.Lifetime / 1000, ticket);
            return EndMessage();
        }
    }
}
