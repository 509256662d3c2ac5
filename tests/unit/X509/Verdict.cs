//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Ciphers;
using NanoTlsMan.X509;

namespace NanoTlsMan.Tests
{
    /// <summary>
    /// Runs verifications to their ends.
    /// </summary>
    internal static class Verdict
    {
        /// <summary>Trusts one certificate.</summary>
        internal static CertificateTrust TrustIn(string pem)
        {
            CertificateTrust trust = new CertificateTrust();

            trust.AddAnchor(Fixtures.Read(pem));
            return trust;
        }

        /// <summary>Begins a verification of a server.</summary>
        internal static ChainVerification Begin(
            CertificateTrust trust, SignatureVerifier verifier, string host, long now, byte[] list)
        {
            return new ChainVerification(
                trust, verifier, new ManagedCiphers(), TlsRole.Server, host == null ? null : new HostName(host), now,
                list, 0, list.Length);
        }

        /// <summary>Steps a verification to its end.</summary>
        internal static ChainVerification Run(ChainVerification verification)
        {
            int steps = 0;

            while (!verification.Step())
            {
                steps++;
                if (steps > 100000)
                {
                    throw new System.Exception("a verification without an end");
                }
            }

            return verification;
        }

        /// <summary>The rule that a server's chain breaks.</summary>
        internal static CertificateRule Of(
            CertificateTrust trust, SignatureVerifier verifier, string host, long now, byte[] list)
        {
            ChainVerification verification = Run(Begin(trust, verifier, host, now, list));

            // It succeeds exactly where no rule is broken.
            return verification.Succeeded == (verification.Rule == CertificateRule.None)
                ? verification.Rule
                : (CertificateRule)(-1);
        }
    }
}
