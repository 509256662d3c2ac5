//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Native;

namespace NanoTlsMan.NativeStacks
{
    /// <summary>
    /// A session of a native stack. Its state is the firmware's; here are the buffers of the call that is under way.
    /// </summary>
    internal sealed partial class NativeEngine : TlsEngine
    {
        private readonly NativeStack _stack;
        private readonly TlsRole _role;
        private readonly TlsTransportKind _kind;
        private readonly TlsSessionOptions _options;
        private readonly CredentialStore _credentials;
        private readonly DropCounters _drops;
        private readonly RecordCutter _cutter = new RecordCutter();
        private readonly int[] _results = new int[NativeId.ResultCount];
        private int _handle;
        private Phase _phase;
        private int _now;
        private byte[] _input;
        private int _inputStart;
        private int _inputPosition;
        private int _inputEnd;
        private byte[] _plaintext;
        private int _plaintextOffset;
        private int _plaintextCount;
        private int _longest;
        private byte[] _overflow;
        private bool _isIdleNext;
        private int _suite;
        private int _tag = -1;
        private byte[] _identity;

        internal NativeEngine(
            NativeStack stack, TlsRole role, TlsTransportKind kind, TlsSessionOptions options,
            CredentialStore credentials, DropCounters drops)
        {
            _stack = stack;
            _role = role;
            _kind = kind;
            _options = options;
            _credentials = credentials;
            _drops = drops;
        }

        /// <summary>
        /// Finalizes an instance of the <see cref="NativeEngine"/> class: a session that nobody disposed of gives its
        /// native memory back.
        /// </summary>
        ~NativeEngine()
        {
            Free();
        }

        private enum Phase
        {
            New,
            Handshake,
            Connected,
            Closing,
            Failing,
            Over,
        }

        /// <inheritdoc/>
        public override bool IsConnected
        {
            get { return _phase == Phase.Connected; }
        }

        /// <inheritdoc/>
        public override ushort CipherSuite
        {
            get { return (ushort)_suite; }
        }

        /// <inheritdoc/>
        public override int CredentialTag
        {
            get { return _tag; }
        }

        /// <inheritdoc/>
        public override byte[] PeerIdentity
        {
            get { return _identity; }
        }

        /// <inheritdoc/>
        public override int GetMaxPayload(int mtu)
        {
            if (_phase != Phase.Connected)
            {
                return 0;
            }

            int limit = NativeCalls.GetNumber(_handle, NativeId.NumberMaxPayload, mtu);

            Lifetime.Keep(this);
            return limit < 0 ? 0 : limit;
        }

        /// <inheritdoc/>
        public override void Start(int now)
        {
            if (_phase != Phase.New)
            {
                return;
            }

            _now = now;
            _phase = Phase.Handshake;

            int status = NativeCalls.Open(_stack.Index, (int)_role, (int)_kind);

            if (status > 0)
            {
                _handle = status;
                status = NativeSetup.Apply(_handle, _role, _kind, _stack, _options);
                status = status == TlsManStatus.Ok ? PrepareLasting() : status;
                status = status == TlsManStatus.Ok ? PrepareResumption() : status;
                status = status == TlsManStatus.Ok ? PrepareCredentials() : status;
                status = status == TlsManStatus.Ok ? NativeCalls.Start(_handle, now) : status;
            }

            if (status < 0)
            {
                Fail(
                    status == NativeId.StatusNoKey ? TlsErrorCause.NoCredential
                    : status == NativeId.StatusNothingTrusted ? TlsErrorCause.NothingTrusted
                    : TlsErrorCause.NativeFailure, TlsAlert.None, status, TlsAwaited.Nothing);
            }

            Lifetime.Keep(this);
        }

        /// <inheritdoc/>
        public override int HandleInput(byte[] buffer, int offset, int count, int now)
        {
            _now = now;
            _isIdleNext = false;
            _isInputNewest = false;

            if (_phase != Phase.Handshake && _phase != Phase.Connected)
            {
                return count;
            }

            if (_kind == TlsTransportKind.Datagram && count == 0)
            {
                _drops.Add(DropReason.TooShort);
                return 0;
            }

            int taken = _kind == TlsTransportKind.Datagram ? count : _cutter.Take(buffer, offset, count);

            _input = buffer;
            _inputStart = offset;
            _inputPosition = offset;
            _inputEnd = offset + taken;
            return taken;
        }

