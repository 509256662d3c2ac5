//
// Copyright (c) 2026 nanoTlsMan contributors
// See LICENSE.md in the project root for full license information.
//

using NanoTlsMan.Ciphers;
using NanoTlsMan.Tests.Chains.Cases;
using NanoTlsMan.X509;
using Xunit;

namespace NanoTlsMan.Tests.Chains
{
    /// <summary>
    /// A verification that has come to its end.
    /// </summary>
    internal sealed class Judge
    {
        // A step for each certificate, candidate, pair of constraints, piece of a hash and step of a signature.
        private const int MaxSteps = 1000;

        private Judge(ChainVerification verification, PlatformVerifier verifier, int steps)
        {
            Verification = verification;
            Verifier = verifier;
            Steps = steps;
        }

        internal ChainVerification Verification { get; }

        internal PlatformVerifier Verifier { get; }

        internal int Steps { get; }

        internal static Judge Of(ChainCase given) => Of(given, given.List, given.CreateTrust());

        internal static Judge Of(ChainCase given, byte[] list, CertificateTrust trust)
        {
            var verifier = new PlatformVerifier();
            int steps = 0;
            using var verification = new ChainVerification(
                trust, verifier, new ManagedCiphers(), given.Peer, given.Host is null ? null : new HostName(given.Host),
                given.Now, list, 0, list.Length);

            while (!verification.Step())
            {
                steps++;
                Assert.True(steps < MaxSteps, "a verification without an end");
            }

            Assert.Equal(verification.Rule == CertificateRule.None, verification.Succeeded);
            Assert.Equal(verification.SignatureCount, verifier.Count);
            return new Judge(verification, verifier, steps);
        }
    }
}
