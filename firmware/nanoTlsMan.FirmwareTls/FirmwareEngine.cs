//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Sockets;

namespace NanoTlsMan.FirmwareTls
{
    /// <summary>
    /// A session of the platform's TLS: the transport protects, and what passes here is plaintext.
    /// </summary>
    internal sealed class FirmwareEngine : TlsEngine
    {
        private readonly TlsSessionOptions _options;
        private readonly CredentialStore _credentials;
        private State _state;
        private byte[] _output;
        private int _outputOffset;
        private int _outputLeft;
        private bool _hasInput;
        private bool _wasOpen;

        internal FirmwareEngine(TlsSessionOptions options, CredentialStore credentials)
        {
            _options = options;
            _credentials = credentials;
        }

        private enum State
        {
            New,
            Opened,
            Connected,
            Failed,
            Closed,
            Ended,
        }

        /// <inheritdoc/>
        public override bool IsConnected
        {
            get { return _state == State.Connected; }
        }

        /// <summary>
        /// Gets 0: the platform does not tell the suite.
        /// </summary>
        public override ushort CipherSuite
        {
            get { return 0; }
        }

        /// <summary>
        /// Gets the tag of the anchor, where there is one; the platform does not tell which of several it was, and then
        /// it is -1.
        /// </summary>
        public override int CredentialTag
        {
            get
            {
                int tag = _credentials.FindKey(CredentialKind.Anchor, 0);

                return _wasOpen && !_options.DangerousTrustAnyone && tag >= 0
                    && _credentials.FindKey(CredentialKind.Anchor, 1) < 0 ? tag : -1;
            }
        }

        /// <summary>
        /// Gets no bytes: the platform does not show the server's key.
        /// </summary>
        public override byte[] PeerIdentity
        {
            get { return _wasOpen ? new byte[0] : null; }
        }

        /// <inheritdoc/>
        public override int GetMaxPayload(int mtu)
        {
            return _state == State.Connected ? FirmwareStack.LongestPlaintext : 0;
        }

        /// <inheritdoc/>
        public override void Start(int now)
        {
            if (!_options.DangerousTrustAnyone
                && (_options.TargetHost == null || _credentials.FindKey(CredentialKind.Anchor, 0) < 0))
            {
                Fail(TlsErrorCause.NothingTrusted);
            }
        }

        /// <inheritdoc/>
        public override void OpenTransport(SecureTransport transport)
        {
            if (_state != State.New)
            {
                return;
            }

            TcpTransport tcp;

            while ((tcp = transport as TcpTransport) == null && transport.Inner != null)
            {
                transport = transport.Inner;
            }

            if (tcp == null)
            {
                Fail(TlsErrorCause.NoStack);
                return;
            }

            TlsManError error = tcp.Protect(new FirmwareProtection(_options, new FirmwareKeys(_options, _credentials)));

            // Another thread may have closed it meanwhile.
            if (_state != State.New)
            {
                return;
            }

            Error = error;
            _state = error == null ? State.Opened : State.Failed;
        }

        /// <inheritdoc/>
        public override int HandleInput(byte[] buffer, int offset, int count, int now)
        {
            if (_state != State.Connected)
            {
                return count;
            }

            DataBuffer = buffer;
            DataOffset = offset;
            DataCount = count;
            _hasInput = count > 0;
            return count;
        }

        /// <summary>
        /// Takes the end of the stream for the end of the session: the platform does not tell whether a close_notify
        /// came before it.
        /// </summary>
        public override void HandleEndOfStream()
        {
            Close();
        }

        /// <inheritdoc/>
        public override void HandleTimeout(int now)
        {
        }

        /// <inheritdoc/>
        public override int Send(byte[] buffer, int offset, int count)
        {
            if (_state != State.Connected)
            {
                return _state < State.Connected ? TlsManStatus.NotConnected : TlsManStatus.Closed;
            }

            if (_outputLeft > 0)
            {
                return TlsManStatus.WouldBlock;
            }

            _output = buffer;
            _outputOffset = offset;
            _outputLeft = count;
            return TlsManStatus.Ok;
        }

        /// <summary>
        /// Closes: the platform says close_notify when the transport is disposed of.
        /// </summary>
        public override void Close()
        {
            if (_state < State.Failed)
            {
                _state = State.Closed;
            }
        }

        /// <inheritdoc/>
        public override TlsPollResult Poll(byte[] output, int offset, int count)
        {
            if (_hasInput)
            {
                _hasInput = false;
                return TlsPollResult.Data;
            }

            if (_outputLeft > 0)
            {
                OutputCount = count < _outputLeft ? count : _outputLeft;
                Array.Copy(_output, _outputOffset, output, offset, OutputCount);
                _outputOffset += OutputCount;
                _outputLeft -= OutputCount;
                return TlsPollResult.Transmit;
            }

            _output = null;

            switch (_state)
            {
                case State.Opened:
                    _state = State.Connected;
                    _wasOpen = true;
                    return TlsPollResult.Connected;
                case State.Failed:
                    _state = State.Ended;
                    return TlsPollResult.Failed;
                case State.Closed:
                    _state = State.Ended;
                    return TlsPollResult.Closed;
                default:
                    return TlsPollResult.Idle;
            }
        }

        /// <inheritdoc/>
        public override void Dispose()
        {
            _state = State.Ended;
            _output = null;
            _outputLeft = 0;
            _hasInput = false;
            DataBuffer = null;
            DataCount = 0;
        }

        /// <summary>
        /// Makes an error of what the platform tells: neither alerts nor codes.
        /// </summary>
        internal static TlsManError CreateError(TlsErrorCause cause)
        {
            return new TlsManError(cause, TlsManError.GetLayer(cause), TlsAlert.None, 0);
        }

        internal static bool CopyOwnKey(CredentialStore credentials, int tag, byte[] key, int offset)
        {
            return CopyPrivateKey(credentials, tag, key, offset);
        }

        private void Fail(TlsErrorCause cause)
        {
            Error = CreateError(cause);
            _state = State.Failed;
        }
    }
}
