//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// An engine that does nothing; it shows what an engine of any stack gets at.
    /// </summary>
    internal sealed class FakeEngine : TlsEngine
    {
        public override bool IsConnected
        {
            get { return false; }
        }

        public override ushort CipherSuite
        {
            get { return 0; }
        }

        public override int CredentialTag
        {
            get { return -1; }
        }

        public override byte[] PeerIdentity
        {
            get { return null; }
        }

        /// <summary>Reads a key as a handshake does: its length, and in <paramref name="key"/> the bytes.</summary>
        public static int ReadKey(CredentialStore store, int tag, byte[] key)
        {
            return CopyKey(store, tag, key, 0);
        }

        public override int GetMaxPayload(int mtu)
        {
            return 0;
        }

        public override void Start(int now)
        {
        }

        public override int HandleInput(byte[] buffer, int offset, int count, int now)
        {
            return count;
        }

        public override void HandleEndOfStream()
        {
        }

        public override void HandleTimeout(int now)
        {
        }

        public override int Send(byte[] buffer, int offset, int count)
        {
            return TlsManStatus.NotConnected;
        }

        public override void Close()
        {
        }

        public override TlsPollResult Poll(byte[] output, int offset, int count)
        {
            return TlsPollResult.Idle;
        }

        public override void Dispose()
        {
        }
    }
}
