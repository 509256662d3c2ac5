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
    internal abstract partial class Engine12
    {
        private SessionSecrets Secrets
        {
            get { return _kept == null ? null : _kept.Secrets; }
        }

        /// <inheritdoc/>
        protected override bool TryCopySecrets(byte[] masterSecret, byte[] randoms)
        {
            // RFC 7627, section 5.4: without extended_master_secret nothing is exported, for somebody in the middle may
            // have two sessions with the same secrets.
            SessionSecrets secrets = Secrets;

            if (secrets == null || !secrets.IsExtendedMasterSecret)
            {
                return false;
            }

            Array.Copy(secrets.MasterSecret, 0, masterSecret, 0, secrets.MasterSecret.Length);
            Array.Copy(secrets.Randoms, 0, randoms, 0, secrets.Randoms.Length);
            return true;
        }

        private void KeepSecrets()
        {
            if (Options.KeepMasterSecret)
            {
                Keep().Secrets = Machine.CopySecrets();
            }
        }

        private void WipeSecrets()
        {
            if (Secrets != null)
            {
                _kept.Secrets.Dispose();
                _kept.Secrets = null;
            }
        }

        private KeptState Keep()
        {
            if (_kept == null)
            {
                _kept = new KeptState();
            }

            return _kept;
        }
    }
}
