//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Managed13.Handshake;

namespace NanoTlsMan.Managed13
{
    /// <content>
    /// What the handshake asks of its engine: keys, tickets, the log of secrets.
    /// </content>
    internal abstract partial class Engine13
    {
        // Of a ticket that stands for a place in a cache.
        private const int NameLength = 32;

        /// <inheritdoc/>
        void IHandshakeHost.LogSecret(string label, byte[] clientRandom, byte[] secret)
        {
            LogSecret(Options, label, clientRandom, secret);
        }

        /// <inheritdoc/>
        byte[] IHandshakeHost.CopyState()
        {
            return CopyState(Options.Resumption);
        }

        /// <inheritdoc/>
        byte[] IHandshakeHost.OpenTicket(byte[] buffer, int offset, int count)
        {
            byte[] state = Options.TicketKeys == null ? null
                : OpenTicket(Options.TicketKeys, buffer, offset, count, Now);

            return state != null || Options.SessionCache == null || count != NameLength
                ? state
                : FindState(Options.SessionCache, buffer, offset, count, Now);
        }

        /// <summary>
        /// Makes a ticket of a state: sealed, or else the name of a place in the cache.
        /// </summary>
        private byte[] SealTicket(byte[] state)
        {
            if (Options.TicketKeys != null)
            {
                byte[] ticket = SealTicket(Options.TicketKeys, state, Now);

                Array.Clear(state, 0, state.Length);
                return ticket;
            }

            byte[] name = new byte[NameLength];

            if (!_stack.Random.TryFill(name, 0, NameLength))
            {
                Array.Clear(state, 0, state.Length);
                return null;
            }

            byte[] copy = new byte[NameLength];

            Array.Copy(name, 0, copy, 0, NameLength);
            KeepState(Options.SessionCache, name, state, Now);
            return copy;
        }

        private int GetTicketLifetime()
        {
            return (Options.TicketKeys == null ? TicketKeys.DefaultLifetime : Options.TicketKeys.Lifetime) / 1000;
        }

        /// <inheritdoc/>
        protected override void ForgetResumable(TlsErrorCause cause, TlsAlert alert)
        {
            // Another handshake must not end like this one.
            if (Role == TlsRole.Client && Options.Resumption != null && Machine != null
                && cause != TlsErrorCause.HandshakeTimeout)
            {
                Options.Resumption.Clear();
            }
        }

        /// <inheritdoc/>
        protected override bool TryCopyDecoy(byte[] key)
        {
            return _stack.TryCopyDecoy(key);
        }
    }
}
