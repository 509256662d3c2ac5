//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Managed.Handshake;

namespace NanoTlsMan.Managed
{
    /// <content>
    /// The sessions that may be resumed, between the handshake and the options.
    /// </content>
    internal abstract partial class Engine12 : ISessionSource
    {
        /// <inheritdoc/>
        public override bool IsResumed
        {
            get { return _kept != null && _kept.IsResumed; }
        }

        /// <inheritdoc/>
        byte[] ISessionSource.CopyState()
        {
            return CopyState(Options.Resumption);
        }

        /// <inheritdoc/>
        byte[] ISessionSource.FindState(byte[] buffer, int offset, int count)
        {
            return FindState(Options.SessionCache, buffer, offset, count, Now);
        }

        /// <inheritdoc/>
        byte[] ISessionSource.SealTicket(byte[] state)
        {
            return SealTicket(Options.TicketKeys, state, Now);
        }

        /// <inheritdoc/>
        byte[] ISessionSource.OpenTicket(byte[] buffer, int offset, int count)
        {
            return OpenTicket(Options.TicketKeys, buffer, offset, count, Now);
        }

        /// <summary>
        /// Keeps the session for later handshakes, now that this one is complete.
        /// </summary>
        private void KeepResumable()
        {
            bool isResumed = Machine.IsResumed;

            if (isResumed)
            {
                Keep().IsResumed = true;
            }

            if (Role == TlsRole.Client)
            {
                if (Options.Resumption != null)
                {
                    KeepState(Options.Resumption, Machine.CreateState());
                }

                return;
            }

            byte[] id = Machine.CachedSessionId;

            if (id != null && !isResumed)
            {
                byte[] state = Machine.CreateState();

                if (state == null)
                {
                    return;
                }

                KeepState(Options.SessionCache, id, state, Now);
            }

            if (id != null)
            {
                Keep().CachedSessionId = id;
            }
        }

        /// <inheritdoc/>
        protected override void ForgetResumable(TlsErrorCause cause, TlsAlert alert)
        {
            // RFC 5246, section 7.2.2: what a fatal alert has ended is not resumed.
            bool isFatal = alert != TlsAlert.None || cause == TlsErrorCause.AlertReceived;

            if (Role == TlsRole.Server)
            {
                // Only the peer that holds the keys can have spoiled it: of an unfinished handshake anybody can be the
                // client who has seen the session ID.
                if (isFatal && _kept != null && _kept.CachedSessionId != null)
                {
                    ForgetState(Options.SessionCache, _kept.CachedSessionId);
                }

                return;
            }

            // In a handshake the offer may be what the server does not get on with, and another one must not end like
            // it, nor in silence again and again. A server that says nothing at all is only not there.
            if (Options.Resumption != null
                && (Machine == null ? isFatal
                : Machine.IsOffering && (cause != TlsErrorCause.HandshakeTimeout || Machine.HasReceived)))
            {
                Options.Resumption.Clear();
            }
        }
    }
}
