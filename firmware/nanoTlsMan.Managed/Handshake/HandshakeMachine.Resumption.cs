//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed.Handshake
{
    /// <content>
    /// What a client's and a server's abbreviated handshake (RFC 5246, section 7.3) have in common.
    /// </content>
    internal abstract partial class HandshakeMachine
    {
        /// <summary>Gets a value indicating whether the handshake is an abbreviated one: the server's flight is whole,
        /// and the client's is the last.</summary>
        internal bool IsResumed
        {
            get { return Resumption != null && Resumption.IsAccepted; }
        }

        /// <summary>Gets a value indicating whether a client has offered a session.</summary>
        internal bool IsOffering
        {
            get { return Resumption != null && Resumption.Offered != null; }
        }

        /// <summary>Gets a value indicating whether this side sends the last flight, and may have to send it
        /// again.</summary>
        internal bool IsLastToSend
        {
            get { return (_role == TlsRole.Client) == IsResumed; }
        }

        /// <summary>Gets the session ID that a server knows the session by, or <see langword="null"/>.</summary>
        internal byte[] CachedSessionId
        {
            get
            {
                return Resumption == null ? null
                    : Resumption.IsAccepted ? Resumption.SessionId : Resumption.NewSessionId;
            }
        }

        /// <summary>Gets or sets how far resumption is; <see langword="null"/> where nothing is resumed, and nothing
        /// left for later.</summary>
        protected ResumptionProgress Resumption { get; set; }

        /// <summary>
        /// Describes the session for later handshakes, now that this one is complete.
        /// </summary>
        /// <returns>The state, which is the caller's; <see langword="null"/> if it cannot be resumed.</returns>
        internal abstract byte[] CreateState();

        /// <summary>
        /// Takes the master secret of the session that is resumed, and derives the keys.
        /// </summary>
        protected void ResumeKeys(ResumableState state)
        {
            CipherSuite = state.CipherSuite;
            CredentialTag = state.CredentialTag;
            Identity = state.Identity;
            _keys.SetMasterSecret(state.MasterSecret);
            Resumption.IsAccepted = true;
            UseMasterSecret();
        }

        /// <summary>
        /// Describes the session, as far as both roles do.
        /// </summary>
        protected byte[] WriteState(byte[] sessionId, byte[] ticket, byte[] proof)
        {
            ResumableState state = new ResumableState
            {
                Kind = _parameters.Kind,
                CipherSuite = CipherSuite,
                MaxFragmentLengthCode = Resumption.MaxFragmentLengthCode,
                CredentialTag = CredentialTag,
                Identity = Identity,
                SessionId = sessionId,
                Ticket = ticket,
                Proof = proof,
            };

            return state.Write(_keys.MasterSecret);
        }

        /// <summary>
        /// Proves that a server's credential has the key of the session.
        /// </summary>
        /// <param name="tag">The credential's tag.</param>
        /// <param name="masterSecret">The session's master secret; <see langword="null"/> for this
        /// handshake's.</param>
        /// <returns>The proof; <see langword="null"/> if the credential is gone.</returns>
        protected byte[] ComputeProof(int tag, byte[] masterSecret)
        {
            byte[] key = new byte[CredentialStore.MaxKeyLength];
            byte[] mac = new byte[TranscriptHash.DigestLength];
            byte[] proof = null;
            int keyLength = _parameters.KeySource.ReadKey(tag, key);

            if (keyLength > 0)
            {
                _parameters.Ciphers.ComputeHmac(
                    key, 0, keyLength, masterSecret == null ? _keys.MasterSecret : masterSecret, 0,
                    KeySchedule.MasterSecretLength, mac, 0);
                proof = Bytes.Copy(mac, 0, ResumableState.ProofLength);
            }

            Bytes.Wipe(key);
            return proof;
        }

        /// <summary>
        /// Chooses between the two rows that the table has for a message: the hellos decide which of them is meant.
        /// </summary>
        /// <param name="type">The message that was handled.</param>
        /// <param name="next">The first row's state.</param>
        /// <returns>The state.</returns>
        private HandshakeState ChooseState(int type, HandshakeState next)
        {
            if (_parameters.Exchange != null && IsEphemeral && !IsResumed)
            {
                next = ChooseExchangeState(type, next);
            }

            if (Resumption == null)
            {
                return next;
            }

            if (Resumption.IsAccepted && (type == HandshakeType.ClientHello || type == HandshakeType.ServerHello))
            {
                next = HandshakeState.AwaitChangeCipherSpec;
            }

            // RFC 5077, section 3.3: whoever was told of a ticket gets one before the ChangeCipherSpec.
            return next == HandshakeState.AwaitChangeCipherSpec && _role == TlsRole.Client && Resumption.HasTicket
                && type != HandshakeType.NewSessionTicket
                ? HandshakeState.AwaitNewSessionTicket
                : next;
        }

        private void WipeOffer()
        {
            if (IsOffering)
            {
                Resumption.Offered.Dispose();
            }
        }
    }
}
