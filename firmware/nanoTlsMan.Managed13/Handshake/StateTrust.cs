//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

namespace NanoTlsMan.Managed13.Handshake
{
    /// <summary>
    /// Whether what a ticket goes back to is still in the store: a key that was removed opens nothing any more.
    /// </summary>
    internal static class StateTrust
    {
        /// <summary>
        /// Tells whether the credential that authenticated the peer is still there.
        /// </summary>
        internal static bool IsStillTrusted(
            CredentialStore credentials, TlsSessionOptions options, ResumableState state)
        {
            byte[] identity = credentials.GetIdentity(state.CredentialTag);

            if (identity == null)
            {
                // A key, a pin or an anchor; or somebody whom nobody asked.
                return options.DangerousTrustAnyone || credentials.GetContent(state.CredentialTag) != null;
            }

            if (identity.Length != state.Identity.Length)
            {
                return false;
            }

            for (int i = 0; i < identity.Length; i++)
            {
                if (identity[i] != state.Identity[i])
                {
                    return false;
                }
            }

            return true;
        }
    }
}
