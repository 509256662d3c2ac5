//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Native;
using NanoTlsMan.Wire;

namespace NanoTlsMan.NativeStacks
{
    /// <summary>
    /// What a client may resume, and the keys of a server's tickets, on their way to the native side and back.
    /// </summary>
    internal sealed partial class NativeEngine
    {
        // More is not kept: a saved one would be refused.
        private const int LongestState = 2048;

        // Most have less than half of it.
        private const int UsualState = 512;

        private bool _isOffering;
        private bool _isResumed;

        /// <inheritdoc/>
        public override bool IsResumed
        {
            get { return _isResumed; }
        }

        /// <summary>
        /// Hands over, before the start, what may be resumed.
        /// </summary>
        private int PrepareResumption()
        {
            TlsResumptions can = _stack.Capabilities.SupportsResumption;

            if (_role == TlsRole.Client)
            {
                return _options.Resumption == null || (can & TlsResumptions.Client) == 0
                    ? TlsManStatus.Ok
                    : OfferResumption();
            }

            if (_options.TicketKeys == null || (can & TlsResumptions.ServerTickets) == 0)
            {
                return TlsManStatus.Ok;
            }

            byte[] keys = CopyKeys(_options.TicketKeys, _now);

            // Without randomness there are no tickets, but may be sessions.
            return keys == null ? TlsManStatus.Ok : SetAndWipe(NativeId.BytesTicketKeys, keys);
        }

        private int OfferResumption()
        {
            byte[] state = CopyState(_options.Resumption);
            byte[] own = state == null ? null : Unwrap(state);

            _isOffering = own != null;

            // With nothing to resume it asks for a ticket.
            return SetAndWipe(NativeId.BytesResumption, own == null ? new byte[0] : own);
        }

        private int SetAndWipe(int id, byte[] bytes)
        {
            int status = NativeCalls.SetBytes(_handle, id, bytes, 0, bytes.Length);

            Array.Clear(bytes, 0, bytes.Length);
            return status;
        }

        /// <summary>
        /// Keeps the session for later handshakes, now that this one is complete.
        /// </summary>
        private void KeepResumable()
        {
            _isResumed = NativeCalls.GetNumber(_handle, NativeId.NumberIsResumed, 0) > 0;

            if (_role == TlsRole.Client && _options.Resumption != null)
            {
                KeepState(_options.Resumption, CreateState());
            }
        }

        /// <summary>
        /// Forgets what could be resumed of a session that fails. In a handshake the offer may be what the server does
        /// not get on with, and another one must not end like it; a server that says nothing at all is only not there.
        /// What a fatal alert has ended is not resumed (RFC 5246, section 7.2.2).
        /// </summary>
        private void ForgetResumable(TlsErrorCause cause, TlsAlert alert, TlsAwaited awaited)
        {
            if (_role == TlsRole.Server || _options.Resumption == null)
            {
                return;
            }

            bool isSilent = cause == TlsErrorCause.HandshakeTimeout
                && (awaited == TlsAwaited.ServerHello || awaited == TlsAwaited.ServerHelloAfterCookie);
            bool isFatal = alert != TlsAlert.None || cause == TlsErrorCause.AlertReceived;

            if (_phase == Phase.Handshake ? _isOffering && !isSilent : _phase == Phase.Connected && isFatal)
            {
                _options.Resumption.Clear();
            }
        }

        private byte[] CreateState()
        {
            byte[] buffer = new byte[UsualState];
            int count = NativeCalls.GetBytes(_handle, NativeId.BytesResumption, buffer, 0, buffer.Length);

            if (count == TlsManStatus.TooLong)
            {
                buffer = new byte[LongestState];
                count = NativeCalls.GetBytes(_handle, NativeId.BytesResumption, buffer, 0, buffer.Length);
            }

            byte[] state = null;

            if (count > 0 && 1 + _stack.Name.Length + count <= LongestState)
            {
                state = Wrap(buffer, count);
            }

            Array.Clear(buffer, 0, buffer.Length);
            return state;
        }

        // Other stacks keep theirs in the same object: the stack's name comes first.
        private byte[] Wrap(byte[] buffer, int count)
        {
            string name = _stack.Name;
            byte[] state = new byte[1 + name.Length + count];

            state[0] = (byte)name.Length;
            AsciiText.Put(name, state, 1);
            Array.Copy(buffer, 0, state, 1 + name.Length, count);
            return state;
        }

        /// <summary>
        /// Takes off the stack's name.
        /// </summary>
        /// <param name="state">The state, which is wiped.</param>
        /// <returns>What the native side gave; <see langword="null"/> if it is another stack's.</returns>
        private byte[] Unwrap(byte[] state)
        {
            string name = _stack.Name;
            int start = 1 + name.Length;
            bool isOwn = state.Length > start && AsciiText.IsAt(name, state, 1, state[0]);
            byte[] own = isOwn ? new byte[state.Length - start] : null;

            if (isOwn)
            {
                Array.Copy(state, start, own, 0, own.Length);
            }

            Array.Clear(state, 0, state.Length);
            return own;
        }
    }
}