        /// <inheritdoc/>
        public override void HandleEndOfStream()
        {
            if (_phase == Phase.Handshake || _phase == Phase.Connected)
            {
                _isIdleNext = false;
                NativeCalls.EndStream(_handle);
                Lifetime.Keep(this);
            }
        }

        /// <inheritdoc/>
        public override void HandleTimeout(int now)
        {
            _now = now;
            _isIdleNext = false;
        }

        /// <inheritdoc/>
        public override int Send(byte[] buffer, int offset, int count)
        {
            if (_phase != Phase.Connected)
            {
                return _phase < Phase.Connected ? TlsManStatus.NotConnected : TlsManStatus.Closed;
            }

            if (_plaintext != null)
            {
                return TlsManStatus.WouldBlock;
            }

            if (count == 0)
            {
                return TlsManStatus.Ok;
            }

            if (_kind == TlsTransportKind.Datagram && count > _longest)
            {
                return TlsManStatus.TooLong;
            }

            _isIdleNext = false;
            _plaintext = buffer;
            _plaintextOffset = offset;
            _plaintextCount = count;
            return TlsManStatus.Ok;
        }

        /// <inheritdoc/>
        public override void Close()
        {
            if (_phase == Phase.Handshake || _phase == Phase.Connected)
            {
                _phase = Phase.Closing;
                _plaintext = null;
                _isIdleNext = false;
                NativeCalls.Close(_handle, _now);
                Lifetime.Keep(this);
            }
        }

        /// <inheritdoc/>
        public override TlsPollResult Poll(byte[] output, int offset, int count)
        {
            if (_phase == Phase.New || _phase == Phase.Over)
            {
                HasDeadline = false;
                return TlsPollResult.Idle;
            }

            if (_phase == Phase.Failing)
            {
                End();
                return TlsPollResult.Failed;
            }

            if (_isIdleNext && _plaintext == null)
            {
                // The last call has told so already, and one more would cost as much as it did.
                _isIdleNext = false;
                return Handle(TlsPollResult.Idle);
            }

            int result;
            int left;

            do
            {
                left = _plaintextCount;
                result = _plaintext == null ? (int)TlsPollResult.Idle : SendMore(output, offset, count);

                if (result == (int)TlsPollResult.Idle)
                {
                    result = PollNative(output, offset, count);
                }
            }
            while (result == (int)TlsPollResult.Idle && _plaintext != null && _plaintextCount < left);

            if (result < 0)
            {
                Fail(TlsErrorCause.NativeFailure, TlsAlert.None, result, TlsAwaited.Nothing);
                End();
                return TlsPollResult.Failed;
            }

            _isIdleNext = result != (int)TlsPollResult.Idle && _results[NativeId.ResultIsLast] != 0
                && _inputPosition == _inputEnd;

            TlsPollResult handled = Handle((TlsPollResult)result);

            Lifetime.Keep(this);
            return handled;
        }

        /// <inheritdoc/>
        public override void Dispose()
        {
            _phase = Phase.Over;
            Free();
            GC.SuppressFinalize(this);
            Release();
        }

        private TlsPollResult Handle(TlsPollResult result)
        {
            switch (result)
            {
                case TlsPollResult.Transmit:
                    OutputCount = _results[NativeId.ResultOutputCount];
                    break;

                case TlsPollResult.Data:
                    TakeData();
                    break;

                case TlsPollResult.Connected:
                    EnterConnected();
                    break;

                case TlsPollResult.Closed:
                    End();
                    break;

                case TlsPollResult.Failed:
                    Fail(
                        (TlsErrorCause)_results[NativeId.ResultCause], (TlsAlert)_results[NativeId.ResultAlert],
                        _results[NativeId.ResultNativeCode],
                        (TlsAwaited)_results[NativeId.ResultAwaited]);
                    End();
                    break;

                case TlsPollResult.Idle:
                    HasDeadline = _results[NativeId.ResultHasDeadline] != 0;
                    Deadline = _results[NativeId.ResultDeadline];

                    // The caller's buffer is its own again.
                    _input = null;
                    _inputStart = 0;
                    _inputPosition = 0;
                    _inputEnd = 0;
                    break;

                default:
                    break;
            }

            return result;
        }

