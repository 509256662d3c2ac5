//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Managed.Handshake
{
    /// <summary>
    /// What a session's keys were derived from, for a session that is to be saved, or whose keying material is to be
    /// exported (<see cref="TlsSessionOptions.KeepMasterSecret"/>).
    /// </summary>
    internal sealed class SessionSecrets : IDisposable
    {
        internal readonly byte[] MasterSecret = new byte[KeySchedule.MasterSecretLength];

        /// <summary>The client's and, after it, the server's random value.</summary>
        internal readonly byte[] Randoms = new byte[2 * ClientHelloView.RandomLength];

        /// <summary>The keys and salts of both directions.</summary>
        internal readonly byte[] KeyBlock;

        internal readonly int CipherSuite;
        internal readonly bool IsExtendedMasterSecret;

        /// <summary>
        /// Initializes a new instance of the <see cref="SessionSecrets"/> class with copies.
        /// </summary>
        internal SessionSecrets(
            byte[] masterSecret, byte[] randoms, byte[] keyBlock, int suite, bool isExtendedMasterSecret)
        {
            KeyBlock = new byte[keyBlock.Length];
            Array.Copy(masterSecret, 0, MasterSecret, 0, MasterSecret.Length);
            Array.Copy(keyBlock, 0, KeyBlock, 0, KeyBlock.Length);
            Array.Copy(randoms, 0, Randoms, 0, Randoms.Length);
            CipherSuite = suite;
            IsExtendedMasterSecret = isExtendedMasterSecret;
        }

        /// <summary>
        /// Wipes them.
        /// </summary>
        public void Dispose()
        {
            Array.Clear(MasterSecret, 0, MasterSecret.Length);
            Array.Clear(Randoms, 0, Randoms.Length);
            Array.Clear(KeyBlock, 0, KeyBlock.Length);
        }
    }
}
