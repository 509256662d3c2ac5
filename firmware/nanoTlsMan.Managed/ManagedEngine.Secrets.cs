//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;
using NanoTlsMan.Managed.Handshake;

namespace NanoTlsMan.Managed
{
    /// <content>
    /// What the keys were derived from, where it is to be kept.
    /// </content>
    internal abstract partial class ManagedEngine
    {
        private SessionSecrets _secrets;

        /// <inheritdoc/>
        protected override bool TryCopySecrets(byte[] masterSecret, byte[] randoms)
        {
            // RFC 7627, section 5.4: without extended_master_secret nothing is exported, for somebody in the middle may
            // have two sessions with the same secrets.
            if (_secrets == null || !_secrets.IsExtendedMasterSecret)
            {
                return false;
            }

            Array.Copy(_secrets.MasterSecret, 0, masterSecret, 0, _secrets.MasterSecret.Length);
            Array.Copy(_secrets.Randoms, 0, randoms, 0, _secrets.Randoms.Length);
            return true;
        }

        private void KeepSecrets()
        {
            if (Options.KeepMasterSecret)
            {
                _secrets = Machine.CopySecrets();
            }
        }

        private void WipeSecrets()
        {
            if (_secrets != null)
            {
                _secrets.Dispose();
                _secrets = null;
            }
        }
    }
}
