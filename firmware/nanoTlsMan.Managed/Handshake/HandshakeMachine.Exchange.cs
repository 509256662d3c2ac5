//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Managed.Messages;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed.Handshake
{
    /// <content>
    /// The exchange of keys with public-key cryptography, and how the handshake waits for its calculations.
    /// </content>
    internal abstract partial class HandshakeMachine
    {
        private byte[] _rest;
        private int _restEpoch;
        private bool _isContinuing;

        /// <summary>Gets a value indicating whether there is something to compute before the handshake goes on. Until
        /// then records are kept, not handled.</summary>
        internal bool IsBusy
        {
            get { return Exchange != null && Exchange.IsBusy; }
        }

        /// <summary>Gets or sets a value indicating whether records are handled that were kept: what is repeated in
        /// them is no repetition of the peer's.</summary>
        internal bool IsReplaying { get; set; }

        /// <summary>Gets the exchange, or <see langword="null"/> where there are pre-shared keys only.</summary>
        internal KeyExchange Exchange
        {
            get { return _parameters.Exchange; }
        }

        /// <summary>Gets a value indicating whether the agreed suite exchanges key shares.</summary>
        protected bool IsEphemeral
        {
            get { return Exchange != null && Exchange.IsEphemeral; }
        }

        /// <summary>Gets a value indicating whether the session can be resumed: a pre-shared key
        /// authenticates.</summary>
        protected bool IsResumable
        {
            get { return !IsEphemeral || Exchange.IsPreShared; }
        }

        /// <summary>
        /// Does a step of what is to be computed, and goes on with the handshake after the last one.
        /// </summary>
        /// <param name="now">The present time.</param>
        /// <returns>The error, or <see cref="TlsErrorCause.None"/>.</returns>
        internal TlsErrorCause Compute(int now)
        {
            TlsErrorCause error = Exchange.Compute();

            if (error == TlsErrorCause.None && !Exchange.IsBusy)
            {
                // The time that this took is not the peer's.
                if (_timer.IsArmed)
                {
                    ArmTimer(now);
                }

                error = _isContinuing ? ContinueAfterComputing() : TlsErrorCause.None;
            }

            if (error == TlsErrorCause.None && !IsBusy && _rest != null)
            {
                byte[] rest = _rest;

                _rest = null;
                error = HandleStream(rest, 0, rest.Length, _restEpoch);
            }

            return error;
        }

        /// <summary>
        /// Tells whether a handshake record holds only what was handled before, so that it is not worth keeping.
        /// </summary>
        internal bool IsStale(byte[] buffer, int offset, int count)
        {
            return count >= RecordHeader.DtlsHandshakeLength
                && ((HandshakeHeader.GetSequence(buffer, offset) - _nextReceived) & 0x8000) != 0
                && RecordHeader.DtlsHandshakeLength + HandshakeHeader.GetFragmentLength(buffer, offset) == count;
        }

        /// <summary>
        /// Goes on once all is computed that was begun.
        /// </summary>
        /// <returns>The error, or <see cref="TlsErrorCause.None"/>.</returns>
        protected TlsErrorCause WhenComputed(TlsErrorCause begun)
        {
            if (begun != TlsErrorCause.None)
            {
                return begun;
            }

            _isContinuing = true;
            return Exchange.IsBusy ? TlsErrorCause.None : ContinueAfterComputing();
        }

        /// <summary>
        /// Goes on with the handshake: all is computed.
        /// </summary>
        /// <returns>The error, or <see cref="TlsErrorCause.None"/>.</returns>
        protected abstract TlsErrorCause Continue();

        /// <summary>
        /// Takes a message of the exchange, and then counts it into the transcript.
        /// </summary>
        /// <returns>The error, or <see cref="TlsErrorCause.None"/>.</returns>
        protected TlsErrorCause HandleExchangeMessage(int type, byte[] message, int offset, int count)
        {
            TlsErrorCause error = Exchange.ReadMessage(type, Reader, Transcript);

            Transcript.Update(message, offset, count);
            return error;
        }

        /// <summary>
        /// Queues a message of the exchange.
        /// </summary>
        /// <returns>The error, or <see cref="TlsErrorCause.None"/>.</returns>
        protected TlsErrorCause QueueExchangeMessage(int type)
        {
            Exchange.WriteMessage(type, Flight.BeginMessage(type, NextSent));
            return EndMessage();
        }

        /// <summary>
        /// Derives the secrets of a suite without pre-shared key: the ClientKeyExchange is in the transcript.
        /// </summary>
        protected void DeriveKeys(byte[] secret)
        {
            _keys.DeriveMasterSecret(secret, secret.Length, Transcript, Randoms, IsExtendedMasterSecret);
            UseMasterSecret();
        }

        private TlsErrorCause ContinueAfterComputing()
        {
            _isContinuing = false;
            return Continue();
        }

        // Between the rows of the table, the agreed suite and what was asked decide.
        private HandshakeState ChooseExchangeState(int type, HandshakeState next)
        {
            switch (type)
            {
                case HandshakeType.ServerHello:
                    return Exchange.IsPreShared ? HandshakeState.AwaitKeyShare : HandshakeState.AwaitCertificate;

                case HandshakeType.ServerKeyExchange:
                    return Exchange.IsPreShared ? HandshakeState.AwaitServerHelloDone : next;

                case HandshakeType.ClientHello:
                    return Exchange.IsClientAsked ? HandshakeState.AwaitClientCertificate : next;

                case HandshakeType.ClientKeyExchange:
                    return Exchange.IsClientProving ? HandshakeState.AwaitCertificateVerify : next;

                default:
                    return next;
            }
        }

        // What comes behind a message in the same record of a stream waits until the message is dealt with.
        private void KeepRest(byte[] buffer, int offset, int count, int epoch)
        {
            _rest = Bytes.Copy(buffer, offset, count);
            _restEpoch = epoch;
        }
    }
}
