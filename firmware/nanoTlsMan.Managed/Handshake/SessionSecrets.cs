//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Wire;

namespace NanoTlsMan.Managed.Handshake
{
    /// <summary>
    /// What a session's keys were derived from, for a session that is to be saved, or whose keying material is to be
    /// exported (<see cref="TlsSessionOptions.KeepMasterSecret"/>).
    /// </summary>
    internal sealed class SessionSecrets : IDisposable
    {
        internal readonly byte[] MasterSecret;

        /// <summary>The client's and, after it, the server's random value.</summary>
        internal readonly byte[] Randoms;

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
            MasterSecret = Bytes.Copy(masterSecret, 0, KeySchedule.MasterSecretLength);
            KeyBlock = Bytes.Copy(keyBlock);
            Randoms = Bytes.Copy(randoms);
            CipherSuite = suite;
            IsExtendedMasterSecret = isExtendedMasterSecret;
        }

        /// <summary>
        /// Wipes them.
        /// </summary>
        public void Dispose()
        {
            Bytes.Wipe(MasterSecret);
            Bytes.Wipe(Randoms);
            Bytes.Wipe(KeyBlock);
        }
    }
}
