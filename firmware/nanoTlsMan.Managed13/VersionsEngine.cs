//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Managed;
using NanoTlsMan.Managed13.Record;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed13
{
    /// <summary>
    /// One session that may have either version: it begins with 1.3, and goes on with 1.2 where the peer's hello wants
    /// that.
    /// </summary>
    internal sealed class VersionsEngine : TlsEngine
    {
        private readonly Managed13Stack _stack;
        private readonly TlsRole _role;
        private readonly TlsTransportKind _kind;
        private readonly TlsSessionOptions _options;
        private readonly CredentialStore _credentials;
        private readonly DropCounters _drops;
        private Engine13 _newer;
        private TlsEngine _current;
        private int _now;
        private byte[] _rest;
        private int _restOffset;
        private int _restCount;

        internal VersionsEngine(
            Managed13Stack stack, TlsRole role, TlsTransportKind kind, TlsSessionOptions options,
            CredentialStore credentials, DropCounters drops)
        {
            _stack = stack;
            _role = role;
            _kind = kind;
            _options = options;
            _credentials = credentials;
            _drops = drops;
            _newer = stack.CreateNewer(role, kind, options, credentials, drops);
            _newer.HasOlderVersion = true;
            _current = _newer;
        }

        /// <inheritdoc/>
        public override bool IsConnected
        {
            get { return _current.IsConnected; }
        }

        /// <inheritdoc/>
        public override TlsVersions Version
        {
            get { return _current.Version; }
        }

        /// <inheritdoc/>
        public override ushort CipherSuite
        {
            get { return _current.CipherSuite; }
        }

        /// <inheritdoc/>
        public override int CredentialTag
        {
            get { return _current.CredentialTag; }
        }

        /// <inheritdoc/>
        public override byte[] PeerIdentity
        {
            get { return _current.PeerIdentity; }
        }

        /// <inheritdoc/>
        public override string ApplicationProtocol
        {
            get { return _current.ApplicationProtocol; }
        }

        /// <inheritdoc/>
        public override bool IsResumed
        {
            get { return _current.IsResumed; }
        }

        /// <inheritdoc/>
        public override string StackName
        {
            get { return _current.StackName; }
        }

        /// <inheritdoc/>
        public override byte[] ConnectionId
        {
            get { return _current.ConnectionId; }
            set { _current.ConnectionId = value; }
        }

        /// <inheritdoc/>
        public override bool HasConnectionId
        {
            get { return _current.HasConnectionId; }
        }

        /// <inheritdoc/>
        public override bool SendsConnectionId
        {
            get { return _current.SendsConnectionId; }
        }

        /// <inheritdoc/>
        public override bool IsInputNewest
        {
            get { return _current.IsInputNewest; }
        }

        /// <inheritdoc/>
        public override TlsPathCheck PathCheck
        {
            get { return _current.PathCheck; }
        }

        /// <inheritdoc/>
        public override TlsOutputPath OutputPath
        {
            get { return _current.OutputPath; }
        }

        /// <inheritdoc/>
        public override int GetMaxPayload(int mtu)
        {
            return _current.GetMaxPayload(mtu);
        }

        /// <inheritdoc/>
        public override void Start(int now)
        {
            _now = now;
            ShareSecrets(_current);
            _newer.OlderSuites = _role == TlsRole.Client ? _stack.GetOlderSuites(_options, _credentials) : null;
            _current.Start(now);
        }

        /// <inheritdoc/>
        public override int HandleInput(byte[] buffer, int offset, int count, int now)
        {
            _now = now;
            return _current.HandleInput(buffer, offset, count, now);
        }

        /// <inheritdoc/>
        public override void HandleEndOfStream()
        {
            _current.HandleEndOfStream();
        }

        /// <inheritdoc/>
        public override void HandleTimeout(int now)
        {
            _now = now;
            _current.HandleTimeout(now);
        }

        /// <inheritdoc/>
        public override int Send(byte[] buffer, int offset, int count)
        {
            return _current.Send(buffer, offset, count);
        }

        /// <inheritdoc/>
        public override int UpdateKeys(bool asksPeer)
        {
            return _current.UpdateKeys(asksPeer);
        }

        /// <inheritdoc/>
        public override void Close()
        {
            _current.Close();
        }

        /// <inheritdoc/>
        public override TlsPathCheck CheckPath(int now)
        {
            return _current.CheckPath(now);
        }

        /// <inheritdoc/>
        public override TlsPollResult Poll(byte[] output, int offset, int count)
        {
            TlsPollResult result;

            while (true)
            {
                result = _current.Poll(output, offset, count);

                if (result != TlsPollResult.Idle || !GoOn())
                {
                    break;
                }
            }

            OutputCount = _current.OutputCount;
            DataBuffer = _current.DataBuffer;
            DataOffset = _current.DataOffset;
            DataCount = _current.DataCount;
            HasDeadline = _current.HasDeadline;
            Deadline = _current.Deadline;
            Error = _current.Error;

            if (result == TlsPollResult.Connected)
            {
                _newer = null;
            }

            return result;
        }

        /// <inheritdoc/>
        public override void Dispose()
        {
            _current.Dispose();
        }

        /// <inheritdoc/>
        protected override bool TryCopySecrets(byte[] masterSecret, byte[] randoms)
        {
            return CopySecrets(_current, masterSecret, randoms);
        }

        /// <inheritdoc/>
        protected override bool TryExport(byte[] label, byte[] context, byte[] output, int offset, int count)
        {
            return Export(_current, label, context, output, offset, count);
        }

        /// <summary>
        /// Turns to the older version, if that is wanted, or gives it what is left of the datagram.
        /// </summary>
        /// <returns><see langword="true"/> if there is more to be done; otherwise, <see langword="false"/>.</returns>
        private bool GoOn()
        {
            if (_rest != null)
            {
                byte[] rest = _rest;

                _rest = null;
                _current.HandleInput(rest, _restOffset, _restCount, _now);
                return true;
            }

            if (_newer == null || !_newer.IsOlderVersion)
            {
                return false;
            }

            TurnToOlder();
            return true;
        }

        private void TurnToOlder()
        {
            Engine13 newer = _newer;
            bool isDatagram = _kind == TlsTransportKind.Datagram;
            Engine12 older = _stack.CreateOlder(_role, _kind, _options, _credentials, _drops);
            byte[] record = CreateRecord(newer.OlderMessage, newer.OlderNumber, isDatagram);

            _newer = null;
            ShareSecrets(older);
            older.ConnectionId = newer.ConnectionId;

            if (isDatagram)
            {
                DatagramEngine13 datagrams = (DatagramEngine13)newer;

                _rest = datagrams.TakeInput(out _restOffset, out _restCount);
                _rest = _restCount == 0 ? null : _rest;
            }

            if (_role == TlsRole.Client)
            {
                older.StartFrom(
                    newer.SentHello, isDatagram ? ((DatagramEngine13)newer).NextPlain : 0, _now);
            }
            else
            {
                older.Start(_now, true);
            }

            newer.Dispose();
            _current = older;
            older.HandleInput(record, 0, record.Length, _now);
        }

        // The message as a record of its own, as the older version reads it.
        private static byte[] CreateRecord(byte[] message, ulong number, bool isDatagram)
        {
            int header = isDatagram ? RecordHeader.DtlsLength : RecordHeader.TlsLength;
            byte[] record = new byte[header + message.Length];

            record[0] = ContentType.Handshake;
            WireWriter.PutUInt16(record, 1, isDatagram ? TlsVersion.Dtls12 : TlsVersion.Tls12);

            if (isDatagram)
            {
                // Behind the epoch, which is zero like the number's upper 16 bits.
                RecordNumber.Put(record, RecordHeader.EpochOffset, number);
            }

            WireWriter.PutUInt16(record, header - 2, message.Length);
            Array.Copy(message, 0, record, header, message.Length);
            return record;
        }
    }
}
