//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using System.Threading;

namespace NanoTlsMan
{
    /// <content>
    /// How a channel is opened.
    /// </content>
    public sealed partial class TlsManSession
    {
        /// <summary>
        /// Opens the channel as a client (the RFC's tlsman_client_open_channel).
        /// </summary>
        /// <param name="flags">With <see cref="SecureSockFlags.NonBlock"/> it returns after the first flight is sent,
        /// otherwise when the channel is open or has failed.</param>
        /// <returns><see cref="TlsManStatus.Ok"/>, <see cref="TlsManStatus.Failed"/>,
        /// <see cref="TlsManStatus.NoStack"/>, <see cref="TlsManStatus.TableFull"/>, or
        /// <see cref="TlsManStatus.InvalidState"/>, as when the peer has a session already or the endpoint is disposed
        /// of.</returns>
        public int OpenClientChannel(SecureSockFlags flags)
        {
            return Open(TlsRole.Client, flags, _credentials);
        }

        /// <summary>
        /// Opens the channel as a server of a stream, or of the one datagram peer that the session was made for (the
        /// RFC's tlsman_server_open_channel). For datagrams of any peer there is <see cref="TlsListener"/>.
        /// </summary>
        /// <param name="flags">With <see cref="SecureSockFlags.NonBlock"/> it returns at once, otherwise when the
        /// channel is open or has failed.</param>
        /// <param name="credentials">The credentials of the clients.</param>
        /// <returns><see cref="TlsManStatus.Ok"/>, <see cref="TlsManStatus.Failed"/>,
        /// <see cref="TlsManStatus.NoStack"/>, <see cref="TlsManStatus.TableFull"/>, or
        /// <see cref="TlsManStatus.InvalidState"/>, as when the peer has a session already or the endpoint is disposed
        /// of.</returns>
        public int OpenServerChannel(SecureSockFlags flags, CredentialStore credentials)
        {
            return Open(TlsRole.Server, flags, credentials);
        }

        /// <summary>
        /// Waits until the channel is open or the session has ended.
        /// </summary>
        /// <param name="timeout">How long to wait, in milliseconds; Timeout.Infinite (-1) for as long as it takes,
        /// which is at most the <see cref="TlsSessionOptions.HandshakeTimeout"/>.</param>
        /// <returns><see cref="TlsManStatus.Ok"/>, <see cref="TlsManStatus.TimedOut"/>,
        /// <see cref="TlsManStatus.Closed"/>, <see cref="TlsManStatus.Failed"/> or
        /// <see cref="TlsManStatus.NotConnected"/> if it was never opened.</returns>
        public int WaitForChannel(int timeout)
        {
            int start = _endpoint.Transport.Now;

            while (true)
            {
                int now = _endpoint.Transport.Now;
                int left = Time32.Left(timeout, start, now);

                lock (_endpoint.SyncRoot)
                {
                    if (_state != State.Opening)
                    {
                        // A channel that was open is a success, whoever has closed it in order since.
                        return _state == State.Ended && _endReason == null && WasOpen
                            ? TlsManStatus.Ok
                            : Remember(GetStatus());
                    }

                    if (left == 0)
                    {
                        return Remember(TlsManStatus.TimedOut);
                    }
                }

                _endpoint.Await(now + left);
            }
        }

        /// <summary>
        /// Opens a fresh channel to the same peer, with new keys. It takes the place of a renegotiation, which is
        /// refused.
        /// </summary>
        /// <returns>What <see cref="OpenClientChannel"/> returns; <see cref="TlsManStatus.InvalidState"/> on a
        /// server.</returns>
        public int Rehandshake()
        {
            lock (_endpoint.SyncRoot)
            {
                if (_role != TlsRole.Client || _state == State.New
                    || _endpoint.Transport.Kind != TlsTransportKind.Datagram)
                {
                    return Remember(TlsManStatus.InvalidState);
                }

                SayGoodbye(null);
                _endpoint.FinishPending();
                _endpoint.DropData(this);
                _events = SessionEvents.None;
                _endReason = null;
                _state = State.New;
            }

            _endpoint.Flush();

            return Open(TlsRole.Client, _flags, _credentials);
        }

        private int Open(TlsRole role, SecureSockFlags flags, CredentialStore credentials)
        {
            lock (_endpoint.SyncRoot)
            {
                int status = Begin(role, flags, credentials);

                if (status != TlsManStatus.Ok)
                {
                    return Remember(status);
                }
            }

            _endpoint.Flush();
            _engine.OpenTransport(_endpoint.Transport);
            _endpoint.DrainRest(this);

            try
            {
                _endpoint.OnOpened(this);
            }
            catch (Exception)
            {
                lock (_endpoint.SyncRoot)
                {
                    Undo();
                }

                throw;
            }

            if ((flags & SecureSockFlags.NonBlock) != 0)
            {
                lock (_endpoint.SyncRoot)
                {
                    return _state == State.Ended ? Remember(GetStatus()) : TlsManStatus.Ok;
                }
            }

            return WaitForChannel(Timeout.Infinite);
        }

        private int Begin(TlsRole role, SecureSockFlags flags, CredentialStore credentials)
        {
            if (_state != State.New || credentials == null || _endpoint.IsDisposed)
            {
                return TlsManStatus.InvalidState;
            }

            TlsStack stack = _endpoint.Man.SelectStack(
                _endpoint.Transport.Kind, role, _options, credentials, null);

            if (stack == null)
            {
                return TlsManStatus.NoStack;
            }

            int now = _endpoint.Transport.Now;
            TlsEngine engine =
                stack.CreateEngine(role, _endpoint.Transport.Kind, _options, credentials, _endpoint.Drops);
            int status = _endpoint.Admit(this);

            if (status != TlsManStatus.Ok)
            {
                engine.Dispose();
                return status;
            }

            _role = role;
            _flags = flags;
            _credentials = credentials;
            _engine = engine;
            _state = State.Opening;
            LastActivity = now;

            try
            {
                _endpoint.KeepSecrets(engine, _options);
                _endpoint.NameSession(this, engine);
                engine.Start(now);
                _endpoint.Drain(this);
                return TlsManStatus.Ok;
            }
            catch (Exception)
            {
                Undo();
                throw;
            }
        }

        /// <summary>
        /// Leaves nothing of an opening that failed half way: the peer can be connected to again.
        /// </summary>
        private void Undo()
        {
            _endpoint.Release(this);
            _engine.Dispose();
            _engine = null;
            _events = SessionEvents.None;
            _endReason = null;
            _state = State.New;
        }
    }
}
