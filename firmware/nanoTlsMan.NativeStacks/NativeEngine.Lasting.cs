//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Native;

namespace NanoTlsMan.NativeStacks
{
    /// <summary>
    /// What lets a session outlive a move of its peer, a sleep and a restart.
    /// </summary>
    internal sealed partial class NativeEngine
    {
        private const int RandomsLength = 64;

        // Most have less than half of it.
        private const int UsualSession = 512;

        private byte[] _connectionId;
        private bool _hasConnectionId;
        private bool _isInputNewest;
        private bool _sendsConnectionId;

        /// <inheritdoc/>
        public override string StackName
        {
            get { return _stack.Name; }
        }

        /// <inheritdoc/>
        public override byte[] ConnectionId
        {
            get { return _connectionId; }
            set { _connectionId = value; }
        }

        /// <inheritdoc/>
        public override bool HasConnectionId
        {
            get { return _hasConnectionId; }
        }

        /// <inheritdoc/>
        public override bool IsInputNewest
        {
            get { return _isInputNewest; }
        }

        /// <inheritdoc/>
        public override bool SendsConnectionId
        {
            get { return _sendsConnectionId; }
        }

        /// <inheritdoc/>
        public override byte[] Save()
        {
            if (_phase != Phase.Connected || _plaintext != null || !_stack.Has(NativeId.CanSave))
            {
                return null;
            }

            byte[] buffer = new byte[UsualSession];
            int count = NativeCalls.GetBytes(_handle, NativeId.BytesSession, buffer, 0, buffer.Length);

            if (count == TlsManStatus.TooLong)
            {
                buffer = new byte[NativeId.MaxSession];
                count = NativeCalls.GetBytes(_handle, NativeId.BytesSession, buffer, 0, buffer.Length);
            }

            Lifetime.Keep(this);

            if (count <= 0)
            {
                return null;
            }

            byte[] state = new byte[count];

            Array.Copy(buffer, 0, state, 0, count);
            Array.Clear(buffer, 0, buffer.Length);
            End();
            return state;
        }

        /// <inheritdoc/>
        public override bool Restore(byte[] state, int now)
        {
            int status = TlsManStatus.InvalidState;

            if (_phase == Phase.New && _kind == TlsTransportKind.Datagram && _stack.Has(NativeId.CanSave))
            {
                status = Load(state, now);
            }

            Array.Clear(state, 0, state.Length);
            Lifetime.Keep(this);

            if (status != TlsManStatus.Ok)
            {
                End();
            }

            return status == TlsManStatus.Ok;
        }

        /// <inheritdoc/>
        protected override bool TryCopySecrets(byte[] masterSecret, byte[] randoms)
        {
            if (_phase != Phase.Connected || !_options.KeepMasterSecret)
            {
                return false;
            }

            byte[] secrets = new byte[NativeKeyLog.RandomLength + NativeKeyLog.MasterSecretLength];
            bool has = NativeCalls.GetBytes(_handle, NativeId.BytesRandoms, randoms, 0, RandomsLength) == RandomsLength
                && NativeCalls.GetBytes(_handle, NativeId.BytesSecrets, secrets, 0, secrets.Length) == secrets.Length;

            if (has)
            {
                Array.Copy(secrets, NativeKeyLog.RandomLength, masterSecret, 0, NativeKeyLog.MasterSecretLength);
            }

            Array.Clear(secrets, 0, secrets.Length);
            Lifetime.Keep(this);
            return has;
        }

        private int Load(byte[] state, int now)
        {
            int status = NativeCalls.Open(_stack.Index, (int)_role, (int)_kind);

            if (status <= 0)
            {
                return status;
            }

            _handle = status;
            _now = now;
            status = NativeSetup.Apply(_handle, _role, _kind, _stack, _options);

            if (status == TlsManStatus.Ok)
            {
                status = NativeCalls.SetBytes(_handle, NativeId.BytesSession, state, 0, state.Length);
            }

            if (status == TlsManStatus.Ok)
            {
                status = NativeCalls.Start(_handle, now);
            }

            if (status == TlsManStatus.Ok)
            {
                byte[] id = new byte[TlsSessionOptions.MaxConnectionIdLength];
                int count = NativeCalls.GetBytes(_handle, NativeId.BytesConnectionId, id, 0, id.Length);

                _phase = Phase.Handshake;
                _connectionId = new byte[count];
                Array.Copy(id, 0, _connectionId, 0, count);
                EnterLasting();
            }

            return status;
        }

        /// <summary>
        /// Hands over, before the start, what the handshake is to agree on.
        /// </summary>
        private int PrepareLasting()
        {
            return _connectionId == null || _kind == TlsTransportKind.Stream || !_stack.Has(NativeId.CanConnectionId)
                ? TlsManStatus.Ok
                : NativeCalls.SetBytes(
                    _handle, NativeId.BytesConnectionId, _connectionId, 0, _connectionId.Length);
        }

        /// <summary>
        /// Takes note of what was agreed on.
        /// </summary>
        private void EnterLasting()
        {
            byte[] peerId = new byte[NativeId.MaxPeerConnectionId];

            _hasConnectionId = NativeCalls.GetNumber(_handle, NativeId.NumberHasConnectionId, 0) > 0;
            _sendsConnectionId =
                NativeCalls.GetBytes(_handle, NativeId.BytesPeerConnectionId, peerId, 0, peerId.Length) > 0;
        }
    }
}
