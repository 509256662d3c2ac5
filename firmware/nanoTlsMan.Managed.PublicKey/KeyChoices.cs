//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using System;

namespace NanoTlsMan.Managed.PublicKey
{
    /// <summary>
    /// What options and credentials make of curves, signature schemes, and keys of our own, whatever the version.
    /// </summary>
    internal static class KeyChoices
    {
        /// <summary>
        /// Gets the curves for key shares, best first.
        /// </summary>
        internal static NamedCurve[] GetCurves(PublicKeyExchanges provider, TlsSessionOptions options)
        {
            NamedCurve[] wanted = options.Curves == null
                ? new NamedCurve[] { NamedCurve.P256, NamedCurve.X25519 }
                : options.Curves;
            NamedCurve[] curves = new NamedCurve[wanted.Length];
            int count = 0;

            for (int i = 0; i < wanted.Length; i++)
            {
                if (provider.Curves.Supports(wanted[i]))
                {
                    curves[count++] = wanted[i];
                }
            }

            NamedCurve[] all = new NamedCurve[count];

            Array.Copy(curves, 0, all, 0, count);
            return all;
        }

        /// <summary>
        /// Gets the signature schemes that can be verified, best first: of the handshake, and of certificates.
        /// </summary>
        internal static int[] GetSchemes(PublicKeyExchanges provider)
        {
            int[] known =
            {
                SignatureScheme.EcdsaSecp384r1Sha384, SignatureScheme.RsaPssRsaeSha256,
                SignatureScheme.RsaPssRsaeSha384, SignatureScheme.RsaPkcs1Sha256, SignatureScheme.RsaPkcs1Sha384,
            };
            int[] schemes = new int[1 + known.Length];
            int count = 1;

            schemes[0] = SignatureScheme.EcdsaSecp256r1Sha256;

            for (int i = 0; i < known.Length; i++)
            {
                if (provider.Signatures != null && provider.Certificates != null
                    && provider.Signatures.Supports(known[i]))
                {
                    schemes[count++] = known[i];
                }
            }

            int[] all = new int[count];

            Array.Copy(schemes, 0, all, 0, count);
            return all;
        }

        /// <summary>
        /// Finds our own key pair of a kind: the one that the options name, or the first.
        /// </summary>
        /// <returns>Its tag, or -1.</returns>
        internal static int FindOwn(TlsSessionOptions options, CredentialStore credentials, CredentialKind kind)
        {
            int tag = options.CredentialTag;

            return tag == TlsSessionOptions.AnyCredential ? credentials.FindKey(kind, 0)
                : credentials.IsKey(tag, kind) ? tag : -1;
        }

        /// <summary>
        /// Finds the certificate for the name that a client has sent, or the first.
        /// </summary>
        /// <returns>Its tag, or -1.</returns>
        internal static int FindCertificate(
            TlsSessionOptions options, CredentialStore credentials, PublicKeyExchanges provider, byte[] name)
        {
            int tag;

            if (options.CredentialTag != TlsSessionOptions.AnyCredential || name == null
                || provider.Certificates == null)
            {
                return FindOwn(options, credentials, CredentialKind.CertifiedKey);
            }

            char[] characters = new char[name.Length];

            for (int i = 0; i < name.Length; i++)
            {
                characters[i] = (char)name[i];
            }

            string host = new string(characters);

            for (int i = 0; (tag = credentials.FindKey(CredentialKind.CertifiedKey, i)) >= 0; i++)
            {
                byte[] certificates = credentials.GetContent(tag);

                if (certificates != null && provider.Certificates.IsFor(certificates, host))
                {
                    return tag;
                }
            }

            return FindOwn(options, credentials, CredentialKind.CertifiedKey);
        }

        /// <summary>
        /// Tells whether a list of certificate types has one.
        /// </summary>
        internal static bool HasType(byte[] types, int type)
        {
            for (int i = 0; i < types.Length; i++)
            {
                if (types[i] == type)
                {
                    return true;
                }
            }

            return false;
        }

        /// <summary>
        /// Tells whether a host is a name: an address is none (RFC 6066, section 3).
        /// </summary>
        internal static bool IsName(string host)
        {
            bool hasLetter = false;

            for (int i = 0; i < host.Length; i++)
            {
                char character = host[i];

                if (character == ':' || character > 126 || character < 33)
                {
                    return false;
                }

                hasLetter |= character != '.' && (character < '0' || character > '9');
            }

            return hasLetter && host.Length < 256;
        }
    }
}
