//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Wire;

namespace NanoTlsMan
{
    /// <content>
    /// An open session that outlives a deep sleep or a restart.
    /// </content>
    public sealed partial class TlsManSession
    {
        /// <summary>
        /// Gets a value indicating whether the peer knows this side's records wherever they come from, by a connection
        /// ID: then this side may move, sleep and be restored at another address.
        /// </summary>
        public bool SendsConnectionId
        {
            get { return _engine != null && _engine.SendsConnectionId; }
        }

        /// <summary>
        /// Saves the open session and ends it here, without a word to the peer: <see cref="EndReason"/> says
        /// <see cref="TlsErrorCause.Saved"/>. It goes on with <see cref="Restore"/>, once. Over a stream there is
        /// nothing to save, for the connection does not outlive this program.
        /// </summary>
        /// <remarks>
        /// The peer finds a session that was restored elsewhere by its connection ID, so both sides should have agreed
        /// on one (<see cref="TlsSessionOptions.ConnectionIdLength"/>). Data that nobody has retrieved can still be.
        /// </remarks>
        /// <param name="store">Keeps the state.</param>
        /// <param name="name">Its name there.</param>
        /// <param name="key">Seals it: 16 bytes that only this device knows.</param>
        /// <returns><see cref="TlsManStatus.Ok"/>; <see cref="TlsManStatus.StoreFailed"/>, and then the session has
        /// ended as well unless nothing was written; <see cref="TlsManStatus.NotConnected"/>,
        /// <see cref="TlsManStatus.Closed"/>, <see cref="TlsManStatus.Failed"/>; <see cref="TlsManStatus.WouldBlock"/>
        /// while something waits to leave; <see cref="TlsManStatus.InvalidState"/> over a stream, without
        /// <see cref="TlsSessionOptions.KeepMasterSecret"/>, or if the stack cannot.</returns>
        /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The key is not 16 bytes long.</exception>
        public int Save(SavedSessionStore store, string name, byte[] key)
        {
            if (store == null || name == null)
            {
                throw new ArgumentNullException();
            }

            SealedBlob.CheckKey(key);

            // Two threads with one name must not get the same generation.
            lock (store)
            {
                SavedState state = new SavedState(store, name);

                if (state.Prepare() != TlsErrorCause.None)
                {
                    return Remember(TlsManStatus.StoreFailed);
                }

                int status;

                lock (_endpoint.SyncRoot)
                {
                    status = SaveEngine(state, key);
                }

                _endpoint.Flush();

                if (status == TlsManStatus.Ok && state.Write() != TlsErrorCause.None)
                {
                    // Nobody knows whether it is there; it must not go on in two places.
                    _endReason = _endpoint.CreateError(TlsErrorCause.StoreFailed);
                    status = TlsManStatus.StoreFailed;
                }

                return Remember(status);
            }
        }

        /// <summary>
        /// Opens a session that <see cref="Save"/> has kept, without any handshake. What was kept is consumed before
        /// anything is sent: neither it nor an older one can be opened again, for the same numbers would seal other
        /// data.
        /// </summary>
        /// <param name="endpoint">Moves the session's bytes, over datagrams.</param>
        /// <param name="peer">Where the peer is now; <see langword="null"/> for where it was.</param>
        /// <param name="options">How it is to behave. What the handshake has agreed on stays as it is.</param>
        /// <param name="credentials">For <see cref="Rehandshake"/>; may be <see langword="null"/>.</param>
        /// <param name="store">Keeps the state.</param>
        /// <param name="name">Its name there.</param>
        /// <param name="key">The key that it was sealed under.</param>
        /// <returns>The session: connected, or ended with an <see cref="EndReason"/> of
        /// <see cref="TlsErrorCause.SavedSessionMissing"/>, <see cref="TlsErrorCause.SavedSessionConsumed"/>,
        /// <see cref="TlsErrorCause.SavedSessionInvalid"/> (damaged, or another key),
        /// <see cref="TlsErrorCause.SavedSessionForeign"/> (of a stack, version or kind that is not here),
        /// <see cref="TlsErrorCause.StoreFailed"/>, or <see cref="TlsErrorCause.InvalidState"/> if the endpoint has a
        /// session of that peer or connection ID, has no room, or is disposed of. But for the last of these three what
        /// is kept stays as it is.</returns>
        /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The key is not 16 bytes long.</exception>
        public static TlsManSession Restore(
            TlsEndpoint endpoint, byte[] peer, TlsSessionOptions options, CredentialStore credentials,
            SavedSessionStore store, string name, byte[] key)
        {
            if (endpoint == null || options == null || store == null || name == null)
            {
                throw new ArgumentNullException();
            }

            SealedBlob.CheckKey(key);

            TlsManSession session =
                new TlsManSession(endpoint, peer == null ? new byte[PeerAddress.Size] : peer, options, credentials);
            TlsErrorCause cause;

            lock (store)
            {
                SavedState state = new SavedState(store, name);

                cause = session.OpenSaved(state, key, peer == null);

                if (cause == TlsErrorCause.None)
                {
                    cause = state.Consume();
                }
            }

            if (cause == TlsErrorCause.None)
            {
                cause = session.Resume();
            }

            if (cause != TlsErrorCause.None)
            {
                session.Refuse(cause);
            }

            return session;
        }

