//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Managed.PublicKey
{
    /// <summary>
    /// What a session's credentials allow a peer to be known by.
    /// </summary>
    internal static class Trust
    {
        /// <summary>
        /// Tells whether raw public keys can be judged.
        /// </summary>
        internal static bool TakesRawKeys(TlsSessionOptions options, CredentialStore credentials)
        {
            return options.DangerousTrustAnyone || credentials.FindKey(CredentialKind.TrustedKey, 0) >= 0;
        }

        /// <summary>
        /// Tells whether certificates can be judged. Those of an authority are good for a server with a name only, or
        /// anybody whom it has certified could pose as the server.
        /// </summary>
        internal static bool TakesCertificates(
            TlsSessionOptions options, CredentialStore credentials, CertificateVerifier verifier, TlsRole peer)
        {
            return verifier != null
                && (TakesRawKeys(options, credentials)
                || credentials.FindKey(CredentialKind.TrustedCertificate, 0) >= 0
                || ((peer == TlsRole.Client || options.TargetHost != null)
                && credentials.FindKey(CredentialKind.Anchor, 0) >= 0));
        }

        /// <summary>
        /// Finds the credential by which a raw public key is trusted.
        /// </summary>
        /// <param name="credentials">Whom to trust.</param>
        /// <param name="keyInfo">The SubjectPublicKeyInfo.</param>
        /// <param name="digest">Its SHA-256 value.</param>
        /// <returns>The credential's tag, or -1.</returns>
        internal static int FindKey(CredentialStore credentials, byte[] keyInfo, byte[] digest)
        {
            int tag;

            for (int i = 0; (tag = credentials.FindKey(CredentialKind.TrustedKey, i)) >= 0; i++)
            {
                byte[] content = credentials.GetContent(tag);

                if (content != null
                    && AreEqual(content, content.Length == CredentialStore.PinLength ? digest : keyInfo))
                {
                    return tag;
                }
            }

            return -1;
        }

        // None of it is secret.
        private static bool AreEqual(byte[] first, byte[] second)
        {
            if (first.Length != second.Length)
            {
                return false;
            }

            for (int i = 0; i < first.Length; i++)
            {
                if (first[i] != second[i])
                {
                    return false;
                }
            }

            return true;
        }
    }
}