        private int PollNative(byte[] output, int offset, int count)
        {
            while (true)
            {
                int result = NativeCalls.Poll(
                    _handle, _now, _input, _inputStart, _inputPosition, _inputEnd, output, offset, count, _results);

                if (result < 0)
                {
                    return result;
                }

                _inputPosition = _inputStart + _results[NativeId.ResultPosition];
                TakeResults();

                if (result != NativeId.NeedCredential)
                {
                    return result;
                }

                LendAsked();
            }
        }

        /// <summary>
        /// Hands over what is still to be sent: over datagrams all of it, over a stream as much as is taken.
        /// </summary>
        /// <returns>What is to be done; Idle where the native side has to be polled first, for something waits to
        /// leave.</returns>
        private int SendMore(byte[] output, int offset, int count)
        {
            int result = NativeCalls.Send(
                _handle, _now, _plaintext, _plaintextOffset, _plaintextCount, output, offset, count, _results);

            if (result < 0)
            {
                return result == TlsManStatus.WouldBlock ? (int)TlsPollResult.Idle : result;
            }

            _plaintextOffset += _results[NativeId.ResultSent];
            _plaintextCount -= _results[NativeId.ResultSent];
            TakeResults();

            if (_plaintextCount == 0)
            {
                _plaintext = null;
            }

            return result;
        }

        private void TakeResults()
        {
            _isInputNewest |= _results[NativeId.ResultIsNewest] != 0;

            if (_results[NativeId.ResultDropped] == 0)
            {
                return;
            }

            for (int i = 0; i < NativeId.DropReasonCount; i++)
            {
                for (int count = _results[NativeId.ResultDrops + i]; count > 0; count--)
                {
                    _drops.Add((DropReason)i);
                }
            }
        }

        private void TakeData()
        {
            DataCount = _results[NativeId.ResultDataCount];
            DataOffset = _results[NativeId.ResultDataOffset];

            if (DataOffset >= 0)
            {
                DataBuffer = _input;
                DataOffset += _inputStart;
                return;
            }

            if (_overflow == null || _overflow.Length < DataCount)
            {
                _overflow = new byte[DataCount];
            }

            int read = NativeCalls.Read(_handle, _overflow, 0, DataCount);

            DataBuffer = _overflow;
            DataOffset = 0;
            DataCount = read < 0 ? 0 : read;
        }

        private void EnterConnected()
        {
            _phase = Phase.Connected;
            _suite = NativeCalls.GetNumber(_handle, NativeId.NumberSuite, 0);
            _version = GetVersion();
            _tag = NativeCalls.GetNumber(_handle, NativeId.NumberCredentialTag, 0);
            _longest = GetMaxPayload(_options.Mtu);

            byte[] identity = new byte[CredentialStore.MaxIdentityLength];
            int count = NativeCalls.GetBytes(_handle, NativeId.BytesIdentity, identity, 0, identity.Length);

            _identity = new byte[count < 0 ? 0 : count];
            Array.Copy(identity, 0, _identity, 0, _identity.Length);
            TakeProtocol();
            LogKeys();
            EnterLasting();
            KeepResumable();
        }

        private void Fail(TlsErrorCause cause, TlsAlert alert, int nativeCode, TlsAwaited awaited)
        {
            ForgetResumable(cause, alert, awaited);
            _phase = Phase.Failing;
            Error = new TlsManError(cause, TlsManError.GetLayer(cause), alert, nativeCode, awaited);
        }

        private void End()
        {
            _phase = Phase.Over;
            HasDeadline = false;
            Free();
            Release();
        }

        private void Free()
        {
            int handle = _handle;

            _handle = 0;

            if (handle > 0)
            {
                NativeCalls.Free(handle);
            }
        }

        private void Release()
        {
            if (_overflow != null)
            {
                Array.Clear(_overflow, 0, _overflow.Length);
                _overflow = null;
            }

            _input = null;
            _plaintext = null;
            DataBuffer = null;
        }
    }
}