        /// <summary>
        /// Tells where the peer of a saved session was, without opening it: for who has to choose a port that can reach
        /// it. Nobody has checked it before <see cref="Restore"/> does.
        /// </summary>
        /// <param name="store">Keeps the state.</param>
        /// <param name="name">Its name there.</param>
        /// <returns>The address, see <see cref="PeerAddress"/>; <see langword="null"/> if there is none, or the store
        /// failed.</returns>
        /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
        public static byte[] PeekAddress(SavedSessionStore store, string name)
        {
            if (store == null || name == null)
            {
                throw new ArgumentNullException();
            }

            try
            {
                lock (store)
                {
                    return SealedBlob.GetAddress(store.Read(name));
                }
            }
            catch (Exception)
            {
                return null;
            }
        }

        private int SaveEngine(SavedState state, byte[] key)
        {
            if (_state != State.Connected)
            {
                return GetStatus();
            }

            if (!_endpoint.IsDatagram)
            {
                return TlsManStatus.InvalidState;
            }

            // What the engine has to say is said before, in numbers that are used up then.
            if (!_endpoint.Drain(this))
            {
                return TlsManStatus.WouldBlock;
            }

            if (_state != State.Connected)
            {
                return GetStatus();
            }

            TlsManError saved = _endpoint.CreateError(TlsErrorCause.Saved);
            byte[] engineState = _engine.Save();

            if (engineState == null)
            {
                return TlsManStatus.InvalidState;
            }

            bool isSealed = state.Seal(_endpoint.Man, key, _peer, WriteContent(engineState));

            End(isSealed ? saved : _endpoint.CreateError(TlsErrorCause.RandomFailed));
            return isSealed ? TlsManStatus.Ok : TlsManStatus.Failed;
        }

        // Role and name of the stack, and what the engine gave, which is wiped.
        private byte[] WriteContent(byte[] engineState)
        {
            string name = _engine.StackName;
            byte[] content = new byte[2 + name.Length + engineState.Length];

            content[0] = (byte)_role;
            content[1] = (byte)name.Length;
            AsciiText.Put(name, content, 2);
            Array.Copy(engineState, 0, content, 2 + name.Length, engineState.Length);
            Bytes.Wipe(engineState);
            return content;
        }

        /// <summary>
        /// Makes the engine of a saved state. Nothing is sent, and nothing consumed.
        /// </summary>
        private TlsErrorCause OpenSaved(SavedState state, byte[] key, bool isWhereItWas)
        {
            if (!_endpoint.IsDatagram || _endpoint.IsDisposed)
            {
                return TlsErrorCause.InvalidState;
            }

            byte[] content;
            TlsErrorCause cause = state.Open(_endpoint.Man, key, out content);

            if (cause != TlsErrorCause.None)
            {
                return cause;
            }

            WireReader reader = new WireReader();

            reader.Reset(content, 0, content.Length);

            int role = reader.ReadByte();
            int nameLength = reader.SkipVector8(1, 255);
            TlsStack stack = reader.Failed || role > (int)TlsRole.Server
                ? null
                : FindStack(content, reader.Position - nameLength, nameLength);

            if (stack != null)
            {
                byte[] engineState = reader.ReadBytes(reader.Remaining);

                _role = (TlsRole)role;
                _peer = isWhereItWas ? state.Address : _peer;
                _engine = stack.CreateEngine(
                    _role, TlsTransportKind.Datagram, _options, _credentials, _endpoint.Drops);

                if (!_engine.Restore(engineState, _endpoint.Transport.Now))
                {
                    stack = null;
                }

                Bytes.Wipe(engineState);
            }

            Bytes.Wipe(content);
            return stack == null ? TlsErrorCause.SavedSessionForeign : _endpoint.CheckRestored(this);
        }

        private TlsStack FindStack(byte[] buffer, int offset, int count)
        {
            for (int i = 0; i < _endpoint.Man.StackCount; i++)
            {
                TlsStack stack = _endpoint.Man.GetStack(i);

                if ((_options.Stack == null || _options.Stack == stack)
                    && AsciiText.IsAt(stack.Name, buffer, offset, count))
                {
                    return stack;
                }
            }

            return null;
        }

        /// <summary>
        /// Goes on with a session whose saved state is consumed.
        /// </summary>
        private TlsErrorCause Resume()
        {
            lock (_endpoint.SyncRoot)
            {
                _state = State.Opening;
                LastActivity = _endpoint.Transport.Now;

                if (_endpoint.AdmitRestored(this) != TlsManStatus.Ok)
                {
                    _state = State.New;
                    return TlsErrorCause.InvalidState;
                }

                _endpoint.Drain(this);
            }

            _endpoint.Flush();
            _endpoint.DrainRest(this);
            _endpoint.OnOpened(this);
            return TlsErrorCause.None;
        }

        private void Refuse(TlsErrorCause cause)
        {
            if (_engine != null)
            {
                _engine.Dispose();
                _engine = null;
            }

            _endReason = _endpoint.CreateError(cause);
            _state = State.Ended;
            Remember(TlsManStatus.Failed);
        }
    }
}
